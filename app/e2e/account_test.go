package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

func hostOf(s *streamtest.Server) string { return strings.TrimPrefix(s.URL, "http://") }

// signIn signs somebody in through the server's own page, by mouse, with a level of rights.
func (b *Tab) signIn(site *Site, host, who, rights string) {
	b.T.Helper()
	b.Open(site.URL + "/login?host=" + url.QueryEscape(host))
	b.Until(`document.querySelector("#login-page-host")?.value === `+Quote(host), "sign-in form")
	b.Click(`.loginform input[value="` + rights + `"]`)
	b.Click(`.loginform button[type=submit]`)
	b.Until(`document.querySelector('button[name=who][value="`+who+`"]')`, "page of the server")
	b.Click(`button[name=who][value="` + who + `"]`)
	b.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
}

// member opens the deck of somebody signed in on a fresh, quiet server: home is column 0.
func member(t *testing.T, o *streamtest.Options, who, rights string) (*streamtest.Server, *Site, *Tab) {
	t.Helper()
	return memberIn(t, "en-US", o, who, rights)
}

// memberIn is member in a browser that prefers a language.
func memberIn(t *testing.T, lang string, o *streamtest.Options, who, rights string) (*streamtest.Server, *Site, *Tab) {
	t.Helper()
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, o)
	tab := NewTab(t)
	tab.Language(lang)
	tab.Expect("favicon")
	tab.signIn(site, hostOf(server), who, rights)
	return server, site, tab
}

// vault reads what IndexedDB keeps: names and values in turn.
func (b *Tab) vault() []string {
	b.T.Helper()
	return Eval[[]string](b, `nagareVault.all()`)
}

// secret is the token in the vault.
func (b *Tab) secret() string {
	b.T.Helper()
	return Eval[string](b, `nagareVault.all().then((kept) => JSON.parse(kept[kept.findIndex((k) => k.startsWith("account:")) + 1]).token)`)
}

func TestSignInOnTheDemoByMouse(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.Expect("favicon")
	tab.Until(`document.querySelector('[data-column="1"]')`, "columns of the demo")
	if Eval[bool](tab, `nagareProgram.taking`) {
		t.Error("who only watches got the program for taking part")
	}
	tab.Click(`.sidebar [data-do="accounts"]`)
	tab.Until(`document.querySelector("#login-page-host")?.value === "demo"`, "sign-in form")
	tab.Click(`.loginform button[type=submit]`)
	tab.Until(`document.querySelector('button[name=who][value="alice"]')`, "page of the demo")
	if u := Eval[string](tab, `location.href`); !strings.Contains(u, "/_demo/miauth/") {
		t.Errorf("the page of the demo is %s", u)
	}
	tab.Click(`button[name=who][value="alice"]`)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-host="demo"][data-state="live"]')`, "home timeline")
	if got := Eval[string](tab, `location.pathname + location.search`); got != "/" {
		t.Errorf("the way back ended at %s", got)
	}
	if n := tab.Count(`[data-column]`); n != 3 {
		t.Errorf("%d columns, want home and the two of before", n)
	}
	tab.Until(`document.querySelector('[data-channel="localTimeline"] .host').innerText === "@alice@demo"`, "local timeline as alice")

	secret := tab.secret()
	if len(secret) < 8 {
		t.Fatalf("no token is kept: %v", tab.vault())
	}
	for what, js := range map[string]string{
		"localStorage": `JSON.stringify(Object.entries(localStorage))`, "sessionStorage": `JSON.stringify(Object.entries(sessionStorage))`,
		"cookies": `document.cookie`, "the page": `document.documentElement.outerHTML`, "the address": `location.href + JSON.stringify(history.state)`,
		"what was loaded": `JSON.stringify(performance.getEntriesByType("resource").map((e) => e.name))`,
	} {
		if strings.Contains(Eval[string](tab, js), secret) {
			t.Errorf("the token is in %s", what)
		}
	}
	tab.Click(`.sidebar [data-do="share"]`)
	tab.Until(`document.querySelector(".vh[role=status]")?.innerText || [...document.querySelectorAll("[role=status]")].some((n) => n.textContent.includes("c="))`, "word of the link")
	for _, line := range tab.Console() {
		if strings.Contains(line, secret) {
			t.Errorf("the token is in the console: %s", line)
		}
	}

	tab.Reload()
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline after a reload")

	tab.Click(`.sidebar [data-do="accounts"]`)
	tab.Click(`#dialog-accounts [data-do="signout"]`)
	tab.Click(`#dialog-accounts .sure:not([hidden]) [data-do="signout-sure"]`)
	tab.Until(`document.querySelector('[data-channel="localTimeline"][data-state="live"] .host')?.innerText === "demo" && !document.querySelector('[data-channel="homeTimeline"]')`, "deck without the account")
	if kept := strings.Join(tab.vault(), " "); strings.Contains(kept, secret) {
		t.Errorf("after signing out the vault keeps %s", kept)
	}
}

