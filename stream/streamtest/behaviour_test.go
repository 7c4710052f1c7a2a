//go:build !js

package streamtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"nagare/stream/streamtest"
)

// sync joins a probe and drops everything until its ack, returning the frames
// that came before: what is not among them was not sent.
func (c *client) sync(id string) []frame {
	c.t.Helper()
	c.send(`{"type":"connect","body":{"channel":"reversiGame","id":"` + id + `","pong":true}}`)
	var before []frame
	for {
		f := c.next()
		if f.Type == "connected" && f.Body.ID == id {
			c.send(`{"type":"disconnect","body":{"id":"` + id + `"}}`)
			return before
		}
		before = append(before, f)
	}
}

func TestRefusalsAreSilent(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	app := s.World().AppToken("alice", "read:account")
	for _, x := range []struct{ name, token, frame string }{
		{"login is needed", "", `{"channel":"homeTimeline","id":"x","pong":true}`},
		{"the channel is unknown", "", `{"channel":"nope","id":"x","pong":true}`},
		{"the permission is missing", app, `{"channel":"admin","id":"x","pong":true}`},
		{"params are null", "", `{"channel":"localTimeline","id":"x","params":null,"pong":true}`},
		{"the id is a number", "", `{"channel":"localTimeline","id":5,"pong":true}`},
		{"pong is a string", "", `{"channel":"localTimeline","id":"x","pong":"yes"}`},
		{"hashtag without q", "", `{"channel":"hashtag","id":"x","pong":true}`},
		{"somebody else's list", app, `{"channel":"userList","id":"x","params":{"listId":"nosuch"},"pong":true}`},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			c := dial(t, s, x.token)
			c.send(`{"type":"connect","body":` + x.frame + `}`)
			if got := c.sync("probe"); len(got) != 0 {
				t.Errorf("answered with %+v", got)
			}
		})
	}
	c := dial(t, s, s.Token("alice"))
	c.join("main", "m1", "")
	c.send(`{"type":"connect","body":{"channel":"main","id":"m2","pong":true}}`)
	if got := c.sync("p"); len(got) != 0 {
		t.Errorf("a second main was answered with %+v", got)
	}
	for i := range 40 {
		c.send(fmt.Sprintf(`{"type":"connect","body":{"channel":"localTimeline","id":"l%d","pong":true}}`, i))
	}
	for range 31 {
		c.next()
	}
	if n := len(s.Joined()); n != 32 {
		t.Errorf("%d channels joined, want 32", n)
	}
}

func TestUpstreamAcknowledgesEvenWhatItRefuses(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	dial(t, s, s.Token("alice")).join("userList", "x", `{"listId":"nosuch"}`)
}

func TestUpgradeTellsBadTokens(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	for token, want := range map[string]int{"wrong": 401, s.Token("mallory"): 403, s.World().AppToken("alice", "write:notes"): 401} {
		_, res, err := websocket.Dial(context.Background(), strings.Replace(s.URL, "http", "ws", 1)+"/streaming?i="+token, nil)
		if err == nil || res == nil || res.StatusCode != want {
			t.Errorf("%s: %v %v, want %d", token, err, res, want)
		}
	}
	res, err := http.Get(s.URL + "/streaming")
	if err != nil || res.StatusCode != 503 {
		t.Errorf("GET /streaming: %v %v", res, err)
	}
}

func TestCapturesAreCounted(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	n := s.Post(streamtest.NoteSpec{Text: "x"})
	c := dial(t, s, "")
	for _, f := range []string{"s", "sr", "un"} {
		c.send(`{"type":"` + f + `","body":{"id":"` + n.ID + `"}}`)
	}
	c.sync("a")
	s.React(n.ID, "bob", ":blobcat:")
	s.React(n.ID, "bob", "👍")
	s.Delete(n.ID)
	var kinds []string
	for _, f := range c.sync("b") {
		kinds = append(kinds, f.Body.Type)
	}
	if got := strings.Join(kinds, " "); got != "reacted unreacted reacted deleted" {
		t.Errorf("heard %s", got)
	}
}

