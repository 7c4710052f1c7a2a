//go:build !js

package streamtest

import "slices"

// adminEndpoints are the few that make broadcasts and main events happen.
func adminEndpoints() map[string]*endpoint {
	admin := func(params string, run func(c *call) any) *endpoint {
		return &endpoint{login: true, native: true, mod: true, params: params, run: run}
	}
	each := func(c *call, change func(e *emoji)) any {
		changed := []*emoji{}
		for _, e := range c.emojis {
			if slices.Contains(c.strs("ids"), e.id) {
				change(e)
				changed = append(changed, e)
			}
		}
		c.tellEmojis("emojiUpdated", changed...)
		return nothing{}
	}
	remove := func(c *call, ids []string) any {
		gone := []*emoji{}
		c.emojis = slices.DeleteFunc(c.emojis, func(e *emoji) bool {
			if slices.Contains(ids, e.id) {
				gone = append(gone, e)
				return true
			}
			return false
		})
		c.tellEmojis("emojiDeleted", gone...)
		return nothing{}
	}
	assign := func(c *call, on bool) any {
		u, r := c.users[c.str("userId")], c.role(c.str("roleId"))
		if u == nil || r == nil {
			return fail("No such role.", "NO_SUCH_ROLE", "6503c040-6af4-4ed9-bf07-f2dd16678eab")
		}
		u.roles = slices.DeleteFunc(u.roles, func(x *role) bool { return x == r })
		if on {
			u.roles = append(u.roles, r)
			c.notify(u, &notification{kind: "roleAssigned", more: object{{"role", c.packRole(r)}}})
		}
		return nothing{}
	}
	return map[string]*endpoint{
		"admin/emoji/add": admin("*name string; fileId id; category string?; aliases array; isSensitive bool; localOnly bool", func(c *call) any {
			e := &emoji{id: c.newID(), name: c.str("name"), category: c.str("category"), aliases: c.strs("aliases"), sensitive: c.flag("isSensitive"), local: c.flag("localOnly")}
			if f := c.files[c.str("fileId")]; f != nil && f.picture != nil {
				e.art = f.picture.svg()
			}
			c.emojis = append(c.emojis, e)
			c.tellEmojis("emojiAdded", e)
			return c.packEmojiDetailed(e, c.v.base)
		}),
		"admin/emoji/update": admin("*id id; name string; category string?; aliases array; license string?; isSensitive bool; localOnly bool", func(c *call) any {
			for _, e := range c.emojis {
				if e.id != c.str("id") {
					continue
				}
				renamed := c.has("name") && c.str("name") != e.name
				if renamed { // told as a deletion and an addition (P5)
					old := *e
					c.tellEmojis("emojiDeleted", &old)
					e.name = c.str("name")
				}
				e.category, e.sensitive, e.local = c.str("category"), c.flagOr("isSensitive", e.sensitive), c.flagOr("localOnly", e.local)
				if c.has("aliases") {
					e.aliases = c.strs("aliases")
				}
				if c.has("license") {
					e.license = c.str("license")
				}
				if renamed {
					c.tellEmojis("emojiAdded", e)
				} else {
					c.tellEmojis("emojiUpdated", e)
				}
			}
			return nothing{}
		}),
		"admin/emoji/set-category-bulk": admin("*ids array; category string?", func(c *call) any {
			return each(c, func(e *emoji) { e.category = c.str("category") })
		}),
		"admin/emoji/add-aliases-bulk": admin("*ids array; *aliases array", func(c *call) any {
			return each(c, func(e *emoji) { e.aliases = append(e.aliases, c.strs("aliases")...) })
		}),
		"admin/emoji/delete":      admin("*id id", func(c *call) any { return remove(c, []string{c.str("id")}) }),
		"admin/emoji/delete-bulk": admin("*ids array", func(c *call) any { return remove(c, c.strs("ids")) }),
		"admin/announcements/create": admin("*title string; *text string; icon string; display string; userId id?; imageUrl string?", func(c *call) any {
			a := &announcement{id: c.newID(), at: c.now(), title: c.str("title"), text: c.str("text"), icon: c.str("icon"), display: c.str("display"), to: c.users[c.str("userId")]}
			c.notices = append(c.notices, a)
			c.tellNotice(a)
			return c.packNotice(a, c.v)
		}),
		"admin/roles/assign":   admin("*userId id; *roleId id; expiresAt int?", func(c *call) any { return assign(c, true) }),
		"admin/roles/unassign": admin("*userId id; *roleId id", func(c *call) any { return assign(c, false) }),
	}
}

// tellEmojis broadcasts a change of custom emoji (P5).
func (w *World) tellEmojis(event string, list ...*emoji) {
	w.broadcast(event, func(base string) object {
		if event == "emojiAdded" {
			return object{{"emoji", w.packEmojiDetailed(list[0], base)}}
		}
		packed := []any{}
		for _, e := range list {
			packed = append(packed, w.packEmojiDetailed(e, base))
		}
		return object{{"emojis", packed}}
	})
}

// tellNotice announces to everybody or to one person.
func (w *World) tellNotice(a *announcement) {
	if a.to == nil {
		w.broadcast("announcementCreated", func(base string) object { return object{{"announcement", w.packNotice(a, view{base: base})}} })
		return
	}
	w.tell(a.to, "main", "announcementCreated", func(v view) any { return object{{"announcement", w.packNotice(a, view{base: v.base})}} })
}
