//go:build !js

package streamtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// channelDef is one channel: who may join it and what it lets through (P3).
type channelDef struct {
	name   string
	login  bool   // needs a signed-in socket
	kind   string // permission an app token must own
	shared bool   // at most one per socket
	sticky bool   // has no teardown: events go on after disconnect (P2.2)

	personal bool // notes are packed for this viewer
	exists   func(f Flavour) bool
	open     func(w *World, s *subscription) bool // false: the channel's own init refuses
	wants    func(w *World, s *subscription, n *note) bool
	message  func(w *World, s *subscription, kind string, body json.RawMessage)
	closed   func(w *World, s *subscription)
}

// subscription is one connection of a socket to a channel.
type subscription struct {
	socket   *socket
	id       string
	def      *channelDef
	params   map[string]any
	renotes  bool
	replies  bool
	filesOk  bool
	minimize bool
	tags     [][]string
	list     *userList
	members  []*member // of the list, as last read
	readAt   time.Time
	antenna  *antenna
	board    *board
	role     *role
	partner  *user
	room     *chatRoom
	game     *reversiGame
	timer    Timer
	left     bool
}

// frame wraps an event for this subscription.
func (s *subscription) frame(event string, body []byte) outgoing {
	b := make([]byte, 0, len(body)+len(s.id)+len(event)+56)
	b = append(b, `{"type":"channel","body":{"id":`...)
	b = appendString(b, s.id)
	b = append(b, `,"type":`...)
	b = appendString(b, event)
	if body != nil {
		b = append(b, `,"body":`...)
		b = append(b, body...)
	}
	return outgoing{data: append(b, "}}"...), channel: s.def.name, sub: s.id}
}

func truthy(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	case float64:
		return v != 0
	case string:
		return v != ""
	}
	return true
}

// take reads the parameters every timeline knows (P3.2).
func (s *subscription) take() {
	s.renotes = true
	if v, ok := s.params["withRenotes"]; ok {
		s.renotes = truthy(v)
	}
	s.replies = truthy(s.params["withReplies"])
	s.filesOk = truthy(s.params["withFiles"])
}

func (s *subscription) param(name string) string {
	v, _ := s.params[name].(string)
	return v
}

// memberPace is how often a list's members are read again (P3.3).
const memberPace = 5 * time.Second

// member is somebody's place in the list as the channel knows it.
func (s *subscription) member(u *user) *member {
	if past := s.socket.server.world.now().Sub(s.readAt); past >= memberPace {
		s.readAt, s.members = s.readAt.Add(past.Truncate(memberPace)), slices.Clone(s.list.members)
	}
	return membership(s.members, u)
}

// general is what every timeline drops: muted and blocked people, notes
// without files when asked, pure renotes when asked, hidden content.
func (s *subscription) general(n *note) bool {
	me := s.socket.me()
	if n.unwanted(me) || n.hidden(me) {
		return false
	}
	if n.pureRenote() && (!s.renotes || n.renote.hidden(me)) {
		return false
	}
	return !s.filesOk || len(n.files) > 0
}

// concernsMe is the exception that lets replies through (P3.3).
func concernsMe(n *note, me *user) bool {
	if n.reply == nil || n.reply.user == n.user {
		return true
	}
	return me != nil && (n.user == me || n.reply.user == me)
}

func onHome(n *note, me *user) bool {
	if n.board != nil {
		if !me.boards[n.board.id] && n.user != me {
			return false
		}
	} else if n.user != me && !me.follows(n.user) {
		return false
	}
	if !n.visible(me) {
		return false
	}
	if n.reply != nil && !n.reply.visible(me) {
		return false
	}
	if concernsMe(n, me) {
		return true
	}
	return repliesWanted(n, me)
}

// repliesWanted: whoever follows somebody with replies gets them on the local
// timeline too, as recorded, whatever its withReplies says.
func repliesWanted(n *note, me *user) bool {
	if me == nil {
		return false
	}
	f := me.following[n.user.id]
	return f != nil && f.withReplies
}

func onLocal(n *note, me *user, replies bool) bool {
	if n.user.remote() || n.visibility != "public" || n.board != nil {
		return false
	}
	return replies || concernsMe(n, me) || repliesWanted(n, me)
}

func onGlobal(n *note) bool { return n.visibility == "public" && n.board == nil }

func (n *note) hasTags(groups [][]string) bool {
	for _, group := range groups {
		all := len(group) > 0
		for _, want := range group {
			found := false
			for _, t := range n.tags {
				found = found || strings.EqualFold(t, want)
			}
			all = all && found
		}
		if all {
			return true
		}
	}
	return false
}

