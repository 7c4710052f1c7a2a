package live

import (
	"context"
	"encoding/json"
	"time"

	"nagare/app/chat"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// talkPage is how many messages are asked for at a time.
const talkPage = 40

// Talks is the channel of a column that lists an account's conversations. It is none of the server's: what happens to
// them is heard on main (P6.1).
const Talks = "chats"

// wire is the server's name for a channel.
func wire(channel string) string {
	if channel == Talks || heardOnMain(channel) {
		return "main"
	}
	return channel
}

// talk is what the hub knows of a conversation beyond its column.
type talk struct {
	c     *column
	state *chat.Talk
	with  misskey.Peer
	room  *misskey.ChatRoom
	peer  *misskey.User

	newestAsked, olderAsked, again bool
	met                            bool
	queue                          []int // keys of messages to be sent, in order
	sending                        bool
}

// newTalk returns the conversation of a column, nil for a column of another kind.
func newTalk(c *column) *talk {
	t := &talk{c: c}
	text := func(key string) string {
		s, _ := c.spec.Params[key].(string)
		return s
	}
	switch c.spec.Channel {
	case "chatUser":
		t.with.UserID = text("otherId")
	case "chatRoom":
		t.with.RoomID = text("roomId")
	default:
		return nil
	}
	t.state = chat.New(c.spec.AccountID, t.with.RoomID != "")
	return t
}

// Talk calls f with the conversation of a column, and with who or what it is with as far as that is known. f runs under
// the hub's lock. It answers false for a column that shows no conversation.
func (h *Hub) Talk(id store.ColumnID, f func(t *chat.Talk, peer *misskey.User, room *misskey.ChatRoom)) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.cols[id]
	if c == nil || c.talk == nil {
		return false
	}
	f(c.talk.state, c.talk.peer, c.talk.room)
	return true
}

// Talks returns the columns whose conversations changed since the last time.
func (h *Hub) Talks() []store.ColumnID {
	h.mu.Lock()
	defer h.mu.Unlock()
	var ids []store.ColumnID
	for id := range h.talks {
		ids = append(ids, id)
	}
	clear(h.talks)
	return ids
}

// Say sends a message off. It is sent after those before it, and once.
func (h *Hub) Say(id store.ColumnID, text string, file *misskey.File) {
	h.withTalk(id, func(t *talk) {
		t.apply(chat.SentOff{Text: text, File: file, At: h.now()})
		out := t.state.Outgoing()
		t.queue = append(t.queue, out[len(out)-1].Key)
		t.send()
	})
}

// TakeUp goes on with what was on its way at an earlier visit. The first page tells what became of it; a conversation
// that has it knows already.
func (h *Hub) TakeUp(id store.ColumnID, out []chat.Outgoing) {
	h.withTalk(id, func(t *talk) {
		if t.state.Loaded() || len(t.state.Outgoing()) > 0 {
			return
		}
		for _, o := range out {
			t.apply(chat.TakenUp{Text: o.Text, File: o.File, At: o.At, After: o.After})
		}
	})
}

// SayAgain tries a message that failed again.
func (h *Hub) SayAgain(id store.ColumnID, key int) {
	h.withTalk(id, func(t *talk) {
		for _, o := range t.state.Outgoing() {
			if o.Key == key && o.State == chat.SendFailed {
				t.apply(chat.SentOff{Key: key})
				t.queue = append(t.queue, key)
				t.send()
			}
		}
	})
}

// Unsay takes back a message that failed.
func (h *Hub) Unsay(id store.ColumnID, key int) {
	h.withTalk(id, func(t *talk) { t.apply(chat.Dropped{Key: key}) })
}

// ReactTalk reacts to a message, or takes the reaction back; it is shown when the server has it. done may be nil.
func (h *Hub) ReactTalk(id store.ColumnID, messageID, reaction string, on bool, done func(error)) {
	h.withTalk(id, func(t *talk) {
		api, me := t.c.src.api, t.state.Me()
		h.act(func(err error) {
			if err == nil {
				h.withTalk(id, func(t *talk) {
					t.apply(chat.Reacted{ID: messageID, Reaction: reaction, UserID: me, Undone: !on})
				})
			}
			if done != nil {
				done(err)
			}
		}, func(ctx context.Context) error { return api.ReactChat(ctx, messageID, reaction, on) }, func(error) {})
	})
}

