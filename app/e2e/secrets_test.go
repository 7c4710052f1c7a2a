package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"nagare/stream/streamtest"
)

// everything is what a browser holds of the page, by where it lies: all storage but the vault, what is drawn and what
// was loaded.
func (b *Tab) everything() map[string]string {
	b.T.Helper()
	return Eval[map[string]string](b, `(async () => {
		const asked = (r) => new Promise((ok, bad) => { r.onsuccess = () => ok(r.result); r.onerror = () => bad(r.error); });
		const out = {
			"localStorage": JSON.stringify(Object.entries(localStorage)),
			"sessionStorage": JSON.stringify(Object.entries(sessionStorage)),
			"cookies": document.cookie,
			"the page": document.documentElement.outerHTML,
			"the address": location.href + JSON.stringify(history.state) + document.referrer + window.name,
			"the resources": performance.getEntriesByType("resource").map((e) => e.name).join(" "),
		};
		for (const d of await indexedDB.databases()) {
			if (d.name === "nagare-vault") continue;
			const db = await asked(indexedDB.open(d.name));
			for (const s of db.objectStoreNames) {
				const os = db.transaction(s).objectStore(s);
				out["database " + d.name + "/" + s] = JSON.stringify([await asked(os.getAllKeys()), await asked(os.getAll())]);
			}
			db.close();
		}
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const r of await cache.keys()) {
				const kept = await cache.match(r);
				out["cache " + name + " " + r.url] = r.url + (/wasm/.test(r.url) ? "" : await kept.text());
			}
		}
		return out;
	})()`)
}

