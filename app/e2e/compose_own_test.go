package e2e

import (
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

func TestTheEmojiButtonPutsWhatIsPickedIntoTheText(t *testing.T) {
	_, tab := desk(t, &streamtest.Options{History: -1})
	tab.compose()
	tab.Type(field, "ab")
	Eval[any](tab, `(document.querySelector('`+field+`').setSelectionRange(1, 1), 0)`)
	tab.Click(`#compose [data-do="emoji"]`)
	tab.Until(`document.querySelector(".picker[open] .pk-head") && document.activeElement.matches(".pk-search")`, "picker")
	tab.Until(`!document.querySelector(".pk-wait")`, "data")
	tab.Do(keys("blobcat"))
	tab.Until(`document.querySelector('.pk-o[aria-label=":blobcat:"]')`, "an emoji of the server")
	tab.Click(`.pk-o[aria-label=":blobcat:"]`)
	tab.Until(`!document.querySelector(".picker[open]") && document.querySelector('`+field+`').value === "a:blobcat:b"`, "the emoji where the caret was")
}

func TestADraftForABoardIsFoundAgain(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	board := answerOf[struct{ ID string }](tab, server, "alice", "channels/create", `,"name":"Garden"`)
	Eval[any](tab, `fetch(`+Quote(server.URL+"/api/channels/follow")+`, {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({i: `+Quote(server.Token("alice"))+`, channelId: `+Quote(board.ID)+`})}).then(() => 0)`)
	tab.compose()
	tab.Type(field, "half a thou")
	tab.Click(`#compose [data-do="visibility"]`)
	for _, w := range []string{"To a channel", "Garden"} {
		line := `[...document.querySelectorAll("dialog.menu [data-id]:not([aria-disabled])")].find((n) => n.querySelector(".label").firstChild.textContent === ` + Quote(w) + `)`
		tab.Until(line, "line "+w)
		Eval[any](tab, `(`+line+`.click(), 0)`)
	}
	tab.Until(`document.querySelector("#compose .composetarget").textContent.includes("Garden")`, "the board")
	tab.Reload()
	tab.state(0, "live")
	tab.compose()
	tab.Until(`document.querySelector('`+field+`').value === "half a thou" && document.querySelector("#compose .composetarget").textContent.includes("Garden")`, "draft and board after the reload")
}

// TestTheWayBackClosesTheComposer: not the page under it, and what was written is kept.
func TestTheWayBackClosesTheComposer(t *testing.T) {
	_, tab := desk(t, nil)
	tab.Look(390, 844, "light")
	const text = `document.querySelector('#compose [data-field="text"]').value`
	before := Eval[string](tab, `location.href + history.length`)
	open := func(want string) {
		t.Helper()
		tab.Click(`[data-do="compose-phone"]`)
		tab.Until(composing+` && `+text+` === "`+want+`"`, "dialog with "+want)
	}
	open("")
	tab.Type(`#compose [data-field="text"]`, "half a thought")
	Eval[any](tab, `history.back()`)
	tab.Until(`!`+composing, "closed dialog")
	open("half a thought")
	tab.Click(`#compose [data-do="close"]`)
	tab.Until(`!`+composing+` && !history.state?.compose`, "closed dialog, history as it was")
	// What lies over it is closed first.
	open("half a thought")
	tab.Click(`#compose [data-do="visibility"]`)
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	Eval[any](tab, `history.back()`)
	tab.Until(`!document.querySelector("dialog.menu") && `+composing+` && history.state?.compose`, "dialog without the menu")
	// Opened again before the browser is back.
	Eval[any](tab, `(document.querySelector('#compose [data-do="close"]').click(), document.querySelector('[data-do="compose-phone"]').click())`)
	time.Sleep(500 * time.Millisecond)
	tab.Until(composing+` && history.state?.compose`, "dialog")
	Eval[any](tab, `history.back()`)
	tab.Until(`!`+composing, "closed dialog")
	if after := Eval[string](tab, `location.href`); !strings.HasPrefix(before, after) {
		t.Errorf("the page is %s, was %s", after, before)
	}
	if !Eval[bool](tab, `!!document.querySelector("#deck")`) {
		t.Error("the deck is gone")
	}
}
