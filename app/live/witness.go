package live

import (
	"context"
	"slices"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// A channel can fall silent while its socket is proven alive: nothing in the protocol tells (misskey#3243, #8988). So now
// and then a column whose channel delivers asks over HTTP for what came since it last did. Notes that the channel kept
// back are merged in; where more came than a few pages hold, and the end of them is something the channel kept back, the
// rest stands in a gap.
//
// Some notes pass the filters of HTTP and not those of the channel, so finding one is no proof of a fault and by itself
// opens no gap.
//
// A page that repairs read from the newest note on does the same, if it is long enough: then no look of its own is needed
// for a while.

const (
	witnessPage  = 100 // notes a page holds at most
	witnessPages = 4   // pages fetched at most each time
	witnessSpare = 5   // notes asked for beyond those that came
)

type witness struct {
	c     *column
	timer *timer
	busy  bool
	good  time.Time // when everything was last found to be there
	below string    // the newest note then
	first string    // the newest note of the look under way
}

// start begins to look now and then; it is called when the channel begins to deliver.
func (w *witness) start() {
	if w.below == "" { // a reconnect does not end what is still to be looked at
		w.good, w.below = w.c.h.now(), w.c.h.st.Newest(w.c.id)
	}
	if w.c.h.o.WitnessEvery > 0 && w.c.hasTimeline && !w.busy && !w.timer.waiting() {
		w.soon()
	}
}

func (w *witness) stop() { w.timer.stop() }

func (w *witness) soon() {
	h, d := w.c.h, w.c.h.o.WitnessEvery
	w.timer = h.after(d*3/4+time.Duration(h.o.Rand()*float64(d)/2), w.look)
}

func (w *witness) look() {
	c, h := w.c, w.c.h
	if !c.chState.Delivering() {
		return // start begins anew
	}
	if h.hidden || h.paused || c.page.asked {
		w.soon()
		return
	}
	w.busy = true
	w.first = h.st.Newest(c.id)
	w.page("", witnessPages)
}

// from takes the first page that was read while the channel delivers for what was found to be there, where nothing was yet.
func (w *witness) from(notes []store.RawNote, at time.Time) {
	if w.below == "" && len(notes) > 0 {
		w.good, w.below = at, slices.MaxFunc(notes, byID).ID
	}
}

// length is how long a page from the newest note on has to be to do what a look does, or 0 where none does.
func (w *witness) length() int {
	n := w.c.h.st.CountAbove(w.c.id, w.below) + witnessSpare
	if w.busy || w.below == "" || !w.timer.waiting() || n > witnessPage {
		return 0
	}
	return n
}

// met takes for a look a page from the newest note on, which was asked for when first was the newest. It is called before
// the page is merged.
func (w *witness) met(first string, notes []store.RawNote) {
	if w.busy || !w.timer.waiting() || len(notes) == 0 || !w.c.chState.Delivering() {
		return
	}
	if end := oldest(notes); w.c.h.st.Holds(w.c.id, end) && misskey.CompareIDs(end, w.below) <= 0 {
		w.timer.stop()
		w.first = first
		w.done(true)
	}
}

// page asks for the notes before until, and goes on below until it meets what was there the last time.
func (w *witness) page(until string, left int) {
	c, h := w.c, w.c.h
	epoch, seq, api := h.st.Epoch(c.id), h.st.Seq(), c.src.api
	limit := min(h.st.CountAbove(c.id, w.below)+witnessSpare, witnessPage)
	if until != "" {
		limit = witnessPage
	}
	h.background(c.ctx, func(ctx context.Context) func() {
		got, err := c.fetch(ctx, api, misskey.Page{UntilID: until, Limit: limit}, misskey.Background)
		return func() {
			if err != nil || !c.chState.Delivering() || epoch != h.st.Epoch(c.id) {
				w.done(false)
				return
			}
			if len(got.notes) == 0 {
				w.done(until != "") // there is nothing older
				return
			}
			end := oldest(got.notes)
			kept := !h.st.Holds(c.id, end)
			p := store.PageFetched{Column: c.id, Notes: got.notes, Until: until, Exhausted: got.exhausted, Asked: seq, At: h.now()}
			if until == "" {
				p.Epoch = epoch
			}
			c.merge(p)
			switch {
			case !kept && misskey.CompareIDs(end, w.below) <= 0:
				w.done(true)
			case left > 1:
				w.page(end, left-1)
			case !kept: // more came than is looked through; what was looked at is whole
				w.done(true)
			default:
				c.gap(store.CauseSilence, w.good.Add(-swapTime), store.Reason{})
				h.apply(store.Resumed{Column: c.id, At: h.now()})
				c.page.head()
				w.done(true)
			}
			c.derive()
		}
	})
}

func (w *witness) done(good bool) {
	w.busy = false
	if good {
		w.good, w.below = w.c.h.now(), w.first
	}
	if w.c.chState.Delivering() {
		w.soon()
	}
}

func oldest(notes []store.RawNote) string {
	return slices.MinFunc(notes, byID).ID
}

func byID(a, b store.RawNote) int { return misskey.CompareIDs(a.ID, b.ID) }