func TestUnreadComesTwoSecondsLater(t *testing.T) {
	t.Parallel()
	clock := streamtest.NewFakeClock(time.Time{})
	s := streamtest.NewServer(t, &streamtest.Options{History: -1, Clock: clock})
	c := dial(t, s, s.Token("alice"))
	c.join("main", "m", "")
	s.Post(streamtest.NoteSpec{By: "bob", Text: "@alice hi"})
	kinds := func(frames []frame) (out []string) {
		for _, f := range frames {
			out = append(out, f.Body.Type)
		}
		return
	}
	if got := fmt.Sprint(kinds(c.sync("a"))); got != "[mention notification]" {
		t.Errorf("at once: %s", got)
	}
	clock.Advance(3 * time.Second)
	if got := fmt.Sprint(kinds(c.sync("b"))); got != "[unreadNotification]" {
		t.Errorf("later: %s", got)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	clock := streamtest.NewFakeClock(time.Time{})
	s := streamtest.NewServer(t, &streamtest.Options{History: -1, Clock: clock, Limits: true})
	args := map[string]any{"i": s.Token("bob"), "markAsRead": false}
	for range 30 {
		if st := call(t, s, "i/notifications", args, nil); st != 200 {
			t.Fatalf("status %d", st)
		}
	}
	var out struct {
		Error struct {
			Code string
			Info struct{ ResetMs, Total int64 }
		}
	}
	if st := call(t, s, "i/notifications", args, &out); st != 429 || out.Error.Code != "RATE_LIMIT_EXCEEDED" || out.Error.Info.ResetMs != clock.Now().UnixMilli()+30000 {
		t.Errorf("%d %+v", st, out)
	}
	clock.Advance(30 * time.Second)
	if st := call(t, s, "i/notifications", args, nil); st != 200 {
		t.Errorf("after the window: %d", st)
	}
}

func TestUploads(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	for _, x := range []struct {
		token string
		size  int
		want  int
	}{{"", 10, 401}, {s.Token("alice"), -1, 422}, {s.Token("alice"), 11 << 20, 413}, {s.Token("alice"), 100, 200}} {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		if x.token != "" {
			form.WriteField("i", x.token)
		}
		if x.size >= 0 {
			part, _ := form.CreateFormFile("file", "a.bin")
			part.Write(make([]byte, x.size))
		}
		form.Close()
		res, err := http.Post(s.URL+"/api/drive/files/create", form.FormDataContentType(), &b)
		if err != nil || res.StatusCode != x.want {
			t.Errorf("size %d: %v %v, want %d", x.size, res, err, x.want)
		}
	}
}

func TestFaultsStrike(t *testing.T) {
	t.Parallel()
	for kind, check := range map[string]func(got []byte, err error) bool{
		streamtest.BadJSON:   func(b []byte, err error) bool { return err == nil && !json.Valid(b) },
		streamtest.BadUTF8:   func(b []byte, err error) bool { return err == nil && !utf8.Valid(b) && json.Valid(b) },
		streamtest.Oversize:  func(b []byte, err error) bool { return err == nil && len(b) == 100000 && json.Valid(b) },
		streamtest.WrongType: func(b []byte, err error) bool { return err == nil && json.Valid(b) },
		streamtest.Truncate:  func(b []byte, err error) bool { return err != nil },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := streamtest.NewServer(t, &streamtest.Options{History: -1})
			c := dial(t, s, "")
			c.join("localTimeline", "l", "")
			s.Inject(streamtest.Fault{Kind: kind, Channel: "localTimeline", Size: 100000, Times: 1})
			s.Post(streamtest.NoteSpec{Text: "x"})
			_, data, err := c.conn.Read(c.ctx)
			if !check(data, err) {
				t.Errorf("got %.200q, %v", data, err)
			}
		})
	}
	t.Run("silence, duplicate and drop", func(t *testing.T) {
		t.Parallel()
		s := streamtest.NewServer(t, &streamtest.Options{History: -1})
		c := dial(t, s, "")
		c.join("localTimeline", "l", "")
		lift := s.Inject(streamtest.Fault{Kind: streamtest.Silence, Channel: "localTimeline"})
		s.Post(streamtest.NoteSpec{Text: "unheard"})
		if got := c.sync("a"); len(got) != 0 {
			t.Errorf("heard %+v", got)
		}
		lift()
		s.Inject(streamtest.Fault{Kind: streamtest.Duplicate, Channel: "localTimeline"})
		s.Post(streamtest.NoteSpec{Text: "twice"})
		if got := c.sync("b"); len(got) != 2 {
			t.Errorf("heard %d times", len(got))
		}
		s.Drop()
		if _, _, err := c.conn.Read(c.ctx); err == nil {
			t.Error("still open")
		}
	})
	t.Run("slow accept", func(t *testing.T) {
		t.Parallel()
		s := streamtest.NewServer(t, &streamtest.Options{History: -1})
		s.Inject(streamtest.Fault{Kind: streamtest.SlowAccept, Delay: 300 * time.Millisecond, Times: 1})
		begun := time.Now()
		dial(t, s, "").sync("a")
		if d := time.Since(begun); d < 300*time.Millisecond {
			t.Errorf("accepted after %v", d)
		}
	})
	t.Run("clock skew", func(t *testing.T) {
		t.Parallel()
		s := streamtest.NewServer(t, &streamtest.Options{History: -1})
		lift := s.Inject(streamtest.Fault{Kind: streamtest.ClockSkew, Delay: -time.Hour})
		skewed := s.Post(streamtest.NoteSpec{Text: "an hour ago"}).CreatedAt
		lift()
		if d := s.Post(streamtest.NoteSpec{Text: "now"}).CreatedAt.Sub(skewed); d < 59*time.Minute || d > 61*time.Minute {
			t.Errorf("the clock was wrong by %v", d)
		}
	})
	t.Run("forget", func(t *testing.T) {
		t.Parallel()
		s := streamtest.NewServer(t, &streamtest.Options{History: -1})
		c := dial(t, s, "")
		c.join("localTimeline", "l", "")
		s.Post(streamtest.NoteSpec{Text: "lost with the state"})
		s.Inject(streamtest.Fault{Kind: streamtest.Forget})
		for {
			if _, _, err := c.conn.Read(c.ctx); err != nil {
				break
			}
		}
		if n := s.Notes(); len(n) != 0 {
			t.Errorf("%d notes are left", len(n))
		}
	})
	t.Run("HTTP", func(t *testing.T) {
		t.Parallel()
		s := streamtest.NewServer(t, &streamtest.Options{History: -1})
		s.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "ping", Status: 429, Times: 1})
		if st := call(t, s, "ping", nil, nil); st != 429 {
			t.Errorf("status %d", st)
		}
		if st := call(t, s, "ping", map[string]any{}, nil); st != 200 {
			t.Errorf("afterwards %d", st)
		}
	})
}

