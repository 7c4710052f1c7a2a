package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// reach presses a key until something has the focus.
func (b *Tab) reach(key, css string) {
	b.T.Helper()
	for range 80 {
		if Eval[bool](b, `!!document.activeElement?.matches(`+Quote(css)+`)`) {
			return
		}
		b.Key(key)
	}
	b.T.Fatalf("%s cannot be reached by keyboard", css)
}

// converts types through an input method: the reading grows, then is converted.
func (b *Tab) converts(reading, text string) {
	b.T.Helper()
	for i := range []rune(reading) {
		s := string([]rune(reading)[:i+1])
		Call(b, input.ImeSetComposition, input.ImeSetCompositionParams{Text: s, SelectionStart: int64(i + 1), SelectionEnd: int64(i + 1)})
	}
	Call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "rawKeyDown", Key: "Process", Code: "Enter", WindowsVirtualKeyCode: 229})
	Call(b, input.InsertText, input.InsertTextParams{Text: text})
}

// TestEverythingByKeyboardAlone signs in, writes, acts, mutes, reads notifications and chats without a mouse.
func TestEverythingByKeyboardAlone(t *testing.T) {
	for _, lang := range []string{"en-US", "ja-JP"} {
		t.Run(lang, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
			tab := NewTab(t)
			tab.Language(lang)
			tab.Expect("favicon")
			tab.Open(site.URL + "/login?host=" + hostOf(server))
			tab.Until(`document.querySelector("#login-page-host")?.value`, "form")
			tab.reach(kb.Tab, `[name=login-page-rights]`)
			tab.Key(kb.ArrowDown)
			tab.reach(kb.Tab, `.loginform [type=submit]`)
			tab.Key(kb.Enter)
			tab.Until(`document.querySelector("button[name=who]")`, "page of the server")
			tab.reach(kb.Tab, `button[name=who][value=alice]`)
			tab.Key(kb.Enter)
			tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")

			// A note, and what can be done with it.
			tab.Key("n")
			tab.Until(composing, "dialog")
			tab.converts("おはよう", "お早う")
			tab.control("Enter")
			tab.closed()
			once(t, server, "お早う")
			tab.row(0, server.Notes()[0].ID)
			tab.reach(kb.Tab, `.column .list`)
			tab.Key("j")
			tab.reach("j", `[data-note-id]`)
			tab.Key("m")
			tab.Until(`document.activeElement?.closest("dialog.menu")`, "menu")
			tab.reach(kb.ArrowDown, `dialog.menu .menuitem:has(use[href="#i-star"])`)
			tab.Key(kb.Enter)
			tab.Until(`!document.querySelector("dialog.menu") && document.querySelector(".sayline:not(.bad)")`, "word of the favourite")

			// Mutes of this device.
			tab.reach(kb.Tab, `.sidebar [data-do="settings"]`)
			tab.Key(kb.Enter)
			tab.reach(kb.Tab, `#dialog-settings [data-do="mutes"]`)
			tab.Key(kb.Enter)
			tab.Until(`document.activeElement?.closest("dialog.menu")`, "menu of mutes")
			tab.reach(kb.ArrowDown, `dialog.menu .menuitem:has(use[href="#i-volume-off"])`)
			tab.Key(kb.Enter)
			tab.Until(`document.activeElement?.closest("dialog.ask")`, "mutes of this device")
			tab.reach(kb.Tab, `dialog.ask [name=soft]`)
			tab.converts("とうふ", "豆腐")
			tab.reach(kb.Tab, `dialog.ask [type=submit]`)
			tab.Key(kb.Enter)
			tab.Until(`JSON.parse(nagareStorage.get("nagare.preferences")).mutes?.soft === "豆腐"`, "kept mute")
			tab.Key(kb.Escape)
			tab.Until(`!document.querySelector("dialog[open]")`, "closed settings")

			// Notifications.
			server.World().Notify("alice", "follow", "minato", nil)
			tab.reach(kb.Tab, `.sidebar [data-do="notices"]`)
			tab.Key(kb.Enter)
			tab.Until(`document.querySelector('[data-notice="follow"]') && document.querySelector('[data-do="notices.read"]')?.disabled === false`, "something unread")
			tab.reach(kb.Tab, `[data-do="notices.read"]`)
			tab.Key(kb.Enter)
			tab.Until(`document.querySelector(".bellbutton .unread").hidden`, "nothing unread")

			// A message with a file of the drive.
			server.World().Say("bob", "alice", "hungry?")
			tab.Until(`document.querySelector('.sidebar [data-do="chat"]:not([hidden])')`, "button of chat")
			tab.reach(kb.Tab, `.sidebar [data-do="chat"]`)
			tab.Key(kb.Enter)
			tab.Until(`document.querySelector(".talkrow")`, "conversations")
			tab.reach(kb.Tab, `.talkrow[data-peer="`+server.World().PersonID("bob")+`"]`)
			tab.Key(kb.Enter)
			tab.says("hungry?")
			tab.reach(kb.Tab, `.talkfield [data-do="attach"]`)
			tab.Key(kb.Enter)
			tab.Until(`document.activeElement?.closest("dialog.menu")`, "menu")
			tab.reach(kb.ArrowDown, `dialog.menu .menuitem:has(use[href="#i-cloud"])`)
			tab.Key(kb.Enter)
			tab.Until(`document.activeElement?.matches(".drivefile")`, "files of the drive")
			tab.Key(" ")
			tab.control("Enter")
			tab.Until(`!`+driving+` && !document.querySelector(".talkfile").hidden`, "file of the message")
			tab.reach(kb.Tab, `.talktext`)
			tab.converts("はい", "はい！")
			tab.Key(kb.Enter)
			tab.Until(`document.querySelector(".msg.mine:not([data-state]) .media")`, "message with its file")
			arrived(t, server, "bob", "はい！", 1)
		})
	}
}
