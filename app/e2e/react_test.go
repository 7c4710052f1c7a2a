package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

func rowOf(id string) string { return `[data-note-id="` + id + `"]` }

// reacted waits until the server has somebody's reaction to a note; "" for none.
func reacted(t *testing.T, s *streamtest.Server, id, reaction string, count int) {
	t.Helper()
	Wait(t, Limit, fmt.Sprintf("%d × %s on the server", count, reaction), func() bool {
		n, _ := s.World().Note(id)
		return n.Reactions[reaction] == count
	})
}

func (b *Tab) pillIs(id, reaction, count, pressed string) {
	b.T.Helper()
	b.Until(`document.querySelector('`+rowOf(id)+` button[data-reaction="`+reaction+`"][data-count="`+count+`"][aria-pressed="`+pressed+`"]')`, "pill "+reaction+" "+count+" "+pressed)
}

// tap touches the middle of an element for a while.
func (b *Tab) tap(css string, hold time.Duration) {
	b.T.Helper()
	at := Eval[[]float64](b, `(() => { const r = document.querySelector(`+Quote(css)+`).getBoundingClientRect(); return [r.left + r.width/2, r.top + r.height/2]; })()`)
	Call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchStart", TouchPoints: []*input.TouchPoint{{X: at[0], Y: at[1]}}})
	if hold > 0 {
		time.Sleep(hold) // a finger that rests; nothing can be waited for
	}
	Call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchEnd", TouchPoints: []*input.TouchPoint{}})
}

// hover moves the mouse over the middle of an element.
func (b *Tab) hover(css string) {
	b.T.Helper()
	at := Eval[[]float64](b, `(() => { const r = document.querySelector(`+Quote(css)+`).getBoundingClientRect(); return [r.left + r.width/2, r.top + r.height/2]; })()`)
	b.Do(chromedp.MouseEvent(chromedp.MouseMoved, at[0], at[1]))
}

func TestReactByMouse(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server, _, tab := memberIn(t, lang, &streamtest.Options{Seed: 4}, "alice", "react")
		note := server.Post(streamtest.NoteSpec{By: "alice", Text: "react to me"})
		tab.row(0, note.ID)
		tab.speaks(lang, rowOf(note.ID))
		server.React(note.ID, "bob", "👍")
		tab.pillIs(note.ID, "👍", "1", "false")
		tab.Click(rowOf(note.ID) + ` [data-reaction="👍"]`)
		tab.pillIs(note.ID, "👍", "2", "true")
		reacted(t, server, note.ID, "👍", 2)
		tab.Settle()
		tab.pillIs(note.ID, "👍", "2", "true") // its echo is the same reaction
		tab.Until(`document.querySelector('`+rowOf(note.ID)+` .act.unreact')`, "button to take it back")
		tab.Click(rowOf(note.ID) + ` .act.unreact`)
		tab.pillIs(note.ID, "👍", "1", "false")
		reacted(t, server, note.ID, "👍", 1)

		// Another one through the picker, of the server's own.
		tab.Click(rowOf(note.ID) + ` .act.pick`)
		tab.Until(`document.querySelector(".picker[open] .pk-head")`, "picker")
		tab.Type(".pk-search", "blobcat")
		tab.Until(`document.querySelector('.pk-o[aria-label=":blobcat:"]')`, "custom emoji")
		tab.Click(`.pk-o[aria-label=":blobcat:"]`)
		tab.pillIs(note.ID, ":blobcat@.:", "1", "true")
		reacted(t, server, note.ID, ":blobcat@.:", 1)
		if tab.Count(`.picker[open]`) != 0 {
			t.Error("the picker is still open")
		}

		// Who was it?
		tab.Until(`window.nagarePeople`, "what is fetched in a quiet moment")
		tab.hover(rowOf(note.ID) + ` [data-reaction="👍"]`)
		tab.Until(`document.querySelector(".people:popover-open")?.innerText.includes("@bob")`, "who reacted")
	})
}

