package misskey_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"nagare/stream/misskey"
)

// A script answers requests from a list and remembers them.
type script struct {
	mu      sync.Mutex
	answers []func(ctx context.Context, r *misskey.Request) (*misskey.Response, error)
	sent    []*misskey.Request
}

func (s *script) Fetch(ctx context.Context, r *misskey.Request) (*misskey.Response, error) {
	s.mu.Lock()
	s.sent = append(s.sent, r)
	if len(s.answers) == 0 {
		s.mu.Unlock()
		return nil, errors.New("the script is over")
	}
	f := s.answers[0]
	s.answers = s.answers[1:]
	s.mu.Unlock()
	return f(ctx, r)
}

func says(status int, body string) func(context.Context, *misskey.Request) (*misskey.Response, error) {
	return func(context.Context, *misskey.Request) (*misskey.Response, error) {
		return &misskey.Response{Status: status, Body: []byte(body)}, nil
	}
}

func fails(err error) func(context.Context, *misskey.Request) (*misskey.Response, error) {
	return func(context.Context, *misskey.Request) (*misskey.Response, error) { return nil, err }
}

const token = "sEcReTtOkEn12345"

// start is when the recorded rate limit was answered.
var start = time.Date(2026, 11, 23, 8, 34, 46, 74e6, time.UTC)

// fakeTime is a clock that jumps: sleeping takes no time and moves it on. Attempts' time limits wait for ever.
type fakeTime struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (c *fakeTime) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *fakeTime) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return ctx.Err()
}

func newAPI(answers ...func(context.Context, *misskey.Request) (*misskey.Response, error)) (*misskey.API, *script, *fakeTime) {
	s, c := &script{answers: answers}, &fakeTime{now: start}
	return &misskey.API{Origin: "https://misskey.example", Token: token, Fetch: s, Now: c.Now, Sleep: c.Sleep,
		Timeout: -1, Rand: func() float64 { return 0.5 }}, s, c
}

func TestCallSendsTheTokenInTheBodyOnly(t *testing.T) {
	t.Parallel()
	api, s, _ := newAPI(says(200, `{"id":"x","text":"hi"}`), says(204, ``), says(200, `[]`))
	var n misskey.Note
	if err := api.Call(context.Background(), "notes/show", map[string]any{"noteId": "x"}, &n); err != nil || n.ID != "x" || *n.Text != "hi" {
		t.Fatalf("%v %+v", err, n)
	}
	if err := api.Call(context.Background(), "notes/delete", struct {
		NoteID string `json:"noteId"`
	}{"x"}, nil); err != nil {
		t.Fatal(err)
	}
	api.Token = ""
	if err := api.Call(context.Background(), "notes/featured", nil, new([]misskey.Note)); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`{"i":"` + token + `","noteId":"x"}`, `{"i":"` + token + `","noteId":"x"}`, `{}`} {
		if got := string(s.sent[i].Body); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if strings.Contains(s.sent[i].URL, token) || s.sent[i].Method != "POST" || s.sent[i].ContentType != "application/json" {
			t.Errorf("%+v", s.sent[i])
		}
	}
}

