//go:build !js

package streamtest

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// socket is one streaming connection. Its channels and captures belong to the
// world and are guarded by the world's lock; the queue has its own.
type socket struct {
	server *Server
	serial int
	base   string
	token  *token
	conn   *websocket.Conn
	wire   *wire

	subs     []*subscription
	captures map[string]int

	mu     sync.Mutex
	queue  []outgoing
	size   int
	wake   chan struct{}
	closed bool
}

// outgoing is a frame on its way to a client, with what faults need to know.
type outgoing struct {
	data    []byte
	channel string // name of the channel, if it is an event of one
	sub     string
	held    bool // a reordered frame is not held twice
}

// queueLimit is how much may wait for a reader before the socket is cut.
const queueLimit = 64 << 20

func (s *socket) me() *user {
	if s.token == nil {
		return nil
	}
	return s.token.user
}

// send queues a frame; it never blocks.
func (s *socket) send(o outgoing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.queue = append(s.queue, o)
	if s.size += len(o.data); s.size > queueLimit {
		s.closed = true
		s.wire.cut()
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *socket) take() []outgoing {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queue
	s.queue, s.size = nil, 0
	return q
}

// serve runs the socket until one side ends it.
func (s *socket) serve(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	var tasks sync.WaitGroup
	defer tasks.Wait()
	defer cancel()
	defer s.conn.CloseNow()
	defer s.detach()
	tasks.Add(2)
	go func() { defer tasks.Done(); defer cancel(); s.write(ctx) }()
	go func() { defer tasks.Done(); s.keepAlive(ctx) }()
	frames := make(chan []byte, 256)
	tasks.Add(1)
	go func() {
		defer tasks.Done()
		defer close(frames)
		for {
			_, data, err := s.conn.Read(ctx)
			if err != nil {
				return
			}
			select {
			case frames <- data:
			case <-ctx.Done():
				return
			}
		}
	}()
	for data := range frames {
		s.answer(data, frames)
	}
}

// answer handles a frame together with all that are already waiting, and sends
// the acks they earned in a seeded disorder: real servers answer a burst of
// joins as each initialisation happens to end.
func (s *socket) answer(first []byte, more <-chan []byte) {
	w := s.server.world
	w.mu.Lock()
	defer w.mu.Unlock()
	var acks [][]byte
	handle := func(data []byte) {
		if ack := w.receive(s, data); ack != nil {
			acks = append(acks, ack)
		}
	}
	handle(first)
	for {
		select {
		case data, ok := <-more:
			if ok {
				handle(data)
				continue
			}
		default:
		}
		break
	}
	w.rng.Shuffle(len(acks), func(i, j int) { acks[i], acks[j] = acks[j], acks[i] })
	for _, ack := range acks {
		s.send(outgoing{data: ack})
	}
}

func (s *socket) write(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		for _, o := range s.take() {
			if !s.server.faults.deliver(ctx, s, o) {
				return
			}
		}
	}
}

// put writes one frame to the wire.
func (s *socket) put(ctx context.Context, data []byte) bool {
	return s.conn.Write(ctx, websocket.MessageText, data) == nil
}

// keepAlive pings every 60 s and cuts a client that has not answered for two
// rounds, as servers since 13.13 do (P1.3).
func (s *socket) keepAlive(ctx context.Context) {
	tick := make(chan struct{}, 1)
	for {
		t := s.server.clock.AfterFunc(60*time.Second, func() {
			select {
			case tick <- struct{}{}:
			default:
			}
		})
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-tick:
		}
		ping, stop := context.WithCancel(ctx)
		late := s.server.clock.AfterFunc(60*time.Second, stop)
		err := s.conn.Ping(ping)
		late.Stop()
		stop()
		if err != nil {
			s.wire.cut()
			return
		}
	}
}

func (s *socket) attach() {
	w := s.server.world
	w.mu.Lock()
	defer w.mu.Unlock()
	s.server.serial++
	s.serial = s.server.serial
	w.sockets[s] = struct{}{}
	if me := s.me(); me != nil {
		me.sockets++
		me.active = w.now()
	}
}

func (s *socket) detach() {
	w := s.server.world
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.sockets, s)
	if me := s.me(); me != nil {
		me.sockets--
	}
	for _, sub := range s.subs {
		if sub.timer != nil {
			sub.timer.Stop()
		}
		if sub.def.closed != nil && !sub.left {
			sub.def.closed(w, sub)
		}
	}
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
}

// stream answers GET /streaming.
func (s *Server) stream(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		rw.Header().Set("Cache-Control", "private, max-age=0")
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if !s.faults.admit(rw, r) {
		return
	}
	tok, status := s.world.streamToken(r)
	if status != 0 {
		if status == http.StatusUnauthorized {
			rw.Header().Set("WWW-Authenticate", `Bearer realm="Misskey", error="invalid_token", error_description="Failed to authenticate"`)
		}
		rw.WriteHeader(status)
		return
	}
	hijack := &wireWriter{ResponseWriter: rw}
	conn, err := websocket.Accept(hijack, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return
	}
	conn.SetReadLimit(100 << 20)
	k := &socket{server: s, base: s.base(r), token: tok, conn: conn, wire: hijack.wire,
		captures: map[string]int{}, wake: make(chan struct{}, 1)}
	s.faults.halfOpen(hijack.wire)
	if !s.track(k) {
		conn.CloseNow()
		return
	}
	k.attach()
	k.serve(context.Background())
	s.untrack(k)
}

// streamToken reads who opens a socket: a nil token is a visitor, a status
// other than 0 refuses (P1.2).
func (w *World) streamToken(r *http.Request) (*token, int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	value, given := bearer(r)
	if !given {
		if !r.URL.Query().Has("i") {
			return nil, 0
		}
		value = r.URL.Query().Get("i")
	}
	t := w.tokens[value]
	switch {
	case t == nil:
		return nil, http.StatusUnauthorized
	case t.user.suspended:
		return nil, http.StatusForbidden
	case !t.may("read:account"):
		return nil, http.StatusUnauthorized
	}
	return t, 0
}
