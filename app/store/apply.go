package store

import (
	"slices"
	"time"
)

// column is the working form of a [Column].
type column struct {
	view   Column // without Items and Unread
	src    Source
	shelf  bool // it has no timeline (shelf.go)
	t      timeline
	items  []Item // built from t when asked for; nil: not built
	shown  map[string]struct{}
	deep   string // the oldest note shown last
	events uint64
	rev    uint64
}

// Apply is the only way to change the store. It never fails: what cannot be understood is counted in the details of the
// column it was meant for.
func (s *Store) Apply(e Event) Changes {
	var ch Changes
	s.seq++
	switch e := e.(type) {
	case ColumnStays:
		if c := s.columns[e.ID]; c != nil && c.view.Spec.Stays != e.Stays {
			c.view.Spec.Stays = e.Stays
			ch.head(e.ID)
		}
	case ColumnAdded:
		s.addColumn(e, &ch)
	case ShelfAdded:
		s.addShelf(e)
	case ColumnRemoved:
		s.removeColumn(e.ID, &ch)
	case ColumnMoved:
		s.moveColumn(e, &ch)
	case NoteUpdated:
		s.noteUpdated(e, &ch)
	case NoteRead:
		s.noteRead(e, &ch)
	case CountsRead:
		s.countsRead(e, &ch)
	case NoteGone:
		s.remove(e.Source, e.ID, &ch)
	case Reacting:
		s.reacting(e, &ch)
	case ReactFailed:
		s.reactFailed(e, &ch)
	case Voting:
		s.voting(e, &ch)
	case Watched:
		for _, id := range e.IDs {
			if n := s.notes[noteKey{e.Source, id}]; n != nil {
				n.watched = e.On
				n.stale = n.stale || e.On && !s.Counts(e.Source, id)
			}
		}
	case CapturesLost:
		for key, n := range s.notes {
			if key.src == e.Source && n.watched {
				n.stale, n.view = true, nil
			}
		}
	case ServerRead, ServerFailed, EmojisRead, EmojisChanged:
		s.applyServer(e, &ch)
	case Noticed:
		ch.Notice = e.Notice
	default:
		s.applyColumn(e, &ch)
	}
	return ch
}

// applyColumn handles the events of one column.
func (s *Store) applyColumn(e Event, ch *Changes) {
	c := s.columns[columnOf(e)]
	if c == nil {
		return
	}
	switch e := e.(type) {
	case StateSet:
		if c.view.State != e.State {
			c.view.State, c.view.Since = e.State, e.At
		}
		c.view.Reason = e.Reason
		s.headChanged(c, ch)
	case RTTSet:
		c.view.RTT = e.RTT
		s.headChanged(c, ch)
	case DetailsSet:
		e.Add(&c.view.Details)
		s.headChanged(c, ch)
	case NoteArrived:
		s.arrived(c, e, ch)
	case ChannelSaid:
		c.events++
		c.view.Details.Frames++
		c.view.Details.Bytes += int64(len(e.Body))
		c.view.Details.LastEventAt = e.At
		kept := c.view.Events[:min(len(c.view.Events), maxEvents-1)]
		c.view.Events = append([]ChannelEvent{{Seq: c.events, Type: e.Type, Body: e.Body, At: e.At}}, kept...)
		s.itemsChanged(c, ch)
	case GapOpened:
		if g := c.t.open(e.Cause, e.Since, e.Reason); g != nil {
			c.view.Details.Gaps++
		}
		c.view.Details.LiveSince = time.Time{}
		s.itemsChanged(c, ch)
	case Resumed:
		c.t.resume(e.At)
		c.view.Details.LiveSince = e.At
		s.itemsChanged(c, ch)
	case PageAsked:
		s.pageAsked(c, e, ch)
	case PageFailed:
		s.pageFailed(c, e, ch)
	case PageFetched:
		s.pageFetched(c, e, ch)
	case Shelved:
		s.shelved(c, e, ch)
	case SnapshotLoaded:
		s.snapshotLoaded(c, e.Snapshot, ch)
	case Recalled:
		c.view.Recalled = true
		s.itemsChanged(c, ch)
	case Read:
		if e.NoteID > c.view.LastRead {
			c.view.LastRead = e.NoteID
			s.headChanged(c, ch)
		}
	case Anchored:
		c.view.Anchor = e.At
	case Shown:
		s.showing(c, e, ch)
	}
}