// Every recorded answer with an error, and every recorded success, is told for what it is.
func TestRecordedErrors(t *testing.T) {
	t.Parallel()
	faults := map[string]misskey.Fault{
		"app-token-permission-denied": misskey.FaultPermission, "app-token-secure-endpoint": misskey.FaultPermission,
		"app-token-secure-endpoint-2": misskey.FaultPermission, "notes-delete-notmine": misskey.FaultRefused,
		"err-bad-bearer": misskey.FaultTokenDead, "err-bad-token": misskey.FaultTokenDead, "err-bad-token-32": misskey.FaultTokenDead,
		"err-no-token": misskey.FaultNeedsLogin, "err-null-token": misskey.FaultNeedsLogin, "err-not-admin": misskey.FaultPermission,
		"err-rate-limit": misskey.FaultRateLimited, "err-suspended": misskey.FaultSuspended,
		"err-suspended-notes-create": misskey.FaultSuspended, "err-unknown-endpoint": misskey.FaultNoEndpoint,
		"err-unknown-endpoint-get": misskey.FaultNoEndpoint, "notes-create-err-rate-limit": misskey.FaultRateLimited,
		"signin-flow-too-soon": misskey.FaultRateLimited, "emoji-notfound": misskey.FaultServer,
		"drive-files-create-anon": misskey.FaultNeedsLogin, "notes-search": misskey.FaultDisabled,
		"notes-timeline-anon": misskey.FaultNeedsLogin, "notes-hybrid-timeline-anon": misskey.FaultNeedsLogin,
		"notes-reactions-create-anon": misskey.FaultNeedsLogin, "notes-create-err-array": misskey.FaultNeedsLogin,
		"notes-create-err-no-content-type": misskey.FaultNeedsLogin, "server-info": misskey.FaultNoEndpoint,
		"signin-flow-nouser": misskey.FaultPermission, "signin-flow-wrong-password": misskey.FaultPermission,
		"chat-history": misskey.FaultNoEndpoint, "chat-history-room": misskey.FaultNoEndpoint,
		"users-show-notfound": misskey.FaultRefused,
	}
	for _, a := range answers(t) {
		if a.Status == 0 {
			continue
		}
		_, short, _ := strings.Cut(a.Name, "/")
		api, _, _ := newAPI(func(context.Context, *misskey.Request) (*misskey.Response, error) {
			return &misskey.Response{Status: a.Status, ContentType: a.Type, Body: []byte(a.Body)}, nil
		})
		api.Token, api.Retries = "", -1
		_, err := api.Raw(context.Background(), "some/thing", nil)
		if a.Status/100 == 2 {
			if wantPage := strings.HasPrefix(a.Type, "text/html"); (err != nil) != wantPage {
				t.Errorf("%s: %v", a.Name, err)
			}
			continue
		}
		want, known := faults[short]
		if !known {
			want = misskey.FaultRefused
			if strings.Contains(a.Body, "Route POST") {
				want = misskey.FaultNoEndpoint
			}
		}
		if got := misskey.FaultOf(err); got != want {
			t.Errorf("%s (%d): %s, want %s: %v", a.Name, a.Status, got, want, err)
		}
		var e *misskey.Error
		if !errors.As(err, &e) || e.Status != a.Status {
			t.Fatalf("%s: %v", a.Name, err)
		}
		var sent struct {
			Error struct{ Code, ID, Kind, Message string }
		}
		if json.Unmarshal([]byte(a.Body), &sent) == nil {
			if e.Code != sent.Error.Code || e.ID != sent.Error.ID || e.Kind != sent.Error.Kind || e.Message != sent.Error.Message {
				t.Errorf("%s: %+v", a.Name, e)
			}
		}
		if short == "err-rate-limit" && e.RetryAfter != 30*time.Second {
			t.Errorf("%s: wait %v", a.Name, e.RetryAfter)
		}
		if short == "notes-timeline-bad-limit" && e.Param != "#/properties/limit/maximum" {
			t.Errorf("%s: %q", a.Name, e.Param)
		}
	}
}

func TestOtherErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		answer func(context.Context, *misskey.Request) (*misskey.Response, error)
		want   misskey.Fault
	}{
		{"a page instead of an answer", says(200, "<!DOCTYPE html><html>"), misskey.FaultNotMisskey},
		{"a page for a missing route", says(404, "<html>nginx</html>"), misskey.FaultNotMisskey},
		{"nothing for a missing route", says(404, ""), misskey.FaultNotMisskey},
		{"a redirect", says(302, ""), misskey.FaultNotMisskey},
		{"a proxy in trouble", says(502, "<html>Bad Gateway</html>"), misskey.FaultServer},
		{"cloudflare", says(524, "error code: 524"), misskey.FaultServer},
		{"an error that is a string", says(500, `{"statusCode":500,"error":"Internal Server Error","message":"x"}`), misskey.FaultServer},
		{"a limit without words", says(429, ""), misskey.FaultRateLimited},
		{"still busy (misskey.io)", says(202, `{"error":{"message":"m","code":"PROCESSING","id":"3247052c-005d-440e-b3d8-2a64274483b0","kind":"client"}}`), misskey.FaultProcessing},
		{"an error with a status of success", says(200, `{"error":{"message":"m","code":"NO_SUCH_NOTE","id":"x"}}`), misskey.FaultRefused},
		{"an internal cause of misskey.io", says(400, `{"error":{"code":"INTERNAL_ERROR","id":"85ab9bd7-3a41-4530-959d-f07073900109","kind":"client"}}`), misskey.FaultRefused},
		{"local timeline off", says(400, `{"error":{"code":"LTL_DISABLED","id":"45a6eb02-7695-4393-b023-dd3be9aaaefd"}}`), misskey.FaultDisabled},
		{"global timeline off", says(400, `{"error":{"code":"GTL_DISABLED","id":"0332fc13-6ab2-4427-ae80-a9fadffd1a6b"}}`), misskey.FaultDisabled},
		{"hidden from visitors", says(400, `{"error":{"code":"CONTENT_RESTRICTED_BY_SERVER","id":"x"}}`), misskey.FaultNeedsLogin},
		{"no network", fails(errors.New("dial tcp: refused")), misskey.FaultUnreachable},
		{"too large", fails(fmt.Errorf("read: %w", misskey.ErrTooLarge)), misskey.FaultTooLarge},
		{"given up", fails(context.Canceled), misskey.FaultCanceled},
		{"out of time", fails(context.DeadlineExceeded), misskey.FaultTimeout},
		{"an error of the wrong type", says(400, `{"error":[5]}`), misskey.FaultRefused},
		{"an error that is null", says(400, `{"error":null}`), misskey.FaultRefused},
		{"another software's API", says(404, `{"error":"Record not found"}`), misskey.FaultNotMisskey},
		{"a missing route of old servers", says(404, "Not Found"), misskey.FaultNoEndpoint},
		{"half an error", says(400, `{"error":{"code":`), misskey.FaultNotMisskey},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			api, _, _ := newAPI(c.answer)
			_, err := api.Raw(context.Background(), "notes/create", nil)
			if got := misskey.FaultOf(err); got != c.want {
				t.Errorf("%q, want %q: %v", got, c.want, err)
			}
			if err == nil || strings.Contains(err.Error(), "\n") || len(err.Error()) > 600 {
				t.Errorf("not a line to show: %v", err)
			}
		})
	}
}

func TestReadsAreRepeatedAndWritesAreNot(t *testing.T) {
	t.Parallel()
	down := fails(errors.New("no network"))
	for _, c := range []struct {
		endpoint string
		tries    int
	}{{"notes/show", 3}, {"notes/timeline", 3}, {"i", 3}, {"notes/create", 1}, {"notes/reactions/create", 1},
		{"notes/reactions/delete", 1}, {"notes/polls/vote", 1}, {"following/create", 1}, {"something/unheard-of", 1},
		{"miauth/check", 1}, {"drive/files/create", 1}, {"notes/favorites/create", 1}, {"i/update", 1}} {
		api, s, clock := newAPI(down, down, down, down)
		_, err := api.Raw(context.Background(), c.endpoint, nil)
		if misskey.FaultOf(err) != misskey.FaultUnreachable || len(s.sent) != c.tries {
			t.Errorf("%s: %d tries: %v", c.endpoint, len(s.sent), err)
		}
		if c.tries == 3 && (len(clock.slept) != 2 || clock.slept[0] != 200*time.Millisecond || clock.slept[1] != 400*time.Millisecond) {
			t.Errorf("%s: slept %v", c.endpoint, clock.slept)
		}
	}
	api, s, _ := newAPI(says(503, ""), says(200, `{"id":"x"}`))
	if err := api.Call(context.Background(), "notes/show", nil, new(misskey.Note)); err != nil || len(s.sent) != 2 {
		t.Errorf("%v after %d", err, len(s.sent))
	}
	api, s, _ = newAPI(says(400, `{"error":{"code":"NO_SUCH_NOTE"}}`), says(200, `{"id":"x"}`))
	if err := api.Call(context.Background(), "notes/show", nil, new(misskey.Note)); err == nil || len(s.sent) != 1 {
		t.Errorf("a refusal was asked for again: %v", err)
	}
}

func TestNoErrorShowsTheToken(t *testing.T) {
	t.Parallel()
	for _, answer := range []func(context.Context, *misskey.Request) (*misskey.Response, error){
		fails(errors.New(`Post "https://misskey.example/?i=` + token + `": refused`)),
		fails(fmt.Errorf("x %w", &url.Error{Op: "Post", URL: token, Err: errors.New(token)})),
		says(400, `{"error":{"message":"bad token `+token+`","code":"`+token+`","id":"`+token+`","kind":"`+token+`","info":{"param":"`+token+`"}}}`),
		says(400, `{"error":"`+token+`"}`),
		says(200, `"`+token+`"`),
		says(200, token),
		says(200, `{"id":"`+token),
	} {
		api, _, _ := newAPI(answer, answer, answer)
		err := api.Call(context.Background(), "notes/show", map[string]any{"noteId": token}, new(misskey.Note))
		if err == nil {
			t.Error("no error")
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(fmt.Sprintf("%+v %#v %s", e, e, e), token) {
				t.Errorf("%#v", e)
			}
		}
	}
}

