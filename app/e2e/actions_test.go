package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// said waits for a short message, and takes it away.
func (b *Tab) said(words string) {
	b.T.Helper()
	b.Until(`[...document.querySelectorAll(".sayline")].some((n) => n.textContent.includes(`+Quote(words)+`))`, "word: "+words)
	Eval[any](b, `(document.querySelectorAll(".sayline").forEach((n) => n.remove()), 0)`)
}

// choose opens the menu of a note and chooses lines of it by their words, one after another.
func (b *Tab) choose(id string, words ...string) {
	b.T.Helper()
	b.Click(`[data-note-id="` + id + `"] [data-act="menu"]`)
	for _, w := range words {
		line := `[...document.querySelectorAll("dialog.menu [data-id]:not([aria-disabled])")].find((n) => n.querySelector(".label").firstChild.textContent === ` + Quote(w) + `)`
		b.Until(line, "line "+w)
		Eval[any](b, `(`+line+`.click(), 0)`)
	}
	b.Until(`!document.querySelector("dialog.menu")`, "closed menu")
}

// lines are the words of the open menu.
func (b *Tab) lines() string {
	b.T.Helper()
	return Eval[string](b, `[...document.querySelectorAll("dialog.menu [data-id] .label")].map((n) => n.textContent).join("|")`)
}

func (b *Tab) yes() {
	b.T.Helper()
	b.Until(`document.querySelector("dialog.ask")`, "question")
	b.Click(`dialog.ask button[type="submit"]`)
	b.Until(`!document.querySelector("dialog.ask")`, "closed question")
}

// ask calls the server as somebody.
func answerOf[T any](b *Tab, s *streamtest.Server, who, endpoint, args string) T {
	b.T.Helper()
	body := fmt.Sprintf(`{"i":%q%s}`, s.Token(who), args)
	return Eval[T](b, `fetch(`+Quote(s.URL+"/api/"+endpoint)+`, {method: "POST", headers: {"content-type": "application/json"}, body: `+Quote(body)+`}).then((r) => r.json())`)
}

func TestActionsOnANote(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	tab.Expect("Failed to load resource", "CORS policy")
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "Ferry at nine", CW: "boats"})
	tab.row(0, n.ID)
	note := func(id, rest string) string { return `[data-note-id="` + id + `"] ` + rest }

	// Renote, optimistic, with undo; the focus goes back to the button.
	tab.Click(note(n.ID, `[data-act="renote"]`))
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.EachLook(func(name string) { tab.Axe("menu of renotes " + name) })
	tab.Look(1400, 900, "light")
	tab.Key("\r")
	tab.said("Renoted.")
	tab.Until(`document.querySelector('`+note(n.ID, `[data-act="renote"][data-mine]`)+`')`, "own renote")
	if got := Eval[string](tab, `document.activeElement.dataset.act || ""`); got != "renote" {
		t.Errorf("the focus is on %q", got)
	}
	mine := server.Notes()[1]
	if mine.RenoteID != n.ID || mine.Author != "alice" {
		t.Errorf("%+v", mine)
	}
	tab.row(0, mine.ID)
	tab.Click(note(n.ID, `[data-act="renote"]`))
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	if got := tab.lines(); !strings.HasPrefix(got, "Take the renote back|") {
		t.Errorf("lines: %s", got)
	}
	tab.Key("\r")
	tab.said("taken back")
	tab.Until(`!document.querySelector('[data-note-id="`+mine.ID+`"]') && !document.querySelector('`+note(n.ID, `[data-mine]`)+`')`, "no renote")

	// A renote whose answer is lost is not made twice.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/create", Times: 1})
	tab.Click(note(n.ID, `[data-act="renote"]`))
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.Key("\r")
	tab.Until(`document.querySelector(".sayline.bad button")`, "failure")
	tab.Shot("say-failure")
	tab.Axe("failure said")
	tab.Click(`.sayline.bad button`)
	tab.said("Renoted.")
	renotes := 0
	for _, x := range server.Notes() {
		if x.RenoteID == n.ID && x.Author == "alice" && !x.Deleted {
			renotes++
		}
	}
	if renotes != 1 {
		t.Errorf("%d renotes", renotes)
	}

	// Favourite and thread: the menu knows how things are.
	tab.choose(n.ID, "Favourite")
	tab.said("Added")
	if s := answerOf[struct{ IsFavorited bool }](tab, server, "alice", "notes/state", `,"noteId":"`+n.ID+`"`); !s.IsFavorited {
		t.Error("no favourite")
	}
	tab.Click(note(n.ID, `[data-act="menu"]`))
	tab.Until(`document.querySelector('dialog.menu [aria-checked="true"]')`, "ticked line")
	tab.Key(kb.Escape)
	tab.choose(n.ID, "Favourite")
	tab.said("Taken out")
	tab.choose(n.ID, "Mute the thread")
	tab.said("muted")

	// Clip, into a new one and again.
	tab.choose(n.ID, "Clip", "New clip")
	tab.Until(`document.querySelector("dialog.ask input")`, "question")
	tab.Do(keys("boats"))
	tab.yes()
	tab.said("Put into “boats”")
	tab.choose(n.ID, "Clip", "boats")
	tab.said("already")
	Eval[any](tab, `(document.querySelector('[data-note-id="`+n.ID+`"]').focus(), 0)`)
	tab.Key("c")
	tab.Until(`[...document.querySelectorAll("dialog.menu .label")].some((n) => n.textContent === "boats")`, "clips by key")
	tab.Key(kb.Escape)
	tab.Until(`document.activeElement.dataset.noteId === `+Quote(n.ID), "row with the focus back")

	// Report.
	tab.choose(n.ID, "Report")
	tab.Until(`document.querySelector("dialog.ask textarea")`, "question")
	tab.EachLook(func(name string) { tab.Axe("report " + name) })
	tab.Look(1400, 900, "light")
	tab.Key("\t")
	tab.Click(`dialog.ask button[type="submit"]`) // needs words
	tab.Until(`document.querySelector('dialog.ask [aria-invalid="true"]')`, "missing words")
	tab.Do(keys("too many ferries"))
	tab.yes()
	tab.said("Sent to the moderators")

	// The server's refusal in words.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 429, Path: "notes/favorites/create", Times: 1})
	tab.choose(n.ID, "Favourite")
	tab.said("asks to wait")
}

