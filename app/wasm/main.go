//go:build js && wasm

// Command wasm is Nagare in the browser.
package main

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app"
	"nagare/app/accounts"
	"nagare/app/live"
	"nagare/app/persist"
)

func main() {
	wait()
	book := &accounts.Book{}
	app.Routes(app.NewSession(live.New(live.Options{Accounts: book.Credentials, Persist: persist.Open()}), book, version()))
	ui.RunWhenOnBrowser()
}

// wait returns when the scripts and style sheets that the components call have come (web/late.js), or could not.
func wait() {
	come := make(chan struct{})
	ui.Window().Get("nagareSoon").Then(func(ui.Value) { close(come) })
	<-come
}

// version is that of the page the program came with.
func version() string {
	m := ui.Window().Get("document").Call("querySelector", `meta[name="nagare-version"]`)
	if !m.Truthy() {
		return ""
	}
	return m.Get("content").String()
}
