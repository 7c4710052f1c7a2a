//go:build !js

package streamtest

import (
	"slices"
	"strings"
	"time"
)

// notification is one entry of somebody's list (P6.2).
type notification struct {
	id, kind string
	at       time.Time
	from     *user
	note     *note
	reaction string
	more     object // further fields of the kind
}

func (u *user) unread() int {
	n := 0
	for _, x := range u.notifications {
		if x.id > u.readUpTo {
			n++
		}
	}
	return n
}

// notify files a notification, tells every open main, and two seconds later
// says it again as unread unless it was read meanwhile (P6.1).
func (w *World) notify(to *user, x *notification) {
	if to.remote() || x.from == to && x.kind != "test" || to.shuns(x.from) {
		return
	}
	x.id, x.at = w.newID(), w.now()
	to.notifications = append(to.notifications, x)
	if over := len(to.notifications) - 500; over > 100 {
		to.notifications = slices.Clone(to.notifications[over:])
	}
	// Both events carry the same object, packed now.
	forms := map[string]raw{}
	form := func(v view) any {
		if forms[v.base] == nil {
			forms[v.base] = encode(w.packNotification(x, v))
		}
		return forms[v.base]
	}
	w.tell(to, "main", "notification", form)
	if x.kind == "test" {
		w.tell(to, "main", "unreadNotification", form)
		return
	}
	w.clock.AfterFunc(2*time.Second, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if x.id > to.readUpTo {
			w.tell(to, "main", "unreadNotification", form)
		}
	})
}

func (w *World) markAllRead(u *user) {
	if len(u.notifications) > 0 {
		u.readUpTo = u.notifications[len(u.notifications)-1].id
	}
	w.tell(u, "main", "readAllNotifications", noBody)
}

// noBody is the payload of events that have none.
func noBody(view) any { return nil }

func (w *World) packNotification(x *notification, v view) object {
	o := object{{"id", x.id}, {"createdAt", x.at}, {"type", x.kind}}
	if x.from != nil {
		o = append(o, object{{"userId", x.from.id}, {"user", w.packUser(x.from, v)}}...)
	}
	if x.note != nil {
		o.set("note", w.packNote(x.note, v))
	}
	if x.kind == "reaction" {
		o.set("reaction", x.reaction)
	}
	return append(o, x.more...)
}

// notifyAbout tells the people a new note concerns: who is answered, passed
// on, mentioned, or asked to be told of this author.
func (w *World) notifyAbout(n *note) {
	told := map[*user]bool{n.user: true}
	// Every relation makes its event; the notification comes once, for the
	// closest one.
	tell := func(u *user, kind, event string) {
		if u == n.user || !n.visible(u) || u.remote() {
			return
		}
		if (kind == "reply" || kind == "mention") && u.threads[n.threadRoot()] {
			return
		}
		if event != "" && u.sockets > 0 && !u.shuns(n.user) {
			// The author's own relations get the note as streams carry it, a
			// mention is packed for its reader.
			w.tell(u, "main", event, func(v view) any {
				v.streamed = kind != "mention"
				return w.packNote(n, v)
			})
		}
		if !told[u] {
			told[u] = true
			w.notify(u, &notification{kind: kind, from: n.user, note: n})
		}
	}
	if n.reply != nil {
		tell(n.reply.user, "reply", "reply")
	}
	if n.renote != nil {
		kind := "quote"
		if n.pureRenote() {
			kind = "renote"
		}
		tell(n.renote.user, kind, "renote")
	}
	for _, u := range n.mentions {
		tell(u, "mention", "mention")
	}
	for _, f := range n.user.followers {
		if f.notify == "normal" && n.reply == nil && !n.pureRenote() && !told[f.by] {
			tell(f.by, "note", "")
		}
	}
}

func (n *note) threadRoot() string {
	for n.reply != nil {
		n = n.reply
	}
	return n.id
}

// collect puts a new note into the antennas that look for it.
func (w *World) collect(n *note) {
	for _, a := range w.antennas {
		if a.catches(n) {
			a.caught = append(a.caught, n)
			if over := len(a.caught) - 200; over > 0 {
				a.caught = slices.Clone(a.caught[over:])
			}
		}
	}
}

func (a *antenna) catches(n *note) bool {
	if n.visibility == "specified" || !n.visible(a.owner) || n.user == a.owner || n.text == nil {
		return false
	}
	if a.localOnly && n.user.remote() || !a.withReplies && n.reply != nil || a.files && len(n.files) == 0 {
		return false
	}
	if a.source == "users" && !slices.Contains(a.users, "@"+n.user.acct()) && !slices.Contains(a.users, n.user.acct()) {
		return false
	}
	if a.source == "list" && (a.list == nil || a.list.has(n.user) == nil) {
		return false
	}
	return matches(a.keywords, *n.text, true) && !matches(a.excludes, *n.text, false)
}

// matches holds text against an OR of ANDs; def is the answer to no words.
func matches(groups [][]string, text string, def bool) bool {
	text = strings.ToLower(text)
	any := false
	for _, g := range groups {
		words, all := 0, true
		for _, word := range g {
			if word != "" {
				words++
				all = all && strings.Contains(text, strings.ToLower(word))
			}
		}
		if words > 0 {
			any = true
			if all {
				return true
			}
		}
	}
	return !any && def
}

// watchPoll tells the author and the voters when a poll ends.
func (w *World) watchPoll(n *note) {
	if n.poll == nil || n.poll.expires.IsZero() || !n.poll.expires.After(w.now()) {
		return
	}
	w.clock.AfterFunc(n.poll.expires.Sub(w.now()), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if n.deleted || n.poll.told {
			return
		}
		n.poll.told = true
		for _, u := range w.people {
			if u == n.user || n.poll.voted(u) {
				w.notify(u, &notification{kind: "pollEnded", note: n})
			}
		}
	})
}
