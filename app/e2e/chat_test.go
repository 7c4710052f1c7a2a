package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// chatWith opens a conversation of alice with somebody of a fresh, quiet server, as a page.
func chatWith(t *testing.T, who, lang string) (*streamtest.Server, *Tab) {
	t.Helper()
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	tab := NewTab(t)
	if lang != "" {
		tab.Language(lang)
	}
	path := "/chat@"
	if who != "" {
		path = "/chat/user/" + server.World().PersonID(who) + "@"
	}
	tab.SignIn(site.URL, site.URL+path+strings.TrimPrefix(server.URL, "http://"), Member{Server: server, Who: "alice"})
	if who != "" {
		tab.Until(`document.querySelector(".talk[data-state=live] .msgolder, .talk[data-state=live] .blank .icon")`, "live conversation")
	}
	return server, tab
}

const words = `.talktext`

// says waits for a message of the page that holds a text.
func (b *Tab) says(text string) {
	b.T.Helper()
	b.Until(`[...document.querySelectorAll(".msg .text")].some((n) => n.innerText === `+Quote(text)+`)`, "message "+text)
}

// arrived fails unless a text was said exactly once between alice and somebody.
func arrived(t *testing.T, s *streamtest.Server, who, text string, times int) {
	t.Helper()
	count := func() (n int) {
		said, _ := s.World().Said("alice", who)
		for _, x := range said {
			if x == text {
				n++
			}
		}
		return n
	}
	Wait(t, Limit, fmt.Sprintf("%d × %q on the server", times, text), func() bool { return count() >= times })
	if n := count(); n != times {
		t.Errorf("%q was said %d times, want %d", text, n, times)
	}
}

func TestChatLooks(t *testing.T) {
	server, tab := chatWith(t, "", "")
	tab.Until(`document.querySelectorAll(".talkrow").length >= 2`, "conversations")
	server.World().Say("bob", "alice", "Look what the tide brought: **a bottle** :nagare:\nWith a letter in it!")
	bob := server.World().PersonID("bob")
	tab.Until(`document.querySelector(".talkrow[data-unread=true]")?.dataset.peer === `+Quote(bob), "mark of what is not read, at the top")
	tab.EachLook(func(name string) {
		tab.Until(`document.querySelectorAll(".talkrow").length >= 2`, "conversations")
		tab.Shot("chat-list-" + name)
		tab.Axe("list, " + name)
		tab.Click(`.talkrow[data-peer="` + bob + `"]`)
		tab.Until(`document.querySelector(".talk[data-state=live] .msg")`, "conversation")
		tab.says("Look what the tide brought: a bottle \nWith a letter in it!")
		tab.Type(words, "What does it say?")
		tab.Settle()
		tab.Shot("chat-talk-" + name)
		tab.Axe("talk, " + name)
		tab.Click(`[data-do="back"]`)
	})
}

func TestTheChatButtonTellsOfTheUnread(t *testing.T) {
	for lang, labels := range map[string][2]string{"en-US": {"Chat", "Chat, something unread"}, "ja-JP": {"チャット", "チャット、未読あり"}} {
		t.Run(lang, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
			tab := NewTab(t)
			tab.Language(lang)
			tab.SignIn(site.URL, site.URL+"/?c=localTimeline@"+hostOf(server), Member{Server: server, Who: "alice"})
			const button = `.sidebar [data-do="chat"]`
			tab.Until(`document.querySelector('`+button+`:not([hidden])')`, "button of the chat")
			server.World().Say("bob", "alice", "psst")
			tab.Until(`document.querySelector('`+button+` .dot:not([hidden])')`, "dot")
			if got := Eval[string](tab, `document.querySelector('`+button+`').ariaLabel`); got != labels[1] {
				t.Errorf("the button says %q", got)
			}
			tab.EachLook(func(name string) {
				tab.Settle()
				tab.Shot("chat-dot-" + lang + "-" + name)
				tab.Axe("dot of the chat, " + name)
			})
			tab.Look(1400, 900, "light")
			tab.Click(button)
			tab.Click(`.talkrow[data-peer="` + server.World().PersonID("bob") + `"]`)
			tab.says("psst")
			tab.Click(`[data-do="back"]`)
			tab.Until(`document.querySelector(".talkrow")`, "conversations")
			tab.Click(`[data-do="back"]`)
			tab.Until(`document.querySelector('`+button+` .dot')?.hidden`, "no dot")
			if got := Eval[string](tab, `document.querySelector('`+button+`').ariaLabel`); got != labels[0] {
				t.Errorf("after reading the button says %q", got)
			}
		})
	}
}

