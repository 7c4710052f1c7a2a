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

func (m *missing) CompoID() string { return "missing" }

func (m *missing) OnMount(ctx ui.Context) { m.s.entered(m.s.printer.T("app.notfound")) }

func (m *missing) Render() ui.UI {
	p := m.s.printer
	return m.s.pageFrame("missing", p.T("app.notfound"), "", nil,
		ui.Div().Class("blank").Body(
			icon("question-mark"),
			ui.A().Class("button primary").Href(m.s.href("/")).Text(p.T("app.notfound.go")),
		),
	)
}
