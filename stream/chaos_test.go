package stream

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// chaosSeeds is how many lives are lived. Each is some three minutes of fake time.
func chaosSeeds() int {
	if runtime.GOOS == "js" || testing.Short() {
		return 60
	}
	return 1000
}

func TestChaos(t *testing.T) {
	const lanes = 4
	var mu sync.Mutex
	total := chaosFigures{}
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				for seed := lane; seed < chaosSeeds(); seed += lanes {
					synctest.Test(t, func(t *testing.T) {
						x := newChaos(t, uint64(seed))
						x.live()
						mu.Lock()
						total.add(x.figures)
						mu.Unlock()
					})
					if t.Failed() {
						t.Fatalf("seed %d", seed)
					}
				}
			})
		}
	})
	t.Logf("%d seeds: %+v", chaosSeeds(), total)
	if total.Posted < chaosSeeds()*20 || total.Missing == 0 || total.Delivered < total.Missing || total.HalfOpens == 0 || total.Overflows == 0 || total.Broken == 0 {
		t.Errorf("the chaos was too tame to prove anything: %+v", total)
	}
}

type chaosFigures struct {
	Posted, Delivered, Missing, Gaps, Overflows, Drops, HalfOpens, Broken, Dials, CaptureChecks int
}

func (f *chaosFigures) add(g chaosFigures) {
	f.Posted += g.Posted
	f.Delivered += g.Delivered
	f.Missing += g.Missing
	f.Gaps += g.Gaps
	f.Overflows += g.Overflows
	f.Drops += g.Drops
	f.HalfOpens += g.HalfOpens
	f.Broken += g.Broken
	f.Dials += g.Dials
	f.CaptureChecks += g.CaptureChecks
}

// chaos is one life: a server with faults, a client, people who read slowly.
type chaos struct {
	t       *testing.T
	seed    uint64
	r       *rand.Rand
	p       *peer
	c       *Client
	figures chaosFigures

	readers  []*follower
	posted   map[string][]postedNote // by channel
	captured map[string]int
	changed  time.Time // when captures changed last
	halved   map[*peerConn]time.Time
	breaking float64 // how likely a frame is cut
	notes    int
}

type postedNote struct {
	body string
	at   time.Time
}

// follower is one joined channel and all it has told.
type follower struct {
	ch     *Channel
	events []Event
	left   bool
}

func newChaos(t *testing.T, seed uint64) *chaos {
	x := &chaos{t: t, seed: seed, r: rand.New(rand.NewPCG(seed, 1)), p: newPeer(t),
		posted: map[string][]postedNote{}, captured: map[string]int{}, halved: map[*peerConn]time.Time{}}
	cuts := rand.New(rand.NewPCG(seed, 2)) // used under the peer's lock
	x.p.mangle = func(f string) string {
		if x.breaking == 0 || cuts.Float64() >= x.breaking {
			return f
		}
		x.figures.Broken++
		switch n := cuts.IntN(len(f)); cuts.IntN(3) {
		case 0:
			return f[:n]
		case 1:
			return strings.Repeat("\xff", n+1)
		default:
			return "[" + f + "]"
		}
	}
	jitter := rand.New(rand.NewPCG(seed, 3))
	c, err := Dial(t.Context(), "https://misskey.example", &Options{Transport: x.p, Rand: jitter.Float64, QueueSize: 24})
	if err != nil {
		t.Fatal(err)
	}
	x.c = c
	return x
}

func (x *chaos) channels() []string {
	return []string{"localTimeline", "globalTimeline", "queueStats", "bubbleTimeline"}
}

func (x *chaos) live() {
	for range 3 {
		x.join()
	}
	for range 50 {
		x.step()
		pass(time.Duration(x.r.IntN(6000)) * time.Millisecond)
		x.check()
	}
	// Everything heals; then every note must be accounted for.
	x.p.set(func() { x.p.refuse, x.p.stall, x.p.slow, x.p.lag, x.breaking = nil, false, 0, 0, 0 })
	for range 12 {
		pass(10 * time.Second)
		x.read(1)
	}
	x.check()
	for _, f := range x.readers {
		x.account(f)
	}
	if st := x.c.State(); st.Phase != Open {
		x.t.Errorf("not open after everything healed: %v", st)
	}
	if err := x.c.Close(); err != nil {
		x.t.Error(err)
	}
	x.spacing()
}