func TestAnonymousPillsAreNoButtons(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 4})
	note := server.Post(streamtest.NoteSpec{Text: "look at me"})
	tab.row(0, note.ID)
	server.React(note.ID, "bob", "👍")
	tab.Until(`document.querySelector('`+rowOf(note.ID)+` span[data-reaction="👍"]')`, "pill")
	if tab.Count(rowOf(note.ID)+` button[data-reaction], `+rowOf(note.ID)+` [data-part=react] button`) != 0 {
		t.Error("the anonymous are offered to react")
	}
}

func TestReactByKeyboard(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server, _, tab := memberIn(t, lang, &streamtest.Options{Seed: 5}, "alice", "react")
		note := server.Post(streamtest.NoteSpec{By: "alice", Text: "keys"})
		tab.row(0, note.ID)
		tab.speaks(lang, rowOf(note.ID))
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+` .act.pick').focus()`)
		tab.Key(kb.Enter)
		tab.Until(`document.querySelector(".picker[open] .pk-head")`, "picker")
		tab.Key(kb.ArrowDown) // 👍
		tab.Key(kb.ArrowRight)
		tab.Key(kb.ArrowRight)
		tab.Key(kb.Enter)
		tab.pillIs(note.ID, "😆", "1", "true")
		reacted(t, server, note.ID, "😆", 1)
		tab.Until(`document.activeElement.matches('`+rowOf(note.ID)+` .act.unreact')`, "focus on the button that is there now")
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+` button[data-reaction]').focus()`)
		tab.Key(kb.Enter)
		tab.Until(`!document.querySelector('`+rowOf(note.ID)+` button[data-reaction]')`, "reaction taken back")
		reacted(t, server, note.ID, "😆", 0)

		// Escape empties the search, then closes, and the focus is where it was.
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+` .act.pick').focus()`)
		tab.Key(kb.Enter)
		tab.Until(`document.querySelector(".picker[open]")`, "picker")
		tab.Key("x")
		tab.Key(kb.Escape)
		if !Eval[bool](tab, `document.querySelector(".picker").open && document.querySelector(".pk-search").value === ""`) {
			t.Error("the first Escape did not empty the search")
		}
		tab.Key(kb.Escape)
		tab.Until(`!document.querySelector(".picker").open && document.activeElement.matches('`+rowOf(note.ID)+` .act.pick')`, "focus back on the button")
	})
}

func TestReactByTouch(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server, _, tab := memberIn(t, lang, &streamtest.Options{Seed: 6}, "alice", "react")
		tab.Look(390, 844, "dark")
		note := server.Post(streamtest.NoteSpec{By: "alice", Text: "touch"})
		tab.row(0, note.ID)
		tab.speaks(lang, rowOf(note.ID))
		server.React(note.ID, "bob", "🎉")
		tab.pillIs(note.ID, "🎉", "1", "false")
		tab.tap(rowOf(note.ID)+` [data-reaction="🎉"]`, 0)
		tab.pillIs(note.ID, "🎉", "2", "true")
		reacted(t, server, note.ID, "🎉", 2)

		tab.Until(`window.nagarePeople`, "what is fetched in a quiet moment")
		tab.tap(rowOf(note.ID)+` [data-reaction="🎉"]`, 700*time.Millisecond)
		tab.Until(`document.querySelector(".peoplesheet")?.open && document.querySelector(".peoplesheet").innerText.includes("@bob") && document.querySelector(".peoplesheet").innerText.includes("@alice")`, "everybody who reacted")
		tab.pillIs(note.ID, "🎉", "2", "true") // a long press is no click
		tab.Axe("people on a phone")
		tab.Shot("people-phone")
		tab.tap(".peoplesheet .close", 0)
		tab.Until(`!document.querySelector(".peoplesheet").open`, "closed sheet")

		tab.tap(rowOf(note.ID)+` .act.unreact`, 0)
		tab.pillIs(note.ID, "🎉", "1", "false")
		tab.tap(rowOf(note.ID)+` .act.pick`, 0)
		tab.Until(`document.querySelector(".picker[open] .pk-head")`, "picker")
		if Eval[bool](tab, `document.activeElement.matches(".pk-search")`) {
			t.Error("the search has the focus: a keyboard would cover the picker")
		}
		tab.Settle()
		tab.tap(`.picker .pk-o:nth-child(2)`, 0)
		tab.pillIs(note.ID, "❤", "1", "true")
	})
}

