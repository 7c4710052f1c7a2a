//go:build !js

package streamtest

import (
	"slices"
	"strings"
	"time"
)

// noteEndpoints reads and writes single notes and what hangs on them.
func noteEndpoints() map[string]*endpoint {
	one := "*noteId id; "
	return map[string]*endpoint{
		"notes/show": {params: one, run: func(c *call) any {
			n, err := c.needNote("24fcbfc6-2e37-42b6-8388-c29b3861a08d")
			if err != nil {
				return err
			}
			if n.hidden(c.me) {
				return fail("Signin required.", "SIGNIN_REQUIRED", "8e75455b-738c-471d-9f80-62693f33372e")
			}
			return c.packNote(n, c.v)
		}},
		"notes/show-partial-bulk": {only: Flavour.hasPartialBulk, params: "*noteIds array 1 100", run: partialBulk},
		"notes/state": {login: true, kind: "read:account", params: one, run: func(c *call) any {
			n := c.notes[c.str("noteId")]
			return object{{"isFavorited", n != nil && c.me.favorite(n) >= 0}, {"isMutedThread", n != nil && c.me.threads[n.threadRoot()]}}
		}},
		"notes/conversation": {params: one + "limit int 1 100; offset int 0", run: func(c *call) any {
			n, err := c.needNote("e1035875-9551-45ec-afa8-1ded1fcb53c8")
			if err != nil {
				return err
			}
			var up []*note
			for p := n.reply; p != nil && len(up) < c.limitOr(10); p = p.reply {
				if !p.deleted && p.visible(c.me) {
					up = append(up, p)
				}
			}
			return c.packNotes(up)
		}},
		"notes/children": {params: one + paging(100) + "depth int 1 100; showQuotes bool", run: func(c *call) any {
			id := c.str("noteId")
			return c.pageNotes(func(n *note) bool {
				return n.reply != nil && n.reply.id == id || n.renote != nil && n.renote.id == id && !n.pureRenote()
			})
		}},
		"notes/replies": {params: one + paging(100), run: func(c *call) any {
			id := c.str("noteId")
			return c.pageNotes(func(n *note) bool { return n.reply != nil && n.reply.id == id })
		}},
		"notes/renotes": {params: one + paging(100), run: func(c *call) any {
			target, err := c.needNote("12908022-2e21-46cd-ba6a-3edaf6093f46")
			if err != nil {
				return err
			}
			return c.pageNotes(func(n *note) bool { return n.renote == target })
		}},
		"notes/reactions": {params: one + paging(100) + "type string?; userId id", get: 60, run: func(c *call) any {
			n, err := c.needNote("263fff3d-d0e1-4af4-bea7-8408059b451a")
			if err != nil {
				return err
			}
			want := c.str("type")
			out := []any{}
			for _, r := range page(n.reactions.list, c.pageWindow(10), func(r *reaction) string { return r.id }, func(r *reaction) bool {
				return want == "" || r.key == want || strings.Trim(r.key, ":") == strings.Trim(want, ":")+"@."
			}) {
				out = append(out, c.packReaction(r))
			}
			return out
		}},
		"notes/search": {params: paging(100) + "*query string; offset int; host string; userId id?; channelId id?", run: func(c *call) any {
			if c.flavour == IO2025_4 {
				return fail("Search of notes unavailable.", "UNAVAILABLE", "0b44998d-77aa-4427-80d0-d2c9b8523011")
			}
			q := strings.ToLower(c.str("query"))
			return c.pageNotes(func(n *note) bool {
				return n.text != nil && strings.Contains(strings.ToLower(*n.text), q) && (c.str("userId") == "" || n.user.id == c.str("userId"))
			})
		}},
		"notes/create": {login: true, kind: "write:notes", limit: 300, window: time.Hour, run: createNote, params: "visibility enum public|home|followers|specified; visibleUserIds array; cw string? 1 100; " +
			"localOnly bool; dimension int? 0; reactionAcceptance enum? likeOnly|likeOnlyForRemote|nonSensitiveOnly|nonSensitiveOnlyForLocalLikeOnlyForRemote; noExtractMentions bool; " +
			"noExtractHashtags bool; noExtractEmojis bool; replyId id?; renoteId id?; channelId id?; lang string?; text any; fileIds array 1 16; mediaIds array 1 16; poll object?; scheduledAt int?; noCreatedNote bool"},
		"notes/delete": {login: true, kind: "write:notes", limit: 300, window: time.Hour, params: one, run: func(c *call) any {
			n := c.notes[c.str("noteId")]
			if n == nil {
				return fail("No such note.", "NO_SUCH_NOTE", "490be23f-8c1f-4796-819f-94cb4f9d1630")
			}
			if n.user != c.me && !c.me.admin {
				return fail("Access denied.", "ACCESS_DENIED", "fe8d7103-0ea8-4ec3-814d-f8b401dc69e9")
			}
			c.drop(n)
			return nothing{}
		}},
		"notes/unrenote": {login: true, kind: "write:notes", limit: 300, window: time.Hour, params: one, run: func(c *call) any {
			n, err := c.needNote("efd4a259-2442-496b-8dd7-b255aa1a160f")
			if err != nil {
				return err
			}
			for _, r := range slices.Clone(c.timeline) {
				if r.renote == n && r.user == c.me && r.pureRenote() {
					c.drop(r)
				}
			}
			return nothing{}
		}},
		"notes/reactions/create": {login: true, kind: "write:reactions", params: one + "*reaction string", run: func(c *call) any {
			n, err := c.needNote("033d0620-5bfe-4027-965d-980b0c85a3ea")
			if err != nil {
				return err
			}
			if n.pureRenote() {
				return fail("You cannot react to Renote.", "CANNOT_REACT_TO_RENOTE", "eaccdc08-ddef-43fe-908f-d108faad57f5")
			}
			if n.user.blocks[c.me.id] {
				return fail("You cannot react this note because you have been blocked by this user.", "YOU_HAVE_BEEN_BLOCKED", "20ef5475-9f38-4e4c-bd33-de6d979498ec")
			}
			if !c.react(n, c.me, c.normalReaction(n, c.me, c.str("reaction"))) {
				return fail("You are already reacting to that note.", "ALREADY_REACTED", "71efcf98-86d6-4e2b-b2ad-9d032369366b")
			}
			return nothing{}
		}},
		"notes/reactions/delete": {login: true, kind: "write:reactions", limit: 60, window: time.Hour, params: one, run: func(c *call) any {
			n, err := c.needNote("764d9fce-f9f2-4a0e-92b1-6ceac9a7ad37")
			if err != nil {
				return err
			}
			if !c.unreact(n, c.me) {
				return fail("You are not reacting to that note.", "NOT_REACTED", "92f4426d-4196-4125-aa5b-02943e2ec8fc")
			}
			return nothing{}
		}},
		"notes/polls/vote": {login: true, kind: "write:votes", params: one + "*choice int", run: vote},
		"notes/polls/recommendation": {login: true, kind: "read:account", params: "limit int 1 100; offset int", run: func(c *call) any {
			return c.packNotes(c.pickNotes(c.limitOr(10), func(n *note) bool { return n.poll != nil && onGlobal(n) && !n.poll.voted(c.me) }))
		}},
		"notes/favorites/create": {login: true, kind: "write:favorites", limit: 20, window: time.Hour, params: one, run: func(c *call) any {
			n, err := c.needNote("6dd26674-e060-4816-909a-45ba3f4da458")
			if err != nil {
				return err
			}
			if c.me.favorite(n) >= 0 {
				return fail("The note has already been marked as a favorite.", "ALREADY_FAVORITED", "a402c12b-34dd-41d2-97d8-4d2ffd96a1a6")
			}
			c.me.favorites = append(c.me.favorites, &favorite{id: c.newID(), note: n})
			return nothing{}
		}},
		"notes/favorites/delete": {login: true, kind: "write:favorites", params: one, run: func(c *call) any {
			n, err := c.needNote("80848a2c-398f-4343-baa9-df1d57696c56")
			if err != nil {
				return err
			}
			i := c.me.favorite(n)
			if i < 0 {
				return fail("You have not marked that note a favorite.", "NOT_FAVORITED", "b625fc69-635e-45e9-86f4-dbefbef35af5")
			}
			c.me.favorites = slices.Delete(c.me.favorites, i, i+1)
			return nothing{}
		}},
		"notes/thread-muting/create": {login: true, kind: "write:account", limit: 10, window: time.Hour, params: one, run: func(c *call) any { return c.muteThread(true) }},
		"notes/thread-muting/delete": {login: true, kind: "write:account", params: one, run: func(c *call) any { return c.muteThread(false) }},
		"notes/clips": {params: one, run: func(c *call) any {
			n, err := c.needNote("47db1a1c-b0af-458d-8fb4-986e4efafe1e")
			if err != nil {
				return err
			}
			out := []any{}
			for _, clip := range c.clips {
				if (clip.public || clip.owner == c.me) && slices.Contains(clip.notes, n) {
					out = append(out, c.packClip(clip))
				}
			}
			return out
		}},
		"users/report-abuse": {login: true, kind: "write:report-abuse", params: "*userId id; *comment string 1 2048", run: func(c *call) any {
			u := c.users[c.str("userId")]
			if u == nil {
				return fail("No such user.", "NO_SUCH_USER", "1acefcb5-0959-43fd-9685-b48305736cb5")
			}
			report := object{{"id", c.newID()}, {"targetUserId", u.id}, {"reporterId", c.me.id}, {"comment", c.str("comment")}}
			for _, p := range c.people {
				if p.admin {
					c.tell(p, "admin", "newAbuseUserReport", func(view) any { return report })
				}
			}
			return nothing{}
		}},
	}
}