func TestChatIsWrittenReadAndReactedTo(t *testing.T) {
	server, tab := chatWith(t, "bob", "")
	w := server.World()
	tab.Until(`document.querySelector("#page-title").textContent === "Bob"`, "name of the page")
	tab.Until(`document.activeElement.matches(".talktext")`, "focus in the field")
	tab.Do(keys("hello"))
	tab.control("Enter")
	tab.says("hello")
	tab.Do(keys("two"))
	Call(tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyDown", Modifiers: 8, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13})
	Call(tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyUp", Modifiers: 8, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13})
	tab.Do(keys("lines"))
	tab.Key("\r")
	tab.says("two\nlines")
	arrived(t, server, "bob", "hello", 1)
	arrived(t, server, "bob", "two\nlines", 1)
	tab.Until(`document.querySelector(".talktext").value === "" && !document.querySelector(".msg[data-state]")`, "empty field, nothing on its way")

	// Others write while the reader does: nothing is disturbed, and it counts as read.
	tab.Do(keys("half a thou"))
	id := w.Say("bob", "alice", "I see you typing")
	tab.says("I see you typing")
	if got := Eval[string](tab, `document.querySelector(".talktext").value + " " + document.activeElement.className`); got != "half a thou talktext" {
		t.Errorf("typing was disturbed: %q", got)
	}
	Wait(t, Limit, "read message", func() bool { _, read := w.Said("bob", "alice"); return read })

	// A reaction comes and goes, and a second click does not double it.
	tab.Click(`.msg[data-key="` + id + `"] [data-act="pick"]`)
	tab.Until(`document.querySelector("dialog[open] input")`, "picker")
	tab.Do(keys("thumbs up"))
	tab.Until(`document.querySelector("dialog[open] button[data-emoji], dialog[open] [role=option], dialog[open] .grid button")`, "found emoji")
	tab.Key("\r")
	pill := `.msg[data-key="` + id + `"] .reaction[data-mine="true"]`
	tab.Until(`document.querySelector('`+pill+`')`, "own reaction")
	tab.Click(pill)
	tab.Until(`!document.querySelector('`+pill+`')`, "reaction taken back")

	// The draft is kept while leaving and through a reload.
	tab.Reload()
	tab.Until(`document.querySelector(".talktext")?.value === "half a thou" && document.querySelector(".msg")`, "draft")
	if got := tab.Count(".msg.mine"); got < 2 {
		t.Errorf("%d own messages", got)
	}

	// One's own is deleted after asking, and the focus returns.
	tab.hover(`.msg.mine[data-key]`)
	own := Eval[string](tab, `[...document.querySelectorAll(".msg.mine")].at(-1).dataset.key`)
	tab.Click(`.msg[data-key="` + own + `"] [data-act="menu"]`)
	tab.Until(`document.querySelector("dialog.menu .danger")`, "menu")
	tab.Click(`dialog.menu .danger`)
	tab.Until(`document.querySelector("dialog.ask")`, "question")
	tab.Click(`dialog.ask button[type=submit]`)
	tab.Until(`!document.querySelector('.msg[data-key="`+own+`"]')`, "deleted message")
	arrived(t, server, "bob", "two\nlines", 0)
}

func TestChatInJapaneseWithAnIME(t *testing.T) {
	server, tab := chatWith(t, "bob", "ja-JP")
	tab.Until(`document.activeElement.matches(".talktext")`, "focus in the field")
	if got := Eval[string](tab, `document.querySelector(".talktext").placeholder`); got != "メッセージを入力" {
		t.Errorf("the field says %q", got)
	}
	for _, s := range []string{"お", "おは", "おはよう"} {
		Call(tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: s, SelectionStart: int64(len([]rune(s))), SelectionEnd: int64(len([]rune(s)))})
		server.World().Say("bob", "alice", s) // life goes on meanwhile
		tab.says(s)
	}
	for _, mod := range []int64{0, 2} {
		Call(tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "rawKeyDown", Modifiers: mod, Key: "Process", Code: "Enter", WindowsVirtualKeyCode: 229})
	}
	Call(tab, input.InsertText, input.InsertTextParams{Text: "お早う"})
	tab.Until(`document.querySelector(".talktext").value === "お早う"`, "converted text")
	if tab.Count(".msg.mine .text") > 0 {
		said, _ := server.World().Said("alice", "bob")
		if slices.Contains(said, "お早う") {
			t.Error("the conversion sent the message")
		}
	}
	tab.Key("\r")
	tab.says("お早う")
	arrived(t, server, "bob", "お早う", 1)
}

