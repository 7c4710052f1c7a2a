package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"

	"nagare/stream/streamtest"
)

// alerted opens the notifications of alice beside her local timeline.
func alerted(t *testing.T, lang string) (*streamtest.Server, string, *Tab) {
	t.Helper()
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 51})
	tab := NewTab(t)
	tab.Language(lang)
	tab.SignIn(site.URL, site.URL+"/?c=localTimeline@"+hostOf(server), Member{Server: server, Who: "alice"})
	tab.state(0, "live")
	tab.Click(`.sidebar [data-do="notices"]`)
	tab.Until(`document.querySelector('[data-channel="main"][data-state="live"]')`, "notifications")
	tab.allRead(server)
	return server, site.URL, tab
}

// allRead marks what the town told alice before as read.
func (b *Tab) allRead(server *streamtest.Server) {
	b.T.Helper()
	if server.World().Unread("alice") > 0 {
		b.Until(`document.querySelector('[data-do="notices.read"]')?.disabled === false`, "something unread")
		b.Click(`[data-do="notices.read"]`)
	}
	b.Until(`document.querySelector(".bellbutton .unread").hidden && !/^\(/.test(document.title)`, "nothing unread")
}

func TestNotificationsOfEveryKind(t *testing.T) {
	for _, lang := range []string{"en-US", "ja-JP"} {
		t.Run(lang, func(t *testing.T) {
			server, _, tab := alerted(t, lang)
			w := server.World()
			mine := server.Post(streamtest.NoteSpec{By: "alice", Text: "鍋の準備ができました"})
			server.React(mine.ID, "bob", "👍")
			server.React(mine.ID, "carol", ":nagare:")
			server.Post(streamtest.NoteSpec{By: "bob", Renote: mine.ID})
			server.Post(streamtest.NoteSpec{By: "carol", Reply: mine.ID, Text: "すぐ行きます"})
			server.Post(streamtest.NoteSpec{By: "bob", Renote: mine.ID, Text: "読んで"})
			server.Post(streamtest.NoteSpec{By: "bob", Text: "@alice hello"})
			w.Notify("alice", "follow", "minato", nil)
			w.Unfollow("bob", "alice")
			w.Request("bob", "alice")
			w.Notify("alice", "achievementEarned", "", map[string]any{"achievement": "notes1"})
			w.Notify("alice", "app", "", map[string]any{"header": "Backup", "body": "done <b>today</b>", "icon": nil})
			w.Notify("alice", "roleAssigned", "", map[string]any{"role": map[string]any{"id": "r1", "name": "Gardener", "description": "waters"}})
			w.Notify("alice", "neverHeardOf", "bob", nil)
			for _, kind := range []string{"reaction", "renote", "reply", "quote", "mention", "follow", "receiveFollowRequest", "achievementEarned", "app", "roleAssigned", "neverHeardOf"} {
				tab.Until(`document.querySelector('[data-channel="main"] [data-notice="`+kind+`"]')`, "notification of kind "+kind)
			}
			if both := tab.Text(`[data-channel="main"] [data-notice="reaction"] .nwho`); !strings.Contains(both, "Carol") || !strings.Contains(both, "Bob") {
				t.Errorf("the reactions of two are told as %q", both)
			}
			if body := tab.Text(`[data-channel="main"] [data-notice="app"] .ntext`); body != "done <b>today</b>" {
				t.Errorf("the app says %q", body)
			}
			// What the server counts after three seconds is on the bell and in the title, and reading changes nothing by itself.
			tab.Until(`/^\(\d+\)/.test(document.title) && document.querySelector(".bellbutton .unread:not([hidden])")`, "badge")
			if n := w.Unread("alice"); n == 0 {
				t.Error("showing notifications marked them as read")
			}
			tab.EachLook(func(name string) {
				tab.Settle()
				tab.Shot("notices-" + lang + "-" + name)
				tab.Axe("notifications, " + name)
			})
			tab.Look(1400, 900, "light")

			// Accepting a request, by keyboard alone.
			Eval[any](tab, `document.querySelector('[data-notice="receiveFollowRequest"]').focus()`)
			for range 6 {
				tab.Key("\t")
				if Eval[bool](tab, `document.activeElement.dataset.act === "accept"`) {
					break
				}
			}
			tab.Key("\r")
			tab.Until(`document.querySelector('[data-notice="receiveFollowRequest"] .outcome')`, "outcome of the request")
			if left := w.Requests("alice"); len(left) != 0 {
				t.Errorf("requests left: %v", left)
			}

			// Only one kind.
			Eval[any](tab, `(() => { const s = document.querySelector('[data-do="notices.filter"]'); s.value = "reactions"; s.dispatchEvent(new Event("change", { bubbles: true })); })()`)
			tab.Until(`document.querySelector('[data-notice="reaction"]') && !document.querySelector('[data-notice="follow"]')`, "reactions only")
			Eval[any](tab, `(() => { const s = document.querySelector('[data-do="notices.filter"]'); s.value = ""; s.dispatchEvent(new Event("change", { bubbles: true })); })()`)
			tab.Until(`document.querySelector('[data-notice="follow"]')`, "all kinds")

			tab.Click(`[data-do="notices.read"]`)
			tab.Until(`!/^\(/.test(document.title) && document.querySelector(".bellbutton .unread").hidden`, "no badge")
			if n := w.Unread("alice"); n != 0 {
				t.Errorf("%d unread on the server after marking all as read", n)
			}

			// A notification leads to its note.
			tab.Click(`[data-notice="reply"] .nnote`)
			tab.Until(`location.pathname.startsWith("/notes/")`, "page of the note")
		})
	}
}

