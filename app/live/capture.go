package live

import (
	"slices"
	"time"

	"nagare/app/store"
)

// captures follows the notes in view with subscriptions to their updates (P4.5). Each note is counted by the columns that
// show it; one that none shows any more is released after a while, so that scrolling back and forth costs nothing.
type captures struct {
	s     *source
	held  map[string]*capture
	full  int // how many are held when those that no column shows are to be counted
	sweep *timer
}

// maxPassing is how many notes that no column shows stay captured: a server in a rush has thousands go by.
const maxPassing = 1000

type capture struct {
	columns int
	until   time.Time // to be released then; zero while a column shows it
	checked bool      // its counts were asked for since: whoever reacted before was not heard
}

func (w *captures) init(s *source) {
	w.s = s
	w.held = make(map[string]*capture)
}

// change replaces what one column shows. Both lists are sorted.
func (w *captures) change(was, now []string) {
	var fresh []string
	for _, id := range now {
		if _, had := slices.BinarySearch(was, id); had {
			continue
		}
		c := w.held[id]
		if c == nil {
			c = new(capture)
			w.held[id] = c
			fresh = append(fresh, id)
		}
		c.columns++
		c.until = time.Time{}
	}
	for _, id := range was {
		if _, has := slices.BinarySearch(now, id); has {
			continue
		}
		if c := w.held[id]; c != nil {
			if c.columns--; c.columns <= 0 {
				c.columns, c.until = 0, w.s.h.now().Add(w.s.h.o.ReleaseAfter)
			}
		}
	}
	w.begin(fresh)
	w.check(now)
	w.plan()
}

// glance captures notes for a moment, until a column says whether it shows them.
func (w *captures) glance(ids []string) {
	var fresh []string
	for _, id := range ids {
		if w.held[id] == nil {
			w.held[id] = &capture{until: w.s.h.now().Add(w.s.h.o.ReleaseAfter)}
			fresh = append(fresh, id)
		}
	}
	w.begin(fresh)
	w.check(ids)
	w.plan()
}

// check asks for the counts of captured notes, once a row shows them: what is only cited has none on the screen.
func (w *captures) check(ids []string) {
	if w.s.client == nil {
		return
	}
	var due []string
	for _, id := range ids {
		if c := w.held[id]; c != nil && !c.checked && w.s.h.st.Counts(w.s.key, id) {
			c.checked = true
			due = append(due, id)
		}
	}
	if len(due) > 0 {
		w.s.repairs.captured(due)
	}
}

// begin captures notes that were not captured before.
func (w *captures) begin(ids []string) {
	if len(ids) == 0 || w.s.client == nil {
		return
	}
	w.s.client.Capture(ids...)
	w.s.h.apply(store.Watched{Source: w.s.key, IDs: ids, On: true})
}

// again captures everything on a new client.
func (w *captures) again() {
	ids := make([]string, 0, len(w.held))
	for id, c := range w.held {
		ids = append(ids, id)
		c.checked = false
	}
	slices.Sort(ids)
	w.begin(ids)
	w.check(ids)
}

// plan makes sure that what is not shown any more is released in time.
func (w *captures) plan() {
	if len(w.held) > w.full {
		w.shed()
	}
	if !w.sweep.waiting() && len(w.held) > 0 {
		w.sweep = w.s.h.after(w.s.h.o.ReleaseAfter/4+time.Millisecond, w.release)
	}
}

func (w *captures) release() {
	if w.letGo(w.s.h.now()) > 0 {
		w.plan()
	}
}

// shed releases the older half of what no column shows where that is too much.
func (w *captures) shed() {
	var passing []time.Time
	for _, c := range w.held {
		if !c.until.IsZero() {
			passing = append(passing, c.until)
		}
	}
	n := len(passing)
	w.full = len(w.held) - n + maxPassing
	if n > maxPassing {
		slices.SortFunc(passing, time.Time.Compare)
		w.letGo(passing[n-maxPassing/2-1])
	}
}

// letGo releases what was to be released by then, and returns how many are left that no column shows.
func (w *captures) letGo(then time.Time) (passing int) {
	var gone []string
	for id, c := range w.held {
		switch {
		case c.until.IsZero():
		case c.until.After(then):
			passing++
		default:
			gone = append(gone, id)
			delete(w.held, id)
		}
	}
	if len(gone) > 0 {
		slices.Sort(gone)
		if w.s.client != nil {
			w.s.client.Release(gone...)
		}
		w.s.h.apply(store.Watched{Source: w.s.key, IDs: gone})
	}
	return passing
}