func TestARefusedReactionIsTakenBack(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 7}, "alice", "react")
	tab.Expect("500", "Failed to load resource")
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "refused"})
	tab.row(0, note.ID)
	server.React(note.ID, "bob", "👍")
	tab.pillIs(note.ID, "👍", "1", "false")
	lift := server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/reactions/create", Status: 500})
	tab.Click(rowOf(note.ID) + ` [data-reaction="👍"]`)
	tab.Until(`document.querySelector(".sayline.bad")?.innerText.includes("trouble of its own")`, "the reason")
	tab.pillIs(note.ID, "👍", "1", "false")
	lift()
	tab.Click(rowOf(note.ID) + ` [data-reaction="👍"]`)
	tab.pillIs(note.ID, "👍", "2", "true")
	reacted(t, server, note.ID, "👍", 2)
}

func TestManyReactionsAreFolded(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 8}, "alice", "react")
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "popular"})
	tab.row(0, note.ID)
	people := []string{"bob", "carol", "tama", "minato", "yuzu", "sora", "kaede", "nao", "theo", "june", "ren", "hinata", "devon", "tenki", "priya@lanterns.example", "lars@fjord.example", "mei@hoshi.example", "sakurado"}
	kinds := []string{"👍", "❤", "😆", "🤔", "😮", "🎉", "💢", "😥", "😇", "🍮", "🐱", "🐶", "🍎", "🍊", "🍋", "🍉", "🍇", "🍓"}
	given := 0
	for i, who := range people {
		if server.React(note.ID, who, kinds[i]) {
			given++
		}
	}
	if given <= 16 {
		t.Fatalf("only %d people reacted", given)
	}
	tab.Until(`document.querySelector('`+rowOf(note.ID)+` .reaction.rest')`, "button for the rest")
	if n := tab.Count(rowOf(note.ID) + ` [data-reaction]`); n != 16 {
		t.Errorf("%d pills before unfolding", n)
	}
	tab.Click(rowOf(note.ID) + ` .reaction.rest`)
	tab.Until(fmt.Sprintf(`document.querySelectorAll('%s [data-reaction]').length === %d`, rowOf(note.ID), given), "all pills")
}

func TestLikeOnlyAndSafeNotes(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server, _, tab := memberIn(t, lang, &streamtest.Options{Seed: 9}, "alice", "react")
		like := server.Post(streamtest.NoteSpec{By: "alice", Text: "hearts only", Acceptance: "likeOnly"})
		safe := server.Post(streamtest.NoteSpec{By: "alice", Text: "safe", Acceptance: "nonSensitiveOnly"})
		tab.row(0, like.ID)
		tab.row(0, safe.ID)
		tab.Click(rowOf(like.ID) + ` .act.like`)
		tab.pillIs(like.ID, "❤", "1", "true")
		reacted(t, server, like.ID, "❤", 1)
		tab.Click(rowOf(safe.ID) + ` .act.pick`)
		tab.Until(`document.querySelector(".picker[open] .pk-safe")`, "word that sensitive emoji are not taken")
	})
}