// columnOf is the column an event is for.
func columnOf(e Event) ColumnID {
	switch e := e.(type) {
	case StateSet:
		return e.ID
	case RTTSet:
		return e.ID
	case DetailsSet:
		return e.ID
	case NoteArrived:
		return e.Column
	case ChannelSaid:
		return e.Column
	case GapOpened:
		return e.Column
	case Resumed:
		return e.Column
	case PageAsked:
		return e.Column
	case PageFailed:
		return e.Column
	case PageFetched:
		return e.Column
	case SnapshotLoaded:
		return e.Column
	case Recalled:
		return e.Column
	case Shelved:
		return e.Shelf
	case Read:
		return e.Column
	case Anchored:
		return e.Column
	case Shown:
		return e.Column
	}
	return 0
}

// maxEvents is how many events of a channel without notes are kept.
const maxEvents = 100

func (s *Store) headChanged(c *column, ch *Changes) {
	s.rev++
	c.rev = s.rev
	ch.head(c.view.ID)
}

func (s *Store) itemsChanged(c *column, ch *Changes) {
	s.rev++
	c.rev, c.items = s.rev, nil
	ch.items(c.view.ID)
}

func (s *Store) addColumn(e ColumnAdded, ch *Changes) {
	if e.ID == 0 || s.columns[e.ID] != nil {
		return
	}
	c := &column{src: e.Spec.Source()}
	c.view = Column{ID: e.ID, Spec: e.Spec.clone(), State: Connecting, Since: e.At}
	c.t.epoch = 1
	s.columns[e.ID] = c
	s.order = append(s.order, e.ID)
	ch.Set = true
	s.itemsChanged(c, ch)
}

func (s *Store) removeColumn(id ColumnID, ch *Changes) {
	c := s.columns[id]
	if c == nil {
		return
	}
	delete(s.columns, id)
	s.order = slices.DeleteFunc(s.order, func(o ColumnID) bool { return o == id })
	s.unlist(c, c.t.ids, ch)
	delete(ch.Columns, id)
	ch.Set = true
	s.countShown()
}

func (s *Store) moveColumn(e ColumnMoved, ch *Changes) {
	i := slices.Index(s.order, e.ID)
	if i < 0 {
		return
	}
	s.order = slices.Delete(s.order, i, i+1)
	s.order = slices.Insert(s.order, min(max(e.To, 0), len(s.order)), e.ID)
	ch.Set = true
}

// arrived takes in a note from a channel.
func (s *Store) arrived(c *column, e NoteArrived, ch *Changes) {
	d := &c.view.Details
	d.Frames++
	d.Bytes += int64(len(e.Note.Raw))
	d.LastEventAt = e.At
	h, ok := scanNote(e.Note.Raw)
	if !ok {
		d.Malformed++
		s.headChanged(c, ch)
		return
	}
	n := s.integrate(c.src, h, e.Note.Raw, streamedCopy, s.seq, 0, ch)
	if !s.listable(c.src, h) {
		s.release(n, ch)
		return
	}
	if c.t.arrive(h.id, e.At) {
		s.list(c, n)
		s.trim(c, ch)
		s.itemsChanged(c, ch)
	}
	// Packed for everybody (P3.3): this viewer may be one to whom it is not withheld.
	for _, id := range []string{h.id, h.renoteID} {
		if m := s.notes[noteKey{c.src, id}]; m != nil && m.head.hidden {
			ch.column(c.view.ID, func(cc *ColumnChange) { cc.Doubt = append(cc.Doubt, id) })
		}
	}
}

