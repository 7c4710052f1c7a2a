package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"
	"time"
)

// ReplayOptions shape a replay. Nil and the zero value play at the recorded speed.
type ReplayOptions struct {
	// Speed is how many times faster than recorded. Zero means 1, negative means
	// without any waiting.
	Speed float64
	// Conn is the recorded socket to play. Zero means the one that got most frames.
	Conn string
	// Clock is the time. Zero means the system's.
	Clock Clock
}

// Replay is a [Transport] that plays a recording, so that a recording drives
// whatever a client drives. Every dial plays it from the beginning.
//
// When the client joins a channel, the frames that the recorded channel of that
// name and those params got (failing that, of that name) follow under the
// client's id, as long after the request as they came when recorded; frames for
// no channel follow the first request. Channels that were not recorded stay
// silent, probes are answered, as are channels of a recorded client that did not
// ask to be answered; after the last frame the socket stays open.
type Replay struct {
	o      ReplayOptions
	joins  []replayJoin
	global []replayFrame // for no channel
	first  time.Duration // of the first request
}

type replayJoin struct {
	spec   ChannelSpec
	at     time.Duration
	frames []replayFrame
	quiet  bool // it was asked for without wanting an answer: nobody knows that it would not have come
}

type replayFrame struct {
	n   int // in the recording: what is due at once keeps this order
	at  time.Duration
	env envelope
	raw []byte
}

// NewReplay reads a whole recording.
func NewReplay(r io.Reader, o *ReplayOptions) (*Replay, error) {
	p := &Replay{}
	if o != nil {
		p.o = *o
	}
	if p.o.Speed == 0 {
		p.o.Speed = 1
	}
	if p.o.Clock == nil {
		p.o.Clock = systemClock{}
	}
	var all []Record
	received := map[string]int{}
	most := ""
	for rec, err := range ReadRecording(r) {
		if err != nil {
			return nil, fmt.Errorf("replay: %w", err)
		}
		if rec.Dir == DirEvent {
			if rec.Raw = joinedBefore(rec.Raw); rec.Raw == nil {
				continue
			}
			rec.Dir = DirSend
		}
		all = append(all, rec)
		if rec.Dir == DirRecv {
			received[rec.Conn]++
			if most == "" || received[rec.Conn] > received[most] {
				most = rec.Conn
			}
		}
	}
	if p.o.Conn == "" {
		p.o.Conn = most
	}
	if received[p.o.Conn] == 0 {
		return nil, fmt.Errorf("replay: the recording has no frame received on socket %q", p.o.Conn)
	}
	p.index(all)
	return p, nil
}

// joinedBefore returns the frame that asked for a channel which stood already when the recording began ([Client.SetTap]),
// or nil for any other word about a socket. It does not ask to be told, for the answer is not in the recording either.
func joinedBefore(raw []byte) []byte {
	var e struct {
		Kind, Channel, ID string
		Params            json.RawMessage
	}
	if json.Unmarshal(raw, &e) != nil || e.Kind != "joined" {
		return nil
	}
	b := append([]byte(`{"type":"connect","body":{"channel":`), quote(e.Channel)...)
	b = append(append(b, `,"id":`...), quote(e.ID)...)
	if len(e.Params) > 0 {
		b = append(append(b, `,"params":`...), e.Params...)
	}
	return append(b, `}}`...)
}

// index sorts the frames of the chosen socket by the channel they belong to.
func (p *Replay) index(all []Record) {
	byID := map[string]int{} // recorded id → joins
	for n, rec := range all {
		if rec.Conn != p.o.Conn {
			continue
		}
		if rec.Dir == DirSend {
			var f connectBody
			if json.Unmarshal(rec.Raw, &f) != nil || f.Type != "connect" || f.Body.ID == "" {
				continue
			}
			spec, err := ChannelSpec{Name: f.Body.Channel, Params: f.Body.Params}.normal()
			if err != nil {
				continue
			}
			if len(p.joins) == 0 {
				p.first = rec.At
			}
			byID[f.Body.ID] = len(p.joins)
			p.joins = append(p.joins, replayJoin{spec: spec, at: rec.At, quiet: !f.Body.Pong})
			continue
		}
		env, fault := scan(rec.Raw)
		frame := replayFrame{n: n, at: rec.At, env: env, raw: rec.Raw}
		if fault == "" && (env.kind == frameChannel || env.kind == frameConnected) {
			if i, ok := byID[string(env.id)]; ok {
				p.joins[i].frames = append(p.joins[i].frames, frame)
			}
			continue
		}
		p.global = append(p.global, frame)
	}
}

type connectBody struct {
	Type string
	Body struct {
		Channel, ID string
		Params      json.RawMessage
		Pong        bool
	}
}

