package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// kept waits until what is kept of the first column has some text in it.
func (b *Tab) kept(server *streamtest.Server, text string) {
	b.T.Helper()
	key := `["` + server.URL + `","localTimeline",null]`
	b.UntilIn(45*time.Second, `(nagareShelf.load(`+Quote(key)+`).then((v) => { window.kept = v[0] || ""; }), (window.kept || "").includes(`+Quote(text)+`))`, "kept "+text)
}

// TestTheDividerStandsBetweenWhatWasReadAndWhatCameSince: over a reload, while notes came.
func TestTheDividerStandsBetweenWhatWasReadAndWhatCameSince(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 71})
	post := func(words string) string {
		return server.Post(streamtest.NoteSpec{By: "alice", Text: words}).ID
	}
	read := post("read")
	url := site.URL + "/?c=localTimeline@" + strings.TrimPrefix(server.URL, "http://")
	tab := Open(t, url)
	tab.row(0, read)
	if n := tab.Count(".divider"); n != 0 {
		t.Errorf("%d dividers at the first visit", n)
	}
	tab.kept(server, `"lastRead":"`+read+`"`)
	seen := post("came while it was looked at")
	tab.row(0, seen)
	Eval[bool](tab, `(Object.defineProperty(document, "hidden", {configurable: true, get: () => true}), document.dispatchEvent(new Event("visibilitychange")))`)
	tab.kept(server, `"lastRead":"`+seen+`"`)
	tab.Load("about:blank")
	var fresh []string
	for i := range 3 {
		fresh = append(fresh, post(fmt.Sprint("new ", i)))
	}
	tab.Open(url)
	tab.row(0, fresh[2])
	tab.Until(`document.querySelector(".divider")`, "divider")
	order := Eval[[]string](tab, `[...document.querySelectorAll('[data-column="0"] .rows > [data-key]')].map((n) => n.dataset.key)`)
	if want := []string{fresh[2], fresh[1], fresh[0], "read", seen, read}; len(order) < 6 || strings.Join(order[:6], " ") != strings.Join(want, " ") {
		t.Errorf("the rows are %v, want %v", order, want)
	}
}

// TestAReaderFarDownComesBackThere: further down than a first page, over a reload while notes came.
func TestAReaderFarDownComesBackThere(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 73})
	var ids []string
	for i := range 110 {
		ids = append(ids, server.Post(streamtest.NoteSpec{By: "bob", Text: fmt.Sprint("number ", i)}).ID)
	}
	tab.row(0, ids[109])
	const list = `document.querySelector('[data-column="0"] .list')`
	goal := `document.querySelector('[data-note-id="` + ids[20] + `"]')`
	tab.Until(`(`+list+`.scrollTop += `+list+`.clientHeight / 2, `+goal+`)`, "row far down")
	place := goal + `.getBoundingClientRect().top - ` + list + `.getBoundingClientRect().top`
	tab.Until(`(`+list+`.scrollTop += `+place+` - 20, Math.abs(`+place+` - 20) < 2)`, "the row at the edge")
	tab.kept(server, `"anchor":{"NoteID":"`+ids[20]+`"`)
	server.Post(streamtest.NoteSpec{By: "alice", Text: "meanwhile"})
	tab.Reload()
	tab.Until(goal, "the row after the reload")
	tab.Settle()
	if at := Eval[float64](tab, place); at < 15 || at > 25 {
		t.Errorf("the row is %.0f px under the edge, want 20", at)
	}
}