func TestChatGoesUpwardsAndHoldsThePlace(t *testing.T) {
	server, tab := chatWith(t, "", "")
	w := server.World()
	for i := range 130 {
		w.Say("bob", "alice", fmt.Sprintf("message %d", i))
	}
	tab.Until(`document.querySelector('.talkrow[data-unread=true]')`, "conversation")
	tab.Click(`.talkrow[data-peer="` + w.PersonID("bob") + `"]`)
	tab.says("message 129")
	at := func() float64 {
		return Eval[float64](tab, `(() => { const l = document.querySelector(".messages"), n = [...l.querySelectorAll(".msg")].find((n) => n.innerText.includes("message 95\n") || n.querySelector(".text").innerText === "message 95"); return n.getBoundingClientRect().top; })()`)
	}
	tab.Until(`document.querySelector(".messages").scrollHeight - document.querySelector(".messages").scrollTop - document.querySelector(".messages").clientHeight < 5`, "newest message in view")
	Eval[any](tab, `(document.querySelector(".messages").scrollTop = 120, 0)`)
	tab.Settle()
	before := at()
	tab.says("message 60") // the page above came by itself
	tab.Settle()
	if d := at() - before; d > 1 || d < -1 {
		t.Errorf("the row under the eye moved by %v px", d)
	}
	before = at()
	w.Say("bob", "alice", "and another")
	tab.Until(`!document.querySelector(".talkwrap .pill").hidden`, "word of a new message")
	if d := at() - before; d > 1 || d < -1 {
		t.Errorf("a new message moved the row under the eye by %v px", d)
	}
	tab.Click(".talkwrap .pill")
	tab.Until(`document.querySelector(".talkwrap .pill").hidden`, "bottom")
	tab.says("and another")
	for range 30 { // page by page
		if Eval[bool](tab, `!!document.querySelector('.msgolder[data-older="end"]')`) {
			break
		}
		Eval[any](tab, `(document.querySelector(".messages").scrollTop = 0, 0)`)
		tab.Settle()
		time.Sleep(200 * time.Millisecond)
	}
	tab.Until(`document.querySelector('.msgolder[data-older="end"]')`, "beginning")
	if got := Eval[int](tab, `new Set([...document.querySelectorAll(".msg")].map((n) => n.dataset.key)).size`); got != tab.Count(".msg") || got < 130 {
		t.Errorf("%d messages", got)
	}
}

func TestNothingIsDoubledOrLostWhenTheServerIsCutInAChat(t *testing.T) {
	server, tab := chatWith(t, "bob", "")
	tab.Expect("ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "Failed to load resource", "WebSocket", "CORS policy")
	const path = "chat/messages/create-to-user"
	settled := func() { tab.Until(`!document.querySelector(".msg[data-state]")`, "nothing on its way") }

	// The answer is lost: the message is there, and stays one.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: path, Times: 1})
	tab.Type(words, "lost answer\r")
	tab.says("lost answer")
	settled()
	arrived(t, server, "bob", "lost answer", 1)

	// The request is lost: it says so, and one click sends it.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPPage, Path: path, Times: 1})
	tab.Type(words, "lost request\r")
	tab.Until(`document.querySelector('.msg[data-state="failed"]')`, "message that failed")
	arrived(t, server, "bob", "lost request", 0)
	tab.Shot("chat-failed")
	tab.Axe("failed message")
	tab.Click(`.msg [data-act="again"]`)
	settled()
	arrived(t, server, "bob", "lost request", 1)

	// The server is gone, the page is closed: the message comes back and says that it was not sent.
	server.Stop()
	tab.Type(words, "server away\r")
	tab.says("server away")
	tab.Until(`document.querySelector('.msg[data-state="asking"]')`, "word of doubt")
	tab.Reload()
	server.Start()
	server.World().Say("bob", "alice", "where did you go?")
	tab.UntilIn(30*time.Second, `document.querySelector('.msg[data-state="failed"]')`, "message that failed")
	tab.says("where did you go?") // and the gap is closed
	tab.says("server away")
	tab.Click(`.msg [data-act="again"]`)
	settled()
	arrived(t, server, "bob", "server away", 1)

	// The answer is lost and the page is closed before that is noticed.
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: path, Times: 1})
	tab.Type(words, "closed at once\r")
	tab.Reload()
	tab.says("closed at once")
	settled()
	if said, _ := server.World().Said("alice", "bob"); strings.Count(strings.Join(said, "|"), "closed at once") > 1 {
		t.Errorf("doubled: %q", said)
	}
}

