package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"syscall/js"
	"time"
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

// browserConn is one socket of the browser. A call from JavaScript into Go costs
// ten microseconds and a string as much (W4), so messages make no call: the
// listener is an array's own push, and Go empties the array in one go, all
// frames in one buffer. Go is called for the first message after a silence only.
type browserConn struct {
	ws     js.Value
	queue  js.Value // of message events
	texts  js.Value // of what is being taken out; as text it is all of them with gaps between
	gather js.Value // puts an array's elements into texts
	push   js.Value // the listener that fills it
	dataOf js.Value // event → its data
	words  js.Value // an array of texts alone, and what makes an array of one text of it
	text   js.Value
	once   js.Value // option: called once
	encode js.Value // array of a text and bytes → how much was written there as UTF-8
	bytes  js.Value
	first  js.Func // called for the first message after a silence
	armed  bool    // it is listening
	signal chan struct{}
	opened chan struct{}
	gone   chan struct{} // closed, by whomever

	// Of the goroutine that reads.
	frames  [][]byte
	scratch []byte
	batch   int // how many messages to take at a time
	drained time.Time
	last    time.Time // when messages were last taken

	mu      sync.Mutex
	err     error
	over    bool
	release []func()
}

const (
	// frameGap parts the frames in the one buffer. JSON has no such character.
	frameGap = "\x00"
	// batchFrames bounds how many frames are taken out at a time.
	batchFrames = 64
	// batchBytes is about how much is taken out at a time. The text of a batch must
	// not be one of V8's large objects (128 kB, two bytes a character): those get
	// pages of their own from the system, and taking 30 frames costs three times as
	// much as twice 15.
	batchBytes = 32 << 10
	// scratchRoom is where a batch of usual frames fits.
	scratchRoom = 4 * batchBytes
	// shelfRoom is how much memory frames of a batch share.
	shelfRoom = 8 << 10
	// breather is how long to let messages gather when they come in a stream.
	breather = 8 * time.Millisecond
	lull     = 30 * time.Millisecond // after one like this the next message is no stream
)

// listen puts the listeners on. Everything on JavaScript's side is built of
// what is there: a page's policy forbids making functions from text.
func (c *browserConn) listen() {
	global := js.Global()
	function, array := global.Get("Function").Get("prototype"), global.Get("Array")
	call, apply := function.Get("call"), function.Get("apply")
	getter := global.Get("Object").Call("getOwnPropertyDescriptor", global.Get("MessageEvent").Get("prototype"), "data").Get("get")
	c.dataOf = call.Call("bind", getter)
	encoder := global.Get("TextEncoder").New()
	// encodeInto takes a third of the time of encode, which copies the text first.
	c.encode = apply.Call("bind", encoder.Get("encodeInto"), encoder)
	c.room(scratchRoom)
	c.batch = batchFrames / 4
	c.queue, c.texts = array.New(), array.New()
	c.push = c.queue.Get("push").Call("bind", c.queue)
	c.gather = apply.Call("bind", c.queue.Get("push"), c.texts)
	c.texts.Set("join", c.texts.Get("join").Call("bind", c.texts, frameGap)) // which String asks for
	c.words, c.text = array.Call("of", c.texts), global.Get("String")
	c.once = global.Get("Object").New()
	c.once.Set("once", true)
	c.ws.Call("addEventListener", "message", c.push)
	c.release = append(c.release, func() { c.ws.Call("removeEventListener", "message", c.push) })

	on := func(name string, f func(js.Value)) js.Func {
		fn := js.FuncOf(func(_ js.Value, args []js.Value) any {
			if len(args) > 0 {
				f(args[0])
			}
			return nil
		})
		c.release = append(c.release, func() {
			c.ws.Call("removeEventListener", name, fn)
			fn.Release()
		})
		return fn
	}
	var once sync.Once
	c.ws.Call("addEventListener", "open", on("open", func(js.Value) { once.Do(func() { close(c.opened) }) }))
	// An error event says nothing and is always followed by close.
	c.ws.Call("addEventListener", "close", on("close", func(ev js.Value) {
		c.end(closedError{code: ev.Get("code").Int(), reason: redactString(ev.Get("reason").String())})
	}))
	c.first = on("message", func(js.Value) {
		c.mu.Lock()
		c.armed = false
		c.mu.Unlock()
		select {
		case c.signal <- struct{}{}:
		default:
		}
	})
}

