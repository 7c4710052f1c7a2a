package stream

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// socket is one place for a WebSocket: attempts at it come and go.
type socket struct {
	phase  Phase
	gen    int // of the attempt; news of older ones is ignored
	number int // of the attempt within the client, for the tap
	conn   Conn
	cancel context.CancelFunc
	out    *outbox
	ids    map[string]*sub // by the ids of this attempt (P2.6)
	held   int             // subs placed here, on the wire or to be

	dialDue   time.Time // Connecting: when the attempt is given up
	retryAt   time.Time // Waiting
	notBefore time.Time // Waiting: until when the server asked to be left alone
	openedAt  time.Time
	lastIn    time.Time // when a frame last arrived
	latencyAt time.Time // when the round trip is to be measured
	idleAt    time.Time // a further socket without channels is closed then
	probe     *probe
	opens     int
	failures  int // attempts in a row that did not end in a stable socket
	unopened  int // attempts in a row that did not open

	badAt time.Time // of the last malformed frame
	gapAt time.Time // when a gap for malformed frames may be told again
	owes  bool      // some sub is owed one
}

// deadline is when tickSocket has something to do.
func (s *socket) deadline(e *engine) time.Time {
	switch s.phase {
	case Connecting:
		return s.dialDue
	case Waiting:
		return s.retryAt
	case Open:
		next := s.lastIn.Add(e.c.opts.QuietLimit)
		if s.probe != nil {
			next = s.probe.due
		} else if !s.latencyAt.IsZero() && s.latencyAt.Before(next) {
			next = s.latencyAt
		}
		for _, t := range []time.Time{s.idleAt, s.gapDue()} {
			if !t.IsZero() && t.Before(next) {
				next = t
			}
		}
		return next
	}
	return time.Time{}
}

func (s *socket) gapDue() time.Time {
	if !s.owes {
		return time.Time{}
	}
	return s.gapAt
}

func (e *engine) tickSocket(s *socket) {
	due := func(t time.Time) bool { return !t.IsZero() && !e.now.Before(t) }
	switch s.phase {
	case Connecting:
		if due(s.dialDue) {
			e.fail(s, Reason{Code: ReasonTimeout, Detail: "not open after " + e.c.opts.DialTimeout.String()}, 0)
		}
	case Waiting:
		switch {
		case !due(s.retryAt):
		case s != e.sockets[0] && e.sockets[0].phase != Open:
			s.phase = Idle // until the first one opens
		case e.backoff.soonest(e.now).After(e.now): // another socket was faster
			s.retryAt = e.backoff.soonest(e.now)
		default:
			e.dial(s)
		}
	case Open:
		if due(s.gapDue()) {
			e.payAll(s)
		}
		switch {
		case s != e.sockets[0] && due(s.idleAt):
			e.part(s)
			e.forget(s)
		case s.probe != nil:
			if due(s.probe.due) {
				e.probeDue(s)
			}
		case due(s.lastIn.Add(e.c.opts.QuietLimit)), due(s.latencyAt):
			e.sendProbe(s, 1)
		}
	}
}

// dial begins an attempt.
func (e *engine) dial(s *socket) {
	ctx, cancel := context.WithCancel(context.Background())
	s.phase, s.cancel = Connecting, cancel
	s.gen++
	s.number = int(e.figures.Attempts)
	s.dialDue, s.retryAt = e.now.Add(e.c.opts.DialTimeout), time.Time{}
	e.backoff.last = e.now
	e.figures.Attempts++
	url := e.c.url(e.now)
	e.tapEvent(s, "dial", url)
	if s == e.sockets[0] {
		e.c.mu.Lock()
		why := e.c.state.Reason
		e.c.mu.Unlock()
		e.setState(State{Phase: Connecting, Reason: why})
	}
	e.started.Add(1)
	go e.c.attempt(ctx, s, s.gen, url)
}

// attempt opens a socket and reads it to its end. It runs on a goroutine of its
// own and touches nothing of the engine's.
func (c *Client) attempt(ctx context.Context, s *socket, gen int, url string) {
	defer c.eng.started.Done()
	conn, err := c.opts.Transport.Dial(ctx, url)
	if !c.in.put(item{kind: itemDialed, socket: s, gen: gen, conn: conn, err: err}) && conn != nil {
		conn.Abandon()
		return
	}
	if err != nil {
		return
	}
	for {
		frame, err := conn.Read(ctx)
		if err == nil && !c.in.put(item{kind: itemFrame, socket: s, gen: gen, frame: frame}) {
			err = errors.New("frames came faster than they could be taken up")
		}
		if err != nil {
			c.in.put(item{kind: itemLost, socket: s, gen: gen, err: err})
			return
		}
	}
}

func (e *engine) dialed(s *socket, gen int, conn Conn, err error) {
	if s.gen != gen || s.phase != Connecting {
		if conn != nil {
			e.abandon(conn)
		}
		return
	}
	if err == nil {
		s.conn = conn
		e.opened(s)
		return
	}
	why, asked := Reason{Code: ReasonUnreachable, Detail: redactString(err.Error(), e.c.opts.Token)}, time.Duration(0)
	var de *DialError
	if errors.As(err, &de) {
		asked = de.RetryAfter
		if de.Status != 0 {
			why = Reason{Code: ReasonHTTPStatus, Detail: strconv.Itoa(de.Status) + " " + why.Detail}
		}
	}
	e.fail(s, why, asked)
}