func TestSignInByKeyboardInJapanese(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0", "-prefix", "/repo")
	tab := NewTab(t)
	tab.Expect("favicon")
	tab.Language("ja-JP")
	tab.Open(site.URL + "/login")
	tab.Until(`document.querySelector("#login-page-host")?.value === "demo"`, "sign-in form")
	press := func(key, until, what string) {
		t.Helper()
		for range 40 {
			if Eval[bool](tab, until) {
				return
			}
			tab.Key(key)
		}
		t.Fatalf("%s cannot be reached by keyboard", what)
	}
	press(kb.Tab, `document.activeElement.name === "login-page-rights"`, "the rights")
	tab.Key(kb.ArrowDown)
	if got := Eval[string](tab, `document.activeElement.value`); got != "all" {
		t.Errorf("below reacting comes %q", got)
	}
	press(kb.Tab, `document.activeElement.type === "submit"`, "the button")
	if words := Eval[string](tab, `document.activeElement.innerText`); words != "サーバーへ進む" {
		t.Errorf("the button says %q", words)
	}
	tab.Key(kb.Enter)
	tab.Until(`document.querySelector('button[name=who]')`, "page of the demo")
	press(kb.Tab, `document.activeElement.name === "who"`, "the people")
	tab.Key(kb.Enter)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
	if got := Eval[string](tab, `location.pathname`); got != "/repo/" {
		t.Errorf("under a prefix the way back ended at %s", got)
	}
	if rights := Eval[string](tab, `nagareVault.all().then((k) => JSON.parse(k[1]).rights)`); rights != "all" {
		t.Errorf("the rights are %q", rights)
	}
}

func TestAReturnThatIsNotOursIsRefused(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, nil)
	tab := NewTab(t)
	tab.Expect("favicon")
	for _, query := range []string{"", "?session=", "?session=11111111-2222-3333-4444-555555555555", "?session=%3Cscript%3E", "?session=../../i"} {
		tab.Open(site.URL + "/miauth" + query)
		tab.Until(`document.querySelector('[data-fail="unknown-session"]')`, "refusal of "+query)
		if got := Eval[string](tab, `location.search`); got != "" {
			t.Errorf("the address still says %s", got)
		}
	}
	if n := len(server.Received()); n != 0 {
		t.Errorf("the server heard %d frames", n)
	}

	// Denied on the server, and a session that was used.
	begin := func() string {
		tab.Open(site.URL + "/login?host=" + hostOf(server))
		tab.Until(`document.querySelector("#login-page-host")?.value`, "form")
		tab.Click(`.loginform button[type=submit]`)
		tab.Until(`document.querySelector("button.no")`, "page of the server")
		return Eval[string](tab, `location.pathname.split("/").pop()`)
	}
	session := begin()
	tab.Click("button.no")
	tab.Until(`document.body.innerText.includes("Nothing was allowed")`, "word of the server")
	tab.Open(site.URL + "/miauth?session=" + session)
	tab.Until(`document.querySelector('[data-fail="denied"]')`, "word that it was denied")
	tab.Open(site.URL + "/miauth?session=" + session)
	tab.Until(`document.querySelector('[data-fail="unknown-session"]')`, "refusal of a session that is over")

	// The server is gone at the return: nothing is lost, it is asked again.
	session = begin()
	if resp, err := http.PostForm(Eval[string](tab, `location.href`), url.Values{"who": {"alice"}}); err == nil {
		resp.Body.Close()
	}
	tab.Expect("ERR_CONNECTION_REFUSED", "Failed to load resource", "WebSocket")
	server.Stop()
	tab.Open(site.URL + "/miauth?session=" + session)
	tab.Until(`document.querySelector('[data-fail="unreachable"]')`, "word that the server is gone")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	tab.Click(`[data-do="miauth-again"]`)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
}

