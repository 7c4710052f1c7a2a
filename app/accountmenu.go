package app

import (
	"context"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/markup"
	"nagare/app/store"
	"nagare/app/taking"
)

// accountMenu lists who is signed in where, and is the way to sign in, to other rights and out.
type accountMenu struct {
	ui.Compo

	Deck *deck
	Rev  int

	leaving store.Source // the account whose signing out waits for a yes
}

func (m *accountMenu) Render() ui.UI {
	s := m.Deck.s
	p := s.printer
	list := s.book.All()
	return ui.Dialog().ID("dialog-accounts").Class("accounts").Aria("labelledby", "dialog-accounts-title").Body(
		ui.Div().Class("form").Body(
			ui.H2().ID("dialog-accounts-title").Text(p.T("accounts.title")),
			ui.P().Class("hint").Hidden(len(list) == 0 || s.durable()).Text(p.T("login.memory")),
			ui.Ul().Class("accountlist").Hidden(len(list) == 0).Body(ui.Range(list).Slice(func(i int) ui.UI { return m.entry(p, list[i]) })),
			ui.Div().Class("actions").Body(
				ui.Button().Type("button").Class("button").OnClick(m.onClose).Text(p.T("app.close")),
				ui.A().Class("button primary").DataSet("do", "login").Href(s.href("/login")).Text(p.T("accounts.add")),
			),
		),
	)
}

func (m *accountMenu) entry(p printer, a accounts.Account) ui.UI {
	s := m.Deck.s
	src := string(a.Source())
	name := a.Name
	if name == "" {
		name = a.Username
	}
	rights := p.T("rights.unknown")
	if a.Rights != "" {
		rights = p.T("rights." + string(a.Rights))
	}
	trouble := ""
	if a.Trouble != accounts.TroubleNone {
		trouble = p.T("accounts.trouble."+string(a.Trouble), s.host(a.Origin))
	}
	change := p.T("accounts.rights")
	if a.Trouble != accounts.TroubleNone {
		change = p.T("accounts.renew")
	}
	leaving := m.leaving == a.Source()
	return ui.Li().Class("account").DataSet("account", src).Body(
		face(a),
		ui.Div().Class("who").Body(
			ui.Strong().Text(name),
			ui.Span().Class("acct").Text(a.Acct(s.host(a.Origin))),
			ui.Span().Class("level").Text(rights),
		),
		ui.P().Class("error").Hidden(trouble == "").Text(trouble),
		ui.Div().Class("actions").Hidden(leaving).Body(
			ui.A().Class("button small").DataSet("do", "rights").Href(s.loginHref(a.Origin, a.UserID)).Text(change),
			ui.Button().Type("button").Class("button small").DataSet("do", "signout").Value(src).OnClick(m.onLeave).Text(p.T("accounts.signout")),
		),
		ui.Div().Class("actions sure").Hidden(!leaving).Body(
			ui.P().Text(p.T("accounts.signout.sure", s.host(a.Origin))),
			ui.Button().Type("button").Class("button small").OnClick(m.onStay).Text(p.T("app.cancel")),
			ui.Button().Type("button").Class("button small danger").DataSet("do", "signout-sure").Value(src).OnClick(m.onSure).Text(p.T("accounts.signout")),
		),
	)
}

// face is the picture of an account; where it has none, an icon.
func face(a accounts.Account) ui.UI {
	img, ok := markup.SafeImage(a.Avatar, a.Origin)
	if !ok {
		return ui.Span().Class("face").Body(icon("user"))
	}
	return ui.Span().Class("face").Body(ui.Img().Src(img.URL()).Alt("").Role("presentation").Width(36).Height(36).Attr("loading", "lazy").Attr("referrerpolicy", "no-referrer"))
}

func (m *accountMenu) onClose(ctx ui.Context, e ui.Event) {
	m.leaving = ""
	closeDialog("dialog-accounts")
}
func (m *accountMenu) onStay(ctx ui.Context, e ui.Event) { m.leaving = "" }

func (m *accountMenu) onLeave(ctx ui.Context, e ui.Event) {
	m.leaving = store.Source(ctx.JSSrc().Get("value").String())
	ctx.Defer(func(ui.Context) {
		if el := ui.Window().Get("document").Call("querySelector", `#dialog-accounts .sure:not([hidden]) button`); el.Truthy() {
			el.Call("focus")
		}
	})
}

func (m *accountMenu) onSure(ctx ui.Context, e ui.Event) {
	src := store.Source(ctx.JSSrc().Get("value").String())
	m.leaving = ""
	closeDialog("dialog-accounts")
	m.Deck.s.signOut(ctx, src)
}

// accounts is the list of accounts, a dialog.
func (d *deck) accounts() ui.UI {
	if !taking.On {
		return ui.Div().Hidden(true)
	}
	return &accountMenu{Deck: d, Rev: d.rev}
}

// accountTool is the button in the sidebar.
func (d *deck) accountTool(p printer) ui.UI {
	list := d.s.book.All()
	label := p.T("nav.accounts")
	var inside ui.UI = icon("user")
	trouble := false
	for _, a := range list {
		trouble = trouble || a.Trouble != accounts.TroubleNone
	}
	if len(list) > 0 {
		inside = face(list[0])
		label = p.N("nav.accounts.in", len(list))
	}
	return ui.Button().Class("iconbutton accountbutton").DataSet("do", "accounts").Title(label).Aria("label", label).OnClick(d.onAccounts).Body(
		inside,
		ui.Span().Class("dot").Hidden(!trouble),
	)
}

// onAccounts opens the list, and asks the servers whether the sign-ins are still good.
func (d *deck) onAccounts(ctx ui.Context, e ui.Event) {
	if !taking.On || len(d.s.book.All()) == 0 {
		ctx.Navigate(d.s.href("/login"))
		return
	}
	showDialog("dialog-accounts")
	for _, a := range d.s.book.All() {
		go func() {
			t, err := d.s.book.Check(context.Background(), a.Source())
			if err != nil {
				return // it could not be asked: nothing is known to have changed
			}
			ctx.Dispatch(func(ui.Context) { d.s.noted(d.s.book.SetTrouble(a.Source(), t)) })
		}()
	}
}
