package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"nagare/app/mute"
	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// ErrNoRoom is wrapped by [Persist.Save] when the browser has no room left.
var ErrNoRoom = errors.New("the browser has no room left for timelines")

// ErrNoStorage is wrapped by [Persist] when nothing can be kept here at all.
var ErrNoStorage = errors.New("this browser keeps nothing for this page")

// ErrClosed is wrapped by what is asked of a closed hub.
var ErrClosed = errors.New("closed")

// Hub is everything live. Its methods may be called from any goroutine and never wait for a network.
type Hub struct {
	o      Options
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
	ready  chan struct{}

	mu      sync.Mutex // guards what follows and everything reached from it
	closed  bool
	st      *store.Store
	ch      store.Changes // since the last View
	nextID  store.ColumnID
	cols    map[store.ColumnID]*column
	sources map[store.Source]*source
	servers map[string]*server
	timers  map[*timer]struct{}

	hidden    bool
	paused    bool // channels were left because the page is hidden
	offline   bool
	hideTimer *timer
	lastTick  time.Time
	slept     span // the last time that the machine slept
	keep      keeper

	inboxes map[store.Source]*inbox
	talks   map[store.ColumnID]bool // conversations that changed since the last Talks
	local   mute.Rules
	muted   map[store.Source]*mute.Set // worked out
	muteRev uint64
}

// New starts a hub. Close it when done.
func New(o Options) *Hub {
	o = o.withDefaults()
	h := &Hub{
		o:       o,
		ready:   make(chan struct{}, 1),
		st:      store.New(o.Store),
		cols:    make(map[store.ColumnID]*column),
		sources: make(map[store.Source]*source),
		servers: make(map[string]*server),
		timers:  make(map[*timer]struct{}),
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.lastTick = o.Clock.Now().Round(0)
	h.mu.Lock()
	h.tick()
	h.mu.Unlock()
	return h
}

// Close leaves every channel and ends every goroutine, timer and callback of the hub, then returns.
func (h *Hub) Close() {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		h.wg.Wait()
		return
	}
	h.closed = true
	for t := range h.timers {
		t.t.Stop()
	}
	clear(h.timers)
	h.cancel()
	var clients []*stream.Client
	for _, s := range h.sources {
		if s.client != nil {
			clients = append(clients, s.client)
		}
	}
	h.mu.Unlock()
	for _, c := range clients {
		c.Close()
	}
	h.wg.Wait()
}

// Add makes a column and begins to fill it.
func (h *Hub) Add(spec store.ColumnSpec) store.ColumnID {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return 0
	}
	h.nextID++
	c := newColumn(h, h.nextID, spec)
	h.cols[c.id] = c
	h.apply(store.ColumnAdded{ID: c.id, Spec: spec, At: h.now()})
	c.start()
	return c.id
}

// Remove drops a column. What was kept of it over a reload is forgotten too.
func (h *Hub) Remove(id store.ColumnID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c := h.cols[id]; c != nil && !h.closed {
		c.end()
		delete(h.cols, id)
		h.apply(store.ColumnRemoved{ID: id})
		h.forget(c)
	}
}

// Move puts a column at another place, counted from 0.
func (h *Hub) Move(id store.ColumnID, to int) {
	h.do(func() { h.apply(store.ColumnMoved{ID: id, To: to}) })
}

// Retry does at once what would be done later, or never by itself: connect, join, fetch the first page.
func (h *Hub) Retry(id store.ColumnID) { h.with(id, (*column).retry) }

// FillGap fetches what is missing in a gap, past the pace of what is done by itself. key is Gap.Key.
func (h *Hub) FillGap(id store.ColumnID, key string) {
	h.with(id, func(c *column) { c.fillNow(key) })
}

// Older fetches the page below the oldest note. It does nothing while one is on its way or after the confirmed end.
func (h *Hub) Older(id store.ColumnID) { h.with(id, (*column).older) }

// SetVisible says which notes are within one screen of the view. Captures follow (P4.5): a note is captured while it
// is listed by any column, and released ten seconds after none lists it any more. Call it with nil when the column is
// out of view.
func (h *Hub) SetVisible(id store.ColumnID, noteIDs []string) {
	h.with(id, func(c *column) { c.setVisible(noteIDs) })
}

// MarkRead says that a column was read up to a note. Older ones than before are ignored.
func (h *Hub) MarkRead(id store.ColumnID, noteID string) {
	h.with(id, func(c *column) {
		h.apply(store.Read{Column: id, NoteID: noteID})
		h.keepSoon(c)
	})
}

