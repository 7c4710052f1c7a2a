package e2e

import (
	"testing"

	"nagare/stream/streamtest"
)

// TestAnEditedNoteShowsItsNewText: in its own row and in that of a quote, and mere reactions leave the rows as they are.
func TestAnEditedNoteShowsItsNewText(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 72})
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "the frist words"}).ID
	quote := server.Post(streamtest.NoteSpec{By: "bob", Text: "look", Renote: note}).ID
	tab.row(0, note)
	tab.row(0, quote)
	for server.Captured()[note] == 0 {
		tab.Settle()
	}
	Eval[bool](tab, `(window.row = document.querySelector('[data-note-id="`+note+`"]'), true)`)
	server.React(note, "carol", "👍")
	tab.Until(`document.querySelector('[data-note-id="`+note+`"] [data-reaction="👍"]')`, "reaction")
	if !Eval[bool](tab, `row.isConnected`) {
		t.Error("a reaction replaced the whole row")
	}
	if !server.Edit(note, "the first words") {
		t.Fatal("not edited")
	}
	for _, id := range []string{note, quote} {
		tab.Until(`document.querySelector('[data-note-id="`+id+`"]').innerText.includes("first words")`, "new text")
	}
}
