package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// open opens the dialog by the button.
func (b *Tab) compose() {
	b.T.Helper()
	b.Click(`[data-do="compose"]`)
	b.Until(composing, "dialog")
}

func (b *Tab) closed() {
	b.T.Helper()
	b.Until(`!`+composing, "closed dialog")
}

// hold presses a key together with Control.
func (b *Tab) control(key string) {
	b.T.Helper()
	for _, typ := range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
		Call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: typ, Modifiers: 2, Key: key, Code: key, WindowsVirtualKeyCode: 13})
	}
}

// wrote are the texts of the notes somebody wrote on a server without history.
func wrote(s *streamtest.Server, who string) []string {
	var out []string
	for _, n := range s.Notes() {
		if n.Author == who && !n.Deleted {
			out = append(out, n.Text)
		}
	}
	return out
}

func once(t *testing.T, s *streamtest.Server, text string) {
	t.Helper()
	n := 0
	for _, x := range wrote(s, "alice") {
		if x == text {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%q was posted %d times: %q", text, n, wrote(s, "alice"))
	}
}

const field = `#compose [data-field="text"]`

func TestWriteByMouse(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	tab.compose()
	tab.Type(field, "Good morning :na")
	tab.Until(`document.querySelector(".offers [role=option]")`, "offers")
	const words = `document.querySelector(".offers").textContent`
	if was, is := Eval[string](tab, words), Eval[string](tab, `new Promise((r) => setTimeout(() => r(`+words+`), 600))`); is != was {
		t.Errorf("what is offered changes under the finger: %q, then %q", was, is)
	}
	tab.Click(`.offers [role=option]`)
	tab.Until(`document.querySelector('`+field+`').value === "Good morning :nagare:"`, "completed emoji")
	tab.Click(`#compose [data-do="visibility"]`)
	tab.Until(`document.querySelector("dialog.menu [aria-checked]")`, "menu")
	tab.Click(`dialog.menu [data-id="label Home"]`)
	tab.Until(`!document.querySelector("dialog.menu") && document.querySelector("#compose .audience .words").textContent === "Home"`, "chosen audience")
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	tab.Until(`document.querySelector(".sayline")`, "word of success")
	once(t, server, "Good morning :nagare:")
	if n := server.Notes(); n[0].Visibility != "home" {
		t.Errorf("posted for %s", n[0].Visibility)
	}
	if got := Eval[string](tab, `document.activeElement.dataset.do || document.activeElement.tagName`); got != "compose" {
		t.Errorf("the focus is on %s", got)
	}
	if got := Eval[string](tab, `Object.keys(localStorage).filter((k) => k.startsWith("nagare.draft:")).join()`); got != "" {
		t.Errorf("drafts are left: %s", got)
	}
	tab.compose() // the audience is the account's default from now on
	if got := tab.Text("#compose .audience .words"); got != "Home" {
		t.Errorf("the next note is for %s", got)
	}
}

func TestWriteAndAnswerByKeyboardAlone(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "Who is awake?"})
	tab.row(0, n.ID)
	tab.Key("n")
	tab.Until(composing, "dialog")
	tab.Do(keys("hello n and p"))
	tab.control("Enter")
	tab.closed()
	once(t, server, "hello n and p")
	Eval[any](tab, `(document.querySelector('`+column(0)+` .list').focus(), 0)`)
	tab.Key("j")
	tab.Key("j")
	tab.Until(`document.activeElement.dataset.noteId === `+Quote(n.ID), "focused row")
	tab.Key("r")
	tab.Until(composing, "dialog")
	tab.Until(`document.querySelector('`+field+`').value === "@bob "`, "addressed reply")
	tab.Do(keys("I am"))
	tab.Key(kb.Escape) // the draft stays
	tab.closed()
	tab.Until(`document.activeElement.dataset.noteId === `+Quote(n.ID), "row with the focus back")
	tab.Key("r")
	tab.Until(composing+` && document.querySelector('`+field+`').value === "@bob I am"`, "draft")
	tab.control("Enter")
	tab.closed()
	once(t, server, "@bob I am")
	for _, x := range server.Notes() {
		if x.Text == "@bob I am" && x.ReplyID != n.ID {
			t.Errorf("it answers %q", x.ReplyID)
		}
	}
	tab.Until(`document.activeElement.dataset.noteId === `+Quote(n.ID), "row with the focus back")
	tab.Key("q")
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.Key(kb.ArrowDown)
	tab.Until(`document.activeElement.textContent.startsWith("Quote")`, "quote")
	tab.Key("\r")
	tab.Until(composing+` && document.querySelector("#compose .composeto").textContent.includes("Who is awake?")`, "quote")
	tab.Do(keys("So well put"))
	tab.control("Enter")
	tab.closed()
	once(t, server, "So well put")
}

