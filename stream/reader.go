package stream

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
)

// Reader is a bounded queue of events. When it is full the oldest messages make
// room, and a [Gap] (for a channel) or an [Overflow] (for a client) stands in
// their place with their number; a slow reader never delays others. Changes of
// state and gaps are kept, in up to twice the room; a reader that takes nothing
// through more of them than that loses the oldest of those too, within such a
// gap.
//
// One goroutine should read at a time; any may Close.
type Reader struct {
	limit   int
	onClose func(*Reader)
	client  bool // of a client, not of a channel
	ready   chan struct{}

	mu     sync.Mutex
	queue  []Event // from head on
	head   int
	ended  bool
	closed bool
}

// dropped stands in the queue for messages that had to make room.
type dropped struct {
	n            int
	since, until time.Time
}

func (*dropped) event() {}

func newReader(limit int, onClose func(*Reader)) *Reader {
	return &Reader{limit: limit, onClose: onClose, ready: make(chan struct{}, 1)}
}

// Next returns the next event. It waits for one until ctx ends, and returns an
// error that is [ErrClosed] when none will come any more.
func (r *Reader) Next(ctx context.Context) (Event, error) {
	for {
		e, ok, over := r.take()
		if ok {
			return e, nil
		}
		if over {
			r.wake() // for whoever else waits
			return nil, fmt.Errorf("next event: %w", ErrClosed)
		}
		select {
		case <-r.ready:
		case <-ctx.Done():
			return nil, fmt.Errorf("next event: %w", ctx.Err())
		}
	}
}

// TryNext returns the next event if there is one.
func (r *Reader) TryNext() (Event, bool) {
	e, ok, _ := r.take()
	return e, ok
}

// Ready is sent to when there may be something to read or the reader ended. It
// holds one wake-up: after each receive, drain with TryNext until it says false.
func (r *Reader) Ready() <-chan struct{} { return r.ready }

// Ended says whether nothing is left and nothing will come any more.
func (r *Reader) Ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return (r.ended && r.head == len(r.queue)) || r.closed
}

// All yields events until ctx or the reader ends.
func (r *Reader) All(ctx context.Context) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for {
			e, err := r.Next(ctx)
			if err != nil || !yield(e) {
				return
			}
		}
	}
}

// Close ends the reader and forgets what it holds. It does not leave the channel.
func (r *Reader) Close() {
	r.mu.Lock()
	was := r.closed
	r.closed, r.ended, r.queue, r.head = true, true, nil, 0
	r.mu.Unlock()
	r.wake()
	if !was && r.onClose != nil {
		r.onClose(r)
	}
}

// take removes the head of the queue; over says that nothing will come any more.
func (r *Reader) take() (e Event, ok, over bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.head == len(r.queue) {
		return nil, false, r.ended
	}
	e = r.queue[r.head]
	r.queue[r.head] = nil
	r.head++
	if r.head == len(r.queue) {
		r.queue, r.head = r.queue[:0], 0
	}
	if d, is := e.(*dropped); is {
		if r.client {
			return Overflow{Dropped: d.n, Since: d.since, Until: d.until}, true, false
		}
		return Gap{Cause: GapOverflow, Since: d.since.Add(-reorderSlack), Until: d.until, Dropped: d.n}, true, false
	}
	return e, true, false
}

// put adds an event and says how many had to make room.
func (r *Reader) put(e Event) (lost int) {
	r.mu.Lock()
	if r.ended {
		r.mu.Unlock()
		return 0
	}
	if n := len(r.queue) - r.head; n >= r.limit {
		if !kept(e) && n < 2*r.limit && !slices.ContainsFunc(r.queue[r.head:], droppable) {
			r.refuse(e)
			r.mu.Unlock()
			r.wake()
			return 1
		}
		lost = r.makeRoom(kept(e))
	}
	if r.head > 0 && len(r.queue) == cap(r.queue) { // reuse the room in front
		n := copy(r.queue, r.queue[r.head:])
		clear(r.queue[n:])
		r.queue, r.head = r.queue[:n], 0
	}
	r.queue = append(r.queue, e)
	r.mu.Unlock()
	r.wake()
	return lost
}

// refuse counts a message instead of taking it: what is in its way are changes of state and gaps.
func (r *Reader) refuse(e Event) {
	at := eventTime(e)
	if d, is := r.queue[len(r.queue)-1].(*dropped); is {
		d.n, d.until = d.n+1, at
		return
	}
	r.queue = append(r.queue, &dropped{n: 1, since: at, until: at})
}

// makeRoom replaces the oldest droppable event by a note of how many are gone.
// When nothing is droppable the queue may grow to twice its limit, for then it
// holds only changes of state and gaps; beyond that these go too.
func (r *Reader) makeRoom(forKept bool) (lost int) {
	for i := r.head; i < len(r.queue); i++ {
		e := r.queue[i]
		if kept(e) {
			continue
		}
		return r.drop(i, e)
	}
	if len(r.queue)-r.head < 2*r.limit && forKept {
		return 0
	}
	i := r.head
	if _, is := r.queue[i].(*dropped); is {
		i++
	}
	if i >= len(r.queue) {
		return 0
	}
	return r.drop(i, r.queue[i])
}

// drop takes the event at i out, joining it to a note of dropped ones before it.
func (r *Reader) drop(i int, e Event) int {
	at, n, fresh := eventTime(e), 1, 1
	if old, is := e.(*dropped); is { // counted before
		at, n, fresh = old.until, old.n, 0
	}
	if i > r.head {
		if d, is := r.queue[i-1].(*dropped); is {
			d.n += n
			if at.After(d.until) {
				d.until = at
			}
			copy(r.queue[r.head+1:i+1], r.queue[r.head:i])
			r.queue[r.head] = nil
			r.head++
			return fresh
		}
	}
	r.queue[i] = &dropped{n: 1, since: at, until: at}
	return 1
}

// kept says whether an event stays when room is needed.
func kept(e Event) bool {
	switch e.(type) {
	case ChannelStateChanged, StateChanged, Gap, *dropped:
		return true
	}
	return false
}

func droppable(e Event) bool { return !kept(e) }

func eventTime(e Event) time.Time {
	switch e := e.(type) {
	case Message:
		return e.At
	case NoteUpdated:
		return e.At
	case EmojiAdded:
		return e.At
	case EmojiUpdated:
		return e.At
	case EmojiDeleted:
		return e.At
	case AnnouncementCreated:
		return e.At
	case Malformed:
		return e.At
	case Unknown:
		return e.At
	case ChannelStateChanged:
		return e.To.Since
	case StateChanged:
		return e.To.Since
	case Gap:
		return e.Since
	}
	return time.Time{}
}

// end lets nothing more in; what the queue holds can still be read.
func (r *Reader) end() {
	r.mu.Lock()
	r.ended = true
	r.mu.Unlock()
	r.wake()
}

func (r *Reader) wake() {
	select {
	case r.ready <- struct{}{}:
	default:
	}
}
