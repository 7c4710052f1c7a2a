package mute

import (
	"strings"

	"nagare/stream/misskey"
)

// Level is how much of something is shown.
type Level uint8

// The levels.
const (
	Show Level = iota
	Soft       // that it is there, and a way to see it
	Hard       // nothing; it is counted
)

// Verdict is what [Set.Judge] found.
type Verdict struct {
	Level Level
	By    string // the rule, worded for people: the words, the pattern, the host or the person
}

// Set is the rules that apply to what one viewer sees of one server. A nil Set shows everything. It may be used from any
// goroutine.
type Set struct {
	me         string
	host       string
	soft, hard *misskey.WordMute
	words      bool
	hosts      map[string]bool
	users      map[string]bool // by id, and by @name@host
	renotes    map[string]bool
	except     string // a user id
}

// NewSet puts rules together. me is the viewer's user id ("": anonymous) and host the server's name: what is local there
// is muted by rules for that host too.
func NewSet(me, host string, rules ...Rules) *Set {
	s := &Set{me: me, host: strings.ToLower(host), hosts: map[string]bool{}, users: map[string]bool{}, renotes: map[string]bool{}}
	var soft, hard misskey.MutedWords
	for _, r := range rules {
		soft, hard = append(soft, r.Soft...), append(hard, r.Hard...)
		for _, h := range r.Hosts {
			s.hosts[strings.ToLower(h)] = true
		}
		for _, u := range r.Users {
			s.users[normalUser(u, s.host)] = true
		}
		for _, u := range r.Renotes {
			s.renotes[u] = true
		}
	}
	s.soft, s.hard = misskey.NewWordMute(soft), misskey.NewWordMute(hard)
	s.words = len(soft)+len(hard) > 0
	return s
}

// Except is the set without what is against one person: for the page of somebody that the reader opened themselves. What
// they say is judged all the same.
func (s *Set) Except(userID string) *Set {
	if s == nil || userID == "" {
		return s
	}
	c := *s
	c.except = userID
	return &c
}

// normalUser spells a person as Judge does. An id stays as it is: ids hold no @.
func normalUser(u, host string) string {
	if !strings.Contains(u, "@") {
		return u
	}
	u = strings.ToLower(strings.TrimLeft(u, "@"))
	if !strings.Contains(u, "@") {
		u += "@" + host
	}
	return "@" + u
}

// Empty reports whether the set mutes nothing.
func (s *Set) Empty() bool {
	return s == nil || !s.words && len(s.hosts) == 0 && len(s.users) == 0 && len(s.renotes) == 0
}

// Unsupported returns the regular expressions that have no effect here (see misskey.NewWordMute).
func (s *Set) Unsupported() []string {
	if s == nil {
		return nil
	}
	return append(append([]string(nil), s.hard.Unsupported()...), s.soft.Unsupported()...)
}

// Judge says how much of a note is shown. Looked at are the note and the notes it answers, renotes or quotes: by whom
// they are, from where, and what they say. What the viewer wrote is always shown.
func (s *Set) Judge(n *misskey.Note) Verdict {
	if n == nil || s.Empty() || s.me != "" && n.UserID == s.me {
		return Verdict{}
	}
	for _, part := range []*misskey.Note{n, n.Renote, n.Reply} {
		if part == nil {
			continue
		}
		if v := s.JudgeUser(part.UserID, part.User); v.Level != Show {
			return v
		}
	}
	if n.IsPureRenote() && s.renotes[n.UserID] && (s.except == "" || n.UserID != s.except) {
		return Verdict{Hard, acct(n.User, s.host)}
	}
	if !s.words {
		return Verdict{}
	}
	if by, ok := s.hard.Match(n, s.me); ok {
		return Verdict{Hard, by}
	}
	if by, ok := s.soft.Match(n, s.me); ok {
		return Verdict{Soft, by}
	}
	return Verdict{}
}

// JudgeUser says whether a person is shown. u may be nil, when only the id is known.
func (s *Set) JudgeUser(id string, u *misskey.User) Verdict {
	if s == nil || s.me != "" && id == s.me {
		return Verdict{}
	}
	if u != nil && id == "" {
		id = u.ID
	}
	if s.except != "" && id == s.except {
		return Verdict{}
	}
	if s.users[id] && id != "" {
		return Verdict{Hard, acct(u, s.host)}
	}
	if u == nil || len(s.users) == 0 && len(s.hosts) == 0 {
		return Verdict{}
	}
	if name := acct(u, s.host); s.users[strings.ToLower(name)] {
		return Verdict{Hard, name}
	}
	host := strings.ToLower(u.Host)
	if host == "" {
		host = s.host
	}
	if host != "" && s.hosts[host] {
		return Verdict{Hard, host}
	}
	return Verdict{}
}

// JudgeNotification says how much of a notification is shown: by who caused it and by its note. A group is judged by its
// members, each for itself, before.
func (s *Set) JudgeNotification(n *misskey.Notification) Verdict {
	if n == nil || s.Empty() {
		return Verdict{}
	}
	if v := s.JudgeUser(n.UserID, n.User); v.Level != Show {
		return v
	}
	return s.Judge(n.Note)
}

func acct(u *misskey.User, host string) string {
	if u == nil || u.Username == "" {
		return ""
	}
	if u.Host != "" {
		host = u.Host
	}
	return "@" + u.Username + "@" + host
}
