//go:build !js

package streamtest

import (
	"slices"
	"strings"
	"time"
)

// serverEndpoints tells about the server itself.
func serverEndpoints() map[string]*endpoint {
	return map[string]*endpoint{
		"meta":   {get: 60, params: "detail bool", run: func(c *call) any { return c.meta(c.flagOr("detail", true)) }},
		"emojis": {get: 3600, run: func(c *call) any { return object{{"emojis", c.emojiList()}} }},
		"emoji": {get: 3600, params: "*name string", run: func(c *call) any {
			if e := c.emojiNamed(c.str("name")); e != nil {
				return c.packEmojiDetailed(e, c.v.base)
			}
			err := failWith(500, "Internal error occurred. Please contact us if the error persists.", "INTERNAL_ERROR", "5d37dbcb-891e-41ca-a3d6-e690c97775ac", "server")
			err.info = object{{"message", "Could not find any entity of type \"MiEmoji\" matching: " + c.str("name")}, {"code", "EntityNotFoundError"}, {"id", "00000000-0000-0000-0000-000000000001"}}
			return err
		}},
		"ping":                   {run: func(c *call) any { return object{{"pong", c.now().UnixMilli()}} }},
		"get-online-users-count": {get: 60, run: func(c *call) any { return object{{"count", c.onlineCount()}} }},
		"stats":                  {get: 60, run: serverStats},
		"server-info": {get: 60, only: Flavour.hasServerStats, run: func(c *call) any {
			return object{{"machine", "nagare"}, {"cpu", object{{"model", "A small water wheel"}, {"cores", 4}}}, {"mem", object{{"total", int64(8 << 30)}}}, {"fs", object{{"total", int64(100 << 30)}, {"used", int64(31 << 30)}}}}
		}},
		"endpoints": {run: func(c *call) any {
			var names []string
			for name, e := range c.server.api {
				if (!e.chat || c.chat) && (e.only == nil || e.only(c.flavour)) {
					names = append(names, name)
				}
			}
			slices.Sort(names)
			return names
		}},
		"endpoint": {params: "*endpoint string", run: func(c *call) any {
			e := c.server.api[c.str("endpoint")]
			if e == nil {
				return raw("null")
			}
			types := map[string]string{"id": "String", "string": "String", "enum": "String", "bool": "Boolean", "int": "Integer", "number": "Number", "array": "Array", "object": "Object", "any": "String"}
			params := []any{}
			for _, r := range e.rules {
				params = append(params, object{{"name", r.name}, {"type", types[r.kind]}})
			}
			return object{{"params", params}}
		}},
		"announcements": {params: paging(100) + "offset int; isActive bool", run: func(c *call) any {
			out := []any{}
			for _, a := range page(c.notices, c.pageWindow(10), func(a *announcement) string { return a.id }, func(a *announcement) bool { return a.to == nil || a.to == c.me }) {
				out = append(out, c.packNotice(a, c.v))
			}
			return out
		}},
		"announcements/show": {params: "*announcementId id", run: func(c *call) any {
			for _, a := range c.notices {
				if a.id == c.str("announcementId") {
					return c.packNotice(a, c.v)
				}
			}
			return fail("No such announcement.", "NO_SUCH_ANNOUNCEMENT", "b57b5e1d-4f49-404a-9edb-46b00268f121")
		}},
		"get-avatar-decorations": {run: func(c *call) any { return []any{} }},
		"hashtags/trend":         {get: 60, run: func(c *call) any { return c.trend() }},
		"hashtags/search": {params: "limit int 1 100; *query string; offset int", run: func(c *call) any {
			out := []string{}
			for _, t := range c.tagCounts() {
				if strings.HasPrefix(strings.ToLower(t.tag), strings.ToLower(c.str("query"))) && len(out) < c.limitOr(10) {
					out = append(out, t.tag)
				}
			}
			return out
		}},
		"hashtags/show": {params: "*tag string", run: func(c *call) any {
			for _, t := range c.tagCounts() {
				if strings.EqualFold(t.tag, c.str("tag")) {
					n := len(t.users)
					return object{{"tag", t.tag}, {"mentionedUsersCount", n}, {"mentionedLocalUsersCount", n}, {"mentionedRemoteUsersCount", 0}, {"attachedUsersCount", 0}, {"attachedLocalUsersCount", 0}, {"attachedRemoteUsersCount", 0}}
				}
			}
			return fail("No such hashtag.", "NO_SUCH_HASHTAG", "110ee688-193e-4a3a-9ecf-c167b2e6981e")
		}},
		"federation/show-instance": {params: "*host string", run: func(c *call) any {
			in, ok := instances[c.str("host")]
			if !ok {
				return raw("null")
			}
			return object{{"id", "i" + strings.ReplaceAll(in.host, ".", "")}, {"firstRetrievedAt", c.born.AddDate(-1, 0, 0)}, {"host", in.host}, {"usersCount", 2}, {"notesCount", 40}, {"followingCount", 9}, {"followersCount", 12},
				{"isNotResponding", false}, {"isSuspended", false}, {"suspensionState", "none"}, {"isBlocked", false}, {"isSilenced", false}, {"softwareName", in.software}, {"softwareVersion", in.version},
				{"openRegistrations", true}, {"name", in.name}, {"description", nil}, {"maintainerName", nil}, {"maintainerEmail", nil}, {"iconUrl", c.v.base + "/instances/" + in.host + ".svg"},
				{"faviconUrl", c.v.base + "/instances/" + in.host + ".svg"}, {"themeColor", in.color}, {"infoUpdatedAt", c.born}, {"latestRequestReceivedAt", c.born}}
		}},
		"roles/list": {login: true, kind: "read:account", only: Flavour.hasRoles, run: func(c *call) any {
			out := []any{}
			for _, r := range c.roles {
				if r.public && r.explorable {
					out = append(out, c.packRole(r))
				}
			}
			return out
		}},
		"roles/show": {only: Flavour.hasRoles, params: "*roleId id", run: func(c *call) any {
			if r := c.role(c.str("roleId")); r != nil && r.public {
				return c.packRole(r)
			}
			return fail("No such role.", "NO_SUCH_ROLE", "de5502bf-009a-4639-86c1-fec349e46dcb")
		}},
		"roles/users": {only: Flavour.hasRoles, params: paging(100) + "*roleId id", run: func(c *call) any {
			r := c.role(c.str("roleId"))
			if r == nil || !r.explorable {
				return fail("No such role.", "NO_SUCH_ROLE", "30aaaee3-4792-48dc-ab0d-cf501a575ac5")
			}
			out := []any{}
			for _, u := range c.people {
				if slices.Contains(u.roles, r) && len(out) < c.limitOr(10) {
					out = append(out, object{{"id", u.id}, {"user", c.packUserDetailed(u, c.v)}})
				}
			}
			return out
		}},
		"admin/show-users": {login: true, kind: "read:admin:show-user", mod: true, run: func(c *call) any { return []any{} }},
	}
}