// DeleteTalk deletes a message of one's own. done may be nil.
func (h *Hub) DeleteTalk(id store.ColumnID, messageID string, done func(error)) {
	h.withTalk(id, func(t *talk) {
		api := t.c.src.api
		h.act(func(err error) {
			if err == nil {
				h.withTalk(id, func(t *talk) { t.apply(chat.Deleted{ID: messageID}) })
			}
			if done != nil {
				done(err)
			}
		}, func(ctx context.Context) error { return api.DeleteChat(ctx, messageID) }, func(error) {})
	})
}

// ReadTalk says that everything in a conversation was seen. The server is told over the channel (P3.5).
func (h *Hub) ReadTalk(id store.ColumnID) {
	h.withTalk(id, func(t *talk) {
		if b := t.c.src.inbox; b != nil {
			b.apply(notify.ChatRead{Peer: t.with})
		}
		ch := t.c.ch
		if !t.state.Unseen() || ch == nil || !t.c.chState.Delivering() {
			return
		}
		t.apply(chat.Seen{})
		h.background(t.c.ctx, func(ctx context.Context) func() {
			_ = ch.Send(ctx, "read", nil) // told again with the next message
			return nil
		})
	})
}

// OlderTalk asks for the page above the oldest message.
func (h *Hub) OlderTalk(id store.ColumnID) { h.withTalk(id, (*talk).older) }

func (h *Hub) withTalk(id store.ColumnID, f func(*talk)) {
	h.with(id, func(c *column) {
		if c.talk != nil && c.src.api != nil && c.src.account {
			f(c.talk)
		}
	})
}

func (t *talk) apply(e chat.Event) {
	if !t.state.Apply(e) {
		return
	}
	h := t.c.h
	if h.talks == nil {
		h.talks = map[store.ColumnID]bool{}
	}
	h.talks[t.c.id] = true
	h.wakeView()
}

// said takes in an event of the channel (P3.5).
func (t *talk) said(typ string, body []byte) {
	switch typ {
	case "message":
		if m, err := misskey.DecodeChatMessage(body); err == nil {
			t.apply(chat.Said{M: m})
		}
	case "deleted":
		var id string
		if json.Unmarshal(body, &id) == nil {
			t.apply(chat.Deleted{ID: id})
		}
	case "react", "unreact":
		var r misskey.ChatReaction
		if json.Unmarshal(body, &r) == nil {
			e := chat.Reacted{ID: r.MessageID, Reaction: r.Reaction, Undone: typ == "unreact"}
			if r.User != nil {
				e.UserID = r.User.ID
			}
			t.apply(e)
		}
	}
}

// newest asks for the newest page.
func (t *talk) newest() {
	c := t.c
	if t.newestAsked {
		t.again = true
		return
	}
	t.meet()
	t.newestAsked, t.again = true, false
	t.apply(chat.PageAsked{})
	api := c.src.api
	c.h.background(c.ctx, func(ctx context.Context) func() {
		list, err := api.ChatMessages(misskey.WithPriority(ctx, misskey.Visible), t.with, misskey.Page{Limit: talkPage})
		return func() {
			t.newestAsked = false
			if err != nil {
				c.page.fail = c.reason(err)
				t.apply(chat.PageFailed{Why: string(c.page.fail.Code)})
				if !decisive(c.page.fail.Code) {
					t.later(c.page.fail)
				}
			} else {
				c.page.fail, c.page.ok = store.Reason{}, true
				t.apply(chat.PageFetched{List: list, Exhausted: len(list) < talkPage})
				t.send() // what was in doubt is known now
			}
			c.derive()
			if t.again {
				t.newest()
			}
		}
	})
}

