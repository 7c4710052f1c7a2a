//go:build !js

package streamtest

import (
	"slices"
	"strings"
)

// userEndpoints reads people.
func userEndpoints() map[string]*endpoint {
	return map[string]*endpoint{
		"users/show": {params: "userId id; userIds array; username string; host string?", run: showUser},
		"users/notes": {params: paging(100) + "*userId id; withReplies bool; withRenotes bool; withChannelNotes bool; withFiles bool; allowPartial bool; excludeNsfw bool", run: func(c *call) any {
			u := c.users[c.str("userId")]
			if u == nil {
				return fail("No such user.", "NO_SUCH_USER", "27e494ba-2ac2-48e8-893b-10d4d8c2387b")
			}
			replies, boards := c.flag("withReplies"), c.flag("withChannelNotes")
			return c.timelineFrom(u, func(n *note) bool {
				return n.user == u && n.visible(c.me) && (replies || n.reply == nil || n.reply.user == u) && (boards || n.board == nil)
			})
		}},
		"users/reactions": {params: paging(100) + "*userId id", run: func(c *call) any {
			out := []any{}
			for i := len(c.timeline) - 1; i >= 0 && len(out) < c.limitOr(10); i-- {
				n := c.timeline[i]
				for _, r := range n.reactions.list {
					if r.user.id == c.str("userId") && n.visible(c.me) && c.pageWindow(10).holds(r.id) {
						out = append(out, append(c.packReaction(r), field{"note", c.packNote(n, c.v)}))
					}
				}
			}
			return out[:min(len(out), c.limitOr(10))]
		}},
		"users/relation": {login: true, kind: "read:account", params: "*userId any", run: func(c *call) any {
			if ids := c.strs("userId"); len(ids) > 0 {
				out := []any{}
				for _, id := range ids {
					if u := c.users[id]; u != nil {
						out = append(out, c.relation(u))
					}
				}
				return out
			}
			if u := c.users[c.str("userId")]; u != nil {
				return []any{c.relation(u)}
			}
			return []any{}
		}},
		"users/followers": {params: paging(100) + "userId id; username string; host string?", run: func(c *call) any { return c.follows("follower") }},
		"users/following": {params: paging(100) + "userId id; username string; host string?", run: func(c *call) any { return c.follows("followee") }},
		"users/search": {get: 60, params: "*query string; offset int; limit int 1 100; origin string; detail bool", run: func(c *call) any {
			return c.findUsers(func(u *user, q string) bool {
				return strings.HasPrefix(strings.ToLower(u.username), q) || strings.Contains(strings.ToLower(u.name), q)
			}, strings.ToLower(strings.TrimPrefix(c.str("query"), "@")))
		}},
		"users/search-by-username-and-host": {params: "username string?; host string?; limit int 1 100; detail bool", run: func(c *call) any {
			host := strings.ToLower(c.str("host"))
			return c.findUsers(func(u *user, q string) bool {
				return strings.HasPrefix(strings.ToLower(u.username), q) && (host == "" || strings.HasPrefix(u.host, host) || host == "." && u.host == "")
			}, strings.ToLower(c.str("username")))
		}},
		"users": {params: "limit int 1 100; offset int; sort string; state string; origin string; hostname string?", run: func(c *call) any {
			out := []any{}
			for _, u := range c.people {
				if !u.suspended && len(out) < c.limitOr(10) {
					out = append(out, c.packUserDetailed(u, c.v))
				}
			}
			return out
		}},
		"users/recommendation": {login: true, kind: "read:account", params: "limit int 1 100; offset int", run: func(c *call) any {
			out := []any{}
			for _, u := range c.people {
				if u != c.me && !c.me.follows(u) && !u.suspended && !u.bot && len(out) < c.limitOr(10) {
					out = append(out, c.packUserDetailed(u, c.v))
				}
			}
			return out
		}},
		"users/update-memo": {login: true, kind: "write:account", params: "*userId id; *memo string?", run: func(c *call) any {
			c.me.memos[c.str("userId")] = c.str("memo")
			return nothing{}
		}},
		"users/clips": {params: paging(100) + "*userId id", run: func(c *call) any {
			out := []any{}
			for _, x := range c.clips {
				if x.public && x.owner.id == c.str("userId") {
					out = append(out, c.packClip(x))
				}
			}
			return out
		}},
		"pinned-users": {run: func(c *call) any { return []any{c.packUserDetailed(c.person("kanri"), c.v)} }},
	}
}

