package store

// Snapshot returns what to keep of a column over a reload: at most n notes. ok is false when there is nothing to keep.
func (s *Store) Snapshot(id ColumnID, n int) (snap Snapshot, ok bool) {
	c := s.columns[id]
	if c == nil || !c.t.loaded || len(c.t.ids) == 0 {
		return Snapshot{}, false
	}
	for _, note := range c.t.ids {
		if note < c.t.bottom || len(snap.Notes) == n {
			break
		}
		if have := s.notes[noteKey{c.src, note}]; have != nil {
			snap.Notes = append(snap.Notes, RawNote{note, have.raw})
		}
	}
	if len(snap.Notes) == 0 {
		return Snapshot{}, false
	}
	last := snap.Notes[len(snap.Notes)-1].ID
	snap.Bottom = last
	if len(snap.Notes) == len(c.t.ids) {
		snap.Bottom, snap.End = c.t.bottom, c.t.bottom == ""
	}
	for _, g := range c.t.gaps {
		switch {
		case g.Before == "" && g.low == "":
			continue // the next start opens one like it
		case g.After >= snap.Bottom:
			snap.Gaps = append(snap.Gaps, g.Gap)
		case g.Before == "" || g.Before > snap.Bottom: // cut through: complete only above it
			snap.Bottom = g.Before
		}
	}
	if snap.Bottom == "" && !snap.End {
		return Snapshot{}, false
	}
	snap.LastRead, snap.Anchor = c.view.LastRead, c.view.Anchor
	return snap, true
}

// snapshotLoaded puts a snapshot below what has arrived since.
func (s *Store) snapshotLoaded(c *column, snap Snapshot, ch *Changes) {
	if snap.LastRead > c.view.LastRead {
		c.view.LastRead = snap.LastRead
	}
	if c.view.Anchor.NoteID == "" {
		c.view.Anchor = snap.Anchor
	}
	newest := ""
	for _, raw := range snap.Notes {
		h, ok := scanNote(raw.Raw)
		if !ok {
			continue
		}
		newest = max(newest, h.id)
		n := s.integrate(c.src, h, raw.Raw, keptCopy, 0, 0, ch)
		if !s.listable(c.src, h) {
			s.release(n, ch)
			continue
		}
		c.t.insert(h.id)
		s.list(c, n)
	}
	s.headChanged(c, ch)
	s.itemsChanged(c, ch)
	if newest == "" || snap.Bottom == "" && !snap.End || newest < snap.Bottom {
		return
	}
	live := c.t.live
	c.t.live = false
	rest := Gap{Cause: CauseRestart, Since: snap.SavedAt}
	hi := newest
	for _, g := range snap.Gaps {
		if g.Before == "" {
			hi = g.After
			continue
		}
		if g.Before > hi || g.After >= g.Before || g.After < snap.Bottom {
			continue
		}
		c.t.cover(g.Before, hi, rest)
		rest, hi = g, g.After
		rest.State, rest.Estimate = GapOpen, 0
	}
	c.t.cover(snap.Bottom, hi, rest)
	c.t.live = live
	if c.t.bottom == "" {
		c.view.Older = OlderEnd
	} else if c.view.Older == OlderUnknown {
		c.view.Older = OlderMore
	}
	s.trim(c, ch)
}