// opened makes the desired state true on a new socket.
func (e *engine) opened(s *socket) {
	s.phase, s.openedAt, s.lastIn = Open, e.now, e.now
	s.unopened = 0
	s.ids = map[string]*sub{}
	s.latencyAt = time.Time{}
	if e.c.opts.LatencyEvery > 0 {
		s.latencyAt = e.now.Add(time.Second)
	}
	if s.opens++; s.opens > 1 {
		e.figures.Reconnects++
	}
	s.out = newOutbox()
	ctx, cancel := context.WithCancel(context.Background())
	stop := s.cancel
	s.cancel = func() { cancel(); stop() }
	e.started.Add(1)
	go e.c.write(ctx, s, s.gen, s.conn, s.out)
	e.tapEvent(s, "open", "")
	first := s == e.sockets[0]
	if first {
		e.setState(State{Phase: Open})
		e.caps.reset()
	}
	// main, the captures in view, then the rest: design section 3.
	flushed := !first
	for _, b := range e.order {
		if b.socket != s {
			continue
		}
		if !flushed && b.spec.Name != "main" {
			e.flushCaptures(captureHead)
			flushed = true
		}
		e.request(b)
	}
	if !flushed {
		e.flushCaptures(captureHead)
	}
	if first {
		for _, other := range e.sockets[1:] {
			if other.phase == Idle {
				other.phase, other.retryAt = Waiting, e.backoff.soonest(e.now)
			}
		}
	}
}

// lost handles the end of an open socket.
func (e *engine) lost(s *socket, err error) {
	why := Reason{Code: ReasonDisconnected, Detail: redactString(err.Error(), e.c.opts.Token)}
	if errors.Is(err, errOversized) {
		why.Code = ReasonOversized
	}
	e.fail(s, why, 0)
}

// fail ends an attempt or a socket and sets the time of the next one.
func (e *engine) fail(s *socket, why Reason, asked time.Duration) {
	wasOpen := s.phase == Open
	if wasOpen {
		e.payAll(s)
		if e.now.Sub(s.openedAt) >= e.c.opts.StableAfter {
			s.failures = 0
		}
	} else {
		s.unopened++
	}
	e.tapEvent(s, "closed", why.Code)
	e.drop(s)
	for _, b := range e.order {
		if b.socket == s {
			e.subLost(b, s, why)
		}
	}
	s.phase = Waiting
	s.retryAt, s.notBefore = e.backoff.next(e, s.failures, asked), time.Time{}
	if asked > 0 {
		s.notBefore = e.now.Add(min(asked, longestAsked))
	}
	s.failures++
	if s == e.sockets[0] {
		e.setState(State{Phase: Waiting, Until: s.retryAt, Reason: why})
	}
	e.checkToken(s, why)
}

// drop lets go of what an attempt holds, without a goodbye.
func (e *engine) drop(s *socket) {
	if s.cancel != nil {
		s.cancel()
	}
	if s.conn != nil {
		e.abandon(s.conn)
	}
	s.gen++ // news still on its way is old
	s.conn, s.cancel, s.out, s.ids, s.probe = nil, nil, nil, nil, nil
	s.dialDue, s.latencyAt, s.gapAt, s.badAt, s.owes = time.Time{}, time.Time{}, time.Time{}, time.Time{}, false
}

func (e *engine) abandon(conn Conn) {
	e.started.Add(1)
	go func() {
		defer e.started.Done()
		conn.Abandon()
	}()
}

// part ends a socket with a goodbye.
func (e *engine) part(s *socket) {
	if s.phase == Open {
		conn, cancel := s.conn, s.cancel
		s.conn, s.cancel = nil, nil
		e.started.Add(1)
		go func() {
			defer e.started.Done()
			_ = conn.Close() // it ends whatever happens
			cancel()
		}()
		e.tapEvent(s, "closed", ReasonClosed)
	}
	e.drop(s)
	s.phase = Idle
}

// forget removes a further socket that is not needed any more.
func (e *engine) forget(s *socket) {
	for i, have := range e.sockets {
		if have == s {
			e.sockets = append(e.sockets[:i], e.sockets[i+1:]...)
			return
		}
	}
}

// setTap changes the tap and tells a new one what stands already.
func (e *engine) setTap(t Tap) {
	e.tap = t
	if t == nil {
		return
	}
	for _, b := range e.order {
		if b.id == "" || b.socket.phase != Open {
			continue
		}
		raw := append([]byte(`{"kind":"joined","channel":`), quote(b.spec.Name)...)
		raw = append(append(raw, `,"id":`...), quote(b.id)...)
		if len(b.spec.Params) > 0 {
			raw = append(append(raw, `,"params":`...), b.spec.Params...)
		}
		t(Frame{Dir: DirEvent, At: e.now, Raw: Redact(append(raw, '}'), e.c.opts.Token), Socket: b.socket.number})
	}
}

// tapEvent tells the tap about a socket rather than a frame.
func (e *engine) tapEvent(s *socket, kind, detail string) {
	if e.tap == nil {
		return
	}
	raw := append([]byte(`{"kind":`), quote(kind)...)
	if detail != "" {
		key := `,"reason":`
		if strings.Contains(detail, "://") {
			key = `,"url":`
		}
		raw = append(append(raw, key...), quote(redactString(detail, e.c.opts.Token))...)
	}
	e.tap(Frame{Dir: DirEvent, At: e.now, Raw: append(raw, '}'), Socket: s.number})
}
