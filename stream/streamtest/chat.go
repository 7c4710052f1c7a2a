//go:build !js

package streamtest

import (
	"encoding/json"
	"slices"
	"time"
)

// chatRoom is a group talk.
type chatRoom struct {
	id, name, about string
	at              time.Time
	owner           *user
	members         []*user
	invited         map[*user]string // user → invitation id
}

func (r *chatRoom) has(u *user) bool { return r.owner == u || slices.Contains(r.members, u) }

// chatMessage is one message, to a person or into a room (P7.10).
type chatMessage struct {
	id        string
	at        time.Time
	from, to  *user
	room      *chatRoom
	text      *string
	file      *file
	reactions []chatReaction
	readBy    map[*user]bool
}

type chatReaction struct {
	user *user
	key  string
}

func (m *chatMessage) between(a, b *user) bool {
	return m.room == nil && (m.from == a && m.to == b || m.from == b && m.to == a)
}

// addChatChannels adds chatUser and chatRoom (P3.5).
func addChatChannels(table map[string]*channelDef) {
	read := func(w *World, s *subscription, kind string, _ json.RawMessage) {
		if kind == "read" {
			for _, m := range w.messages {
				if s.hears(m) {
					m.readBy[s.socket.me()] = true
				}
			}
		}
	}
	table["chatUser"] = &channelDef{login: true, kind: "read:chat", exists: Flavour.hasChatChannels, message: read,
		open: func(w *World, s *subscription) bool {
			s.partner = w.users[s.param("otherId")]
			if !w.chat { // has the channel and nothing behind it
				return s.param("otherId") != "" && s.partner != s.socket.me()
			}
			return s.partner != nil && s.partner != s.socket.me()
		}}
	table["chatRoom"] = &channelDef{login: true, kind: "read:chat", exists: Flavour.hasChatChannels, message: read,
		open: func(w *World, s *subscription) bool {
			s.room = w.chatRoom(s.param("roomId"))
			return s.room != nil && s.room.has(s.socket.me())
		}}
}

func (s *subscription) hears(m *chatMessage) bool {
	if s.room != nil {
		return m.room == s.room
	}
	return s.partner != nil && m.between(s.socket.me(), s.partner)
}

func (w *World) chatRoom(id string) *chatRoom {
	for _, r := range w.rooms {
		if r.id == id {
			return r
		}
	}
	return nil
}

func (w *World) message(id string, me *user) *chatMessage {
	for _, m := range w.messages {
		if m.id == id && (m.from == me || m.to == me || m.room != nil && m.room.has(me)) {
			return m
		}
	}
	return nil
}

func (w *World) unreadChat(u *user) bool {
	return slices.ContainsFunc(w.messages, func(m *chatMessage) bool {
		return m.from != u && !m.readBy[u] && (m.to == u || m.room != nil && m.room.has(u))
	})
}

// tellChat sends an event to everybody who has the conversation open.
func (w *World) tellChat(m *chatMessage, event string, body func(v view) any) {
	for _, s := range w.socketList() {
		for _, sub := range s.subs {
			if (sub.room != nil || sub.partner != nil) && sub.hears(m) {
				s.send(sub.frame(event, encode(body(view{base: s.base, me: s.me()}))))
			}
		}
	}
}

// sayTo files a message and tells those it is for; whoever has not read it
// after three seconds hears of it on main (P6.1).
func (w *World) sayTo(m *chatMessage) {
	m.id, m.at, m.readBy = w.newID(), w.now(), map[*user]bool{m.from: true}
	w.messages = append(w.messages, m)
	w.tellChat(m, "message", func(v view) any { return w.packMessageLite(m, v) })
	people := []*user{m.to}
	if m.room != nil {
		people = append(slices.Clone(m.room.members), m.room.owner)
	}
	w.clock.AfterFunc(3*time.Second, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, u := range people {
			if u != m.from && !m.readBy[u] && slices.Contains(w.messages, m) {
				w.tell(u, "main", "newChatMessage", func(v view) any { return w.packMessage(m, v) })
			}
		}
	})
}

// packMessageLite is the form of events and timelines (P7.10).
func (w *World) packMessageLite(m *chatMessage, v view) object {
	o := object{{"id", m.id}, {"createdAt", m.at}, {"text", m.text}, {"fromUserId", m.from.id}}
	if m.room != nil {
		o = append(o, object{{"fromUser", w.packUser(m.from, v)}, {"toRoomId", m.room.id}}...)
	} else {
		o.set("toUserId", m.to.id)
	}
	o = append(o, w.packAttachment(m, v)...)
	reactions := []any{}
	for _, r := range m.reactions {
		x := object{}
		if m.room != nil {
			x.set("user", w.packUser(r.user, v))
		}
		reactions = append(reactions, append(x, field{"reaction", r.key}))
	}
	return append(o, field{"reactions", reactions})
}

func (w *World) packAttachment(m *chatMessage, v view) object {
	if m.file == nil {
		return object{{"fileId", nil}, {"file", nil}}
	}
	return object{{"fileId", m.file.id}, {"file", w.packFile(m.file, v, false)}}
}

// packMessage is the full form, of main and of the history.
func (w *World) packMessage(m *chatMessage, v view) object {
	o := object{{"id", m.id}, {"createdAt", m.at}, {"text", m.text}, {"fromUserId", m.from.id}, {"fromUser", w.packUser(m.from, v)}}
	if m.room != nil {
		o = append(o, object{{"toUserId", nil}, {"toRoomId", m.room.id}, {"toRoom", w.packRoom(m.room, v)}}...)
	} else {
		o = append(o, object{{"toUserId", m.to.id}, {"toUser", w.packUser(m.to, v)}, {"toRoomId", nil}}...)
	}
	o = append(o, w.packAttachment(m, v)...)
	reactions := []any{}
	for _, r := range m.reactions {
		reactions = append(reactions, object{{"user", w.packUser(r.user, v)}, {"reaction", r.key}})
	}
	o = append(o, field{"reactions", reactions})
	return o
}

func (w *World) packRoom(r *chatRoom, v view) object {
	return object{{"id", r.id}, {"createdAt", r.at}, {"name", r.name}, {"description", r.about}, {"ownerId", r.owner.id},
		{"owner", w.packUser(r.owner, v)}, {"isMuted", false}, {"invitationExists", v.me != nil && r.invited[v.me] != ""}}
}

// Say sends a chat message from one person to another, or into the room with
// that id, and returns its id; "" when that is impossible.
func (w *World) Say(from, to, text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := &chatMessage{from: w.person(from), to: w.person(to), room: w.chatRoom(to), text: &text}
	if m.from == nil || m.to == nil && m.room == nil || m.from == m.to {
		return ""
	}
	w.sayTo(m)
	return m.id
}
