package stream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestAChannelIsLiveWhenAcknowledged(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.lag = 40 * time.Millisecond }, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{WithReplies: true}))
		if got := ch.State().Phase; got != Requested {
			t.Fatalf("before the answer: %v", got)
		}
		pass(50 * time.Millisecond)
		st := ch.State()
		if st.Phase != Live || st.AckRTT != 40*time.Millisecond {
			t.Fatalf("after the answer: %+v", st)
		}
		f := p.sent("connect")[0]
		if !f.Body.Pong || string(f.Body.Params) != `{"withReplies":true}` {
			t.Errorf("request was %s", f.raw)
		}
		p.post("localTimeline", "note", `{"id":"a"}`)
		pass(50 * time.Millisecond)
		events := drain(ch.Reader())
		if got := bodies(events); !slices.Equal(got, []string{`{"id":"a"}`}) {
			t.Errorf("got %q", got)
		}
		if got := phases(events); !slices.Equal(got, []ChannelPhase{Live}) {
			t.Errorf("states %v", got)
		}
	})
}

func TestSilenceIsARefusalWithAReason(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		spec ChannelSpec
		want string
		in   time.Duration
	}{
		{"an anonymous socket and a channel that needs login", Options{}, HomeTimeline(TimelineParams{}), ReasonNeedsLogin, 2 * time.Second},
		{"an app token without the permission", Options{Token: "t0ken", Permissions: []string{"read:account"}}, ChatUser("u"), ReasonNoPermission, 2 * time.Second},
		{"a list belongs to somebody", Options{}, UserList("l1", TimelineParams{}), ReasonNeedsLogin, 2 * time.Second},
		{"a parameter is missing", Options{}, Custom("roleTimeline", nil), ReasonMissingParam, 2 * time.Second},
		{"a channel nobody knows", Options{}, Custom("clip", nil), ReasonUnknownChannel, 9 * time.Second},
		{"a known channel that this server does not have", Options{}, ServerStats(), ReasonNoAnswer, 9 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubbleWith(t, tt.o, func(p *peer) { p.deny[tt.spec.Name] = true }, func(t *testing.T, p *peer, c *Client) {
				ch := join(t, c, tt.spec)
				pass(tt.in)
				if st := ch.State(); st.Phase != Refused || st.Reason.Code != tt.want {
					t.Fatalf("state %+v, want refused for %s", st, tt.want)
				}
			})
		})
	}
}

func TestTheWitnessIsAskedWhenTheReasonIsAGuess(t *testing.T) {
	o := Options{Witness: func(context.Context, ChannelSpec) (Reason, error) {
		return Reason{Code: "ltl-disabled"}, nil
	}}
	bubbleWith(t, o, func(p *peer) { p.deny["localTimeline"] = true }, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(9 * time.Second)
		if got := ch.State().Reason.Code; got != "ltl-disabled" {
			t.Fatalf("reason %q", got)
		}
	})
}

func TestALateAnswerStillMakesARefusedChannelLive(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.deny["localTimeline"] = true }, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(10 * time.Second)
		if ch.State().Phase != Refused {
			t.Fatal("not refused")
		}
		p.push(fmt.Sprintf(`{"type":"connected","body":{"id":%q}}`, p.sent("connect")[0].Body.ID))
		pass(0)
		if ch.State().Phase != Live {
			t.Fatalf("state %v", ch.State())
		}
	})
}

func TestAServerThatAcknowledgesNothingIsUnconfirmed(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.mute, p.rawPong = true, true }, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		p.post("localTimeline", "note", `{"id":"a"}`)
		pass(20 * time.Second)
		if st := ch.State(); st.Phase != Unconfirmed {
			t.Fatalf("state %v", st)
		}
		if got := bodies(drain(ch.Reader())); len(got) != 1 {
			t.Fatalf("got %q", got)
		}
		pass(5 * time.Minute) // raw pong keeps it alive
		if c.State().Phase != Open || c.Stats().Reconnects != 0 {
			t.Errorf("state %v after %d reconnects", c.State(), c.Stats().Reconnects)
		}
	})
}

