package app

import (
	"context"
	"slices"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/refusal"
	"nagare/app/store"
)

// chooser is what there is to choose a column from: the lists of an account, the channels of a server.
type chooser struct {
	of      string // what these are the choices of; "": nothing was asked for
	list    []choice
	loading bool
}

type choice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// offer is an endpoint that lists things to choose from.
type offer struct {
	endpoint, permission string // without the permission it is left out
	limit                int    // how many are asked for; 0: all come
}

// chosenFrom are the endpoints that list what a channel can be pointed at.
var chosenFrom = map[string][]offer{
	"userList":     {{"users/lists/list", "", 0}},
	"antenna":      {{"antennas/list", "", 0}},
	"channel":      {{"channels/followed", "read:channels", 100}, {"channels/my-favorites", "read:channels", 0}, {"channels/featured", "", 0}},
	"roleTimeline": {{"roles/list", "read:account", 0}},
}

func (a *addDialog) accounts() []accounts.Account {
	return a.s().book.Of(ParseOrigin(a.host, a.s().Demo))
}

// seat is the account the new column is to have.
func (a *addDialog) seat() string {
	if a.anonymous && !needsLogin(a.channel) {
		return ""
	}
	for _, x := range a.accounts() {
		if x.UserID == a.as {
			return a.as
		}
	}
	return a.s().book.First(ParseOrigin(a.host, a.s().Demo))
}

func (a *addDialog) accountOptions(p printer) []ui.UI {
	seat := a.seat()
	var out []ui.UI
	for _, x := range a.accounts() {
		out = append(out, ui.Option().Value(x.UserID).Selected(x.UserID == seat).Text("@"+x.Username))
	}
	if !needsLogin(a.channel) {
		out = append(out, ui.Option().Value("").Selected(seat == "").Text(p.T("add.nobody")))
	}
	return out
}

func (a *addDialog) onAs(ctx ui.Context, e ui.Event) {
	a.as = ctx.JSSrc().Get("value").String()
	a.anonymous = a.as == ""
	a.fetchChoices(ctx)
}

func (a *addDialog) onHost(ctx ui.Context, e ui.Event) {
	a.host = ctx.JSSrc().Get("value").String()
	a.err, a.toLogin = "", ""
	a.fetchChoices(ctx)
}

// chooses reports whether the parameter is picked from a list rather than typed.
func (a *addDialog) chooses() bool {
	return chosenFrom[a.channel] != nil && (a.seat() != "" || a.choices.of == a.wanted())
}

// types reports whether it can be typed, or its address be pasted: lists and antennas are an account's own.
func (a *addDialog) types() bool {
	return !a.chooses() || !needsLogin(a.channel)
}

func (a *addDialog) wanted() string {
	return a.channel + "\n" + string(store.SourceOf(ParseOrigin(a.host, a.s().Demo), a.seat()))
}

func (a *addDialog) choiceOptions(p printer) []ui.UI {
	first := p.T("add.choose")
	switch {
	case a.choices.loading:
		first = p.T("login.busy")
	case a.choices.of == a.wanted() && len(a.choices.list) == 0:
		first = p.T("add.choose.none")
	}
	out := []ui.UI{ui.Option().Value("").Selected(a.param == "").Text(first)}
	if a.choices.of == a.wanted() {
		for _, c := range a.choices.list {
			out = append(out, ui.Option().Value(c.ID).Selected(c.ID == a.param).Text(or(c.Name, c.ID)))
		}
	}
	return out
}

func (a *addDialog) onChoice(ctx ui.Context, e ui.Event) {
	a.setParam(ctx.JSSrc().Get("value").String())
}

// setParam also empties the field: an empty attribute leaves what was written there.
func (a *addDialog) setParam(v string) {
	a.param = v
	ui.Window().GetElementByID("add-param").Set("value", v)
}

// fetchChoices asks the server what there is to choose from, once for each channel and account. The anonymous are asked
// for by onChannel only: a host that is being typed is none yet.
func (a *addDialog) fetchChoices(ctx ui.Context) {
	if a.seat() != "" {
		a.fetchAll(ctx)
	}
}

func (a *addDialog) fetchAll(ctx ui.Context) {
	want := a.wanted()
	src := store.SourceOf(ParseOrigin(a.host, a.s().Demo), a.seat())
	if src.Origin() == "" || a.choices.of == want || needsLogin(a.channel) && src.UserID() == "" {
		return
	}
	lists := slices.DeleteFunc(slices.Clone(chosenFrom[a.channel]), func(from offer) bool {
		return from.permission != "" && !a.s().book.Can(src, from.permission)
	})
	if len(lists) == 0 {
		return
	}
	a.choices = chooser{of: want, loading: true}
	go func() {
		var all []choice
		var failed error
		for _, from := range lists {
			var list []choice
			var params map[string]any
			if from.limit > 0 {
				params = map[string]any{"limit": from.limit}
			}
			if err := a.s().hub.Call(context.Background(), src, from.endpoint, params, &list); err != nil {
				failed = err
			}
			for _, c := range list {
				if !slices.Contains(all, c) {
					all = append(all, c)
				}
			}
		}
		ctx.Dispatch(func(ui.Context) {
			if a.choices.of != want {
				return
			}
			a.choices.loading, a.choices.list = false, all
			if failed != nil && len(all) == 0 {
				a.err = refusal.Words(a.s().printer, failed, a.s().host(src.Origin()))
			}
		})
	}()
}
