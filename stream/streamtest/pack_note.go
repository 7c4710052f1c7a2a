//go:build !js

package streamtest

import (
	"strings"
)

// packNote writes a note in full: with its reply target, what it renotes, its
// poll and, for a viewer, their reaction (P7.1).
func (w *World) packNote(n *note, v view) object { return w.pack(n, v, true) }

func (w *World) pack(n *note, v view, detail bool) object {
	hidden := n.hidden(v.me) || !n.visible(v.me) && !v.streamed
	var text, cw any
	if n.text != nil && !hidden {
		text = *n.text
	}
	if n.cw != nil && !hidden {
		cw = *n.cw
	}
	o := make(object, 0, 36)
	o = append(o, object{
		{"id", n.id}, {"createdAt", n.at}, {"userId", n.user.id}, {"user", w.packUser(n.user, v)},
		{"text", text}, {"cw", cw}, {"visibility", n.visibility}, {"localOnly", n.localOnly},
		{"reactionAcceptance", orNull(n.acceptance)},
	}...)
	if !n.edited.IsZero() {
		o.set("updatedAt", n.edited)
	}
	if n.visibility == "specified" && !hidden {
		ids := []string{}
		for _, u := range n.visibleTo {
			ids = append(ids, u.id)
		}
		o.set("visibleUserIds", ids)
	}
	sum := 0
	counts, remote := object{}, object{}
	for _, k := range n.reactions.order {
		c := n.reactions.count[k]
		sum += c
		counts.set(k, c)
		if name := strings.Trim(k, ":"); name != k && !strings.HasSuffix(name, "@.") {
			remote.set(name, w.reactionURL(name, v.base))
		}
	}
	o = append(o, object{{"renoteCount", n.renotes}, {"repliesCount", n.replies}, {"reactionCount", sum},
		{"reactions", counts}}...)
	if w.flavour != Old12 {
		o.set("reactionEmojis", remote)
	}
	if v.streamed {
		pairs := []string{}
		for _, r := range n.reactions.list[:min(16, len(n.reactions.list))] {
			pairs = append(pairs, r.user.id+"/"+r.key)
		}
		o.set("reactionAndUserPairCache", pairs)
	}
	if n.user.remote() {
		emojis := object{}
		for _, name := range n.emojis {
			if w.emojiNamed(name) != nil {
				emojis.set(name, w.emojiURL(name, v.base))
			}
		}
		o.set("emojis", emojis)
	} else if w.flavour == Old12 {
		o.set("emojis", w.emojiArray(n, v))
	}
	if len(n.tags) > 0 {
		o.set("tags", n.tags)
	}
	ids, files := []string{}, []any{}
	if !hidden {
		for _, f := range n.files {
			ids = append(ids, f.id)
			files = append(files, w.packFile(f, v, true))
		}
	}
	o = append(o, object{{"fileIds", ids}, {"files", files}}...)
	var replyID, replyUser, renoteID any
	if n.reply != nil {
		replyID, replyUser = n.reply.id, n.reply.user.id
	}
	if n.renote != nil {
		renoteID = n.renote.id
	}
	o.set("replyId", replyID)
	if w.flavour == IO2025_4 {
		o.set("replyUserId", replyUser)
	}
	o.set("renoteId", renoteID)
	if hidden {
		o.set("isHidden", true)
	}
	if b := n.board; b != nil {
		o = append(o, object{{"channelId", b.id}, {"channel", object{{"id", b.id}, {"name", b.name}, {"color", b.color},
			{"isSensitive", b.sensitive}, {"allowRenoteToExternal", true}, {"userId", b.owner.id}}}}...)
	}
	if len(n.mentions) > 0 {
		ids := []string{}
		for _, u := range n.mentions {
			ids = append(ids, u.id)
		}
		o.set("mentions", ids)
	}
	if n.user.remote() {
		o = append(o, object{{"uri", "https://" + n.user.host + "/notes/" + n.id}, {"url", "https://" + n.user.host + "/@" + n.user.username + "/" + n.id}}...)
	}
	if !detail {
		return o
	}
	o.set("clippedCount", w.clipCount(n))
	if n.reply != nil {
		if n.reply.deleted {
			o.set("reply", nil)
		} else {
			o.set("reply", w.pack(n.reply, v, false))
		}
	}
	if n.renote != nil {
		if n.renote.deleted {
			o.set("renote", nil)
		} else {
			o.set("renote", w.pack(n.renote, v, true))
		}
	}
	if n.poll != nil && !hidden {
		o.set("poll", w.packPoll(n.poll, v))
	}
	if v.me != nil {
		if r := n.reactions.of(v.me); r != nil {
			o.set("myReaction", r.key)
		}
	}
	return o
}

func (w *World) emojiArray(n *note, v view) []any {
	out := []any{}
	for _, name := range n.emojis {
		out = append(out, object{{"name", name}, {"url", w.emojiURL(name, v.base)}})
	}
	for _, k := range n.reactions.order {
		if name := strings.Trim(k, ":"); name != k {
			out = append(out, object{{"name", name}, {"url", w.reactionURL(name, v.base)}})
		}
	}
	return out
}

func (w *World) packPoll(p *poll, v view) object {
	choices := []any{}
	for i, c := range p.choices {
		mine := v.me != nil && !v.streamed && p.votes[i][v.me]
		choices = append(choices, object{{"text", c}, {"votes", len(p.votes[i])}, {"isVoted", mine}})
	}
	var expires any
	if !p.expires.IsZero() {
		expires = p.expires
	}
	return object{{"multiple", p.multiple}, {"expiresAt", expires}, {"choices", choices}}
}

// stub is what IO sends instead of a note when asked to minimize (P3.7).
func (w *World) stub(n *note, v view) object {
	o := object{{"id", n.id}}
	if v.me != nil {
		if r := n.reactions.of(v.me); r != nil {
			o.set("myReaction", r.key)
		}
	}
	if n.poll != nil {
		o.set("poll", object{{"choices", w.packPoll(n.poll, v)[2].val}})
	}
	return o
}

func (w *World) clipCount(n *note) int {
	c := 0
	for _, clip := range w.clips {
		for _, have := range clip.notes {
			if have == n {
				c++
			}
		}
	}
	return c
}