func TestAnAttemptEndsAtItsLimit(t *testing.T) {
	t.Parallel()
	api, _, clock := newAPI(func(ctx context.Context, _ *misskey.Request) (*misskey.Response, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	api.Timeout = 0
	_, err := api.Raw(context.Background(), "notes/create", nil)
	if misskey.FaultOf(err) != misskey.FaultTimeout || clock.slept[0] != 20*time.Second {
		t.Errorf("%v after %v", err, clock.slept)
	}
}

func TestCancellingIsToldAsSuch(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	api, s, _ := newAPI(func(inner context.Context, _ *misskey.Request) (*misskey.Response, error) {
		cancel()
		<-inner.Done()
		return nil, errors.New("aborted")
	})
	_, err := api.Raw(ctx, "notes/show", nil)
	if !errors.Is(err, context.Canceled) || misskey.FaultOf(err) != misskey.FaultCanceled || len(s.sent) != 1 {
		t.Errorf("%v after %d", err, len(s.sent))
	}
}

func TestWrongOriginsAreNeverCalled(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"", "misskey.example", "https://misskey.example/", "javascript:alert(1)", "https://u@h", "https://h?x", "https://h#x"} {
		api, s, _ := newAPI(says(200, `{}`))
		api.Origin = origin
		if _, err := api.Raw(context.Background(), "meta", nil); misskey.FaultOf(err) != misskey.FaultArguments || len(s.sent) != 0 {
			t.Errorf("%q: %v", origin, err)
		}
	}
}

func TestCheckToken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer func(context.Context, *misskey.Request) (*misskey.Response, error)
		want   misskey.TokenVerdict
	}{
		{says(200, answerNamed(t, "misskey-2025.4/i").Body), misskey.TokenGood},
		{says(401, answerNamed(t, "misskey-2025.4/err-bad-token").Body), misskey.TokenDead},
		{says(401, answerNamed(t, "misskey-2025.4/err-no-token").Body), misskey.TokenDead},
		{says(403, answerNamed(t, "misskey-2025.4/err-suspended").Body), misskey.TokenSuspended},
		{says(403, answerNamed(t, "misskey-2025.4/app-token-permission-denied").Body), misskey.TokenTooWeak},
		{says(403, `{"error":{"code":"USER_IS_DELETED","id":"e5b3b9f0-2b8f-4b9f-9c1f-8c5c1b2e1b1a"}}`), misskey.TokenDead},
		{says(500, ``), misskey.TokenUnknown},
		{says(200, `<html>`), misskey.TokenUnknown},
		{says(200, `[]`), misskey.TokenUnknown},
		{says(429, ``), misskey.TokenUnknown},
		{fails(errors.New("no network")), misskey.TokenUnknown},
	} {
		api, _, _ := newAPI(c.answer, c.answer, c.answer)
		got, err := api.CheckToken(context.Background())
		if got != c.want || (err != nil) != (got == misskey.TokenUnknown) {
			t.Errorf("%s, want %s: %v", got, c.want, err)
		}
	}
}