func TestChatByKeyboardAlone(t *testing.T) {
	server, tab := chatWith(t, "bob", "")
	id := server.World().Say("bob", "alice", "only keys?")
	tab.says("only keys?")
	tab.Until(`document.activeElement.matches(".talktext")`, "focus in the field")
	tab.Do(keys("only keys"))
	tab.Key("\r")
	tab.says("only keys")
	tab.Until(`document.querySelector(".talktext").value === ""`, "empty field")
	tab.Key(kb.ArrowUp)
	tab.Until(`document.activeElement.matches(".msg.mine")`, "focus on the last message")
	tab.Key(kb.ArrowUp)
	tab.Until(`document.activeElement.dataset.key === `+Quote(id), "focus on the message before")
	tab.Key("m")
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.Key(kb.Escape)
	tab.Until(`!document.querySelector("dialog.menu") && document.activeElement.closest(".msg").dataset.key === `+Quote(id), "focus back on the message")
	tab.Key(kb.Escape) // back to where one came from
	tab.Until(`!document.querySelector(".talk")`, "left page")
}

func TestChatIsHiddenWhereThereIsNone(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.IO2025_4})
	tab := NewTab(t)
	host := strings.TrimPrefix(server.URL, "http://")
	tab.SignIn(site.URL, site.URL+"/chat@"+host, Member{Server: server, Who: "alice"})
	tab.Until(`document.querySelector('[data-page="none"]')`, "word of a server without chat")
	tab.Shot("chat-none")
	tab.Open(site.URL + "/?c=localTimeline@" + host)
	tab.state(0, "live")
	time.Sleep(2 * time.Second) // chat is asked about in a quiet moment
	if tab.Count(`.sidebar [data-do="chat"]:not([hidden])`) != 0 {
		t.Error("chat is offered")
	}
}

func TestChatIsAsOpenAsTheRolesOfTheAccount(t *testing.T) {
	for lang, words := range map[string][2]string{"en-US": {"may read chats, but not write", "does not let this account chat"}, "ja-JP": {"読めますが、書き込めません", "チャットを利用できません"}} {
		t.Run(lang, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
			server.World().LimitChat("readonly")
			server.World().Say("bob", "alice", "read only")
			tab := NewTab(t)
			tab.Language(lang)
			host := hostOf(server)
			tab.SignIn(site.URL, site.URL+"/chat/user/"+server.World().PersonID("bob")+"@"+host, Member{Server: server, Who: "alice"})
			tab.says("read only")
			tab.Until(`document.querySelector(".talkfield").hidden && !document.querySelector(".talknote").hidden`, "no field")
			if got := tab.Text(".talknote"); !strings.Contains(got, words[0]) {
				t.Errorf("it says %q", got)
			}
			tab.Shot("chat-readonly-" + lang)
			tab.Axe("chat to be read")

			server.World().LimitChat("unavailable")
			tab.Reload()
			tab.Until(`document.querySelector('[data-page="unavailable"]')`, "word that it is not allowed")
			if got := tab.Text(`[data-page="unavailable"]`); !strings.Contains(got, words[1]) {
				t.Errorf("it says %q", got)
			}
			tab.Open(site.URL + "/?c=localTimeline@" + host)
			tab.state(0, "live")
			time.Sleep(2 * time.Second) // chat is asked about in a quiet moment
			if tab.Count(`.sidebar [data-do="chat"]:not([hidden])`) != 0 {
				t.Error("chat is offered")
			}
		})
	}
}

