package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// column is the CSS of the i-th column.
func column(i int) string { return fmt.Sprintf(`[data-column="%d"]`, i) }

// state waits until a column is in a state.
func (b *Tab) state(i int, state string) {
	b.T.Helper()
	b.Until(`document.querySelector('`+column(i)+`[data-state="`+state+`"]')`, state+" column")
}

// row waits for the row of a note in a column.
func (b *Tab) row(i int, id string) {
	b.T.Helper()
	b.Until(`document.querySelector('`+column(i)+` [data-note-id="`+id+`"]')`, "row of the note")
}

// ids are the notes of a column in reading order, as mounted.
func (b *Tab) ids(i int) []string {
	b.T.Helper()
	return Eval[[]string](b, `[...document.querySelectorAll('`+column(i)+` [data-note-id]')].map((n) => n.dataset.noteId)`)
}

// watch opens the local timeline of a fresh, quiet server beside the app.
func watch(t *testing.T, o *streamtest.Options) (*streamtest.Server, *Tab) {
	t.Helper()
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, o)
	tab := Open(t, site.URL+"/?c=localTimeline@"+strings.TrimPrefix(server.URL, "http://"))
	tab.state(0, "live")
	return server, tab
}

func TestTheDemoShowsLiveNotesAtOnce(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "2")
	tab := NewTab(t)
	start := time.Now()
	tab.Open(site.URL + "/")
	tab.UntilIn(3*time.Second, `document.querySelector("[data-note-id]")`, "first note")
	t.Logf("first note after %v", time.Since(start).Round(time.Millisecond))
	first := tab.ids(0)[0]
	tab.Until(`document.querySelector('[data-column="0"] [data-note-id]').dataset.noteId !== `+Quote(first), "moving timeline")
	for _, m := range []string{"nagare:shell", "nagare:wasm", "nagare:mounted", "nagare:first-note"} {
		if !Eval[bool](tab, `performance.getEntriesByName(`+Quote(m)+`).length === 1`) {
			t.Errorf("no timing mark %s", m)
		}
	}
}

func TestANoteLives(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 3})
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "流れる note https://a.example/x", Poll: streamtest.PollSpec{Choices: []string{"tea", "coffee"}}})
	tab.row(0, note.ID)
	row := `[data-note-id="` + note.ID + `"]`
	if text := tab.Text(row); !strings.Contains(text, "流れる note") {
		t.Errorf("the row reads %q", text)
	}
	if got := tab.ids(0)[0]; got != note.ID {
		t.Errorf("the newest row is %s, want %s", got, note.ID)
	}

	server.React(note.ID, "bob", "👍")
	tab.Until(`document.querySelector('`+row+` [data-reaction="👍"][data-count="1"]')`, "reaction")
	server.React(note.ID, "carol", "👍")
	tab.Until(`document.querySelector('`+row+` [data-reaction="👍"][data-count="2"]')`, "second reaction")
	server.Unreact(note.ID, "bob")
	tab.Until(`document.querySelector('`+row+` [data-reaction="👍"][data-count="1"]')`, "taken back reaction")
	server.Vote(note.ID, "bob", 1)
	tab.Until(`document.querySelector('`+row+` [data-choice="1"][data-votes="1"]')`, "vote")

	server.Delete(note.ID)
	tab.Until(`!document.querySelector('`+row+`')`, "deleted row gone")
}

func TestAStoppedServerIsToldAndCaughtUpWith(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 4})
	tab.Expect("WebSocket", "ERR_CONNECTION_REFUSED", "Failed to fetch", "Failed to load resource")
	before := server.Post(streamtest.NoteSpec{By: "alice", Text: "before"})
	tab.row(0, before.ID)

	server.Stop()
	tab.UntilIn(2*time.Second, `document.querySelector('[data-column="0"]:is([data-state="lost"],[data-state="offline"])')`, "word that the connection is lost")
	var missed []string
	for i := range 5 {
		missed = append(missed, server.Post(streamtest.NoteSpec{By: "bob", Text: fmt.Sprint("missed ", i)}).ID)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	tab.UntilIn(40*time.Second, `document.querySelector('[data-column="0"][data-state="live"]')`, "live column again")
	tab.Until(`document.querySelector('[data-column="0"] [role=status] > .announced')?.innerText.includes("Nothing is missing any more")`, "word that the gap was closed")
	tab.Shot("gap-closed")
	for _, id := range missed {
		tab.row(0, id)
	}
	tab.Until(`!document.querySelector('[data-gap]')`, "closed gap")
}