func TestMiAuth(t *testing.T) {
	t.Parallel()
	m := misskey.MiAuth{Origin: "https://misskey.example", Session: "c1f6d42b-468b-4fd2-8274-e58abdedef6f", Name: "My Client & co",
		Callback: "https://app.example/p/miauth?x=1", Permissions: []string{"read:account", "write:notes"}}
	u, err := url.Parse(m.URL())
	if err != nil || u.Path != "/miauth/c1f6d42b-468b-4fd2-8274-e58abdedef6f" || u.Query().Get("name") != m.Name ||
		u.Query().Get("callback") != m.Callback || u.Query().Get("permission") != "read:account,write:notes" || u.Query().Has("icon") {
		t.Errorf("%s %v", m.URL(), err)
	}
	api, s, _ := newAPI(says(200, answerNamed(t, "misskey-2025.4/miauth-check-before").Body), says(200, answerNamed(t, "misskey-2025.4/miauth-check-ok").Body), says(502, ""))
	if r, err := api.CheckMiAuth(context.Background(), m.Session); r != nil || err != nil {
		t.Errorf("%+v %v", r, err)
	}
	r, err := api.CheckMiAuth(context.Background(), m.Session)
	if err != nil || r == nil || r.Token != "TOKEN-OTHER" || r.User.Username != "alice" || r.User.Detail == nil {
		t.Errorf("%+v %v", r, err)
	}
	if s.sent[0].URL != "https://misskey.example/api/miauth/"+m.Session+"/check" || string(s.sent[0].Body) != "{}" {
		t.Errorf("%s %s", s.sent[0].URL, s.sent[0].Body)
	}
	if _, err := api.CheckMiAuth(context.Background(), m.Session); misskey.FaultOf(err) != misskey.FaultServer || strings.Contains(err.Error(), m.Session) {
		t.Errorf("%v", err)
	}
	if _, err := api.CheckMiAuth(context.Background(), "../i"); misskey.FaultOf(err) != misskey.FaultArguments || len(s.sent) != 3 {
		t.Errorf("%v", err)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	n := 0
	for _, r := range []misskey.Rights{misskey.RightsRead, misskey.RightsReact, misskey.RightsAll} {
		list := misskey.Permissions(r)
		if len(list) <= n || list[0] != "read:account" {
			t.Errorf("%s: %v", r, list)
		}
		n = len(list)
		for _, p := range list {
			if r == misskey.RightsRead && strings.HasPrefix(p, "write:") {
				t.Errorf("reading does not need %s", p)
			}
		}
	}
}

func TestParseOrigin(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"misskey.example": "https://misskey.example", " Misskey.Example/ ": "https://misskey.example",
		"https://misskey.example/notes/abc": "https://misskey.example", "@alice@misskey.example": "https://misskey.example",
		"alice@misskey.example": "https://misskey.example", "https://misskey.example/@alice": "https://misskey.example",
		"wss://misskey.example/streaming": "https://misskey.example", "localhost:3000": "http://localhost:3000",
		"127.0.0.1:3000": "http://127.0.0.1:3000", "[::1]:3000": "http://[::1]:3000", "https://x.example:443": "https://x.example",
		"http://localhost:8080/_demo": "http://localhost:8080/_demo", "https://x.example/p/_demo/": "https://x.example/p/_demo",
		"https://x.example/p/notes/1": "https://x.example/p", "127.evil.example": "https://127.evil.example",
		"": "", "https://": "", "ftp://x": "", "https://u:p@x": "", "javascript:alert(1)": "", "a b": "", "data:text/html,x": "",
	} {
		if got, err := misskey.ParseOrigin(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
}

func TestGreet(t *testing.T) {
	t.Parallel()
	gone := fails(errors.New("no network"))
	for _, c := range []struct {
		name    string
		answers []func(context.Context, *misskey.Request) (*misskey.Response, error)
		want    misskey.Fault
	}{
		{"a server", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(200, answerNamed(t, "misskey-2025.4/meta").Body)}, ""},
		{"nothing", []func(context.Context, *misskey.Request) (*misskey.Response, error){gone, gone, gone, gone}, misskey.FaultUnreachable},
		{"a host without CORS", []func(context.Context, *misskey.Request) (*misskey.Response, error){gone, gone, gone, says(0, "")}, misskey.FaultNotMisskey},
		{"another API", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(404, `{"statusCode":404,"error":"Not Found"}`)}, misskey.FaultNotMisskey},
		{"an object of another kind", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(200, `{"uri":"x"}`)}, misskey.FaultNotMisskey},
		{"a page", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(200, `<html>`)}, misskey.FaultNotMisskey},
	} {
		api, s, _ := newAPI(c.answers...)
		m, err := api.Greet(context.Background())
		if misskey.FaultOf(err) != c.want || (m != nil) != (c.want == "") {
			t.Errorf("%s: %v", c.name, err)
		}
		if last := s.sent[len(s.sent)-1]; last.Opaque && (strings.Contains(string(last.Body), token) || last.URL != "https://misskey.example/") {
			t.Errorf("%s: %+v", c.name, last)
		}
	}
}
