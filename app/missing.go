package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// missing is the page for an address that means nothing.
type missing struct {
	ui.Compo
	s *Session
}

func newMissing(s *Session) *missing { return &missing{s: s} }

func (m *missing) OnMount(ctx ui.Context) {
	m.s.start()
	m.s.watchAlive(ctx)
	mark("nagare:mounted")
}

func (m *missing) Render() ui.UI {
	p := m.s.printer
	return ui.Div().Class("app").Body(
		ui.Main().Class("page").Body(
			ui.Div().Class("blank").Body(
				icon("question-mark"),
				ui.H1().Text(p.T("app.notfound")),
				ui.A().Class("button primary").Href(m.s.href("/")).Text(p.T("app.notfound.go")),
			),
		),
	)
}
