package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// themeWords are those that web/late/theme.js says.
var themeWords = []string{"code", "hint", "use", "reset", "broken", "used", "adjusted", "unknown", "removed"}

// look are the settings of how notes and the page look.
func (d *settingsDialog) look() []ui.UI {
	s := d.Deck.s
	p := s.printer
	var themes []ui.UI
	for _, t := range []struct{ value, words string }{{auto, p.T("settings.auto")}, {"light", p.T("settings.light")}, {"dark", p.T("settings.dark")}} {
		themes = append(themes, ui.Option().Value(t.value).Selected(or(s.prefs.Theme, auto) == t.value).Text(t.words))
	}
	if t := s.prefs.Imported; t != nil {
		themes = append(themes, ui.Option().Value(imported).Selected(s.prefs.Theme == imported).Text(p.T("settings.imported", t.Name)))
	}
	check := func(id, key string, on *bool) ui.UI {
		return ui.Label().Class("check").Body(
			ui.Input().Type("checkbox").ID(id).Checked(*on).OnChange(func(ctx ui.Context, e ui.Event) {
				now := ctx.JSSrc().Get("checked").Bool()
				s.change(func(*Preferences) { *on = now })
			}, ui.EventScope(id)),
			ui.Span().Text(p.T(key)))
	}
	return []ui.UI{
		ui.Label().Class("field").Body(ui.Span().Text(p.T("settings.theme")), ui.Select().ID("set-theme").OnChange(d.onTheme).Body(themes...)),
		ui.Div().Body(
			ui.Button().Type("button").Class("button small").ID("set-import").Aria("expanded", "false").Aria("controls", "theme-import").OnClick(d.onImport).
				Body(icon("palette"), ui.Span().Text(p.T("theme.open"))),
			ui.Div().ID("theme-import").Class("form"), // go-app does not look into it
		),
		ui.FieldSet().Class("checks").Body(
			ui.Legend().Text(p.T("settings.notes")),
			check("set-saver", "settings.saver", &s.prefs.Saver),
			check("set-reveal", "settings.reveal", &s.prefs.Reveal),
			check("set-still", "settings.still", &s.prefs.Still),
			check("set-bare", "settings.bare", &s.prefs.Bare),
			check("set-human", "settings.human", &s.prefs.Human),
			check("set-unseen", "settings.unseen", &s.prefs.Unseen),
		),
	}
}

// auto is the choice that leaves it to the device; go-app writes no empty value.
const auto = "auto"

// chosen is what was chosen in a list; "" is auto.
func chosen(ctx ui.Context) string {
	if v := ctx.JSSrc().Get("value").String(); v != auto {
		return v
	}
	return ""
}

func (d *settingsDialog) onTheme(ctx ui.Context, e ui.Event) {
	v := chosen(ctx)
	d.Deck.s.change(func(p *Preferences) { p.Theme = v })
}

// onImport opens the place to paste a theme of Misskey's, or closes it.
func (d *settingsDialog) onImport(ctx ui.Context, e ui.Event) {
	s := d.Deck.s
	button := ctx.JSSrc()
	words := map[string]any{}
	for _, k := range themeWords {
		words[k] = s.printer.T("theme."+k, "{0}", "{1}")
	}
	for _, k := range []string{"line", "props", "colour", "long"} {
		words[k] = s.printer.T("theme.why."+k, "{0}")
	}
	ui.Window().Call("nagareLate", s.asset("late/theme.js")).Then(func(ok ui.Value) {
		if !ok.Bool() {
			s.say(s.printer.T("theme.failed"))
			return
		}
		if d.imported == nil {
			d.imported = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
				s.change(func(p *Preferences) {
					if len(args) < 3 {
						p.Theme, p.Imported = "", nil
						return
					}
					p.Theme, p.Imported = imported, &Theme{Name: args[0].String(), Base: args[1].String(), Vars: args[2].String()}
				})
				return nil
			})
		}
		box := ui.Window().Get("document").Call("getElementById", "theme-import")
		open := ui.Window().Get("nagareTheme").Call("form", box, words, s.prefs.Imported != nil, d.imported).Bool()
		button.Call("setAttribute", "aria-expanded", open)
	})
}
