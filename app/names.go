package app

import (
	"context"
	"net/url"
	"strings"

	"nagare/app/store"
)

// What a column watches may have a name of its own: a list, an antenna, a channel, a role. Columns know its id only.

// named tells, by channel, the parameter with the id of what is watched, the endpoint that tells its name, and which
// addresses lead to it on a server's own pages.
var named = map[string]struct {
	param, endpoint string
	pages           []string
}{
	"userList":     {"listId", "users/lists/show", []string{"/timeline/list/", "/my/lists/", "/list/"}},
	"antenna":      {"antennaId", "antennas/show", []string{"/timeline/antenna/", "/my/antennas/"}},
	"channel":      {"channelId", "channels/show", []string{"/channels/"}},
	"roleTimeline": {"roleId", "roles/show", []string{"/roles/"}},
}

// watched is something with a name, as a viewer knows it.
type watched struct {
	src         store.Source
	channel, id string
}

func watchedIn(spec store.ColumnSpec) (watched, bool) {
	id, _ := spec.Params[named[spec.Channel].param].(string)
	return watched{spec.Source(), spec.Channel, id}, id != ""
}

// columnTitle is the name of a column: of what is watched in it where that has one, else the channel's.
func (s *Session) columnTitle(spec store.ColumnSpec) string {
	if of, ok := watchedIn(spec); ok && s.names[of] != "" {
		return s.names[of]
	}
	return columnTitle(s.printer, spec)
}

// learnName asks for the name of what a column watches, once; where no answer came, the next call asks again.
func (s *Session) learnName(spec store.ColumnSpec) {
	of, ok := watchedIn(spec)
	if _, asked := s.names[of]; !ok || asked {
		return
	}
	s.nameIs(of, "")
	n := named[spec.Channel]
	go func() {
		var x choice
		if s.hub.Call(context.Background(), of.src, n.endpoint, map[string]any{n.param: of.id}, &x) != nil {
			delete(s.names, of)
			return
		}
		s.nameIs(of, strings.TrimSpace(x.Name))
		if s.deck != nil {
			s.deck.redraw()
		}
	}()
}

func (s *Session) nameIs(of watched, name string) {
	if s.names == nil {
		s.names = map[watched]string{}
	}
	s.names[of] = name
}

// idIn takes the id out of what a reader typed for a channel: the id itself, or the address of its page, where origin is
// the server it is on, as far as it tells. An address of something else gives no id.
func idIn(channel, typed string) (id, origin string) {
	if !strings.Contains(typed, "/") {
		return typed, ""
	}
	u, err := url.Parse(typed)
	if err != nil {
		return "", ""
	}
	for _, page := range named[channel].pages {
		base, id, ok := strings.Cut(u.Path, page)
		if id = strings.TrimSuffix(id, "/"); !ok || !word(id) {
			continue
		}
		if u.Host != "" {
			origin = u.Scheme + "://" + u.Host + base
		}
		return id, origin
	}
	return "", ""
}