// SetAnchor remembers the reading place of a column for the next start.
func (h *Hub) SetAnchor(id store.ColumnID, p store.Position) {
	h.with(id, func(c *column) {
		h.apply(store.Anchored{Column: id, At: p})
		h.keepSoon(c)
	})
}

// Ready is sent to when something changed since the last View. It holds one wake-up.
func (h *Hub) Ready() <-chan struct{} { return h.ready }

// View calls f with the store and with everything that changed since the last View. f runs under the hub's lock: it
// must not block and must not call the hub. Views it takes from the store may be kept.
func (h *Hub) View(f func(s *store.Store, ch store.Changes)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	ch := h.ch
	h.ch = store.Changes{}
	f(h.st, ch)
}

// SetTap lets every source's frames be seen, redacted, from now on; nil ends it. The taps run inside the stream's clients:
// they must be quick and must not call the hub.
func (h *Hub) SetTap(f func(src store.Source) stream.Tap) {
	h.do(func() {
		h.o.Tap = f
		for _, s := range h.sources {
			switch {
			case s.client == nil:
			case f == nil:
				s.client.SetTap(nil)
			default:
				s.client.SetTap(f(s.key))
			}
		}
	})
}

// do runs f under the lock unless the hub is closed.
func (h *Hub) do(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		f()
	}
}

func (h *Hub) with(id store.ColumnID, f func(*column)) {
	h.do(func() {
		if c := h.cols[id]; c != nil {
			f(c)
		}
	})
}

// apply changes the store and wakes whoever draws it. The lock is held, as in every method below.
func (h *Hub) apply(e store.Event) store.Changes {
	ch := h.st.Apply(e)
	if ch.Empty() {
		return ch
	}
	if h.o.Persist != nil {
		for id, cc := range ch.Columns {
			if c := h.cols[id]; c != nil && cc.Items {
				h.keepSoon(c)
			}
		}
	}
	h.ch.Merge(ch)
	select {
	case h.ready <- struct{}{}:
	default:
	}
	return ch
}

func (h *Hub) now() time.Time { return h.o.Clock.Now() }

// timer is a call that comes later, under the lock, unless it is stopped before.
type timer struct {
	h *Hub
	t stream.Timer
}

// after calls f under the lock after d.
func (h *Hub) after(d time.Duration, f func()) *timer {
	t := &timer{h: h}
	h.timers[t] = struct{}{}
	t.t = h.o.Clock.AfterFunc(d, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if _, ok := h.timers[t]; ok {
			delete(h.timers, t)
			f()
		}
	})
	return t
}

// stop takes the call back. A nil timer is fine.
func (t *timer) stop() {
	if t != nil {
		if _, ok := t.h.timers[t]; ok {
			delete(t.h.timers, t)
			t.t.Stop()
		}
	}
}

// waiting says whether the call is still to come.
func (t *timer) waiting() bool {
	if t == nil {
		return false
	}
	_, ok := t.h.timers[t]
	return ok
}

// background runs f without the lock and then what it returns with it, unless ctx or the hub ended in between.
func (h *Hub) background(ctx context.Context, f func(ctx context.Context) (then func())) {
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		then := f(ctx)
		h.mu.Lock()
		defer h.mu.Unlock()
		if then != nil && ctx.Err() == nil && !h.closed {
			then()
		}
	}()
}

// reap closes a stream client, which waits for its goroutine and so must not happen under the lock.
func (h *Hub) reap(c *stream.Client) {
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		c.Close()
	}()
}

// sleep waits on the hub's clock; it is what API values wait with.
func (h *Hub) sleep(ctx context.Context, d time.Duration) error {
	done := make(chan struct{})
	t := h.o.Clock.AfterFunc(d, func() { close(done) })
	defer t.Stop()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Call calls an endpoint of a source's server in the viewer's name, as somebody waits for it (see misskey.API.Call).
func (h *Hub) Call(ctx context.Context, src store.Source, endpoint string, params, out any) error {
	api := h.API(src)
	if api == nil {
		return ErrClosed
	}
	return api.Call(ctx, endpoint, params, out)
}

// API returns what calls a source's server in the viewer's name; nil when the hub is closed. It shares the limits of the
// hub's own calls.
func (h *Hub) API(src store.Source) *misskey.API {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil
	}
	return h.source(src).api
}
