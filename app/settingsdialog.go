package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/i18n"
)

// settingsDialog holds what the reader can choose for this device.
type settingsDialog struct {
	ui.Compo

	Deck *deck
	Rev  int

	imported ui.Func // what web/late/theme.js calls
}

func (d *settingsDialog) Render() ui.UI {
	s := d.Deck.s
	p := s.printer
	langs := []ui.UI{ui.Option().Value(auto).Selected(s.prefs.Lang == "").Text(p.T("settings.auto"))}
	for _, l := range i18n.Langs() {
		langs = append(langs, ui.Option().Value(string(l.Lang)).Selected(s.prefs.Lang == string(l.Lang)).Text(l.Name))
	}
	return ui.Dialog().ID("dialog-settings").Aria("labelledby", "dialog-settings-title").On("close", d.onClosed).Body(
		ui.Div().Class("form").Body(
			ui.H2().ID("dialog-settings-title").Text(p.T("settings.title")),
			ui.Label().Class("field").Body(ui.Span().Text(p.T("settings.lang")), ui.Select().ID("set-lang").OnChange(d.onLang).Body(langs...)),
			ui.Div().Class("form part").Body(d.look()...),
			ui.Div().Body(ui.Button().Type("button").Class("button").DataSet("do", "mutes").OnClick(d.onMutes).Body(icon("volume-off"), ui.Span().Text(p.T("mutes.title")))),
			ui.Div().Body(ui.Button().Type("button").Class("button").DataSet("do", "inspector").OnClick(d.onInspector).Body(icon("activity"), ui.Span().Text(p.T("inspector.open")))),
			ui.Small().Text(p.T("settings.about", s.Version)),
			ui.Div().Class("actions").Body(
				ui.Button().Type("button").Class("button").DataSet("do", "share-settings").OnClick(d.Deck.onShare).Body(icon("link"), ui.Span().Text(p.T("nav.share"))),
				ui.Button().Type("button").Class("button primary").OnClick(d.onClose).Text(p.T("app.close")),
			),
			ui.P().Role("status").Text(d.Deck.said),
		),
	)
}

func (d *settingsDialog) onLang(ctx ui.Context, e ui.Event) {
	v := chosen(ctx)
	d.Deck.s.change(func(p *Preferences) { p.Lang = v })
}

func (d *settingsDialog) onMutes(ctx ui.Context, e ui.Event) { d.Deck.s.mutesOf(ctx.JSSrc()) }

func (d *settingsDialog) onInspector(ctx ui.Context, e ui.Event) {
	closeDialog("dialog-settings")
	ctx.Navigate(d.Deck.s.href("/inspector"))
}

// onClosed gives the address of the settings up, however they were closed.
func (d *settingsDialog) onClosed(ctx ui.Context, e ui.Event) {
	if d.Deck.s.path() == settingsPath {
		ctx.Navigate(d.Deck.s.href("/"))
	}
}

func (d *settingsDialog) onClose(ctx ui.Context, e ui.Event) { closeDialog("dialog-settings") }