func TestHostsThatAreNotWhatTheyShouldBe(t *testing.T) {
	site := Serve(t, "-demo=false")
	good := streamtest.NewServer(t, &streamtest.Options{Seed: 5})
	html := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "*")
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>a shop</title>")
	}))
	defer html.Close()
	host := func(u string) string { return strings.TrimPrefix(u, "http://") }
	dead := freeAddr(t)
	tab := NewTab(t)
	tab.Expect("WebSocket", "ERR_", "Failed to load resource")
	tab.Open(site.URL + "/?c=localTimeline@" + dead + "&c=localTimeline@" + host(html.URL) + "&c=homeTimeline@" + host(good.URL) + "&c=localTimeline@" + host(good.URL) + "&c=nonsense&c=localTimeline@no_such")
	tab.state(3, "live")
	for i, want := range []string{"no-answer", "not-misskey", "needs-login"} {
		tab.UntilIn(30*time.Second, `document.querySelector('`+column(i)+` [data-reason="`+want+`"]')`, want)
		if tab.Count(column(i)+` [data-reason] button:not([data-do])`) != 1 {
			t.Errorf("column %d offers no retry", i)
		}
		if offered := tab.Count(column(i)+` [data-do="column.drop"]:not([hidden])`) == 1; offered != (want != "needs-login") {
			t.Errorf("column %d offers to be removed: %v", i, offered)
		}
	}
	note := good.Post(streamtest.NoteSpec{By: "alice", Text: "others go on"})
	tab.row(3, note.ID)
	if !strings.Contains(tab.Text(".notices"), "nonsense") {
		t.Error("the column that could not be read is not told")
	}
	if !strings.Contains(tab.Text(".notices"), "“no_such” is not the address of a server") {
		t.Error("the server that is none is not told")
	}
	tab.Click(column(0) + ` [data-do="column.drop"]`)
	tab.Until(`!document.querySelector('[data-reason="no-answer"]')`, "removed column")
}

func TestTheReaderIsNotMovedByWhatIsNew(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 6})
	var last string
	for i := range 40 {
		last = server.Post(streamtest.NoteSpec{By: "alice", Text: fmt.Sprint("note ", i)}).ID
	}
	tab.row(0, last)
	tab.Settle()
	Eval[bool](tab, `(document.querySelector(".list").scrollTop = 900, true)`)
	tab.Settle()
	probe := `(() => { const l = document.querySelector(".list").getBoundingClientRect(); for (const n of document.querySelectorAll("[data-note-id]")) { const r = n.getBoundingClientRect(); if (r.bottom > l.top + 60) return [n.dataset.noteId, r.top]; } })()`
	was := Eval[[]any](tab, probe)
	for i := range 7 {
		last = server.Post(streamtest.NoteSpec{By: "bob", Text: strings.Repeat(fmt.Sprint("new ", i, " "), 20)}).ID
	}
	tab.Until(`(document.querySelector(".pill") || {dataset: {}}).dataset.unseen === "7"`, "pill with seven")
	at := Eval[float64](tab, `document.querySelector('[data-note-id="`+was[0].(string)+`"]').getBoundingClientRect().top`)
	if d := at - was[1].(float64); d > 1 || d < -1 {
		t.Errorf("the row under the eye moved by %.1f px", d)
	}
	tab.Click(".pill")
	tab.row(0, last)
	tab.Until(`document.querySelector(".list").scrollTop === 0 && !document.querySelector(".pill")`, "top without a pill")
}

func TestTheKeyboardReachesEveryRow(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 7})
	var last string
	for i := range 30 {
		last = server.Post(streamtest.NoteSpec{By: "alice", Text: fmt.Sprint("note ", i)}).ID
	}
	tab.row(0, last)
	tab.Settle()
	ids := tab.ids(0)
	Eval[bool](tab, `(document.querySelector(".list").focus(), true)`)
	focused := `(document.activeElement.dataset || {}).noteId`
	for i := range 4 {
		tab.Key("j")
		tab.Until(focused+` === `+Quote(ids[i]), fmt.Sprint("focus on row ", i))
	}
	tab.Key("k")
	tab.Until(focused+` === `+Quote(ids[2]), "focus one up")
	tab.Key(kb.Home) // Home
	tab.Until(focused+` === `+Quote(ids[0]), "focus on the newest")
	tab.Key(kb.End) // End
	tab.Until(`document.activeElement.dataset.key === "tail"`, "focus at the end")
}

