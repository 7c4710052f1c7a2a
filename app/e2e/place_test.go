package e2e

import (
	"fmt"
	"testing"

	"nagare/stream/streamtest"
)

// A reload at once, and one after a while with new notes above, come back to the row and say how many are new.
func TestAReloadComesBackToTheRow(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 7})
	at := site.URL + "/?c=localTimeline@" + hostOf(server)
	const top = `(() => { const l = document.querySelector(".list"), y = l.getBoundingClientRect().top;
		const n = [...l.querySelectorAll("[data-note-id]")].find((r) => r.getBoundingClientRect().bottom > y + 1);
		return n ? { id: n.dataset.noteId, y: n.getBoundingClientRect().top - y } : { id: "", y: 0 }; })()`
	tab := NewTab(t) // one: two of them would keep their places in each other's stead
	for name, width := range map[string]int64{"desktop": 1400, "phone": 390} {
		tab.Look(width, 860, "light")
		tab.Open(at)
		tab.state(0, "live")
		tab.Until(`document.querySelectorAll(".list [data-note-id]").length > 5`, "rows")
		for _, far := range []int{1500, 3200} {
			Eval[any](tab, fmt.Sprintf(`new Promise((done) => { document.querySelector(".list").scrollTop = %d; setTimeout(done, 900, 0); })`, far)) // the place is told 0.4 s after the last movement
			was := Eval[struct {
				ID string
				Y  float64
			}](tab, top)
			tab.Load("about:blank")
			for range far / 1000 {
				server.Post(streamtest.NoteSpec{By: "bob", Text: "while nobody looked"})
			}
			tab.Open(at)
			tab.state(0, "live")
			// A row further down is what is held; this one may be a line or two higher than it was, as pictures come.
			tab.Until(fmt.Sprintf(`((n) => n.id === %q && Math.abs(n.y - %f) < 45)(%s)`, was.ID, was.Y, top), name+": the row in its place")
			tab.Until(fmt.Sprintf(`document.querySelector(".pill")?.dataset.unseen === "%d"`, far/1000), name+": how many are new")
			tab.Click(".pill")
			tab.Until(`document.querySelector(".list").scrollTop < 5 && !document.querySelector(".pill")`, "the top, and nothing new")
			Eval[any](tab, `new Promise((done) => setTimeout(done, 700, 0))`) // who stays there has read it
		}
	}
}
