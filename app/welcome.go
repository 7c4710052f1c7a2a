package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// welcome is what a reader without columns sees: a field for a server, and the demo where one is offered.
type welcome struct {
	ui.Compo

	Deck *deck
	Rev  int
	Off  bool // there are columns

	host string
	err  string
}

func (w *welcome) Render() ui.UI {
	s := w.Deck.s
	p := s.printer
	return ui.Div().Class("welcome").Hidden(w.Off).Body(
		ui.Img().Src(s.asset("icons/icon.svg")).Alt("Nagare").Width(64).Height(64),
		ui.H1().Text(p.T("welcome.title")),
		ui.P().Text(p.T("welcome.lead")),
		ui.Form().Attr("novalidate", "true").OnSubmit(w.onSubmit).Body(
			ui.Label().Class("field").Body(
				ui.Span().Text(p.T("welcome.host")),
				ui.Input().ID("welcome-host").Type("text").Attr("inputmode", "url").Attr("autocapitalize", "none").Attr("spellcheck", "false").
					Placeholder(p.T("welcome.hint")).Aria("invalid", w.err != "").Value(w.host).OnInput(w.ValueTo(&w.host)),
			),
			ui.P().Class("error").Role("alert").Hidden(w.err == "").Text(w.err),
			ui.Button().Type("submit").Class("button primary").Text(p.T("welcome.go")),
			ui.Button().Type("button").Class("button").Hidden(s.Demo == "").OnClick(w.onDemo).Text(p.T("welcome.demo")),
		),
	)
}

func (w *welcome) onSubmit(ctx ui.Context, e ui.Event) {
	e.PreventDefault()
	p := w.Deck.s.printer
	origin := ParseOrigin(w.host, w.Deck.s.Demo)
	switch {
	case strings.TrimSpace(w.host) == "":
		w.err = p.T("welcome.empty")
		return
	case origin == "":
		w.err = p.T("welcome.bad")
		return
	}
	w.err = ""
	w.watch(origin)
}

func (w *welcome) onDemo(ctx ui.Context, e ui.Event) { w.watch(w.Deck.s.Demo) }

func (w *welcome) watch(origin string) {
	who := w.Deck.s.book.First(origin)
	w.Deck.add(w.Deck.ctx, store.ColumnSpec{Channel: "localTimeline", Origin: origin, AccountID: who})
	w.Deck.add(w.Deck.ctx, store.ColumnSpec{Channel: "globalTimeline", Origin: origin, AccountID: who})
}
