package app

import (
	"context"
	"net/url"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// userCard is the card that tells who somebody is when a mouse rests on their name, or on the key "i" when it has the
// focus. When and where it stands is web/usercard.js's; what is on it comes from here.
type userCard struct {
	ui.Compo

	s     *Session
	js    ui.Value
	known map[cardKey]knownUser
}

// cardKey is a person as a viewer sees them.
type cardKey struct {
	userAddress
	src store.Source
}

type knownUser struct {
	user *misskey.User
	at   time.Time
}

// cardFor is how long a card is believed: profiles of others are never pushed (P7.15.4).
const cardFor = 2 * time.Minute

func newUserCard(s *Session) *userCard { return &userCard{s: s} }

func (c *userCard) OnMount(ctx ui.Context) {
	c.known = map[cardKey]knownUser{}
	c.s.hearBonds(c, c.bound)
	ask := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		c.ask(ctx, args[0].String())
		return nil
	})
	c.js = ui.Window().Call("nagareCard", c.JSValue(), ask)
}

// ask finds out who a link of ours leads to and gives the card its content.
func (c *userCard) ask(ctx ui.Context, link string) {
	path, err := url.PathUnescape(link)
	a, ok := parseUserPath(strings.TrimPrefix(path, c.s.Base), c.s.Demo)
	if err != nil || !ok {
		return
	}
	src := c.s.source(a.Origin)
	key := cardKey{a, src}
	if k, ok := c.known[key]; ok && time.Since(k.at) < cardFor {
		c.fill(src, link, k.user)
		return
	}
	go func() {
		var u misskey.User
		err := c.s.hub.Call(context.Background(), src, "users/show", a.params(), &u)
		ctx.Dispatch(func(ctx ui.Context) {
			ctx.PreventUpdate()
			if err != nil {
				return // the link is still there
			}
			if len(c.known) > 100 {
				clear(c.known)
			}
			c.known[key] = knownUser{&u, time.Now()}
			c.fill(src, link, &u)
		})
	}()
}

// bound hears how somebody's bond to a person changed.
func (c *userCard) bound(src store.Source, userID string, is bond) {
	for key, k := range c.known {
		if key.src == src && k.user.ID == userID {
			is.tell(k.user)
		}
	}
}

func (c *userCard) fill(src store.Source, link string, u *misskey.User) {
	var server store.Server
	c.s.hub.Look(func(st *store.Store) { server = st.Server(src.Origin()) })
	var w markup.Writer
	markup.Card(&w, c.s.markupPage(src, server, nil), u)
	c.js.Call("fill", link, w.String())
}

// Render is an empty element that go-app does not look into.
func (c *userCard) Render() ui.UI {
	return ui.Aside().ID("usercard").Class("usercard").Aria("label", c.s.printer.T("user.card"))
}
