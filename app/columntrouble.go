package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// reason words why a column is not as it should be; empty when there is nothing to say.
func (c *column) reason(p printer) string { return c.s.reason(p, &c.col) }

func (s *Session) reason(p printer, col *store.Column) string {
	if col.Reason.Code == "" && (col.State == store.Refused || col.State == store.Offline) {
		return p.T("reason.unknown", s.host(col.Spec.Origin))
	}
	return s.failing(p, col.Reason, col.Spec.Origin)
}

// failing words why a server does not give what it was asked for; empty: nothing is known to stand in the way.
func (s *Session) failing(p printer, r store.Reason, origin string) string {
	if r.Code == "" {
		return ""
	}
	host := s.host(origin)
	words := p.T("reason."+string(r.Code), host, r.Detail)
	if strings.HasPrefix(words, "reason.") {
		words = p.T("reason.unknown", host)
	}
	return words
}

// gapWhy words why what is missing could not be fetched. While a gap still grows the column itself says what is wrong.
func (c *column) gapWhy(p printer, g *store.Gap) string {
	if g.State != store.GapOpen || g.Before == "" && g.Until.IsZero() {
		return ""
	}
	return c.s.failing(p, g.Reason, c.col.Spec.Origin)
}

// trouble is the bar between head and list when there are notes to keep showing.
func (c *column) trouble(p printer) ui.UI {
	words := c.reason(p)
	if words == "" || len(c.keys) == 0 {
		return nil
	}
	return ui.Div().Class("trouble").Role("status").Body(
		icon("plug-connected-x"),
		ui.P().Body(ui.Text(words), c.next(p)),
		c.signIn(p),
		ui.Button().Class("button small").OnClick(c.onRetry).Text(p.T("column.retry")),
	)
}

// signIn leads to the sign-in page where that is what the column lacks.
func (c *column) signIn(p printer) ui.UI {
	words := ""
	switch c.col.Reason.Code {
	case store.ReasonNeedsLogin, store.ReasonForbiddenAnonymous, store.ReasonNoAccount:
		words = "accounts.add"
	case store.ReasonTokenDead:
		words = "accounts.renew"
	case store.ReasonNoPermission:
		words = "accounts.rights"
	default:
		return ui.Span().Hidden(true)
	}
	return ui.A().Class("button primary").DataSet("do", "login").Href(c.s.loginHref(c.col.Spec.Origin, c.col.Spec.AccountID)).Text(p.T(words))
}

// mistyped reports whether the column's server may be no more than a slip of the hand.
func (c *column) mistyped() bool {
	if c.col.Spec.AccountID != "" {
		return false
	}
	switch c.col.Reason.Code {
	case store.ReasonNoAnswer, store.ReasonNotMisskey, store.ReasonBadOrigin:
		return true
	}
	return false
}

// next says when the next try by itself is.
func (c *column) next(p printer) ui.UI {
	at := c.col.Reason.RetryAt
	return ui.If(!at.IsZero(), func() ui.UI {
		return ui.Small().Text(p.T("column.retrying", at.Local().Format("15:04:05")))
	})
}

// blank fills a list without notes: it waits, it is empty, or it says what is wrong.
func (c *column) blank(p printer) ui.UI {
	if len(c.keys) > 0 {
		return nil
	}
	words := c.reason(p)
	switch {
	case words != "":
		return ui.Div().Class("blank").Role("status").DataSet("reason", string(c.col.Reason.Code)).Body(
			icon("alert-triangle"),
			ui.P().Text(words),
			c.next(p),
			c.signIn(p),
			ui.Button().Class("button").OnClick(c.onRetry).Body(icon("refresh"), ui.Span().Text(p.T("column.retry"))),
			ui.Button().Class("button").DataSet("do", "column.drop").Hidden(!c.mistyped()).OnClick(c.onRemove).Body(icon("trash"), ui.Span().Text(p.T("column.remove"))),
		)
	case c.col.Loading || c.col.State == store.Connecting:
		return ui.Div().Class("blank").Role("status").Body(
			ui.Div().Class("spinner"),
			ui.P().Text(p.T("column.loading")),
		)
	}
	if c.part != nil {
		name, words, do := c.part.blank(p)
		if name == "" {
			return ui.Div().Class("blank").Role("status").Body(ui.Div().Class("spinner"), ui.P().Text(words))
		}
		return ui.Div().Class("blank").Role("status").Body(icon(name), ui.P().Text(words), do)
	}
	return ui.Div().Class("blank").Body(icon("mood-smile"), ui.P().Text(p.T("column.empty")))
}
