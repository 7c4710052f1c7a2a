package stream

import (
	"fmt"
	"testing"
	"time"
)

func TestCapturesAreCounted(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		c.Capture("a", "b")
		c.Capture("a")
		c.Release("a", "never captured")
		pass(time.Second)
		if n := len(p.sent("subNote")); n != 2 {
			t.Fatalf("%d captures sent", n)
		}
		c.Release("a", "b", "b")
		pass(time.Second)
		if n := len(p.sent("unsubNote")); n != 2 {
			t.Fatalf("%d releases sent", n)
		}
		if s := c.Stats(); s.Captures != 0 || s.CapturesPending != 0 {
			t.Errorf("stats %+v", s)
		}
		if n := len(c.eng.caps.refs); n != 0 {
			t.Errorf("%d forgotten notes are remembered", n)
		}
	})
}

func TestAScrollThroughManyRowsCancelsItselfOut(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		for i := range 100 {
			c.Capture(fmt.Sprint(i))
			if i > 0 {
				c.Release(fmt.Sprint(i - 1))
			}
		}
		pass(time.Second)
		if a, b := len(p.sent("subNote")), len(p.sent("unsubNote")); a != 1 || b != 0 {
			t.Errorf("%d captures and %d releases sent for one note", a, b)
		}
	})
}

func TestThousandsOfCapturesDoNotFlood(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		ids := make([]string, 5000)
		for i := range ids {
			ids[i] = fmt.Sprint("note", i)
		}
		c.Capture(ids...)
		pass(20 * time.Second)
		check := func(from int) {
			t.Helper()
			var at []time.Time
			for _, f := range p.sent("subNote")[from:] {
				at = append(at, f.at)
			}
			if len(at) != 5000 {
				t.Fatalf("%d sent", len(at))
			}
			for i := range at { // Sharkey closes at 4096 frames in 2 s (P1.6)
				if i+1500 < len(at) && at[i+1500].Sub(at[i]) < 2*time.Second {
					t.Fatalf("1500 frames within %v", at[i+1500].Sub(at[i]))
				}
			}
		}
		check(0)
		p.drop()
		pass(20 * time.Second)
		check(5000)
		if n := len(p.open()[0].captured); n != 5000 {
			t.Errorf("%d in force", n)
		}
	})
}

func TestUpdatesReachEveryReader(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		a, b := c.Events(), c.Events()
		c.Capture("n")
		pass(time.Second)
		p.push(`{"type":"noteUpdated","body":{"id":"n","type":"reacted","body":{"reaction":"👍","userId":"u"}}}`)
		p.push(`{"type":"emojiAdded","body":{"emoji":{"name":"x"}}}`)
		pass(0)
		for _, r := range []*Reader{a, b} {
			events := drain(r)
			if len(events) != 2 {
				t.Fatalf("got %v", events)
			}
			u := events[0].(NoteUpdated)
			if u.ID != "n" || u.Type != "reacted" || string(u.Body) != `{"reaction":"👍","userId":"u"}` {
				t.Errorf("got %+v", u)
			}
			if _, is := events[1].(EmojiAdded); !is {
				t.Errorf("got %T", events[1])
			}
		}
		b.Close()
		p.push(`{"type":"emojiDeleted","body":{}}`)
		pass(0)
		if len(drain(a)) != 1 || len(drain(b)) != 0 || !b.Ended() {
			t.Error("a closed reader still reads")
		}
	})
}

func TestAReaderOfEventsOverflowsByNumber(t *testing.T) {
	bubble(t, Options{QueueSize: 8}, func(t *testing.T, p *peer, c *Client) {
		r := c.Events()
		for i := range 30 {
			p.push(fmt.Sprintf(`{"type":"x%d","body":{}}`, i))
		}
		pass(0)
		events := drain(r)
		o, is := events[0].(Overflow)
		if !is || o.Dropped+len(events)-1 != 30 {
			t.Errorf("got %d events, first %+v", len(events), events[0])
		}
	})
}