// step does one random thing, most often posting notes.
func (x *chaos) step() {
	r, p := x.r, x.p
	for range r.IntN(8) {
		x.post()
	}
	switch r.IntN(22) {
	case 0, 1:
		x.join()
	case 2:
		x.leave()
	case 3:
		x.figures.Drops++
		p.drop()
	case 4:
		x.figures.HalfOpens++
		p.halve()
		now := time.Now()
		p.set(func() {
			for _, c := range p.conns {
				if _, known := x.halved[c]; !known && c.dead == nil {
					x.halved[c] = now
				}
			}
		})
	case 5:
		p.set(func() { p.refuse = errors.New("refused") })
		if r.IntN(2) == 0 {
			p.drop()
		}
	case 6, 7, 8:
		p.set(func() { p.refuse, p.stall, p.slow = nil, false, 0 })
	case 9:
		p.set(func() { p.stall = true })
	case 10:
		p.set(func() { p.slow = time.Duration(r.IntN(12)) * time.Second })
	case 11:
		p.set(func() { p.lag = time.Duration(r.IntN(1000)) * time.Millisecond })
	case 12:
		p.set(func() { x.breaking = r.Float64() * 0.3 })
	case 13, 14:
		p.set(func() { x.breaking = 0 })
	case 15:
		x.c.Wake(WakeReason(r.IntN(4)))
	case 16, 17:
		x.capture()
	case 18:
		for range 60 { // a burst that overflows whoever does not read
			x.post()
		}
	}
	x.read(0.5)
}

