package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// A note that is deleted is not to be read on inside those that quote it or reply to it.
func TestADeletedNoteIsGoneFromWhatEmbedsIt(t *testing.T) {
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 71})
	tab := NewTab(t)
	tab.WatchLists()
	tab.Expect("the server responded with a status of 400") // what is gone may be asked for
	inside := server.Post(streamtest.NoteSpec{By: "bob", Text: "regrettable"})
	quote := server.Post(streamtest.NoteSpec{By: "carol", Text: "look at this", Renote: inside.ID})
	reply := server.Post(streamtest.NoteSpec{By: "bob", Text: "really?", Reply: inside.ID})
	tab.Open(Serve(t, "-demo=false").URL + "/?c=localTimeline@" + hostOf(server))
	for _, id := range []string{inside.ID, quote.ID, reply.ID} {
		tab.row(0, id)
	}
	tab.Until(`document.querySelectorAll('.list .quote .text, .list .replyto b').length === 2`, "the note in the quote and above the reply")
	server.Delete(inside.ID)
	gone := `!document.querySelector('.list').innerText.includes("regrettable") && document.querySelector('` + rowOf(quote.ID) + ` .quote > .muted') && document.querySelector('` + rowOf(reply.ID) + ` .replyto > .muted')`
	tab.Until(gone, "a deleted note in the rows that embed it")
	Eval[any](tab, `[...__lists[0].rows.keys()].forEach((k) => __lists[0].refresh(k))`)
	if !Eval[bool](tab, `!!(`+gone+`)`) {
		t.Error("rows that are rendered anew show the deleted note")
	}
}

// What the quoted note hides is opened in the quote, apart from what the row hides.
func TestTheFoldsOfAQuotedNote(t *testing.T) {
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 72})
	tab := NewTab(t)
	warned := server.Post(streamtest.NoteSpec{By: "bob", CW: "the film", Text: "it was the lighthouse", Poll: streamtest.PollSpec{Choices: []string{"really", "never"}}})
	long := server.Post(streamtest.NoteSpec{By: "bob", Text: strings.Repeat("on and on ", 90)})
	one := server.Post(streamtest.NoteSpec{By: "carol", Text: "hm", Renote: warned.ID})
	two := server.Post(streamtest.NoteSpec{By: "carol", Text: "much", Renote: long.ID})
	tab.Open(Serve(t, "-demo=false").URL + "/?c=localTimeline@" + hostOf(server))
	tab.row(0, one.ID)
	tab.row(0, two.ID)
	quote := rowOf(one.ID) + ` .quote`
	button := quote + ` [data-act="cw"]`
	hidden := `!document.querySelector('` + quote + ` .text') && !document.querySelector('` + quote + ` .poll') && document.querySelector('` + button + `[aria-expanded="false"]')`
	shown := `document.querySelector('` + quote + ` .text') && document.querySelectorAll('` + quote + ` .choice').length === 2 && !document.querySelector('` + quote + ` .vote')`
	tab.Until(hidden, "warning")
	tab.Click(button)
	tab.Until(shown, "what was hidden, by mouse")
	tab.Key(kb.Enter)
	tab.Until(hidden+` && document.activeElement.matches('.quote [data-act="cw"]')`, "warning again, by keyboard on the same button")
	Eval[any](tab, `document.querySelector('`+rowOf(one.ID)+`').focus()`)
	tab.Key("v")
	tab.Until(shown, "what was hidden, by the key of the row")
	server.Vote(warned.ID, "alice", 1)
	tab.Until(`document.querySelector('`+quote+` [data-choice="1"][data-votes="1"]')`, "a vote in the quoted poll")
	tab.Until(`document.querySelector('`+rowOf(two.ID)+` .quote .text.long')`, "long text")
	tab.Click(rowOf(two.ID) + ` .quote [data-act="long"]`)
	tab.Until(`document.querySelector('`+rowOf(two.ID)+` .quote .text:not(.long)') && !document.querySelector('`+rowOf(two.ID)+` .quote [data-act="long"]')`, "all of the text")
}