func TestColumnsAreAddedMovedKeptAndRemoved(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.state(0, "live")
	tab.state(1, "live")
	tab.Click(`.sidebar [data-do="add"]`)
	tab.Until(`document.querySelector("#dialog-add").open`, "dialog")
	Eval[bool](tab, `(() => { const s = document.querySelector("#add-channel"); s.value = "hashtag"; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	tab.Click(`#dialog-add [type="submit"]`)
	tab.Until(`document.querySelector("#dialog-add .error:not([hidden])")`, "word that the hashtag is missing")
	tab.Type("#add-param", "流れ")
	tab.Click(`#dialog-add [type="submit"]`)
	tab.state(2, "live")
	if got := tab.Text(column(2) + " h2"); got != "#流れ" {
		t.Errorf("the new column is called %q", got)
	}
	tab.Click(column(2) + ` .columnhead button`)
	tab.Click(column(2) + ` [data-do="column.left"]`)
	tab.Until(`document.querySelector('[data-column="1"][data-channel="hashtag"]')`, "moved column")
	order := `[...document.querySelectorAll("[data-slot]")].filter((n) => !n.hidden).map((n) => n.querySelector("[data-channel]").dataset.channel).join()`
	tab.Until(order+` === "localTimeline,hashtag,globalTimeline"`, "new order on the screen")
	tab.Reload()
	tab.state(2, "live")
	tab.Until(order+` === "localTimeline,hashtag,globalTimeline"`, "order kept over a reload")
	tab.Click(column(0) + ` .columnhead button`)
	tab.Click(column(0) + ` [data-do="column.remove"]`)
	tab.Until(order+` === "hashtag,globalTimeline"`, "removed column")
}

func TestWithoutColumnsThereIsAFieldForAServer(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 8})
	tab := Open(t, site.URL+"/")
	tab.Until(`document.querySelector("#welcome-host").offsetParent`, "field")
	tab.Axe("welcome")
	tab.Type("#welcome-host", "no server")
	tab.Key("\r")
	tab.Until(`document.querySelector(".welcome .error:not([hidden])")`, "word that this is no server")
	Eval[bool](tab, `(() => { const i = document.querySelector("#welcome-host"); i.select(); return true })()`)
	tab.Type("#welcome-host", strings.TrimPrefix(server.URL, "http://"))
	tab.Key("\r")
	tab.state(0, "live")
	tab.state(1, "live")
	if tab.Count(".welcome") > 0 && Eval[bool](tab, `!!document.querySelector(".welcome").offsetParent`) {
		t.Error("the welcome is still there")
	}
}

func TestWordsFollowTheLanguage(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := NewTab(t)
	tab.Load("about:blank")
	tab.Language("ja-JP")
	tab.Open(site.URL + "/")
	tab.Until(`document.querySelector("h2").textContent === "ローカル" && document.documentElement.lang === "ja"`, "Japanese")
	tab.Click(`.sidebar [data-do="settings"]`)
	Eval[bool](tab, `(() => { const s = document.querySelector("#set-lang"); s.value = "en"; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	tab.Until(`document.querySelector("h2").textContent === "Local" && document.documentElement.lang === "en"`, "English")
	tab.Reload()
	tab.Until(`(document.querySelector("h2") || {}).textContent === "Local"`, "English after a reload")
}

func TestTheSettingsHaveAnAddress(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0", "-prefix", "/repo")
	tab := Open(t, site.URL+"/settings")
	tab.Until(`document.querySelector("#dialog-settings").open && document.querySelector('[data-column="0"]')`, "settings over the deck")
	tab.Key(kb.Escape)
	tab.Until(`!document.querySelector("#dialog-settings").open && location.pathname === "/repo/"`, "deck")
	tab.state(0, "live")
	Eval[any](tab, `void history.back()`)
	tab.Until(`document.querySelector("#dialog-settings").open`, "settings again")
}

func TestNoAccessibilityFaultOnTheDeck(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.state(0, "live")
	tab.Until(`document.querySelectorAll("[data-note-id]").length > 5`, "rows")
	tab.EachLook(func(name string) {
		tab.Shot("deck-" + name)
		tab.Axe("deck " + name)
	})
	tab.Look(1400, 900, "light")
	tab.Click(`.sidebar [data-do="add"]`)
	tab.Axe("add dialog")
	tab.Key(kb.Escape)
	tab.Until(`!document.querySelector("#dialog-add").open`, "closed dialog")
	tab.Click(column(0) + ` .columnhead button`)
	tab.Axe("details")
}

func TestAPhoneShowsOneColumnAtATime(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.Look(390, 844, "light")
	tab.state(1, "live")
	visible := `[...document.querySelectorAll(".column")].filter((n) => n.offsetParent).map((n) => n.dataset.channel).join()`
	tab.Until(visible+` === "localTimeline"`, "one column")
	tab.Click(`.bottombar .tab:nth-child(2)`)
	tab.Until(visible+` === "globalTimeline"`, "the other column")
	tab.Until(`document.querySelectorAll('[data-column="1"] [data-note-id]').length > 3`, "its rows")
	if Eval[bool](tab, `document.documentElement.scrollWidth > innerWidth`) {
		t.Error("the page is wider than the screen")
	}
}
