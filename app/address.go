package app

import (
	"strings"

	"nagare/app/store"
)

// The addresses of notes and people (design, section 5):
//
//	/notes/{id}@{server}
//	/@{user}@{server}              somebody of that server
//	/@{user}@{home}@{server}       somebody of another one, home, as that server knows them
//
// The last part always names the server that is asked, in the form of the layout link: a bare host is https, loopback
// hosts are http, "demo" is the embedded demo, and another scheme is written out.

// noteAddress is a note on a server.
type noteAddress struct{ Origin, ID string }

// userAddress is a person as a server knows them.
type userAddress struct {
	Origin   string
	Username string
	Host     string // their own server; "": Origin
}

func parseNotePath(path, demo string) (noteAddress, bool) {
	id, host, named := strings.Cut(strings.TrimPrefix(path, "/notes/"), "@")
	a := noteAddress{ParseOrigin(host, demo), id}
	return a, named && a.Origin != "" && word(id) && !strings.Contains(host, "@")
}

func parseUserPath(path, demo string) (userAddress, bool) {
	name, rest, named := strings.Cut(strings.TrimPrefix(path, "/@"), "@")
	if !named || name == "" || len(name) > 128 || strings.ContainsAny(name, "/ ") {
		return userAddress{}, false
	}
	a := userAddress{Username: name}
	if home, server, remote := strings.Cut(rest, "@"); remote {
		a.Host, rest = home, server
		if home == "" || strings.ContainsAny(home, "/@ ") {
			return userAddress{}, false
		}
	}
	a.Origin = ParseOrigin(rest, demo)
	return a, a.Origin != "" && !strings.Contains(rest, "@")
}

// source is through whose eyes a server's pages are seen: those of the column they were opened from, else those of
// the first account there, else nobody's.
func (s *Session) source(origin string) store.Source {
	if src, ok := s.viewers[origin]; ok {
		return src
	}
	return store.SourceOf(origin, s.book.First(origin))
}

// sees remembers that a reader went on from a column of src.
func (s *Session) sees(src store.Source) {
	if s.viewers == nil {
		s.viewers = map[string]store.Source{}
	}
	s.viewers[src.Origin()] = src
}
