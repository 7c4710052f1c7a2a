package store

import "time"

// A shelf is a column without a timeline: it holds notes that were read by themselves, such as those of a thread, so that
// they are found by [Store.Note], follow their updates and are told about in [Changes] like those of a column. It is not
// among [Store.Columns], shows nothing older, and is dropped by ColumnRemoved.

// ShelfAdded makes a shelf. Its ID must be new; of the specification only the source counts.
type ShelfAdded struct {
	ID   ColumnID
	Spec ColumnSpec
	At   time.Time
}

// Shelved puts notes read by HTTP on a shelf. What is deleted by now is left out.
type Shelved struct {
	Shelf ColumnID
	Notes []RawNote
	Asked uint64 // [Store.Seq] when they were asked for; zero: now
}

func (ShelfAdded) storeEvent() {}
func (Shelved) storeEvent()    {}

func (s *Store) addShelf(e ShelfAdded) {
	if e.ID == 0 || s.columns[e.ID] != nil {
		return
	}
	c := &column{src: e.Spec.Source(), shelf: true}
	c.view = Column{ID: e.ID, Spec: e.Spec.clone(), State: Connecting, Since: e.At}
	s.columns[e.ID] = c
}

func (s *Store) shelved(c *column, e Shelved, ch *Changes) {
	if !c.shelf {
		return
	}
	asked := e.Asked
	if asked == 0 {
		asked = s.seq
	}
	for _, r := range e.Notes {
		h, ok := scanNote(r.Raw)
		if !ok {
			continue
		}
		n := s.integrate(c.src, h, r.Raw, readCopy, asked, 0, ch)
		if !s.listable(c.src, h) {
			s.release(n, ch)
			continue
		}
		c.t.insert(h.id)
		s.list(c, n)
	}
	s.itemsChanged(c, ch)
}