func TestASignInThatWentWrongSaysWhatToDo(t *testing.T) {
	for lang, words := range map[string]struct{ expired, lost, used, unknown string }{
		"en-US": {"begun too long ago. Start again", "does not answer. Check", "or was used before. Start again", "or is over. Start again from here"},
		"ja-JP": {"時間切れです。最初からやり直してください", "応答しません。アドレスとネットワークを確かめて", "最初からやり直して許可してください", "ここからやり直してください"},
	} {
		t.Run(lang, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, nil)
			tab := NewTab(t)
			tab.Language(lang)
			tab.Expect("favicon", "ERR_EMPTY_RESPONSE", "Failed to load resource")
			failed := func(code, what string) {
				t.Helper()
				tab.Until(`document.querySelector('[data-fail="`+code+`"]')`, code)
				if got := tab.Text(`[data-fail]`); !strings.Contains(got, what) {
					t.Errorf("%s: it says %q", code, got)
				}
				if tab.Count(`.card a[href*="/login"]`) != 1 {
					t.Errorf("%s: no way to start again", code)
				}
			}

			// Begun two hours ago.
			const old = "11111111-2222-3333-4444-555555555555"
			tab.Open(site.URL + "/login")
			Eval[any](tab, `nagareVault.put("signin:`+old+`", JSON.stringify({session: "`+old+`", origin: `+Quote(server.URL)+`, rights: "read", permissions: [], at: new Date(Date.now() - 2 * 3600e3).toISOString()})).then(() => 0)`)
			tab.Open(site.URL + "/miauth?session=" + old)
			failed("expired", words.expired)
			tab.Until(`nagareVault.all().then((kept) => !kept.some((k) => k.startsWith("signin:")))`, "forgotten session")
			tab.Open(site.URL + "/miauth?session=" + old)
			failed("unknown-session", words.unknown)

			// The server gave the token and its answer was lost: one may ask again, and hears that it gives it only once.
			tab.Open(site.URL + "/login?host=" + hostOf(server))
			tab.Until(`document.querySelector("#login-page-host")?.value`, "form")
			tab.Click(`.loginform button[type=submit]`)
			tab.Until(`document.querySelector('button[name=who][value="alice"]')`, "page of the server")
			server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "miauth/check", Times: 1})
			tab.Click(`button[name=who][value="alice"]`)
			failed("unreachable", words.lost)
			tab.Shot("miauth-lost-" + lang)
			tab.Click(`[data-do="miauth-again"]`)
			failed("denied", words.used)
			if tab.Count(`[data-do="miauth-again"]:not([hidden])`) != 0 {
				t.Error("a session that was used may be asked about again")
			}
			if kept := strings.Join(tab.vault(), " "); strings.Contains(kept, "signin:") || strings.Contains(kept, "account:") {
				t.Errorf("the vault keeps %s", kept)
			}
			tab.Click(`.card a[href*="/login"]`)
			tab.Until(`document.querySelector("#login-page-host")?.value === `+Quote(hostOf(server)), "form for the same server")
		})
	}
}

func TestSignInAsAnInstalledApp(t *testing.T) {
	site := Serve(t, "-demo=false", "-prefix", "/repo")
	server := streamtest.NewServer(t, nil)
	tab := NewTab(t)
	tab.Expect("favicon")
	Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `Object.defineProperty(window, "opener", {get() { throw new Error("opener"); }}); window.open = () => { throw new Error("open"); };`})
	tab.Open(site.URL + "/login?host=" + hostOf(server))
	// Where the server sends the person back to is a place of the app: its window takes it.
	if !Eval[bool](tab, `fetch(document.querySelector("link[rel=manifest]").href).then((r) => r.json()).then((m) => {
		const inside = (p) => new URL(p, location).href.startsWith(new URL(m.scope, location).href);
		return m.display === "standalone" && inside(m.start_url) && inside("/repo/miauth");
	})`) {
		t.Error("the return is outside of the app")
	}
	tab.Until(`document.querySelector("#login-page-host")?.value`, "form")
	tab.Click(`.loginform button[type=submit]`)
	tab.Until(`document.querySelector('button[name=who][value="alice"]')`, "page of the server")
	if back := Eval[string](tab, `new URLSearchParams(location.search).get("callback")`); back != site.URL+"/miauth" && back != strings.TrimSuffix(site.URL, "/repo")+"/repo/miauth" {
		t.Errorf("the way back is %s", back)
	}
	tab.Click(`button[name=who][value="alice"]`)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
}

func TestWrongServersSayWhatToDo(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/login")
	tab.Expect("Failed to load resource", "ERR_CONNECTION_REFUSED", "CORS", "favicon", "405", "404")
	gone := streamtest.NewServer(t, nil)
	gone.Stop()
	for host, want := range map[string]string{"": "first", "not a host": "not a server address", hostOf(gone): "does not answer", strings.TrimPrefix(site.URL, "http://"): "not a Misskey server"} {
		Eval[any](tab, `(() => { const f = document.querySelector("#login-page-host"); f.value = `+Quote(host)+`; f.dispatchEvent(new Event("input", {bubbles: true})); })()`)
		tab.Settle()
		tab.Click(`.loginform button[type=submit]`)
		tab.Until(`document.querySelector(".loginform [role=alert]").innerText.includes(`+Quote(want)+`)`, want+" for "+host)
	}
	if got := Eval[string](tab, `document.activeElement.id`); got != "login-page-host" {
		t.Errorf("the focus is on %q", got)
	}
	tab.Click(`[data-do="login-mode"]`)
	Eval[any](tab, `(() => { const f = document.querySelector("#login-page-host"); f.value = "demo"; f.dispatchEvent(new Event("input", {bubbles: true})); })()`)
	tab.Until(`document.querySelector("#login-page-token")?.offsetParent`, "field for the token")
	tab.Type("#login-page-token", "wrongTokenWrongToken")
	tab.Click(`.loginform button[type=submit]`)
	tab.Expect("401")
	tab.Until(`document.querySelector(".loginform [role=alert]").innerText.includes("does not know this token")`, "word about the token")
	if strings.Contains(tab.Text("body"), "wrongTokenWrongToken") {
		t.Error("the page shows the token")
	}
}

