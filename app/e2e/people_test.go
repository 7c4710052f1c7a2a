package e2e

import (
	"strings"
	"testing"

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
