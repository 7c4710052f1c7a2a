//go:build !js

package streamtest

import (
	"slices"
	"strings"
	"time"
)

// relationEndpoints follow, mute and block.
func relationEndpoints() map[string]*endpoint {
	one := "*userId id; "
	follow := func(e endpoint) *endpoint { e.login, e.kind = true, "write:following"; return &e }
	edge := func(kind, none, self, selfCode, not, notCode string, run func(c *call, u *user) any) *endpoint {
		return &endpoint{login: true, kind: kind, params: one + "expiresAt int?; withReplies bool; notify string", run: func(c *call) any {
			u := c.users[c.str("userId")]
			switch {
			case u == nil:
				return fail("No such user.", "NO_SUCH_USER", none)
			case u == c.me:
				return fail(selfWords[selfCode], selfCode, self)
			}
			if r := run(c, u); r != nil {
				return r
			}
			return fail(notWords[notCode], notCode, not)
		}}
	}
	return map[string]*endpoint{
		"following/create": follow(endpoint{limit: 100, window: time.Hour, params: one + "withReplies bool", run: followCreate}),
		"following/delete": edge("write:following", "5b12c78d-2b28-4dca-99d2-f56139b42ff8", "d9e400b9-36b0-4808-b1d8-79e707f1296c", "FOLLOWEE_IS_YOURSELF", "5dbf82f5-c92b-40b1-87d1-6c8c0741fd09", "NOT_FOLLOWING", func(c *call, u *user) any {
			if !c.me.follows(u) {
				return nil
			}
			c.unfollow(c.me, u)
			return c.packUser(u, c.v)
		}),
		"following/update": edge("write:following", "14318698-f67e-492a-99da-5353a5ac52be", "4c4cbaf9-962a-463b-8418-a5e365dbf2eb", "FOLLOWEE_IS_YOURSELF", "b8dc75cf-1cb5-46c9-b14b-5f1ffbd782c9", "NOT_FOLLOWING", func(c *call, u *user) any {
			f := c.me.following[u.id]
			if f == nil {
				return nil
			}
			f.withReplies = c.flagOr("withReplies", f.withReplies)
			if c.has("notify") {
				f.notify = c.str("notify")
			}
			return c.packUser(c.me, c.v)
		}),
		"following/invalidate": edge("write:following", "b77e6ae6-a3e5-40da-9cc8-c240115479cc", "07dc03b9-03da-422d-885b-438313707662", "FOLLOWER_IS_YOURSELF", "918faac3-074f-41ae-9c43-ed5d2946770d", "NOT_FOLLOWING", func(c *call, u *user) any {
			if !u.follows(c.me) {
				return nil
			}
			c.unfollow(u, c.me)
			return c.packUser(u, c.v)
		}),
		"following/requests/list": {login: true, kind: "read:following", params: paging(100), run: func(c *call) any {
			out := []any{}
			for from, id := range c.me.requests {
				out = append(out, object{{"id", id}, {"follower", c.packUser(c.users[from], c.v)}, {"followee", c.packUser(c.me, c.v)}})
			}
			return out
		}},
		"following/requests/accept": follow(endpoint{params: one, run: func(c *call) any { return c.settleRequest(true) }}),
		"following/requests/reject": follow(endpoint{params: one, run: func(c *call) any { return c.settleRequest(false) }}),
		"following/requests/cancel": follow(endpoint{params: one, run: func(c *call) any {
			u := c.users[c.str("userId")]
			switch {
			case u == nil:
				return fail("No such user.", "NO_SUCH_USER", "4e68c551-fc4c-4e46-bb41-7d4a37bf9dab")
			case u.requests[c.me.id] == "":
				return fail("Follow request not found.", "FOLLOW_REQUEST_NOT_FOUND", "089b125b-d338-482a-9a09-e2622ac9f8d4")
			}
			delete(u.requests, c.me.id)
			c.tellMe(u)
			return c.packUser(u, c.v)
		}}),
		"mute/create": edge("write:mutes", "6fef56f3-e765-4957-88e5-c6f65329b8a5", "a4619cb2-5f23-484b-9301-94c903074e10", "MUTEE_IS_YOURSELF", "7e7359cb-160c-4956-b08f-4d1c653cd007", "ALREADY_MUTING", func(c *call, u *user) any {
			if _, has := c.me.mutes[u.id]; has {
				return nil
			}
			c.me.mutes[u.id] = c.now()
			return nothing{}
		}),
		"mute/delete": edge("write:mutes", "b851d00b-8ab1-4a56-8b1b-e24187cb48ef", "f428b029-6b39-4d48-a1d2-cc1ae6dd5cf9", "MUTEE_IS_YOURSELF", "5467d020-daa9-4553-81e1-135c0c35a96d", "NOT_MUTING", func(c *call, u *user) any {
			if _, has := c.me.mutes[u.id]; !has {
				return nil
			}
			delete(c.me.mutes, u.id)
			return nothing{}
		}),
		"renote-mute/create": edge("write:mutes", "5e0a5dff-1e94-4202-87ae-4d9c89eb2271", "37285718-52f7-4aef-b7de-c38b8e8a8420", "MUTEE_IS_YOURSELF", "ccfecbe4-1f1c-4fc2-8a3d-c3ffee61cb7b", "ALREADY_MUTING", toggleOn(func(u *user) map[string]bool { return u.quiets })),
		"renote-mute/delete": edge("write:mutes", "9b6728cf-638c-4aa1-bedb-e07d8101474d", "619b1314-0850-4597-a242-e245f3da42af", "MUTEE_IS_YOURSELF", "2e4ef874-8bf0-4b4b-b069-4598f6d05817", "NOT_MUTING", toggleOff(func(u *user) map[string]bool { return u.quiets })),
		"blocking/create": edge("write:blocks", "7cc4f851-e2f1-4621-9633-ec9e1d00c01e", "88b19138-f28d-42c0-8499-6a31bbd0fdc6", "BLOCKEE_IS_YOURSELF", "787fed64-acb9-464a-82eb-afbd745b9614", "ALREADY_BLOCKING", func(c *call, u *user) any {
			if c.me.blocks[u.id] {
				return nil
			}
			c.me.blocks[u.id] = true
			c.unfollow(c.me, u)
			c.unfollow(u, c.me)
			return c.packUserDetailed(u, c.v)
		}),
		"blocking/delete": edge("write:blocks", "8621d8bf-c358-4303-a066-5ea78610eb3f", "06f6fac6-524b-473c-a354-e97a40ae6eac", "BLOCKEE_IS_YOURSELF", "291b2efa-60c6-45c0-9f6a-045c8f9b02cd", "NOT_BLOCKING", func(c *call, u *user) any {
			if !c.me.blocks[u.id] {
				return nil
			}
			delete(c.me.blocks, u.id)
			return c.packUserDetailed(u, c.v)
		}),
		"mute/list":        {login: true, kind: "read:mutes", params: paging(100), run: func(c *call) any { return c.peopleList("mutee", keysOf(c.me.mutes), true) }},
		"renote-mute/list": {login: true, kind: "read:mutes", params: paging(100), run: func(c *call) any { return c.peopleList("mutee", keysOf(c.me.quiets), false) }},
		"blocking/list":    {login: true, kind: "read:blocks", params: paging(100), run: func(c *call) any { return c.peopleList("blockee", keysOf(c.me.blocks), false) }},
	}
}

