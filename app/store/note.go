package store

import (
	"bytes"
	"slices"

	"nagare/stream/misskey"
)

type noteKey struct {
	src Source
	id  string
}

// rank says how much a copy of a note tells (P7.15.1). A poorer copy never replaces a richer one.
type rank uint8

const (
	shallowCopy  rank = iota + 1 // inside another note's reply: no poll, no renote, nothing of the viewer
	keptCopy                     // kept from the last visit
	streamedCopy                 // packed for everybody
	readCopy                     // read by HTTP, for this viewer
)

// note is everything about one note. It exists while a column lists it or another note embeds it.
type note struct {
	key  noteKey
	raw  []byte // the richest copy
	rank rank
	head head // of raw; its slices are not kept

	columns []ColumnID          // that list it
	parents map[string]struct{} // ids of the notes that embed it

	deleted bool
	watched bool // updates arrive
	stale   bool // and some may have been missed
	edited  bool // it, or a note inside, was edited since it was decoded first: copies of it inside others may be old

	// fresh is a copy whose counts are newer than the ledger's base, not looked at yet.
	fresh      []byte
	freshRank  rank
	freshAsked uint64
	based      bool // the ledger has a base, or fresh will give it one
	ledger     ledger
	poll       *tally

	rev     uint64
	decoded *misskey.Note
	view    *NoteView // for rev
}

// graves remembers the ids that are gone, so that a page asked for earlier does not bring them back.
type graves struct {
	ids  map[string]struct{}
	fifo []string
}

const maxGraves = 4096

func (g *graves) bury(id string) {
	if _, ok := g.ids[id]; ok {
		return
	}
	if len(g.fifo) >= maxGraves {
		for _, old := range g.fifo[:maxGraves/4] {
			delete(g.ids, old)
		}
		g.fifo = append(g.fifo[:0], g.fifo[maxGraves/4:]...)
	}
	g.ids[id] = struct{}{}
	g.fifo = append(g.fifo, id)
}

func (s *Store) buried(src Source, id string) bool {
	g := s.graves[src]
	if g == nil {
		return false
	}
	_, ok := g.ids[id]
	return ok
}

func (s *Store) bury(src Source, id string) {
	g := s.graves[src]
	if g == nil {
		g = &graves{ids: make(map[string]struct{})}
		s.graves[src] = g
	}
	g.bury(id)
}

// maxEmbedded is how deep notes inside notes are followed.
const maxEmbedded = 3

// integrate takes in a copy of a note and of those inside it. The note it returns has no reference yet unless it had one
// before: list or link it, or let it go with [Store.release].
func (s *Store) integrate(src Source, h head, raw []byte, r rank, asked uint64, depth int, ch *Changes) *note {
	key := noteKey{src, h.id}
	n := s.notes[key]
	if n == nil {
		n = &note{key: key, deleted: s.buried(src, h.id)}
		s.notes[key] = n
	}
	changed, anew := false, false
	if r >= n.rank && !bytes.Equal(n.raw, raw) {
		// The copies inside may be other ones now.
		was, shown := n.head, n.decoded
		cached := shown != nil
		if !cached && r == readCopy && len(n.parents) > 0 {
			if m, err := misskey.DecodeNote(n.raw); err == nil {
				shown = m // seen inside other notes
			}
		}
		n.raw, n.rank, n.head = raw, r, h
		n.head.renote, n.head.reply = nil, nil
		n.decoded, n.view = nil, nil
		changed = was.id != ""
		if shown != nil {
			if m, err := misskey.DecodeNote(raw); err == nil {
				if anew = !sameFace(shown, m); cached {
					n.decoded = m
				}
			}
		}
		if was.renoteID != h.renoteID {
			s.unlink(src, was.renoteID, n, ch)
		}
		if was.replyID != h.replyID {
			s.unlink(src, was.replyID, n, ch)
		}
	}
	// Counts: the newest copy wins, except over counts that are kept current event by event.
	if r > keptCopy && (r == readCopy || !n.based || !n.watched || n.stale) || !n.based {
		if n.fresh != nil && n.freshRank == readCopy && r != readCopy {
			s.settle(n) // what it says about the viewer would be lost
		}
		n.fresh, n.freshRank, n.freshAsked = raw, r, asked
		changed = changed || n.based
		n.based = true
		if r == readCopy && n.ledger.at <= asked && (n.poll == nil || n.poll.at <= asked) {
			n.stale = false
		}
	}
	if depth < maxEmbedded {
		if h.renote != nil && h.renoteID != h.id {
			s.embed(n, h.renote, r, asked, depth, ch)
		}
		if h.reply != nil && h.replyID != h.id {
			s.embed(n, h.reply, shallowCopy, asked, depth, ch)
		}
	}
	if changed {
		s.touchFrom(n, ch, 0, anew)
	}
	return n
}

func (s *Store) embed(parent *note, raw []byte, r rank, asked uint64, depth int, ch *Changes) {
	h, ok := scanValid(raw)
	if !ok || h.id != parent.head.renoteID && h.id != parent.head.replyID {
		return
	}
	if s.above(parent, h.id, 0) {
		return // a circle, which only a hostile server makes, would never be dropped
	}
	child := s.integrate(parent.key.src, h, raw, r, asked, depth+1, ch)
	if child.parents == nil {
		child.parents = make(map[string]struct{}, 1)
	}
	child.parents[parent.key.id] = struct{}{}
}

