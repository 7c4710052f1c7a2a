package store

import "bytes"

// pageFetched merges a part of a timeline.
func (s *Store) pageFetched(c *column, e PageFetched, ch *Changes) {
	asked := e.Asked
	if asked == 0 {
		asked = s.seq
	}
	lo, newest := "", ""
	for _, raw := range e.Notes {
		h, ok := scanNote(raw.Raw)
		if !ok || e.Until != "" && h.id >= e.Until {
			if !ok {
				c.view.Details.Malformed++
			}
			continue
		}
		if lo == "" || h.id < lo {
			lo = h.id
		}
		newest = max(newest, h.id)
		// A page is one piece of memory; a note must not keep the whole of it.
		own := bytes.Clone(raw.Raw)
		if h, ok = scanValid(own); !ok {
			continue
		}
		n := s.integrate(c.src, h, own, readCopy, asked, 0, ch)
		if !s.listable(c.src, h) {
			s.release(n, ch)
			continue
		}
		c.t.insert(h.id)
		s.list(c, n)
	}
	if e.Until != "" {
		newest = e.Until
	}
	if g := c.t.ahead(); g != nil && e.Until == "" {
		g.Reason = Reason{}
	}
	s.doubt(c, e, lo, newest, ch)
	s.covered(c, e, lo, newest, ch)
	c.view.Loading = false
	if g := c.t.gapAt(e.Key); g != nil && e.Key != "" && g.State == GapFilling {
		g.State = GapOpen
	}
	switch {
	case !c.t.loaded:
	case c.t.bottom == "":
		c.view.Older, c.view.OlderReason = OlderEnd, Reason{}
	case e.Older || c.view.Older != OlderLoading && (c.view.Older != OlderEnd || lo != ""):
		c.view.Older, c.view.OlderReason = OlderMore, Reason{}
	}
	s.trim(c, ch)
	s.itemsChanged(c, ch)
}

// maxDoubt bounds how many notes of one page are looked at again.
const maxDoubt = 30

// doubt tells which notes within a page's bounds the page lacks.
func (s *Store) doubt(c *column, e PageFetched, lo, hi string, ch *Changes) {
	if lo == "" || len(c.t.ids) == len(e.Notes) {
		return
	}
	had := make(map[string]struct{}, len(e.Notes))
	for _, raw := range e.Notes {
		if h, ok := scanID(raw); ok {
			had[h] = struct{}{}
		}
	}
	i, _ := c.t.find(hi)
	var out []string
	for ; i < len(c.t.ids) && c.t.ids[i] >= lo && len(out) < maxDoubt; i++ {
		if id := c.t.ids[i]; id < hi {
			if _, ok := had[id]; !ok {
				out = append(out, id)
			}
		}
	}
	if len(out) > 0 {
		ch.column(c.view.ID, func(cc *ColumnChange) { cc.Doubt = out })
	}
}

// scanID is the id of a note as it came.
func scanID(raw RawNote) (string, bool) {
	if raw.ID != "" {
		return raw.ID, true
	}
	h, ok := scanNote(raw.Raw)
	return h.id, ok
}

// covered works out which stretch of the timeline a page makes complete.
func (s *Store) covered(c *column, e PageFetched, lo, newest string, ch *Changes) {
	t := &c.t
	empty := lo == ""
	bound := lo // nothing more is to be had below it when the page is exhausted
	if empty {
		bound = e.Until
	}
	if e.Exhausted && !s.anyBelow(t, bound) {
		lo, empty = "", false // that is the end of the timeline
	}
	if !empty {
		hi := e.Until
		if hi == "" && (e.Epoch == 0 || e.Epoch != t.epoch) {
			if hi = newest; hi == "" {
				t.beginEmpty(e.Rest, e.At)
				return
			}
		}
		rest := Gap{Cause: e.Rest, Since: e.At}
		if rest.Cause == "" && hi != "" && e.Until != "" {
			rest.Cause = CauseUnread
		}
		s.closed(c, t.cover(lo, hi, rest), ch)
	}
	defer t.tidy()
	if e.Exhausted && bound != "" {
		// We know of older notes, the server does not: what lies between cannot be had.
		for i := range t.gaps {
			if g := &t.gaps[i]; g.Before == bound && (g.State == GapOpen || g.State == GapFilling) {
				g.State = GapUnfillable
			}
		}
	}
}

// anyBelow reports whether older notes than bound are known; with "" whether any are.
func (s *Store) anyBelow(t *timeline, bound string) bool {
	if len(t.ids) == 0 {
		return false
	}
	return bound == "" || t.ids[len(t.ids)-1] < bound
}

func (s *Store) closed(c *column, gaps []Gap, ch *Changes) {
	if len(gaps) == 0 {
		return
	}
	for _, g := range gaps {
		if g.Cause != CauseStart { // nothing was missed by then
			c.view.Details.GapsClosed++
		}
	}
	ch.column(c.view.ID, func(cc *ColumnChange) {
		for _, g := range gaps {
			if g.Cause != CauseStart && g.Cause != CausePolling {
				cc.Closed = append(cc.Closed, g)
			}
		}
	})
}
