package markup

import (
	"strings"
	"time"

	"nagare/app/i18n"
)

// Gap is a place in a timeline where notes are missing (design, law 3).
type Gap struct {
	Key      string
	State    string    // "open", "filling", "closed", "unfillable"
	Cause    string    // machine word, worded by the key "gap.cause."+Cause
	Since    time.Time // zero: not known
	Until    time.Time // zero: not known
	Estimate int       // 0: not known
	Why      string    // why the last try to fetch them failed, in words
	RetryAt  time.Time // when that is tried again by itself; zero: not known
}

// GapSpan words from when to when notes are missing.
func GapSpan(p i18n.Printer, since, until, now time.Time) string {
	from, to := Clock(p, since.In(now.Location()), now), Clock(p, until.In(now.Location()), now)
	if from == to {
		return p.T("gap.around", from)
	}
	return p.T("gap.span", from, to)
}

// NextTry is at what time something is tried again by itself, to the second.
func NextTry(p i18n.Printer, at, now time.Time) string {
	return p.T("column.retrying", at.In(now.Location()).Format("15:04:05"))
}

// GapRow writes the row that stands where notes are missing: since when, why, and the way to get them.
func GapRow(w *Writer, p *Page, key string, g Gap) {
	title := "gap.title"
	switch g.State {
	case "filling":
		title = "gap.filling"
	case "closed":
		title = "gap.closed"
	case "unfillable":
		title = "gap.unfillable"
	}
	words := p.Printer.T(title)
	w.Start(Article, Class("gap"), Data("gap", g.Key), Data("gap-state", g.State), Data("key", key), Tabindex(-1), Aria("label", words))
	w.Elem(Span, words, Class("gt"))
	var facts []string
	if !g.Since.IsZero() && !g.Until.IsZero() {
		facts = append(facts, GapSpan(p.Printer, g.Since, g.Until, p.Now))
	}
	if g.Estimate > 0 {
		facts = append(facts, p.Printer.N("gap.estimate", g.Estimate))
	}
	cause := p.Printer.T("gap.cause." + g.Cause)
	if strings.HasPrefix(cause, "gap.cause.") {
		cause = p.Printer.T("gap.cause.unknown")
	}
	facts = append(facts, cause)
	w.Elem(Span, strings.Join(facts, " · "), Class("gd"))
	if g.Why != "" {
		why := g.Why
		if g.RetryAt.After(p.Now) {
			why += " " + NextTry(p.Printer, g.RetryAt, p.Now)
		}
		w.Elem(Span, why, Class("gd why"))
	}
	switch g.State {
	case "open":
		w.Elem(Button, p.Printer.T("gap.fill"), Class("button small"), Data("act", "gap"), Data("arg", g.Key))
	case "filling":
		w.Elem(Button, p.Printer.T("gap.fill"), Class("button small"), Flag("disabled"))
	case "unfillable":
		w.Elem(Button, p.Printer.T("gap.again"), Class("button small"), Data("act", "gap"), Data("arg", g.Key))
	}
	w.End()
}
