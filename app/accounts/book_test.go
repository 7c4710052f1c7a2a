//go:build !js

package accounts_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"nagare/app/accounts"
	"nagare/app/store"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

var now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

const session = "0b6f5a52-3f3e-4d7a-9c43-0d7c8a1c2e55"

func code(err error) accounts.FailCode {
	var f *accounts.Failure
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func TestParseReturn(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"session=" + session:                  session,
		"x=1&session=" + session:              session,
		"session=" + strings.ToUpper(session): "",
		"session=":                            "",
		"":                                    "",
		"session=../../etc/passwd":            "",
		"session=" + session + "&session=" + session: "", // two of them: not ours
		"session=" + session + "%0d":                 "",
		"session=%zz":                                "",
		"Session=" + session:                         "",
	} {
		got, ok := accounts.ParseReturn(query)
		if ok != (want != "") || ok && got != want {
			t.Errorf("ParseReturn(%q) = %q, %v", query, got, ok)
		}
	}
}

func TestSafeBack(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/": "/", "/?c=a@b": "/?c=a@b", "": "/", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/", "javascript:alert(1)": "/", "/a\nb": "/",
	} {
		if got := accounts.SafeBack(in); got != want {
			t.Errorf("SafeBack(%q) = %q, want %q", in, got, want)
		}
	}
}

// A sign-in counts only in the browser that began it, only for its server, only once and only for an hour.
func TestASignInIsBoundAndOver(t *testing.T) {
	t.Parallel()
	var b accounts.Book
	in := accounts.NewSignIn(session, "https://misskey.example", misskey.RightsReact, now)
	keep, _ := b.Begin(in)

	var later accounts.Book // the same browser after the way to the server and back
	later.Load([]accounts.Record{keep})
	got, err := later.Pending(session, now.Add(time.Minute))
	if err != nil || got.Origin != in.Origin || got.Rights != in.Rights || len(got.Permissions) != len(in.Permissions) {
		t.Fatalf("Pending = %+v, %v", got, err)
	}
	if _, err := later.Pending("11111111-2222-3333-4444-555555555555", now); code(err) != accounts.FailUnknownSession {
		t.Errorf("a forged session: %v", err)
	}
	if _, err := later.Pending(session, now.Add(2*time.Hour)); code(err) != accounts.FailExpired {
		t.Errorf("an old session: %v", err)
	}
	if _, err := later.Pending(session, now.Add(-2*time.Hour)); code(err) != accounts.FailExpired {
		t.Errorf("a session from the future: %v", err)
	}
	if forget := later.End(session); forget.Name != keep.Name || forget.Value != "" {
		t.Errorf("End forgets %+v, kept was %q", forget, keep.Name)
	}
	if _, err := later.Pending(session, now); code(err) != accounts.FailUnknownSession {
		t.Errorf("a used session: %v", err)
	}

	var other accounts.Book // a record under a name that is not its own
	other.Load([]accounts.Record{{Name: "signin:11111111-2222-3333-4444-555555555555", Value: keep.Value}})
	if _, ok := other.Waiting(now); ok {
		t.Error("a record under another name was taken in")
	}
}

func TestOldSignInsAreForgotten(t *testing.T) {
	t.Parallel()
	var b accounts.Book
	old, _ := b.Begin(accounts.NewSignIn(session, "https://a.example", misskey.RightsRead, now))
	_, forget := b.Begin(accounts.NewSignIn("11111111-2222-3333-4444-555555555555", "https://a.example", misskey.RightsRead, now.Add(3*time.Hour)))
	if len(forget) != 1 || forget[0].Name != old.Name {
		t.Errorf("forgotten: %+v", forget)
	}
	if w, ok := b.Waiting(now.Add(3 * time.Hour)); !ok || w.Session == session {
		t.Errorf("waiting: %+v, %v", w, ok)
	}
}

