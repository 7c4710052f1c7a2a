package store

import "nagare/stream/misskey"

// Note returns a note; false when it is not known, or no column shows it any more.
func (s *Store) Note(src Source, id string) (NoteView, bool) {
	n := s.notes[noteKey{src, id}]
	if n == nil {
		return NoteView{}, false
	}
	s.decode(n)
	if n.decoded == nil {
		return NoteView{}, false
	}
	if n.view == nil {
		n.view = s.look(n)
	}
	return *n.view, true
}

// decode makes sure that the decoded form is there.
func (s *Store) decode(n *note) {
	s.cache.touch(n)
	if n.decoded != nil {
		return
	}
	m, err := misskey.DecodeNote(n.raw)
	if err != nil {
		return
	}
	n.decoded, n.view = m, nil
}

// look builds the view of a note.
func (s *Store) look(n *note) *NoteView {
	s.settle(n)
	v := &NoteView{Note: s.face(n), Rev: n.rev, Deleted: n.deleted, Stale: n.stale}
	me := n.key.src.UserID()
	if !n.head.pure {
		v.MyReaction = n.ledger.mine(me)
		counts := n.ledger.counts()
		v.Reactions = make([]Reaction, len(counts))
		for i, c := range counts {
			v.Reactions[i] = Reaction{Key: c.Key, Count: c.N, Mine: c.Key == v.MyReaction, URL: s.reactionURL(n, c.Key)}
		}
	}
	if p := n.decoded.Poll; p != nil {
		if n.poll == nil {
			s.settlePoll(n, p, false, 0)
		}
		pv := &PollView{Multiple: p.Multiple, ExpiresAt: p.ExpiresAt}
		for i, c := range p.Choices[:min(len(p.Choices), maxChoices)] {
			choice := Choice{Text: c.Text, Votes: n.poll.count(i), Mine: n.poll.isMine(me, i)}
			pv.Total += choice.Votes
			pv.Voted = pv.Voted || choice.Mine
			pv.Choices = append(pv.Choices, choice)
		}
		v.Poll = pv
	}
	return v
}

// reactionURL is the picture of a reaction, "" for unicode.
func (s *Store) reactionURL(n *note, key string) string {
	name, host, custom := misskey.SplitReaction(key)
	if !custom {
		return ""
	}
	if u := n.ledger.urls[misskey.ReactionEmojiKey(key)]; u != "" {
		return u
	}
	origin := n.key.src.Origin()
	if host == "" {
		if sv := s.servers[origin]; sv != nil {
			if e, ok := sv.view.Emojis[name]; ok && e.URL != "" {
				return e.URL
			}
		}
	}
	return emojiAddress(origin, name, host)
}

// Inner returns the id of the note that reactions to a note go to: the renoted one for a pure renote, else the note's
// own (P7.1). It is "" for an unknown note.
func (s *Store) Inner(src Source, id string) string {
	n := s.notes[noteKey{src, id}]
	switch {
	case n == nil:
		return ""
	case n.head.pure:
		return n.head.renoteID
	}
	return id
}

// Cited returns the ids of the notes that the row of a note shows in short besides its own: what it quotes and what it
// answers to. There are none for an unknown note.
func (s *Store) Cited(src Source, id string) (ids []string) {
	n := s.notes[noteKey{src, s.Inner(src, id)}]
	if n == nil {
		return nil
	}
	for _, cited := range []string{n.head.renoteID, n.head.replyID} {
		if cited != "" && cited != id && cited != n.key.id {
			ids = append(ids, cited)
		}
	}
	return ids
}

// Counts reports whether some column has a row with the reactions to a note: its own, or a pure renote of it.
func (s *Store) Counts(src Source, id string) bool {
	n := s.notes[noteKey{src, id}]
	if n == nil {
		return false
	}
	for parent := range n.parents {
		if p := s.notes[noteKey{src, parent}]; p != nil && p.head.pure && len(p.columns) > 0 {
			return true
		}
	}
	return len(n.columns) > 0
}

// Has reports whether a note is known and not deleted.
func (s *Store) Has(src Source, id string) bool {
	n := s.notes[noteKey{src, id}]
	return n != nil && !n.deleted
}

// Gone reports whether a note is known to be deleted, also one that nothing shows.
func (s *Store) Gone(src Source, id string) bool {
	n := s.notes[noteKey{src, id}]
	return n != nil && n.deleted || s.buried(src, id)
}

// Stale reports whether a note's counts may be wrong because updates were missed.
func (s *Store) Stale(src Source, id string) bool {
	n := s.notes[noteKey{src, id}]
	return n != nil && n.stale
}

// cache drops the decoded forms of notes nobody asked about for long (W3): it keeps those asked about since the last
// turn and those of the turn before.
type cache struct {
	limit      int
	shown      int
	young, old map[*note]struct{}
}

func (c *cache) touch(n *note) {
	if _, ok := c.young[n]; ok {
		return
	}
	if len(c.young) >= max(c.limit, c.shown)/2 {
		for n := range c.old {
			if _, ok := c.young[n]; !ok {
				n.decoded, n.view = nil, nil
			}
		}
		c.old, c.young = c.young, nil
	}
	if c.young == nil {
		c.young = make(map[*note]struct{}, c.limit/2)
	}
	c.young[n] = struct{}{}
}

func (c *cache) drop(n *note) {
	delete(c.young, n)
	delete(c.old, n)
	n.decoded, n.view = nil, nil
}

// HasPoll reports whether a note has a poll, as far as that is known without decoding it.
func (s *Store) HasPoll(src Source, id string) bool {
	n := s.notes[noteKey{src, id}]
	return n != nil && (n.head.poll || n.poll != nil)
}

// ChangedSince reports whether an event changed a note's counts, of reactions or of votes, after an earlier [Store.Seq].
func (s *Store) ChangedSince(src Source, id string, seq uint64) bool {
	n := s.notes[noteKey{src, id}]
	return n != nil && (n.ledger.at > seq || n.poll != nil && n.poll.at > seq)
}
