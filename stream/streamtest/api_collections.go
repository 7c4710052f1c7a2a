//go:build !js

package streamtest

import (
	"slices"
)

// collectionEndpoints keep lists, antennas, boards and clips.
func collectionEndpoints() map[string]*endpoint {
	read := func(e endpoint) *endpoint { e.login, e.kind = true, "read:account"; return &e }
	write := func(e endpoint) *endpoint { e.login, e.kind = true, "write:account"; return &e }
	oneMember := "*listId id; *userId id; withReplies bool"
	noList := func(id string) *apiError { return fail("No such list.", "NO_SUCH_LIST", id) }
	return map[string]*endpoint{
		"users/lists/list": read(endpoint{params: "userId id", run: func(c *call) any {
			out := []any{}
			for _, l := range c.lists {
				if l.owner == c.me {
					out = append(out, packList(l))
				}
			}
			return out
		}}),
		"users/lists/show": {params: "*listId id; forPublic bool", kind: "read:account", run: func(c *call) any {
			l := c.ownList()
			if l == nil {
				return noList("7bc05c21-1d7a-41ae-88f1-66820f4dc686")
			}
			return packList(l)
		}},
		"users/lists/create": write(endpoint{params: "*name string 1 100", run: func(c *call) any {
			l := &userList{id: c.newID(), at: c.now(), owner: c.me, name: c.str("name")}
			c.lists = append(c.lists, l)
			return packList(l)
		}}),
		"users/lists/update": write(endpoint{params: "*listId id; name string 1 100; isPublic bool", run: func(c *call) any {
			l := c.ownList()
			if l == nil {
				return noList("796666fe-3dff-4d39-becb-8a5932c1d5b7")
			}
			if c.has("name") {
				l.name = c.str("name")
			}
			l.public = c.flagOr("isPublic", l.public)
			return packList(l)
		}}),
		"users/lists/delete": write(endpoint{params: "*listId id", run: func(c *call) any {
			l := c.ownList()
			if l == nil {
				return noList("78436795-db79-42f5-b1e2-55ea2cf19166")
			}
			c.lists = slices.DeleteFunc(c.lists, func(x *userList) bool { return x == l })
			l.members = nil
			return nothing{}
		}}),
		"users/lists/push": write(endpoint{params: oneMember, run: func(c *call) any {
			l, u := c.ownList(), c.users[c.str("userId")]
			switch {
			case l == nil:
				return noList("2214501d-ac96-4049-b717-91e42272a711")
			case u == nil:
				return fail("No such user.", "NO_SUCH_USER", "a89abd3d-f0bc-4cce-beb1-2f446f4f1e6a")
			case l.has(u) != nil:
				return fail("That user has already been added to that list.", "ALREADY_ADDED", "1de7c884-1595-49e9-857e-61f12f4d4fc5")
			}
			l.members = append(l.members, &member{id: c.newID(), at: c.now(), user: u})
			c.tellList(l, "userAdded", u)
			return nothing{}
		}}),
		"users/lists/pull": write(endpoint{params: oneMember, run: func(c *call) any {
			l, u := c.ownList(), c.users[c.str("userId")]
			switch {
			case l == nil:
				return noList("7f44670e-ab16-43b8-b4c1-ccd2ee89cc02")
			case u == nil:
				return fail("No such user.", "NO_SUCH_USER", "588e7f72-c744-4a61-b180-d354e912bda2")
			}
			l.members = slices.DeleteFunc(l.members, func(m *member) bool { return m.user == u })
			c.tellList(l, "userRemoved", u)
			return nothing{}
		}}),
		"users/lists/update-membership": write(endpoint{params: oneMember, run: func(c *call) any {
			l := c.ownList()
			if l == nil {
				return noList("7f44670e-ab16-43b8-b4c1-ccd2ee89cc02")
			}
			m := l.has(c.users[c.str("userId")])
			if m == nil {
				return fail("No such user.", "NO_SUCH_USER", "588e7f72-c744-4a61-b180-d354e912bda2")
			}
			m.withReplies = c.flagOr("withReplies", m.withReplies)
			return nothing{}
		}}),
		"users/lists/get-memberships": read(endpoint{params: paging(100) + "*listId id; forPublic bool", run: func(c *call) any {
			l := c.ownList()
			if l == nil {
				return noList("7bc05c21-1d7a-41ae-88f1-66820f4dc686")
			}
			out := []any{}
			for _, m := range page(l.members, c.pageWindow(30), func(m *member) string { return m.id }, func(*member) bool { return true }) {
				out = append(out, object{{"id", m.id}, {"createdAt", m.at}, {"userId", m.user.id}, {"user", c.packUser(m.user, c.v)}, {"withReplies", m.withReplies}})
			}
			return out
		}}),
		"antennas/list": read(endpoint{run: func(c *call) any {
			out := []any{}
			for _, a := range c.antennas {
				if a.owner == c.me {
					out = append(out, packAntenna(a))
				}
			}
			return out
		}}),
		"antennas/show": read(endpoint{params: "*antennaId id", run: func(c *call) any {
			a := c.antenna(c.str("antennaId"))
			if a == nil || a.owner != c.me {
				return fail("No such antenna.", "NO_SUCH_ANTENNA", "c06569fb-b025-4f23-b22d-1fcd20d2816b")
			}
			return packAntenna(a)
		}}),
		"antennas/create": write(endpoint{params: "*name string 1 100; *src enum home|all|users|list|users_blacklist; userListId id?; *keywords array; *excludeKeywords array; *users array; *caseSensitive bool; localOnly bool; *withReplies bool; *withFile bool", run: func(c *call) any {
			a := &antenna{id: c.newID(), at: c.now(), owner: c.me, name: c.str("name"), source: c.str("src"), keywords: tagGroups(c.args["keywords"]), excludes: tagGroups(c.args["excludeKeywords"]),
				users: c.strs("users"), withReplies: c.flag("withReplies"), files: c.flag("withFile"), localOnly: c.flag("localOnly"), list: c.World.list(c.str("userListId"))}
			c.antennas = append(c.antennas, a)
			return packAntenna(a)
		}}),
		"antennas/delete": write(endpoint{params: "*antennaId id", run: func(c *call) any {
			a := c.antenna(c.str("antennaId"))
			if a == nil || a.owner != c.me {
				return fail("No such antenna.", "NO_SUCH_ANTENNA", "b34dcf9d-348f-44bb-99d0-6c9314cfe2df")
			}
			c.antennas = slices.DeleteFunc(c.antennas, func(x *antenna) bool { return x == a })
			return nothing{}
		}}),
		"channels/featured": {run: func(c *call) any { return c.packBoards(func(*board) bool { return true }) }},
		"channels/followed": {login: true, kind: "read:channels", params: paging(100), run: func(c *call) any {
			return c.packBoards(func(b *board) bool { return c.me.boards[b.id] })
		}},
		"channels/owned": {login: true, kind: "read:channels", params: paging(100), run: func(c *call) any {
			return c.packBoards(func(b *board) bool { return b.owner == c.me })
		}},
		"channels/my-favorites": {login: true, kind: "read:channels", run: func(c *call) any {
			return c.packBoards(func(b *board) bool { return b.favorites[c.me.id] })
		}},
		"channels/show": {params: "*channelId id", run: func(c *call) any {
			b := c.board(c.str("channelId"))
			if b == nil {
				return fail("No such channel.", "NO_SUCH_CHANNEL", "6f6c314b-7486-4897-8966-c04a66a02923")
			}
			return append(c.packBoard(b), field{"pinnedNotes", []any{}})
		}},
		"channels/create": {login: true, kind: "write:channels", params: "*name string 1 128; description string?; color string; isSensitive bool?", run: func(c *call) any {
			b := &board{id: c.newID(), at: c.now(), owner: c.me, name: c.str("name"), description: c.str("description"), color: c.str("color"), favorites: map[string]bool{}}
			if b.color == "" {
				b.color = "#86b300"
			}
			c.boards = append(c.boards, b)
			return c.packBoard(b)
		}},
		"channels/follow":     boardSwitch("c0031718-d573-4e85-928e-10039f1fbb68", func(c *call, b *board) { c.me.boards[b.id] = true }),
		"channels/unfollow":   boardSwitch("19959ee9-0153-4c51-bbd9-a98c49dc59d6", func(c *call, b *board) { delete(c.me.boards, b.id) }),
		"channels/favorite":   boardSwitch("4938f5f3-6167-4c04-9149-6607b7542861", func(c *call, b *board) { b.favorites[c.me.id] = true }),
		"channels/unfavorite": boardSwitch("353c68dd-131a-476c-aa99-88a345e83668", func(c *call, b *board) { delete(b.favorites, c.me.id) }),
		"clips/list": read(endpoint{run: func(c *call) any {
			out := []any{}
			for _, x := range c.clips {
				if x.owner == c.me {
					out = append(out, c.packClip(x))
				}
			}
			return out
		}}),
		"clips/create": write(endpoint{params: "*name string 1 100; isPublic bool; description string? 0 2048", run: func(c *call) any {
			x := &clip{id: c.newID(), at: c.now(), owner: c.me, name: c.str("name"), description: c.str("description"), public: c.flag("isPublic")}
			c.clips = append(c.clips, x)
			return c.packClip(x)
		}}),
		"clips/show": {params: "*clipId id", run: func(c *call) any {
			x := c.clip()
			if x == nil {
				return fail("No such clip.", "NO_SUCH_CLIP", "c3c5fe33-d62c-44d2-9ea5-d997703f5c20")
			}
			return c.packClip(x)
		}},
		"clips/notes": {params: paging(100) + "*clipId id", run: func(c *call) any {
			x := c.clip()
			if x == nil {
				return fail("No such clip.", "NO_SUCH_CLIP", "1d7645e6-2b6d-4635-b0fe-fe22b0e72e00")
			}
			return c.pageNotes(func(n *note) bool { return slices.Contains(x.notes, n) })
		}},
		"clips/add-note": write(endpoint{params: "*clipId id; *noteId id", run: func(c *call) any {
			x, n := c.clip(), c.notes[c.str("noteId")]
			switch {
			case x == nil || x.owner != c.me:
				return fail("No such clip.", "NO_SUCH_CLIP", "d6e76cc0-a1b5-4c7c-a287-73fa9c716dcf")
			case n == nil:
				return fail("No such note.", "NO_SUCH_NOTE", "fc8c0b49-c7a3-4664-a0a6-b418d386bb8b")
			case slices.Contains(x.notes, n):
				return fail("The note has already been clipped.", "ALREADY_CLIPPED", "734806c4-542c-463a-9311-15c512803965")
			}
			x.notes, x.lastClipped = append(x.notes, n), c.now()
			return nothing{}
		}}),
		"clips/remove-note": write(endpoint{params: "*clipId id; *noteId id", run: func(c *call) any {
			x, n := c.clip(), c.notes[c.str("noteId")]
			if x == nil || x.owner != c.me {
				return fail("No such clip.", "NO_SUCH_CLIP", "b80525c6-97f7-49d7-a42d-ebccd49cfd52")
			}
			x.notes = slices.DeleteFunc(x.notes, func(m *note) bool { return m == n })
			return nothing{}
		}}),
	}
}

