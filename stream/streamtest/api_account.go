//go:build !js

package streamtest

import (
	"slices"
	"strings"
	"time"
)

// accountEndpoints is everything about one's own account.
func accountEndpoints() map[string]*endpoint {
	types := paging(100) + "markAsRead bool; includeTypes array; excludeTypes array"
	window := 30 * time.Second
	return map[string]*endpoint{
		"i":        {login: true, kind: "read:account", run: func(c *call) any { return c.packMe(c.me, c.v, c.token.native) }},
		"i/update": {login: true, kind: "write:account", limit: 20, window: time.Hour, params: "name string? 0 50; description string? 0 1500; location string? 0 50; birthday string?; mutedWords array; hardMutedWords array; mutedInstances array; avatarId id?; bannerId id?; isLocked bool; isBot bool; isCat bool", run: updateMe},
		"i/favorites": {login: true, kind: "read:favorites", params: paging(100), run: func(c *call) any {
			out := []any{}
			for _, f := range page(c.me.favorites, c.pageWindow(10), func(f *favorite) string { return f.id }, func(f *favorite) bool { return !f.note.deleted }) {
				at, _ := idTime(f.id)
				out = append(out, object{{"id", f.id}, {"createdAt", at}, {"noteId", f.note.id}, {"note", c.packNote(f.note, c.v)}})
			}
			return out
		}},
		"i/notifications":                {login: true, kind: "read:notifications", limit: 30, window: window, params: types, run: func(c *call) any { return c.notificationPage(false) }},
		"i/notifications-grouped":        {login: true, kind: "read:notifications", limit: 30, window: window, params: types, run: func(c *call) any { return c.notificationPage(true) }},
		"notifications/mark-all-as-read": {login: true, kind: "write:notifications", run: func(c *call) any { c.markAllRead(c.me); return nothing{} }},
		"notifications/flush": {login: true, kind: "write:notifications", run: func(c *call) any {
			c.me.notifications = nil
			c.tell(c.me, "main", "notificationFlushed", noBody)
			return nothing{}
		}},
		"notifications/create": {login: true, kind: "write:notifications", params: "*body string; header string?; icon string?", run: func(c *call) any {
			c.notify(c.me, &notification{kind: "app", more: object{{"body", c.str("body")}, {"header", orNull(c.str("header"))}, {"icon", orNull(c.str("icon"))}}})
			return nothing{}
		}},
		"notifications/test-notification": {login: true, kind: "write:notifications", limit: 10, window: time.Minute, run: func(c *call) any {
			c.notify(c.me, &notification{kind: "test"})
			return nothing{}
		}},
		"i/pin": {login: true, kind: "write:account", params: "*noteId id", run: pin},
		"i/unpin": {login: true, kind: "write:account", params: "*noteId id", run: func(c *call) any {
			c.me.pinned = slices.DeleteFunc(c.me.pinned, func(id string) bool { return id == c.str("noteId") })
			return c.packMe(c.me, c.v, c.token.native)
		}},
		"i/read-announcement": {login: true, kind: "write:account", params: "*announcementId id", run: func(c *call) any {
			c.me.readNotices[c.str("announcementId")] = true
			for _, a := range c.notices {
				if !c.me.readNotices[a.id] {
					return nothing{}
				}
			}
			c.tell(c.me, "main", "readAllAnnouncements", noBody)
			return nothing{}
		}},
		"i/registry/get": {login: true, kind: "read:account", params: "*key string; scope array; domain string?", run: func(c *call) any {
			v, ok := c.me.registry[c.registryKey()]
			if !ok {
				return fail("No such key.", "NO_SUCH_KEY", "ac3ed68a-62f0-422b-a7bc-d5e09e8f6a6a")
			}
			return v
		}},
		"i/registry/get-all": {login: true, kind: "read:account", params: "scope array; domain string?", run: func(c *call) any {
			out := object{}
			prefix := strings.Join(c.strs("scope"), "/") + "\x00"
			keys := []string{}
			for k := range c.me.registry {
				if rest, ok := strings.CutPrefix(k, prefix); ok {
					keys = append(keys, rest)
				}
			}
			slices.Sort(keys)
			for _, k := range keys {
				out.set(k, c.me.registry[prefix+k])
			}
			return out
		}},
		"i/registry/set": {login: true, kind: "write:account", params: "*key string 1; *value any; scope array; domain string?", run: func(c *call) any {
			c.me.registry[c.registryKey()] = c.args["value"]
			if c.token.native {
				body := object{{"scope", c.strs("scope")}, {"key", c.str("key")}, {"value", c.args["value"]}}
				c.tell(c.me, "main", "registryUpdated", func(view) any { return body })
			}
			return nothing{}
		}},
		"i/registry/scopes-with-domain": {login: true, native: true, run: func(c *call) any { return []any{} }},
		"i/change-password":             {login: true, native: true, run: func(c *call) any { return nothing{} }},
		"i/regenerate-token": {login: true, native: true, params: "*password string", run: func(c *call) any {
			c.regenerate(c.me)
			return nothing{}
		}},
		"i/apps":            {login: true, native: true, run: func(c *call) any { return c.appList() }},
		"i/authorized-apps": {login: true, native: true, run: func(c *call) any { return []any{} }},
		"i/revoke-token": {login: true, native: true, params: "tokenId id; token string?", run: func(c *call) any {
			if t := c.tokens[c.str("token")]; t != nil && t.user == c.me {
				delete(c.tokens, t.value)
			}
			return nothing{}
		}},
		"i/signin-history": {login: true, native: true, params: paging(100), run: func(c *call) any { return []any{} }},
		"i/claim-achievement": {login: true, kind: "write:account", params: "*name string", run: func(c *call) any {
			if name := c.str("name"); name != "notes1" && !slices.Contains(c.me.achievements, name) {
				c.me.achievements = append(c.me.achievements, name)
				c.notify(c.me, &notification{kind: "achievementEarned", more: object{{"achievement", name}}})
			}
			return nothing{}
		}},
	}
}

