package stream

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func openRecording(t *testing.T, name string) io.Reader {
	t.Helper()
	f, err := os.Open("testdata/recordings/" + name + ".jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestARecordingDrivesTheClient(t *testing.T) {
	want := []string{}
	byID := map[string]bool{}
	for _, r := range recordings(t)["misskey-2025.4-home.jsonl.gz"] {
		if r.Conn != "alice" {
			continue
		}
		env, fault := scan([]byte(r.Raw))
		if fault != "" || env.kind == frameOther && r.Dir == "recv" {
			continue
		}
		if r.Dir == "send" && strings.Contains(r.Raw, `"homeTimeline"`) && len(byID) == 0 {
			var f connectBody
			if err := json.Unmarshal([]byte(r.Raw), &f); err != nil {
				t.Fatal(err)
			}
			byID[f.Body.ID] = true
		}
		if r.Dir == "recv" && env.kind == frameChannel && byID[string(env.id)] {
			want = append(want, string(env.inner))
		}
	}
	if len(want) < 20 {
		t.Fatalf("only %d notes in the recording", len(want))
	}
	for name, speed := range map[string]float64{"at the recorded speed": 1, "ten times faster": 10, "without waiting": -1} {
		t.Run(name, func(t *testing.T) {
			source := openRecording(t, "misskey-2025.4-home")
			synctest.Test(t, func(t *testing.T) {
				replay, err := NewReplay(source, &ReplayOptions{Speed: speed, Conn: "alice"})
				if err != nil {
					t.Fatal(err)
				}
				c, err := Dial(t.Context(), "https://x", &Options{Transport: replay, Token: "t"})
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				ch := join(t, c, HomeTimeline(TimelineParams{}))
				begun := time.Now()
				var got []string
				for len(got) < len(want) && time.Since(begun) < 10*time.Minute {
					pass(100 * time.Millisecond)
					got = append(got, bodies(drain(ch.Reader()))...)
				}
				took := time.Since(begun)
				pass(5 * time.Minute)
				got = append(got, bodies(drain(ch.Reader()))...)
				if !slices.Equal(got, want) {
					t.Errorf("got %d notes of %d, or in another order", len(got), len(want))
				}
				if c.State().Phase != Open || c.Stats().Reconnects != 0 {
					t.Errorf("the socket did not live on: %v", c.State())
				}
				t.Logf("%v at speed %v", took, speed)
			})
		})
	}
}

// replayed gives f a client of a recording, at the recorded speed.
func replayed(t *testing.T, tape io.Reader, f func(t *testing.T, c *Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		replay, err := NewReplay(tape, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Dial(t.Context(), "https://x", &Options{Transport: replay})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		f(t, c)
	})
}

func TestWhatIsRecordedCanBeReplayed(t *testing.T) {
	var tape bytes.Buffer
	rec := NewRecorder(&tape)
	const token = "s3cretT0kenValue"
	bubble(t, Options{Token: token, Tap: rec.Tap}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		for _, n := range []string{`{"id":"1"}`, `{"id":"2","text":"` + token + `"}`, `{"id":"3","text":"あ\n"}`} {
			p.post("localTimeline", "note", n)
			pass(3 * time.Second)
		}
		drain(ch.Reader())
	})
	if rec.Err() != nil {
		t.Fatal(rec.Err())
	}
	if bytes.Contains(tape.Bytes(), []byte(token)) {
		t.Errorf("the token is in the recording:\n%s", tape.Bytes())
	}
	replayed(t, &tape, func(t *testing.T, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(time.Second)
		if n := len(bodies(drain(ch.Reader()))); n != 1 {
			t.Errorf("%d notes in the first second", n)
		}
		pass(10 * time.Second)
		if got := bodies(drain(ch.Reader())); len(got) != 2 || got[1] != `{"id":"3","text":"あ\n"}` {
			t.Errorf("then %q", got)
		}
	})
}

func TestARecordingBegunLaterKnowsWhatWasJoinedBefore(t *testing.T) {
	var tape bytes.Buffer
	rec := NewRecorder(&tape)
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		join(t, c, LocalTimeline(TimelineParams{}))
		pass(time.Minute)
		c.SetTap(rec.Tap)
		pass(time.Second)
		p.post("localTimeline", "note", `{"id":"1"}`)
		pass(time.Second)
	})
	replayed(t, &tape, func(t *testing.T, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(10 * time.Second)
		if got := bodies(drain(ch.Reader())); ch.State().Phase != Live || len(got) != 1 {
			t.Errorf("%v, %q", ch.State(), got)
		}
	})
}

