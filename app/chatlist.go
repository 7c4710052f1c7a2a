package app

import (
	"context"
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// chatList is the list of an account's conversations, the newest first, with the rooms it is asked into. It stands on a
// page, or in a column.
type chatList struct {
	ui.Compo

	s    *Session
	src  store.Source
	id   store.ColumnID
	own  bool
	told func(title string, state store.ColumnState)
	ctx  ui.Context

	rows    []conversation
	invites []misskey.ChatInvitation
	loaded  bool
	busy    bool
	again   bool // something happened while the list was asked for
	err     error
	state   store.ColumnState
}

// conversation is a row of the list.
type conversation struct {
	with   misskey.Peer
	user   *misskey.User
	room   string
	last   string
	at     time.Time
	unread bool
}

const chatListPage = 100

func newChatList(s *Session, src store.Source, id store.ColumnID, told func(string, store.ColumnState)) *chatList {
	return &chatList{s: s, src: src, id: id, told: told}
}

func (l *chatList) CompoID() string { return "chats " + string(l.src) }

func (l *chatList) OnMount(ctx ui.Context) {
	l.ctx = ctx
	cs := l.s.chats()
	if l.id == 0 {
		l.id, l.own = cs.column(l.src, misskey.Peer{})
	}
	cs.lists[l] = true
	l.s.onChange[l] = func() { ctx.Dispatch(nil) }
	cs.late(func() { ctx.Dispatch(nil) })
	l.heard(true, true)
}

func (l *chatList) OnDismount() {
	delete(l.s.chats().lists, l)
	delete(l.s.onChange, l)
	if l.own {
		l.s.hub.Remove(l.id)
	}
}

// heard follows the connection, and asks again when something happened to conversations.
func (l *chatList) heard(head, news bool) {
	if head {
		before := l.state
		l.s.hub.Look(func(st *store.Store) {
			if col, ok := st.Column(l.id); ok {
				l.state = col.State
			}
		})
		news = news || l.state == store.Live && before != store.Live
		if l.told != nil {
			l.told(l.s.printer.T("chat.title"), l.state)
		}
	}
	if news {
		l.load()
	}
}

// load asks for everything anew; what is asked for while that lasts is asked once more.
func (l *chatList) load() {
	if l.busy {
		l.again = true
		return
	}
	l.busy, l.again = true, false
	api := l.s.hub.API(l.src)
	if api == nil {
		l.busy = false
		return
	}
	go func() {
		if l.loaded { // the newest message is not read before it is seen
			time.Sleep(400 * time.Millisecond)
		}
		ctx := context.Background()
		users, err := api.ChatHistory(ctx, false, chatListPage)
		var rooms []misskey.ChatMessage
		if err == nil {
			rooms, err = api.ChatHistory(ctx, true, chatListPage)
		}
		invites, _ := api.ChatInvitations(ctx, misskey.Page{Limit: 30}) // without them the rest is still of use
		joined, _ := api.ChatRooms(ctx, misskey.Page{Limit: chatListPage})
		owned, _ := api.OwnChatRooms(ctx, misskey.Page{Limit: chatListPage})
		l.ctx.Dispatch(func(ui.Context) {
			l.busy, l.err = false, err
			if err == nil {
				l.loaded = true
				l.rows = conversations(l.src.UserID(), users, rooms, joined, owned)
				l.invites = invites
			}
			if l.again {
				l.load()
			}
		})
	}()
}

// conversations joins what the server tells in pieces: the last message with each person and in each room, and rooms
// in which nothing was said.
func conversations(me string, users, rooms []misskey.ChatMessage, joined []misskey.ChatMembership, owned []misskey.ChatRoom) []conversation {
	var out []conversation
	have := map[misskey.Peer]bool{}
	put := func(c conversation) {
		if c.with != (misskey.Peer{}) && !have[c.with] {
			have[c.with] = true
			out = append(out, c)
		}
	}
	for i := range users {
		m := &users[i]
		c := conversation{with: misskey.Peer{UserID: m.FromUserID}, user: m.FromUser, last: lastWords(m), at: m.CreatedAt, unread: m.FromUserID != me && !m.IsRead}
		if m.FromUserID == me {
			c.with.UserID, c.user = m.ToUserID, m.ToUser
		}
		put(c)
	}
	for i := range rooms {
		m := &rooms[i]
		c := conversation{with: misskey.Peer{RoomID: m.ToRoomID}, last: lastWords(m), at: m.CreatedAt, unread: m.FromUserID != me && !m.IsRead}
		if m.ToRoom != nil {
			c.room = m.ToRoom.Name
		}
		if m.FromUser != nil && m.FromUserID != me {
			c.last = m.FromUser.DisplayName() + ": " + c.last
		}
		put(c)
	}
	for _, j := range joined {
		if j.Room != nil {
			put(conversation{with: misskey.Peer{RoomID: j.RoomID}, room: j.Room.Name, last: j.Room.Description, at: j.CreatedAt})
		}
	}
	for _, r := range owned {
		put(conversation{with: misskey.Peer{RoomID: r.ID}, room: r.Name, last: r.Description, at: r.CreatedAt})
	}
	slices.SortStableFunc(out, func(a, b conversation) int { return b.at.Compare(a.at) })
	return out
}

// lastWords is a message on one line.
func lastWords(m *misskey.ChatMessage) string {
	text := strings.Join(strings.Fields(deref(m.Text)), " ")
	if text == "" && m.File != nil {
		return "📎 " + m.File.Name
	}
	return text
}

func (l *chatList) Render() ui.UI {
	p := l.s.printer
	page := l.s.chats().page(l.src, nil)
	var rows []ui.UI
	for i := range l.rows {
		c := &l.rows[i]
		if c.user == nil && c.with.UserID != "" {
			c.user = &misskey.User{ID: c.with.UserID, Username: "?"}
		}
		var w markup.Writer
		markup.Conversation(&w, page, c.user, or(c.room, p.T("channel.chatRoom")), c.last, c.at, c.unread)
		rows = append(rows, ui.Li().Body(
			ui.A().Class("talkrow").DataSet("peer", c.with.UserID+c.with.RoomID).DataSet("unread", c.unread).Href(l.s.href(l.s.chatPath(l.src.Origin(), c.with))).OnClick(l.onOpen).Body(ui.Raw(w.String())),
		))
	}
	var invites []ui.UI
	for i := range l.invites {
		inv := &l.invites[i]
		if inv.Room == nil {
			continue
		}
		from := ""
		if u := inv.Room.Owner; u != nil {
			from = u.DisplayName()
		}
		invites = append(invites, ui.Li().Class("invite").DataSet("room", inv.RoomID).Body(
			icon("users"),
			ui.Span().Class("words").Text(p.T("chat.invited", inv.Room.Name, from)),
			ui.Button().Class("button small primary").OnClick(func(ui.Context, ui.Event) { l.answer(inv.RoomID, true) }, ui.EventScope(inv.RoomID)).Text(p.T("chat.join")),
			ui.Button().Class("button small").OnClick(func(ui.Context, ui.Event) { l.answer(inv.RoomID, false) }, ui.EventScope(inv.RoomID)).Text(p.T("chat.ignore")),
		))
	}
	var blank ui.UI
	switch {
	case l.err != nil:
		blank = ui.Div().Class("blank").Role("status").Body(icon("alert-triangle"), ui.P().Text(refusal.Words(p, l.err, l.s.host(l.src.Origin()))),
			ui.Button().Class("button").DataSet("do", "retry").OnClick(func(ui.Context, ui.Event) { l.load() }).Body(icon("refresh"), ui.Span().Text(p.T("column.retry"))))
	case !l.loaded:
		blank = ui.Div().Class("blank").Role("status").Body(ui.Div().Class("spinner"), ui.P().Text(p.T("page.loading")))
	case len(rows)+len(invites) == 0:
		blank = ui.Div().Class("blank").Body(icon("messages"), ui.P().Text(p.T("chat.list.empty")))
	}
	return ui.Div().Class("talks").Body(
		ui.Ul().Class("invites").Aria("label", p.T("chat.invitations")).Hidden(len(invites) == 0).Body(invites...),
		ui.Ul().Class("talklist").Aria("label", p.T("chat.title")).Hidden(len(rows) == 0).Body(rows...),
		ui.Div().Body(blank),
	)
}

func (l *chatList) onOpen(ui.Context, ui.Event) { l.s.chatAs(l.src) }

// answer joins a room, or ignores the invitation.
func (l *chatList) answer(roomID string, join bool) {
	l.s.act(l.src, l.s.printer.T("chat.answer.failed"), func(ctx context.Context, api *misskey.API) error { return api.AnswerChatInvitation(ctx, roomID, join) }, func(err error) {
		l.load()
		if err == nil && join {
			l.s.openChat(l.src, misskey.Peer{RoomID: roomID})
		}
	})
}