func (c *call) registryKey() string {
	return strings.Join(c.strs("scope"), "/") + "\x00" + c.str("key")
}

func (c *call) appList() any {
	out := []any{}
	for _, t := range c.tokens {
		if t.user == c.me && !t.native {
			kinds := []string{}
			for k := range t.kinds {
				kinds = append(kinds, k)
			}
			slices.Sort(kinds)
			out = append(out, object{{"id", c.ids.at(t.at)}, {"name", t.name}, {"createdAt", t.at}, {"lastUsedAt", t.at}, {"permission", kinds}})
		}
	}
	return out
}

// regenerate replaces the native token; open sockets stay (P1.2).
func (w *World) regenerate(u *user) {
	for v, t := range w.tokens {
		if t.user == u && t.native {
			delete(w.tokens, v)
		}
	}
	w.newToken(u, true, nil)
	w.tell(u, "main", "myTokenRegenerated", noBody)
}

// RevokeToken makes a token worthless; open sockets go on (P1.2).
func (w *World) RevokeToken(value string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.tokens, value)
}

// Suspend freezes or thaws an account.
func (w *World) Suspend(who string, on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.person(who); u != nil {
		u.suspended = on
	}
}

func updateMe(c *call) any {
	u := c.me
	for key, set := range map[string]*string{"name": &u.name, "description": &u.description, "location": &u.location, "birthday": &u.birthday} {
		if c.has(key) {
			*set = c.str(key)
		}
	}
	for key, set := range map[string]*bool{"isLocked": &u.locked, "isBot": &u.bot, "isCat": &u.cat} {
		if c.has(key) {
			*set = c.flag(key)
		}
	}
	if c.has("mutedInstances") {
		u.mutedHosts = c.strs("mutedInstances")
	}
	for _, key := range []string{"mutedWords", "hardMutedWords", "followedMessage", "alwaysMarkNsfw", "hideOnlineStatus"} {
		if c.has(key) {
			u.settings[key] = c.args[key]
		}
	}
	if c.has("avatarId") {
		f := c.files[c.str("avatarId")]
		if f == nil && !c.unset("avatarId") {
			return fail("No such avatar file.", "NO_SUCH_AVATAR", "539f3a45-f215-4f81-a9a8-31293640207f")
		}
		if f != nil && !strings.HasPrefix(f.kind, "image/") {
			return fail("The file specified as an avatar is not an image.", "AVATAR_NOT_AN_IMAGE", "f419f9f8-2f4d-46b1-9fb4-49d3a2fd7191")
		}
		u.uploadedAvatar = f
	}
	c.tell(u, "main", "meUpdated", func(v view) any { return c.packMe(u, v, c.token.native) })
	return c.packMe(u, c.v, c.token.native)
}

