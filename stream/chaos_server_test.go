//go:build !js

package stream_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"nagare/stream"
	"nagare/stream/streamtest"
)

// pipes is a network in memory, so that the full fake server, its faults and
// coder/websocket run on the fake time of a synctest bubble.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { close(p.done); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// Dial implements stream.Transport.
func (p *pipes) Dial(ctx context.Context, url string) (stream.Conn, error) {
	tr := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		near, far := net.Pipe()
		select {
		case p.conns <- far:
			return near, nil
		case <-p.done:
			return nil, net.ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
	defer tr.CloseIdleConnections()
	ws, resp, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: &http.Client{Transport: tr}})
	if err != nil {
		de := &stream.DialError{Err: errors.New("not open")}
		if resp != nil {
			de.Status = resp.StatusCode
		}
		return nil, de
	}
	ws.SetReadLimit(8 << 20)
	return &pipeSocket{ws: ws}, nil
}

type pipeSocket struct{ ws *websocket.Conn }

func (s *pipeSocket) Read(ctx context.Context) ([]byte, error) {
	_, b, err := s.ws.Read(ctx)
	return b, err
}
func (s *pipeSocket) Write(ctx context.Context, b []byte) error {
	return s.ws.Write(ctx, websocket.MessageText, b)
}
func (s *pipeSocket) Close() error { return s.ws.CloseNow() }
func (s *pipeSocket) Abandon()     { s.ws.CloseNow() }

func noteID(body []byte) string {
	var n struct{ ID string }
	if json.Unmarshal(body, &n) != nil {
		return ""
	}
	return n.ID
}

// TestChaosAgainstTheFakeServer is the chaos test once more, against the whole
// of streamtest and its own faults instead of a peer of ours.
func TestChaosAgainstTheFakeServer(t *testing.T) {
	seeds := 24
	if testing.Short() {
		seeds = 10
	}
	var mu sync.Mutex
	posted, delivered, missing := 0, 0, 0
	t.Run("lanes", func(t *testing.T) {
		for lane := range 2 {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				for seed := lane; seed < seeds && !t.Failed(); seed += 2 {
					synctest.Test(t, func(t *testing.T) {
						a, b, c := chaosLife(t, uint64(seed))
						mu.Lock()
						posted, delivered, missing = posted+a, delivered+b, missing+c
						mu.Unlock()
					})
				}
			})
		}
	})
	t.Logf("%d seeds: %d notes, %d delivered, %d missing and all of them in gaps", seeds, posted, delivered, missing)
	if posted == 0 || delivered == 0 || missing == 0 {
		t.Error("too tame to prove anything")
	}
}

func chaosLife(t *testing.T, seed uint64) (posted, delivered, missing int) {
	r := rand.New(rand.NewPCG(seed, 11))
	srv := streamtest.New(&streamtest.Options{Seed: seed, History: -1})
	lines := newPipes()
	web := &http.Server{Handler: srv}
	var served sync.WaitGroup
	served.Go(func() { web.Serve(lines) })
	jitter := rand.New(rand.NewPCG(seed, 12))
	c, err := stream.Dial(t.Context(), "http://pipe.example", &stream.Options{Transport: lines, Token: srv.Token("alice"), Rand: jitter.Float64, QueueSize: 40})
	if err != nil {
		t.Fatal(err)
	}
	var channels []*stream.Channel
	for _, spec := range []stream.ChannelSpec{stream.LocalTimeline(stream.TimelineParams{WithReplies: true}), stream.GlobalTimeline(stream.TimelineParams{}), stream.Main()} {
		ch, err := c.Join(spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		channels = append(channels, ch)
	}
	wait := func(d time.Duration) { time.Sleep(d); synctest.Wait() }
	wait(3 * time.Second)
	type post struct {
		id string
		at time.Time
	}
	var notes []post
	events := make([][]stream.Event, len(channels))
	read := func(likely float64) {
		for i, ch := range channels {
			if r.Float64() >= likely {
				continue
			}
			for e, ok := ch.Reader().TryNext(); ok; e, ok = ch.Reader().TryNext() {
				events[i] = append(events[i], e)
			}
		}
	}
	var lift []func()
	for range 30 {
		if len(lift) > 0 && r.IntN(2) == 0 {
			lift[0]()
			lift = lift[1:]
		}
		for range r.IntN(6) {
			notes = append(notes, post{srv.Post(streamtest.NoteSpec{By: "bob", Text: fmt.Sprint("note ", len(notes))}).ID, time.Now()})
		}
		switch r.IntN(14) {
		case 0, 1:
			srv.Drop()
		case 2:
			srv.HalfOpen(true)
			wait(time.Duration(r.IntN(50)) * time.Second)
			srv.HalfOpen(false)
		case 3:
			srv.Refuse(1 + r.IntN(4))
			srv.Drop()
		case 4:
			lift = append(lift, srv.Inject(streamtest.Fault{Kind: streamtest.Truncate, Chance: 0.3}))
		case 5:
			lift = append(lift, srv.Inject(streamtest.Fault{Kind: streamtest.Delay, Delay: time.Duration(r.IntN(900)) * time.Millisecond}))
		case 6:
			lift = append(lift, srv.Inject(streamtest.Fault{Kind: streamtest.BadJSON, Chance: 0.2}))
		case 7:
			c.Wake(stream.WakeOnline)
		}
		wait(time.Duration(r.IntN(5000)) * time.Millisecond)
		read(0.5)
	}
	srv.Heal()
	for range 10 {
		wait(12 * time.Second)
		read(1)
	}
	for i, ch := range channels[:2] {
		if !ch.State().Delivering() {
			t.Errorf("seed %d: %s is %v after everything healed", seed, ch.Spec().Name, ch.State())
		}
		got := map[string]int{}
		type hole struct {
			since, until time.Time
			after        int // the newest note read before it
			before       int // the first one read after it
		}
		index := map[string]int{}
		for i, n := range notes {
			index[n.id] = i
		}
		newest := -1
		var holes []hole
		open, live := -1, time.Time{}
		for _, e := range events[i] {
			switch e := e.(type) {
			case stream.Message:
				id := noteID(e.Body)
				got[id]++
				if at, ours := index[id]; ours {
					newest = at
					for h := range holes {
						holes[h].before = min(holes[h].before, at)
					}
				}
			case stream.Gap:
				holes = append(holes, hole{e.Since, e.Until, newest, len(notes)})
				if e.Until.IsZero() {
					open = len(holes) - 1
				}
			case stream.ChannelStateChanged:
				if e.To.Delivering() && live.IsZero() {
					live = e.To.Since
				}
				if e.To.Delivering() && open >= 0 {
					holes[open].until, open = e.To.Since, -1
				}
			}
		}
		for at, n := range notes {
			posted++
			switch got[n.id] {
			case 1:
				delivered++
				continue
			case 0:
			default:
				t.Errorf("seed %d: %s was delivered %d times", seed, n.id, got[n.id])
			}
			if live.IsZero() || !n.at.After(live) {
				continue
			}
			missing++
			if !slices.ContainsFunc(holes, func(h hole) bool {
				// Frames may lag by more than a gap's bounds allow for; then it is
				// its place among the events that tells.
				return !n.at.Before(h.since) && (h.until.IsZero() || !n.at.After(h.until)) || h.after < at && at < h.before
			}) {
				t.Errorf("seed %d: the note of %s is missing from %s and in no gap of %v", seed, n.at.Format("4:05.000"), ch.Spec().Name, holes)
			}
		}
	}
	c.Close()
	srv.Close()
	web.Close()
	served.Wait()
	return posted, delivered, missing
}