func TestThePageOfTheServer(t *testing.T) {
	t.Parallel()
	in := accounts.NewSignIn(session, "http://localhost:9/_demo", misskey.RightsRead, now)
	u, err := url.Parse(in.Page("https://user.example/repo", "https://user.example/repo/web/x/icon.png", true))
	if err != nil || u.Path != "/_demo/miauth/"+session || u.Query().Get("callback") != "https://user.example/repo/miauth" ||
		u.Query().Get("permission") != strings.Join(misskey.Permissions(misskey.RightsRead), ",") {
		t.Errorf("page %v, %v", u, err)
	}
	if u, _ := url.Parse(in.Page("https://user.example", "", false)); u.Query().Has("callback") {
		t.Error("a callback where nobody will remember")
	}
}

// sign plays the person on the server's page.
func sign(t *testing.T, page, who string) {
	t.Helper()
	resp, err := http.PostForm(page, url.Values{"who": {who}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func TestSigningInOnAServer(t *testing.T) {
	t.Parallel()
	server := streamtest.NewServer(t, nil)
	ctx := context.Background()
	var b accounts.Book
	if err := b.Probe(ctx, server.URL); err != nil {
		t.Fatal(err)
	}
	in := accounts.NewSignIn(session, server.URL, misskey.RightsReact, now)
	if _, _, err := b.Finish(ctx, in, now); code(err) != accounts.FailDenied {
		t.Errorf("before it was allowed: %v", err)
	}
	sign(t, in.Page("http://app.invalid", "", false), "alice")
	a, token, err := b.Finish(ctx, in, now)
	if err != nil || a.Username != "alice" || a.Origin != server.URL || a.Rights != misskey.RightsReact || token.IsZero() {
		t.Fatalf("Finish = %+v, %v", a, err)
	}
	if _, _, err := b.Finish(ctx, in, now); code(err) != accounts.FailDenied {
		t.Errorf("the second time: %v", err)
	}
	kept := b.Put(a, token)
	src := a.Source()
	if got, permissions, ok := b.Credentials(src); !ok || got != token.Reveal() || len(permissions) == 0 {
		t.Error("no credentials")
	}
	if !b.Can(src, "write:reactions") || b.Can(src, "write:notes") || b.Can(store.Source(server.URL), "read:account") {
		t.Error("rights are not those asked for")
	}
	if trouble, err := b.Check(ctx, src); trouble != accounts.TroubleNone || err != nil {
		t.Errorf("a fresh token: %q, %v", trouble, err)
	}

	server.World().Suspend("alice", true)
	if trouble, _ := b.Check(ctx, src); trouble != accounts.TroubleSuspended {
		t.Errorf("suspended: %q", trouble)
	}
	server.World().Suspend("alice", false)
	server.World().RevokeToken(token.Reveal())
	if trouble, _ := b.Check(ctx, src); trouble != accounts.TroubleDead {
		t.Errorf("revoked: %q", trouble)
	}
	who, _ := b.Get(src)
	now := misskey.User{ID: who.UserID, Username: who.Username, Name: "Alice the second", AvatarURL: server.URL + "/new.png"}
	if r, ok := b.Renew(src, &now); !ok || r.Name != kept.Name || r.Value == kept.Value {
		t.Errorf("a new name: %v", ok)
	}
	if got, _ := b.Get(src); got.Name != now.Name || got.Avatar != now.AvatarURL || !got.Since.Equal(who.Since) {
		t.Errorf("renewed: %+v", got)
	}
	if _, ok := b.Renew(src, &now); ok {
		t.Error("the same name is news twice")
	}
	if _, ok := b.Renew(src, &misskey.User{ID: "another", Username: "mallory"}); ok {
		t.Error("somebody else took the account's place")
	}
	if _, ok := b.SetTrouble(src, accounts.TroubleDead); !ok || b.First(server.URL) != "" || b.Can(src, "read:account") {
		t.Error("an account with a dead token still counts")
	}
	if _, ok := b.SetTrouble(src, accounts.TroubleDead); ok {
		t.Error("the same trouble is news twice")
	}

	if forget := b.Remove(src); forget.Name != kept.Name || forget.Value != "" || len(b.All()) != 0 {
		t.Errorf("signed out: %+v, %d left", forget, len(b.All()))
	}
	if _, _, ok := b.Credentials(src); ok {
		t.Error("credentials after signing out")
	}
}

func TestAPastedToken(t *testing.T) {
	t.Parallel()
	server := streamtest.NewServer(t, nil)
	var b accounts.Book
	token, _ := accounts.ParseToken(server.Token("bob"))
	a, err := b.Adopt(context.Background(), server.URL, token, now)
	if err != nil || a.Username != "bob" || a.Permissions != nil || !a.Can("write:notes") {
		t.Fatalf("Adopt = %+v, %v", a, err)
	}
	wrong, _ := accounts.ParseToken("nobodysTokenAtAll")
	if _, err := b.Adopt(context.Background(), server.URL, wrong, now); code(err) != accounts.FailTokenDead || strings.Contains(err.Error(), "nobodysTokenAtAll") {
		t.Errorf("a wrong token: %v", err)
	}
	narrow, _ := accounts.ParseToken(server.World().AppToken("bob", "write:notes"))
	if _, err := b.Adopt(context.Background(), server.URL, narrow, now); code(err) != accounts.FailPermission {
		t.Errorf("a token without read:account: %v", err)
	}
}

func TestWrongServers(t *testing.T) {
	t.Parallel()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><p>hello") }))
	t.Cleanup(page.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	old := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"version":"12.20.0","uri":"https://old.example","features":{"miauth":false}}`)
	}))
	t.Cleanup(old.Close)
	var b accounts.Book
	for origin, want := range map[string]accounts.FailCode{page.URL: accounts.FailNotMisskey, gone.URL: accounts.FailUnreachable, old.URL: accounts.FailNoMiAuth} {
		if err := b.Probe(context.Background(), origin); code(err) != want {
			t.Errorf("%s: %v, want %s", origin, err, want)
		}
	}
}

// Accounts on several servers, and several on one, never share a token; what the vault gives back is what it was given.
func TestAccountsNeverMix(t *testing.T) {
	t.Parallel()
	check := func(seed []uint8) bool {
		var b accounts.Book
		want := map[store.Source]string{}
		var records []accounts.Record
		for i, s := range seed {
			a := accounts.Account{Origin: fmt.Sprintf("https://s%d.example", s%3), UserID: fmt.Sprintf("u%d", s/3%4), Username: "x", Since: now.Add(time.Duration(i))}
			token, _ := accounts.ParseToken(fmt.Sprintf("SECRET%d", i))
			records = append(records, b.Put(a, token))
			want[a.Source()] = token.Reveal()
		}
		var again accounts.Book
		latest := map[string]accounts.Record{}
		for _, r := range records {
			latest[r.Name] = r
		}
		var load []accounts.Record
		for _, r := range latest {
			load = append(load, r)
		}
		again.Load(load)
		for _, book := range []*accounts.Book{&b, &again} {
			if len(book.All()) != len(want) {
				return false
			}
			for src, token := range want {
				if got, _, ok := book.Credentials(src); !ok || got != token {
					return false
				}
			}
			// Nothing that is shown, linked or exported has a secret in it.
			raw, _ := json.Marshal(book.All())
			if strings.Contains(string(raw)+fmt.Sprintf("%+v %#v", book.All(), book.All()), "SECRET") {
				return false
			}
		}
		return true
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 200}); err != nil {
		t.Error(err)
	}
}

func TestLoadTakesNothingBroken(t *testing.T) {
	t.Parallel()
	var b accounts.Book
	a := accounts.Account{Origin: "https://a.example", UserID: "u1", Since: now}
	token, _ := accounts.ParseToken("abc")
	good := b.Put(a, token)
	var c accounts.Book
	c.Load([]accounts.Record{
		good, {Name: "account:https://b.example#u1", Value: good.Value}, {Name: good.Name + "x", Value: good.Value}, {Name: "account:x", Value: "{"},
		{Name: "account:https://c.example#u1", Value: `{"origin":"https://c.example","userId":"u1"}`}, {Name: "else", Value: "1"}, {},
	})
	if len(c.All()) != 1 || c.All()[0].Origin != a.Origin {
		t.Errorf("loaded %+v", c.All())
	}
}