func TestAPastedTokenSignsIn(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, nil)
	tab := Open(t, site.URL+"/login?host="+hostOf(server))
	tab.Click(`[data-do="login-mode"]`)
	tab.Type("#login-page-token", server.Token("bob"))
	tab.Key(kb.Enter)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
	tab.Until(`document.querySelector('[data-column="0"] .host').innerText.startsWith("@bob@")`, "bob")
}

func TestWithoutStorageASignInLivesAsLongAsThePage(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, nil)
	tab := NewTab(t)
	tab.Expect("favicon", "indexedDB")
	Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `Object.defineProperty(window, "indexedDB", {get() { throw new DOMException("blocked", "SecurityError"); }}); window.open = (u) => { window.opened = u; return null; };`})
	tab.Open(site.URL + "/login?host=" + hostOf(server))
	tab.Until(`[...document.querySelectorAll(".loginform .hint")].some((n) => !n.hidden)`, "notice that nothing is kept")
	tab.Click(`.loginform button[type=submit]`)
	tab.Until(`window.opened && document.querySelector('[data-do="login-check"]')`, "other window")
	resp, err := http.PostForm(Eval[string](tab, `window.opened`), url.Values{"who": {"alice"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	tab.Click(`[data-do="login-check"]`)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
}

func TestTwoAccountsOnTwoServers(t *testing.T) {
	first, site, tab := member(t, &streamtest.Options{Seed: 1}, "alice", "react")
	second := streamtest.NewServer(t, &streamtest.Options{Seed: 2})
	tab.signIn(site, hostOf(second), "bob", "read")
	tab.Until(`document.querySelectorAll('[data-channel="homeTimeline"][data-state="live"]').length === 2`, "two home timelines")
	hosts := Eval[[]string](tab, `[...document.querySelectorAll('[data-column] .host')].map((n) => n.innerText)`)
	if len(hosts) != 2 || hosts[0] != "@bob@"+hostOf(second) || hosts[1] != "@alice@"+hostOf(first) {
		t.Errorf("columns of %q", hosts)
	}
	a := first.Post(streamtest.NoteSpec{By: "alice", Text: "on the first"})
	b := second.Post(streamtest.NoteSpec{By: "bob", Text: "on the second"})
	tab.row(1, a.ID)
	tab.row(0, b.ID)
	if tab.Count(column(0)+` .act.pick`) != 0 || tab.Count(column(1)+` .act.pick`) == 0 {
		t.Error("rights of the accounts are mixed up")
	}
}

func TestARevokedTokenIsRecognised(t *testing.T) {
	server, _, tab := member(t, nil, "alice", "react")
	tab.Expect("401", "WebSocket", "Failed to load resource")
	server.World().RevokeToken(tab.secret())
	server.Drop()
	tab.UntilIn(30*time.Second, `document.querySelector('[data-column="0"] [data-do="login"]')`, "way to sign in again")
	tab.Until(`document.querySelector(".accountbutton .dot:not([hidden])")`, "mark on the account")
	tab.Click(`.sidebar [data-do="accounts"]`)
	if words := tab.Text("#dialog-accounts .account .error"); !strings.Contains(words, "revoked") {
		t.Errorf("the account says %q", words)
	}
}

func TestSigningInIsAccessible(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/login")
	tab.Until(`document.querySelector("#login-page-host")?.value === "demo"`, "form")
	tab.EachLook(func(name string) {
		tab.Axe("login " + name)
		tab.Shot("login-" + name)
	})
	Eval[any](tab, `document.querySelector(".perms").open = true`)
	tab.EachLook(func(name string) { tab.Axe("login with its permissions " + name) })
	tab.Open(site.URL + "/miauth")
	tab.Until(`document.querySelector("[data-fail]")`, "refusal")
	tab.EachLook(func(name string) { tab.Axe("refused return " + name); tab.Shot("miauth-" + name) })
}