// above reports whether id is among the notes that embed n, or n itself.
func (s *Store) above(n *note, id string, depth int) bool {
	if n == nil || n.key.id == id || depth > 2*maxEmbedded {
		return true
	}
	for p := range n.parents {
		if s.above(s.notes[noteKey{n.key.src, p}], id, depth+1) {
			return true
		}
	}
	return false
}

// unlink says that a note does not embed another one any more.
func (s *Store) unlink(src Source, id string, parent *note, ch *Changes) {
	if id == "" {
		return
	}
	child := s.notes[noteKey{src, id}]
	if child == nil {
		return
	}
	delete(child.parents, parent.key.id)
	s.release(child, ch)
}

// release drops a note that nothing refers to, and then those it embeds.
func (s *Store) release(n *note, ch *Changes) {
	if len(n.columns) > 0 || len(n.parents) > 0 || s.notes[n.key] != n {
		return
	}
	delete(s.notes, n.key)
	s.cache.drop(n)
	s.unlink(n.key.src, n.head.renoteID, n, ch)
	s.unlink(n.key.src, n.head.replyID, n, ch)
}

// touch says that something to be seen of a note changed: every row that shows it, by itself or inside, is told.
func (s *Store) touch(n *note, ch *Changes) { s.touchFrom(n, ch, 0, false) }

// touchFrom is touch; anew says that more than what lives of the note changed.
func (s *Store) touchFrom(n *note, ch *Changes, depth int, anew bool) {
	s.rev++
	n.rev, n.view = s.rev, nil
	n.edited = n.edited || anew
	for _, id := range n.columns {
		ch.row(id, n.key.id)
		if anew {
			ch.column(id, func(cc *ColumnChange) { cc.addAnew(n.key.id) })
		}
	}
	if depth > maxEmbedded {
		return
	}
	for id := range n.parents {
		if p := s.notes[noteKey{n.key.src, id}]; p != nil {
			s.touchFrom(p, ch, depth+1, anew)
		}
	}
}

// remove takes a note out of every column and marks it as gone.
func (s *Store) remove(src Source, id string, ch *Changes) {
	s.bury(src, id)
	n := s.notes[noteKey{src, id}]
	if n == nil || n.deleted {
		return
	}
	n.deleted = true
	s.unlistAll(n, ch)
	for _, pid := range sortedKeys(n.parents) {
		p := s.notes[noteKey{src, pid}]
		if p != nil && p.head.pure && p.head.renoteID == id {
			s.unlistAll(p, ch) // a renote of nothing is nothing
		}
	}
	if s.notes[n.key] == n { // still inside a quote or a reply
		s.touch(n, ch)
	}
}

func (s *Store) unlistAll(n *note, ch *Changes) {
	for _, c := range slices.Clone(n.columns) {
		col := s.columns[c]
		if col != nil && col.t.remove(n.key.id) {
			s.itemsChanged(col, ch)
		}
	}
	n.columns = nil
	s.release(n, ch)
}

func sortedKeys(m map[string]struct{}) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// settle makes a fresh copy the base of the ledgers.
func (s *Store) settle(n *note) {
	raw, r, asked := n.fresh, n.freshRank, n.freshAsked
	if raw == nil {
		return
	}
	n.fresh = nil
	m := n.decoded
	if m == nil || !bytes.Equal(raw, n.raw) {
		var err error
		if m, err = misskey.DecodeNote(raw); err != nil {
			return
		}
	}
	me := n.key.src.UserID()
	base := make([]Count, 0, len(m.Reactions))
	for _, c := range m.Reactions {
		base = append(base, Count{c.Reaction, clampCount(c.Count)})
	}
	n.ledger.rebase(base, asked)
	for name, url := range m.ReactionEmojis {
		n.ledger.url(name, url)
	}
	for _, pair := range m.ReactionPairs {
		if user, key, ok := cutPair(pair); ok && user != me {
			n.ledger.know(user, misskey.NormalizeReaction(key))
		}
	}
	if me != "" && (m.MyReaction != "" || r == readCopy) {
		n.ledger.know(me, misskey.NormalizeReaction(m.MyReaction))
	}
	if m.Poll != nil {
		s.settlePoll(n, m.Poll, r == readCopy && me != "", asked)
	}
}

func (s *Store) settlePoll(n *note, p *misskey.Poll, viewer bool, asked uint64) {
	choices := p.Choices[:min(len(p.Choices), maxChoices)]
	votes := make([]int, len(choices))
	var mine []bool
	if viewer {
		mine = make([]bool, len(choices))
	}
	for i, c := range choices {
		votes[i] = clampCount(c.Votes)
		if viewer {
			mine[i] = c.IsVoted
		}
	}
	if n.poll == nil {
		n.poll = new(tally)
	}
	n.poll.rebase(votes, mine, asked)
}

// clampCount keeps hostile counts within what sums and screens can bear.
func clampCount(n int) int { return min(max(n, 0), 1<<30) }

// cutPair reads "userId/:name@.:" (P7.1).
func cutPair(pair string) (user, key string, ok bool) {
	for i := 0; i < len(pair); i++ {
		if pair[i] == '/' {
			return pair[:i], pair[i+1:], i > 0 && i+1 < len(pair)
		}
	}
	return "", "", false
}
