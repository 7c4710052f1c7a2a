package stream

import "sync"

// item is one thing for the owning goroutine to look at: a call, or news of a
// socket.
type item struct {
	fn     func()
	socket *socket
	gen    int // of the socket's attempt the news is about
	kind   itemKind
	frame  []byte
	conn   Conn
	err    error
}

type itemKind uint8

const (
	itemCall itemKind = iota
	itemDialed
	itemFrame
	itemLost
)

// inbox is the one way into the owning goroutine. Putting never blocks, for the
// reader of a browser's socket must not (W6). It is bounded all the same: calls
// are as many as callers make, and frames beyond the limit are refused, which
// ends their socket and so becomes a gap.
type inbox struct {
	wake chan struct{}

	mu     sync.Mutex
	items  []item
	bytes  int
	closed bool
}

// inboxBytes is how much may wait for the owning goroutine, which never blocks:
// more than this means that the whole program stands still.
const inboxBytes = 64 << 20

func (b *inbox) init() { b.wake = make(chan struct{}, 1) }

// put adds an item; false means that it was refused.
func (b *inbox) put(it item) bool {
	b.mu.Lock()
	if b.closed || (it.kind == itemFrame && b.bytes+len(it.frame) > inboxBytes) {
		b.mu.Unlock()
		return false
	}
	b.items = append(b.items, it)
	b.bytes += len(it.frame)
	b.mu.Unlock()
	b.signal()
	return true
}

func (b *inbox) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// take swaps what waits for an empty slice to fill.
func (b *inbox) take(empty []item) []item {
	b.mu.Lock()
	defer b.mu.Unlock()
	full := b.items
	b.items, b.bytes = empty, 0
	return full
}

// close lets nothing more in and returns what is left.
func (b *inbox) close() []item {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	full := b.items
	b.items = nil
	return full
}
