//go:build !js

package streamtest

import (
	"slices"
	"time"
)

// timelineEndpoints serves the backfill of every timeline channel (P3.4).
func timelineEndpoints() map[string]*endpoint {
	common := paging(100) + "withFiles bool; withRenotes bool; withReplies bool; allowPartial bool; " +
		"includeMyRenotes bool; includeRenotedMyNotes bool; includeLocalRenotes bool; "
	return map[string]*endpoint{
		"notes/timeline": {login: true, kind: "read:account", params: common, run: func(c *call) any {
			return c.timelineOf(func(n *note) bool { return onHome(n, c.me) })
		}},
		"notes/hybrid-timeline": {login: true, kind: "read:account", params: common, run: func(c *call) any {
			if c.bothRepliesAndFiles() {
				return fail("Specifying both withReplies and withFiles is not supported", "BOTH_WITH_REPLIES_AND_WITH_FILES", "dfaa3eb7-8002-4cb7-bcc4-1095df46656f")
			}
			return c.timelineOf(func(n *note) bool { return onHome(n, c.me) || onLocal(n, c.me, c.flag("withReplies")) })
		}},
		"notes/local-timeline": {params: common, run: func(c *call) any {
			if c.bothRepliesAndFiles() {
				return fail("Specifying both withReplies and withFiles is not supported", "BOTH_WITH_REPLIES_AND_WITH_FILES", "dd9c8400-1cb5-4eef-8a31-200c5f933793")
			}
			return c.timelineOf(func(n *note) bool { return onLocal(n, c.me, c.flag("withReplies")) })
		}},
		"notes/global-timeline": {params: common, run: func(c *call) any { return c.timelineOf(onGlobal) }},
		"notes/user-list-timeline": {login: true, kind: "read:account", params: common + "*listId id", run: func(c *call) any {
			l := c.ownList()
			if l == nil {
				return fail("No such list.", "NO_SUCH_LIST", "8fb1fbd5-e476-4c37-9fb0-43d55b63a2ff")
			}
			return c.timelineOf(func(n *note) bool { return onList(n, l.has(n.user), c.me) })
		}},
		"antennas/notes": {login: true, kind: "read:account", params: paging(100) + "*antennaId id", run: func(c *call) any {
			a := c.antenna(c.str("antennaId"))
			if a == nil || a.owner != c.me {
				return fail("No such antenna.", "NO_SUCH_ANTENNA", "850926e0-fd3b-49b6-b69a-b28a5dbd82fe")
			}
			return c.timelineOf(func(n *note) bool { return slices.Contains(a.caught, n) && n.visible(c.me) })
		}},
		"channels/timeline": {params: paging(100) + "*channelId id; allowPartial bool", run: func(c *call) any {
			b := c.board(c.str("channelId"))
			if b == nil {
				return fail("No such channel.", "NO_SUCH_CHANNEL", "4d0eeeba-a02c-4c3c-9966-ef60d38d2e7f")
			}
			return c.timelineOf(func(n *note) bool { return n.board == b })
		}},
		"notes/search-by-tag": {params: paging(100) + "reply bool?; renote bool?; withFiles bool; poll bool?; tag string 1; query array 1", run: func(c *call) any {
			groups := tagGroups(c.args["query"])
			if c.str("tag") != "" {
				groups = [][]string{{c.str("tag")}}
			}
			if groups == nil {
				return invalid("#/anyOf/0/required", "must have required property 'tag'")
			}
			return c.timelineOf(func(n *note) bool { return onTag(n, c.me, groups) })
		}},
		"roles/notes": {login: true, kind: "read:account", only: Flavour.hasRoles, params: paging(100) + "*roleId id", run: func(c *call) any {
			r := c.role(c.str("roleId"))
			if r == nil {
				return fail("No such role.", "NO_SUCH_ROLE", "eb70323a-df61-4dd4-ad90-89c83c7cf26e")
			}
			return c.timelineOf(func(n *note) bool { return r.explorable && onRole(n, r) })
		}},
		"notes/mentions": {login: true, kind: "read:account", params: paging(100) + "following bool; visibility string", run: func(c *call) any {
			return c.timelineOf(func(n *note) bool {
				direct := n.mentionsUser(c.me) || slices.Contains(n.visibleTo, c.me)
				return direct && n.user != c.me && n.visible(c.me) &&
					(c.str("visibility") == "" || n.visibility == c.str("visibility")) &&
					(!c.flag("following") || c.me.follows(n.user))
			})
		}},
		"notes/featured": {get: 3600, params: "limit int 1 100; offset int 0; untilId id; channelId id?", run: func(c *call) any {
			list := c.pickNotes(500, func(n *note) bool { return onGlobal(n) && !n.pureRenote() && !n.unwanted(c.me) })
			slices.SortStableFunc(list, func(a, b *note) int { return len(b.reactions.list) - len(a.reactions.list) })
			return c.packNotes(list[:min(len(list), c.limitOr(10))])
		}},
	}
}

func (c *call) bothRepliesAndFiles() bool {
	return c.flavour != IO2025_4 && c.flag("withReplies") && c.flag("withFiles")
}

func (c *call) limitOr(def int) int {
	if v, ok := c.args["limit"].(float64); ok {
		return int(v)
	}
	return def
}

// window is which ids a page may hold, and in which order (P3.4).
type window struct {
	since, until string
	ascending    bool
	limit        int
}

// pageWindow reads the paging parameters. sinceId alone turns the order round.
func (c *call) pageWindow(def int) window {
	p := window{since: c.str("sinceId"), until: c.str("untilId"), limit: c.limitOr(def)}
	if c.has("sinceDate") && p.since == "" {
		p.since = idPrefix(time.UnixMilli(int64(c.num("sinceDate")))) + "zzzzzzzz"
	}
	if c.has("untilDate") && p.until == "" {
		p.until = idPrefix(time.UnixMilli(int64(c.num("untilDate"))))
	}
	p.ascending = p.since != "" && p.until == ""
	return p
}

func (p window) holds(id string) bool {
	return (p.since == "" || id > p.since) && (p.until == "" || id < p.until)
}

// page picks from items, which ascend by id, those of the window.
func page[T any](items []T, p window, id func(T) string, want func(T) bool) []T {
	out := []T{}
	for i := range items {
		if !p.ascending {
			i = len(items) - 1 - i
		}
		if p.holds(id(items[i])) && want(items[i]) {
			if out = append(out, items[i]); len(out) == p.limit {
				break
			}
		}
	}
	return out
}

func noteID(n *note) string { return n.id }

func (c *call) timelineOf(rule func(n *note) bool) any { return c.timelineFrom(nil, rule) }

// timelineFrom is timelineOf for the page of somebody.
func (c *call) timelineFrom(opened *user, rule func(n *note) bool) any {
	renotes, files := c.flagOr("withRenotes", true), c.flag("withFiles")
	return c.packNotes(page(c.timeline, c.pageWindow(10), noteID, func(n *note) bool {
		if !rule(n) || n.unwantedFrom(c.me, opened) || n.hidden(c.me) || files && len(n.files) == 0 {
			return false
		}
		return !n.pureRenote() || renotes && !n.renote.hidden(c.me)
	}))
}

func (c *call) pickNotes(most int, rule func(n *note) bool) []*note {
	return page(c.timeline, window{limit: most}, noteID, rule)
}

func (c *call) packNotes(list []*note) any {
	out := make([]object, len(list))
	for i, n := range list {
		out[i] = c.packNote(n, c.v)
	}
	return out
}
