package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// The addresses of conversations, as the last part names the server (app/address.go):
//
//	/chat@{server}                 all of them
//	/chat/user/{id}@{server}       with a person
//	/chat/room/{id}@{server}       in a room

func parseChatPath(path, demo string) (origin string, with misskey.Peer, ok bool) {
	what, host, named := strings.Cut(strings.TrimPrefix(path, "/chat"), "@")
	origin = ParseOrigin(host, demo)
	ok = named && origin != "" && !strings.Contains(host, "@")
	if id, is := strings.CutPrefix(what, "/user/"); is && word(id) {
		with.UserID = id
	} else if id, is := strings.CutPrefix(what, "/room/"); is && word(id) {
		with.RoomID = id
	} else if what != "" {
		ok = false
	}
	return origin, with, ok
}

// chatPage is the page of one conversation, or of all of an account.
type chatPage struct {
	ui.Compo

	s      *Session
	origin string
	with   misskey.Peer
	src    store.Source
	ctx    ui.Context
	access chatAccess
	failed bool
	title  string
	state  store.ColumnState
}

func newChatPage(s *Session, origin string, with misskey.Peer) *chatPage {
	return &chatPage{s: s, origin: origin, with: with}
}

func (c *chatPage) CompoID() string { return "chat " + c.s.chatPath(c.origin, c.with) }

func (c *chatPage) OnMount(ctx ui.Context) {
	c.ctx = ctx
	c.s.entered(c.s.printer.T("chat.title"))
	c.s.whenSignedIn(func() {
		c.src = c.s.chatter(c.origin)
		c.learn()
	})
}

func (c *chatPage) learn() {
	c.failed = false
	go func() {
		access := chatNoRight
		if c.src.UserID() != "" {
			access = c.s.chats().learn(c.src)
		}
		c.ctx.Dispatch(func(ui.Context) { c.access, c.failed = access, access == chatUnknown })
	}()
}

// told hears from what is shown how it is called and how its connection is.
func (c *chatPage) told(title string, state store.ColumnState) {
	if title == c.title && state == c.state {
		return
	}
	c.title, c.state = title, state
	c.s.titled(title)
	c.ctx.Dispatch(nil)
}

func (c *chatPage) Render() ui.UI {
	p := c.s.printer
	var body ui.UI
	switch {
	case c.access.reads() && c.with == (misskey.Peer{}):
		body = newChatList(c.s, c.src, 0, c.told)
	case c.access.reads():
		body = newTalkPane(c.s, c.src, c.with, 0, c.told)
	default:
		body = c.blank(p)
	}
	sub := c.s.host(c.origin)
	if c.src.UserID() != "" {
		sub = c.s.seatName(store.ColumnSpec{Origin: c.origin, AccountID: c.src.UserID()})
	}
	state := c.state
	if state == "" {
		state = store.Connecting
	}
	return c.s.pageFrame("chatpage", or(c.title, p.T("chat.title")), sub,
		ui.Div().Class("chatstate").Body(
			ui.Span().Class("state").DataSet("state", string(state)).Role("status").Text(p.T("state."+string(state))),
			ui.Button().Class("iconbutton").DataSet("do", "chat-column").Hidden(!c.access.reads()).Title(p.T("chat.column")).Aria("label", p.T("chat.column")).OnClick(c.onColumn).Body(icon("layout-columns")),
		),
		ui.Div().Class("chatbody").Body(body))
}

// blank says why there is nothing to be shown, and what to do.
func (c *chatPage) blank(p printer) ui.UI {
	host := c.s.host(c.origin)
	if c.access == chatUnknown && !c.failed {
		return ui.Div().Class("blank").Role("status").Body(ui.Div().Class("spinner"), ui.P().Text(p.T("page.loading")))
	}
	words := p.T("chat.none", host)
	switch {
	case c.failed:
		words = p.T("refusal.unreachable", host)
	case c.access == chatForbidden:
		words = p.T("chat.forbidden", host)
	case c.access == chatNoRight:
		words = p.T("refusal.permission", host)
	}
	return ui.Div().Class("blank").Role("status").DataSet("page", or(string(c.access), string(pageNoAnswer))).Body(
		icon("messages"),
		ui.P().Text(words),
		ui.Div().Class("actions").Body(
			ui.Button().Class("button primary").Hidden(!c.failed).DataSet("do", "retry").OnClick(func(ui.Context, ui.Event) { c.learn() }).Body(icon("refresh"), ui.Span().Text(p.T("page.retry"))),
			ui.A().Class("button primary").Hidden(c.access != chatNoRight).Href(c.s.loginHref(c.origin, c.src.UserID())).Text(p.T("accounts.rights")),
		),
	)
}

// onColumn puts the conversation into the deck, beside the other columns.
func (c *chatPage) onColumn(ctx ui.Context, e ui.Event) {
	c.s.addColumn(c.s.chats().spec(c.src, c.with))
}

// addColumn puts a column into the deck and goes there.
func (s *Session) addColumn(spec store.ColumnSpec) {
	if s.deck != nil {
		s.deck.add(s.deck.ctx, spec)
	} else {
		s.change(func(p *Preferences) { p.Layout = KeptLayout(append(s.own(p), spec), s.Demo) })
	}
	s.toDeck()
}

// toDeck goes back to the deck.
func (s *Session) toDeck() {
	if s.deck != nil && s.deck.query != "" { // the columns of a link
		s.navigate("/?" + s.deck.query)
		return
	}
	s.navigate("/")
}
