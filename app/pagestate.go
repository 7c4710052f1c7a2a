package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// pageState is how far a page has come.
type pageState string

const (
	pageLoading  pageState = "loading"
	pageHere     pageState = "here"
	pageMissing  pageState = "missing"   // there is no such thing, or not for this viewer
	pageHidden   pageState = "hidden"    // the server or the author does not show it to visitors (P7.15.7)
	pageNoAnswer pageState = "no-answer" // it may be there: try again
	pageGone     pageState = "deleted"   // while it was looked at
)

// blank is what stands in a page's place while there is nothing to show, or why there is not; what names the words.
func (s *Session) blank(state pageState, what, host, address string, retry ui.EventHandler) ui.UI {
	p := s.printer
	switch state {
	case pageHere:
		return nil
	case pageLoading:
		return ui.Div().Class("blank").Role("status").Body(ui.Div().Class("spinner"), ui.P().Text(p.T("page.loading")))
	}
	sign := "alert-triangle"
	switch state {
	case pageMissing:
		sign = "question-mark"
	case pageHidden:
		sign = "lock"
	case pageGone:
		sign = "trash"
	}
	return ui.Div().Class("blank").Role("status").DataSet("page", string(state)).Body(
		icon(sign),
		ui.P().Text(p.T(what+"."+string(state), host)),
		ui.Div().Class("actions").Body(
			ui.Button().Class("button primary").Hidden(state != pageNoAnswer).DataSet("do", "retry").OnClick(retry).Body(icon("refresh"), ui.Span().Text(p.T("page.retry"))),
			ui.A().Class("button").Href(address).Target("_blank").Rel("noopener noreferrer nofollow").Body(icon("external-link"), ui.Span().Text(p.T("note.open", host))),
		),
	)
}

// pulse says whether what is shown follows the server.
func (s *Session) pulse(l *pageList) ui.UI {
	state, why := store.Connecting, ""
	if l != nil && l.col.State != "" {
		// Refused is the socket, for good: a token that is dead, frozen or without read:account. Notes may come all the same.
		state, why = l.col.State, s.reason(s.printer, &l.col)
	}
	words := s.printer.T("state." + string(state))
	return ui.Span().Class("state").DataSet("state", string(state)).Role("status").Title(why).Body(ui.Text(words), ui.Span().Class("vh").Text(why))
}
