package store

import "slices"

// ledger counts the reactions of one note as a set (law 4, P4.4): the counts of the last full read, and on top of them
// what is known user by user. Applying the same event twice changes nothing, and one's own reaction and its echo are one.
type ledger struct {
	base  []Count // as the server told, in its order
	users map[string]*stand
	order []string          // keys that are not in base, in order of arrival
	urls  map[string]string // pictures of custom emoji, "name@host" → URL
	asked uint64            // when the read that made base was asked for
	at    uint64            // of the last change by an event
}

// stand is where one user stands.
type stand struct {
	base string   // what base counts for them, "" for nothing
	sure bool     // base is known, not assumed
	now  string   // what they have now
	prev string   // what they had before the last change
	at   uint64   // when it changed
	held []string // what events have given them since base
	try  string   // own reaction that the server has not confirmed yet; "" with trying: taken back
	back string   // what to go back to if it is refused
	open bool     // a try is under way
}

func (l *ledger) user(id string) *stand {
	if s := l.users[id]; s != nil {
		return s
	}
	if l.users == nil {
		l.users = make(map[string]*stand)
	}
	s := &stand{}
	l.users[id] = s
	return s
}

func (l *ledger) give(s *stand, key string, seq uint64) {
	s.prev, s.now, s.at = s.now, key, seq
	l.at = seq
	if key == "" {
		return
	}
	if !slices.Contains(s.held, key) {
		s.held = append(s.held, key)
	}
	if !slices.ContainsFunc(l.base, func(c Count) bool { return c.Key == key }) && !slices.Contains(l.order, key) {
		l.order = append(l.order, key)
	}
}

// reacted is that a user reacted. It says whether anything changed.
func (l *ledger) reacted(user, key string, seq uint64) bool {
	if user == "" || key == "" {
		return false
	}
	s := l.user(user)
	s.open = false
	if s.now == key {
		return false
	}
	l.give(s, key, seq)
	return true
}

// unreacted is that a user took a reaction back.
func (l *ledger) unreacted(user, key string, seq uint64) bool {
	if user == "" || key == "" {
		return false
	}
	_, known := l.users[user]
	s := l.user(user)
	switch {
	case s.now == key:
		if s.open && s.try == key {
			return false // the server takes the old one back before it gives the one that was tried
		}
		l.give(s, "", seq)
		return true
	case !known || !s.sure && s.base == "" && !slices.Contains(s.held, key):
		// Not heard of before: base must have counted it. For a change whose two events came the wrong way round the new
		// one is already here and stays.
		s.base, s.sure = key, true
		l.at = seq
		return l.baseCount(key) > 0
	}
	return false
}

// try shows the viewer's own reaction before the server has said anything; "" takes the present one back.
func (l *ledger) try(me, key string, seq uint64) bool {
	s := l.user(me)
	if !s.open {
		s.back = s.now
	}
	s.open, s.try = true, key
	if s.now == key {
		return false
	}
	l.give(s, key, seq)
	return true
}

// fail takes back what was tried, unless something else has happened since.
func (l *ledger) fail(me, key string, seq uint64) bool {
	s := l.users[me]
	if s == nil || !s.open || s.try != key {
		return false
	}
	s.open = false
	if s.now != key || s.now == s.back {
		return false
	}
	s.held = slices.DeleteFunc(s.held, func(k string) bool { return k == key })
	l.give(s, s.back, seq)
	return true
}

// rebase makes a full read the new base. Events up to asked are in it; for later ones it is assumed that they are not,
// which the next read corrects where it was wrong.
func (l *ledger) rebase(base []Count, asked uint64) {
	for id, s := range l.users {
		if s.at > asked && s.at != 0 {
			s.base, s.held = s.prev, nil
			if s.now != "" {
				s.held = []string{s.now}
			}
		} else {
			s.base, s.held = s.now, nil
		}
		s.sure = true
		if s.base == "" && s.now == "" && !s.open {
			delete(l.users, id)
		}
	}
	l.base, l.asked = base, asked
	l.order = slices.DeleteFunc(l.order, func(k string) bool {
		return slices.ContainsFunc(base, func(c Count) bool { return c.Key == k })
	})
}

// know says what a user had at the time of the last full read, which counted it.
func (l *ledger) know(user, key string) {
	s := l.user(user)
	if s.at > l.asked || s.open {
		s.base, s.sure = key, true
		return
	}
	s.base, s.now, s.sure = key, key, true
}

// mine is the viewer's reaction.
func (l *ledger) mine(me string) string {
	if s := l.users[me]; me != "" && s != nil {
		return s.now
	}
	return ""
}

func (l *ledger) baseCount(key string) int {
	for _, c := range l.base {
		if c.Key == key {
			return c.N
		}
	}
	return 0
}

// counts lists the reactions as they are now.
func (l *ledger) counts() []Count {
	out := make([]Count, 0, len(l.base)+len(l.order))
	out = append(out, l.base...)
	for _, k := range l.order {
		out = append(out, Count{k, 0})
	}
	add := func(key string, n int) {
		for i := range out {
			if out[i].Key == key {
				out[i].N += n
				return
			}
		}
	}
	for _, s := range l.users {
		if s.base != s.now {
			add(s.base, -1)
			add(s.now, +1)
		}
	}
	return slices.DeleteFunc(out, func(c Count) bool { return c.N <= 0 })
}

// maxURLs bounds the pictures one note may name.
const maxURLs = 500

// url remembers the picture of a custom emoji; the first one told stays (P4.4).
func (l *ledger) url(name, url string) {
	if name == "" || url == "" || l.urls[name] != "" || len(l.urls) >= maxURLs {
		return
	}
	if l.urls == nil {
		l.urls = make(map[string]string)
	}
	l.urls[name] = url
}
