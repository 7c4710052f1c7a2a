package e2e

import (
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// TestACutWhileReactingDoublesAndLosesNothing loses the answer, the request and the server while somebody reacts.
func TestACutWhileReactingDoublesAndLosesNothing(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 71}, "alice", "react")
	tab.Expect("502", "ERR_", "Failed to load resource", "WebSocket", "Failed to fetch", "CORS", "Access-Control")
	note := server.Post(streamtest.NoteSpec{By: "bob", Text: "react to me"})
	tab.row(0, note.ID)
	server.React(note.ID, "carol", "👍")
	tab.pillIs(note.ID, "👍", "1", "false")
	pill := rowOf(note.ID) + ` [data-reaction="👍"]`

	// The answer is lost: the reaction is there, once, and the page shows that.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/reactions/create", Times: 1})
	tab.Click(pill)
	reacted(t, server, note.ID, "👍", 2)
	tab.pillIs(note.ID, "👍", "2", "true")
	tab.Until(`!document.querySelector(".says .bad")`, "no word of a failure that was none")

	// The request is lost: it is said, and the page goes back to what the server has.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPPage, Path: "notes/reactions/delete", Times: 1})
	tab.Click(pill)
	tab.Until(`document.querySelector(".says .bad")`, "word that it failed")
	tab.pillIs(note.ID, "👍", "2", "true")
	reacted(t, server, note.ID, "👍", 2)

	// The server is gone: the same, and one click tries again when it is back.
	Eval[any](tab, `document.querySelectorAll(".says .bad [aria-label]").forEach((b) => b.click())`)
	server.Stop()
	tab.Until(`document.querySelector('[data-column="0"] .trouble')`, "word that the column is cut off, which moves the rows")
	tab.Settle()
	tab.Click(pill)
	tab.UntilIn(45*time.Second, `document.querySelector(".says .bad .button")`, "word that the server is gone, and a way to try again")
	tab.pillIs(note.ID, "👍", "2", "true")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	tab.Until(`document.querySelector('[data-column="0"][data-state="live"]')`, "live column")
	tab.Click(`.says .bad .button`)
	reacted(t, server, note.ID, "👍", 1)
	tab.pillIs(note.ID, "👍", "1", "false")
}

// TestTwoServersSideBySideNeverMix lets two servers that know the same names and use the same ids be watched by two
// accounts at once.
func TestTwoServersSideBySideNeverMix(t *testing.T) {
	site := Serve(t, "-demo=false")
	// The same seed makes the same town: ids and names collide on purpose.
	one, two := streamtest.NewServer(t, &streamtest.Options{Seed: 72}), streamtest.NewServer(t, &streamtest.Options{Seed: 72})
	tab := NewTab(t)
	tab.SignIn(site.URL, site.URL+"/", Member{Server: one, Who: "alice"}, Member{Server: two, Who: "bob"})
	tab.Open(site.URL + "/?c=localTimeline@" + hostOf(one) + "&c=localTimeline@" + hostOf(two) + "&c=main@" + hostOf(one) + "&c=main@" + hostOf(two))
	for i := range 4 {
		tab.state(i, "live")
	}
	host := func(i int) string { return tab.Text(column(i) + " .host") }
	if host(0) != "@alice@"+hostOf(one) || host(1) != "@bob@"+hostOf(two) {
		t.Fatalf("columns of %s and %s", host(0), host(1))
	}
	a := one.Post(streamtest.NoteSpec{By: "bob", Text: "only on the first @alice"})
	b := two.Post(streamtest.NoteSpec{By: "alice", Text: "only on the second @bob"})
	tab.row(0, a.ID)
	tab.row(1, b.ID)
	in := func(i int) string { return column(i) + " " }

	// Notifications.
	tab.Until(`document.querySelector('`+in(2)+`[data-notice="mention"]')?.innerText.includes("only on the first")`, "mention on the first")
	tab.Until(`document.querySelector('`+in(3)+`[data-notice="mention"]')?.innerText.includes("only on the second")`, "mention on the second")
	for i, foreign := range []string{"only on the second", "only on the first", "only on the second", "only on the first"} {
		if strings.Contains(tab.Text(column(i)+" .list"), foreign) {
			t.Errorf("column %d shows what is %s", i, foreign)
		}
	}

	// Reactions.
	one.React(a.ID, "carol", "🪿")
	tab.Until(`document.querySelector('`+in(0)+rowOf(a.ID)+` button[data-reaction="🪿"]')`, "pill")
	tab.Click(column(0) + " " + rowOf(a.ID) + ` button[data-reaction="🪿"]`)
	reacted(t, one, a.ID, "🪿", 2)
	if n, ok := two.World().Note(a.ID); ok && len(n.Reactions) > 0 {
		t.Error("the second server was told of the reaction")
	}
	if tab.Count(column(1)+` [data-reaction="🪿"]`) != 0 {
		t.Error("the column of the second shows the reaction")
	}

	// Drafts.
	reply := func(i int, id, text string) {
		t.Helper()
		tab.Click(column(i) + " " + rowOf(id) + ` [data-act="reply"]`)
		tab.Until(composing, "dialog")
		tab.Do(keys(text))
		tab.Click(`#compose [data-do="close"]`)
		tab.Until(`!`+composing, "closed dialog")
	}
	draft := func(i int, id string) string {
		t.Helper()
		tab.Click(column(i) + " " + rowOf(id) + ` [data-act="reply"]`)
		tab.Until(composing, "dialog")
		defer func() {
			tab.Click(`#compose [data-do="close"]`)
			tab.Until(`!`+composing, "closed dialog")
		}()
		return Eval[string](tab, `document.querySelector('`+field+`').value`)
	}
	reply(0, a.ID, "for the first")
	reply(1, b.ID, "for the second")
	if got := draft(0, a.ID); got != "@bob for the first" {
		t.Errorf("the draft on the first is %q", got)
	}
	if got := draft(1, b.ID); got != "@alice for the second" {
		t.Errorf("the draft on the second is %q", got)
	}
	if n := len(one.Notes()) + len(two.Notes()); n < 2 {
		t.Error("notes are gone")
	}
}