func (c *call) ownList() *userList {
	l := c.World.list(c.str("listId"))
	if l == nil || l.owner != c.me && !l.public {
		return nil
	}
	return l
}

// tellList tells every open userList channel of that list.
func (w *World) tellList(l *userList, event string, u *user) {
	for _, s := range w.socketList() {
		for _, sub := range s.subs {
			if sub.list == l {
				s.send(sub.frame(event, encode(w.packUser(u, view{base: s.base, me: s.me()}))))
			}
		}
	}
}

func packList(l *userList) object {
	ids := []string{}
	for _, m := range l.members {
		ids = append(ids, m.user.id)
	}
	return object{{"id", l.id}, {"createdAt", l.at}, {"name", l.name}, {"userIds", ids}, {"isPublic", l.public}}
}

func packAntenna(a *antenna) object {
	var list any
	if a.list != nil {
		list = a.list.id
	}
	return object{{"id", a.id}, {"createdAt", a.at}, {"name", a.name}, {"keywords", a.keywords}, {"excludeKeywords", a.excludes}, {"src", a.source},
		{"userListId", list}, {"users", a.users}, {"caseSensitive", false}, {"localOnly", a.localOnly}, {"excludeBots", false}, {"withReplies", a.withReplies},
		{"withFile", a.files}, {"excludeNotesInSensitiveChannel", false}, {"isActive", true}, {"hasUnreadNote", false}, {"notify", false}}
}

