package store

// Column returns a view of a column; false when there is none of that id.
func (s *Store) Column(id ColumnID) (Column, bool) {
	c := s.columns[id]
	if c == nil {
		return Column{}, false
	}
	if c.items == nil {
		c.items = c.t.items()
	}
	v := c.view
	v.Spec = v.Spec.clone()
	v.Rev, v.Items = c.rev, c.items
	v.Loading = v.Loading && len(c.items) == 0
	for _, g := range c.t.gaps {
		if g.State == GapFilling {
			v.Filling++
		}
	}
	if v.LastRead != "" {
		v.Unread, _ = c.t.find(v.LastRead)
	}
	return v, true
}

// Seq counts the events applied so far; events that answer a question carry its value at the time of asking.
func (s *Store) Seq() uint64 { return s.seq }

// Epoch tells pages asked for before the last gap of a column from those after it. It is never 0 for a known column.
func (s *Store) Epoch(id ColumnID) uint64 {
	if c := s.columns[id]; c != nil {
		return c.t.epoch
	}
	return 0
}

// Edge describes the ends of a column's timeline, for whoever fetches pages.
type Edge struct {
	Newest, Oldest string // notes known; Oldest is the page bound for older ones
	Loaded         bool   // some stretch is known to be complete
	Gaps           []Gap  // newest first, also those not worth showing
}

// Edge returns the ends of a column's timeline.
func (s *Store) Edge(id ColumnID) Edge {
	c := s.columns[id]
	if c == nil {
		return Edge{}
	}
	e := Edge{Loaded: c.t.loaded, Oldest: c.t.bottom}
	if n := len(c.t.ids); n > 0 {
		e.Newest = c.t.ids[0]
		if !c.t.loaded {
			e.Oldest = c.t.ids[n-1]
		}
	}
	for i := range c.t.gaps {
		g := c.t.gaps[i].Gap
		g.Estimate = c.t.estimate(&c.t.gaps[i])
		e.Gaps = append(e.Gaps, g)
	}
	return e
}

// Newest returns the newest note of a column, "" for none.
func (s *Store) Newest(id ColumnID) string {
	if c := s.columns[id]; c != nil && len(c.t.ids) > 0 {
		return c.t.ids[0]
	}
	return ""
}

// Holds reports whether a note is in a column.
func (s *Store) Holds(id ColumnID, note string) bool {
	c := s.columns[id]
	return c != nil && c.t.has(note)
}

// CountAbove returns how many notes of a column are newer than one.
func (s *Store) CountAbove(id ColumnID, note string) int {
	c := s.columns[id]
	if c == nil {
		return 0
	}
	i, _ := c.t.find(note)
	return i
}

// Above returns the note of a column that stands before the i-th newest, "" where there is none.
func (s *Store) Above(id ColumnID, i int) string {
	if c := s.columns[id]; c != nil && i > 0 && i <= len(c.t.ids) {
		return c.t.ids[i-1]
	}
	return ""
}

// Len returns how many notes are kept.
func (s *Store) Len() int { return len(s.notes) }
