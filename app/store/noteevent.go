package store

import (
	"slices"

	"nagare/stream/misskey"
)

func (s *Store) noteUpdated(e NoteUpdated, ch *Changes) {
	if !shallow(e.Raw) || len(e.Raw) > maxRaw {
		return
	}
	u, err := misskey.DecodeNoteUpdated(e.Raw)
	if err != nil {
		return
	}
	n := s.notes[noteKey{e.Source, u.ID}]
	me := e.Source.UserID()
	switch u.Kind {
	case misskey.UpdateDeleted:
		s.remove(e.Source, u.ID, ch)
		return
	case misskey.UpdateMadePrivate:
		if n == nil || n.head.userID == "" || n.head.userID != me {
			s.remove(e.Source, u.ID, ch)
		}
		return
	}
	if n == nil {
		return
	}
	s.settle(n)
	changed := false
	switch u.Kind {
	case misskey.UpdateReacted:
		if u.Body.Emoji != nil {
			n.ledger.url(u.Body.Emoji.Name, u.Body.Emoji.URL)
		}
		changed = n.ledger.reacted(u.Body.UserID, u.Body.Reaction, s.seq)
	case misskey.UpdateUnreacted:
		changed = n.ledger.unreacted(u.Body.UserID, u.Body.Reaction, s.seq)
	case misskey.UpdatePollVoted:
		if n.poll == nil {
			n.poll = new(tally)
		}
		changed = n.poll.voted(u.Body.UserID, u.Body.Choice, s.seq)
	}
	if changed {
		s.touch(n, ch)
	}
}

func (s *Store) noteRead(e NoteRead, ch *Changes) {
	h, ok := scanNote(e.Raw)
	if !ok {
		return
	}
	if have := s.notes[noteKey{e.Source, h.id}]; have == nil {
		return // nobody shows it any more
	}
	s.touch(s.integrate(e.Source, h, e.Raw, readCopy, e.Asked, 0, ch), ch)
}

func (s *Store) countsRead(e CountsRead, ch *Changes) {
	n := s.notes[noteKey{e.Source, e.ID}]
	if n == nil {
		return
	}
	s.settle(n)
	base := make([]Count, 0, len(e.Reactions))
	for _, c := range e.Reactions {
		key := misskey.NormalizeReaction(c.Key)
		if i := slices.IndexFunc(base, func(o Count) bool { return o.Key == key }); i >= 0 {
			base[i].N += clampCount(c.N)
			continue
		}
		base = append(base, Count{key, clampCount(c.N)})
	}
	before := n.ledger.counts()
	n.ledger.rebase(base, e.Asked)
	for name, url := range e.Emojis {
		n.ledger.url(name, url)
	}
	n.based = true
	if n.ledger.at <= e.Asked {
		n.stale = false
	}
	n.view = nil
	if !slices.Equal(before, n.ledger.counts()) {
		s.touch(n, ch)
	}
}

func (s *Store) reacting(e Reacting, ch *Changes) {
	n, me := s.notes[noteKey{e.Source, e.ID}], e.Source.UserID()
	if n == nil || me == "" {
		return
	}
	s.settle(n)
	if n.ledger.try(me, misskey.NormalizeReaction(e.Reaction), s.seq) {
		s.touch(n, ch)
	}
}

func (s *Store) reactFailed(e ReactFailed, ch *Changes) {
	n, me := s.notes[noteKey{e.Source, e.ID}], e.Source.UserID()
	if n != nil && me != "" && n.ledger.fail(me, misskey.NormalizeReaction(e.Reaction), s.seq) {
		s.touch(n, ch)
	}
}

func (s *Store) voting(e Voting, ch *Changes) {
	n, me := s.notes[noteKey{e.Source, e.ID}], e.Source.UserID()
	if n == nil || me == "" {
		return
	}
	s.settle(n)
	if n.poll == nil {
		n.poll = new(tally)
	}
	if e.Undo && n.poll.unvote(me, e.Choice) || !e.Undo && n.poll.voted(me, e.Choice, s.seq) {
		s.touch(n, ch)
	}
}