func TestStopAndStartKeepPortAndWorld(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: 5})
	before := s.Notes()
	s.Stop()
	if _, err := http.Get(s.URL + "/api/ping"); err == nil {
		t.Error("still answers")
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	if st := call(t, s, "ping", map[string]any{}, nil); st != 200 || len(s.Notes()) != len(before) {
		t.Errorf("status %d, %d notes of %d", st, len(s.Notes()), len(before))
	}
}

func TestTheTownIsDeterministic(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) []string {
		clock := streamtest.NewFakeClock(time.Time{})
		s := streamtest.New(&streamtest.Options{Seed: seed, Rate: 2, Clock: clock})
		defer s.Close()
		clock.Advance(2 * time.Minute)
		var out []string
		for _, n := range s.Notes() {
			out = append(out, n.ID+n.Author+n.Text+fmt.Sprint(n.Reactions))
		}
		return out
	}
	a, b, c := run(1), run(1), run(2)
	if strings.Join(a, "\n") != strings.Join(b, "\n") {
		t.Error("the same seed gave two towns")
	}
	if strings.Join(a, "\n") == strings.Join(c, "\n") {
		t.Error("two seeds gave the same town")
	}
	if len(a) < 300 {
		t.Errorf("only %d notes", len(a))
	}
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	f, err := streamtest.ParseFaults("drop=30s, delay=200ms,duplicate=0.1,silence=localTimeline,http=503,refuse=3")
	if err != nil || len(f) != 6 || f[0].Every != 30*time.Second || f[1].Delay != 200*time.Millisecond || f[2].Chance != .1 ||
		f[3].Channel != "localTimeline" || f[4].Status != 503 || f[5].Times != 3 {
		t.Errorf("%+v %v", f, err)
	}
	if _, err := streamtest.ParseFaults("explode=1"); err == nil {
		t.Error("an unknown fault was accepted")
	}
}

func BenchmarkPost(b *testing.B) {
	s := streamtest.New(&streamtest.Options{History: -1})
	defer s.Close()
	b.ReportAllocs()
	for b.Loop() {
		s.Post(streamtest.NoteSpec{By: "bob", Text: "hello #nagare :blobcat: @alice"})
	}
}