func TestABrokenAnswerIsAskedForAgainBeforeARefusal(t *testing.T) {
	first := true
	bubbleWith(t, Options{}, func(p *peer) {
		p.mangle = func(f string) string {
			if first {
				first = false
				return f[:len(f)-3]
			}
			return f
		}
	}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(9 * time.Second)
		if st := ch.State(); st.Phase != Live {
			t.Fatalf("state %v", st)
		}
		if n := len(p.sent("disconnect")); n == 0 {
			t.Error("the first request was not taken back")
		}
	})
}

func TestEventsBeforeTheAnswerAreDelivered(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.early["localTimeline"] = `{"id":"early"}` }, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		if got := bodies(drain(ch.Reader())); !slices.Equal(got, []string{`{"id":"early"}`}) {
			t.Fatalf("got %q", got)
		}
	})
}

func TestADropIsLostGapRequestedLive(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(10 * time.Second)
		drain(ch.Reader())
		before := time.Now()
		p.drop()
		pass(2 * time.Second)
		events := drain(ch.Reader())
		if got := phases(events); !slices.Equal(got, []ChannelPhase{Lost, Requested, Live}) {
			t.Fatalf("states %v", got)
		}
		g := gaps(events)
		if len(g) != 1 || g[0].Cause != GapDisconnected || !g[0].Until.IsZero() || g[0].Since.After(before) {
			t.Fatalf("gaps %+v", g)
		}
		ids := map[string]bool{}
		for _, f := range p.sent("connect") {
			if ids[f.Body.ID] {
				t.Errorf("id %s used again", f.Body.ID)
			}
			ids[f.Body.ID] = true
		}
	})
}

func TestEqualSpecsShareOnePlaceOnTheWire(t *testing.T) {
	bubble(t, Options{Token: "t0ken"}, func(t *testing.T, p *peer, c *Client) {
		a := join(t, c, Main())
		b := join(t, c, Main())
		x := join(t, c, Custom("localTimeline", map[string]any{"withReplies": true, "withFiles": false}))
		y := join(t, c, ChannelSpec{Name: "localTimeline", Params: []byte(`{ "withFiles":false,"withReplies" : true}`)})
		if n := len(p.sent("connect")); n != 2 {
			t.Fatalf("%d requests for two places", n)
		}
		p.post("main", "readAllNotifications", "null")
		p.post("localTimeline", "note", `{"id":"a"}`)
		pass(0)
		for _, ch := range []*Channel{a, b, x, y} {
			if ch.State().Phase != Live || len(bodies(drain(ch.Reader()))) != 1 {
				t.Errorf("%s: state %v", ch.Spec().Name, ch.State())
			}
		}
		a.Leave()
		x.Leave()
		pass(0)
		if n := len(p.sent("disconnect")); n != 0 {
			t.Errorf("%d places were left while still wanted", n)
		}
		b.Leave()
		y.Leave()
		pass(0)
		left := p.sent("disconnect")
		if len(left) != 1 {
			t.Fatalf("left %d places: main must stay (P2.2)", len(left))
		}
		again := join(t, c, Main())
		if again.State().Phase != Live || len(p.sent("connect")) != 2 {
			t.Error("main was asked for again although it was never left")
		}
	})
}

func TestLeavingEndsTheReader(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, GlobalTimeline(TimelineParams{}))
		ch.Leave()
		ch.Leave()
		pass(0)
		var got []ChannelPhase
		for e := range ch.Reader().All(t.Context()) {
			got = append(got, e.(ChannelStateChanged).To.Phase)
		}
		if !slices.Equal(got, []ChannelPhase{Live, Left}) {
			t.Errorf("states %v", got)
		}
		if err := ch.Send(t.Context(), "x", nil); !errors.Is(err, ErrClosed) {
			t.Errorf("send to a left channel: %v", err)
		}
		p.post("globalTimeline", "note", "{}") // nobody is left: nothing to assert but no panic
	})
}

