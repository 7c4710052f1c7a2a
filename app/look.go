package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Look is how the reader wants notes and the page to look.
type Look struct {
	Still    bool   `json:"still,omitempty"`    // nothing moves in notes
	Human    bool   `json:"human,omitempty"`    // cats speak as people
	Bare     bool   `json:"bare,omitempty"`     // nothing is laid over avatars
	Unseen   bool   `json:"unseen,omitempty"`   // pages that notes link to are not shown in advance
	Imported *Theme `json:"imported,omitempty"` // shown where the theme is "imported"
}

// Theme is a theme of Misskey's as web/late/theme.js made it out of what the reader pasted.
type Theme struct {
	Name string `json:"name"`
	Base string `json:"base"` // "light" or "dark": the colours it does not name
	Vars string `json:"vars"` // colours by the names of web/theme.css; web/page.js vets them again
}

// imported is the value of Preferences.Theme for the theme in Look.
const imported = "imported"

// applyLook makes the reader's look take effect on the page.
func (s *Session) applyLook() {
	w := ui.Window()
	base, vars := s.prefs.Theme, ""
	if base == imported {
		base = ""
		if t := s.prefs.Imported; t != nil {
			base, vars = t.Base, t.Vars
		}
	}
	w.Call("nagareLook", base, vars, s.prefs.Still)
	s.still = s.prefs.Still || w.Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
}
