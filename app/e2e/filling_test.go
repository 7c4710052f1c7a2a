package e2e

import (
	"fmt"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// TestTheHeadSaysThatAGapIsBeingFilled: where that takes a while, and no longer.
func TestTheHeadSaysThatAGapIsBeingFilled(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 74})
	tab.Expect("WebSocket", "ERR_", "Failed to load resource")
	tab.row(0, server.Post(streamtest.NoteSpec{By: "bob", Text: "before"}).ID)
	server.Stop()
	tab.Until(`document.querySelector('[data-column="0"]:is([data-state="lost"],[data-state="offline"])')`, "lost connection")
	for i := range 70 {
		server.Post(streamtest.NoteSpec{By: "carol", Text: fmt.Sprint("missed ", i)})
	}
	tab.Throttle(50e6, 4000, 1)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	const words = `document.querySelector('[data-column="0"] .columnhead .state').innerText`
	tab.UntilIn(40*time.Second, words+`.includes("filling a gap")`, "word of the filling")
	tab.UntilIn(40*time.Second, words+`.includes("live")`, "word that it is over")
}

// TestAGapThatCannotBeFilledSaysWhy: in its row and to screen readers, with when it is tried again; also to who asks.
func TestAGapThatCannotBeFilledSaysWhy(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 75})
	tab.Expect("WebSocket", "ERR_", "Failed to load resource", "Failed to fetch")
	tab.row(0, server.Post(streamtest.NoteSpec{By: "bob", Text: "before"}).ID)
	server.Stop()
	tab.Until(`document.querySelector('[data-column="0"]:is([data-state="lost"],[data-state="offline"])')`, "lost connection")
	server.Post(streamtest.NoteSpec{By: "carol", Text: "missed"})
	lift := server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 500, Path: "notes/local-timeline"})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	const (
		why  = `document.querySelector('[data-gap-state="open"] .why')?.innerText`
		told = `document.querySelector('[data-column="0"] [data-told]')?.innerText`
	)
	tab.UntilIn(40*time.Second, `/trouble of its own \(INTERNAL_ERROR\)\. Next try \d\d:\d\d:\d\d/.test(`+why+`)`, "reason")
	tab.Until(`/trouble of its own/.test(`+told+`)`, "word to screen readers")
	tab.EachLook(func(name string) {
		tab.Settle()
		tab.Shot("gap-why-" + name)
		tab.Axe("a gap with its reason, " + name)
	})
	tab.UntilIn(20*time.Second, `!`+told, "silence")
	tab.Click(`[data-gap] [data-act="gap"]`)
	tab.Until(`/trouble of its own/.test(`+told+`)`, "the answer to who asked")
	tab.Until(`/Next try/.test(`+why+`)`, "reason again")
	lift()
	tab.Click(`[data-gap] [data-act="gap"]`)
	tab.Until(`!document.querySelector("[data-gap]")`, "closed gap")
}
