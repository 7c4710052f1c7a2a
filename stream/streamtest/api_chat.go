//go:build !js

package streamtest

import (
	"slices"
	"strings"
)

// chatEndpoints write and read chat (P8.7); servers before 2025.4 lack them.
func chatEndpoints() map[string]*endpoint {
	read := func(params string, run func(c *call) any) *endpoint {
		return &endpoint{login: true, kind: "read:chat", chat: true, params: params, run: run}
	}
	write := func(params string, run func(c *call) any) *endpoint {
		return &endpoint{login: true, kind: "write:chat", chat: true, params: params, run: run}
	}
	noMessage := func(id string) *apiError { return fail("No such message.", "NO_SUCH_MESSAGE", id) }
	noRoom := func(id string) *apiError { return fail("No such room.", "NO_SUCH_ROOM", id) }
	text := "text string? 0 2000; fileId id; "
	return map[string]*endpoint{
		"chat/messages/create-to-user": write(text+"*toUserId id", func(c *call) any {
			to := c.users[c.str("toUserId")]
			switch {
			case to == c.me:
				return fail("You can not send a message to yourself.", "RECIPIENT_IS_YOURSELF", "17e2ba79-e22a-4cbc-bf91-d327643f4a7e")
			case to == nil:
				return fail("No such user.", "NO_SUCH_USER", "11795c64-40ea-4198-b06e-3c873ed9039d")
			case to.blocks[c.me.id]:
				return fail("You cannot send a message because you have been blocked by this user.", "YOU_HAVE_BEEN_BLOCKED", "c15a5199-7422-4968-941a-2a462c478f7d")
			}
			return c.say(&chatMessage{to: to}, "4372b8e2-185d-4146-8749-2f68864a3e5f", "25587321-b0e6-449c-9239-f8925092942c")
		}),
		"chat/messages/create-to-room": write(text+"*toRoomId id", func(c *call) any {
			r := c.chatRoom(c.str("toRoomId"))
			if r == nil || !r.has(c.me) {
				return noRoom("8098520d-2da5-4e8f-8ee1-df78b55a4ec6")
			}
			return c.say(&chatMessage{room: r}, "b6accbd3-1d7b-4d9f-bdb7-eb185bac06db", "340517b7-6d04-42c0-bac1-37ee804e3594")
		}),
		"chat/messages/delete": write("*messageId id", func(c *call) any {
			m := c.message(c.str("messageId"), c.me)
			if m == nil || m.from != c.me {
				return noMessage("36b67f0e-66a6-414b-83df-992a55294f17")
			}
			c.messages = slices.DeleteFunc(c.messages, func(x *chatMessage) bool { return x == m })
			c.tellChat(m, "deleted", func(view) any { return m.id })
			return nothing{}
		}),
		"chat/messages/react": write("*messageId id; *reaction string", func(c *call) any {
			m := c.message(c.str("messageId"), c.me)
			if m == nil || m.from == c.me && m.room == nil {
				return noMessage("9b5839b9-0ba0-4351-8c35-37082093d200")
			}
			key := strings.Replace(c.str("reaction"), "@.:", ":", 1)
			m.reactions = append(m.reactions, chatReaction{c.me, key})
			c.tellChat(m, "react", c.chatReactionBody(m, key))
			return nothing{}
		}),
		"chat/messages/unreact": write("*messageId id; *reaction string", func(c *call) any {
			m := c.message(c.str("messageId"), c.me)
			if m == nil {
				return noMessage("c39ea42f-e3ca-428a-ad57-390e0a711595")
			}
			m.reactions = slices.DeleteFunc(m.reactions, func(r chatReaction) bool { return r.user == c.me && r.key == c.str("reaction") })
			c.tellChat(m, "unreact", c.chatReactionBody(m, c.str("reaction")))
			return nothing{}
		}),
		"chat/messages/show": read("*messageId id", func(c *call) any {
			m := c.message(c.str("messageId"), c.me)
			if m == nil {
				return noMessage("3710865b-1848-4da9-8d61-cfed15510b93")
			}
			return c.packMessage(m, c.v)
		}),
		"chat/messages/user-timeline": read(paging(100)+"*userId id", func(c *call) any {
			u := c.users[c.str("userId")]
			if u == nil {
				return fail("No such user.", "NO_SUCH_USER", "11795c64-40ea-4198-b06e-3c873ed9039d")
			}
			return c.messagePage(func(m *chatMessage) bool { return m.between(c.me, u) }, c.packMessageLite)
		}),
		"chat/messages/room-timeline": read(paging(100)+"*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil || !r.has(c.me) {
				return noRoom("c4d9f88c-9270-4632-b032-6ed8cee36f7f")
			}
			return c.messagePage(func(m *chatMessage) bool { return m.room == r }, c.packMessageLite)
		}),
		"chat/messages/search": read("*query string; limit int 1 100; userId id?; roomId id?", func(c *call) any {
			return c.messagePage(func(m *chatMessage) bool {
				return c.message(m.id, c.me) != nil && m.text != nil && strings.Contains(*m.text, c.str("query"))
			}, c.packMessage)
		}),
		"chat/history": read("limit int 1 100; room bool", func(c *call) any {
			seen := map[any]bool{}
			out := []any{}
			for i := len(c.messages) - 1; i >= 0 && len(out) < c.limitOr(10); i-- {
				m := c.messages[i]
				var with any = m.room
				if m.room == nil {
					with = m.to
					if m.to == c.me {
						with = m.from
					}
				}
				if (m.room != nil) == c.flag("room") && !seen[with] && c.message(m.id, c.me) != nil {
					seen[with] = true
					out = append(out, append(c.packMessage(m, c.v), field{"isRead", m.readBy[c.me]}))
				}
			}
			return out
		}),
		"chat/read-all": write("", func(c *call) any {
			for _, m := range c.messages {
				m.readBy[c.me] = true
			}
			return nothing{}
		}),
		"chat/rooms/create": write("*name string 1 256; description string 0 1024", func(c *call) any {
			r := &chatRoom{id: c.newID(), at: c.now(), name: c.str("name"), about: c.str("description"), owner: c.me, invited: map[*user]string{}}
			c.rooms = append(c.rooms, r)
			return c.packRoom(r, c.v)
		}),
		"chat/rooms/delete": write("*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil || r.owner != c.me {
				return noRoom("d4e3753d-97bf-4a19-ab8e-21080fbc0f4b")
			}
			c.rooms = slices.DeleteFunc(c.rooms, func(x *chatRoom) bool { return x == r })
			return nothing{}
		}),
		"chat/rooms/show": read("*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil {
				return noRoom("857ae02f-8759-4d20-9adb-6e95fffe4fd7")
			}
			return c.packRoom(r, c.v)
		}),
		"chat/rooms/join": write("*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil || r.invited[c.me] == "" {
				return noRoom("84416476-5ce8-4a2c-b568-9569f1b10733")
			}
			delete(r.invited, c.me)
			r.members = append(r.members, c.me)
			return nothing{}
		}),
		"chat/rooms/leave": write("*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil || !r.has(c.me) {
				return noRoom("cb7f3179-50e8-4389-8c30-dbe2650a67c9")
			}
			r.members = slices.DeleteFunc(r.members, func(u *user) bool { return u == c.me })
			return nothing{}
		}),
		"chat/rooms/members": read(paging(100)+"*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil || !r.has(c.me) {
				return noRoom("7b9fe84c-eafc-4d21-bf89-485458ed2c18")
			}
			out := []any{}
			for _, u := range r.members {
				out = append(out, object{{"id", r.id + u.id[:4]}, {"createdAt", r.at}, {"userId", u.id}, {"user", c.packUser(u, c.v)}, {"roomId", r.id}})
			}
			return out
		}),
		"chat/rooms/owned": read(paging(100), func(c *call) any {
			out := []any{}
			for _, r := range c.rooms {
				if r.owner == c.me {
					out = append(out, c.packRoom(r, c.v))
				}
			}
			return out
		}),
		"chat/rooms/joining": read(paging(100), func(c *call) any {
			out := []any{}
			for _, r := range c.rooms {
				if slices.Contains(r.members, c.me) {
					out = append(out, object{{"id", r.id + c.me.id[:4]}, {"createdAt", r.at}, {"userId", c.me.id}, {"roomId", r.id}, {"room", c.packRoom(r, c.v)}})
				}
			}
			return out
		}),
		"chat/rooms/invitations/create": write("*roomId id; *userId id", func(c *call) any {
			r, u := c.chatRoom(c.str("roomId")), c.users[c.str("userId")]
			if r == nil || r.owner != c.me || u == nil {
				return noRoom("916f9507-49ba-4e90-b57f-1fd4deaa47a5")
			}
			r.invited[u] = c.newID()
			inv := func(v view) object { return c.packInvitation(r, u, v) }
			c.notify(u, &notification{kind: "chatRoomInvitationReceived", from: c.me, more: object{{"invitation", inv(c.v)}}})
			return inv(c.v)
		}),
		"chat/rooms/invitations/inbox": read(paging(100), func(c *call) any {
			out := []any{}
			for _, r := range c.rooms {
				if r.invited[c.me] != "" {
					out = append(out, c.packInvitation(r, c.me, c.v))
				}
			}
			return out
		}),
		"chat/rooms/invitations/ignore": write("*roomId id", func(c *call) any {
			r := c.chatRoom(c.str("roomId"))
			if r == nil {
				return noRoom("5130557e-5a11-4cfb-9cc5-fe60cda5de0d")
			}
			delete(r.invited, c.me)
			return nothing{}
		}),
	}
}