func (c *call) packSelfOr(u *user) object {
	if u == c.me {
		return c.packMe(u, c.v, false)
	}
	return c.packUserDetailed(u, c.v)
}

func showUser(c *call) any {
	if c.has("userIds") {
		out := []any{}
		for _, id := range c.strs("userIds") {
			if u := c.users[id]; u != nil && !u.suspended {
				out = append(out, c.packSelfOr(u))
			}
		}
		return out
	}
	u := c.users[c.str("userId")]
	if u == nil && c.str("username") != "" {
		u = c.handles[strings.ToLower(joinHandle(c.str("username"), c.str("host")))]
	}
	if u == nil || u.suspended && (c.me == nil || !c.me.admin) {
		e := fail("No such user.", "NO_SUCH_USER", "4362f8dc-731f-4ad8-a694-be5a88922a24")
		e.status = 404
		return e
	}
	return c.packSelfOr(u)
}

// joinHandle joins a name and a host as the world's lookups write them.
func joinHandle(name, host string) string {
	if host == "" {
		return name
	}
	return name + "@" + host
}

func (c *call) findUsers(match func(u *user, q string) bool, q string) any {
	out := []any{}
	for _, u := range c.people {
		if u.suspended || !match(u, q) || len(out) >= c.limitOr(10) {
			continue
		}
		if c.flagOr("detail", true) {
			out = append(out, c.packSelfOr(u))
		} else {
			out = append(out, c.packUser(u, c.v))
		}
	}
	return out
}

func (c *call) relation(u *user) object {
	f, back := c.me.following[u.id], u.following[c.me.id]
	_, muted := c.me.mutes[u.id]
	o := object{{"id", u.id}}
	if f != nil {
		o.set("following", object{{"id", f.id}, {"createdAt", f.at}, {"followeeId", u.id}, {"followerId", c.me.id}, {"isFollowerHibernated", false},
			{"withReplies", f.withReplies}, {"notify", orNull(f.notify)}, {"followerHost", nil}, {"followerInbox", nil}, {"followerSharedInbox", nil},
			{"followeeHost", orNull(u.host)}, {"followeeInbox", nil}, {"followeeSharedInbox", nil}})
	} else {
		o.set("following", nil)
	}
	return append(o, object{{"isFollowing", f != nil}, {"isFollowed", back != nil}, {"hasPendingFollowRequestFromYou", u.requests[c.me.id] != ""},
		{"hasPendingFollowRequestToYou", c.me.requests[u.id] != ""}, {"isBlocking", c.me.blocks[u.id]}, {"isBlocked", u.blocks[c.me.id]},
		{"isMuted", muted}, {"isRenoteMuted", c.me.quiets[u.id]}}...)
}

func (c *call) follows(side string) any {
	u := c.users[c.str("userId")]
	if u == nil {
		u = c.handles[strings.ToLower(joinHandle(c.str("username"), c.str("host")))]
	}
	if u == nil {
		return fail("No such user.", "NO_SUCH_USER", map[string]string{"follower": "27fa5435-88ab-43de-9360-387de88727cd", "followee": "63e4aba4-4156-4e53-be25-c9559e42d71b"}[side])
	}
	var edges []*follow
	set := u.followers
	if side == "followee" {
		set = u.following
	}
	for _, f := range set {
		edges = append(edges, f)
	}
	slices.SortFunc(edges, func(a, b *follow) int { return strings.Compare(a.id, b.id) })
	out := []any{}
	for _, f := range page(edges, c.pageWindow(10), func(f *follow) string { return f.id }, func(*follow) bool { return true }) {
		who := f.by
		if side == "followee" {
			who = f.whom
		}
		out = append(out, object{{"id", f.id}, {"createdAt", f.at}, {"followeeId", f.whom.id}, {"followerId", f.by.id}, {side, c.packSelfOr(who)}})
	}
	return out
}
