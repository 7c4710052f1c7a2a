package app

import (
	"context"
	"errors"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
)

// miauthPage is where servers send people back to: /miauth?session=… (P8.5). The session in the address is all that is
// taken from it; which server it belongs to is what this browser remembers.
type miauthPage struct {
	ui.Compo
	s      *Session
	ctx    ui.Context
	in     accounts.SignIn
	err    error
	asking bool
}

func newMiAuthPage(s *Session) *miauthPage { return &miauthPage{s: s, asking: true} }

func (m *miauthPage) OnMount(ctx ui.Context) {
	m.ctx = ctx
	session, ok := accounts.ParseReturn(ui.Window().URL().RawQuery)
	// The session has no business in the address bar or the history.
	ui.Window().Get("history").Call("replaceState", nil, "", m.s.href("/miauth"))
	m.s.whenSignedIn(func() {
		ctx.Dispatch(func(ui.Context) {
			if !ok {
				m.asking, m.err = false, &accounts.Failure{Code: accounts.FailUnknownSession}
				return
			}
			m.in, m.err = m.s.book.Pending(session, time.Now())
			if m.err != nil {
				m.asking = false
				if m.in.Session != "" {
					m.s.keep(func(bool) {}, m.s.book.End(session))
				}
				return
			}
			m.ask()
		})
	})
}

// ask asks the server for the token. What did not get through may be asked again; everything else ends the sign-in.
func (m *miauthPage) ask() {
	m.asking, m.err = true, nil
	go func() {
		a, t, err := m.s.book.Finish(context.Background(), m.in, time.Now())
		m.ctx.Dispatch(func(ctx ui.Context) {
			if err == nil {
				m.s.admit(ctx, a, t, m.in.Back, m.s.book.End(m.in.Session))
				return
			}
			m.asking, m.err = false, err
			var f *accounts.Failure
			if !errors.As(err, &f) || !f.Passing() {
				m.s.keep(func(bool) {}, m.s.book.End(m.in.Session))
			}
		})
	}()
}

func (m *miauthPage) onAgain(ctx ui.Context, e ui.Event) { m.ask() }

func (m *miauthPage) Render() ui.UI {
	p := m.s.printer
	if m.asking {
		host := ""
		if m.in.Origin != "" {
			host = m.s.host(m.in.Origin)
		}
		return m.frame(ui.Div().Class("spinner"), ui.H1().Text(p.T("login.finishing")), ui.P().Role("status").Text(host))
	}
	var f *accounts.Failure
	again := errors.As(m.err, &f) && f.Passing()
	login := m.s.href("/login")
	if m.in.Origin != "" {
		login = m.s.loginHref(m.in.Origin, m.in.For)
	}
	return m.frame(
		icon("alert-triangle"),
		ui.H1().Text(p.T("login.failed")),
		ui.P().Role("alert").DataSet("fail", failCode(m.err)).Text(m.s.failWords(m.err)),
		ui.Div().Class("actions").Body(
			ui.Button().Class("button primary").DataSet("do", "miauth-again").Hidden(!again).OnClick(m.onAgain).Text(p.T("column.retry")),
			ui.A().Class("button").Href(login).Text(p.T("login.restart")),
			ui.A().Class("button").Href(m.s.href("/")).Text(p.T("app.notfound.go")),
		),
	)
}

func failCode(err error) string {
	var f *accounts.Failure
	if errors.As(err, &f) {
		return string(f.Code)
	}
	return ""
}

func (m *miauthPage) CompoID() string { return "miauth" }

func (m *miauthPage) standsAlone() {}

func (m *miauthPage) frame(body ...ui.UI) ui.UI {
	return ui.Div().Class("app lone").Body(ui.Main().Class("page login").Body(ui.Div().Class("card blank").Body(body...)))
}