// later asks again after a failure that may pass.
func (t *talk) later(why store.Reason) {
	h := t.c.h
	wait := max(3*time.Second+time.Duration(h.o.Rand()*float64(5*time.Second)), why.RetryAt.Sub(h.now()))
	h.after(wait, func() {
		if t.c.ctx.Err() == nil {
			t.newest()
		}
	})
}

// meet asks once who the conversation is with: messages do not tell (P7.10).
func (t *talk) meet() {
	if t.met {
		return
	}
	t.met = true
	c, api := t.c, t.c.src.api
	c.h.background(c.ctx, func(ctx context.Context) func() {
		var me, peer *misskey.User
		var room *misskey.ChatRoom
		if t.with.RoomID != "" {
			r := new(misskey.ChatRoom)
			if api.Call(ctx, "chat/rooms/show", map[string]any{"roomId": t.with.RoomID}, r) == nil && r.ID != "" {
				room = r
			}
		} else if u, err := api.User(ctx, t.with.UserID); err == nil {
			peer = u
		}
		if b := c.src.inbox; b == nil {
			me, _ = api.User(ctx, t.state.Me())
		}
		return func() {
			t.room, t.peer = room, peer
			if b := c.src.inbox; b != nil {
				me = b.me
			}
			t.apply(chat.Met{User: me})
			t.apply(chat.Met{User: peer})
			c.derive()
		}
	})
}

func (t *talk) older() {
	c := t.c
	if !t.state.Loaded() {
		t.newest()
		return
	}
	if t.olderAsked || t.state.Older() == chat.End || t.state.OldestID() == "" {
		return
	}
	t.olderAsked = true
	t.apply(chat.PageAsked{Older: true})
	api, until := c.src.api, t.state.OldestID()
	c.h.background(c.ctx, func(ctx context.Context) func() {
		list, err := api.ChatMessages(ctx, t.with, misskey.Page{UntilID: until, Limit: talkPage})
		return func() {
			t.olderAsked = false
			if err != nil {
				t.apply(chat.PageFailed{Older: true, Why: string(c.reason(err).Code)})
				return
			}
			t.apply(chat.PageFetched{List: list, Older: true, Exhausted: len(list) == 0})
		}
	})
}

// send sends the next message of the queue, unless one is on its way or in doubt.
func (t *talk) send() {
	if t.sending || len(t.queue) == 0 {
		return
	}
	var next *chat.Outgoing
	for _, o := range t.state.Outgoing() {
		if o.State == chat.Asking {
			return // what comes after it waits, so that the order is the writer's
		}
		if o.Key == t.queue[0] {
			next = &o
		}
	}
	if next == nil || next.State != chat.Sending {
		t.queue = t.queue[1:]
		t.send()
		return
	}
	t.sending = true
	c, api, key, text, file := t.c, t.c.src.api, next.Key, next.Text, ""
	if next.File != nil {
		file = next.File.ID
	}
	c.h.background(c.ctx, func(ctx context.Context) func() {
		m, err := api.SendChat(ctx, t.with, text, file)
		return func() {
			t.sending = false
			t.queue = t.queue[1:]
			switch fault := misskey.FaultOf(err); {
			case err == nil:
				t.apply(chat.Said{M: m, Key: key})
			case fault == misskey.FaultUnreachable, fault == misskey.FaultTimeout, fault == misskey.FaultServer, fault == misskey.FaultNotMisskey:
				t.apply(chat.SendDoubt{Key: key})
				t.newest()
			default:
				why := misskey.CodeOf(err)
				if why == "" {
					why = string(fault)
				}
				t.apply(chat.SendLost{Key: key, Why: why})
			}
			t.send()
		}
	})
}

// event follows the channel's state.
func (t *talk) event(e stream.Event, was, is stream.ChannelState) {
	switch e := e.(type) {
	case stream.Message:
		t.said(e.Type, e.Body)
	case stream.Gap:
		t.apply(chat.Interrupted{})
		if !e.Until.IsZero() && is.Delivering() {
			t.newest()
		}
	case stream.ChannelStateChanged:
		if is.Delivering() && !was.Delivering() {
			t.newest()
		}
		if is.Phase == stream.Refused {
			t.newest() // the second witness (P2.7)
		}
	}
}