func (w *World) onlineCount() int {
	n := 0
	for _, u := range w.people {
		if w.onlineStatus(u) == "online" {
			n++
		}
	}
	return n
}

func serverStats(c *call) any {
	notes, locals, users, reactions := len(c.timeline), 0, 0, 0
	for _, n := range c.timeline {
		if !n.user.remote() {
			locals++
		}
		reactions += len(n.reactions.list)
	}
	for _, u := range c.people {
		if !u.remote() {
			users++
		}
	}
	return object{{"notesCount", notes}, {"originalNotesCount", locals}, {"usersCount", len(c.people)}, {"originalUsersCount", users},
		{"reactionsCount", reactions}, {"instances", len(instances)}, {"driveUsageLocal", 0}, {"driveUsageRemote", 0}}
}

type tagCount struct {
	tag   string
	notes int
	users map[*user]bool
	hours [20]int
}

// tagCounts counts hashtags, the busiest first.
func (w *World) tagCounts() []*tagCount {
	counts := map[string]*tagCount{}
	for _, n := range w.timeline {
		for _, t := range n.tags {
			k := strings.ToLower(t)
			if counts[k] == nil {
				counts[k] = &tagCount{tag: k, users: map[*user]bool{}}
			}
			counts[k].notes++
			counts[k].users[n.user] = true
			if slot := int(w.now().Sub(n.at) / (10 * time.Minute)); slot >= 0 && slot < 20 {
				counts[k].hours[slot]++
			}
		}
	}
	var list []*tagCount
	for _, k := range keysOf(counts) {
		list = append(list, counts[k])
	}
	slices.SortStableFunc(list, func(a, b *tagCount) int { return len(b.users) - len(a.users) })
	return list
}

