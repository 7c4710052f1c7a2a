//go:build js && wasm

// Command wasm is Nagare in the browser.
package main

import (
	"nagare/app"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"
)

func main() {
	app.Routes()
	ui.RunWhenOnBrowser()
}
