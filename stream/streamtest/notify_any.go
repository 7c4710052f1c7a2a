//go:build !js

package streamtest

// Notify files a notification of any type for somebody, by somebody ("": nobody), with further fields (P6.2), and tells
// their main channels as real servers do. It answers the notification's id, "" when the person is unknown or shuns the
// other.
func (w *World) Notify(to, kind, by string, more map[string]any) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.person(to)
	if u == nil {
		return ""
	}
	x := &notification{kind: kind, from: w.person(by)}
	for _, k := range keysOf(more) {
		x.more = append(x.more, field{k, more[k]})
	}
	w.notify(u, x)
	return x.id
}

// Request lets one person ask a locked one to be followed back. It answers false when the other is not locked.
func (w *World) Request(who, whom string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, b := w.person(who), w.person(whom)
	if a == nil || b == nil || a == b || a.follows(b) || b.requests[a.id] != "" {
		return false
	}
	b.requests[a.id] = w.newID()
	w.tell(b, "main", "receiveFollowRequest", func(v view) any { return w.packUser(a, v) })
	w.notify(b, &notification{kind: "receiveFollowRequest", from: a})
	return true
}

// Requests are the user ids of those who wait to be let in by somebody.
func (w *World) Requests(who string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.person(who); u != nil {
		return keysOf(u.requests)
	}
	return nil
}

// Unread is how many notifications of somebody are unread.
func (w *World) Unread(who string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.person(who); u != nil {
		return u.unread()
	}
	return 0
}

// LimitChat sets what the roles of everybody allow in chats: "available", "readonly" or "unavailable" (P7.3).
func (w *World) LimitChat(availability string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.chatPolicy = availability
}

// Said are the texts of the conversation between two people, oldest first, and whether the second one has read all that
// the first one said.
func (w *World) Said(a, b string) (texts []string, read bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	x, y := w.person(a), w.person(b)
	read = true
	for _, m := range w.messages {
		if x == nil || y == nil || !m.between(x, y) {
			continue
		}
		text := ""
		if m.text != nil {
			text = *m.text
		}
		texts = append(texts, text)
		if m.from == x && !m.readBy[y] {
			read = false
		}
	}
	return texts, read
}

// PersonID is the user id of somebody, "" for nobody known.
func (w *World) PersonID(who string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.person(who); u != nil {
		return u.id
	}
	return ""
}
