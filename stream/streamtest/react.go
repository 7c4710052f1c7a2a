//go:build !js

package streamtest

import (
	"strings"
)

// fallbackReaction is what servers store for a reaction they refuse (P4.3).
const fallbackReaction = "❤"

// React lets somebody react; a former reaction of theirs is taken back first,
// as a real server does (P4.2). It says whether anything changed.
func (w *World) React(noteID, who, reaction string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, u := w.notes[noteID], w.person(who)
	if n == nil || u == nil {
		return false
	}
	return w.react(n, u, w.normalReaction(n, u, reaction))
}

// Unreact takes somebody's reaction back.
func (w *World) Unreact(noteID, who string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, u := w.notes[noteID], w.person(who)
	return n != nil && u != nil && w.unreact(n, u)
}

// normalReaction brings a wish into the form of P4.3: unicode, ":name@.:" for
// an emoji of this server, and for remote users ":name@host:".
func (w *World) normalReaction(n *note, u *user, wish string) string {
	if n.acceptance == "likeOnly" {
		return fallbackReaction
	}
	if strings.HasPrefix(wish, ":") && strings.HasSuffix(wish, ":") && len(wish) > 2 {
		name, host, _ := strings.Cut(strings.Trim(wish, ":"), "@")
		if u.remote() {
			return ":" + name + "@" + u.host + ":"
		}
		e := w.emojiNamed(name)
		if (host != "" && host != ".") || e == nil {
			return fallbackReaction
		}
		if e.sensitive && strings.HasPrefix(n.acceptance, "nonSensitiveOnly") {
			return fallbackReaction
		}
		return ":" + name + "@.:"
	}
	wish = strings.TrimSpace(wish)
	if wish == "" || wish[0] < 0x80 && !strings.ContainsAny(wish, "0123456789#*\u20e3") {
		return fallbackReaction
	}
	if !strings.ContainsRune(wish, '\u200d') {
		wish = strings.ReplaceAll(wish, "\ufe0f", "")
	}
	return wish
}

func (w *World) react(n *note, u *user, key string) bool {
	if old := n.reactions.of(u); old != nil {
		if old.key == key {
			return false
		}
		w.unreact(n, u)
	}
	n.reactions.add(&reaction{id: w.newID(), at: w.now(), user: u, key: key})
	u.active = w.now()
	var emo any
	if name := strings.Trim(key, ":"); name != key {
		emo = emojiOfEvent{name}
	}
	w.publishUpdate(n, "reacted", object{{"reaction", key}, {"emoji", emo}, {"userId", u.id}})
	if n.user != u {
		w.notify(n.user, &notification{kind: "reaction", from: u, note: n, reaction: key})
	}
	return true
}

func (w *World) unreact(n *note, u *user) bool {
	r := n.reactions.remove(u)
	if r == nil {
		return false
	}
	w.publishUpdate(n, "unreacted", object{{"reaction", r.key}, {"userId", u.id}})
	return true
}

// emojiOfEvent is the emoji part of a "reacted" event; its URL depends on the
// address under which the reader knows the server.
type emojiOfEvent struct{ name string }

// Vote lets somebody vote in a poll by the index of the choice.
func (w *World) Vote(noteID, who string, choice int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, u := w.notes[noteID], w.person(who)
	if n == nil || u == nil || n.poll == nil || choice < 0 || choice >= len(n.poll.choices) {
		return false
	}
	return w.vote(n, u, choice)
}

func (w *World) vote(n *note, u *user, choice int) bool {
	p := n.poll
	if !p.expires.IsZero() && w.now().After(p.expires) {
		return false
	}
	if p.votes[choice][u] || (!p.multiple && p.voted(u)) {
		return false
	}
	p.votes[choice][u] = true
	w.publishUpdate(n, "pollVoted", object{{"choice", choice}, {"userId", u.id}})
	return true
}

func (p *poll) voted(u *user) bool {
	for _, v := range p.votes {
		if v[u] {
			return true
		}
	}
	return false
}