var selfWords = map[string]string{"FOLLOWEE_IS_YOURSELF": "Followee is yourself.", "FOLLOWER_IS_YOURSELF": "Follower is yourself.", "MUTEE_IS_YOURSELF": "Mutee is yourself.", "BLOCKEE_IS_YOURSELF": "Blockee is yourself."}
var notWords = map[string]string{"NOT_FOLLOWING": "You are not following that user.", "ALREADY_MUTING": "You are already muting that user.", "NOT_MUTING": "You are not muting that user.", "ALREADY_BLOCKING": "You are already blocking that user.", "NOT_BLOCKING": "You are not blocking that user."}

func toggleOn(set func(u *user) map[string]bool) func(c *call, u *user) any {
	return func(c *call, u *user) any {
		if set(c.me)[u.id] {
			return nil
		}
		set(c.me)[u.id] = true
		return nothing{}
	}
}

func toggleOff(set func(u *user) map[string]bool) func(c *call, u *user) any {
	return func(c *call, u *user) any {
		if !set(c.me)[u.id] {
			return nil
		}
		delete(set(c.me), u.id)
		return nothing{}
	}
}

func keysOf[T any](m map[string]T) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}

func (c *call) peopleList(role string, ids []string, expires bool) any {
	out := []any{}
	for _, id := range ids {
		u := c.users[id]
		o := object{{"id", "x" + id}, {"createdAt", u.at}}
		if expires {
			o.set("expiresAt", nil)
		}
		out = append(out, append(o, object{{role + "Id", id}, {role, c.packUserDetailed(u, c.v)}}...))
	}
	return out
}

