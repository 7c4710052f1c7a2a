package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"nagare/app/store"
)

// The property of issue 4: whatever order frames and pages come in, however often, and whatever got lost on the way, the
// timeline is the ideal one, or it has a gap exactly where data is missing.
//
// The world: a server posts notes, now and then one with an old id, as remote notes have. A channel is up or down;
// while up, frames arrive late by up to swap, out of order, some of them twice; when it breaks, what is on the way is
// lost and the client is told of a gap that reaches back by swap. Pages are what the server has at the moment of asking,
// and are merged later. Some servers reach back only so far.

const swap = 2000 // ms

type frame struct {
	due int64
	id  string
}

type pending struct {
	due  int64
	page store.PageFetched
}

type world struct {
	t      *testing.T
	r      *rand.Rand
	seed   uint64
	s      *store.Store
	now    int64 // ms
	n      int
	posted []string // on the server, sorted
	byTime map[string]int64
	late   map[string]bool
	gone   map[string]bool
	secret map[string]bool // late notes that nobody can know to be missing
	reach  int             // how many notes back the server's pages go; 0: all
	end    string          // below this the server once said it has nothing
	up     bool
	frames []frame
	pages  []pending
}

func idAt(ms int64, n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	b := []byte("0000000000")
	v := ms + 800_000_000_000
	for i := 7; i >= 0; i-- {
		b[i] = digits[v%36]
		v /= 36
	}
	b[8], b[9] = digits[n/36%36], digits[n%36]
	return string(b)
}

func at(ms int64) time.Time { return time.UnixMilli(946684800000 + 800_000_000_000 + ms).UTC() }

func rawNote(id string) []byte {
	return fmt.Appendf(nil, `{"id":%q,"userId":"u","text":"x","reactions":{"👍":1}}`, id)
}

func (w *world) post() {
	w.n++
	ms := w.now
	late := w.r.IntN(12) == 0
	if late {
		ms -= w.r.Int64N(60_000)
	}
	id := idAt(ms, w.n)
	if i, ok := slices.BinarySearch(w.posted, id); !ok {
		w.posted = slices.Insert(w.posted, i, id)
	} else {
		return
	}
	w.byTime[id], w.late[id] = w.now, late
	if w.up {
		n := 1
		if w.r.IntN(8) == 0 {
			n = 2
		}
		for range n {
			w.frames = append(w.frames, frame{w.now + w.r.Int64N(swap), id})
		}
	} else if late {
		w.secret[id] = true // posted while nobody listened, with an id from before that: a page asked earlier covers it
	}
}

// inGap reports whether the store admits that it may lack id.
func inGap(e *store.Edge, id string) bool {
	if !e.Loaded || id < e.Oldest {
		return true
	}
	for _, g := range e.Gaps {
		if id > g.After && (g.Before == "" || id < g.Before) {
			return true
		}
	}
	return false
}

func (w *world) drop() {
	if !w.up {
		return
	}
	w.up = false
	for _, f := range w.frames {
		if w.byTime[f.id] < w.now-swap {
			w.t.Fatalf("the model delivers later than it says")
		}
	}
	kept := w.frames[:0]
	for _, f := range w.frames { // some of what was on the way had been read already
		if w.r.IntN(2) == 0 {
			kept = append(kept, f)
		}
	}
	w.frames = kept
	w.deliver(1 << 60)
	w.apply(store.GapOpened{Column: 1, Cause: store.CauseConnectionLost, Since: at(w.now - swap)})
	for _, id := range w.posted { // late ones that were lost on the way: their ids are from before
		if w.late[id] && w.byTime[id] >= w.now-swap {
			w.secret[id] = true
		}
	}
}

func (w *world) join() {
	if w.up {
		return
	}
	w.up = true
	w.apply(store.Resumed{Column: 1, At: at(w.now)})
	w.ask("", "", false)
}

func (w *world) deliver(until int64) {
	slices.SortFunc(w.frames, func(a, b frame) int { return int(a.due - b.due) })
	i := 0
	for ; i < len(w.frames) && w.frames[i].due <= until; i++ {
		f := w.frames[i]
		w.apply(store.NoteArrived{Column: 1, Note: store.RawNote{Raw: rawNote(f.id)}, At: at(min(f.due, w.now))})
	}
	w.frames = w.frames[i:]
}

// ask takes a page at the server; it arrives later.
func (w *world) ask(until, key string, older bool) {
	limit := 1 + w.r.IntN(12)
	list := w.posted
	if w.reach > 0 && len(list) > w.reach {
		list = list[len(list)-w.reach:]
	}
	page := store.PageFetched{Column: 1, Until: until, Key: key, Older: older, At: at(w.now)}
	if w.up {
		page.Epoch = w.s.Epoch(1)
	}
	for i := len(list) - 1; i >= 0 && len(page.Notes) < limit; i-- {
		if until == "" || list[i] < until {
			page.Notes = append(page.Notes, store.RawNote{ID: list[i], Raw: rawNote(list[i])})
		}
	}
	if len(page.Notes) == 0 {
		page.Exhausted = true
		w.end = max(w.end, until)
	}
	w.r.Shuffle(len(page.Notes), func(i, j int) { page.Notes[i], page.Notes[j] = page.Notes[j], page.Notes[i] })
	w.pages = append(w.pages, pending{w.now + w.r.Int64N(8000), page})
}

func (w *world) answers(until int64) {
	kept := w.pages[:0]
	for _, p := range w.pages {
		if p.due > until {
			kept = append(kept, p)
			continue
		}
		w.apply(p.page)
		if w.r.IntN(10) == 0 {
			w.apply(p.page) // twice
		}
	}
	w.pages = kept
}