func TestVoteInARow(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server, _, tab := memberIn(t, lang, &streamtest.Options{Seed: 10}, "alice", "react")
		tab.Expect("500", "Failed to load resource")
		note := server.Post(streamtest.NoteSpec{By: "alice", Text: "tea?", Poll: streamtest.PollSpec{Choices: []string{"yes", "no"}}})
		tab.row(0, note.ID)
		tab.speaks(lang, rowOf(note.ID))
		lift := server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/polls/vote", Status: 500})
		tab.Click(rowOf(note.ID) + ` [data-choice="1"] .vote`)
		tab.Until(`document.querySelector("dialog.ask")?.innerText.includes("no")`, "whether one is sure")
		tab.speaks(lang, "dialog.ask")
		tab.Key(kb.Escape)
		tab.Until(`!document.querySelector("dialog.ask") && document.activeElement.matches(".vote")`, "no vote, the focus back")
		tab.Click(rowOf(note.ID) + ` [data-choice="1"] .vote`)
		tab.yes()
		tab.Until(`document.querySelector(".sayline.bad")`, "the reason")
		tab.Until(`document.querySelector('`+rowOf(note.ID)+` [data-choice="1"][data-votes="0"] .vote')`, "vote taken back")
		lift()
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+` [data-choice="0"] .vote').focus()`)
		tab.Key(kb.Enter)
		tab.Until(`document.activeElement.matches('dialog.ask [type="submit"]')`, "whether one is sure")
		tab.Key(kb.Enter)
		tab.Until(`document.querySelector('`+rowOf(note.ID)+` [data-choice="0"][data-votes="1"] .mine')`, "own vote")
		tab.Until(`!document.querySelector('`+rowOf(note.ID)+` .vote')`, "poll that takes no more")
	})
}

func TestPickerInJapanese(t *testing.T) {
	server, _, tab := memberIn(t, "ja-JP", &streamtest.Options{Seed: 11}, "alice", "react")
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "日本語"})
	tab.row(0, note.ID)
	tab.Click(rowOf(note.ID) + ` .act.pick`)
	tab.Until(`document.querySelector(".picker[open] .pk-head") && document.activeElement.matches(".pk-search")`, "picker")
	tab.Until(`!document.querySelector(".pk-wait")`, "data")
	if words := Eval[string](tab, `[...document.querySelectorAll(".picker .pk-search")].map((n) => n.placeholder + n.ariaLabel).join()`); !strings.Contains(words, "検索") {
		t.Errorf("the search is called %q", words)
	}
	// As an input method does: composing, then the Enter that only ends the composition.
	for _, part := range []string{"n", "ね", "ねk", "ねこ"} {
		Call(tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: part, SelectionStart: int64(len([]rune(part))), SelectionEnd: int64(len([]rune(part)))})
	}
	Eval[any](tab, `document.querySelector(".pk-search").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))`)
	if !Eval[bool](tab, `document.querySelector(".picker").open`) {
		t.Fatal("the Enter that ends a composition picked a reaction")
	}
	Call(tab, input.InsertText, input.InsertTextParams{Text: "ねこ"})
	tab.Until(`document.querySelector('.pk-o[aria-label=":blobcat:"]') && [...document.querySelectorAll(".pk-o")].some((o) => o.innerText.includes("🐱"))`, "cats, the server's own among them")
	tab.Key(kb.Escape)
	Call(tab, input.InsertText, input.InsertTextParams{Text: "イイネ"})
	tab.Until(`document.querySelector(".pk-o.active")?.innerText.startsWith("👍")`, "what is called いいね")
	tab.Key(kb.Enter)
	tab.pillIs(note.ID, "👍", "1", "true")
}