func TestARecordedClientThatAskedForNoAnswerIsReplayedAsLive(t *testing.T) {
	const tape = `{"t_ms":0,"conn":"a","dir":"send","raw":"{\"type\":\"connect\",\"body\":{\"channel\":\"localTimeline\",\"id\":\"1\"}}"}
{"t_ms":1,"conn":"a","dir":"send","raw":"{\"type\":\"connect\",\"body\":{\"channel\":\"serverStats\",\"id\":\"2\",\"pong\":true}}"}
{"t_ms":9000,"conn":"a","dir":"recv","raw":"{\"type\":\"channel\",\"body\":{\"id\":\"1\",\"type\":\"note\",\"body\":{\"id\":\"n1\"}}}"}`
	replayed(t, strings.NewReader(tape), func(t *testing.T, c *Client) {
		quiet, refused := join(t, c, LocalTimeline(TimelineParams{})), join(t, c, ServerStats())
		pass(20 * time.Second)
		if quiet.State().Phase != Live || refused.State().Phase != Refused {
			t.Errorf("%v, %v", quiet.State(), refused.State())
		}
		if got := bodies(drain(quiet.Reader())); len(got) != 1 {
			t.Errorf("got %q", got)
		}
	})
}

func TestBrokenRecordingsAreRefusedByLine(t *testing.T) {
	good := `{"t_ms":1,"conn":"a","dir":"recv","raw":"{}"}` + "\n"
	for name, text := range map[string]string{
		"not JSON":          good + "nonsense\n",
		"another shape":     good + `{"t_ms":"x"}` + "\n",
		"no direction":      good + `{"t_ms":1}` + "\n",
		"a time before all": good + `{"t_ms":-1,"dir":"recv"}` + "\n",
		"a time beyond all": good + `{"t_ms":1e300,"dir":"recv"}` + "\n",
	} {
		if _, err := NewReplay(strings.NewReader(text), nil); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewReplay(strings.NewReader(""), nil); err == nil {
		t.Error("an empty recording was accepted")
	}
	if _, err := NewReplay(strings.NewReader(good), &ReplayOptions{Conn: "b"}); err == nil {
		t.Error("a socket that was not recorded was accepted")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAFailingRecorderSaysSoAndHarmsNothing(t *testing.T) {
	rec := NewRecorder(full{})
	bubble(t, Options{Tap: rec.Tap}, func(t *testing.T, p *peer, c *Client) {
		if ch := join(t, c, LocalTimeline(TimelineParams{})); ch.State().Phase != Live {
			t.Error(ch.State())
		}
	})
	if rec.Err() == nil {
		t.Error("no error")
	}
}

func FuzzRecording(f *testing.F) {
	f.Add([]byte(`{"t_ms":1.5,"conn":"a","dir":"send","raw":"{\"type\":\"connect\",\"body\":{\"channel\":\"main\",\"id\":\"m\"}}"}` + "\n" +
		`{"t_ms":2,"conn":"a","dir":"recv","raw":"{\"type\":\"connected\",\"body\":{\"id\":\"m\"}}"}`))
	f.Add([]byte("\n\n{}\n"))
	f.Add([]byte(`{"t_ms":1,"dir":"event","raw":"x"}`))
	f.Add([]byte(`{"t_ms":1,"conn":"a","dir":"event","raw":"{\"kind\":\"joined\",\"channel\":\"main\",\"id\":\"m\",\"params\":{}}"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for rec, err := range ReadRecording(bytes.NewReader(b)) {
			if err == nil && rec.At < 0 {
				t.Errorf("%+v", rec)
			}
		}
		replay, err := NewReplay(bytes.NewReader(b), &ReplayOptions{Speed: -1})
		if err != nil {
			return
		}
		conn, err := replay.Dial(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range replay.joins {
			_ = conn.Write(t.Context(), connectFrame("x", j.spec))
		}
		for range conn.(*replayConn).queue {
			if _, err := conn.Read(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}
