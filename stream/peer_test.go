package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// peer is a tiny Misskey in memory: a Transport whose sockets answer like a
// server. Tests run it in a synctest bubble, where time is fake, and steer it by
// its fields before and its methods during the test.
type peer struct {
	t *testing.T

	mu       sync.Mutex
	conns    []*peerConn
	dials    []time.Time
	urls     []string
	refuse   error                 // every dial fails with it
	stall    bool                  // dials never end
	slow     time.Duration         // dials take as long
	deny     map[string]bool       // channels that are not acknowledged
	mute     bool                  // nothing is ever acknowledged, but probes by "ping" are
	noProbe  map[string]bool       // channels unknown to this version
	rawPong  bool                  // answers "ping" with "pong"
	lag      time.Duration         // from the server to the client
	early    map[string]string     // channel → a frame body sent before its ack
	onFrame  func(*peerConn, sent) // sees each frame the client sends
	mangle   func(frame string) string
	sentLog  []sent
	maxSlots int
}

type sent struct {
	Type string
	Body struct {
		Channel, ID, Type string
		Params, Body      json.RawMessage
		Pong              bool
	}
	at  time.Time
	raw string
}

type peerConn struct {
	p    *peer
	n    int
	wake chan struct{}

	// guarded by p.mu
	queue    []timed
	ids      map[string]sent // joined
	order    []string
	captured map[string]int
	dead     error // Read and Write fail
	half     bool  // nothing passes, nobody is told
	opened   time.Time
	closedAt time.Time
	goodbye  bool
}

type timed struct {
	at  time.Time
	raw string
}

func newPeer(t *testing.T) *peer {
	return &peer{t: t, deny: map[string]bool{}, noProbe: map[string]bool{}, early: map[string]string{}, maxSlots: 32}
}

