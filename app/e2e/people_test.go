package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// pick chooses an option of a select.
func (b *Tab) pick(css, value string) {
	b.T.Helper()
	b.Until(`document.querySelector(`+Quote(css+` option[value="`+value+`"]`)+`)`, "option "+value)
	Eval[bool](b, `(() => { const s = document.querySelector(`+Quote(css)+`); s.value = `+Quote(value)+`; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
}

func TestMentionsAndDirectNotesAreColumns(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	direct := func(text string) string {
		return server.Post(streamtest.NoteSpec{By: "bob", Text: text, Visibility: "specified", To: []string{"alice"}}).ID
	}
	before, told := server.Post(streamtest.NoteSpec{By: "bob", Text: "@alice before"}).ID, direct("only you")
	for _, channel := range []string{"mentions", "direct"} {
		tab.Click(`.sidebar [data-do="add"]`)
		tab.pick("#add-channel", channel)
		tab.Click(`#dialog-add [type="submit"]`)
		tab.Until(`document.querySelector('[data-channel="`+channel+`"][data-state="live"]')`, "live column")
	}
	mentions, private := `[data-channel="mentions"]`, `[data-channel="direct"]`
	if a, b := tab.Text(mentions+" h2"), tab.Text(private+" h2"); a != "Mentions" || b != "Direct" {
		t.Errorf("the columns are called %q and %q", a, b)
	}
	now, later := server.Post(streamtest.NoteSpec{By: "carol", Text: "@alice now"}).ID, direct("and now too")
	for css, want := range map[string][]string{mentions: {later, now, told, before}, private: {later, told}} {
		for _, id := range want {
			tab.Until(`document.querySelector('`+css+` [data-note-id="`+id+`"]')`, "note in "+css)
		}
		if n := tab.Count(css + " [data-note-id]"); n != len(want) {
			t.Errorf("%s shows %d notes, not %d", css, n, len(want))
		}
	}
	tab.EachLook(func(name string) {
		tab.Shot("mentions-" + name)
		tab.Axe("mentions and direct notes, " + name)
	})
}

func TestColumnsAreCalledAfterWhatTheyWatch(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{})
	type made struct{ ID string }
	list := answerOf[made](tab, server, "alice", "users/lists/create", `,"name":"Ferry people"`).ID
	board := answerOf[made](tab, server, "alice", "channels/create", `,"name":"Soup of the day"`).ID
	add := func(channel string) {
		tab.Click(`.sidebar [data-do="add"]`)
		tab.pick("#add-channel", channel)
	}
	titled := func(channel, title string) {
		t.Helper()
		tab.Until(`document.querySelector('[data-channel="`+channel+`"][data-state="live"] h2')?.textContent === `+Quote(title), "column "+title)
	}
	add("userList")
	tab.pick("#add-choice", list)
	tab.Click(`#dialog-add [type="submit"]`)
	titled("userList", "Ferry people")

	add("channel")
	tab.Until(`document.querySelector('#add-choice option[value="`+board+`"]')`, "channels to choose from")
	tab.Until(`document.querySelector("#add-param").value === ""`, "nothing typed for the channel")
	tab.EachLook(func(name string) {
		tab.Shot("add-channel-" + name)
		tab.Axe("choice of a channel, " + name)
	})
	tab.Look(1400, 900, "light")
	for typed, words := range map[string]string{
		"https://elsewhere.example/channels/" + board: "elsewhere.example",
		server.URL + "/notes/" + board:                "its address or id",
	} {
		Eval[any](tab, `void (document.querySelector("#add-param").select())`)
		tab.Type("#add-param", typed)
		tab.Click(`#dialog-add [type="submit"]`)
		tab.Until(`document.querySelector("#dialog-add .error:not([hidden])")?.textContent.includes(`+Quote(words)+`)`, "what is wrong with "+typed)
	}
	Eval[any](tab, `void (document.querySelector("#add-param").select())`)
	tab.Type("#add-param", server.URL+"/channels/"+board)
	tab.Click(`#dialog-add [type="submit"]`)
	titled("channel", "Soup of the day")
	tab.EachLook(func(name string) {
		tab.Shot("named-" + name)
		tab.Axe("named columns, " + name)
	})
	if tabs := tab.Text(".bottombar"); !strings.Contains(tabs, "Ferry people") || !strings.Contains(tabs, "Soup of the day") {
		t.Errorf("the tabs of a phone say %q", tabs)
	}
}