func (w *world) delete() {
	if len(w.posted) == 0 {
		return
	}
	i := w.r.IntN(len(w.posted))
	id := w.posted[i]
	w.posted = slices.Delete(w.posted, i, i+1)
	w.gone[id] = true
	w.apply(store.NoteGone{ID: id, Source: "https://a.example"})
}

// check compares the column with the ideal. settled notes only: younger ones may still be on the way.
func (w *world) check(what string) {
	col, _ := w.s.Column(1)
	edge := w.s.Edge(1)
	next := len(w.posted) - 1 // the newest on the server that was not met yet
	missing := func(down string) {
		for ; next >= 0 && w.posted[next] > down; next-- {
			id := w.posted[next]
			if w.reach > 0 && id < w.end {
				continue // the end is what the server says is the end
			}
			if !inGap(&edge, id) && !w.secret[id] && !(w.up && w.byTime[id] > w.now-swap) {
				w.t.Fatalf("seed %d, %s: %s (posted %d ms ago) is missing without a gap; edge %+v", w.seed, what, id, w.now-w.byTime[id], edge)
			}
		}
	}
	for i, it := range col.Items {
		if it.Gap != nil {
			if i > 0 && col.Items[i-1].Gap != nil && col.Items[i-1].Gap.State != store.GapUnfillable && it.Gap.State != store.GapUnfillable {
				w.t.Fatalf("seed %d, %s: two gaps beside each other: %+v %+v", w.seed, what, *col.Items[i-1].Gap, *it.Gap)
			}
			continue
		}
		missing(it.NoteID)
		// Going down both lists together also proves the order, and that each is there once.
		if next < 0 || w.posted[next] != it.NoteID {
			w.t.Fatalf("seed %d, %s: %s is out of order, or there twice, or does not exist", w.seed, what, it.NoteID)
		}
		next--
	}
	missing("")
}

// settle lets everything arrive and fills every gap, newest first.
func (w *world) settle() {
	w.join()
	w.now += 2 * swap
	w.deliver(w.now)
	w.now += 20_000
	w.answers(w.now)
	w.ask("", "", false)
	w.answers(1 << 60)
	w.check("before filling")
	tried := map[string]bool{} // what the server could not supply once it may have now: each is tried again
	for round := 0; ; round++ {
		var gap *store.Gap
		for _, g := range w.s.Edge(1).Gaps {
			if g.State != store.GapUnfillable || !tried[g.Key+g.Before] {
				gap = &g
				break
			}
		}
		if gap == nil {
			break
		}
		if round > 2000 {
			w.t.Fatalf("gap %+v is never filled", *gap)
		}
		tried[gap.Key+gap.Before] = true
		w.apply(store.PageAsked{Column: 1, Key: gap.Key})
		w.ask(gap.Before, gap.Key, false)
		w.answers(1 << 60)
		w.check("filling")
	}
	for _, g := range w.s.Edge(1).Gaps {
		if w.reach == 0 {
			w.t.Fatalf("seed %d: the server has everything, yet gap %+v is left", w.seed, g)
		}
		// What the server still has reaches down to the gap and not below it; else the gap was to be filled.
		if oldest := w.posted[max(0, len(w.posted)-w.reach)]; oldest <= g.After || g.Before != "" && oldest < g.Before {
			w.t.Fatalf("gap %+v is left although the server has %s", g, oldest)
		}
	}
}

func runWorld(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	w := &world{t: t, r: r, seed: seed, s: store.New(store.Options{Notes: 10_000}), byTime: map[string]int64{}, gone: map[string]bool{}, late: map[string]bool{},
		secret: map[string]bool{}, now: 100_000}
	if r.IntN(4) == 0 {
		w.reach = 5 + r.IntN(30)
	}
	for range r.IntN(40) {
		w.now += r.Int64N(2000)
		w.post()
	}
	w.now += 2 * swap
	w.apply(store.ColumnAdded{ID: 1, Spec: store.ColumnSpec{Channel: "localTimeline", Origin: "https://a.example"}})
	if r.IntN(2) == 0 {
		w.ask("", "", false) // the witness, before anything is joined
	}
	for range 60 {
		w.now += r.Int64N(1500)
		w.deliver(w.now)
		w.answers(w.now)
		switch k := r.IntN(20); {
		case k < 11:
			w.post()
		case k < 13:
			w.join()
		case k < 14:
			w.drop()
		case k < 15 && w.up:
			w.now += 2 * swap // our own queue overflowed
			w.deliver(w.now)
			w.apply(store.GapOpened{Column: 1, Cause: store.CauseOverflow, Since: at(w.now)})
			w.apply(store.Resumed{Column: 1, At: at(w.now)})
		case k < 16:
			w.delete()
		case k < 17:
			if e := w.s.Edge(1); len(e.Gaps) > 0 {
				g := e.Gaps[r.IntN(len(e.Gaps))]
				w.ask(g.Before, g.Key, false)
			}
		case k < 18:
			if e := w.s.Edge(1); e.Loaded && e.Oldest != "" {
				w.ask(e.Oldest, "", true)
			}
		case k < 19:
			w.ask("", "", false)
		}
		w.check("under way")
	}
	w.settle()
}

func TestTimelineIsIdealOrSaysWhereNot(t *testing.T) {
	t.Parallel()
	cases, parts := uint64(10_000), uint64(4)
	if testing.Short() {
		cases = 1000
	}
	for part := range parts {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			for seed := part; seed < cases; seed += parts {
				if runWorld(t, seed); t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

// trace, when set, sees every event: for looking into a failing seed.
var trace func(*world, store.Event)

func (w *world) apply(e store.Event) {
	w.s.Apply(e)
	if trace != nil {
		trace(w, e)
	}
}