func (x *chaos) join() {
	names := x.channels()
	ch, err := x.c.Join(ChannelSpec{Name: names[x.r.IntN(len(names))]}, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	x.readers = append(x.readers, &follower{ch: ch})
}

func (x *chaos) leave() {
	f := x.readers[x.r.IntN(len(x.readers))]
	f.left = true
	f.ch.Leave()
}

func (x *chaos) post() {
	names := x.channels()
	name := names[x.r.IntN(len(names))]
	x.notes++
	body := fmt.Sprintf(`{"id":"%d"}`, x.notes)
	x.posted[name] = append(x.posted[name], postedNote{body, time.Now()})
	x.figures.Posted++
	x.p.post(name, "note", body)
}

func (x *chaos) capture() {
	x.changed = time.Now()
	for range 1 + x.r.IntN(30) {
		id := fmt.Sprint("n", x.r.IntN(40))
		if x.r.IntN(2) == 0 {
			x.c.Capture(id)
			x.captured[id]++
		} else if x.captured[id] > 0 {
			x.c.Release(id)
			x.captured[id]--
		}
	}
}

// read lets each reader read with some likelihood.
func (x *chaos) read(likely float64) {
	for _, f := range x.readers {
		if x.r.Float64() < likely {
			f.events = append(f.events, drain(f.ch.Reader())...)
		}
	}
}

// check looks at what must hold at any time.
func (x *chaos) check() {
	now := time.Now()
	open := x.c.State().Phase == Open
	x.p.set(func() {
		for c, since := range x.halved {
			end := now
			if !c.closedAt.IsZero() {
				end = c.closedAt
			}
			if d := end.Sub(since); d > 37*time.Second {
				x.t.Errorf("seed %d: a half-open socket was held for %v", x.seed, d)
			}
		}
		var live *peerConn
		for _, c := range x.p.conns {
			if c.dead == nil && !c.half {
				live = c
			}
		}
		if !open || live == nil || now.Sub(live.opened) < 2*time.Second || now.Sub(x.changed) < 2*time.Second {
			return
		}
		x.figures.CaptureChecks++
		want := 0
		for id, n := range x.captured {
			if n > 0 {
				want++
				if live.captured[id] != 1 {
					x.t.Errorf("seed %d: %s is not captured on an open socket", x.seed, id)
				}
			}
		}
		if len(live.captured) != want {
			x.t.Errorf("seed %d: %d captures in force, %d wanted", x.seed, len(live.captured), want)
		}
	})
}

// interval is a reported gap, with the end that the reader can know.
type interval struct{ since, until time.Time }

// account holds every note posted while the channel was joined against what its
// reader was told.
func (x *chaos) account(f *follower) {
	f.events = append(f.events, drain(f.ch.Reader())...)
	got := map[string]int{}
	var holes []interval
	open := -1
	var joined time.Time
	for _, e := range f.events {
		switch e := e.(type) {
		case Message:
			got[string(e.Body)]++
			x.figures.Delivered++
		case Gap:
			x.figures.Gaps++
			if e.Cause == GapOverflow {
				x.figures.Overflows++
			}
			holes = append(holes, interval{e.Since, e.Until})
			if e.Until.IsZero() {
				open = len(holes) - 1
			}
		case ChannelStateChanged:
			if !e.To.Delivering() {
				continue
			}
			if joined.IsZero() {
				joined = e.To.Since
			}
			if open >= 0 {
				holes[open].until = e.To.Since
				open = -1
			}
		}
	}
	if !f.left {
		if st := f.ch.State(); !st.Delivering() {
			x.t.Errorf("seed %d: %s is %v after everything healed", x.seed, f.ch.Spec().Name, st)
		}
	}
	for _, n := range x.posted[f.ch.Spec().Name] {
		if got[n.body] > 1 {
			x.t.Errorf("seed %d: %s was delivered %d times", x.seed, n.body, got[n.body])
		}
		if f.left || joined.IsZero() || !n.at.After(joined) || got[n.body] == 1 {
			continue
		}
		x.figures.Missing++
		inside := slices.ContainsFunc(holes, func(h interval) bool {
			return !n.at.Before(h.since) && (h.until.IsZero() || !n.at.After(h.until))
		})
		if !inside {
			x.t.Errorf("seed %d: %s of %s is missing from %s and in no gap:\n%s", x.seed, n.body, clockTime(n.at), f.ch.Spec().Name, f.story())
		}
	}
}

// spacing holds the attempts against the limit of one a second.
func (x *chaos) spacing() {
	x.figures.Dials += len(x.p.dials)
	for i := 1; i < len(x.p.dials); i++ {
		if d := x.p.dials[i].Sub(x.p.dials[i-1]); d < time.Second {
			x.t.Errorf("seed %d: attempts %v apart", x.seed, d)
		}
	}
}

// TestAThousandClientsDoNotComeBackAsOne cuts a thousand clients at the same
// moment and keeps the server down for ten minutes.
func TestAThousandClientsDoNotComeBackAsOne(t *testing.T) {
	const clients, outage = 1000, 10 * time.Minute
	if runtime.GOOS == "js" || testing.Short() {
		t.Skip("long")
	}
	synctest.Test(t, func(t *testing.T) {
		peers := make([]*peer, clients)
		var all []*Client
		for i := range peers {
			peers[i] = newPeer(t)
			r := rand.New(rand.NewPCG(uint64(i), 7))
			c, err := Dial(t.Context(), "https://misskey.example", &Options{Transport: peers[i], Rand: r.Float64, LatencyEvery: -1})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c)
		}
		pass(2 * time.Minute)
		cut := time.Now()
		for _, p := range peers {
			p.set(func() { p.refuse = errors.New("down") })
			p.drop()
		}
		pass(outage)
		perSecond := make([]int, int(outage/time.Second)+1)
		attempts := 0
		for _, p := range peers {
			var last time.Time
			for _, at := range p.dials[1:] {
				if !last.IsZero() && at.Sub(last) < time.Second {
					t.Errorf("two attempts of one client are %v apart", at.Sub(last))
				}
				last = at
				perSecond[int(at.Sub(cut)/time.Second)]++
				attempts++
			}
		}
		peak := slices.Max(perSecond)
		later := slices.Max(perSecond[60:])
		t.Logf("%d attempts of %d clients in %v; busiest second %d (%.2f %%), busiest after the first minute %d (%.1f %% of the clients)",
			attempts, clients, outage, peak, 100*float64(peak)/float64(attempts), later, 100*float64(later)/clients)
		if 20*peak > attempts {
			t.Errorf("one second holds %d of %d attempts", peak, attempts)
		}
		// That alone would hold for clients in step too. Once the wait is at its longest no second may stand out: without
		// jitter it would hold all of them, and the others none.
		sum := 0
		for _, n := range perSecond[60:] {
			sum += n
		}
		if mean := sum / len(perSecond[60:]); later > 2*mean {
			t.Errorf("after the first minute one second holds %d attempts, and the mean one %d", later, mean)
		}
		for _, c := range all {
			c.Close()
		}
	})
}

func clockTime(t time.Time) string { return t.Format("4:05.000") }

// story tells what a follower was told, for whoever has to find out why.
func (f *follower) story() string {
	var b strings.Builder
	for _, e := range f.events {
		switch e := e.(type) {
		case Message:
			fmt.Fprintf(&b, "%s message %s\n", clockTime(e.At), e.Body)
		case Gap:
			fmt.Fprintf(&b, "gap %v %s to %s, %d dropped\n", e.Cause, clockTime(e.Since), clockTime(e.Until), e.Dropped)
		case ChannelStateChanged:
			fmt.Fprintf(&b, "%s %v to %v %v\n", clockTime(e.To.Since), e.From.Phase, e.To.Phase, e.To.Reason)
		}
	}
	return b.String()
}
