package live

import (
	"time"

	"nagare/stream"
)

// span is a stretch of time.
type span struct{ from, to time.Time }

const (
	tickEvery = 5 * time.Second
	// A page whose timers come later than this slept: browsers let those of a hidden one come once a minute.
	lateShown, lateHidden = 6 * tickEvery, 90 * time.Second
	// What sleep did to a socket is known soon after: it is probed at once.
	wokeFor = time.Minute
)

// noticeSleep looks whether the machine slept, or the browser froze the page, since the last tick. It goes by the time of
// day: other clocks may stand still meanwhile.
func (h *Hub) noticeSleep() {
	was, now := h.lastTick, h.now().Round(0)
	h.lastTick = now
	late := lateShown
	if h.hidden {
		late = lateHidden
	}
	if now.Sub(was) <= late {
		return
	}
	h.slept = span{was, now}
	if !h.hidden {
		h.wake(stream.WakeResumed)
	}
}

// sleptThrough says whether a connection of which nothing was heard since a moment was lost to sleep. The word of its end
// may come before the next tick.
func (h *Hub) sleptThrough(since time.Time) bool {
	h.noticeSleep()
	woke := h.slept.to
	return !woke.IsZero() && h.lastTick.Sub(woke) < wokeFor && since.Round(0).Add(swapTime).Before(woke)
}
