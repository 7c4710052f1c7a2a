package stream

import (
	"encoding/json"
	"time"
)

// sub is one subscription on the wire: what all the channels with an equal spec
// share.
type sub struct {
	key     string
	spec    ChannelSpec
	info    ChannelInfo
	known   bool // info is from the catalogue
	handles []*Channel
	rank    int // JoinOptions.Order, the lowest of the handles
	seq     int
	socket  *socket // where it is placed, open or not
	state   ChannelState

	id      string    // on the socket's attempt; "": not asked for there
	sentAt  time.Time // when it was asked for
	due     time.Time // when the acknowledgement is overdue
	overdue time.Time // since when; a probe sent later will decide
	owed    time.Time // since when broken frames have not been told
	again   int       // how often asked for again, because the answer may have been broken
	heard   bool      // an event came before any acknowledgement
}

func (e *engine) join(ch *Channel) {
	if e.over {
		ch.set(ChannelState{Phase: Left, Reason: Reason{Code: ReasonClosed}, Since: e.now})
		ch.reader.end()
		return
	}
	info, known := Lookup(ch.spec.Name)
	key := ch.spec.key()
	if info.Shared {
		key = ChannelSpec{Name: ch.spec.Name}.key()
	}
	b := e.subs[key]
	if b == nil {
		e.seq++
		b = &sub{key: key, spec: ch.spec, info: info, known: known, rank: ch.order, seq: e.seq,
			state: ChannelState{Phase: Requested, Since: e.now}}
		e.subs[key] = b
		e.order = append(e.order, b)
		e.place(b)
	}
	ch.sub = b
	b.handles = append(b.handles, ch)
	b.rank = min(b.rank, ch.order)
	e.sortSubs()
	switch b.state.Phase {
	case Requested:
		if b.id == "" {
			e.request(b)
		}
	case Refused: // somebody tries again
		ch.set(b.state)
		e.request(b)
	default:
		st := b.state
		st.Since = e.now
		ch.set(st)
	}
}

// place finds a socket with room, or begins a further one (P2.7).
func (e *engine) place(b *sub) {
	for _, s := range e.sockets {
		if s.held < e.c.opts.ChannelsPerSocket {
			b.socket = s
			break
		}
	}
	if b.socket == nil {
		s := &socket{phase: Idle}
		if e.sockets[0].phase == Open {
			s.phase, s.retryAt = Waiting, e.backoff.soonest(e.now)
		}
		e.sockets = append(e.sockets, s)
		b.socket = s
	}
	b.socket.held++
	b.socket.idleAt = time.Time{}
}

// idleSocket is how long a further socket without channels is kept.
const idleSocket = 10 * time.Second

func (e *engine) leave(ch *Channel) {
	b := ch.sub
	if b == nil {
		return
	}
	ch.sub = nil
	for i, have := range b.handles {
		if have == ch {
			b.handles = append(b.handles[:i], b.handles[i+1:]...)
			break
		}
	}
	if ch.State().Phase != Left {
		ch.set(ChannelState{Phase: Left, Since: e.now})
		ch.reader.end()
	}
	if len(b.handles) > 0 {
		return
	}
	if b.info.NoTeardown && b.id != "" {
		return // leaving would not stop its events, joining again would double them (P2.2)
	}
	if b.id != "" {
		e.send(b.socket, disconnectFrame(b.id))
	}
	e.remove(b)
}

// remove forgets a sub that nobody wants.
func (e *engine) remove(b *sub) {
	s := b.socket
	if b.id != "" && s.ids != nil {
		delete(s.ids, b.id)
	}
	delete(e.subs, b.key)
	for i, have := range e.order {
		if have == b {
			e.order = append(e.order[:i:i], e.order[i+1:]...) // a copy: callers range over it
			break
		}
	}
	if s.held--; s.held == 0 && s != e.sockets[0] {
		switch s.phase {
		case Open:
			s.idleAt = e.now.Add(idleSocket)
		default:
			e.drop(s)
			e.forget(s)
		}
	}
}

// quickAck is how long to wait for a channel that is expected to be refused.
const quickAck = 1500 * time.Millisecond

// request asks for the sub on its socket, under a fresh id.
func (e *engine) request(b *sub) {
	s := b.socket
	if s.phase != Open {
		return
	}
	if b.id != "" {
		delete(s.ids, b.id)
	}
	b.id = e.c.opts.NewID()
	s.ids[b.id] = b // before sending: events may come before the answer (P2.1)
	b.sentAt, b.overdue, b.heard = e.now, time.Time{}, false
	wait := e.c.opts.AckTimeout
	if _, sure := e.why(b); sure {
		wait = min(wait, quickAck)
	}
	b.due = e.now.Add(wait)
	e.rearm = true
	if b.state.Phase != Requested {
		e.setSub(b, ChannelState{Phase: Requested})
	}
	e.send(s, connectFrame(b.id, b.spec))
}

// setSub changes the state of a sub and of all its channels.
func (e *engine) setSub(b *sub, st ChannelState) {
	st.Since = e.now
	b.state = st
	for _, ch := range b.handles {
		ch.set(st)
	}
}

func (e *engine) acknowledged(b *sub) {
	e.acks = true
	b.due, b.overdue = time.Time{}, time.Time{}
	if b.state.Phase == Live {
		return
	}
	e.rearm = true
	e.setSub(b, ChannelState{Phase: Live, AckRTT: max(e.now.Sub(b.sentAt), 1)})
}

// subLost takes a sub off a socket that ended.
func (e *engine) subLost(b *sub, s *socket, why Reason) {
	was, heard := b.state, b.heard
	b.id, b.due, b.overdue, b.again, b.heard = "", time.Time{}, time.Time{}, 0, false
	if len(b.handles) == 0 { // kept only because it could not be left
		e.remove(b)
		return
	}
	if was.Phase == Lost && was.Reason.Code == why.Code {
		return
	}
	e.setSub(b, ChannelState{Phase: Lost, Reason: why})
	if was.Delivering() || heard {
		e.gap(b, Gap{Cause: GapDisconnected, Since: e.since(b, s)})
	}
}

func (e *engine) gap(b *sub, g Gap) {
	for _, ch := range b.handles {
		e.figures.Dropped += int64(ch.reader.put(g))
	}
}

// reorderSlack widens gaps: servers swap events that are close together (P1.7).
const reorderSlack = 2 * time.Second

// since is a moment before which a sub has missed nothing on this socket.
func (e *engine) since(b *sub, s *socket) time.Time {
	at := s.lastIn.Add(-reorderSlack - e.rtt.worst())
	if at.Before(b.sentAt) {
		return b.sentAt
	}
	return at
}

func (e *engine) sendChannel(ch *Channel, typ string, body json.RawMessage) error {
	b := ch.sub
	if e.over || b == nil {
		return ErrClosed
	}
	if b.id == "" || b.state.Phase == Refused || !e.send(b.socket, channelFrame(b.id, typ, body)) {
		return ErrNotOpen
	}
	return nil
}
