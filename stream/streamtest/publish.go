//go:build !js

package streamtest

import (
	"slices"
)

// publishNote sends a new note to every subscription that wants it. The note
// is marshalled once for all readers under the same address; only a renote of
// something the reader reacted to, and antennas, are packed for one (P3.3).
func (w *World) publishNote(n *note) {
	var shared sharedForms
	for _, s := range w.socketList() {
		for _, sub := range s.subs {
			if sub.def.wants == nil || !sub.def.wants(w, sub, n) {
				continue
			}
			s.send(sub.frame("note", w.streamed(n, sub, &shared)))
		}
	}
}

// sharedForms are the marshalled forms of one note by reader's address.
type sharedForms struct {
	base []string
	form [][]byte
}

func (w *World) streamed(n *note, sub *subscription, shared *sharedForms) []byte {
	s := sub.socket
	if sub.minimize && (n.visibility == "public" || n.visibility == "home") {
		return encode(w.stub(n, view{base: s.base, me: s.me()}))
	}
	if sub.def.personal {
		return encode(w.packNote(n, view{base: s.base, me: s.me()}))
	}
	if me := s.me(); me != nil && n.pureRenote() && n.renote.reactions.of(me) != nil {
		return encode(w.packNote(n, view{base: s.base, me: me, streamed: true}))
	}
	if i := slices.Index(shared.base, s.base); i >= 0 {
		return shared.form[i]
	}
	form := encode(w.packNote(n, view{base: s.base, streamed: true}))
	shared.base, shared.form = append(shared.base, s.base), append(shared.form, form)
	return form
}

// publishUpdate tells everybody who captured the note what happened (P4).
func (w *World) publishUpdate(n *note, kind string, body object) {
	for _, s := range w.socketList() {
		if s.captures[n.id] == 0 || !n.capturable(s.me(), w.flavour) {
			continue
		}
		s.send(outgoing{data: encode(object{{"type", "noteUpdated"}, {"body", object{
			{"id", n.id}, {"type", kind}, {"body", localize(body, w, s.base)}}}})})
	}
}

// capturable is the visibility rule of P4.6.
func (n *note) capturable(me *user, f Flavour) bool {
	return f != IO2025_4 || n.visible(me)
}

// localize writes out the values of an event that depend on the reader.
func localize(body object, w *World, base string) object {
	out := slices.Clone(body)
	for i, f := range out {
		if e, ok := f.val.(emojiOfEvent); ok {
			out[i].val = object{{"name", e.name}, {"url", w.reactionURL(e.name, base)}}
		}
	}
	return out
}

// broadcast sends a top-level frame to every socket (P5). make gets the
// reader's address.
func (w *World) broadcast(kind string, body func(base string) object) {
	for _, s := range w.socketList() {
		s.send(outgoing{data: encode(object{{"type", kind}, {"body", body(s.base)}})})
	}
}

// tell sends an event to every subscription of a channel that one person has.
func (w *World) tell(u *user, channel, event string, body func(v view) any) {
	for _, s := range w.socketList() {
		if s.me() != u {
			continue
		}
		for _, sub := range s.subs {
			if sub.def.name == channel {
				s.send(sub.frame(event, encode(body(view{base: s.base, me: u}))))
			}
		}
	}
}

// socketList returns the open sockets in the order in which they came.
func (w *World) socketList() []*socket {
	if len(w.sockets) == 0 {
		return nil
	}
	list := make([]*socket, 0, len(w.sockets))
	for s := range w.sockets {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *socket) int { return a.serial - b.serial })
	return list
}
