package markup

import (
	"strings"
	"time"
)

// Gap is a place in a timeline where notes are missing (design, law 3).
type Gap struct {
	Key      string
	State    string    // "open", "filling", "closed", "unfillable"
	Cause    string    // machine word, worded by the key "gap.cause."+Cause
	Since    time.Time // zero: not known
	Until    time.Time // zero: not known
	Estimate int       // 0: not known
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
		facts = append(facts, p.Printer.T("gap.span", Clock(p.Printer, g.Since.In(p.Now.Location()), p.Now), Clock(p.Printer, g.Until.In(p.Now.Location()), p.Now)))
	}
	if g.Estimate > 0 {
		facts = append(facts, p.Printer.T("gap.estimate", g.Estimate))
	}
	cause := p.Printer.T("gap.cause." + g.Cause)
	if strings.HasPrefix(cause, "gap.cause.") {
		cause = p.Printer.T("gap.cause.unknown")
	}
	facts = append(facts, cause)
	w.Elem(Span, strings.Join(facts, " · "), Class("gd"))
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