func TestActionsOnOnesOwnNote(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	post := func(text string) string {
		n := server.Post(streamtest.NoteSpec{By: "alice", Text: text})
		tab.row(0, n.ID)
		return n.ID
	}
	id := post("pin me")
	pins := func() []string {
		return answerOf[struct{ PinnedNoteIds []string }](tab, server, "alice", "i", "").PinnedNoteIds
	}
	tab.choose(id, "Pin to the profile")
	tab.said("Pinned.")
	if !slices.Contains(pins(), id) {
		t.Errorf("not pinned: %q", pins())
	}
	tab.choose(id, "Pin to the profile") // it has a tick now
	tab.said("Unpinned.")
	if slices.Contains(pins(), id) {
		t.Errorf("still pinned: %q", pins())
	}
	tab.choose(id, "Pin to the profile")
	tab.said("Pinned.")
	tab.Reload()
	tab.row(0, id)
	tab.choose(id, "Pin to the profile") // nobody opened the composer
	tab.said("Unpinned.")
	tab.choose(id, "Delete")
	tab.Until(`document.activeElement.closest("dialog.ask") && document.activeElement.type === "button"`, "focus on Cancel")
	tab.Key("\r") // which is what the focus begins with
	tab.Until(`!document.querySelector("dialog.ask")`, "closed question")
	if n, _ := server.World().Note(id); n.Deleted {
		t.Fatal("deleted without a yes")
	}
	tab.choose(id, "Delete")
	tab.yes()
	tab.said("Deleted.")
	tab.Until(`!document.querySelector('[data-note-id="`+id+`"]')`, "no row")

	id = post("frist")
	tab.compose()
	tab.Do(keys("unfinished"))
	tab.Key(kb.Escape)
	tab.closed()
	tab.choose(id, "Delete and rewrite")
	tab.yes()
	tab.said("Your unfinished note is kept: it is here again after this one.")
	tab.Until(composing+` && document.querySelector('`+field+`').value === "frist"`, "redraft")
	tab.Reload() // it is kept from the first moment
	tab.state(0, "live")
	tab.compose()
	tab.Until(`document.querySelector('`+field+`').value === "frist"`, "redraft after the reload")
	Eval[any](tab, `(document.querySelector('`+field+`').select(), 0)`)
	tab.Do(keys("first"))
	tab.control("Enter")
	tab.closed()
	once(t, server, "first")
	if got := wrote(server, "alice"); len(got) != 1 {
		t.Errorf("left: %q", got)
	}
	tab.compose()
	tab.Until(`document.querySelector('`+field+`').value === "unfinished"`, "what was being written before")
}

