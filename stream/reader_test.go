package stream

import (
	"context"
	"errors"
	"fmt"
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
