package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/taking"
)

// root is what go-app mounts at every address. The deck, once shown, stays where it is: pages such as a thread lie over
// it, so that going back finds every column as it was, still live.
type root struct {
	ui.Compo

	s      *Session
	path   string // of the page shown, below the prefix
	layer  layer  // over the deck; nil: the deck itself
	decked bool   // the deck was shown: it stays
}

// layer is a page that lies over the deck where the deck was shown; with a method overDeck always, with standsAlone it takes
// the deck's place, which then begins anew. Its CompoID differs for every address, because go-app reuses a component whose
// type stays the same, with the old page's data in it.
type layer interface {
	ui.Composer
	CompoID() string
}

func newRoot(s *Session) *root { return &root{s: s} }

func (r *root) OnInit() {
	r.s.start()
	r.show(r.s.path())
}

func (r *root) OnMount(ctx ui.Context) {
	r.s.watchAlive(ctx)
	mark("nagare:mounted")
	r.settings(ctx)
}

// OnNav makes the page that of the new address. While a layer closes, the focus goes back to where it was on the deck.
func (r *root) OnNav(ctx ui.Context) {
	path := r.s.path()
	if path == r.path {
		return
	}
	left := r.layer != nil
	defer r.settings(ctx)
	if !left {
		ui.Window().Call("nagareLeave")
	}
	r.show(path)
	if left && r.layer == nil {
		r.s.titled("")
		ctx.Defer(func(ui.Context) { ui.Window().Call("nagareReturn") })
	}
}

// settingsPath is the address of the settings, a dialog over the deck.
const settingsPath = "/settings"

func (r *root) settings(ctx ui.Context) {
	if r.path == settingsPath {
		ctx.Defer(func(ui.Context) { showDialog("dialog-settings") })
	}
}

func (r *root) show(path string) {
	if !taking.On && (path == "/login" || path == "/miauth") {
		ui.Window().Get("location").Call("reload") // the page of that address chooses the whole program
		return
	}
	r.path = path
	r.layer = r.s.pageAt(path)
	_, alone := r.layer.(interface{ standsAlone() })
	_, over := r.layer.(interface{ overDeck() })
	r.decked = r.layer == nil || over || r.decked && !alone
}

func (r *root) Render() ui.UI {
	covered := r.layer != nil
	under := ui.Div().Class("under")
	if covered {
		under = under.Class("covered").Attr("inert", "true")
	}
	if r.decked {
		under = under.Body(newDeck(r.s))
	}
	over := ui.Div().Class("over").Hidden(!covered)
	if covered {
		over = over.Body(r.layer)
	}
	parts := []ui.UI{under, over, newUserCard(r.s), newViewer(r.s)}
	if taking.On {
		parts = append(parts, &composer{S: r.s})
	}
	return ui.Div().Class("root").Body(parts...)
}