// TestAPhoneTellsOfNotifications: by the bell, which is there for who is signed in, and on the tab of their column.
func TestAPhoneTellsOfNotifications(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 53})
	url := site.URL + "/?c=localTimeline@" + hostOf(server)
	visitor := Open(t, url)
	visitor.Look(390, 844, "light")
	visitor.state(0, "live")
	const bell = `.bottombar [data-do="notices-phone"]`
	if visitor.Count(bell+`:not([hidden])`) != 0 {
		t.Error("a visitor has a bell")
	}

	tab := NewTab(t)
	tab.SignIn(site.URL, url, Member{Server: server, Who: "alice"})
	tab.state(0, "live")
	server.World().Notify("alice", "test", "", nil)
	tab.EachLook(func(name string) {
		if !strings.HasPrefix(name, "phone") {
			return
		}
		tab.Until(`document.querySelector('`+bell+` .unread')?.offsetParent && /\d/.test(document.querySelector('`+bell+`').innerText)`, "bell with a badge")
		tab.Settle()
		tab.Shot("phone-bell-" + name)
		tab.Axe("bell, " + name)
	})
	tab.Click(bell)
	const list = `document.querySelector('.slot[data-active] [data-channel="main"] .list')`
	tab.Until(list+`?.offsetParent && document.activeElement === `+list, "notifications")
	tab.Until(`document.querySelector('.bottombar .tab[aria-current="true"] .unread')?.offsetParent`, "count on their tab")
	if name := Eval[string](tab, `document.querySelector('.bottombar .tab[aria-current="true"]').textContent`); !strings.Contains(name, "unread") {
		t.Errorf("the tab is named %q", name)
	}
	tab.Settle()
	tab.Shot("phone-bell-tab")
	tab.Axe("tab with a count")
	tab.Click(`.bottombar [data-tab]`)
	tab.Until(`document.querySelector('.slot[data-active] [data-channel="localTimeline"]')`, "the timeline")
	if tab.Count(bell) != 0 {
		t.Error("a bell beside the tab of the only account")
	}
	tab.Click(`.bottombar .tab:has(.unread:not([hidden]))`)
	tab.Until(list+`?.offsetParent`, "the column that is there")
	tab.Click(`.slot[data-active] [data-do="notices.read"]`)
	tab.Until(`!document.querySelector(".bottombar .unread:not([hidden])")`, "no badge")
}

func TestTwoTabsKnowTheSameUnread(t *testing.T) {
	server, site, tab := alerted(t, "en-US")
	other := NewTab(t)
	other.SignIn(site, site+"/?c=localTimeline@"+hostOf(server), Member{Server: server, Who: "alice"})
	other.state(0, "live")
	server.World().Notify("alice", "test", "", nil)
	for _, b := range []*Tab{tab, other} {
		b.Until(`document.title.startsWith("(1)")`, "one unread")
	}
	tab.Click(`[data-do="notices.read"]`)
	for _, b := range []*Tab{tab, other} {
		b.Until(`!document.title.startsWith("(")`, "nothing unread")
	}
}

