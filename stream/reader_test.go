package stream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func at(n int) time.Time { return time.Unix(int64(n), 0) }

func TestChangesOfStateStandWhereTheyHappenedAndAreKept(t *testing.T) {
	r := newReader(6, nil)
	for i := range 100 {
		if i%10 == 5 {
			r.put(ChannelStateChanged{To: ChannelState{Since: at(i)}})
			continue
		}
		r.put(Message{Type: fmt.Sprint(i), At: at(i)})
	}
	states, dropped, last := 0, 0, time.Time{}
	for _, e := range drain(r) {
		switch e := e.(type) {
		case ChannelStateChanged:
			states++
			if e.To.Since.Before(last) {
				t.Errorf("state of %v after %v", e.To.Since, last)
			}
			last = e.To.Since
		case Gap:
			dropped += e.Dropped
			if e.Until.Before(e.Since) {
				t.Errorf("gap %+v", e)
			}
			last = e.Until
		case Message:
			if e.At.Before(last) {
				t.Errorf("message of %v after %v", e.At, last)
			}
			last = e.At
			dropped++
		}
	}
	if states < 6 || states+dropped != 100 {
		t.Errorf("%d states, %d messages accounted for", states, dropped)
	}
}

func TestAQueueOfStatesAloneIsBoundedToo(t *testing.T) {
	r := newReader(8, nil)
	for i := range 10000 {
		r.put(ChannelStateChanged{To: ChannelState{Since: at(i)}})
		r.put(Gap{Since: at(i)})
	}
	events := drain(r)
	if len(events) > 17 {
		t.Errorf("%d events", len(events))
	}
	n := 0
	for _, e := range events {
		if g, is := e.(Gap); is && g.Cause == GapOverflow {
			n += g.Dropped
		}
	}
	if n+len(events)-1 != 20000 {
		t.Errorf("%d of 20000 accounted for", n+len(events)-1)
	}
}

func TestNextWaitsAndEnds(t *testing.T) {
	r := newReader(8, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	go r.put(Message{Type: "x"})
	if e, err := r.Next(t.Context()); err != nil || e.(Message).Type != "x" {
		t.Errorf("got %v %v", e, err)
	}
	r.put(Message{Type: "last"})
	r.end()
	if e, err := r.Next(t.Context()); err != nil || e.(Message).Type != "last" {
		t.Errorf("got %v %v", e, err)
	}
	for range 2 {
		if _, err := r.Next(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("got %v", err)
		}
	}
}

func TestALongQueueKeepsItsOrder(t *testing.T) {
	r := newReader(64, nil)
	next, want := 0, 0
	for i := range 5000 {
		for range 1 + i%5 {
			if next-want < 60 {
				r.put(Message{Size: next})
				next++
			}
		}
		for range 1 + (i*7)%4 {
			if e, ok := r.TryNext(); ok {
				if e.(Message).Size != want {
					t.Fatalf("got %v, want %d", e, want)
				}
				want++
			}
		}
	}
}

func TestAMessagePushesNoChangeOfStateOut(t *testing.T) {
	at := time.Unix(100, 0)
	r := newReader(2, nil)
	lost := 0
	for _, e := range []Event{
		ChannelStateChanged{To: ChannelState{Phase: Live, Since: at}}, Gap{Cause: GapMalformed, Since: at},
		Message{Type: "a", At: at}, Message{Type: "b", At: at.Add(time.Second)}, ChannelStateChanged{To: ChannelState{Phase: Refused, Since: at}},
	} {
		lost += r.put(e)
	}
	var got []string
	for {
		e, ok := r.TryNext()
		if !ok {
			break
		}
		switch e := e.(type) {
		case ChannelStateChanged:
			got = append(got, e.To.Phase.String())
		case Gap:
			got = append(got, e.Cause.String(), fmt.Sprint(e.Dropped))
		default:
			got = append(got, fmt.Sprintf("%T", e))
		}
	}
	if want := []string{"live", "malformed", "0", "overflow", "2", "refused"}; !slices.Equal(got, want) || lost != 2 {
		t.Errorf("%q and %d lost, not %q", got, lost, want)
	}
}

func TestAWaitThatTheServerAskedForIsCutShortByAPersonOnly(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) {
		p.refuse = &DialError{Status: 429, RetryAfter: 5 * time.Minute, Err: errors.New("Too Many Requests")}
	}, func(t *testing.T, p *peer, c *Client) {
		pass(time.Second)
		for range 8 {
			pass(15 * time.Second)
			c.Wake(WakeOnline)
		}
		pass(time.Second)
		if n := len(p.dials); n != 1 {
			t.Errorf("%d attempts within the wait", n)
		}
		c.Wake(WakeUser)
		pass(time.Second)
		if n := len(p.dials); n != 2 {
			t.Errorf("%d attempts after a press", n)
		}
	})
}