func onTag(n *note, me *user, groups [][]string) bool { return n.visible(me) && n.hasTags(groups) }

func onRole(n *note, r *role) bool {
	if n.visibility != "public" {
		return false
	}
	for _, have := range n.user.roles {
		if have == r {
			return true
		}
	}
	return false
}

func onList(n *note, m *member, me *user) bool {
	return m != nil && n.board == nil && n.visible(me) && (concernsMe(n, me) || m.withReplies)
}

// tagGroups reads q: an OR of ANDs; nil when it is not string[][].
func tagGroups(v any) [][]string {
	outer, ok := v.([]any)
	if !ok {
		return nil
	}
	groups := [][]string{}
	for _, in := range outer {
		list, ok := in.([]any)
		if !ok {
			return nil
		}
		var group []string
		for _, t := range list {
			text, ok := t.(string)
			if !ok {
				return nil
			}
			group = append(group, strings.TrimPrefix(text, "#"))
		}
		groups = append(groups, group)
	}
	return groups
}

// channelTable is every channel of current servers. To add one, add a row.
func channelTable() map[string]*channelDef {
	timeline := func(rule func(s *subscription, n *note) bool) *channelDef {
		return &channelDef{
			open:  func(_ *World, s *subscription) bool { s.take(); return true },
			wants: func(_ *World, s *subscription, n *note) bool { return rule(s, n) && s.general(n) },
		}
	}
	home := timeline(func(s *subscription, n *note) bool { return onHome(n, s.socket.me()) })
	home.login, home.kind = true, "read:account"
	hybrid := timeline(func(s *subscription, n *note) bool {
		return onHome(n, s.socket.me()) || onLocal(n, s.socket.me(), s.replies)
	})
	hybrid.login, hybrid.kind = true, "read:account"
	list := timeline(func(s *subscription, n *note) bool {
		return onList(n, s.member(n.user), s.socket.me())
	})
	list.open = func(w *World, s *subscription) bool {
		s.take()
		s.list = w.list(s.param("listId"))
		me := s.socket.me()
		if s.list != nil {
			s.readAt, s.members = w.now(), slices.Clone(s.list.members)
		}
		return me != nil && s.list != nil && (s.list.owner == me || s.list.public)
	}
	hashtag := timeline(func(s *subscription, n *note) bool { return onTag(n, s.socket.me(), s.tags) })
	hashtag.open = func(w *World, s *subscription) bool {
		s.take()
		s.tags = tagGroups(s.params["q"])
		if s.tags == nil {
			return false
		}
		for _, g := range s.tags {
			if len(g) == 0 && w.flavour == IO2025_4 {
				return false
			}
		}
		return true
	}
	boardDef := timeline(func(s *subscription, n *note) bool { return n.board == s.board && s.board != nil })
	boardDef.open = func(w *World, s *subscription) bool {
		s.take()
		s.board = w.board(s.param("channelId"))
		_, isString := s.params["channelId"].(string)
		return isString
	}
	roleDef := timeline(func(s *subscription, n *note) bool { return s.role != nil && s.role.explorable && onRole(n, s.role) })
	roleDef.exists = Flavour.hasRoles
	roleDef.open = func(w *World, s *subscription) bool {
		s.take()
		s.role = w.role(s.param("roleId"))
		_, isString := s.params["roleId"].(string)
		return isString
	}
	table := map[string]*channelDef{
		"homeTimeline":   home,
		"hybridTimeline": hybrid,
		"localTimeline":  timeline(func(s *subscription, n *note) bool { return onLocal(n, s.socket.me(), s.replies) }),
		"globalTimeline": timeline(func(s *subscription, n *note) bool {
			return onGlobal(n) && (s.socket.server.o.Flavour != IO2025_4 || concernsMe(n, s.socket.me()))
		}),
		"userList":     list,
		"hashtag":      hashtag,
		"channel":      boardDef,
		"roleTimeline": roleDef,
		"antenna": {
			login: true, kind: "read:account", personal: true,
			open: func(w *World, s *subscription) bool {
				s.take()
				s.antenna = w.antenna(s.param("antennaId"))
				return s.antenna != nil && s.antenna.owner == s.socket.me()
			},
			wants: func(w *World, s *subscription, n *note) bool {
				return s.antenna != nil && s.antenna.catches(n) && s.general(n)
			},
		},
		"main":  {login: true, kind: "read:account", shared: true, sticky: true},
		"drive": {login: true, kind: "read:account", shared: true, sticky: true},
		"admin": {login: true, kind: "read:admin:stream", shared: true, sticky: true},
	}
	addStatsChannels(table)
	addChatChannels(table)
	addReversiChannels(table)
	for name, def := range table {
		def.name = name
	}
	return table
}