func (w *World) trend() any {
	out := []any{}
	for _, t := range w.tagCounts() {
		if len(out) < 10 {
			out = append(out, object{{"tag", t.tag}, {"chart", t.hours[:]}, {"usersCount", len(t.users)}})
		}
	}
	return out
}

func (c *call) packRole(r *role) object {
	policies := object{}
	for _, f := range c.policies(true) {
		policies.set(f.key, object{{"useDefault", true}, {"priority", 0}, {"value", f.val}})
	}
	members := 0
	for _, u := range c.people {
		if slices.Contains(u.roles, r) {
			members++
		}
	}
	return object{{"id", r.id}, {"createdAt", r.at}, {"updatedAt", r.at}, {"name", r.name}, {"description", r.description}, {"color", orNull(r.color)},
		{"iconUrl", c.roleIcon(r, c.v.base)}, {"target", "manual"}, {"condFormula", object{}}, {"isPublic", r.public}, {"isAdministrator", false}, {"isModerator", r.moderator},
		{"isExplorable", r.explorable}, {"asBadge", r.badge}, {"badgeBehavior", nil}, {"preserveAssignmentOnMoveAccount", false}, {"canEditMembersByModerator", false},
		{"displayOrder", r.order}, {"policies", policies}, {"usersCount", members}}
}

func (c *call) emojiList() []any {
	list := []any{}
	for _, e := range c.emojis {
		list = append(list, c.packEmoji(e, c.v.base))
	}
	return list
}

// packEmoji writes an EmojiSimple (P7.6).
func (w *World) packEmoji(e *emoji, base string) object {
	o := object{{"aliases", e.aliases}, {"name", e.name}, {"category", orNull(e.category)}, {"url", w.emojiURL(e.name, base)}}
	if e.local {
		o.set("localOnly", true)
	}
	if e.sensitive {
		o.set("isSensitive", true)
	}
	return o
}

// packEmojiDetailed writes an EmojiDetailed, as broadcasts carry it.
func (w *World) packEmojiDetailed(e *emoji, base string) object {
	o := object{{"id", e.id}, {"aliases", e.aliases}, {"name", e.name}, {"category", orNull(e.category)}, {"host", nil}, {"url", w.emojiURL(e.name, base)},
		{"license", orNull(e.license)}, {"isSensitive", e.sensitive}, {"localOnly", e.local}, {"roleIdsThatCanBeUsedThisEmojiAsReaction", []any{}}}
	if w.flavour == IO2025_4 {
		o.set("roleIdsThatCanNotBeUsedThisEmojiAsReaction", []any{})
	}
	return o
}

// AddEmoji adds a custom emoji, drawn by an SVG document, and tells everybody
// (P5). A name in use is replaced and broadcast as an update.
func (w *World) AddEmoji(name, category, svg string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e := w.emojiNamed(name); e != nil {
		e.category, e.art = category, svg
		w.tellEmojis("emojiUpdated", e)
		return
	}
	e := &emoji{id: w.newID(), name: name, category: category, aliases: []string{}, art: svg}
	w.emojis = append(w.emojis, e)
	w.tellEmojis("emojiAdded", e)
}

// DeleteEmoji removes a custom emoji and tells everybody.
func (w *World) DeleteEmoji(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.emojiNamed(name)
	if e == nil {
		return false
	}
	w.emojis = slices.DeleteFunc(w.emojis, func(x *emoji) bool { return x == e })
	w.tellEmojis("emojiDeleted", e)
	return true
}

// Announce publishes an announcement to everybody, or to one person.
func (w *World) Announce(title, text, to string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := &announcement{id: w.newID(), at: w.now(), title: title, text: text, icon: "info", display: "normal", to: w.person(to)}
	w.notices = append(w.notices, a)
	w.tellNotice(a)
}