func followCreate(c *call) any {
	u := c.users[c.str("userId")]
	switch {
	case u == nil:
		return fail("No such user.", "NO_SUCH_USER", "fcd2eef9-a9b2-4c4f-8624-038099e90aa5")
	case u == c.me:
		return fail("Followee is yourself.", "FOLLOWEE_IS_YOURSELF", "26fbe7bb-a331-4857-af17-205b426669a9")
	case c.me.follows(u):
		return fail("You are already following that user.", "ALREADY_FOLLOWING", "35387507-38c7-4cb9-9197-300b93783fa0")
	case c.me.blocks[u.id]:
		return fail("You are blocking that user.", "BLOCKING", "4e2206ec-aa4f-4960-b865-6c23ac38e2d9")
	case u.blocks[c.me.id]:
		return fail("You are blocked by that user.", "BLOCKED", "c4ab57cc-4e41-45e9-bfd9-584f61e35ce0")
	}
	if u.locked {
		u.requests[c.me.id] = c.newID()
		c.tellMe(u)
		c.tell(u, "main", "receiveFollowRequest", func(v view) any { return c.packUser(c.me, v) })
		c.notify(u, &notification{kind: "receiveFollowRequest", from: c.me})
	} else {
		c.followNow(c.me, u).withReplies = c.flag("withReplies")
	}
	return c.packUser(u, c.v)
}

// Follow lets one person follow another, with all the events that go with it.
func (w *World) Follow(who, whom string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, b := w.person(who), w.person(whom)
	if a == nil || b == nil || a == b || a.follows(b) {
		return false
	}
	w.followNow(a, b)
	return true
}

// Unfollow ends it.
func (w *World) Unfollow(who, whom string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, b := w.person(who), w.person(whom)
	if a == nil || b == nil || !a.follows(b) {
		return false
	}
	w.unfollow(a, b)
	return true
}

func (w *World) followNow(a, b *user) *follow {
	f := w.addFollow(a, b, w.now())
	w.tell(a, "main", "follow", func(v view) any { return w.packUserDetailed(b, v) })
	w.tell(b, "main", "followed", func(v view) any { return w.packUser(a, v) })
	w.notify(b, &notification{kind: "follow", from: a})
	w.notify(a, &notification{kind: "followRequestAccepted", from: b, more: object{{"message", nil}}})
	return f
}

// tellMe tells somebody's sockets what they are now.
func (w *World) tellMe(u *user) {
	w.tell(u, "main", "meUpdated", func(v view) any { return w.packMe(u, v, true) })
}

func (w *World) unfollow(a, b *user) {
	if !a.follows(b) {
		return
	}
	delete(a.following, b.id)
	delete(b.followers, a.id)
	w.tell(a, "main", "unfollow", func(v view) any { return w.packUserDetailed(b, v) })
}

func (c *call) settleRequest(accept bool) any {
	u := c.users[c.str("userId")]
	if u == nil {
		return fail("No such user.", "NO_SUCH_USER", "66ce1645-d66c-46bb-8b79-96739af885bd")
	}
	if c.me.requests[u.id] == "" {
		return fail("No follow request.", "NO_FOLLOW_REQUEST", "bcde4f8b-0913-4614-8881-614e522fb041")
	}
	delete(c.me.requests, u.id)
	if accept {
		c.followNow(u, c.me)
		c.tellMe(c.me)
	} else { // told as an end of following, and not to oneself, as recorded
		c.tell(u, "main", "unfollow", func(v view) any { return c.packUserDetailed(c.me, v) })
	}
	return nothing{}
}
