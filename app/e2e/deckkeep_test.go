package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// shownColumns are the channels of the deck from left to right, keptColumns those that the browser keeps.
const (
	shownColumns = `[...document.querySelectorAll("[data-slot]")].filter((n) => !n.hidden).map((n) => n.querySelector("[data-channel]").dataset.channel).join()`
	keptColumns  = `[...(JSON.parse(nagareStorage.get("nagare.preferences") || "{}").layout || "").matchAll(/c=(\w+)/g)].map((m) => m[1]).join()`
)

// addColumn adds a timeline with the dialog.
func (b *Tab) addColumn(channel, param string) {
	b.T.Helper()
	b.Click(`.sidebar [data-do="add"]`)
	b.Until(`document.querySelector("#dialog-add").open`, "dialog")
	Eval[bool](b, `(() => { const s = document.querySelector("#add-channel"); s.value = `+Quote(channel)+`; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	if param != "" {
		b.Type("#add-param", param)
	}
	b.Click(`#dialog-add [type="submit"]`)
	b.Until(`!document.querySelector("#dialog-add").open`, "closed dialog")
}

// detail opens the details of a column and uses one of their buttons.
func (b *Tab) detail(i int, do string) {
	b.T.Helper()
	button := column(i) + ` [data-do="` + do + `"]`
	if b.Count(button) == 0 {
		b.Click(column(i) + ` .columnhead button`)
	}
	b.Click(button)
}

func TestColumnsOfALinkJoinOnesOwn(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 81})
	host := hostOf(server)
	tab := Open(t, site.URL+"/?c=localTimeline@"+host)
	tab.Until(`document.querySelector('[data-do="link.keep"]')?.textContent === "Keep them"`, "offer to keep")
	tab.Click(`[data-do="link.keep"]`)
	tab.Until(`location.search === "" && !document.querySelector('[data-do="link.keep"]') && `+shownColumns+` === "localTimeline"`, "kept column")
	tab.addColumn("globalTimeline", "")
	tab.Until(keptColumns+` === "localTimeline,globalTimeline"`, "two kept columns")

	tab.Open(site.URL + "/?c=hashtag@" + host + ";q=soup&c=globalTimeline@" + host)
	tab.state(1, "live")
	tab.Until(`document.querySelector('[data-do="link.keep"]')?.textContent === "Add to my columns"`, "offer to add")
	tab.Axe("columns of a link")
	tab.Shot("link-bar")
	tab.Click(`[data-do="link.keep"]`)
	const all = `"localTimeline,globalTimeline,hashtag"`
	tab.Until(shownColumns+` === `+all+` && `+keptColumns+` === `+all, "own columns, then the new one of the link")
	tab.state(2, "live")
	tab.Reload()
	tab.Until(shownColumns+` === `+all, "the same after a reload")
}

