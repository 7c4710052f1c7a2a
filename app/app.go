// Package app holds the components of Nagare: what a reader sees and touches.
//
// Components render the state of app/store and send commands to app/live. They know nothing of sockets, HTTP or JSON
// (design, section 1). Each file holds one component; rows are written by app/markup.
package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/taking"
)

// Routes registers what is shown where: the same root everywhere, which asks layer. All pages share one session.
func Routes(s *Session) {
	ui.RouteWithRegexp(".*", func() ui.Composer { return newRoot(s) })
}

// pageAt is the page for an address below the prefix, to lie over the deck; nil for the deck itself.
func (s *Session) pageAt(path string) layer {
	switch {
	case path == "/" || path == "" || path == settingsPath:
		return nil
	case taking.On && path == "/login":
		return newLoginPage(s)
	case taking.On && path == "/miauth":
		return newMiAuthPage(s)
	case taking.On && strings.HasPrefix(path, "/chat"):
		if origin, with, ok := parseChatPath(path, s.Demo); ok {
			return newChatPage(s, origin, with)
		}
	case path == "/inspector":
		return newInspector(s)
	case path == "/sandbox":
		return newSandbox(s)
	case strings.HasPrefix(path, "/notes/"):
		if a, ok := parseNotePath(path, s.Demo); ok {
			return newThread(s, a)
		}
	case strings.HasPrefix(path, "/@"):
		if a, ok := parseUserPath(path, s.Demo); ok {
			return newProfile(s, a)
		}
	}
	return newMissing(s)
}

// mark sets a timing mark the first time it is reached (design, section 5).
func mark(name string) {
	if marked[name] {
		return
	}
	marked[name] = true
	ui.Window().Get("performance").Call("mark", name)
}

var marked = map[string]bool{}
