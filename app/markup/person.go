package markup

import (
	"strconv"
	"time"

	"nagare/stream/misskey"
)

// Person writes somebody as a row of a list: who they are, when they did something, and their reaction if it was one.
func Person(w *Writer, p *Page, key string, u *misskey.User, at time.Time, r *Reaction) {
	w.Start(Div, Class("person"), Data("key", key), Tabindex(-1))
	avatar(w, p, u)
	w.Start(Div, Class("body"))
	if u == nil {
		w.Elem(Span, p.Printer.T("note.noauthor"), Class("name"))
	} else {
		w.Start(A, append([]Attr{Class("name")}, card(p, u)...)...)
		names(w, p, u, u.DisplayName())
		w.End()
		w.Elem(Span, u.Acct(), Class("acct"))
	}
	w.End()
	if r != nil {
		w.Start(Span, Class("with"), Title(ReactionName(r.Key)))
		if img, ok := p.pillEmoji(*r); ok {
			w.Emoji(img, ReactionName(r.Key))
		} else {
			w.Elem(Span, glyph(r.Key), Class("uni"))
		}
		w.End()
	}
	w.Start(Span, Class("at"))
	timeTag(w, p.Printer, at, p.Now)
	w.End().End()
}

// Tab is one of several lists to choose from.
type Tab struct {
	Name  string // data-arg
	Words string
	Count int // -1: not known
}

// Tabs writes the choice between lists.
func Tabs(w *Writer, key, label string, tabs []Tab, chosen string) {
	w.Start(Div, Class("tabs"), Data("key", key), Role("group"), Aria("label", label))
	for _, t := range tabs {
		w.Start(Button, Class("tabbutton"), Data("act", "tab"), Data("arg", t.Name), Aria("pressed", strconv.FormatBool(t.Name == chosen))).Text(t.Words)
		if t.Count >= 0 {
			w.Text(" ").Elem(Span, Count(t.Count), Class("n"))
		}
		w.End()
	}
	w.End()
}

// More writes a row that is a button, or says what it waits for or why there is nothing.
func More(w *Writer, key, words string, depth int, busy, button bool) {
	w.Start(Div, Class("more-row"), Role("article"), Data("key", key), indent(depth), If(busy, Aria("busy", "true")))
	if button && !busy {
		w.Elem(Button, words, Class("button small"), Data("act", "more"))
	} else {
		w.Elem(Span, words, Class("muted"))
	}
	w.End()
}