func (c *call) packBoard(b *board) object {
	var last any
	if !b.lastNoted.IsZero() {
		last = b.lastNoted
	}
	writers := map[*user]bool{}
	for _, n := range c.timeline {
		if n.board == b {
			writers[n.user] = true
		}
	}
	o := object{{"id", b.id}, {"createdAt", b.at}, {"lastNotedAt", last}, {"name", b.name}, {"description", orNull(b.description)}, {"userId", b.owner.id},
		{"bannerUrl", nil}, {"pinnedNoteIds", []any{}}, {"color", b.color}, {"isArchived", false}, {"usersCount", len(writers)}, {"notesCount", b.notes},
		{"isSensitive", b.sensitive}, {"allowRenoteToExternal", true}}
	if c.me != nil {
		o = append(o, object{{"isFollowing", c.me.boards[b.id]}, {"isFavorited", b.favorites[c.me.id]}, {"hasUnreadNote", false}}...)
	}
	return o
}

func (c *call) packBoards(want func(b *board) bool) any {
	out := []any{}
	for _, b := range c.boards {
		if want(b) {
			out = append(out, c.packBoard(b))
		}
	}
	return out
}

func boardSwitch(errID string, run func(c *call, b *board)) *endpoint {
	return &endpoint{login: true, kind: "write:channels", params: "*channelId id", run: func(c *call) any {
		b := c.board(c.str("channelId"))
		if b == nil {
			return fail("No such channel.", "NO_SUCH_CHANNEL", errID)
		}
		run(c, b)
		return nothing{}
	}}
}

func (c *call) clip() *clip {
	for _, x := range c.clips {
		if x.id == c.str("clipId") && (x.public || x.owner == c.me) {
			return x
		}
	}
	return nil
}

func (c *call) packClip(x *clip) object {
	var last any
	if !x.lastClipped.IsZero() {
		last = x.lastClipped
	}
	return object{{"id", x.id}, {"createdAt", x.at}, {"lastClippedAt", last}, {"userId", x.owner.id}, {"user", c.packUser(x.owner, c.v)}, {"name", x.name},
		{"description", orNull(x.description)}, {"isPublic", x.public}, {"favoritedCount", 0}, {"isFavorited", false}, {"notesCount", len(x.notes)}}
}
