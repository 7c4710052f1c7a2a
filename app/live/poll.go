package live

import (
	"context"
	"time"

	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// poller asks for the newest page now and then: for timelines without a channel, and where no socket opens although HTTP
// works (P10.2). It is silent while the page is hidden.
type poller struct {
	c     *column
	timer *timer
	busy  bool
	ok    bool // it works, and nothing better does
}

func (p *poller) stop() {
	p.timer.stop()
	p.ok = false
}

func (p *poller) soon(d time.Duration) {
	p.timer.stop()
	p.timer = p.c.h.after(d, p.ask)
}

// hurry asks at once if it was going to ask at all.
func (p *poller) hurry() {
	if p.timer.waiting() {
		p.soon(0)
	}
}

func (p *poller) ask() {
	c, h := p.c, p.c.h
	if p.busy || c.chState.Delivering() || h.paused {
		return
	}
	if h.hidden {
		p.soon(h.o.PollEvery)
		return
	}
	p.busy = true
	seq, api := h.st.Seq(), c.src.api
	h.background(c.ctx, func(ctx context.Context) func() {
		got, err := c.fetch(ctx, api, misskey.Page{Limit: firstPage}, misskey.Visible)
		return func() {
			p.busy = false
			if c.chState.Delivering() {
				return // the socket opened in between; its own page follows
			}
			if err != nil {
				p.ok, c.page.ok, c.page.fail = false, false, c.reason(err)
			} else {
				p.ok, c.page.ok, c.page.fail = true, true, store.Reason{}
				c.merge(store.PageFetched{Column: c.id, Notes: got.notes, Exhausted: got.exhausted, Asked: seq,
					Rest: store.CausePolling, At: h.now()})
				c.src.fill.run()
				if c.src.client != nil {
					c.src.client.Wake(stream.WakeOnline) // the server answers: no reason to wait for the next attempt
				}
			}
			p.soon(h.o.PollEvery)
			c.derive()
		}
	})
}
