package stream

import "time"

// backoff spaces attempts: full jitter over a wait that doubles, so that the
// clients of a server that comes back do not come back as one; and at least a
// second between any two attempts of a client, whatever wakes it.
type backoff struct{ last time.Time }

const attemptSpacing = time.Second

// longestAsked is how long a server's retry-after is obeyed.
const longestAsked = 5 * time.Minute

// next returns when to try again after so many failures in a row.
func (b *backoff) next(e *engine, failures int, asked time.Duration) time.Time {
	limit := e.c.opts.BackoffMax
	if failures < 16 {
		limit = min(limit, e.c.opts.BackoffMin<<failures)
	}
	at := e.now.Add(time.Duration(e.c.opts.Rand() * float64(limit)))
	if soonest := b.last.Add(attemptSpacing); at.Before(soonest) {
		// Not exactly a second later, or those that fell together stay together.
		at = soonest.Add(time.Duration(e.c.opts.Rand() * float64(limit) / 2))
	}
	if asked > 0 {
		if wait := e.now.Add(min(asked, longestAsked)); at.Before(wait) {
			at = wait.Add(time.Duration(e.c.opts.Rand() * float64(limit)))
		}
	}
	return at
}

// soonest is when a woken client may try.
func (b *backoff) soonest(now time.Time) time.Time {
	if at := b.last.Add(attemptSpacing); at.After(now) {
		return at
	}
	return now
}

// wake tries again at once, or probes what is open. A wait that the server asked for is cut short by a person only.
func (e *engine) wake(why WakeReason) {
	if e.over {
		return
	}
	for _, s := range e.sockets {
		switch s.phase {
		case Waiting:
			at := e.backoff.soonest(e.now)
			if why != WakeUser && at.Before(s.notBefore) {
				at = s.notBefore
			}
			if at.Before(s.retryAt) {
				s.retryAt = at
				if s == e.sockets[0] {
					e.c.mu.Lock()
					reason := e.c.state.Reason
					e.c.mu.Unlock()
					e.setState(State{Phase: Waiting, Until: at, Reason: reason})
				}
			}
			if !e.now.Before(s.retryAt) {
				e.dial(s)
			}
		case Open:
			if s.probe == nil {
				e.sendProbe(s, 1)
			}
		}
	}
	e.rearm = true
}

// slept handles a clock that jumped: what was asked before the jump proves
// nothing now, so everything open is probed afresh.
func (e *engine) slept() {
	for _, s := range e.sockets {
		if s.phase == Connecting {
			s.dialDue = e.now.Add(e.c.opts.DialTimeout)
		}
		s.probe = nil
	}
	for _, b := range e.order {
		if !b.due.IsZero() {
			b.due = e.now.Add(e.c.opts.AckTimeout)
		}
	}
	e.wake(WakeResumed)
}
