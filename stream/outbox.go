package stream

import (
	"context"
	"sync"
)

// outbox holds the frames to be written to one socket, so that a socket that
// takes none cannot hold up the owning goroutine.
type outbox struct {
	wake chan struct{}

	mu    sync.Mutex
	queue [][]byte
	bytes int
}

// outboxBytes is what may wait to be written. A socket that takes nothing while
// this much piles up is stuck.
const outboxBytes = 4 << 20

func newOutbox() *outbox { return &outbox{wake: make(chan struct{}, 1)} }

func (o *outbox) put(b []byte) bool {
	o.mu.Lock()
	fits := o.bytes+len(b) <= outboxBytes
	if fits {
		o.queue = append(o.queue, b)
		o.bytes += len(b)
	}
	o.mu.Unlock()
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return fits
}

func (o *outbox) take() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	q := o.queue
	o.queue, o.bytes = nil, 0
	return q
}

// write empties the outbox until the attempt ends.
func (c *Client) write(ctx context.Context, s *socket, gen int, conn Conn, o *outbox) {
	defer c.eng.started.Done()
	for {
		for _, b := range o.take() {
			if err := conn.Write(ctx, b); err != nil {
				c.in.put(item{kind: itemLost, socket: s, gen: gen, err: err})
				return
			}
		}
		select {
		case <-o.wake:
		case <-ctx.Done():
			return
		}
	}
}

// send hands a frame to a socket; false means that it is not open or stuck.
func (e *engine) send(s *socket, frame []byte) bool {
	if s.phase != Open || s.out == nil {
		return false
	}
	if e.tap != nil {
		e.tap(Frame{Dir: DirSend, At: e.now, Raw: Redact(frame, e.c.opts.Token), Socket: s.number, Size: len(frame)})
	}
	if !s.out.put(frame) {
		// Failing here would pull the socket away from under the caller: let the
		// news of it come in by the front door.
		e.c.in.put(item{kind: itemCall, fn: func(gen int) func() {
			return func() {
				if s.gen == gen {
					e.fail(s, Reason{Code: ReasonStuck}, 0)
				}
			}
		}(s.gen)})
		return false
	}
	e.figures.FramesOut++
	e.figures.BytesOut += int64(len(frame))
	return true
}
