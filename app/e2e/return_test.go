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
	tab.Load("about:blank")
	var fresh []string
	for i := range 3 {
		fresh = append(fresh, post(fmt.Sprint("new ", i)))
	}
	tab.Open(url)
	tab.row(0, fresh[2])
	tab.Until(`document.querySelector(".divider")`, "divider")
	order := Eval[[]string](tab, `[...document.querySelectorAll('[data-column="0"] .rows > [data-key]')].map((n) => n.dataset.key)`)
	if want := []string{fresh[2], fresh[1], fresh[0], "read", read}; len(order) < 5 || strings.Join(order[:5], " ") != strings.Join(want, " ") {
		t.Errorf("the rows are %v, want %v", order, want)
	}
}