func (w *World) packInvitation(r *chatRoom, u *user, v view) object {
	at, _ := idTime(r.invited[u])
	return object{{"id", r.invited[u]}, {"createdAt", at}, {"roomId", r.id}, {"room", w.packRoom(r, v)}, {"userId", u.id}, {"user", w.packUser(u, v)}}
}

func (c *call) say(m *chatMessage, noFile, noContent string) any {
	m.from = c.me
	if text, ok := c.args["text"].(string); ok && text != "" {
		m.text = &text
	}
	if id := c.str("fileId"); id != "" {
		if m.file = c.files[id]; m.file == nil || m.file.owner != c.me {
			return fail("No such file.", "NO_SUCH_FILE", noFile)
		}
	}
	if m.text == nil && m.file == nil {
		return fail("Content required. You need to set text or fileId.", "CONTENT_REQUIRED", noContent)
	}
	c.sayTo(m)
	if c.answer != nil {
		c.answer(m)
	}
	return c.packMessageLite(m, c.v)
}

func (c *call) chatReactionBody(m *chatMessage, key string) func(v view) any {
	return func(v view) any {
		o := object{{"messageId", m.id}}
		if m.room != nil {
			o.set("user", c.packUser(c.me, v))
		}
		return append(o, field{"reaction", key})
	}
}

func (c *call) messagePage(want func(m *chatMessage) bool, pack func(m *chatMessage, v view) object) any {
	out := []any{}
	for _, m := range page(c.messages, c.pageWindow(10), func(m *chatMessage) string { return m.id }, want) {
		m.readBy[c.me] = true
		out = append(out, pack(m, c.v))
	}
	return out
}