// Dial begins to play. The address does not matter.
func (p *Replay) Dial(ctx context.Context, _ string) (Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, &DialError{Err: err}
	}
	c := &replayConn{p: p, used: make([]bool, len(p.joins)), wake: make(chan struct{}, 1)}
	if len(p.joins) == 0 {
		c.globals()
	}
	return c, nil
}

type replayConn struct {
	p    *Replay
	wake chan struct{}

	mu     sync.Mutex
	used   []bool
	begun  bool // the frames for no channel are in line
	queue  []dueFrame
	closed bool
}

type dueFrame struct {
	at  time.Time
	n   int
	raw []byte
}

var errReplayClosed = errors.New("the replay was closed")

func (c *replayConn) Read(ctx context.Context) ([]byte, error) {
	for {
		c.mu.Lock()
		if c.closed {
			c.mu.Unlock()
			return nil, fmt.Errorf("read: %w", errReplayClosed)
		}
		var timer Timer
		if len(c.queue) > 0 {
			wait := c.queue[0].at.Sub(c.p.o.Clock.Now())
			if wait <= 0 {
				raw := c.queue[0].raw
				c.queue = c.queue[1:]
				c.mu.Unlock()
				return append([]byte(nil), raw...), nil
			}
			timer = c.p.o.Clock.AfterFunc(wait, c.kick)
		}
		c.mu.Unlock()
		select {
		case <-c.wake:
		case <-ctx.Done():
		}
		if timer != nil {
			timer.Stop()
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
	}
}

func (c *replayConn) kick() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *replayConn) Write(_ context.Context, message []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return fmt.Errorf("write: %w", errReplayClosed)
	}
	var f connectBody
	if json.Unmarshal(message, &f) == nil && f.Type == "connect" {
		c.join(f)
	}
	return nil
}

func (c *replayConn) join(f connectBody) {
	spec, err := ChannelSpec{Name: f.Body.Channel, Params: f.Body.Params}.normal()
	if err != nil {
		return
	}
	i := c.match(spec)
	if i < 0 {
		if len(spec.Params) == 0 && (spec.Name == "reversiGame" || spec.Name == "hashtag") {
			c.add(c.p.o.Clock.Now(), 0, idFrame("connected", f.Body.ID)) // a probe
		}
		return
	}
	c.used[i] = true
	j := c.p.joins[i]
	now := c.p.o.Clock.Now()
	if j.quiet {
		c.add(now, 0, idFrame("connected", f.Body.ID))
	}
	for _, r := range j.frames {
		c.add(c.due(now, r.at-j.at), r.n, r.as(f.Body.ID))
	}
	if !c.begun {
		c.globals()
	}
}

// globals puts the frames for no channel in line.
func (c *replayConn) globals() {
	c.begun = true
	now := c.p.o.Clock.Now()
	for _, r := range c.p.global {
		c.add(c.due(now, r.at-c.p.first), r.n, r.raw)
	}
}

// match finds the recorded request that is most like spec and not played yet.
func (c *replayConn) match(spec ChannelSpec) int {
	like := -1
	for i, j := range c.p.joins {
		if c.used[i] || j.spec.Name != spec.Name {
			continue
		}
		if j.spec.key() == spec.key() {
			return i
		}
		if like < 0 && len(j.frames) > 0 {
			like = i
		}
	}
	return like
}

func (c *replayConn) due(now time.Time, after time.Duration) time.Time {
	if c.p.o.Speed < 0 || after <= 0 {
		return now
	}
	return now.Add(time.Duration(float64(after) / c.p.o.Speed))
}

// add puts a frame in line, by time and then by its place in the recording.
func (c *replayConn) add(at time.Time, n int, raw []byte) {
	i := sort.Search(len(c.queue), func(i int) bool {
		q := c.queue[i]
		return q.at.After(at) || q.at.Equal(at) && q.n > n
	})
	c.queue = append(c.queue, dueFrame{})
	copy(c.queue[i+1:], c.queue[i:])
	c.queue[i] = dueFrame{at: at, n: n, raw: raw}
	c.kick()
}

// as returns the frame under another id.
func (r replayFrame) as(id string) []byte {
	if r.env.kind == frameConnected {
		return idFrame("connected", id)
	}
	if r.env.inner == nil {
		b := append([]byte(`{"type":"channel","body":{"id":`), quote(id)...)
		return append(append(append(b, `,"type":`...), quote(string(r.env.event))...), `}}`...)
	}
	return channelFrame(id, string(r.env.event), json.RawMessage(r.env.inner))
}

func (c *replayConn) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.kick()
	return nil
}

func (c *replayConn) Abandon() { _ = c.Close() }
