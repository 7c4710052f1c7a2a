package e2e

import (
	"testing"

	"nagare/stream/streamtest"
)

// A note that is deleted is not to be read on inside those that quote it or reply to it.
func TestADeletedNoteIsGoneFromWhatEmbedsIt(t *testing.T) {
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 71})
	tab := NewTab(t)
	tab.WatchLists()
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