func TestChatAsAColumnAndFromAPersonsMenu(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	host := strings.TrimPrefix(server.URL, "http://")
	tab := NewTab(t)
	note := server.Post(streamtest.NoteSpec{By: "bob", Text: "write to me"})
	tab.SignIn(site.URL, site.URL+"/", Member{Server: server, Who: "alice"})
	tab.Open(site.URL + "/?c=localTimeline@" + host)
	tab.row(0, note.ID)
	tab.Until(`!document.querySelector('.sidebar [data-do="chat"]').hidden`, "button of chat")
	tab.Click(`[data-note-id="` + note.ID + `"] .head a.name, [data-note-id="` + note.ID + `"] .head a`)
	tab.Until(`document.querySelector(".profile [data-act=person]")`, "profile")
	tab.Click(`.profile [data-act=person]`)
	tab.Until(`[...document.querySelectorAll("dialog.menu .label")].some((n) => n.textContent === "Chat")`, "chat in the menu")
	Eval[any](tab, `([...document.querySelectorAll("dialog.menu .menuitem")].find((n) => n.querySelector(".label").textContent === "Chat").click(), 0)`)
	tab.Until(`document.querySelector(".talk[data-state=live]")`, "conversation")
	tab.Type(words, "as you wish\r")
	tab.says("as you wish")
	tab.Click(`[data-do="chat-column"]`)
	tab.Until(`document.querySelector("#deck .column[data-channel=chatUser] .msg")`, "column")
	tab.Settle()
	tab.Shot("chat-column")
	tab.Axe("column")
	server.World().Say("bob", "alice", "into the column")
	tab.says("into the column")
	arrived(t, server, "bob", "as you wish", 1)
}

func TestTheDemoAnswersInAChat(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "1")
	tab := Open(t, site.URL+"/")
	tab.Expect("favicon")
	tab.signIn(site, "demo", "alice", "all")
	tab.Look(390, 844, "light")
	tab.Until(`document.querySelector('[data-do="chat-phone"]') && !document.querySelector('[data-do="chat-phone"]').hidden`, "chat in the bar of the phone")
	tab.Click(`[data-do="chat-phone"]`)
	tab.Until(`document.querySelector(".talkrow")`, "conversations")
	tab.Click(`.talkrow`)
	tab.Until(`document.querySelector(".talk[data-state=live] .msg")`, "conversation")
	tab.Type(words, "Hello from the demo")
	tab.Click(`.talkfield .send`)
	tab.says("Hello from the demo")
	tab.UntilIn(2*Limit, `document.querySelector(".msg.mine ~ .msg:not(.mine):last-child")`, "answer")
	tab.Shot("chat-demo-phone")
}

func TestARoomIsJoinedByItsInvitationAndAReaderMayOnlyRead(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	host := strings.TrimPrefix(server.URL, "http://")
	var room struct{ ID string }
	ask := func(endpoint string, params map[string]any) {
		params["i"] = server.Token("bob")
		raw, _ := json.Marshal(params) // strings always marshal
		resp, err := http.Post(server.URL+"/api/"+endpoint, "application/json", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if err := json.NewDecoder(resp.Body).Decode(&room); err != nil || resp.StatusCode != 200 {
			t.Fatalf("%s: %s %v", endpoint, resp.Status, err)
		}
	}
	ask("chat/rooms/create", map[string]any{"name": "Night ferry"})
	id := room.ID
	ask("chat/rooms/invitations/create", map[string]any{"roomId": id, "userId": server.World().PersonID("alice")})
	server.World().Say("bob", id, "all aboard")
	tab := NewTab(t)
	tab.SignIn(site.URL, site.URL+"/chat@"+host, Member{Server: server, Who: "alice"})
	tab.Until(`document.querySelector(".invite")`, "invitation")
	tab.Shot("chat-invited")
	tab.Axe("invitation")
	tab.Click(`.invite .primary`)
	tab.says("all aboard")
	tab.Until(`document.querySelector("#page-title").textContent === "Night ferry" && document.querySelector(".msgname")`, "room with names")

	// A picture is pasted, uploaded and sent.
	Eval[any](tab, `(() => {
		const bytes = Uint8Array.from(atob(`+Quote(base64.StdEncoding.EncodeToString(dot))+`), (c) => c.charCodeAt(0)), data = new DataTransfer();
		data.items.add(new File([bytes], "image.png", {type: "image/png"}));
		document.querySelector(".talktext").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		return 0;
	})()`)
	tab.Until(`document.querySelector(".talkfile:not([hidden]) img")`, "uploaded picture")
	tab.Click(`.talkfield .send`)
	tab.Until(`document.querySelector(".msg.mine:not([data-state]) .media img")`, "message with the picture")

	reader := NewTab(t)
	reader.Expect("Failed to load resource") // of what else it may not
	reader.SignIn(site.URL, site.URL+"/chat/room/"+id+"@"+host, Member{Server: server, Who: "alice", Rights: []string{"read:account", "read:chat"}})
	reader.says("all aboard")
	reader.Until(`document.querySelector(".talkfield").hidden && document.querySelector(".talknote").innerText.includes("not write")`, "word of what is not allowed")
	if reader.Count(`.msg [data-act="pick"]`) != 0 {
		t.Error("reacting is offered")
	}
}