func TestMessagesAreSentOrRefusedNeverQueued(t *testing.T) {
	bubble(t, Options{Token: "t0ken"}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, QueueStats())
		if err := ch.Post(t.Context(), RequestLog("r", 50)); err != nil {
			t.Fatal(err)
		}
		if err := c.ReadNotifications(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		f := p.sent("channel")
		if len(f) != 1 || f[0].Body.Type != "requestLog" || string(f[0].Body.Body) != `{"id":"r","length":50}` {
			t.Errorf("sent %+v", f)
		}
		p.set(func() { p.refuse = errors.New("down") })
		p.drop()
		pass(time.Millisecond)
		if err := ch.Send(t.Context(), "read", nil); !errors.Is(err, ErrNotOpen) {
			t.Errorf("to a lost channel: %v", err)
		}
		if err := c.ReadNotifications(t.Context()); !errors.Is(err, ErrNotOpen) {
			t.Errorf("to a lost socket: %v", err)
		}
	})
}

func TestManyChannelsSpreadOverSockets(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		var all []*Channel
		for i := range 70 {
			all = append(all, join(t, c, Hashtag([]string{fmt.Sprint("tag", i)})))
		}
		pass(5 * time.Second)
		for i, ch := range all {
			if ch.State().Phase != Live {
				t.Fatalf("channel %d: %v", i, ch.State())
			}
		}
		open := p.open()
		if len(open) != 3 {
			t.Fatalf("%d sockets", len(open))
		}
		for _, conn := range open {
			if n := len(conn.ids); n > 32 {
				t.Errorf("%d channels on one socket", n)
			}
		}
		if s := c.Stats(); s.Channels != 70 || s.Sockets != 3 || s.ChannelsMax != 93 {
			t.Errorf("stats %+v", s)
		}
		for _, ch := range all[31:] {
			ch.Leave()
		}
		pass(11 * time.Second)
		if n := len(p.open()); n != 1 {
			t.Errorf("%d sockets for 31 channels", n)
		}
		if got := drain(all[0].Reader()); len(gaps(got)) != 0 {
			t.Errorf("the first socket was disturbed: %v", got)
		}
	})
}

func TestTheOrderOfJoiningAgain(t *testing.T) {
	bubble(t, Options{Token: "t0ken"}, func(t *testing.T, p *peer, c *Client) {
		c.Capture("n1", "n2")
		if _, err := c.Join(GlobalTimeline(TimelineParams{}), &JoinOptions{Order: 2}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Join(LocalTimeline(TimelineParams{}), &JoinOptions{Order: 1}); err != nil {
			t.Fatal(err)
		}
		join(t, c, Main())
		pass(time.Second)
		p.set(func() { p.sentLog = nil })
		p.drop()
		pass(time.Second)
		var got []string
		p.set(func() {
			for _, f := range p.sentLog {
				if f.Type == "connect" {
					got = append(got, f.Body.Channel)
				} else {
					got = append(got, f.Body.ID)
				}
			}
		})
		if want := []string{"main", "n2", "n1", "localTimeline", "globalTimeline"}; len(got) < 5 || !slices.Equal(got[:5], want) {
			t.Errorf("sent %v, want first %v", got, want)
		}
	})
}

func TestJoinRefusesUnusableSpecs(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		for _, spec := range []ChannelSpec{{}, {Name: "x", Params: []byte("[]")}, {Name: "x", Params: []byte("{")},
			Custom("x", map[string]any{"f": func() {}}), {Name: "x", Params: []byte("{} {}")}} {
			if _, err := c.Join(spec, nil); err == nil {
				t.Errorf("%q was accepted", spec)
			}
		}
	})
}
