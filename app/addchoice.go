package app

import (
	"context"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/refusal"
	"nagare/app/store"
)

// chooser is what an account has to choose a column from: its lists, its antennas.
type chooser struct {
	of      string // what these are the choices of; "": nothing was asked for
	list    []choice
	loading bool
}

type choice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// chosenFrom are the endpoints that list what a channel can be pointed at.
var chosenFrom = map[string]string{"userList": "users/lists/list", "antenna": "antennas/list"}

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
	return chosenFrom[a.channel] != "" && a.seat() != ""
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
	a.param = ctx.JSSrc().Get("value").String()
}

// fetchChoices asks the server what there is to choose from, once for each channel and account.
func (a *addDialog) fetchChoices(ctx ui.Context) {
	want := a.wanted()
	if !a.chooses() || a.choices.of == want {
		return
	}
	a.choices = chooser{of: want, loading: true}
	src, endpoint := store.SourceOf(ParseOrigin(a.host, a.s().Demo), a.seat()), chosenFrom[a.channel]
	go func() {
		var list []choice
		err := a.s().hub.Call(context.Background(), src, endpoint, nil, &list)
		ctx.Dispatch(func(ui.Context) {
			if a.choices.of != want {
				return
			}
			a.choices.loading, a.choices.list = false, list
			if err != nil {
				a.err = refusal.Words(a.s().printer, err, a.s().host(src.Origin()))
			}
		})
	}()
}