// needNote finds the note that the call is about, if the caller may know it.
func (c *call) needNote(errID string) (*note, *apiError) {
	n := c.notes[c.str("noteId")]
	if n == nil || !n.visible(c.me) {
		return nil, fail("No such note.", "NO_SUCH_NOTE", errID)
	}
	return n, nil
}

func (c *call) pageNotes(rule func(n *note) bool) any {
	return c.packNotes(page(c.timeline, c.pageWindow(10), noteID, func(n *note) bool {
		return rule(n) && n.visible(c.me) && !n.unwanted(c.me) && !n.hidden(c.me)
	}))
}

func (c *call) packReaction(r *reaction) object {
	return object{{"id", r.id}, {"createdAt", r.at}, {"user", c.packUser(r.user, c.v)}, {"type", r.key}}
}

func (u *user) favorite(n *note) int {
	return slices.IndexFunc(u.favorites, func(f *favorite) bool { return f.note == n })
}

func (c *call) muteThread(on bool) any {
	n, err := c.needNote("5ff67ada-ed3b-2e71-8e87-a1a421e177d2")
	if err != nil {
		return err
	}
	if on {
		c.me.threads[n.threadRoot()] = true
	} else {
		delete(c.me.threads, n.threadRoot())
	}
	return nothing{}
}

