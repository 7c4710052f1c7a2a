package e2e

import (
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// TestAFrozenAccountAndANewTokenAreSaid: what the server did to an account is told in its menu, and why.
// Whether a column shows the account makes no difference.
func TestAFrozenAccountAndANewTokenAreSaid(t *testing.T) {
	for _, x := range []struct {
		name, words string
		columnless  bool
		do          func(s *streamtest.Server, tab *Tab)
	}{
		{"frozen", "suspended", false, func(s *streamtest.Server, _ *Tab) { s.World().Suspend("alice", true); s.Drop() }},
		{"revoked while no column shows it", "no longer knows", true, func(s *streamtest.Server, tab *Tab) { s.World().RevokeToken(tab.secret()); s.Drop() }},
		{"regenerated", "made anew", false, func(s *streamtest.Server, tab *Tab) {
			Eval[any](tab, `fetch(`+Quote(s.URL+"/api/i/regenerate-token")+`, {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({i: `+Quote(s.Token("alice"))+`, password: "x"})}).then(() => 0)`)
		}},
	} {
		t.Run(x.name, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{History: -1})
			tab := NewTab(t)
			tab.Expect("401", "403", "204", "JSON", "WebSocket", "Failed to load resource")
			column := "homeTimeline@" + hostOf(server)
			if x.columnless {
				column = "localTimeline@" + hostOf(streamtest.NewServer(t, nil))
			}
			tab.SignIn(site.URL, site.URL+"/?c="+column, Member{Server: server, Who: "alice"})
			tab.state(0, "live")
			x.do(server, tab)
			tab.UntilIn(30*time.Second, `document.querySelector(".accountbutton .dot:not([hidden])")`, "mark on the account")
			tab.Click(`.sidebar [data-do="accounts"]`)
			if got := tab.Text("#dialog-accounts .account .error"); !strings.Contains(got, x.words) {
				t.Errorf("the account says %q", got)
			}
			tab.Axe("account in trouble")
		})
	}
}

// TestAnAccountIsShownAsItIsNow: a name changed elsewhere is the account's name here, also after a reload.
func TestAnAccountIsShownAsItIsNow(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	answerOf[any](tab, server, "alice", "i/update", `,"name":"Alice of the sea"`)
	tab.Click(`.sidebar [data-do="accounts"]`)
	shows := `document.querySelector("#dialog-accounts .account")?.innerText.includes("Alice of the sea")`
	tab.Until(shows, "the new name")
	tab.Reload()
	tab.Click(`.sidebar [data-do="accounts"]`)
	tab.Until(shows, "the new name after a reload")
	if !Eval[bool](tab, `!!document.querySelector("#dialog-accounts .account img")?.naturalWidth`) {
		t.Error("the account has no picture")
	}
}
