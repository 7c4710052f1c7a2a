package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestDialRefusesUnusableOrigins(t *testing.T) {
	for _, origin := range []string{"", "misskey.example", "ftp://x", "https://", "https://a:b@x", "https://x?i=1", "https://x#f", "https:x", "://"} {
		if c, err := Dial(t.Context(), origin, nil); err == nil {
			c.Close()
			t.Errorf("%q was accepted", origin)
		}
	}
	if _, err := Dial(t.Context(), "https://x", &Options{BackoffMin: time.Minute}); err == nil {
		t.Error("a BackoffMin over BackoffMax was accepted")
	}
}

func TestTheAddressOfASocket(t *testing.T) {
	tests := []struct{ origin, token, want string }{
		{"https://misskey.example", "", "wss://misskey.example/streaming?_t="},
		{"https://misskey.example/", "a b&c", "wss://misskey.example/streaming?i=a+b%26c&_t="},
		{"http://localhost:8080/_demo", "", "ws://localhost:8080/_demo/streaming?_t="},
		{"wss://misskey.example:444", "", "wss://misskey.example:444/streaming?_t="},
	}
	for _, tt := range tests {
		base, err := socketBase(tt.origin)
		if err != nil {
			t.Fatal(err)
		}
		c := &Client{origin: base, opts: Options{Token: tt.token}}
		if got := c.url(time.UnixMilli(7)); got != tt.want+"7" {
			t.Errorf("%s: %s", tt.origin, got)
		}
	}
}

func TestEveryAttemptHasItsOwnAddress(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.refuse = errors.New("down") }, func(t *testing.T, p *peer, c *Client) {
		pass(time.Minute)
		seen := map[string]bool{}
		for _, u := range p.urls {
			if seen[u] {
				t.Errorf("%s was dialled twice", u)
			}
			seen[u] = true
		}
	})
}

func TestStatesAreToldInOrder(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		r := c.Events()
		synctest.Wait()
		p.drop()
		pass(2 * time.Second)
		var got []string
		for _, e := range drain(r) {
			s := e.(StateChanged)
			got = append(got, s.From.Phase.String()+">"+s.To.Phase.String()+" "+s.To.Reason.Code)
		}
		want := []string{"open>waiting disconnected", "waiting>connecting disconnected", "connecting>open "}
		if !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		c.Close()
		e, ok := r.TryNext()
		if s, is := e.(StateChanged); !ok || !is || s.To.Phase != Closed || s.To.Reason.Code != ReasonClosed {
			t.Errorf("after Close: %v", e)
		}
		if _, err := r.Next(context.Background()); !errors.Is(err, ErrClosed) {
			t.Errorf("then: %v", err)
		}
	})
}

func TestWhatACloseLeavesBehindIsNothing(t *testing.T) {
	// The bubble would not end with a goroutine or hang on a timer left.
	tests := map[string]func(p *peer){
		"while open":       func(p *peer) {},
		"while waiting":    func(p *peer) { p.refuse = errors.New("down") },
		"while connecting": func(p *peer) { p.stall = true },
		"while slow":       func(p *peer) { p.slow = 3 * time.Second },
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			bubbleWith(t, Options{Token: "t0ken", CheckToken: func(ctx context.Context) (TokenVerdict, error) {
				<-ctx.Done() // asks for ever
				return TokenDead, ctx.Err()
			}}, prepare, func(t *testing.T, p *peer, c *Client) {
				ch, _ := c.Join(Main(), nil)
				r := c.Events()
				pass(2500 * time.Millisecond)
				c.Close()
				if ch.State().Phase != Left || c.State().Phase != Closed {
					t.Errorf("states %v, %v", ch.State(), c.State())
				}
				drain(ch.Reader())
				drain(r)
				if !ch.Reader().Ended() || !r.Ended() {
					t.Error("a reader did not end")
				}
				if _, err := c.Join(Main(), nil); !errors.Is(err, ErrClosed) {
					t.Errorf("join after close: %v", err)
				}
				if late := c.Events(); !late.Ended() {
					t.Error("a reader made after close does not end")
				}
				c.Capture("x")
				c.Wake(WakeUser)
				if err := c.Send(t.Context(), "x", nil); !errors.Is(err, ErrClosed) {
					t.Errorf("send after close: %v", err)
				}
				for _, conn := range p.conns {
					if conn.dead == nil {
						t.Error("a socket was left open")
					}
					if !conn.goodbye {
						t.Error("an open socket was closed without a goodbye")
					}
				}
			})
		})
	}
}

func TestTheEndOfTheContextClosesTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c, err := Dial(ctx, "https://misskey.example", &Options{Transport: newPeer(t)})
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		<-c.Done()
		if c.State().Phase != Closed {
			t.Error(c.State())
		}
	})
}

func TestADeadTokenClosesTheClient(t *testing.T) {
	tests := []struct {
		verdict TokenVerdict
		err     error
		want    Phase
		code    string
	}{
		{TokenDead, nil, Closed, ReasonTokenDead},
		{TokenSuspended, nil, Closed, ReasonSuspended},
		{TokenTooWeak, nil, Closed, ReasonNoStreamRight},
		{TokenGood, nil, Waiting, ReasonUnreachable},
		{TokenDead, errors.New("no network"), Waiting, ReasonUnreachable},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.verdict, tt.err), func(t *testing.T) {
			asked := 0
			o := Options{Token: "t0ken", CheckToken: func(context.Context) (TokenVerdict, error) {
				asked++
				return tt.verdict, tt.err
			}}
			bubbleWith(t, o, func(p *peer) { p.refuse = errors.New("1006") }, func(t *testing.T, p *peer, c *Client) {
				pass(50 * time.Second)
				st := c.State()
				if asked != 1 || st.Phase != tt.want && st.Phase != Connecting || st.Reason.Code != tt.code {
					t.Errorf("asked %d times, state %v %v", asked, st.Phase, st.Reason)
				}
				if tt.want == Closed && len(p.dials) != 2 {
					t.Errorf("%d attempts with a dead token", len(p.dials))
				}
			})
		})
	}
}

func TestNoErrorOrStateHoldsTheToken(t *testing.T) {
	const token = "s3cretT0kenValue"
	var frames []string
	o := Options{Token: token, Tap: func(f Frame) { frames = append(frames, string(f.Raw)) }}
	bubbleWith(t, o, func(p *peer) {
		p.refuse = fmt.Errorf("Get %q: no route", "https://x/streaming?i="+token)
	}, func(t *testing.T, p *peer, c *Client) {
		pass(3 * time.Second)
		if s := c.State().Reason.String(); strings.Contains(s, token) || !strings.Contains(s, "no route") {
			t.Errorf("state says %q", s)
		}
		p.set(func() { p.refuse = nil })
		pass(time.Minute)
		p.push(`{"type":"x","body":"` + token + `"}`)
		_ = c.Send(t.Context(), "x", map[string]string{"v": url.QueryEscape(token)})
		pass(0)
		if len(frames) < 5 {
			t.Fatalf("the tap saw %q", frames)
		}
		for _, f := range frames {
			if strings.Contains(f, token) {
				t.Errorf("the tap saw %q", f)
			}
		}
	})
}

func TestATapThatComesLaterIsToldWhatStands(t *testing.T) {
	const token = "s3cretT0kenValue"
	bubble(t, Options{Token: token}, func(t *testing.T, p *peer, c *Client) {
		join(t, c, LocalTimeline(TimelineParams{}))
		join(t, c, Custom("echo", map[string]any{"v": token}))
		pass(time.Second)
		var frames []Frame
		c.SetTap(func(f Frame) { frames = append(frames, f) })
		pass(time.Second)
		p.push(`{"type":"x","body":1}`)
		pass(time.Second)
		var seen []string
		for _, f := range frames {
			if strings.Contains(string(f.Raw), token) {
				t.Errorf("the tap saw %q", f.Raw)
			}
			var e struct{ Kind, Channel, ID, Type string }
			if err := json.Unmarshal(f.Raw, &e); err != nil {
				t.Errorf("%q: %v", f.Raw, err)
			}
			if e.Kind == "joined" && e.ID == "" {
				t.Errorf("no id: %q", f.Raw)
			}
			seen = append(seen, f.Dir.String()+" "+e.Kind+e.Type+" "+e.Channel)
		}
		want := []string{"event joined localTimeline", "event joined echo", "recv x "}
		if !slices.Equal(seen, want) {
			t.Errorf("the tap saw %q, not %q", seen, want)
		}
		n := len(frames)
		c.SetTap(nil)
		pass(0)
		p.push(`{"type":"x","body":2}`)
		pass(time.Second)
		if len(frames) != n {
			t.Errorf("a tap that was taken away saw %q", frames[n].Raw)
		}
	})
}

