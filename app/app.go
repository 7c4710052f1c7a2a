// Package app holds the components of Nagare: what a reader sees and touches.
//
// Components render the state of app/store and send commands to app/live. They know nothing of sockets, HTTP or JSON
// (design, section 1). Each file holds one component; rows are written by app/markup.
package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Routes registers what is shown where. All pages share one session.
func Routes(s *Session) {
	ui.Route("/", func() ui.Composer { return newDeck(s) })
	ui.RouteWithRegexp(".*", func() ui.Composer { return newRouted(s) })
}

// newRouted picks the page for an address below a path prefix, which go-app's own router does not know of.
func newRouted(s *Session) ui.Composer {
	s.start()
	switch s.path() {
	case "/", "":
		return newDeck(s)
	case "/login":
		return newLoginPage(s)
	case "/miauth":
		return newMiAuthPage(s)
	case "/sandbox":
		return newSandbox(s)
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
