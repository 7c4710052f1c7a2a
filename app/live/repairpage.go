package live

import (
	"cmp"
	"context"
	"slices"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// How many notes are worth a page of their column, and how many notes that page may hold for each of them.
const (
	pageWorth  = 2
	pageSpread = 4
	pageMost   = 100
)

// stretch is a piece of a column in which notes are to be read again.
type stretch struct {
	c      *column
	until  string            // exclusive; "": from the newest on
	limit  int               // notes from there down to the lowest one wanted
	wanted map[string]string // inner ids, by the id of the row
	first  string            // the newest note when it was asked for
}

// stretch returns the piece of a column that is worth a page, if there is one.
func (r *repairs) stretch(c *column, wanted map[string]bool) (s stretch, ok bool) {
	if !c.hasTimeline || c.page.asked || len(wanted) < pageWorth {
		return stretch{}, false
	}
	st := c.h.st
	rows := slices.Clone(c.visible)
	slices.SortFunc(rows, func(a, b string) int { return cmp.Compare(b, a) }) // as the timeline does
	s = stretch{c: c, wanted: map[string]string{}}
	top, low := 0, 0
	for _, row := range rows {
		inner := st.Inner(c.src.key, row)
		if !wanted[inner] || !st.Holds(c.id, row) {
			continue
		}
		at := st.CountAbove(c.id, row)
		if len(s.wanted) == 0 {
			top = at
		} else if at-top >= pageMost {
			break
		}
		low = at
		s.wanted[row] = inner
	}
	s.limit = low - top + 1
	if len(s.wanted) < pageWorth || s.limit > pageSpread*len(s.wanted) {
		return stretch{}, false
	}
	s.until = st.Above(c.id, top)
	if s.until == "" {
		s.limit = max(s.limit, c.witness.length())
	}
	return s, true
}

// readPage reads notes by a page of their column, where there are enough of them close together and the server cannot tell
// about many at once. What a page lacks is read by itself.
func (r *repairs) readPage() bool {
	wanted := make(map[string]bool, len(r.must))
	for _, id := range r.must {
		wanted[id] = true
	}
	var best stretch
	for _, c := range r.s.columns() {
		if s, ok := r.stretch(c, wanted); ok && len(s.wanted) > len(best.wanted) {
			best = s
		}
	}
	if best.c == nil {
		return false
	}
	for _, id := range best.wanted {
		delete(wanted, id)
	}
	r.must = slices.DeleteFunc(r.must, func(id string) bool { return !wanted[id] })
	c, h := best.c, r.s.h
	epoch, asked, api := h.st.Epoch(c.id), h.st.Seq(), r.s.api
	best.first = h.st.Newest(c.id)
	r.busy++
	h.background(h.ctx, func(ctx context.Context) func() {
		got, err := c.fetch(ctx, api, misskey.Page{UntilID: best.until, Limit: best.limit}, misskey.Visible)
		return func() {
			r.busy--
			r.pageCame(best, got, err, epoch, asked)
			r.plan(r.pace())
		}
	})
	return true
}

// pageCame takes in a page and leaves what it did not tell, or everything where its column is gone, to be read one by one;
// what did not come for a reason that may pass is asked for again.
func (r *repairs) pageCame(s stretch, got answer, err error, epoch, asked uint64) {
	c, h := s.c, r.s.h
	if err == nil && c.ctx.Err() == nil {
		p := store.PageFetched{Column: c.id, Notes: got.notes, Until: s.until, Exhausted: got.exhausted, Asked: asked, At: h.now()}
		if s.until == "" && c.chState.Delivering() && epoch == h.st.Epoch(c.id) {
			p.Epoch = epoch
			c.witness.met(s.first, got.notes)
		}
		c.merge(p)
		for _, n := range got.notes {
			if inner, ok := s.wanted[n.ID]; ok {
				delete(s.wanted, n.ID)
				r.settled(inner, asked)
			}
		}
	}
	wait := err != nil && r.passing(err)
	for _, id := range s.wanted {
		if wait {
			r.must = add(r.must, id)
		} else {
			r.full = add(r.full, id)
		}
	}
}