// TestATokenIsNowhereButInTheVault takes part in all ways, also in those that fail, and looks through everything that is
// left behind. Requests may carry the token to its own server only: in their body, in the header of an upload, or in the
// address of the socket, which a browser that cannot reach it writes into its own log, where no page can read it.
func TestATokenIsNowhereButInTheVault(t *testing.T) {
	server, site, tab := member(t, &streamtest.Options{History: -1}, "alice", "all")
	secret := tab.secret()
	if len(secret) < 8 {
		t.Fatal("no token is kept")
	}
	tab.Expect("ERR_", "Failed to load resource", "WebSocket", "CORS")
	var mu sync.Mutex
	var leaks []string
	sent, sockets := 0, 0
	err := chromedp.Listen(tab.Ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := ev.(type) {
		case *network.EventRequestWillBeSent:
			u, _ := url.Parse(e.Request.URL)
			body := ""
			for _, p := range e.Request.PostDataEntries {
				body += string(p.Bytes)
			}
			if strings.Contains(body, secret) {
				sent++
			}
			if strings.Contains(e.Request.URL+e.DocumentURL, secret) || strings.Contains(body+fmt.Sprint(e.Request.Headers), secret) && u.Host != hostOf(server) {
				leaks = append(leaks, e.Request.Method+" "+strings.ReplaceAll(e.Request.URL, secret, "[token]"))
			}
		case *network.EventWebSocketCreated:
			u, _ := url.Parse(e.URL)
			if strings.Contains(e.URL, secret) {
				sockets++
				if u.Host != hostOf(server) {
					leaks = append(leaks, "socket to "+u.Host)
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	Call(tab, network.Enable, network.EnableParams{})
	tab.Open(site.URL + "/")
	tab.state(0, "live")
	note := server.Post(streamtest.NoteSpec{By: "bob", Text: "react to me"})
	tab.row(0, note.ID)
	server.React(note.ID, "carol", "👍")
	tab.pillIs(note.ID, "👍", "1", "false")
	tab.Click(rowOf(note.ID) + ` [data-reaction="👍"]`)
	reacted(t, server, note.ID, "👍", 2)
	tab.compose()
	tab.giveFile("drop", "dropped.png", "1")
	tab.attached(1)
	tab.Type(field, "with a file")
	tab.control("Enter")
	tab.closed()
	once(t, server, "with a file")
	tab.compose()
	tab.Type(field, "never sent")
	said := ""
	for _, status := range []int{403, 500} {
		server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: status, Path: "notes/create", Times: 1})
		tab.Click(`#compose [data-do="send"]`)
		tab.Until(`[...document.querySelectorAll("#compose .composesays .error")].some((n) => !n.hidden && n.innerText !== `+Quote(said)+`) && !document.querySelector('#compose [data-do="send"]').disabled`, "failure")
		said = tab.Text("#compose .composesays .error")
	}
	server.Stop()
	tab.Click(`#compose [data-do="send"]`)
	tab.Until(`document.querySelector("#compose .composesays").textContent.includes("could not be reached")`, "server away")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	tab.Click(`#compose [data-do="close"]`)
	tab.closed()
	tab.state(0, "live")
	look := func(when string) map[string]string {
		t.Helper()
		all := tab.everything()
		for _, line := range tab.Console() {
			if !strings.HasPrefix(line, "network error: WebSocket connection to") {
				all["the console"] += line + "\n"
			}
		}
		for where, what := range all {
			if strings.Contains(what, secret) {
				t.Errorf("%s the token is in %s", when, where)
			}
		}
		return all
	}
	if all := look("signed in,"); !strings.Contains(all["localStorage"], "never sent") || len(all) < 8 {
		t.Errorf("it was not looked everywhere: %d places", len(all))
	}
	for _, path := range []string{"/settings", "/notes/" + note.ID + "@" + hostOf(server), "/@bob@" + hostOf(server)} {
		tab.Open(site.URL + path)
		tab.Settle()
		look("on " + path)
	}
	mu.Lock()
	for _, l := range leaks {
		t.Errorf("the token went along with %s", l)
	}
	if sent == 0 || sockets == 0 {
		t.Errorf("%d requests and %d sockets with the token were seen, the test sees too little", sent, sockets)
	}
	mu.Unlock()

	// Signing out leaves nothing of the account, also not what was cached under it.
	tab.Open(site.URL + "/")
	tab.state(0, "live")
	tab.Click(`.sidebar [data-do="accounts"]`)
	tab.Click(`#dialog-accounts [data-do="signout"]`)
	tab.Click(`#dialog-accounts .sure:not([hidden]) [data-do="signout-sure"]`)
	tab.Until(`!document.querySelector('[data-channel="homeTimeline"]') && `+Mounted, "deck without the account")
	if kept := strings.Join(tab.vault(), " "); strings.Contains(kept, secret) || strings.Contains(kept, "account:") {
		t.Error("the vault keeps the account")
	}
	id := server.World().PersonID("alice")
	for where, what := range look("signed out,") {
		if where != "the console" && where != "the resources" && strings.Contains(what, id) {
			t.Errorf("signed out, %s knows the account", where)
		}
	}
}

// TestRightsAreRaisedInPlaceOnAStaticHost signs in on a host of files below a prefix, where /miauth is answered by
// 404.html, then asks for more rights: the account stays one, with its columns.
func TestRightsAreRaisedInPlaceOnAStaticHost(t *testing.T) {
	host := hosted(t, pages(exported(t, "/repo"), "/repo"))
	defer host.Close()
	server := streamtest.NewServer(t, &streamtest.Options{History: -1})
	site := &Site{URL: host.URL + "/repo"}
	tab := NewTab(t)
	tab.Expect("404 (Not Found)", "favicon")
	tab.signIn(site, hostOf(server), "alice", "read")
	columns := tab.Count("[data-column]")
	n := server.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
	tab.row(0, n.ID)
	if tab.Count(rowOf(n.ID)+` [data-act="reply"]`) != 0 {
		t.Error("who may read is offered to write")
	}
	tab.Click(`.sidebar [data-do="accounts"]`)
	tab.Until(`document.querySelector('#dialog-accounts a[href*="/login?"][href*="for="]')`, "way to more rights")
	tab.Click(`#dialog-accounts a[href*="/login?"][href*="for="]`)
	tab.Until(`document.querySelector('.loginform input[value="react"]:checked')`, "the next level")
	tab.Click(`.loginform input[value="all"]`)
	Eval[any](tab, `void (document.querySelector(".perms").open = true)`)
	tab.Until(`[...document.querySelectorAll(".perms code")].some((n) => n.textContent === "write:notes")`, "permissions of everything")
	perms := Eval[[]string](tab, `[...document.querySelectorAll(".perms code")].map((n) => n.textContent)`)
	tab.Click(`.loginform button[type=submit]`)
	tab.Until(`document.querySelector('button[name=who][value="alice"]')`, "page of the server")
	asked := Eval[string](tab, `new URLSearchParams(location.search).get("permission")`)
	if asked != strings.Join(perms, ",") {
		t.Errorf("shown were %q, asked for was %q", perms, asked)
	}
	tab.Click(`button[name=who][value="alice"]`)
	tab.Until(`document.querySelector('[data-channel="homeTimeline"][data-state="live"]')`, "home timeline")
	tab.row(0, n.ID)
	tab.Until(`document.querySelector('`+rowOf(n.ID)+` [data-act="reply"]')`, "way to answer")
	if got := tab.Count("[data-column]"); got != columns {
		t.Errorf("%d columns, before %d", got, columns)
	}
	accounts := 0
	for _, k := range tab.vault() {
		if strings.HasPrefix(k, "account:") {
			accounts++
		}
	}
	if accounts != 1 {
		t.Errorf("%d accounts are kept", accounts)
	}
	if left := strings.Join(tab.vault(), " "); strings.Contains(left, "signin") {
		t.Error("a sign-in that is over is kept")
	}
}
