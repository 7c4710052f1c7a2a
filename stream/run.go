package stream

import (
	"encoding/json"
	"sort"
	"sync"
	"time"
)

// engine is the state that run owns. Nothing else touches it.
type engine struct {
	c   *Client
	now time.Time // of the items being handled
	tap Tap

	sockets []*socket // the first always exists; it carries main and the captures
	subs    map[string]*sub
	order   []*sub // as joined again: by Order, then by age
	seq     int
	caps    captures
	events  []*Reader
	backoff backoff
	rtt     latency
	token   tokenCheck
	names   map[string]string // names of events, one copy each
	figures figures
	acks    bool // this server acknowledged something
	probing probeKind
	over    bool // finished: everything is Left

	started sync.WaitGroup // goroutines of sockets and of hooks
	timer   Timer
	timerAt time.Time
	rearm   bool // deadlines may have changed
}

func (e *engine) init(c *Client) {
	e.c = c
	e.now = c.opts.Clock.Now()
	e.tap = c.opts.Tap
	e.subs = map[string]*sub{}
	e.names = map[string]string{}
	e.caps.init()
	e.sockets = []*socket{{}}
}

// sleepSlack is how late a timer may be before the machine is thought to have
// slept.
const sleepSlack = 5 * time.Second

// run is the owning goroutine.
func (c *Client) run() {
	e := &c.eng
	e.dial(e.sockets[0])
	e.arm()
	e.publish()
	var items []item
	for !e.over {
		select {
		case <-c.ctx.Done():
			e.finish(Reason{Code: ReasonClosed})
			continue
		case <-c.in.wake:
		}
		e.now = c.opts.Clock.Now()
		if !e.timerAt.IsZero() && e.now.Round(0).Sub(e.timerAt.Round(0)) > sleepSlack {
			e.slept()
		}
		items = c.in.take(items[:0])
		for i := range items {
			e.handle(&items[i])
			items[i] = item{}
			if e.over {
				for _, it := range items[i+1:] {
					e.late(it)
				}
				break
			}
		}
		if e.over {
			break
		}
		if !e.timerAt.IsZero() && !e.now.Before(e.timerAt) {
			e.tick()
		}
		if e.rearm {
			e.arm()
		}
		e.publish()
	}
	for _, it := range c.in.close() {
		e.late(it)
	}
	c.cancel()
	e.started.Wait()
	e.publish()
	close(c.done)
}

func (e *engine) handle(it *item) {
	switch it.kind {
	case itemFrame:
		if s := it.socket; s.gen == it.gen && s.phase == Open {
			e.frame(s, it.frame)
		}
		return
	case itemCall:
		it.fn()
	case itemDialed:
		e.dialed(it.socket, it.gen, it.conn, it.err)
	case itemLost:
		if it.socket.gen == it.gen {
			e.lost(it.socket, it.err)
		}
	}
	e.rearm = true
}

// late handles what arrives when everything is over: calls still get their
// answer, sockets are not kept.
func (e *engine) late(it item) {
	switch {
	case it.fn != nil:
		it.fn()
	case it.conn != nil:
		e.abandon(it.conn)
	}
}

// arm sets the one timer to the next deadline.
func (e *engine) arm() {
	e.rearm = false
	next := e.nextDeadline()
	if next.Equal(e.timerAt) && e.timer != nil {
		return
	}
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
	e.timerAt = next
	if !next.IsZero() {
		e.timer = e.c.opts.Clock.AfterFunc(next.Sub(e.now), e.c.in.signal)
	}
}

// nextDeadline returns the earliest moment at which tick has something to do.
func (e *engine) nextDeadline() time.Time {
	var next time.Time
	at := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, s := range e.sockets {
		at(s.deadline(e))
	}
	for _, b := range e.order {
		at(b.due)
	}
	at(e.caps.due)
	return next
}

// tick does what is due.
func (e *engine) tick() {
	e.timerAt, e.rearm = time.Time{}, true
	for i := 0; i < len(e.sockets); i++ {
		s := e.sockets[i]
		e.tickSocket(s)
		if i < len(e.sockets) && e.sockets[i] != s {
			i-- // it went away
		}
	}
	for _, b := range e.order {
		if !b.due.IsZero() && !e.now.Before(b.due) {
			e.unanswered(b)
		}
	}
	if !e.caps.due.IsZero() && !e.now.Before(e.caps.due) {
		e.flushCaptures(e.caps.max())
	}
}

// setState changes the client's state and tells the readers.
func (e *engine) setState(to State) {
	to.Since = e.now
	e.c.mu.Lock()
	from := e.c.state
	e.c.state = to
	e.c.mu.Unlock()
	if from.Phase == to.Phase && from.Until.Equal(to.Until) && from.Reason == to.Reason {
		return
	}
	e.emit(StateChanged{From: from, To: to})
}

// emit gives an event to every reader of Client.Events.
func (e *engine) emit(ev Event) {
	for _, r := range e.events {
		e.figures.Dropped += int64(r.put(ev))
	}
}

func (e *engine) addEvents(r *Reader) {
	if e.over {
		r.end()
		return
	}
	e.events = append(e.events, r)
}

func (e *engine) dropEvents(r *Reader) {
	for i, have := range e.events {
		if have == r {
			e.events = append(e.events[:i], e.events[i+1:]...)
			return
		}
	}
}

// name returns the one copy of the name of an event; unheard-of names beyond a
// bound are copied each time.
func (e *engine) name(b []byte) string {
	if s, ok := e.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(e.names) < 512 && len(s) <= 64 {
		e.names[s] = s
	}
	return s
}

// finish ends everything: every channel is Left, every socket closed.
func (e *engine) finish(why Reason) {
	if e.over {
		return
	}
	e.over = true
	if e.timer != nil {
		e.timer.Stop()
		e.timer, e.timerAt = nil, time.Time{}
	}
	for _, b := range e.order {
		for _, ch := range b.handles {
			ch.set(ChannelState{Phase: Left, Reason: why, Since: e.now})
			ch.reader.end()
		}
		b.handles = nil
	}
	e.order, e.subs = nil, map[string]*sub{}
	for _, s := range e.sockets {
		e.part(s)
	}
	e.setState(State{Phase: Closed, Reason: why})
	for _, r := range e.events {
		r.end()
	}
	e.events = nil
}

// sortSubs keeps the order of joining again: main, then by Order, then by age.
func (e *engine) sortSubs() {
	sort.SliceStable(e.order, func(i, j int) bool {
		a, b := e.order[i], e.order[j]
		if am, bm := a.spec.Name == "main", b.spec.Name == "main"; am != bm {
			return am
		}
		if a.rank != b.rank {
			return a.rank < b.rank
		}
		return a.seq < b.seq
	})
}

func (e *engine) sendTop(typ string, body json.RawMessage) error {
	s := e.sockets[0]
	if e.over {
		return ErrClosed
	}
	if s.phase != Open || !e.send(s, topFrame(typ, body)) {
		return ErrNotOpen
	}
	return nil
}