func TestJapaneseWithAnIME(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1})
	tab := NewTab(t)
	tab.Language("ja-JP")
	tab.SignIn(site.URL, site.URL+"/?c=localTimeline@"+strings.TrimPrefix(server.URL, "http://"), Member{Server: server, Who: "alice"})
	tab.state(0, "live")
	tab.compose()
	if got := tab.Text("#compose .send"); got != "投稿" {
		t.Errorf("the button reads %q", got)
	}
	for _, s := range []string{"お", "おは", "おはよ", "おはよう"} {
		Call(tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: s, SelectionStart: int64(len([]rune(s))), SelectionEnd: int64(len([]rune(s)))})
		server.Post(streamtest.NoteSpec{By: "bob", Text: s}) // the page goes on living meanwhile
		tab.Settle()
	}
	// Enter and Ctrl+Enter while composing belong to the IME.
	for _, mod := range []int64{0, 2} {
		Call(tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "rawKeyDown", Modifiers: mod, Key: "Process", Code: "Enter", WindowsVirtualKeyCode: 229})
	}
	Call(tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "お早う", SelectionStart: 3, SelectionEnd: 3})
	Call(tab, input.InsertText, input.InsertTextParams{Text: "お早う"})
	tab.Until(`document.querySelector('`+field+`').value === "お早う"`, "converted text")
	if !Eval[bool](tab, `!!`+composing) || len(wrote(server, "alice")) != 0 {
		t.Error("the conversion sent the note")
	}
	Call(tab, input.InsertText, input.InsertTextParams{Text: " #写"})
	// A list that is still on its way does not open over the IME's own.
	Call(tab, input.InsertText, input.InsertTextParams{Text: " :na"})
	Call(tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "あ", SelectionStart: 1, SelectionEnd: 1})
	if Eval[bool](tab, `new Promise((r) => setTimeout(() => r(!!document.querySelector(".offers:not([hidden])")), 600))`) {
		t.Error("offers came while composing")
	}
	Call(tab, input.InsertText, input.InsertTextParams{Text: ""})
	Call(tab, input.InsertText, input.InsertTextParams{Text: "g"})
	tab.Until(`document.querySelector(".offers [role=option]")`, "offers")
	Call(tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "あ", SelectionStart: 1, SelectionEnd: 1})
	tab.Until(`document.querySelector(".offers").hidden`, "no offers while composing")
	Call(tab, input.InsertText, input.InsertTextParams{Text: ""})
	tab.Until(`document.querySelector('`+field+`').value === "お早う #写 :nag"`, "given up composition")
	tab.control("Enter")
	tab.closed()
	once(t, server, "お早う #写 :nag")
}

func TestAPoll(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	tab.compose()
	tab.Click(`#compose [data-do="poll"]`)
	tab.Until(`document.activeElement.dataset.field === "poll.0"`, "first choice")
	tab.Do(keys("rice"))
	tab.Key("\r")
	tab.Do(keys("bread"))
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	notes := server.Notes()
	if len(notes) != 1 || len(notes[0].Votes) != 2 {
		t.Fatalf("%+v", notes)
	}
	tab.row(0, notes[0].ID)
	tab.compose()
	tab.Click(`#compose [data-do="poll"]`)
	for i, c := range []string{"a", "b", "c"} {
		tab.Until(`document.activeElement.dataset.field === "poll.`+string(rune('0'+i))+`"`, "choice")
		tab.Do(keys(c))
		tab.Key("\r")
	}
	tab.Click(`#compose [data-field="poll-multiple"]`)
	Eval[any](tab, `(() => { const s = document.querySelector('#compose [data-field="poll-end"]'); s.value = "until"; s.dispatchEvent(new Event("change", {bubbles: true})); return 0; })()`)
	tab.Until(`!document.querySelector('#compose [data-field="poll-until"]').hidden`, "time field")
	tab.Click(`#compose li:nth-child(2) [data-do="poll-remove"]`)
	tab.Until(`document.querySelectorAll("#compose .composepoll li").length === 3 && document.querySelector('[data-field="poll.1"]').value === "c"`, "choice taken out")
	tab.Shot("compose-poll")
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	if notes = server.Notes(); len(notes) != 2 || len(notes[1].Votes) != 2 {
		t.Errorf("%+v", notes)
	}
}

