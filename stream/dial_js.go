package stream

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"syscall/js"
)

func platformTransport() Transport { return browserTransport{} }

// browserTransport opens the browser's own WebSocket. coder/websocket's browser
// half is not used because it cannot let go: a socket that is abandoned, or
// whose dial was given up, keeps its callbacks until the browser is done with
// it, and it hides the close code (W6).
type browserTransport struct{}

// closeOversized is the code for a frame over the read limit; scripts may only
// use 1000 and 3000 to 4999.
const closeOversized = 4009

func (browserTransport) Dial(ctx context.Context, addr string) (Conn, error) {
	class := js.Global().Get("WebSocket")
	if class.Type() != js.TypeFunction {
		return nil, &DialError{Err: errors.New("this runtime has no WebSocket")}
	}
	c := &browserConn{signal: make(chan struct{}, 1), opened: make(chan struct{}), gone: make(chan struct{})}
	if err := catch(func() { c.ws = class.New(addr) }); err != nil {
		return nil, &DialError{Err: errors.New("the browser refused the address")}
	}
	c.listen()
	select {
	case <-c.opened:
		return c, nil
	case <-c.gone:
		return nil, &DialError{Err: fmt.Errorf("closed before open: %w", c.why())}
	case <-ctx.Done():
		c.Abandon()
		return nil, &DialError{Err: ctx.Err()}
	}
}

// browserConn is one socket of the browser. Its callbacks only append to a
// queue, for they run inside the browser's own task.
type browserConn struct {
	ws     js.Value
	signal chan struct{} // something is queued
	opened chan struct{}
	gone   chan struct{} // closed, by whomever

	mu      sync.Mutex
	queue   []js.Value // frames not taken yet
	err     error
	over    bool
	release []func()
}

func (c *browserConn) listen() {
	on := func(name string, f func(js.Value)) {
		fn := js.FuncOf(func(_ js.Value, args []js.Value) any {
			if len(args) > 0 {
				f(args[0])
			}
			return nil
		})
		c.ws.Call("addEventListener", name, fn)
		c.release = append(c.release, func() {
			c.ws.Call("removeEventListener", name, fn)
			fn.Release()
		})
	}
	var once sync.Once
	on("open", func(js.Value) { once.Do(func() { close(c.opened) }) })
	on("message", func(ev js.Value) {
		c.mu.Lock()
		c.queue = append(c.queue, ev.Get("data"))
		c.mu.Unlock()
		select {
		case c.signal <- struct{}{}:
		default:
		}
	})
	on("close", func(ev js.Value) {
		c.end(closedError{code: ev.Get("code").Int(), reason: redactString(ev.Get("reason").String())})
	})
	// An error event says nothing and is always followed by close.
	on("error", func(js.Value) {})
}

// end lets go of every callback. The browser may still be closing.
func (c *browserConn) end(err error) {
	c.mu.Lock()
	if c.over {
		c.mu.Unlock()
		return
	}
	c.over, c.err = true, err
	release := c.release
	c.release = nil
	c.mu.Unlock()
	for _, f := range release {
		f()
	}
	close(c.gone)
}

func (c *browserConn) why() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// closedError is what the browser tells of a close.
type closedError struct {
	code   int
	reason string
}

func (e closedError) Error() string {
	s := "closed with code " + strconv.Itoa(e.code)
	if e.reason != "" {
		s += " (" + e.reason + ")"
	}
	return s
}

func (c *browserConn) Read(ctx context.Context) ([]byte, error) {
	for {
		c.mu.Lock()
		if len(c.queue) > 0 {
			data := c.queue[0]
			c.queue[0] = js.Value{}
			if c.queue = c.queue[1:]; len(c.queue) == 0 {
				c.queue = nil
			}
			c.mu.Unlock()
			if data.Type() != js.TypeString {
				continue // servers send text only; binary has no meaning here
			}
			frame := []byte(data.String())
			if len(frame) > readLimit {
				c.shut(closeOversized)
				return nil, fmt.Errorf("read: %w", errOversized)
			}
			return frame, nil
		}
		c.mu.Unlock()
		select {
		case <-c.signal:
		case <-c.gone:
			c.mu.Lock()
			left, err := len(c.queue), c.err
			c.mu.Unlock()
			if left > 0 {
				continue
			}
			return nil, fmt.Errorf("read: %w", err)
		case <-ctx.Done():
			return nil, fmt.Errorf("read: %w", ctx.Err())
		}
	}
}

func (c *browserConn) Write(_ context.Context, message []byte) error {
	select {
	case <-c.gone:
		return fmt.Errorf("write: %w", c.why())
	default:
	}
	if err := catch(func() { c.ws.Call("send", string(message)) }); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// Close asks the browser to close and does not wait for it.
func (c *browserConn) Close() error { c.shut(1000); return nil }

// Abandon is Close: the browser knows no other way. It goes on with the closing
// handshake by itself, without any callback of ours.
func (c *browserConn) Abandon() { c.shut(1000) }

func (c *browserConn) shut(code int) {
	c.end(closedError{code: code, reason: "by us"})
	_ = catch(func() { c.ws.Call("close", code) })
}

// catch turns a JavaScript exception into an error; its text may hold the
// address, so it is not kept.
func catch(f func()) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the browser refused")
		}
	}()
	f()
	return nil
}
