package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Client is one account's, or nobody's, connection to one server. Create it
// with [Dial]. Its methods may be called from any goroutine.
type Client struct {
	opts   Options
	origin string // ws or wss, without a slash at the end
	ctx    context.Context
	cancel context.CancelFunc
	in     inbox
	done   chan struct{} // closed when run and all it started have ended
	keys   atomic.Uint64

	mu    sync.Mutex // guards what follows: snapshots for other goroutines
	state State
	stats figures

	eng engine // owned by run
}

// Dial checks origin and options, starts the one owning goroutine and returns
// at once; connecting, re-connecting and re-joining go on until Close or the end
// of ctx. It returns an error only for unusable arguments.
//
// The origin is that of the server's web pages, such as https://misskey.example;
// it may have a path. Scheme http means an unencrypted socket.
func Dial(ctx context.Context, origin string, o *Options) (*Client, error) {
	base, err := socketBase(origin)
	if err != nil {
		return nil, err
	}
	c := &Client{opts: o.withDefaults(), origin: base, done: make(chan struct{})}
	if c.opts.BackoffMin < 0 || c.opts.BackoffMax < c.opts.BackoffMin {
		return nil, errors.New("dial: BackoffMin and BackoffMax are not in order")
	}
	c.ctx, c.cancel = context.WithCancel(ctx)
	c.in.init()
	c.state = State{Phase: Connecting, Since: c.opts.Clock.Now()}
	c.eng.init(c)
	go c.run()
	return c, nil
}

// socketBase turns the origin of a server into that of its sockets (P1.1).
func socketBase(origin string) (string, error) {
	u, err := url.Parse(origin)
	if err != nil {
		return "", errors.New("dial: the origin is not a URL; it looks like https://misskey.example")
	}
	switch u.Scheme {
	case "https", "wss":
		u.Scheme = "wss"
	case "http", "ws":
		u.Scheme = "ws"
	default:
		return "", errors.New("dial: the origin must begin with https:// or http://")
	}
	if u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" {
		return "", fmt.Errorf("dial: the origin must be a scheme, a host and at most a path, such as https://misskey.example")
	}
	return u.Scheme + "://" + u.Host + strings.TrimRight(u.EscapedPath(), "/"), nil
}

// url is the address of one attempt. The cache buster is new for each, because
// a proxy may have cached an error page under the last one (P1.1, P10.2).
func (c *Client) url(now time.Time) string {
	s := c.origin + "/streaming?"
	if c.opts.Token != "" {
		s += "i=" + url.QueryEscape(c.opts.Token) + "&"
	}
	return s + "_t=" + strconv.FormatInt(now.UnixMilli(), 10)
}

// Close ends the client: every channel is Left, every reader ends after what it
// still holds. It returns when no goroutine, timer or JavaScript callback of the
// client is left, at most a moment later. Closing twice is fine.
func (c *Client) Close() error {
	c.cancel()
	<-c.done
	return nil
}

// Done is closed when the client has ended: by Close, the end of its context, or
// a token that is dead. State().Reason says which.
func (c *Client) Done() <-chan struct{} { return c.done }

// State returns the client's state. A reader of [Client.Events] is told of every
// change.
func (c *Client) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// Stats returns the client's figures.
func (c *Client) Stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats.export()
}

// Events returns a new, independent reader of the client's own events: changes
// of state, note updates, broadcasts, malformed and unknown frames, from now on.
// Where things stand is what [Client.State] says, asked afterwards: a client may
// be open before anybody reads. Close it when done.
func (c *Client) Events() *Reader {
	r := newReader(c.opts.QueueSize, func(r *Reader) { c.post(func() { c.eng.dropEvents(r) }) })
	r.client = true
	if !c.post(func() { c.eng.addEvents(r) }) {
		r.end()
	}
	return r
}

// SetTap puts another tap in the place of that of [Options], or of the one
// before; nil takes it away, and with it what a tap costs. It sees what passes
// from now on, and first a Frame of DirEvent for every channel that stands on an
// open socket, {"kind":"joined","channel","id","params"}: the frames that asked
// for them are past. A closed client takes no tap.
func (c *Client) SetTap(t Tap) { c.post(func() { c.eng.setTap(t) }) }