// With 5,000 emoji the picker opens at once: sections are folded, and an open one grows as it is scrolled.
func TestPickerOpensFastWithManyEmoji(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 12}, "alice", "react")
	for i := range 5000 {
		server.World().AddEmoji(fmt.Sprintf("many_%04d", i), fmt.Sprintf("category %02d", i%60), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>`)
	}
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "many"})
	tab.row(0, note.ID)
	var took []float64
	for range 4 {
		// From the click to the frame after the one that shows it; what Go hands over is part of it.
		took = append(took, Eval[float64](tab, `new Promise((done) => { const t = performance.now(); document.querySelector('`+rowOf(note.ID)+` .act.pick').click();
			const wait = () => document.querySelector(".picker[open]") ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - t))) : requestAnimationFrame(wait); wait(); })`))
		tab.Until(`document.querySelectorAll(".picker[open] .pk-head").length > 60 `, "picker with all categories")
		tab.Key(kb.Escape)
		tab.Until(`!document.querySelector(".picker").open`, "closed picker")
	}
	t.Logf("from the click to the painted picker with 5,000 emoji: %.0f ms (the first time its program is loaded)", took)
	for _, ms := range took[1:] {
		if ms > 300 { // 100 on a machine that has nothing else to do
			t.Errorf("opening took %.0f ms", ms)
		}
	}
	tab.Click(rowOf(note.ID) + ` .act.pick`)
	tab.Until(`document.querySelector(".picker[open] .pk-head")`, "picker")
	ms := Eval[float64](tab, `(() => { const f = document.querySelector(".pk-search"); const t = performance.now(); f.value = "many_4"; f.dispatchEvent(new Event("input")); return performance.now() - t; })()`)
	t.Logf("searching among them: %.0f ms", ms)
	if n := tab.Count(".pk-o"); n == 0 || n > 200 {
		t.Errorf("%d found emoji are shown", n)
	}
}

func TestPickerIsAccessible(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 13}, "alice", "react")
	note := server.Post(streamtest.NoteSpec{By: "alice", Text: "axe"})
	tab.row(0, note.ID)
	server.React(note.ID, "bob", "👍")
	tab.pillIs(note.ID, "👍", "1", "false")
	tab.EachLook(func(name string) {
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+` .act.pick').click()`)
		tab.Until(`document.querySelector(".picker[open] .pk-head") && !document.querySelector(".pk-wait")`, "picker")
		Eval[any](tab, `document.querySelector(".pk-head").click()`)
		tab.Settle()
		tab.Axe("picker " + name)
		tab.Shot("picker-" + name)
		Eval[any](tab, `(() => { const f = document.querySelector(".pk-search"); f.value = "cat"; f.dispatchEvent(new Event("input")); })()`)
		tab.Settle()
		tab.Axe("picker searching " + name)
		tab.Shot("picker-search-" + name)
		Eval[any](tab, `document.querySelector(".picker").close()`)
		Eval[any](tab, `document.querySelector("#dialog-accounts").showModal()`)
		tab.Settle()
		tab.Axe("accounts " + name)
		tab.Shot("accounts-" + name)
		Eval[any](tab, `document.querySelector("#dialog-accounts").close()`)
	})
	if strings.Contains(strings.Join(tab.Console(), " "), tab.secret()) {
		t.Error("the token is in the console")
	}
}

// At the top of a list new notes push the others down; not while something is pressed, or the press would be lost.
func TestAPressHoldsWhatIsUnderIt(t *testing.T) {
	server, _, tab := member(t, &streamtest.Options{Seed: 14}, "alice", "react")
	note := server.Post(streamtest.NoteSpec{By: "bob", Text: "press me"})
	server.React(note.ID, "bob", "👍")
	tab.pillIs(note.ID, "👍", "1", "false")
	pill := rowOf(note.ID) + ` [data-reaction="👍"]`
	middle := func() []float64 {
		return Eval[[]float64](tab, `(() => { const r = document.querySelector(`+Quote(pill)+`).getBoundingClientRect(); return [r.left + r.width/2, r.top + r.height/2]; })()`)
	}
	tab.Settle()
	at := middle()
	mouse := func(kind input.DispatchMouseEventType) {
		Call(tab, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at[0], Y: at[1], Button: "left", ClickCount: 1})
	}
	mouse("mousePressed")
	var last string
	for range 3 {
		last = server.Post(streamtest.NoteSpec{By: "carol", Text: "pushing down"}).ID
	}
	server.React(note.ID, "carol", "👍")
	tab.row(0, last)
	tab.pillIs(note.ID, "👍", "2", "false")
	tab.Settle()
	if moved := middle()[1] - at[1]; max(moved, -moved) >= 1 {
		t.Errorf("the pressed row moved by %g px", moved)
	}
	mouse("mouseReleased")
	tab.pillIs(note.ID, "👍", "3", "true")
	reacted(t, server, note.ID, "👍", 3)
	tab.Until(`document.querySelector(`+Quote(rowOf(last))+`).closest(".list").scrollTop === 0`, "the newest notes, now that nothing is pressed")
}
