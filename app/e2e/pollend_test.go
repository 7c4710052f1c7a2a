package e2e

import (
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// A poll ends on the screen when it ends, although nothing arrives then.
func TestAPollEndsWhileItIsLookedAt(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 73}, "alice", "react")
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "tea?", Poll: streamtest.PollSpec{Choices: []string{"yes", "no"}, Expires: time.Now().Add(8 * time.Second)}})
	quote := server.Post(streamtest.NoteSpec{By: "alice", Text: "so?", Renote: note.ID})
	tab.row(0, note.ID)
	tab.row(0, quote.ID)
	tab.Until(`document.querySelectorAll('`+rowOf(note.ID)+` .vote').length === 2`, "vote buttons")
	ended := `.pollinfo').textContent.endsWith("ended")`
	tab.Until(`document.querySelector('`+rowOf(note.ID)+` `+ended+` && !document.querySelector('`+rowOf(note.ID)+` .vote')`, "end of the poll")
	tab.Until(`document.querySelector('`+rowOf(quote.ID)+` .quote `+ended, "end of the quoted poll")
}
