package misskey

import (
	"context"
	"sync"
	"time"
)

// Priority orders the calls that wait at a [Limiter].
type Priority uint8

const (
	// Interactive is what somebody waits for: the default.
	Interactive Priority = iota
	// Visible is what fills the screen without having been asked for: first pages, repairs of visible notes.
	Visible
	// Background is all the rest: filling gaps, emoji tables, counters.
	Background
)

type priorityKey struct{}

// WithPriority gives the calls made with the context a priority. Without it they are [Interactive].
func WithPriority(ctx context.Context, p Priority) context.Context {
	return context.WithValue(ctx, priorityKey{}, p)
}

func priorityOf(ctx context.Context) Priority {
	p, _ := ctx.Value(priorityKey{}).(Priority)
	return min(p, Background)
}

// Limiter bounds how many calls to one origin are under way. Waiting calls leave by priority, then in order of arrival;
// background calls never take the last places, so what a person does never waits for a gap to be filled. It also
// remembers the server's rate limits: until one is over, background calls to that endpoint wait and others fail at once
// with [FaultRateLimited], without asking the server again. The zero value is ready to use; a nil *Limiter limits nothing.
type Limiter struct {
	Max        int // calls under way; zero: 6, as many as a browser opens to one host over HTTP/1
	Background int // of them background calls; zero: 2

	mu      sync.Mutex
	running int
	low     int // of them background
	queue   [3][]*waiter
	blocked map[string]time.Time
}

type waiter struct {
	ready chan struct{} // closed when its turn came
}

// acquire waits for a place. release must be called once when err is nil.
func (l *Limiter) acquire(ctx context.Context, key string, a *API) (release func(), err error) {
	if l == nil {
		return func() {}, ctx.Err()
	}
	p := priorityOf(ctx)
	for {
		wait := l.blockedFor(key, a.now())
		if wait <= 0 {
			break
		}
		if p != Background {
			return nil, &Error{Fault: FaultRateLimited, Status: 429, Code: CodeRateLimit, RetryAfter: wait,
				Message: "the server's rate limit is not over yet"}
		}
		if err := a.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
	l.mu.Lock()
	w := &waiter{make(chan struct{})}
	l.queue[p] = append(l.queue[p], w)
	l.dispatch()
	l.mu.Unlock()
	select {
	case <-w.ready:
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		select {
		case <-w.ready: // it came at the same moment: give it back
			l.done(p)
		default:
			for i, o := range l.queue[p] {
				if o == w {
					l.queue[p] = append(l.queue[p][:i], l.queue[p][i+1:]...)
					break
				}
			}
		}
		return nil, ctx.Err()
	}
	return func() {
		l.mu.Lock()
		l.done(p)
		l.mu.Unlock()
	}, nil
}

// dispatch lets as many waiters go as there are places. The lock is held.
func (l *Limiter) dispatch() {
	most, lows := l.Max, l.Background
	if most <= 0 {
		most = 6
	}
	if lows <= 0 {
		lows = 2
	}
	lows = min(lows, max(most-1, 1))
	for l.running < most {
		p := Interactive
		for p <= Background && (len(l.queue[p]) == 0 || p == Background && l.low >= lows) {
			p++
		}
		if p > Background {
			return
		}
		w := l.queue[p][0]
		l.queue[p] = l.queue[p][1:]
		l.running++
		if p == Background {
			l.low++
		}
		close(w.ready)
	}
}

func (l *Limiter) done(p Priority) {
	l.running--
	if p == Background {
		l.low--
	}
	l.dispatch()
}

// block remembers a rate limit.
func (l *Limiter) block(key string, until time.Time) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.blocked == nil {
		l.blocked = make(map[string]time.Time)
	}
	if until.After(l.blocked[key]) {
		l.blocked[key] = until
	}
}

// blockedFor returns how much of a rate limit is left, and forgets those that are over.
func (l *Limiter) blockedFor(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	for k, until := range l.blocked {
		if !now.Before(until) {
			delete(l.blocked, k)
		}
	}
	until, ok := l.blocked[key]
	if !ok {
		return 0
	}
	return until.Sub(now)
}
