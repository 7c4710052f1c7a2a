package app

import (
	"context"
	"slices"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/chat"
	"nagare/app/live"
	"nagare/app/markup"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// chatting is what the session knows of conversations: who may have them, and which are on the screen.
type chatting struct {
	s      *Session
	access map[store.Source]chatAccess
	panes  map[*talkPane]bool
	lists  map[*chatList]bool
	kept   map[store.ColumnID]bool // nobody shows them; they go on until what was sent off arrived
}

// chatAccess is what an account may do in conversations.
type chatAccess string

const (
	chatUnknown   chatAccess = ""
	chatOpen      chatAccess = "available"
	chatReadonly  chatAccess = "readonly"    // by the account's role, or the rights of the sign-in
	chatForbidden chatAccess = "unavailable" // by the account's role
	chatNone      chatAccess = "none"        // the server has no chat
	chatNoRight   chatAccess = "no-right"    // the sign-in does not include it
)

func (a chatAccess) reads() bool { return a == chatOpen || a == chatReadonly }

// chats is the session's [chatting].
func (s *Session) chats() *chatting {
	if c, ok := s.chat.(*chatting); ok {
		return c
	}
	c := &chatting{s: s, access: map[store.Source]chatAccess{}, panes: map[*talkPane]bool{}, lists: map[*chatList]bool{}, kept: map[store.ColumnID]bool{}}
	s.chat = c
	return c
}

// isChat tells the columns that show conversations.
func isChat(channel string) bool {
	return channel == live.Talks || channel == "chatUser" || channel == "chatRoom"
}

// learnChats finds out, in a quiet moment, who has chat: until then nothing of it is offered. A server that does not answer
// is asked again, less and less often.
func (s *Session) learnChats() {
	go func() {
		for wait := 1500 * time.Millisecond; ; wait = min(4*wait, 5*time.Minute) {
			time.Sleep(wait)
			found, unknown := false, false
			for _, a := range s.book.All() {
				if s.chats().access[a.Source()] != chatUnknown {
					continue
				}
				got := s.chats().learn(a.Source())
				found, unknown = found || got.reads(), unknown || got == chatUnknown
			}
			if found {
				for _, f := range s.onChange {
					f()
				}
			}
			if !unknown {
				return
			}
		}
	}()
}

// learn asks the server about an account's chat, until it is known. It blocks.
func (c *chatting) learn(src store.Source) chatAccess {
	if a := c.access[src]; a != chatUnknown {
		return a
	}
	if !c.s.book.Can(src, "read:chat") {
		c.access[src] = chatNoRight
		return chatNoRight
	}
	api := c.s.hub.API(src)
	if api == nil {
		return chatUnknown
	}
	names, err := api.Endpoints(context.Background())
	if err != nil {
		return chatUnknown // asked again where it matters
	}
	if !slices.Contains(names, "chat/history") {
		c.access[src] = chatNone
		return chatNone
	}
	me := c.s.hub.Me(src)
	if me == nil {
		if me, err = api.I(context.Background()); err != nil {
			return chatUnknown
		}
	}
	a := chatOpen
	if me.Me != nil {
		a = chatAccess(me.Me.Policies.Text("chatAvailability", string(chatOpen)))
	}
	if a == chatOpen && !c.s.book.Can(src, "write:chat") {
		a = chatReadonly
	}
	c.access[src] = a
	return a
}

// chatters are the accounts that can have conversations, as far as is known.
func (s *Session) chatters() []store.Source {
	var out []store.Source
	if !taking.On {
		return nil
	}
	for _, a := range s.book.All() {
		if s.chats().access[a.Source()].reads() {
			out = append(out, a.Source())
		}
	}
	return out
}

// openChats goes to the conversations of an account, after asking of which where there are several.
func (s *Session) openChats(at ui.Value) {
	list := s.chatters()
	if len(list) == 1 {
		s.openChat(list[0], misskey.Peer{})
		return
	}
	var items []menuItem
	for _, src := range list {
		a, _ := s.book.Get(src)
		items = append(items, menuItem{Label: or(a.Name, a.Username), Note: a.Acct(s.host(a.Origin)), Icon: "user", do: func() { s.openChat(src, misskey.Peer{}) }})
	}
	s.menu(at, s.printer.T("chat.title"), items)
}

// openChat goes to the page of a conversation; of all of them when with is empty.
func (s *Session) openChat(src store.Source, with misskey.Peer) {
	s.chatAs(src)
	s.navigate(s.chatPath(src.Origin(), with))
}

func (s *Session) chatPath(origin string, with misskey.Peer) string {
	path := "/chat"
	switch {
	case with.RoomID != "":
		path += "/room/" + with.RoomID
	case with.UserID != "":
		path += "/user/" + with.UserID
	}
	return path + "@" + s.host(origin)
}

const chatterKey = "nagare.chatter:"

// chatAs remembers which account of a server has conversations: addresses never tell, and a reload must not change it.
func (s *Session) chatAs(src store.Source) {
	s.sees(src)
	pageStorage{}.Set(chatterKey+src.Origin(), src.UserID())
}

// chatter is the account that has conversations on a server.
func (s *Session) chatter(origin string) store.Source {
	if src := store.SourceOf(origin, pageStorage{}.Get(chatterKey+origin)); src.UserID() != "" {
		if _, ok := s.book.Get(src); ok {
			return src
		}
	}
	return s.source(origin)
}

// chatItem is the line of a person's menu that leads to a conversation with them.
func (s *Session) chatItem(src store.Source, u *misskey.User) []menuItem {
	if !s.chats().access[src].reads() || u.Host != "" || u.Detail != nil && u.Detail.ChatScope == "none" {
		return nil
	}
	return []menuItem{{Label: s.printer.T("chat.with"), Icon: "messages", do: func() { s.openChat(src, misskey.Peer{UserID: u.ID}) }}}
}

func (c *chatting) drafts(src store.Source) chat.Drafts {
	return chat.Drafts{Storage: pageStorage{}, Account: string(src)}
}

// spec is the column of a conversation.
func (c *chatting) spec(src store.Source, with misskey.Peer) store.ColumnSpec {
	spec := store.ColumnSpec{Channel: live.Talks, Origin: src.Origin(), AccountID: src.UserID()}
	switch {
	case with.RoomID != "":
		spec.Channel, spec.Params = "chatRoom", map[string]any{"roomId": with.RoomID}
	case with.UserID != "":
		spec.Channel, spec.Params = "chatUser", map[string]any{"otherId": with.UserID}
	}
	return spec
}

func peerOf(spec store.ColumnSpec) (p misskey.Peer) {
	p.UserID, _ = spec.Params["otherId"].(string)
	p.RoomID, _ = spec.Params["roomId"].(string)
	return p
}

// column is the hub's column of a conversation: the one that is there, so that what is on its way is known wherever it
// is shown, or a new one. own says that nobody else removes it.
func (c *chatting) column(src store.Source, with misskey.Peer) (id store.ColumnID, own bool) {
	want := c.spec(src, with)
	c.s.hub.Look(func(st *store.Store) {
		for _, o := range st.Columns() {
			if col, ok := st.Column(o); ok && col.Spec.Channel == want.Channel && col.Spec.Source() == src && peerOf(col.Spec) == with {
				id = o
			}
		}
	})
	if id == 0 {
		return c.s.hub.Add(want), true
	}
	own = c.kept[id]
	delete(c.kept, id)
	return id, own
}

// release gives a column up that column made, once nothing is on its way.
func (c *chatting) release(id store.ColumnID) {
	busy := false
	c.s.hub.Talk(id, func(t *chat.Talk, _ *misskey.User, _ *misskey.ChatRoom) {
		for _, o := range t.Outgoing() {
			busy = busy || o.State != chat.SendFailed
		}
	})
	if c.kept[id] = busy; !busy {
		delete(c.kept, id)
		c.s.hub.Remove(id)
	}
}

// flushChats shows what changed in conversations since the last frame.
func (s *Session) flushChats(changes store.Changes) {
	c, ok := s.chat.(*chatting)
	if !ok {
		return
	}
	talked := s.hub.Talks()
	for t := range c.panes {
		if _, ok := changes.Columns[t.id]; ok || slices.Contains(talked, t.id) {
			t.update()
		}
	}
	for l := range c.lists {
		ch, ok := changes.Columns[l.id]
		l.heard(ok && ch.Head, ok && ch.Items || len(talked) > 0)
	}
	for _, id := range talked {
		if c.kept[id] {
			c.keep(id)
		}
	}
}

// keep follows a conversation that nobody shows: what failed stays in its draft, and then it can go.
func (c *chatting) keep(id store.ColumnID) {
	var out []chat.Outgoing
	var spec store.ColumnSpec
	c.s.hub.Look(func(st *store.Store) {
		col, _ := st.Column(id)
		spec = col.Spec
	})
	c.s.hub.Talk(id, func(t *chat.Talk, _ *misskey.User, _ *misskey.ChatRoom) { out = t.Outgoing() })
	drafts, with := c.drafts(spec.Source()), peerOf(spec)
	d := drafts.Load(with)
	d.Out = out
	drafts.Save(with, d)
	for _, o := range out {
		if o.State == chat.SendFailed {
			c.s.notice(c.s.printer.T("chat.lost"), true, c.s.printer.T("compose.reopen"), func() { c.s.openChat(spec.Source(), with) })
			break
		}
	}
	c.release(id)
}

// talkTitle names a conversation.
func talkTitle(p printer, peer *misskey.User, room *misskey.ChatRoom) string {
	switch {
	case room != nil:
		return or(room.Name, p.T("channel.chatRoom"))
	case peer != nil:
		return peer.DisplayName()
	}
	return p.T("chat.title")
}

// late fetches what chat needs of the page's scripts, then calls f.
func (c *chatting) late(f func()) {
	s := c.s
	ui.Window().Call("nagareLate", s.asset("late/hand.css"), s.asset("late/chat.css"), s.asset("late/chat.js")).Then(func(ok ui.Value) {
		if !ok.Bool() {
			s.notice(s.printer.T("picker.failed"), true, s.printer.T("column.retry"), func() { c.late(f) })
			return
		}
		f()
	})
}

// markupPage is what rows of a conversation share.
func (c *chatting) page(src store.Source, open func(key, what string) bool) *markup.Page {
	var server store.Server
	c.s.hub.Look(func(st *store.Store) { server = st.Server(src.Origin()) })
	return c.s.markupPage(src, server, open)
}

// chatButton leads to the conversations, with a dot while something in them is unread: in the sidebar, or as a tab of a phone.
func (d *deck) chatButton(p printer, class, do string) ui.UI {
	label := p.T("chat.title")
	if d.s.unreadChats {
		label = p.T("chat.button.unread")
	}
	return ui.Button().Class(class, "chatbutton").DataSet("do", do).Hidden(len(d.s.chatters()) == 0).Title(label).Aria("label", label).OnClick(d.onChat).Body(
		icon("messages"),
		ui.Span().Hidden(class != "tab").Text(p.T("chat.title")),
		ui.Span().Class("dot").Hidden(!d.s.unreadChats),
	)
}

func (d *deck) onChat(ctx ui.Context, e ui.Event) {
	if taking.On {
		d.s.openChats(ctx.JSSrc())
	}
}

// conversations is what a column of chat shows below its head.
func (c *column) conversations() ui.UI {
	src := c.col.Spec.Source()
	if c.col.Spec.AccountID == "" || c.col.State == store.Refused {
		return ui.Div().Class("blankbox").Body(c.blank(c.s.printer))
	}
	if c.col.Spec.Channel == live.Talks {
		return newChatList(c.s, src, c.ID, nil)
	}
	return newTalkPane(c.s, src, peerOf(c.col.Spec), c.ID, func(title string, _ store.ColumnState) {
		if title != c.named {
			c.named = title
			c.ctx.Dispatch(nil)
		}
	})
}
