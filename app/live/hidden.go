package live

import (
	"time"

	"nagare/app/store"
	"nagare/stream"
)

// Hidden says whether the page is hidden. After five minutes of hiding the channels are left, main ones excepted; the
// way back is a gap.
func (h *Hub) Hidden(hidden bool) {
	h.do(func() {
		if hidden == h.hidden {
			return
		}
		h.hidden = hidden
		h.hideTimer.stop()
		if hidden {
			h.keepNow() // the page may never come back
			if h.o.HiddenAfter > 0 {
				h.hideTimer = h.after(h.o.HiddenAfter, h.pause)
			}
			return
		}
		if h.paused {
			h.resume()
		}
		h.wake(stream.WakeVisible)
	})
}

// Stay chooses whether a column goes on however long the page is hidden, as far as the browser lets it.
func (h *Hub) Stay(id store.ColumnID, stays bool) {
	h.do(func() {
		if c := h.cols[id]; c != nil {
			c.spec.Stays = stays
			h.apply(store.ColumnStays{ID: id, Stays: stays})
			h.wakeView()
		}
	})
}

// pause leaves what nobody looks at.
func (h *Hub) pause() {
	h.paused = true
	for _, s := range h.sources {
		for _, c := range s.columns() {
			if c.spec.Stays || c.spec.Channel == "main" || c.ch == nil && c.hasChannel {
				continue
			}
			c.poll.stop()
			c.page.stop()
			if c.ch != nil {
				c.leave(store.CauseHidden)
			} else {
				c.gap(store.CauseHidden, time.Time{}, store.Reason{})
			}
			c.derive()
		}
		s.idle()
	}
}

// resume takes up again what was left.
func (h *Hub) resume() {
	h.paused = false
	for _, id := range h.st.Columns() {
		c := h.cols[id]
		if c == nil || c.src.api == nil {
			continue
		}
		c.join()
		switch {
		case !c.hasTimeline:
		case !c.hasChannel:
			c.poll.soon(0)
		case !c.chState.Delivering():
			c.page.first() // the socket takes a moment
		}
		c.derive()
	}
	for _, s := range h.sources {
		s.shelves(func(c *column) {
			c.src.connect()
			c.derive()
		})
		if s.client != nil {
			h.after(2*time.Second, s.repairs.all)
		}
	}
}