// partialBulk is the resynchronisation endpoint (P4.7).
func partialBulk(c *call) any {
	out := []any{}
	for _, id := range c.strs("noteIds") {
		n := c.notes[id]
		if n == nil || !n.visible(c.me) {
			continue
		}
		full := c.pack(n, view{base: c.v.base}, false)
		o := object{{"id", n.id}}
		for _, f := range full {
			if f.key == "reactions" || f.key == "reactionEmojis" {
				o = append(o, f)
			}
		}
		out = append(out, o)
	}
	return out
}

func vote(c *call) any {
	n, err := c.needNote("ecafbd2e-c283-4d6d-aecb-1a0a33b75396")
	if err != nil {
		return err
	}
	choice := int(c.num("choice"))
	switch p := n.poll; {
	case p == nil:
		return fail("The note does not attach a poll.", "NO_POLL", "5f979967-52d9-4314-a911-1c673727f92f")
	case n.user.blocks[c.me.id]:
		return fail("You cannot vote this poll because you have been blocked by this user.", "YOU_HAVE_BEEN_BLOCKED", "85a5377e-b1e9-4617-b0b9-5bea73331e49")
	case !p.expires.IsZero() && c.now().After(p.expires):
		return fail("The poll is already expired.", "ALREADY_EXPIRED", "1022a357-b085-4054-9083-8f8de358337e")
	case choice < 0 || choice >= len(p.choices):
		return fail("Choice ID is invalid.", "INVALID_CHOICE", "e0cc9a04-f2e8-41e4-a5f1-4127293260cc")
	case p.votes[choice][c.me] || !p.multiple && p.voted(c.me):
		return fail("You have already voted.", "ALREADY_VOTED", "0963fc77-efac-419b-9424-b391608dc6d8")
	}
	c.vote(n, c.me, choice)
	return nothing{}
}
