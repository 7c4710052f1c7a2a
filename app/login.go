package app

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// loginPage is the place to sign in: /login?host=…&for=…
type loginPage struct {
	ui.Compo
	s    *Session
	rev  int
	form *loginForm
}

func newLoginPage(s *Session) *loginPage { return &loginPage{s: s} }

func (l *loginPage) OnMount(ctx ui.Context) {
	l.s.onChange[l] = func() { ctx.Dispatch(func(ui.Context) { l.rev++ }) }
}

func (l *loginPage) OnDismount() { delete(l.s.onChange, l) }

func (l *loginPage) CompoID() string { return "login" }

func (l *loginPage) standsAlone() {}

func (l *loginPage) Render() ui.UI {
	p := l.s.printer
	return ui.Div().Class("app lone").Body(
		ui.Main().Class("page login").Body(
			ui.Div().Class("card").Body(
				ui.A().Class("back").Href(l.s.href("/")).Body(icon("chevron-left"), ui.Span().Text(p.T("app.notfound.go"))),
				ui.H1().Text(p.T("login.title")),
				newLoginForm(l.s, "page", l.rev),
			),
		),
	)
}

// loginForm asks for a server, for rights, and sends the person to their server; or takes a token.
type loginForm struct {
	ui.Compo

	Place string // "page" or "dialog": the ids of its fields are told apart by it
	Rev   int

	s       *Session
	ctx     ui.Context
	host    string
	rights  misskey.Rights
	byToken bool
	busy    bool
	err     string
	bad     string           // the field that the error is about
	user    string           // user id of the account whose rights are to change
	began   *accounts.SignIn // a sign-in that waits for the person's answer on their server
	polling bool
	gone    bool
}

func newLoginForm(s *Session, place string, rev int) *loginForm {
	return &loginForm{s: s, Place: place, Rev: rev, rights: misskey.RightsReact}
}

func (l *loginForm) OnMount(ctx ui.Context) {
	l.ctx = ctx
	if l.Place == "page" {
		q := query()
		l.host = q.Get("host")
		l.user = q.Get("for")
		if l.user != "" {
			l.rights = misskey.RightsAll
		}
	}
	if l.host == "" && l.s.Demo != "" {
		l.host = DemoHost
	}
	l.s.whenSignedIn(func() {
		ctx.Dispatch(func(ui.Context) {
			if w, ok := l.s.book.Waiting(time.Now()); ok {
				l.began = &w
			}
			if a, ok := l.s.book.Get(store.SourceOf(ParseOrigin(l.host, l.s.Demo), l.user)); ok && l.user != "" && a.Rights != "" {
				l.rights = above(a.Rights)
			}
		})
	})
}

func (l *loginForm) OnDismount() { l.gone = true }

// above is the next level of rights, which is what one comes to ask for.
func above(r misskey.Rights) misskey.Rights {
	if r == misskey.RightsRead {
		return misskey.RightsReact
	}
	return misskey.RightsAll
}

var rightsLevels = []misskey.Rights{misskey.RightsRead, misskey.RightsReact, misskey.RightsAll}

func (l *loginForm) id(name string) string { return "login-" + l.Place + "-" + name }