func TestAlertsAskFirstAndKeepQuietHours(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 52})
	tab := NewTab(t)
	// A browser without a screen grants nothing: the page's view of notifications is stood in for.
	Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.shown = []; window.asked = 0;
		window.Notification = class { static permission = "default"; static async requestPermission() { window.asked++; return Notification.permission = "granted"; } constructor(title, o) { window.shown.push([title, o.body, o.tag]); } };
		ServiceWorkerRegistration.prototype.showNotification = async (title, o) => { window.shown.push([title, o.body, o.tag]); };
		Object.defineProperty(document, "hasFocus", { value: () => false });`})
	tab.SignIn(site.URL, site.URL+"/?c=localTimeline@"+hostOf(server), Member{Server: server, Who: "alice"})
	tab.state(0, "live")
	tab.Click(`.sidebar [data-do="notices"]`)
	tab.Until(`document.querySelector('[data-channel="main"][data-state="live"]')`, "notifications")
	tab.allRead(server)
	mine := server.Post(streamtest.NoteSpec{By: "alice", Text: "soup"})
	server.React(mine.ID, "bob", "👍")
	tab.Until(`document.title.startsWith("(1)")`, "one unread")
	if n := Eval[int](tab, `shown.length + asked`); n != 0 {
		t.Error("something popped up, or asked, that nobody wanted")
	}

	tab.Click(`[data-do="notices.settings"]`)
	tab.Until(`document.querySelector('.menu [data-id="desktop"]')`, "settings")
	tab.Axe("settings of notifications")
	tab.Shot("alerts")
	tab.Click(`.menu [data-id="desktop"]`)
	tab.Until(`asked === 1 && document.querySelector('.menu [data-id="desktop"][aria-checked="true"]')`, "permission")
	tab.Click(`.menu [data-id="sound"]`)
	tab.Until(`document.querySelector('.menu [data-id="sound"][aria-checked="true"]')`, "sound")
	tab.Click(`.menu [data-id="kind-follows"]`)
	tab.Until(`document.querySelector('.menu [data-id="kind-follows"][aria-checked="false"]')`, "follows are silent")
	tab.Key("\x1b")
	tab.Until(`!document.querySelector(".menu") && document.activeElement.dataset.do === "notices.settings"`, "focus back")

	server.World().Notify("alice", "follow", "minato", nil)
	server.Post(streamtest.NoteSpec{By: "carol", Reply: mine.ID, Text: "on my way"})
	tab.Until(`shown.length === 1`, "a pop-up for the reply, none for the follow")
	got := Eval[[]string](tab, `shown[0]`)
	if !strings.Contains(got[0], "Carol") || !strings.HasSuffix(got[1], "on my way") {
		t.Errorf("it says %q", got)
	}
	tab.Until(`window.nagareToned >= 1`, "sound")

	tab.Click(`[data-do="notices.settings"]`)
	tab.Click(`.menu [data-id="quiet"]`)
	tab.Until(`document.querySelector("dialog.ask [name=from]")`, "quiet hours")
	tab.Axe("quiet hours")
	tab.Type(`dialog.ask [name=from]`, "00:00")
	tab.Type(`dialog.ask [name=until]`, "２３：５９")
	tab.Click(`dialog.ask [type=submit]`)
	server.Post(streamtest.NoteSpec{By: "bob", Reply: mine.ID, Text: "me too"})
	tab.Until(`document.title.startsWith("(4)")`, "four unread")
	time.Sleep(300 * time.Millisecond) // a pop-up that must not come has no moment to wait for
	if n := Eval[int](tab, `shown.length`); n != 1 && time.Now().Format("15:04") != "23:59" {
		t.Errorf("%d pop-ups within the quiet hours", n-1)
	}
}

func TestNotificationsThatDoNotLoadSayWhy(t *testing.T) {
	for lang, words := range map[string]struct{ why, again, right, rights string }{
		"en-US": {"has trouble of its own", "Try again", "does not include reading notifications", "Change rights"},
		"ja-JP": {"不調です", "もう一度", "通知を読む権限がありません", "権限を変更"},
	} {
		t.Run(lang, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 51})
			lift := server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "i/notifications", Status: 500})
			tab := NewTab(t)
			tab.Language(lang)
			tab.Expect("500", "Failed to load resource")
			at := site.URL + "/?c=localTimeline@" + hostOf(server)
			tab.SignIn(site.URL, at, Member{Server: server, Who: "alice"})
			tab.Click(`.sidebar [data-do="notices"]`)
			tab.Until(`document.querySelector('[data-channel="main"] .blank [data-do="notices.retry"]')`, "way to try again")
			if got := tab.Text(`[data-channel="main"] .blank`); !strings.Contains(got, words.why) || !strings.Contains(got, words.again) {
				t.Errorf("the column says %q", got)
			}
			tab.EachLook(func(name string) {
				tab.Until(`document.querySelector('[data-channel="main"] .blank [data-do="notices.retry"]')`, "way to try again")
				tab.Shot("notices-failed-" + lang + "-" + name)
				tab.Axe("failed notifications, " + name)
			})
			tab.Look(1400, 900, "light")
			lift()
			tab.Until(`document.querySelector('[data-notice]') || (document.querySelector('[data-do="notices.retry"]')?.click(), false)`, "notifications after another try")
		})
		// A sign-in without the right to read them, in a browser that keeps none from before.
		t.Run(lang+", without the right", func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 51})
			tab := NewTab(t)
			tab.Language(lang)
			me := server.World().PersonID("alice")
			at := site.URL + "/?c=localTimeline@" + hostOf(server)
			tab.SignIn(site.URL, at, Member{Server: server, Who: "alice", Rights: []string{"read:account"}})
			tab.Click(`.sidebar [data-do="notices"]`)
			tab.Until(`document.querySelector('[data-channel="main"] .blank a[data-do="login"]')`, "way to more rights")
			if got := tab.Text(`[data-channel="main"] .blank`); !strings.Contains(got, words.right) || !strings.Contains(got, words.rights) {
				t.Errorf("without the right the column says %q", got)
			}
			tab.Shot("notices-noright-" + lang)
			server.World().Notify("alice", "follow", "minato", nil)
			tab.Until(`document.querySelector('[data-channel="main"] .tail a[data-do="login"]')`, "the same below what came live")
			tab.Click(`[data-channel="main"] .tail a[data-do="login"]`)
			tab.Until(`location.pathname === "/login" && new URLSearchParams(location.search).get("for") === `+Quote(me), "sign-in page for this account")
		})
	}
}

func TestMutesHoldEverywhere(t *testing.T) {
	for _, lang := range []string{"en-US", "ja-JP"} {
		t.Run(lang, func(t *testing.T) {
			server, _, tab := alerted(t, lang)
			before := server.Post(streamtest.NoteSpec{By: "bob", Text: "natto for everybody"})
			tab.row(0, before.ID)
			tab.Click(`.sidebar [data-do="settings"]`)
			tab.Click(`#dialog-settings [data-do="mutes"]`)
			tab.Until(`document.querySelector('.menu .menuitem .icon')`, "menu of mutes")
			Eval[any](tab, `[...document.querySelectorAll(".menu [data-id]")].find((n) => n.dataset.id !== "back").click()`)
			tab.Until(`document.querySelector("dialog.ask [name=hard]")`, "mutes of this device")
			tab.Axe("mutes")
			tab.Type(`dialog.ask [name=soft]`, "豆腐")
			tab.Type(`dialog.ask [name=hard]`, "/NATTO(?=\\b)/i")
			tab.Shot("mutes-" + lang)
			tab.Click(`dialog.ask [type=submit]`)
			tab.Until(`!document.querySelector('[data-note-id="`+before.ID+`"]')`, "note that was there is hidden")
			if Eval[bool](tab, `document.querySelector("#dialog-settings").open`) {
				tab.Key("\x1b")
			}
			covered := server.Post(streamtest.NoteSpec{By: "bob", Text: "今夜は豆腐"})
			hidden := server.Post(streamtest.NoteSpec{By: "carol", Text: "@alice more natto"})
			shown := server.Post(streamtest.NoteSpec{By: "carol", Text: "soup"})
			tab.row(0, shown.ID)
			tab.Until(`document.querySelector('[data-note-id="`+covered.ID+`"][data-muted] button')`, "covered note")
			if tab.Count(`[data-note-id="`+hidden.ID+`"]`) != 0 || strings.Contains(tab.Text(column(0)), "豆腐に") {
				t.Error("a muted note shows")
			}
			if strings.Contains(tab.Text(`[data-channel="main"] .list`), "natto") {
				t.Error("a notification shows what is muted")
			}
			tab.Click(`[data-note-id="` + covered.ID + `"][data-muted] button`)
			tab.Until(`document.querySelector('[data-note-id="`+covered.ID+`"]:not([data-muted]) .text')`, "opened note")
			server.World().Edit(shown.ID, "soup of 豆腐")
			tab.Until(`document.querySelector('[data-note-id="`+shown.ID+`"][data-muted]')`, "note covered since it was edited")
			server.World().Edit(shown.ID, "soup")
			tab.Until(`document.querySelector('[data-note-id="`+shown.ID+`"]:not([data-muted]) .text')`, "note that is as before")
			server.World().Edit(shown.ID, "soup of natto")
			tab.Until(`!document.querySelector('[data-note-id="`+shown.ID+`"]')`, "note hidden since it was edited")
			shown = server.Post(streamtest.NoteSpec{By: "carol", Text: "salad"})
			tab.row(0, shown.ID)
			tab.Reload()
			tab.row(0, shown.ID)
			if tab.Count(`[data-note-id="`+before.ID+`"]`) != 0 {
				t.Error("after a reload a muted note shows")
			}
		})
	}
}
