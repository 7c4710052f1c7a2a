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