func TestAProfileIsFollowedByItsButton(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	w := server.World()
	w.Unfollow("alice", "bob")
	w.Unfollow("alice", "shizuku")
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
	locked := server.Post(streamtest.NoteSpec{By: "shizuku", Text: "behind a lock"})
	tab.row(0, locked.ID)
	card := func(id, words string) {
		t.Helper()
		x, y := tab.middle(`#deck [data-note-id="` + id + `"] a.name`)
		tab.mouse("mouseMoved", x, y, 0)
		tab.Until(`document.querySelector('#usercard:not([hidden]) .relation')?.textContent.includes(`+Quote(words)+`)`, "card that says "+words)
	}
	button := func(words string) {
		t.Helper()
		tab.Until(`document.querySelector('.over .profile .follow')?.textContent.startsWith(`+Quote(words)+`)`, "button "+words)
	}
	open := func(id string) {
		tab.Click(`#deck [data-note-id="` + id + `"] a.name`)
		tab.Until(inOver(`.profile .counts`), "profile")
	}
	back := func() {
		tab.Click(`.over [data-do="back"]`)
		tab.Until(`!document.querySelector(".over .profile")`, "the deck")
	}

	card(n.ID, "Follows you")
	open(n.ID)
	button("Follow")
	tab.EachLook(func(name string) {
		tab.Shot("follow-" + name)
		tab.Axe("profile to be followed, " + name)
	})
	tab.Look(1400, 900, "light")
	Eval[any](tab, `void document.querySelector(".over .follow").focus()`)
	tab.Key("\r")
	tab.said("You follow @bob now")
	button("Following")
	if !Eval[bool](tab, `document.activeElement.dataset.act === "follow"`) {
		t.Errorf("the focus went to %s", Eval[string](tab, `document.activeElement.outerHTML`))
	}
	tab.EachLook(func(name string) {
		tab.Shot("following-" + name)
		tab.Axe("followed profile, " + name)
	})
	tab.Look(1400, 900, "light")
	back()
	card(n.ID, "Following")
	tab.Shot("card-following")
	tab.Axe("card of somebody followed")
	open(n.ID)
	tab.Click(`.over .follow`)
	tab.yes()
	tab.said("no longer follow")
	button("Follow")

	// The menu does the same, and stands at its button; what comes late moves neither it nor the focus.
	lift := server.Inject(streamtest.Fault{Kind: streamtest.Delay, Path: "users/relation", Delay: time.Second})
	tab.Click(`.over [data-act="person"]`)
	tab.Until(`document.querySelector('dialog.menu [data-id]:not([aria-disabled])')`, "menu")
	const focused = `document.activeElement.querySelector(".label").textContent`
	tab.Key(kb.End)
	was := Eval[string](tab, focused)
	if far := Eval[float64](tab, `(() => { const m = document.querySelector("dialog.menu").getBoundingClientRect(), b = document.querySelector('.over [data-act="person"]').getBoundingClientRect(); return Math.max(Math.abs(m.left - b.left), Math.min(Math.abs(m.top - b.bottom), Math.abs(m.bottom - b.top))); })()`); far > 8 {
		t.Errorf("the menu stands %.0f px from its button", far)
	}
	line := func(words string) string {
		return `[...document.querySelectorAll("dialog.menu [data-id]")].find((n) => n.querySelector(".label").textContent === ` + Quote(words) + `)`
	}
	tab.Until(line("Follow"), "what comes late")
	if is := Eval[string](tab, focused); is != was {
		t.Errorf("the focus went from %q to %q", was, is)
	}
	lift()
	Eval[any](tab, `void (`+line("Follow")+`.click())`)
	tab.said("You follow @bob now")
	button("Following")
	back()

	open(locked.ID)
	tab.Click(`.over .follow`)
	tab.said("was asked")
	button("Requested")
	tab.Click(`.over .follow`)
	tab.said("taken back")
	button("Follow")
	tab.Click(`.over [data-act="person"]`)
	tab.Until(line("Block"), "line to block")
	Eval[any](tab, `void (`+line("Block")+`.click())`)
	tab.yes()
	tab.said("is blocked")
	tab.Until(`!document.querySelector(".over .follow")`, "no button to follow who is blocked")
}

func TestAStrangersProfileHasNoButtonToFollow(t *testing.T) {
	k := newTalk(t, "")
	tab := Open(t, k.url("/@sora@"+k.host))
	tab.Until(inOver(`.profile .counts`), "profile")
	if n := tab.Count(".profile .follow, .profile .relation"); n != 0 {
		t.Errorf("a visitor is told %d things about following", n)
	}
}

func TestNobodyIsNotKeptFromWhoIsSignedIn(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	tab.Expect("400", "404", "Failed to load resource")
	tab.Open(Eval[string](tab, `location.origin`) + "/@nosuchperson@" + hostOf(server))
	tab.Until(inOver(`.blank[data-page="missing"]`), "word that there is nobody")
	if got := tab.Text(".over .blank"); strings.Contains(got, "visitors") {
		t.Errorf("who is signed in is told %q", got)
	}
}

func TestAHashtagOpensItsColumn(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "what is in the pot #Soup"})
	tab.row(0, n.ID)
	tag := ` [data-note-id="` + n.ID + `"] .hashtag`
	if link := Eval[string](tab, `document.querySelector(`+Quote("#deck"+tag)+`).href`); link != server.URL+"/tags/Soup" {
		t.Errorf("the link leads to %s", link)
	}
	column := `document.querySelectorAll('[data-channel="hashtag"]')`
	tab.Click("#deck" + tag)
	tab.Until(column+`[0]?.dataset.state === "live"`, "column of the hashtag")
	tab.Until(`document.querySelector('[data-channel="hashtag"]`+tag+`')`, "the note in it")
	if got := tab.Text(`[data-channel="hashtag"] .titles`); !strings.Contains(got, "#Soup") || !strings.Contains(got, "@alice@") {
		t.Errorf("the column is called %q", got)
	}

	// From a page over the deck: the same column again.
	tab.Click(`[data-column="0"] [data-note-id="` + n.ID + `"] .time`)
	tab.Until(inOver(`.hashtag`), "page of the note")
	tab.Click(`.over .hashtag`)
	tab.Until(`!document.querySelector(".over .hashtag") && `+column+`.length === 1 && `+column+`[0].contains(document.activeElement)`, "the column, with the focus")

	// From a page that was opened by itself.
	tab.Open(Eval[string](tab, `location.origin`) + "/notes/" + n.ID + "@" + hostOf(server))
	tab.Until(inOver(`.hashtag`), "page of the note")
	tab.Click(`.over .hashtag`)
	tab.Until(column+`[0]?.dataset.state === "live"`, "column of the hashtag in the deck")
}
