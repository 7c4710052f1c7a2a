package e2e

import (
	"testing"

	"nagare/stream/streamtest"
)

func TestMutesHoldOnPagesExceptForWhatWasOpened(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	answerOf[any](tab, server, "alice", "i/update", `,"mutedWords":[["tofu"]],"hardMutedWords":[["natto"]]`)
	loud := server.Post(streamtest.NoteSpec{By: "carol", Text: "of carol"})
	tab.row(0, loud.ID)
	tab.choose(loud.ID, "@carol", "Mute", "for ever")
	tab.said("@carol is muted")
	tab.Until(`!document.querySelector('[data-note-id="`+loud.ID+`"]')`, "nothing of hers")
	root := server.Post(streamtest.NoteSpec{By: "bob", Text: "a root"})
	own := server.Post(streamtest.NoteSpec{By: "bob", Text: "tofu of his own"})
	stale := server.Post(streamtest.NoteSpec{By: "bob", Text: "natto of his own"})
	fine := server.Post(streamtest.NoteSpec{By: "sora", Reply: root.ID, Text: "a fine answer"})
	soft := server.Post(streamtest.NoteSpec{By: "sora", Reply: root.ID, Text: "a tofu answer"})
	hard := server.Post(streamtest.NoteSpec{By: "sora", Reply: root.ID, Text: "a natto answer"})
	covered := func(id string) string { return `.over [data-note-id="` + id + `"][data-muted] button` }
	absent := func(id, what string) {
		t.Helper()
		if tab.Count(`.over [data-note-id="`+id+`"]`) != 0 {
			t.Errorf("%s shows", what)
		}
	}
	visit := func(path string) {
		t.Helper()
		Eval[any](tab, `(history.pushState({}, "", `+Quote(path)+`), dispatchEvent(new PopStateEvent("popstate")), 0)`)
	}

	tab.row(0, root.ID)
	visit("/notes/" + root.ID + "@" + hostOf(server))
	tab.Until(inOver(`[data-note-id="`+fine.ID+`"] .text`), "an answer")
	tab.Until(`document.querySelector('`+covered(soft.ID)+`')`, "a covered answer")
	absent(hard.ID, "an answer with a hidden word")
	if own, other := Eval[float64](tab, `document.querySelector('`+covered(soft.ID)+`').closest("article").getBoundingClientRect().left`), Eval[float64](tab, `document.querySelector('.over [data-note-id="`+fine.ID+`"]').getBoundingClientRect().left`); own != other {
		t.Errorf("a covered answer stands at %.0f, another one at %.0f", own, other)
	}
	tab.Click(covered(soft.ID))
	tab.Until(inOver(`[data-note-id="`+soft.ID+`"]:not([data-muted]) .text`), "opened answer")
	answerOf[any](tab, server, "alice", "i/update", `,"hardMutedWords":[["fine"]]`)
	tab.Until(`!`+inOver(`[data-note-id="`+fine.ID+`"]`)+` && `+inOver(`[data-note-id="`+hard.ID+`"] .text`), "the page follows the rules")
	answerOf[any](tab, server, "alice", "i/update", `,"hardMutedWords":[["natto"]]`)

	visit("/@bob@" + hostOf(server))
	tab.Until(inOver(`[data-note-id="`+root.ID+`"] .text`), "a note of his")
	tab.Until(`document.querySelector('`+covered(own.ID)+`')`, "a covered note of his")
	absent(stale.ID, "a note with a hidden word")

	visit("/notes/" + loud.ID + "@" + hostOf(server))
	tab.Until(inOver(`.note.large[data-note-id="`+loud.ID+`"] .text`), "her note, opened on purpose")
	visit("/@carol@" + hostOf(server))
	tab.Until(inOver(`[data-note-id="`+loud.ID+`"] .text`), "her own page")
}