// JoinOptions shape one channel. Nil and the zero value are fine.
type JoinOptions struct {
	// QueueSize is the room of the channel's reader. Zero means that of [Options].
	QueueSize int
	// Order places the channel among the others when they are joined again after
	// a reconnect, lowest first. Zero means after main, in the order of joining.
	Order int
}

// Join asks for a channel and returns at once; the channel is asked for on every
// socket until it is left. Equal specs, and all specs of a shared channel (P3.1),
// share one place on the wire. An error means an unusable spec or a closed client.
func (c *Client) Join(spec ChannelSpec, o *JoinOptions) (*Channel, error) {
	spec, err := spec.normal()
	if err != nil {
		return nil, err
	}
	var jo JoinOptions
	if o != nil {
		jo = *o
	}
	if jo.QueueSize <= 0 {
		jo.QueueSize = c.opts.QueueSize
	}
	ch := &Channel{client: c, key: c.keys.Add(1), spec: spec, order: jo.Order,
		state: ChannelState{Phase: Requested, Since: c.opts.Clock.Now()}}
	ch.reader = newReader(jo.QueueSize, nil)
	if !c.post(func() { c.eng.join(ch) }) {
		return nil, fmt.Errorf("join %s: %w", spec.Name, ErrClosed)
	}
	return ch, nil
}

// Capture asks for updates of these notes (P4) until each is released as often
// as it was captured. Updates arrive at the readers of [Client.Events]. Captures
// are sent again on every socket, gathered and paced, so thousands may be asked
// for at once; some forks keep only the newest 512 (P2.4).
func (c *Client) Capture(ids ...string) { c.count(ids, +1) }

// Release undoes one Capture of each note; more is ignored.
func (c *Client) Release(ids ...string) { c.count(ids, -1) }

func (c *Client) count(ids []string, by int) {
	if len(ids) == 0 {
		return
	}
	ids = append([]string(nil), ids...)
	c.post(func() { c.eng.capture(ids, by) })
}

// WakeReason is why a client is woken.
type WakeReason uint8

// The reasons to wake a client. All but WakeUser are equal to it.
const (
	WakeOnline  WakeReason = iota // the network is back
	WakeVisible                   // the page is visible again
	WakeResumed                   // the machine slept
	WakeUser                      // somebody pressed a button
)

// Wake makes the client look at once: a waiting one tries again (at most one
// attempt per second), an open one probes its sockets. A wait that the server
// asked for (Retry-After, up to five minutes) only [WakeUser] cuts short.
func (c *Client) Wake(why WakeReason) { c.post(func() { c.eng.wake(why) }) }

// Send sends one message that is not for a channel, such as readNotification
// (P2.5, P2.8), on the first socket. It fails with [ErrNotOpen] when that is not
// open; nothing is queued.
func (c *Client) Send(ctx context.Context, typ string, body any) error {
	raw, err := messageBody(body)
	if err != nil {
		return fmt.Errorf("send %s: %w", typ, err)
	}
	return c.ask(ctx, "send "+typ, func() error { return c.eng.sendTop(typ, raw) })
}

// ReadNotifications marks all notifications as read (P2.5).
func (c *Client) ReadNotifications(ctx context.Context) error {
	return c.Send(ctx, "readNotification", nil)
}

// ask runs f on the owning goroutine and waits for its answer.
func (c *Client) ask(ctx context.Context, what string, f func() error) error {
	answer := make(chan error, 1)
	if !c.post(func() { answer <- f() }) {
		return fmt.Errorf("%s: %w", what, ErrClosed)
	}
	var err error
	select {
	case err = <-answer:
	case <-ctx.Done():
		err = ctx.Err()
	case <-c.done:
		err = ErrClosed
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// post hands f to the owning goroutine; it says false when that has ended.
func (c *Client) post(f func()) bool { return c.in.put(item{fn: f}) }

// messageBody is what stands after "body": never nothing, because newer servers
// drop messages without one (P1.6).
func messageBody(body any) (json.RawMessage, error) {
	if body == nil {
		return json.RawMessage("{}"), nil
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	return raw, nil
}
