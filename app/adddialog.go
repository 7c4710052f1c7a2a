package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/live"
	"nagare/app/store"
)

// offered are the timelines a reader can choose from, and what each wants to know.
var offered = []struct{ channel, param, label string }{
	{"localTimeline", "", ""},
	{"globalTimeline", "", ""},
	{"hashtag", "q", "add.tag"},
	{"channel", "channelId", "channel.channel"},
	{"roleTimeline", "roleId", "channel.roleTimeline"},
	{"homeTimeline", "", ""},
	{"hybridTimeline", "", ""},
	{"main", "", ""},
	{live.Mentions, "", ""},
	{live.Direct, "", ""},
	{"chats", "", ""},
	{"userList", "listId", "add.list"},
	{"antenna", "antennaId", "add.antenna"},
}

// needsLogin tells the channels that are an account's own (P3.1).
func needsLogin(channel string) bool {
	switch channel {
	case "homeTimeline", "hybridTimeline", "main", live.Mentions, live.Direct, "userList", "antenna", "drive", "chats", "chatUser", "chatRoom":
		return true
	}
	return false
}

// addDialog asks for a server and a timeline.
type addDialog struct {
	ui.Compo

	Deck *deck
	Rev  int

	host, channel, param string
	anonymous            bool   // the reader chose to watch without an account
	as                   string // the account the reader chose; "": the first of the server
	err                  string
	toLogin              string // where to sign in, when that is what is missing
	choices              chooser
}

func (a *addDialog) s() *Session { return a.Deck.s }

func (a *addDialog) choice() (param, label string) {
	for _, o := range offered {
		if o.channel == a.channel {
			return o.param, o.label
		}
	}
	return "", ""
}

func (a *addDialog) Render() ui.UI {
	p := a.s().printer
	if a.channel == "" {
		a.channel = "localTimeline"
	}
	if a.host == "" {
		a.host = a.suggestion()
	}
	param, label := a.choice()
	typed := "add.address"
	if label == "add.tag" {
		typed = label
	}
	hosts := append([]string(nil), a.s().prefs.Hosts...)
	if a.s().Demo != "" {
		hosts = append(hosts, DemoHost)
	}
	return ui.Dialog().ID("dialog-add").Aria("labelledby", "dialog-add-title").Body(
		ui.Form().Class("form").Attr("novalidate", "true").OnSubmit(a.onSubmit).Body(
			ui.H2().ID("dialog-add-title").Text(p.T("add.title")),
			ui.Label().Class("field").Body(
				ui.Span().Text(p.T("welcome.host")),
				ui.Input().ID("add-host").Type("text").Attr("list", "add-hosts").Attr("inputmode", "url").Attr("autocapitalize", "none").Attr("spellcheck", "false").
					Placeholder(p.T("welcome.hint")).Value(a.host).OnInput(a.onHost),
			),
			ui.DataList().ID("add-hosts").Body(ui.Range(hosts).Slice(func(i int) ui.UI { return ui.Option().Value(hosts[i]) })),
			ui.Label().Class("field").Body(
				ui.Span().Text(p.T("add.channel")),
				ui.Select().ID("add-channel").OnChange(a.onChannel).Body(ui.Range(offered).Slice(func(i int) ui.UI {
					o := offered[i]
					text := p.T("channel." + o.channel)
					if needsLogin(o.channel) {
						text += " (" + p.T("add.login") + ")"
					}
					return ui.Option().Value(o.channel).Selected(o.channel == a.channel).Text(text)
				})),
			),
			ui.Label().Class("field").Hidden(len(a.accounts()) == 0).Body(
				ui.Span().Text(p.T("add.as")),
				ui.Select().ID("add-as").OnChange(a.onAs).Body(a.accountOptions(p)...),
			),
			ui.Label().Class("field").Hidden(param == "" || !a.chooses()).Body(
				ui.Span().Text(p.T(label)),
				ui.Select().ID("add-choice").OnChange(a.onChoice).Body(a.choiceOptions(p)...),
			),
			ui.Label().Class("field").Hidden(param == "" || !a.types()).Body(
				ui.Span().Text(p.T(typed)),
				ui.Input().ID("add-param").Type("text").Attr("autocapitalize", "none").Value(a.param).OnInput(a.ValueTo(&a.param)),
			),
			ui.P().Class("error").Role("alert").Hidden(a.err == "").Body(
				ui.Text(a.err+" "),
				ui.A().Class("login").Hidden(a.toLogin == "").Href(or(a.toLogin, "#")).Text(p.T("accounts.add")),
			),
			ui.Div().Class("actions").Body(
				ui.Button().Type("button").Class("button").OnClick(a.onCancel).Text(p.T("app.cancel")),
				ui.Button().Type("submit").Class("button primary").Text(p.T("add.do")),
			),
		),
	)
}

// suggestion is the server of the first column.
func (a *addDialog) suggestion() string {
	host := ""
	a.s().hub.Look(func(st *store.Store) {
		for _, id := range a.Deck.order {
			if c, ok := st.Column(id); ok && host == "" {
				host = a.s().host(c.Spec.Origin)
			}
		}
	})
	if host == "" && a.s().Demo != "" {
		host = DemoHost
	}
	return host
}

func (a *addDialog) onChannel(ctx ui.Context, e ui.Event) {
	a.channel = ctx.JSSrc().Get("value").String()
	a.err, a.toLogin = "", ""
	a.setParam("")
	a.fetchAll(ctx)
}

func (a *addDialog) onCancel(ctx ui.Context, e ui.Event) { closeDialog("dialog-add") }

func (a *addDialog) onSubmit(ctx ui.Context, e ui.Event) {
	e.PreventDefault()
	p := a.s().printer
	param, label := a.choice()
	value := strings.TrimSpace(a.param)
	origin, elsewhere := ParseOrigin(a.host, a.s().Demo), ""
	if named[a.channel].param != "" {
		value, elsewhere = idIn(a.channel, value)
	}
	who := a.seat()
	a.toLogin = ""
	switch {
	case strings.TrimSpace(a.host) == "":
		a.err = p.T("welcome.empty")
		return
	case origin == "":
		a.err = p.T("welcome.bad")
		return
	case needsLogin(a.channel) && who == "":
		a.err, a.toLogin = p.T("add.need.account", a.s().host(origin)), a.s().loginHref(origin, "")
		return
	case param != "" && value == "" && label == "add.tag":
		a.err = p.T("add.need.tag")
		return
	case param != "" && value == "":
		a.err = p.T("add.need.choice")
		if a.types() {
			a.err = p.T("add.need.address")
		}
		return
	case elsewhere != "" && ParseOrigin(elsewhere, a.s().Demo) != origin:
		a.err = p.T("add.elsewhere", a.s().host(elsewhere), a.s().host(origin))
		return
	}
	spec := store.ColumnSpec{Channel: a.channel, Origin: origin, AccountID: who}
	if param != "" {
		spec.Params = map[string]any{param: paramValue(a.channel, param, value)}
	}
	a.err = ""
	closeDialog("dialog-add")
	a.Deck.add(a.Deck.ctx, spec)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