func TestActionsOnAPerson(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	server.World().Unfollow("alice", "bob")
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
	tab.row(0, n.ID)
	type relation struct{ IsFollowing, IsMuted, IsRenoteMuted, IsBlocking, HasPendingFollowRequestFromYou bool }
	is := func(what string, f func(r relation) bool) {
		t.Helper()
		if r := answerOf[[]relation](tab, server, "alice", "users/relation", `,"userId":["`+server.World().PersonID("bob")+`"]`); len(r) != 1 || !f(r[0]) {
			t.Errorf("not %s: %+v", what, r)
		}
	}
	tab.choose(n.ID, "@bob", "Follow")
	tab.said("You follow @bob now")
	is("followed", func(r relation) bool { return r.IsFollowing })
	tab.choose(n.ID, "@bob", "Unfollow")
	tab.yes()
	tab.said("no longer follow")
	is("unfollowed", func(r relation) bool { return !r.IsFollowing })
	tab.choose(n.ID, "@bob", "Mute renotes")
	tab.said("renotes of @bob are muted")
	is("without renotes", func(r relation) bool { return r.IsRenoteMuted })
	tab.choose(n.ID, "@bob", "Mute", "for an hour")
	tab.said("@bob is muted")
	is("muted", func(r relation) bool { return r.IsMuted })
	gone := func() {
		t.Helper()
		tab.Until(`!document.querySelector('[data-note-id="`+n.ID+`"]')`, "nothing of bob's")
	}
	gone()
	fromSettings := func(list string) {
		t.Helper()
		tab.Click(`.sidebar [data-do="settings"]`)
		tab.Click(`#dialog-settings [data-do="mutes"]`)
		for _, w := range []string{list, "Bob"} {
			line := `[...document.querySelectorAll("dialog.menu [data-id]:not([aria-disabled])")].find((n) => n.querySelector(".label").firstChild.textContent === ` + Quote(w) + `)`
			tab.Until(line, "line "+w)
			Eval[any](tab, `(`+line+`.click(), 0)`)
		}
		tab.said("@bob is shown again")
		tab.Key(kb.Escape)
		tab.Until(`!document.querySelector("#dialog-settings[open]")`, "closed settings")
	}
	fromSettings("People whose renotes are muted")
	gone() // the mute itself holds
	fromSettings("Muted people")
	tab.row(0, n.ID)
	tab.choose(n.ID, "@bob", "Lists", "Back", "Block")
	tab.yes()
	tab.said("@bob is blocked")
	is("blocked", func(r relation) bool { return r.IsBlocking })
	gone()
	fromSettings("Blocked people")
	tab.row(0, n.ID)

	locked := server.Post(streamtest.NoteSpec{By: "shizuku", Text: "behind a lock"})
	tab.row(0, locked.ID)
	server.World().Unfollow("alice", "shizuku")
	tab.choose(locked.ID, "@shizuku", "Follow")
	tab.said("was asked")
	tab.choose(locked.ID, "@shizuku", "Take the follow request back")
	tab.said("taken back")
}

func TestWhoMayNotDoesNotSee(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1})
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
	url := site.URL + "/?c=localTimeline@" + strings.TrimPrefix(server.URL, "http://")
	tab := Open(t, url)
	tab.row(0, n.ID)
	if got := tab.Count(`[data-note-id] [data-act="reply"], [data-note-id] [data-act="renote"], [data-do="compose"]:not([hidden])`); got != 0 {
		t.Errorf("a reader without an account sees %d buttons to write with", got)
	}
	tab.Click(`[data-act="menu"]`)
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	if got := tab.lines(); got != "Copy the link|Copy the text|Open on "+strings.TrimPrefix(server.URL, "http://") {
		t.Errorf("lines: %s", got)
	}
	tab.Key(kb.Escape)
	tab.Key("n")
	if Eval[bool](tab, `!!`+composing) {
		t.Error("n opened the dialog")
	}

	// An account that may only read is no different; one that may react sees no more to write with.
	tab = NewTab(t)
	tab.SignIn(site.URL, url, Member{Server: server, Who: "alice", Rights: []string{"read:account"}})
	tab.row(0, n.ID)
	tab.state(0, "live")
	if got := tab.Count(`[data-note-id] [data-act="reply"], [data-note-id] [data-act="renote"], [data-do="compose"]:not([hidden])`); got != 0 {
		t.Errorf("a reading account sees %d buttons to write with", got)
	}
	tab.Click(`[data-act="menu"]`)
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	for _, word := range []string{"Reply", "Favourite", "Clip", "Delete", "Mute", "Report"} {
		if got := tab.lines(); strings.Contains(got, word) {
			t.Errorf("%s is offered: %s", word, got)
		}
	}
}
