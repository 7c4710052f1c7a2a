package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream"
	"nagare/stream/streamtest"
)

const frames = `[...document.querySelectorAll(".inspected .frame")]`

func TestFramesCanBeInspected(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: 5})
	secret := tab.secret()
	tab.Click(`.sidebar [data-do="settings"]`)
	tab.Click(`#dialog-settings [data-do="inspector"]`)
	tab.Until(`location.pathname === "/inspector" && `+frames+`.some((n) => n.textContent.includes("joined · localTimeline"))`, "the channels that stand")
	tab.Until(`document.activeElement.id === "page-title"`, "focus on the title")
	server.Post(streamtest.NoteSpec{By: "carol", Text: "朝の便は欠航です"})
	tab.Until(frames+`.some((n) => n.dataset.dir === "recv" && n.querySelector("b").textContent === "localTimeline · note" && n.textContent.includes("朝の便"))`, "the note's frame, by the name of its channel")
	tab.EachLook(func(name string) {
		tab.Settle()
		tab.Shot("inspector-" + name)
		tab.Axe("inspector, " + name)
	})
	tab.Look(1400, 900, "light")

	tab.Type(`[data-inspect="find"]`, "欠航")
	tab.Until(frames+`.length === 1`, "one frame that fits")
	Eval[any](tab, `document.querySelector(".framehead").focus()`)
	tab.Key("\r")
	tab.Until(`document.querySelector(".frame pre")?.textContent.includes('"text": "朝の便は欠航です"')`, "the frame, opened by keyboard")
	tab.Axe("an open frame")
	tab.Shot("inspector-open")
	server.Post(streamtest.NoteSpec{By: "carol", Text: "午後も欠航です"})
	tab.Until(`document.querySelector(".freshframes:not([hidden])")`, "what came meanwhile is counted")
	if n := Eval[int](tab, frames+`.length`); n != 1 {
		t.Errorf("%d frames are listed while one is open", n)
	}
	tab.Click(`.freshframes`)
	tab.Until(frames+`.length === 2 && document.querySelector(".freshframes").hidden`, "both frames")
	tab.Type(`[data-inspect="find"]`, "です。")
	tab.Until(frames+`.length === 0 && !document.querySelector(".noframes").hidden`, "word that nothing fits")
	Eval[any](tab, `((f) => { f.value = ""; f.dispatchEvent(new Event("input")); })(document.querySelector('[data-inspect="find"]'))`)
	tab.Until(frames+`.length > 2`, "all frames again")

	tab.Click(`[data-inspect="pause"]`)
	before := Eval[int](tab, frames+`.length`)
	server.Post(streamtest.NoteSpec{By: "carol", Text: "while it stands still"})
	tab.Until(`!document.querySelector(".freshframes").hidden`, "new frames are counted")
	if n := Eval[int](tab, frames+`.length`); n != before {
		t.Errorf("%d frames after %d, in a pause", n, before)
	}
	tab.Click(`[data-inspect="pause"]`)
	tab.Until(frames+`.some((n) => n.textContent.includes("while it stands still"))`, "what came in the pause")

	// What is saved is a recording as stream.ReadRecording reads it.
	saved := Eval[string](tab, `new Promise((done) => {
		const make = URL.createObjectURL;
		URL.createObjectURL = (b) => { URL.createObjectURL = make; b.text().then(done); return make.call(URL, b); };
		document.querySelector('[data-inspect="save"]').click();
	})`)
	if strings.Contains(saved, secret) {
		t.Error("the token is in what is saved")
	}
	notes := 0
	for rec, err := range stream.ReadRecording(strings.NewReader(saved)) {
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(rec.Raw) {
			t.Errorf("no frame: %q", rec.Raw)
		}
		if rec.Dir == stream.DirRecv && strings.Contains(string(rec.Raw), `"type":"note"`) && strings.Contains(string(rec.Raw), "欠航") {
			notes++
		}
	}
	if notes != 2 {
		t.Errorf("%d of 2 notes were saved", notes)
	}
	replayed, err := streamtest.ReadRecording(strings.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(replayed.Joins, func(j *streamtest.RecordedJoin) bool { return j.Channel == "localTimeline" }); i < 0 || len(replayed.Joins[i].NoteIDs) != 3 {
		t.Errorf("a replay of what was saved has not the timeline's three notes: %+v", replayed.Joins)
	}

	// The page by itself connects too, as the account does without a column, and a lost connection is in it.
	tab.Reload()
	server.Drop()
	tab.Until(frames+`.some((n) => n.dataset.dir === "event" && !n.textContent.includes("joined"))`, "what happens to the socket")
	tab.Until(frames+`.some((n) => n.dataset.dir === "send" && n.textContent.includes("connect · main"))`, "channels asked for again")
	if Eval[bool](tab, `document.documentElement.outerHTML.includes(`+Quote(secret)+`)`) {
		t.Error("the token is on the page")
	}
	tab.Key(kb.Escape)
	tab.Until(`location.pathname === "/" && document.querySelector(".over").hidden`, "the deck")
}

func TestAnInspectorOfNothingSaysSo(t *testing.T) {
	site := Serve(t, "-demo=false")
	tab := NewTab(t)
	tab.Language("ja-JP")
	tab.Open(site.URL + "/inspector")
	tab.Until(`document.querySelector(".noframes")?.textContent.includes("まだ何も流れていません")`, "word that nothing has passed")
	tab.EachLook(func(name string) {
		tab.Shot("inspector-empty-" + name)
		tab.Axe("empty inspector, " + name)
	})
}
