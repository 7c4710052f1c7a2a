package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
)

// told is what a column said last about what it misses: to everybody that nothing is missing any more, for a moment, and
// to screen readers, who do not see the gap itself, that something is.
type told struct {
	words  string
	closed bool
	serial int
	known  map[string]bool             // gaps that were told of
	failed map[string]store.ReasonCode // why they could not be filled, as was told
}

const toldFor = 8 * time.Second

// tellGaps says which gaps opened, which could not be filled and which were closed.
func (c *column) tellGaps(closed []store.Gap) {
	p, now := c.s.printer, time.Now()
	words := ""
	known, failed := make(map[string]bool, len(c.told.known)), map[string]store.ReasonCode{}
	for _, it := range c.col.Items {
		g := it.Gap
		if g == nil {
			continue
		}
		failed[g.Key] = c.told.failed[g.Key]
		if why := c.gapWhy(p, g); why != "" && failed[g.Key] != g.Reason.Code {
			failed[g.Key] = g.Reason.Code
			words = p.T("gap.title") + ": " + why
			if at := g.Reason.RetryAt; !at.IsZero() {
				words += " " + markup.NextTry(p, at, now)
			}
		}
		if g.Cause == store.CauseStart || g.Cause == store.CauseUnread {
			continue
		}
		known[g.Key] = true
		if !c.told.known[g.Key] {
			words = p.T("gap.title") + ": " + p.T("gap.cause."+string(g.Cause))
		}
	}
	c.told.known, c.told.failed = known, failed
	done := false
	var since, until time.Time
	for _, g := range closed {
		if g.Cause == store.CauseUnread {
			continue
		}
		done = true
		if since.IsZero() || !g.Since.IsZero() && g.Since.Before(since) {
			since = g.Since
		}
		if g.Until.After(until) {
			until = g.Until
		}
	}
	if done && len(known) == 0 {
		words = p.T("gap.closed")
		if !since.IsZero() && until.After(since) {
			words += " · " + markup.GapSpan(p, since, until, now)
		}
	}
	if words == "" {
		return
	}
	c.told.words, c.told.closed = words, done && len(known) == 0
	c.told.serial++
	serial := c.told.serial
	c.ctx.Dispatch(nil)
	c.ctx.After(toldFor, func(ui.Context) {
		if c.told.serial == serial {
			c.told.words = ""
		}
	})
}

// toldBar is always in the page, empty: what is put into it is read out.
func (c *column) toldBar() ui.UI {
	class := "announced"
	if !c.told.closed {
		class = "vh"
	}
	return ui.Div().Role("status").Body(ui.If(c.told.words != "", func() ui.UI {
		return ui.P().Class(class).DataSet("told", "gap").Body(icon("check"), ui.Span().Text(c.told.words))
	}))
}

// tellStorage says once that the timelines are not kept over a reload.
func (s *Session) tellStorage(n store.Notice) {
	if n != store.NoticeNone {
		s.notice(s.printer.T("notice."+string(n)), true, "", nil)
	}
}
