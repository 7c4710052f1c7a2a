package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
)

// pageFrame is what every page over the deck looks like: a bar with the way back, a heading and the server, and the content
// below. Its heading gets the focus when the page opens. Escape leads back too (web/page.js).
func (s *Session) pageFrame(class, title, sub string, state ui.UI, body ...ui.UI) ui.UI {
	p := s.printer
	return ui.Div().Class("pageframe").Class(class).Body(
		ui.Header().Class("pagehead").Body(
			ui.Button().Class("iconbutton").DataSet("do", "back").Title(p.T("page.back")).Aria("label", p.T("page.back")).OnClick(s.onBack).Body(icon("chevron-left")),
			ui.Div().Class("titles").Body(
				ui.H1().ID("page-title").TabIndex(-1).Text(title),
				ui.Span().Class("host").Text(sub),
			),
			ui.Div().Class("pagestate").Body(state),
		),
		ui.Main().Class("pagebody").Aria("labelledby", "page-title").Body(body...),
	)
}

// entered gives the focus to a page that has just opened, and the window its name.
func (s *Session) entered(title string) {
	s.titled(title)
	if el := ui.Window().GetElementByID("page-title"); el.Truthy() {
		el.Call("focus", map[string]any{"preventScroll": true})
	}
}

// titled names the window.
func (s *Session) titled(title string) {
	if title != "" {
		title += " – "
	}
	s.title = title
	s.retitle()
}

// retitle also tells how much is unread.
func (s *Session) retitle() {
	unread := ""
	if s.unread > 0 {
		unread = "(" + markup.Count(s.unread) + ") "
	}
	ui.Window().Get("document").Set("title", unread+s.title+"Nagare 流れ")
}

func (s *Session) onBack(ctx ui.Context, e ui.Event) { s.back() }

// back goes where the reader came from, or to the deck when that was not one of our pages.
func (s *Session) back() { ui.Window().Call("nagareBack", s.href("/")) }