func TestBrokenFramesAreCountedToldAndSurvived(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		r := c.Events()
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		drain(ch.Reader())
		id := p.sent("connect")[0].Body.ID
		for _, f := range []string{"", "nonsense", "[1]", "null", `{"type":5}`, `{"type":"channel"}`, `{"type":"channel","body":{"id":7}}`,
			`{"type":"noteUpdated","body":null}`, eventFrame(id, "note", `{"id":"cut`), "\xff\xfe", `{"type":"connected","body":{}}`, "pong"} {
			p.push(f)
		}
		p.post("localTimeline", "note", `{"id":"good"}`)
		p.push(`{"type":"never heard of","body":[1]}`)
		pass(2 * time.Second)
		events := drain(ch.Reader())
		if got := bodies(events); !slices.Equal(got, []string{`{"id":"good"}`}) {
			t.Errorf("got %q", got)
		}
		g := gaps(events)
		if len(g) == 0 || len(g) > 2 || g[0].Cause != GapMalformed || g[0].Until.IsZero() {
			t.Errorf("gaps %+v", g)
		}
		s := c.Stats()
		if s.Malformed[MalformedJSON] != 6 || s.Malformed[MalformedType] != 1 || s.Malformed[MalformedEnvelope] != 4 {
			t.Errorf("counted %v", s.Malformed)
		}
		malformed, unknown := 0, 0
		for _, e := range drain(r) {
			switch e.(type) {
			case Malformed:
				malformed++
			case Unknown:
				unknown++
			}
		}
		if malformed != 11 || unknown != 1 {
			t.Errorf("%d malformed, %d unknown", malformed, unknown)
		}
		if c.State().Phase != Open || s.Reconnects != 0 {
			t.Error("the stream ended")
		}
	})
}

func TestASlowReaderLosesCountedMessagesAndDelaysNobody(t *testing.T) {
	bubble(t, Options{QueueSize: 10}, func(t *testing.T, p *peer, c *Client) {
		slow := join(t, c, LocalTimeline(TimelineParams{}))
		fast := join(t, c, LocalTimeline(TimelineParams{}))
		var got []string
		for i := range 50 {
			p.post("localTimeline", "note", fmt.Sprint(i))
			pass(time.Second)
			got = append(got, bodies(drain(fast.Reader()))...)
		}
		if len(got) != 50 {
			t.Errorf("the fast one got %d", len(got))
		}
		events := drain(slow.Reader())
		if len(events) > 11 {
			t.Errorf("%d events in a queue of 10", len(events))
		}
		g := gaps(events)
		rest := bodies(events)
		if len(g) != 1 || g[0].Cause != GapOverflow || g[0].Dropped+len(rest) != 50 || rest[len(rest)-1] != "49" {
			t.Errorf("gaps %+v, rest %v", g, rest)
		}
		if d := g[0].Until.Sub(g[0].Since); d != time.Duration(g[0].Dropped-1)*time.Second+reorderSlack {
			t.Errorf("the gap is %v long for %d messages", d, g[0].Dropped)
		}
		if int(c.Stats().Dropped) != g[0].Dropped {
			t.Errorf("stats say %d", c.Stats().Dropped)
		}
	})
}

func TestNoGoroutineIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		c, err := Dial(t.Context(), "https://misskey.example", &Options{Transport: newPeer(t)})
		if err != nil {
			t.Fatal(err)
		}
		c.Join(LocalTimeline(TimelineParams{}), nil)
		c.Close()
	}
	after := runtime.NumGoroutine()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); { // one that has said it is done may not be gone yet
		if after <= before {
			return
		}
		time.Sleep(time.Millisecond)
		after = runtime.NumGoroutine()
	}
	t.Errorf("%d goroutines, before %d", after, before)
}