// listable reports whether a note makes a row: it does not when it is deleted, or renotes what is deleted.
func (s *Store) listable(src Source, h head) bool {
	return !s.buried(src, h.id) && !h.orphan && !(h.pure && s.buried(src, h.renoteID))
}

func (s *Store) list(c *column, n *note) {
	if !slices.Contains(n.columns, c.view.ID) {
		n.columns = append(n.columns, c.view.ID)
	}
}

func (s *Store) unlist(c *column, ids []string, ch *Changes) {
	for _, id := range ids {
		if n := s.notes[noteKey{c.src, id}]; n != nil {
			n.columns = slices.DeleteFunc(n.columns, func(o ColumnID) bool { return o == c.view.ID })
			s.release(n, ch)
		}
	}
}

// deepest is how many times the usual number of notes a column holds for a reader who goes down and down.
const deepest = 25

// trim keeps a column within its bounds: what is far below what anybody looks at becomes "older" again.
func (s *Store) trim(c *column, ch *Changes) {
	if c.shelf {
		return
	}
	keep, most := s.cap, deepest*s.cap
	if c.deep != "" {
		i, _ := c.t.find(c.deep)
		keep = min(max(keep, i+s.cap/2), most)
	}
	if c.view.Older == OlderDeep && keep < most {
		c.view.Older = OlderMore
		s.headChanged(c, ch)
	}
	if len(c.t.ids) <= keep+keep/8 {
		return
	}
	if keep == most && c.t.loaded && (c.view.Older == OlderMore || c.view.Older == OlderEnd) {
		c.view.Older = OlderDeep
		s.headChanged(c, ch)
	}
	s.unlist(c, c.t.trim(keep), ch)
	if c.t.loaded && c.view.Older == OlderEnd {
		c.view.Older = OlderMore
	}
}

func (s *Store) showing(c *column, e Shown, ch *Changes) {
	c.shown, c.deep = make(map[string]struct{}, len(e.IDs)), ""
	for _, id := range e.IDs {
		c.shown[id] = struct{}{}
		if c.t.has(id) && (c.deep == "" || id < c.deep) {
			c.deep = id
		}
	}
	s.countShown()
	before := len(c.t.ids)
	s.trim(c, ch)
	if len(c.t.ids) != before {
		s.itemsChanged(c, ch)
	}
}

func (s *Store) countShown() {
	s.cache.shown = 0
	for _, c := range s.columns {
		s.cache.shown += 4 * len(c.shown) // with what they embed, and room to turn
	}
}

func (s *Store) pageAsked(c *column, e PageAsked, ch *Changes) {
	switch {
	case e.Key != "":
		if g := c.t.gapAt(e.Key); g != nil {
			g.State, g.Reason = GapFilling, Reason{}
			s.itemsChanged(c, ch)
		}
	case e.Older:
		c.view.Older, c.view.OlderReason = OlderLoading, Reason{}
		s.headChanged(c, ch)
	default:
		c.view.Loading = true
		s.headChanged(c, ch)
	}
}

func (s *Store) pageFailed(c *column, e PageFailed, ch *Changes) {
	switch {
	case e.Key != "":
		if g := c.t.gapAt(e.Key); g != nil {
			g.State, g.Reason = GapOpen, e.Reason
			if e.Unfillable {
				g.State = GapUnfillable
			}
			s.itemsChanged(c, ch)
		}
	case e.Older:
		c.view.Older, c.view.OlderReason = OlderFailed, e.Reason
		s.headChanged(c, ch)
	default:
		c.view.Loading = false
		if !c.t.loaded {
			c.view.Older, c.view.OlderReason = OlderFailed, e.Reason
		}
		if g := c.t.ahead(); g != nil {
			g.Reason = e.Reason
			s.itemsChanged(c, ch)
		}
		s.headChanged(c, ch)
	}
}
