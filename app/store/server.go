package store

import "maps"

// server is the working form of a [Server].
type server struct{ view Server }

// maxEmojis bounds a server's table of custom emoji; the largest have about twenty thousand.
const maxEmojis = 60000

// Server returns what is known about a server. It is usable also for one nobody asked about: Known is false then.
func (s *Store) Server(origin string) Server {
	if sv := s.servers[origin]; sv != nil {
		return sv.view
	}
	return Server{Origin: origin}
}

func (s *Store) applyServer(e Event, ch *Changes) {
	var origin string
	switch e := e.(type) {
	case ServerRead:
		origin = e.Origin
		v := &s.serverOf(origin).view
		v.ServerMeta, v.Known, v.Reason = e.Meta, true, Reason{}
	case ServerFailed:
		origin = e.Origin
		s.serverOf(origin).view.Reason = e.Reason
	case EmojisRead:
		origin = e.Origin
		v := &s.serverOf(origin).view
		table := make(map[string]Emoji, len(e.Emojis))
		addEmojis(table, e.Emojis)
		v.Emojis, v.EmojisKnown = table, true
	case EmojisChanged:
		origin = e.Origin
		v := &s.serverOf(origin).view
		table := maps.Clone(v.Emojis) // views that were given out stay as they are
		if table == nil {
			table = make(map[string]Emoji)
		}
		addEmojis(table, e.Emojis)
		for _, name := range e.Deleted {
			delete(table, name)
		}
		v.Emojis = table
	}
	ch.addServer(origin)
}

func addEmojis(table map[string]Emoji, list []Emoji) {
	for _, e := range list {
		if e.Name != "" && len(table) < maxEmojis {
			table[e.Name] = e
		}
	}
}

func (s *Store) serverOf(origin string) *server {
	sv := s.servers[origin]
	if sv == nil {
		sv = &server{view: Server{Origin: origin}}
		s.servers[origin] = sv
	}
	return sv
}
