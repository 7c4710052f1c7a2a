// Package app holds the components. This is a placeholder until they land.
package app

import ui "github.com/maxence-charriere/go-app/v10/pkg/app"

// Routes registers what is shown where.
func Routes() {
	ui.RouteWithRegexp(".*", func() ui.Composer { return &placeholder{} })
}

type placeholder struct{ ui.Compo }

func (p *placeholder) Render() ui.UI {
	return ui.Main().Body(ui.H1().Text("Nagare 流れ"), ui.P().ID("path").Text(ui.Window().URL().Path))
}
