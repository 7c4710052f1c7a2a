package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// TestFocusIsBackAfterEveryDialog opens each dialog from a control by the keyboard and closes it by Escape and by its button.
func TestFocusIsBackAfterEveryDialog(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	theirs := server.Post(streamtest.NoteSpec{By: "bob", Text: "look", Pictures: 2})
	mine := server.Post(streamtest.NoteSpec{By: "alice", Text: "mine"})
	tab.row(0, theirs.ID)
	tab.row(0, mine.ID)
	tab.Click(`.sidebar [data-do="notices"]`)
	tab.Until(`document.querySelector('[data-do="notices.settings"]')`, "notifications")
	tab.Until(`document.querySelector('.sidebar [data-do="chat"]:not([hidden])')`, "everything that comes late")
	row := func(n streamtest.Note, act string) string {
		return `#deck [data-note-id="` + n.ID + `"] [data-act="` + act + `"]`
	}
	entry := func(icon string) string { return `dialog.menu .menuitem:has(use[href="#i-` + icon + `"])` }
	for _, d := range []struct {
		name string
		in   []string // what is pressed first, one dialog over the other
		from string
		then []string // entries of the menu that opens, up to the dialog
	}{
		{name: "add", from: `.sidebar [data-do="add"]`},
		{name: "settings", from: `.sidebar [data-do="settings"]`},
		{name: "accounts", from: `.sidebar [data-do="accounts"]`},
		{name: "compose", from: `.sidebar [data-do="compose"]`},
		{name: "mutes", in: []string{`.sidebar [data-do="settings"]`}, from: `#dialog-settings [data-do="mutes"]`},
		{name: "audience", in: []string{`.sidebar [data-do="compose"]`}, from: `#compose [data-do="visibility"]`},
		{name: "drive", in: []string{`.sidebar [data-do="compose"]`}, from: `#compose [data-do="drive"]`},
		{name: "alerts", from: `[data-do="notices.settings"]`},
		{name: "quiet hours", from: `[data-do="notices.settings"]`, then: []string{`dialog.menu [data-id="quiet"]`}},
		{name: "picker", from: row(theirs, "pick")},
		{name: "menu of a note", from: row(theirs, "menu")},
		{name: "report", from: row(theirs, "menu"), then: []string{entry("flag")}},
		{name: "delete", from: row(mine, "menu"), then: []string{entry("trash")}},
		{name: "clips", from: row(theirs, "menu"), then: []string{entry("paperclip")}},
		{name: "renote", from: row(theirs, "renote")},
		{name: "reply", from: row(theirs, "reply")},
		{name: "viewer", from: `#deck [data-note-id="` + theirs.ID + `"] .media a.open`},
	} {
		for _, way := range []string{"Escape", "button"} {
			t.Run(d.name+" by "+way, func(t *testing.T) {
				defer func(outer testing.TB) { tab.T = outer }(tab.T)
				tab.T = t
				press := func(css string) {
					t.Helper()
					before := tab.Count(`dialog[open]`)
					tab.Until(`document.querySelector(`+Quote(css)+`)`, css)
					Eval[any](tab, `(document.querySelector(`+Quote(css)+`).focus(), 0)`)
					tab.Key(kb.Enter)
					if css == d.from || before == 0 {
						tab.Until(`document.querySelectorAll("dialog[open]").length > `+string(rune('0'+before)), "dialog of "+css)
					}
				}
				for _, css := range d.in {
					press(css)
				}
				press(d.from)
				for _, css := range d.then {
					press(css)
					tab.Settle()
				}
				tab.Until(`[...document.querySelectorAll("dialog[open]")].every((d) => d.querySelector("button"))`, "what is in the dialog")
				tab.Settle()
				open := tab.Count(`dialog[open]`)
				if way == "Escape" {
					tab.Key(kb.Escape)
				} else if !Eval[bool](tab, `(() => {
					const all = [...document.querySelectorAll("dialog[open]")], d = all.filter((d) => d.contains(document.activeElement)).pop() || all.pop();
					const b = d && [...d.querySelectorAll("button")].find((b) => b.offsetParent && /^(Close|Cancel)$/.test(b.ariaLabel || b.textContent.trim()));
					if (b) b.click();
					return !!b;
				})()`) {
					if d.name == "mutes" || d.name == "audience" || d.name == "alerts" || d.name == "menu of a note" || d.name == "clips" || d.name == "renote" {
						tab.Key(kb.Escape) // a menu has none
					} else {
						t.Error("no button closes it")
						tab.Key(kb.Escape)
					}
				}
				tab.Until(`document.querySelectorAll("dialog[open]").length < `+string(rune('0'+open)), "closed dialog")
				tab.Settle()
				if !Eval[bool](tab, `document.activeElement === document.querySelector(`+Quote(d.from)+`)`) {
					t.Errorf("the focus is on %s", Eval[string](tab, `document.activeElement.outerHTML.slice(0, 200)`))
				}
				for range 3 {
					if tab.Count(`dialog[open]`) == 0 {
						break
					}
					tab.Key(kb.Escape)
					tab.Settle()
				}
				if n := tab.Count(`dialog[open]`); n != 0 {
					t.Errorf("%d dialogs are left open", n)
				}
			})
		}
	}
}
