package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/page"

	"nagare/stream/streamtest"
)

// TestWithoutRoomTimelinesGoOnAndThatIsSaid: storage that is blocked, silent or full takes nothing from who watches, and they
// are told once that a reload begins anew.
func TestWithoutRoomTimelinesGoOnAndThatIsSaid(t *testing.T) {
	for _, tt := range []struct{ name, script, words string }{
		{"blocked", `Object.defineProperty(window, "indexedDB", {get() { throw new DOMException("blocked", "SecurityError"); }})`, "keeps nothing"},
		{"silent", `IDBFactory.prototype.open = () => new EventTarget()`, "keeps nothing"},
		{"full", `IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); }`, "no room left"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 41})
			first := server.Post(streamtest.NoteSpec{By: "alice", Text: "before"})
			tab := NewTab(t)
			tab.Expect("indexedDB")
			Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: tt.script})
			tab.Open(site.URL + "/?c=localTimeline@" + hostOf(server))
			tab.UntilIn(2*Limit, `document.querySelector('[data-column="0"] `+rowOf(first.ID)+`')`, "row")
			tab.Until(`[...document.querySelectorAll(".said, [role=status], [role=alert]")].some((n) => n.innerText.includes(`+Quote(tt.words)+`))`, "notice")
			tab.Axe("notice")
			tab.Shot("storage-" + tt.name)
			second := server.Post(streamtest.NoteSpec{By: "bob", Text: "after"})
			tab.row(0, second.ID)
		})
	}
}
