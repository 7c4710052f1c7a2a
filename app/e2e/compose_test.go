package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// desk opens the local timeline of a fresh, quiet server as alice.
func desk(t *testing.T, o *streamtest.Options) (*streamtest.Server, *Tab) {
	t.Helper()
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, o)
	tab := NewTab(t)
	tab.SignIn(site.URL, site.URL+"/?c=localTimeline@"+strings.TrimPrefix(server.URL, "http://"), Member{Server: server, Who: "alice"})
	tab.state(0, "live")
	return server, tab
}

const composing = `document.querySelector("#compose[open]")`

func TestComposeLooks(t *testing.T) {
	server, tab := desk(t, nil)
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "Ferry at nine, who is in?\n:nagare: **bring soup**", Pictures: 1})
	tab.row(0, n.ID)
	tab.EachLook(func(name string) {
		if strings.HasPrefix(name, "phone") {
			tab.Click(`[data-do="compose-phone"]`)
		} else {
			tab.Click(`[data-do="compose"]`)
		}
		tab.Until(composing, "dialog")
		tab.Settle()
		tab.Shot("compose-empty-" + name)
		tab.Axe("empty, " + name)
		tab.Click(`#compose [data-do="close"]`)
		tab.Until(`!`+composing, "closed dialog")
		tab.Click(`[data-note-id="` + n.ID + `"] [data-act="reply"]`)
		tab.Until(composing, "dialog")
		tab.Type(`[data-field="text"]`, "Me! :na")
		tab.Until(`document.querySelector(".offers:not([hidden]) [role=option]")`, "offers")
		tab.Settle()
		tab.Shot("compose-offers-" + name)
		tab.Axe("offers, " + name)
		tab.Key("\r")
		tab.Type(`[data-field="text"]`, " :ferr")
		tab.Until(`document.querySelector(".offers:not([hidden]) [aria-selected=true] .glyph")?.textContent === "⛴️"`, "a ferry")
		tab.Key("\r")
		tab.Until(`document.querySelector('[data-field="text"]').value.endsWith(" ⛴️")`, "the ferry in the text")
		tab.Type(`[data-field="text"]`, " :ふぇり")
		tab.Until(`document.querySelector(".offers:not([hidden]) [aria-selected=true] .glyph")?.textContent === "⛴️"`, "the same by its Japanese name")
		tab.Key("\r")
		tab.Until(`document.querySelector('[data-field="text"]').value.endsWith(" ⛴️ ⛴️")`, "a second ferry")
		tab.Type(`[data-field="text"]`, " :su")
		tab.Until(`document.querySelector(".offers:not([hidden]) [aria-selected=true]")`, "offers again")
		Eval[any](tab, `(window.found = nagarePicker.find, nagarePicker.find = async (...a) => { await new Promise((r) => setTimeout(r, 100)); return found(...a); }, 0)`)
		tab.Type(`[data-field="text"]`, "n")
		tab.Key(kb.Escape) // while what fits :sun is on its way
		if Eval[bool](tab, `new Promise((r) => setTimeout(() => r(!document.querySelector(".offers").hidden), 600))`) {
			t.Error("offers came back after Escape")
		}
		Eval[any](tab, `(nagarePicker.find = found, 0)`)
		tab.Type(`[data-field="text"]`, "g")
		tab.Until(`document.querySelector(".offers:not([hidden]) [aria-selected=true]")`, "offers for what is typed next")
		tab.Key("\r")
		tab.Click(`#compose [data-do="cw"]`)
		tab.Click(`#compose [data-do="poll"]`)
		tab.Click(`#compose [data-do="preview"]`)
		tab.Click(`#compose [data-do="send"]`)
		tab.Until(`document.querySelector(".composesays .error:not([hidden])")`, "problem")
		tab.Settle()
		tab.Shot("compose-full-" + name)
		tab.Axe("full, " + name)
		tab.Click(`#compose [data-do="discard"]`)
		tab.Until(`document.querySelector("dialog.ask")`, "question")
		tab.Settle()
		tab.Shot("compose-discard-" + name)
		tab.Axe("question, " + name)
		tab.Click(`dialog.ask button[type=submit]`)
		tab.Until(`!`+composing, "closed dialog")
		tab.Click(`[data-note-id="` + n.ID + `"] [data-act="menu"]`)
		tab.Until(`document.querySelector("dialog.menu")`, "menu")
		tab.Until(`!document.querySelector("dialog.menu [aria-disabled]")`, "state of the note")
		tab.Settle()
		tab.Shot("menu-note-" + name)
		tab.Axe("menu, " + name)
		tab.Click(`dialog.menu [data-id]:nth-last-child(2)`)
		tab.Until(`[...document.querySelectorAll("dialog.menu .label")].some((n) => n.textContent === "Block")`, "menu of the person")
		tab.Settle()
		tab.Shot("menu-user-" + name)
		tab.Axe("menu of a person, " + name)
		tab.Key("\x1b")
		tab.Until(`!document.querySelector("dialog.menu")`, "closed menu")
		tab.Key("?")
		tab.Until(`document.querySelector("dialog.keys")`, "help")
		tab.Shot("keys-" + name)
		tab.Axe("help, " + name)
		tab.Key("\x1b")
	})
}