// arm asks for a call at the next message.
func (c *browserConn) arm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.armed && !c.over {
		c.armed = true
		c.ws.Call("addEventListener", "message", c.first, c.once)
	}
}

// drain takes messages out of the array, and says whether there were any.
func (c *browserConn) drain() bool {
	waiting := c.queue.Get("length").Int()
	if waiting == 0 {
		return false
	}
	args := c.queue.Call("splice", 0, c.batch).Call("map", c.dataOf)
	if waiting > 1 {
		c.gather.Invoke(args)
		// The string of them stays on JavaScript's side: passing it through Go would cost a search for it among all that Go
		// has hold of.
		args = c.words.Call("map", c.text)
		c.texts.Set("length", 0)
	}
	args.Call("push", c.bytes)
	n := c.encode.Invoke(args).Get("written").Int()
	for n > len(c.scratch)-4 { // it may have stopped for want of room
		c.room(2 * len(c.scratch))
		args.SetIndex(1, c.bytes)
		n = c.encode.Invoke(args).Get("written").Int()
	}
	all := c.scratch[:n]
	js.CopyBytesToGo(all, c.bytes)
	c.frames = c.frames[:0]
	var shelf []byte
	for more := true; more; {
		var frame []byte
		frame, all, more = bytes.Cut(all, []byte(frameGap))
		if len(frame) > cap(shelf)-len(shelf) {
			// Not all in one piece, so that a frame that is kept does not keep a whole batch.
			shelf = make([]byte, 0, max(len(frame), min(len(frame)+len(all), shelfRoom)))
		}
		at := len(shelf)
		shelf = append(shelf, frame...)
		c.frames = append(c.frames, shelf[at:len(shelf):len(shelf)])
	}
	c.batch = min(max(1, batchBytes*len(c.frames)/max(1, n)), batchFrames) // of such frames
	if len(c.scratch) > 8*scratchRoom {
		c.room(scratchRoom) // one huge batch need not be remembered
	}
	return true
}

// room makes the buffers on both sides n bytes long.
func (c *browserConn) room(n int) {
	c.scratch = make([]byte, n)
	c.bytes = js.Global().Get("Uint8Array").New(n)
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
		if len(c.frames) > 0 {
			frame := c.frames[0]
			c.frames[0] = nil
			c.frames = c.frames[1:]
			if len(frame) > readLimit {
				c.shut(closeOversized)
				return nil, fmt.Errorf("read: %w", errOversized)
			}
			return frame, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		if time.Since(c.drained) >= breather {
			if asked := c.batch; c.drain() {
				c.drained = time.Time{}
				if now := time.Now(); len(c.frames) < asked { // else more are waiting
					if len(c.frames) > 1 || now.Sub(c.last) < lull {
						c.drained = now
					}
					c.last = now
				}
				continue
			}
			select {
			case <-c.gone:
				return nil, fmt.Errorf("read: %w", c.why())
			default:
			}
			c.arm() // nothing can come in between: Go has not let go since drain
			select {
			case <-c.signal:
			case <-c.gone:
				c.drained = time.Time{}
			case <-ctx.Done():
			}
			continue
		}
		// They come in a stream: let some gather, and take them without a call.
		rest := time.NewTimer(breather - time.Since(c.drained))
		select {
		case <-rest.C:
		case <-c.gone:
			c.drained = time.Time{}
		case <-ctx.Done():
		}
		rest.Stop()
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