func TestTwoTabsKeepEachOthersColumnsAndSettings(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.state(1, "live")
	other := Open(t, site.URL+"/")
	for _, b := range []*Tab{tab, other} {
		b.Expect("400 (Bad Request)") // the demo has no such channel
	}
	other.state(1, "live")
	tab.addColumn("hashtag", "soup")
	tab.Until(keptColumns+` === "localTimeline,globalTimeline,hashtag"`, "column of the first tab")
	other.addColumn("channel", "abc")
	other.Until(keptColumns+` === "localTimeline,globalTimeline,hashtag,channel"`, "columns of both")
	tab.detail(0, "column.right")
	tab.Until(keptColumns+` === "globalTimeline,localTimeline,hashtag,channel"`, "moved column")
	other.detail(0, "column.remove")
	other.Until(keptColumns+` === "globalTimeline,hashtag,channel"`, "removed column")
	tab.detail(0, "column.stay")
	tab.Until(`nagareStorage.get("nagare.preferences").includes("hidden=stay") && `+keptColumns+` === "globalTimeline,hashtag,channel"`, "column that stays removed")

	for i, b := range []*Tab{tab, other} {
		b.Click(`.sidebar [data-do="settings"]`)
		b.Click([]string{"#set-human", "#set-bare"}[i])
	}
	for _, b := range []*Tab{tab, other} {
		b.Until(`document.querySelector("#set-human").checked && document.querySelector("#set-bare").checked`, "settings of both")
	}
	Eval[bool](tab, `(() => { const s = document.querySelector("#set-lang"); s.value = "ja"; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	other.Until(`document.documentElement.lang === "ja" && document.querySelector('[data-channel="globalTimeline"] h2').textContent === "グローバル"`, "language of the first tab")
	tab.Reload()
	tab.Until(shownColumns+` === "globalTimeline,hashtag,channel"`, "what both made of it")
	if !Eval[bool](tab, `document.querySelector("#set-human").checked && document.querySelector("#set-bare").checked`) {
		t.Error("a box that the other tab ticked is not ticked")
	}
}

func TestMutesReachOtherTabs(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 82})
	other := Open(t, Eval[string](tab, `location.href`))
	other.state(0, "live")
	id := server.Post(streamtest.NoteSpec{By: "sora", Text: "tofu again"}).ID
	other.row(0, id)
	tab.Click(`.sidebar [data-do="settings"]`)
	tab.Click(`#dialog-settings [data-do="mutes"]`)
	tab.Type(`dialog.ask [name=soft]`, "tofu")
	tab.Click(`dialog.ask [type=submit]`)
	other.Until(`document.querySelector('[data-note-id="`+id+`"][data-muted]')`, "covered note")
}

func TestARemovedColumnComesBack(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.state(1, "live")
	tab.detail(0, "column.remove")
	tab.Until(shownColumns+` === "globalTimeline" && document.querySelector("[role=status] .sayline button")?.textContent === "Undo"`, "way back")
	tab.Axe("removed column")
	tab.Shot("column-removed")
	tab.Click(".sayline button")
	const both = `"localTimeline,globalTimeline"`
	tab.Until(shownColumns+` === `+both+` && `+keptColumns+` === `+both, "column at its place")
	tab.Until(`document.activeElement.closest('[data-column="0"]')`, "focus in it")

	tab.Click(column(1) + ` .columnhead button`)
	tab.Until(`(document.querySelector('`+column(1)+` [data-do="column.remove"]')?.focus(), document.activeElement.dataset.do === "column.remove")`, "button")
	tab.Key(kb.Enter)
	tab.Until(`document.activeElement.textContent === "Undo"`, "focus on the way back")
	tab.Key(kb.Enter)
	tab.Until(shownColumns+` === `+both, "column brought back by the keyboard")
}

func TestColumnsMoveNoFurtherThanTheEnds(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.state(1, "live")
	tab.Click(column(0) + ` .columnhead button`)
	tab.Click(column(1) + ` .columnhead button`)
	ends := func(left0, right0, left1, right1 bool) {
		t.Helper()
		tab.Until(`[0, 1].flatMap((i) => ["left", "right"].map((d) => document.querySelector('[data-column="' + i + '"] [data-do="column.' + d + '"]')?.disabled)).join() === "`+
			fmt.Sprintf("%v,%v,%v,%v", left0, right0, left1, right1)+`"`, "ends")
	}
	ends(true, false, false, true)
	tab.Shot("column-details")
	if got := tab.Text(column(0) + " .details"); !strings.Contains(got, "0 open, 0 closed") {
		t.Errorf("gaps of a column that missed nothing: %q", got)
	}
	tab.Click(column(1) + ` [data-do="column.left"]`)
	tab.Until(shownColumns+` === "globalTimeline,localTimeline"`, "moved column")
	ends(true, false, false, true)
	tab.Until(`document.activeElement.dataset.do === "column.right" && document.activeElement.closest('[data-column="0"]')`, "focus on the way back")
	tab.addColumn("hashtag", "soup")
	ends(true, false, false, false)
}

func TestTheWelcomeStandsInTheMiddle(t *testing.T) {
	site := Serve(t, "-demo=false")
	tab := Open(t, site.URL+"/")
	tab.Look(1400, 900, "light")
	tab.Until(`document.querySelector("#welcome-host").offsetParent`, "field")
	off := Eval[[]float64](tab, `(() => { const w = document.querySelector(".welcome").getBoundingClientRect(), d = document.querySelector("#deck").getBoundingClientRect(); return [w.x + w.width / 2 - d.x - d.width / 2, w.y + w.height / 2 - d.y - d.height / 2] })()`)
	for _, o := range off {
		if o > 2 || o < -2 {
			t.Errorf("the welcome is off the middle by %v", off)
		}
	}
	tab.Shot("welcome-wide")
	tab.Look(390, 844, "light")
	tab.Shot("welcome-phone")
}