func (p *peer) Dial(ctx context.Context, url string) (Conn, error) {
	p.mu.Lock()
	p.dials = append(p.dials, time.Now())
	p.urls = append(p.urls, url)
	refuse, stall, slow := p.refuse, p.stall, p.slow
	p.mu.Unlock()
	if slow > 0 {
		select {
		case <-time.After(slow):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if stall {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if refuse != nil {
		return nil, refuse
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c := &peerConn{p: p, n: len(p.conns), wake: make(chan struct{}, 1), ids: map[string]sent{}, captured: map[string]int{}, opened: time.Now()}
	p.conns = append(p.conns, c)
	return c, nil
}

func (c *peerConn) Read(ctx context.Context) ([]byte, error) {
	for {
		var wait <-chan time.Time
		c.p.mu.Lock()
		if c.dead != nil {
			c.p.mu.Unlock()
			return nil, c.dead
		}
		if len(c.queue) > 0 && !c.half {
			d := time.Until(c.queue[0].at)
			if d <= 0 {
				raw := c.queue[0].raw
				c.queue = c.queue[1:]
				c.p.mu.Unlock()
				return []byte(raw), nil
			}
			wait = time.After(d)
		}
		c.p.mu.Unlock()
		select {
		case <-c.wake:
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (c *peerConn) Write(_ context.Context, b []byte) error {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if c.dead != nil {
		return c.dead
	}
	if c.half {
		return nil
	}
	c.take(string(b))
	return nil
}

func (c *peerConn) Close() error { c.finish(true); return nil }
func (c *peerConn) Abandon()     { c.finish(false) }

func (c *peerConn) finish(goodbye bool) {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if c.dead == nil {
		c.dead, c.closedAt, c.goodbye = errors.New("closed by us"), time.Now(), goodbye
	}
	c.kick()
}

func (c *peerConn) kick() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// take handles a frame of the client's. p.mu is held.
func (c *peerConn) take(raw string) {
	p := c.p
	if raw == "ping" && p.rawPong {
		c.pushLocked("pong")
		return
	}
	var f sent
	if json.Unmarshal([]byte(raw), &f) != nil {
		return
	}
	f.at, f.raw = time.Now(), raw
	p.sentLog = append(p.sentLog, f)
	switch f.Type {
	case "connect":
		if _, twice := c.ids[f.Body.ID]; twice {
			p.t.Errorf("id %s used twice on one socket", f.Body.ID)
		}
		if p.deny[f.Body.Channel] || p.noProbe[f.Body.Channel] || len(c.ids) >= p.maxSlots {
			break
		}
		if body := p.early[f.Body.Channel]; body != "" {
			c.pushLocked(eventFrame(f.Body.ID, "note", body))
		}
		c.ids[f.Body.ID] = f
		c.order = append(c.order, f.Body.ID)
		if f.Body.Pong && !p.mute {
			c.pushLocked(fmt.Sprintf(`{"type":"connected","body":{"id":%q}}`, f.Body.ID))
		}
	case "disconnect":
		delete(c.ids, f.Body.ID)
	case "subNote":
		c.captured[f.Body.ID]++
		if c.captured[f.Body.ID] > 1 {
			p.t.Errorf("note %s captured twice on one socket", f.Body.ID)
		}
	case "unsubNote":
		if c.captured[f.Body.ID]--; c.captured[f.Body.ID] < 0 {
			p.t.Errorf("note %s released without a capture", f.Body.ID)
		}
		delete(c.captured, f.Body.ID)
	}
	if p.onFrame != nil {
		p.onFrame(c, f)
	}
}

func eventFrame(id, typ, body string) string {
	return fmt.Sprintf(`{"type":"channel","body":{"id":%q,"type":%q,"body":%s}}`, id, typ, body)
}

func (c *peerConn) pushLocked(raw string) {
	if c.dead != nil {
		return
	}
	if c.p.mangle != nil {
		raw = c.p.mangle(raw)
	}
	at := time.Now().Add(c.p.lag)
	if n := len(c.queue); n > 0 && c.queue[n-1].at.After(at) {
		at = c.queue[n-1].at // TCP keeps order
	}
	c.queue = append(c.queue, timed{at, raw})
	c.kick()
}

// push sends a raw frame to every open socket.
func (p *peer) push(raw string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.pushLocked(raw)
	}
}

// post sends an event to everybody who joined the channel, and says to how many.
func (p *peer) post(channel, typ, body string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		if c.dead != nil {
			continue
		}
		for _, id := range c.order {
			if f, ok := c.ids[id]; ok && f.Body.Channel == channel {
				c.pushLocked(eventFrame(id, typ, body))
				n++
			}
		}
	}
	return n
}

// drop ends every socket from the server's side.
func (p *peer) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		if c.dead == nil {
			c.dead, c.closedAt = errors.New("reset"), time.Now()
			c.kick()
		}
	}
}

// halve makes every open socket half-open.
func (p *peer) halve() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.half = true
	}
}

func (p *peer) set(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// open returns the sockets that the server holds to be open.
func (p *peer) open() (open []*peerConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		if c.dead == nil && !c.half {
			open = append(open, c)
		}
	}
	return open
}

// sent returns the frames of a type the client sent.
func (p *peer) sent(typ string) (out []sent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.sentLog {
		if f.Type == typ {
			out = append(out, f)
		}
	}
	return out
}

// bubble runs a test with fake time, a peer and a client of it. The bubble
// itself asserts that no goroutine survives Close: it would not end.
func bubble(t *testing.T, o Options, f func(t *testing.T, p *peer, c *Client)) {
	t.Helper()
	bubbleWith(t, o, nil, f)
}

func bubbleWith(t *testing.T, o Options, prepare func(*peer), f func(t *testing.T, p *peer, c *Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t)
		if prepare != nil {
			prepare(p)
		}
		o.Transport = p
		c, err := Dial(t.Context(), "https://misskey.example", &o)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		f(t, p, c)
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
}

func join(t *testing.T, c *Client, spec ChannelSpec) *Channel {
	t.Helper()
	ch, err := c.Join(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	return ch
}

// pass lets fake time go by.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// drain returns what a reader holds.
func drain(r *Reader) (out []Event) {
	for {
		e, ok := r.TryNext()
		if !ok {
			return out
		}
		out = append(out, e)
	}
}

// phases are the states a channel went through, by its events.
func phases(events []Event) (out []ChannelPhase) {
	for _, e := range events {
		if s, ok := e.(ChannelStateChanged); ok {
			out = append(out, s.To.Phase)
		}
	}
	return out
}

func bodies(events []Event) (out []string) {
	for _, e := range events {
		if m, ok := e.(Message); ok {
			out = append(out, string(m.Body))
		}
	}
	return out
}

func gaps(events []Event) (out []Gap) {
	for _, e := range events {
		if g, ok := e.(Gap); ok {
			out = append(out, g)
		}
	}
	return out
}
