package stream

import "time"

// Clock is where the client gets its time. Tests replace it; everything that
// waits in this package waits on it.
type Clock interface {
	// Now returns the present moment.
	Now() time.Time
	// AfterFunc calls f once after d, on a goroutine of its own or the one that
	// moves the clock.
	AfterFunc(d time.Duration, f func()) Timer
}

// Timer is a pending call of [Clock]. It is an alias so that clocks of other
// packages need not import this one.
type Timer = interface {
	// Stop cancels the call and says whether it was still pending.
	Stop() bool
}

type systemClock struct{}

func (systemClock) Now() time.Time                            { return time.Now() }
func (systemClock) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }
