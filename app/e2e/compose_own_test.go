package e2e

import (
	"testing"

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