func pin(c *call) any {
	n := c.notes[c.str("noteId")]
	switch {
	case n == nil || n.user != c.me:
		return fail("No such note.", "NO_SUCH_NOTE", "56734f8b-3928-431e-bf80-6ff87df40cb3")
	case slices.Contains(c.me.pinned, n.id):
		return fail("That note has already been pinned.", "ALREADY_PINNED", "8b18c2b7-68fe-4edb-9892-c0cbaeb6c913")
	case len(c.me.pinned) >= 5:
		return fail("You can not pin notes any more.", "PIN_LIMIT_EXCEEDED", "72dab508-c64d-498f-8740-a8eec1ba385a")
	}
	c.me.pinned = append([]string{n.id}, c.me.pinned...)
	return c.packMe(c.me, c.v, c.token.native)
}

// notificationPage lists notifications; fetching marks them read unless told
// otherwise (P6.3).
func (c *call) notificationPage(grouped bool) any {
	include, exclude := c.strs("includeTypes"), c.strs("excludeTypes")
	if c.has("includeTypes") && len(include) == 0 {
		return []any{}
	}
	list := page(c.me.notifications, c.pageWindow(10), func(x *notification) string { return x.id }, func(x *notification) bool {
		if x.note != nil && x.note.deleted || c.me.shuns(x.from) {
			return false
		}
		return (len(include) == 0 || slices.Contains(include, x.kind)) && !slices.Contains(exclude, x.kind)
	})
	if c.flagOr("markAsRead", true) && c.me.unread() > 0 {
		c.markAllRead(c.me)
	}
	out := []any{}
	for i := 0; i < len(list); {
		x, j := list[i], i+1
		for grouped && j < len(list) && list[j].kind == x.kind && x.sameTarget(list[j]) {
			j++
		}
		if grouped && j-i > 1 {
			out = append(out, c.packGroup(list[i:j]))
		} else {
			out = append(out, c.packNotification(x, c.v))
			j = i + 1
		}
		i = j
	}
	return out
}

func (x *notification) sameTarget(y *notification) bool {
	switch x.kind {
	case "reaction":
		return x.note == y.note
	case "renote":
		return x.note.renote == y.note.renote
	}
	return false
}

// packGroup merges neighbours; the group has the id of its oldest (P6.2).
func (c *call) packGroup(list []*notification) object {
	first, last := list[0], list[len(list)-1]
	o := object{{"id", last.id}, {"createdAt", first.at}, {"type", first.kind + ":grouped"}, {"note", c.packNote(first.note, c.v)}}
	members := []any{}
	for _, x := range list {
		if first.kind == "reaction" {
			members = append(members, object{{"user", c.packUser(x.from, c.v)}, {"reaction", x.reaction}})
		} else {
			members = append(members, c.packUser(x.from, c.v))
		}
	}
	o.set(map[string]string{"reaction": "reactions", "renote": "users"}[first.kind], members)
	return o
}
