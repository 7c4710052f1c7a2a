package live

import (
	"time"

	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// filler fills the gaps of a source's columns, newest first, at a polite pace. What a person asks for does not wait.
type filler struct {
	s     *source
	room  float64 // pages that may be fetched now
	since time.Time
	busy  map[store.ColumnID]string // the gap being filled, per column
	ask   map[store.ColumnID]demand
	later *timer
}

// demand is a gap that somebody wants filled now.
type demand struct {
	key   string
	pages int // that may be fetched for it past the pace
}

// demandPages is how many pages one press of a button is good for.
const demandPages = 10

// fillAtOnce is how many pages of a source are under way together.
const fillAtOnce = 2

func (f *filler) init(s *source) {
	f.s, f.room, f.since = s, float64(s.h.o.PagesPerMinute), s.h.now()
	f.busy = make(map[store.ColumnID]string)
	f.ask = make(map[store.ColumnID]demand)
}

// fillNow is somebody's wish for a gap.
func (c *column) fillNow(key string) {
	if c.src.api == nil || !c.hasTimeline {
		return
	}
	for _, g := range c.h.st.Edge(c.id).Gaps {
		if g.Key != key {
			continue
		}
		if g.Before == "" { // it reaches up to now
			if c.ch == nil || c.chState.Delivering() {
				c.page.again()
			} else {
				c.poll.soon(0)
				if c.src.client != nil {
					c.src.client.Wake(stream.WakeUser)
				}
			}
			return
		}
		c.src.fill.ask[c.id] = demand{key, demandPages}
		c.src.fill.run()
		return
	}
}

// run begins what may begin.
func (f *filler) run() {
	h := f.s.h
	now := h.now()
	most := float64(h.o.PagesPerMinute)
	f.room = min(most, f.room+now.Sub(f.since).Minutes()*most)
	f.since = now
	waiting := false
	for _, c := range f.s.columns() {
		if len(f.busy) >= fillAtOnce {
			return // what ends runs us again
		}
		if f.busy[c.id] != "" || !c.hasTimeline || h.paused {
			continue
		}
		gap, demanded, ok := f.choose(c)
		if !ok {
			continue
		}
		if !demanded {
			if f.room < 1 {
				waiting = true
				continue
			}
			f.room--
		}
		f.fetch(c, gap)
	}
	if waiting && !f.later.waiting() {
		f.later = h.after(time.Duration(float64(time.Minute)/most), f.run)
	}
}

// choose picks the gap of a column to work on.
func (f *filler) choose(c *column) (gap store.Gap, demanded, ok bool) {
	gaps := c.h.st.Edge(c.id).Gaps
	if d, wanted := f.ask[c.id]; wanted {
		for _, g := range gaps {
			if g.Key == d.key && g.Before != "" && d.pages > 0 {
				d.pages--
				f.ask[c.id] = d
				return g, true, true
			}
		}
		delete(f.ask, c.id)
	}
	for _, g := range gaps {
		if g.State == store.GapOpen && g.Before != "" && (g.Reason.RetryAt.IsZero() || !c.h.now().Before(g.Reason.RetryAt)) {
			return g, false, true
		}
	}
	return store.Gap{}, false, false
}

func (f *filler) fetch(c *column, g store.Gap) {
	h := f.s.h
	f.busy[c.id] = g.Key
	h.apply(store.PageAsked{Column: c.id, Key: g.Key})
	seq, api := h.st.Seq(), c.src.api
	limit := fillPage
	if g.Estimate > 0 { // with some to spare, so that one page both fills and overlaps
		limit = min(max(g.Estimate+g.Estimate/4+5, 15), fillPage)
	}
	done := func() {
		delete(f.busy, c.id)
		f.run()
	}
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		got, err := c.fetch(c.ctx, api, misskey.Page{UntilID: g.Before, Limit: limit}, misskey.Background)
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.closed {
			return
		}
		defer done() // also when the column is gone
		if c.ctx.Err() != nil {
			return
		}
		if err != nil {
			f.failed(c, g, err)
			return
		}
		c.merge(store.PageFetched{Column: c.id, Notes: got.notes, Until: g.Before, Exhausted: got.exhausted, Key: g.Key,
			Asked: seq, At: h.now()})
	}()
}

func (f *filler) failed(c *column, g store.Gap, err error) {
	h := f.s.h
	why := c.reason(err)
	delete(f.ask, c.id)
	final := lasting(why.Code)
	if !final && why.RetryAt.IsZero() {
		why.RetryAt = h.now().Add(10*time.Second + time.Duration(h.o.Rand()*float64(10*time.Second)))
	}
	h.apply(store.PageFailed{Column: c.id, Key: g.Key, Reason: why, Unfillable: final})
	if !final {
		h.after(why.RetryAt.Sub(h.now()), f.run)
	}
}
