package app

import (
	"slices"
	"testing"
	"time"

	"nagare/app/markup"
	"nagare/app/store"
)

func TestPollsAreWaitedForUntilTheyEnd(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	in := func(d time.Duration) *markup.Poll { return &markup.Poll{ExpiresAt: now.Add(d)} }
	const here, there = store.Source("https://a.example"), store.Source("https://b.example")
	var e pollEnds
	for name, c := range map[string]struct {
		poll *markup.Poll
		want bool
	}{
		"no poll":                {nil, false},
		"one that never ends":    {&markup.Poll{}, false},
		"one that has ended":     {in(-time.Second), false},
		"one that ends just now": {in(0), false},
	} {
		if e.expect(here, "a0", c.poll, now) != c.want {
			t.Errorf("%s is waited for", name)
		}
	}
	if _, any := e.wait(now); any {
		t.Error("waits for nothing")
	}
	if !e.expect(here, "a1", in(time.Hour), now) || e.expect(here, "a1", in(time.Hour), now) {
		t.Error("a poll is new once")
	}
	if d, any := e.wait(now); !any || d > maxPollWait+time.Second {
		t.Errorf("waits %v, %v: a device may sleep meanwhile", d, any)
	}
	e.expect(here, "a2", in(10*time.Second), now)
	e.expect(there, "a2", in(10*time.Second), now)
	if d, _ := e.wait(now); d < 10*time.Second || d > 11*time.Second {
		t.Errorf("waits %v for the next one", d)
	}
	if rows := e.over(now.Add(9 * time.Second)); len(rows) > 0 {
		t.Errorf("over too early: %v", rows)
	}
	if rows := e.over(now.Add(10 * time.Second)); !slices.Equal(rows[here], []string{"a2"}) || !slices.Equal(rows[there], []string{"a2"}) {
		t.Errorf("over: %v", rows)
	}
	if rows := e.over(now.Add(10 * time.Second)); len(rows) > 0 {
		t.Errorf("over twice: %v", rows)
	}
}