func (l *loginForm) Render() ui.UI {
	p := l.s.printer
	hosts := append([]string(nil), l.s.prefs.Hosts...)
	if l.s.Demo != "" {
		hosts = append(hosts, DemoHost)
	}
	submit := p.T("login.go")
	if l.byToken {
		submit = p.T("login.token.go")
	}
	if l.busy {
		submit = p.T("login.busy")
	}
	return ui.Form().Class("form loginform").Attr("novalidate", "true").Aria("busy", strconv.FormatBool(l.busy)).OnSubmit(l.onSubmit).Body(
		ui.Div().Body(l.waitingNote(p)),
		ui.Label().Class("field").Body(
			ui.Span().Text(p.T("welcome.host")),
			ui.Input().ID(l.id("host")).Type("text").Attr("list", l.id("hosts")).Attr("inputmode", "url").Attr("autocapitalize", "none").
				Attr("autocomplete", "off").Attr("spellcheck", "false").Placeholder(p.T("welcome.hint")).Value(l.host).
				Aria("invalid", strconv.FormatBool(l.bad == "host")).Aria("describedby", l.id("error")).OnInput(l.onHost),
		),
		ui.DataList().ID(l.id("hosts")).Body(ui.Range(hosts).Slice(func(i int) ui.UI { return ui.Option().Value(hosts[i]) })),
		ui.FieldSet().Class("rights").Hidden(l.byToken).Body(
			ui.Legend().Text(p.T("login.rights")),
			ui.Range(rightsLevels).Slice(func(i int) ui.UI { return l.level(p, rightsLevels[i]) }),
			l.permissions(p),
		),
		ui.Label().Class("field").Hidden(!l.byToken).Body(
			ui.Span().Text(p.T("login.token")),
			ui.Input().ID(l.id("token")).Type("password").Attr("autocomplete", "off").Attr("autocapitalize", "none").Attr("spellcheck", "false").
				Aria("invalid", strconv.FormatBool(l.bad == "token")).Aria("describedby", l.id("error")),
			ui.Small().Text(p.T("login.token.hint")),
		),
		ui.P().ID(l.id("error")).Class("error").Role("alert").Text(l.err),
		ui.P().Class("hint").Hidden(l.s.durable()).Text(p.T("login.memory")),
		ui.Div().Class("actions").Body(
			ui.Button().Type("button").Class("button").DataSet("do", "login-mode").OnClick(l.onMode).Text(l.mode(p)),
			ui.Button().Type("submit").Class("button primary").Disabled(l.busy).Text(submit),
		),
	)
}

func (l *loginForm) mode(p printer) string {
	if l.byToken {
		return p.T("login.mode.page")
	}
	return p.T("login.mode.token")
}

func (l *loginForm) level(p printer, r misskey.Rights) ui.UI {
	return ui.Label().Class("level").Body(
		ui.Input().Type("radio").Name(l.id("rights")).Value(string(r)).Checked(l.rights == r).OnChange(l.onRights),
		ui.Span().Body(
			ui.Strong().Text(p.T("rights."+string(r))),
			ui.Small().Text(p.T("rights."+string(r)+".what")),
		),
	)
}

// permissions lists exactly what the server will be asked for.
func (l *loginForm) permissions(p printer) ui.UI {
	list := misskey.Permissions(l.rights)
	return ui.Details().Class("perms").Body(
		ui.Summary().Text(p.N("login.perms", len(list))),
		ui.Ul().TabIndex(0).Body(ui.Range(list).Slice(func(i int) ui.UI {
			return ui.Li().Body(ui.Span().Text(p.T("perm."+list[i])), ui.Text(" "), ui.Code().Text(list[i]))
		})),
	)
}

// waitingNote stands above the form while a sign-in was begun and not finished.
func (l *loginForm) waitingNote(p printer) ui.UI {
	if l.began == nil {
		return nil
	}
	words := p.T("login.began", l.s.host(l.began.Origin))
	if l.polling {
		words = p.T("login.waiting", l.s.host(l.began.Origin))
	}
	return ui.Div().Class("waiting").Role("status").Body(
		ui.P().Text(words),
		ui.Div().Class("actions").Body(
			ui.Button().Type("button").Class("button small").DataSet("do", "login-forget").OnClick(l.onForget).Text(p.T("login.forget")),
			ui.Button().Type("button").Class("button small primary").DataSet("do", "login-check").OnClick(l.onCheck).Text(p.T("login.check")),
		),
	)
}

func (l *loginForm) onHost(ctx ui.Context, e ui.Event) {
	l.host = ctx.JSSrc().Get("value").String()
	if l.bad == "host" {
		l.err, l.bad = "", ""
	}
}

func (l *loginForm) onRights(ctx ui.Context, e ui.Event) {
	l.rights = misskey.Rights(ctx.JSSrc().Get("value").String())
}

func (l *loginForm) onMode(ctx ui.Context, e ui.Event) {
	l.byToken = !l.byToken
	l.err, l.bad = "", ""
}

func (l *loginForm) onForget(ctx ui.Context, e ui.Event) {
	if l.began != nil {
		l.s.keep(func(bool) {}, l.s.book.End(l.began.Session))
	}
	l.began, l.polling = nil, false
}

func (l *loginForm) onSubmit(ctx ui.Context, e ui.Event) {
	e.PreventDefault()
	p := l.s.printer
	origin := ParseOrigin(l.host, l.s.Demo)
	l.err, l.bad = "", ""
	switch {
	case l.busy:
	case strings.TrimSpace(l.host) == "":
		l.fail("host", p.T("welcome.empty"))
	case origin == "":
		l.fail("host", p.T("welcome.bad"))
	case l.byToken:
		l.adopt(origin)
	default:
		l.leave(origin)
	}
}