func TestADraftSurvivesReloadAndBelongsToItsTargetAndAccount(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1})
	other := streamtest.NewServer(t, &streamtest.Options{History: -1, Seed: 7})
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "answer me"})
	host := func(s *streamtest.Server) string { return strings.TrimPrefix(s.URL, "http://") }
	tab := NewTab(t)
	url := site.URL + "/?c=localTimeline@" + host(server) + "&c=localTimeline@" + host(other)
	tab.SignIn(site.URL, url, Member{Server: server, Who: "alice"}, Member{Server: other, Who: "carol"})
	tab.row(0, n.ID)
	tab.compose()
	tab.Type(field, "half a thou")
	tab.Click(`#compose [data-do="cw"]`)
	tab.Until(`document.activeElement.dataset.field === "cw"`, "warning")
	tab.Do(keys("thinking"))
	tab.Key(kb.Escape)
	tab.closed()
	tab.Click(`[data-note-id="` + n.ID + `"] [data-act="reply"]`)
	tab.Until(composing, "dialog")
	tab.Type(field, "another")
	tab.Reload() // without closing anything
	tab.row(0, n.ID)
	tab.compose()
	tab.Until(`document.querySelector('`+field+`').value === "half a thou" && document.querySelector('[data-field="cw"]').value === "thinking"`, "draft after the reload")
	// The other account has a page of its own.
	tab.Click(`#compose [data-do="account"]`)
	tab.Until(`document.querySelectorAll("dialog.menu [data-id]").length === 2`, "both accounts")
	tab.Click(`dialog.menu [aria-checked="false"]`)
	tab.Until(`document.querySelector("#compose .composeas small").textContent.startsWith("@carol")`, "the other account")
	tab.control("Enter")
	tab.closed()
	if got := wrote(other, "carol"); len(got) != 1 || got[0] != "half a thou" || len(wrote(server, "alice")) != 0 {
		t.Errorf("carol %q, alice %q", got, wrote(server, "alice"))
	}
	tab.Click(`[data-note-id="` + n.ID + `"] [data-act="reply"]`)
	tab.Until(composing+` && document.querySelector('`+field+`').value === "@bob another"`, "the reply's draft")
	if got := Eval[string](tab, `JSON.stringify(localStorage)`); strings.Contains(got, server.Token("alice")) || strings.Contains(got, other.Token("carol")) {
		t.Error("a token is in the storage")
	}
}

func TestNothingIsDoubledOrLostWhenTheServerIsCutWhileSending(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	tab.Expect("ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "Failed to load resource", "WebSocket", "CORS policy")
	trouble := func(word string) {
		t.Helper()
		tab.Until(`[...document.querySelectorAll("#compose .composesays .error")].some((n) => !n.hidden && n.textContent.includes(`+Quote(word)+`))`, word)
	}
	send := `#compose [data-do="send"]`

	// The answer is lost: the note is there, and stays one.
	tab.compose()
	tab.Type(field, "lost answer")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/create", Times: 1})
	tab.Click(send)
	trouble("never posted twice")
	tab.Shot("compose-unknown")
	tab.Axe("unknown outcome")
	tab.Click(send)
	tab.closed()
	once(t, server, "lost answer")

	// The page is closed before it is settled.
	tab.compose()
	tab.Type(field, "closed page")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/create", Times: 1})
	tab.Click(send)
	trouble("never posted twice")
	tab.Reload()
	tab.state(0, "live")
	tab.compose()
	trouble("checks first")
	tab.Click(send)
	tab.closed()
	once(t, server, "closed page")

	// The request is lost.
	tab.compose()
	tab.Type(field, "lost request")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPPage, Path: "notes/create", Times: 1})
	tab.Click(send)
	trouble("never posted twice")
	tab.Click(send)
	tab.UntilIn(25*time.Second, `!`+composing, "closed dialog")
	once(t, server, "lost request")

	// The server is gone for a while.
	tab.compose()
	tab.Type(field, "server away")
	server.Stop()
	tab.Click(send)
	trouble("could not be reached")
	tab.Click(send)
	trouble("could not be reached")
	if got := Eval[string](tab, `document.querySelector('`+field+`').value`); got != "server away" {
		t.Errorf("the text is %q", got)
	}
	server.Start()
	tab.Click(send)
	tab.UntilIn(25*time.Second, `!`+composing, "closed dialog")
	once(t, server, "server away")

	// The device has no network and knows it.
	tab.compose()
	tab.Type(field, "no network")
	tab.Offline(true)
	tab.Click(send)
	trouble("offline")
	tab.Offline(false)
	tab.Click(send)
	tab.closed()
	once(t, server, "no network")

	// The server wants a pause.
	tab.compose()
	tab.Type(field, "too fast")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 429, Path: "notes/create", Times: 1, Delay: 2 * time.Second})
	tab.Click(send)
	trouble("second")
	tab.Shot("compose-wait")
	tab.Click(send) // does nothing yet
	trouble("is over")
	tab.Click(send)
	tab.closed()
	once(t, server, "too fast")

	// The server refuses.
	tab.compose()
	tab.Type(field, "forbidden")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 403, Path: "notes/create", Times: 1})
	tab.Click(send)
	trouble("does not include the right")
	tab.Click(send)
	tab.closed()
	once(t, server, "forbidden")
}