// fail says what is wrong and brings the reader to the field.
func (l *loginForm) fail(field, words string) {
	l.err, l.bad, l.busy = words, field, false
	if field != "" {
		ui.Window().GetElementByID(l.id(field)).Call("focus")
	}
}

// leave asks whether the server can be signed in to, remembers the sign-in, and goes there.
func (l *loginForm) leave(origin string) {
	l.busy = true
	in := accounts.NewSignIn(uuid.NewString(), origin, l.rights, time.Now())
	in.For = l.user
	go func() {
		err := l.s.book.Probe(context.Background(), origin)
		l.ctx.Dispatch(func(ui.Context) {
			if err != nil {
				l.fail("host", l.s.failWords(err))
				return
			}
			keep, forget := l.s.book.Begin(in)
			l.s.keep(func(durable bool) { l.goTo(in, durable) }, append([]accounts.Record{keep}, forget...)...)
		})
	}()
}

// goTo opens the server's page: in this window if we will find the sign-in again on return, else in another one, while
// this one asks from time to time.
func (l *loginForm) goTo(in accounts.SignIn, durable bool) {
	w := ui.Window()
	app := w.Get("location").Get("origin").String() + l.s.Base
	icon := w.Get("location").Get("origin").String() + l.s.asset("icons/icon-192.png")
	page := in.Page(app, icon, durable)
	if durable {
		w.Get("location").Call("assign", page)
		return
	}
	w.Call("open", page, "_blank", "noopener")
	l.ctx.Dispatch(func(ui.Context) {
		l.busy, l.began, l.polling = false, &in, true
		go l.poll(in)
	})
}

// poll asks for the answer every few seconds (P8.5) until there is one, the sign-in is over or the form is gone.
func (l *loginForm) poll(in accounts.SignIn) {
	for !l.gone && l.began != nil && l.began.Session == in.Session {
		time.Sleep(3 * time.Second)
		if l.ask(in, false) {
			return
		}
	}
}

func (l *loginForm) onCheck(ctx ui.Context, e ui.Event) {
	if in := l.began; in != nil && !l.busy {
		l.busy = true
		go l.ask(*in, true)
	}
}

// ask asks once whether the sign-in was approved; loud says so when it was not. It answers whether that is settled.
func (l *loginForm) ask(in accounts.SignIn, loud bool) bool {
	if _, err := l.s.book.Pending(in.Session, time.Now()); err != nil {
		l.ctx.Dispatch(func(ui.Context) { l.busy, l.began, l.polling = false, nil, false; l.err = l.s.failWords(err) })
		return true
	}
	a, t, err := l.s.book.Finish(context.Background(), in, time.Now())
	l.ctx.Dispatch(func(ctx ui.Context) {
		l.busy = false
		var f *accounts.Failure
		switch {
		case err == nil:
			l.began, l.polling = nil, false
			l.s.admit(ctx, a, t, in.Back, l.s.book.End(in.Session))
		case loud && errors.As(err, &f) && f.Code == accounts.FailDenied:
			l.err = l.s.printer.T("login.notyet", l.s.host(in.Origin))
		case loud:
			l.err = l.s.failWords(err)
		}
	})
	return err == nil
}

// adopt signs in with a pasted token. It is read from its field at the last moment and stays there only on failure.
func (l *loginForm) adopt(origin string) {
	field := ui.Window().GetElementByID(l.id("token"))
	t, err := accounts.ParseToken(field.Get("value").String())
	if err != nil {
		l.fail("token", l.s.printer.T("login.token.bad"))
		return
	}
	l.busy = true
	go func() {
		a, err := l.s.book.Adopt(context.Background(), origin, t, time.Now())
		l.ctx.Dispatch(func(ctx ui.Context) {
			if err != nil {
				var f *accounts.Failure
				where := "host"
				if errors.As(err, &f) && (f.Code == accounts.FailTokenDead || f.Code == accounts.FailPermission || f.Code == accounts.FailSuspended) {
					where = "token"
				}
				l.fail(where, l.s.failWords(err))
				return
			}
			field.Set("value", "")
			l.s.admit(ctx, a, t, "/")
		})
	}()
}

// query reads the address of the page.
func query() url.Values { return ui.Window().URL().Query() }
