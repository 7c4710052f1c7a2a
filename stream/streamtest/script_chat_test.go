//go:build !js

package streamtest_test

import (
	"context"
	"testing"
	"time"

	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

func TestWhoIsWrittenToAnswersWhereTheTownIsAlive(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rate float64
		want bool
	}{"alive": {1, true}, "still": {0, false}} {
		clock := streamtest.NewFakeClock(time.Time{})
		s := streamtest.NewServer(t, &streamtest.Options{Flavour: streamtest.Upstream2025, History: -1, Rate: c.rate, Clock: clock})
		api := &misskey.API{Origin: s.URL, Token: s.Token("alice")}
		if _, err := api.SendChat(context.Background(), misskey.Peer{UserID: s.World().PersonID("bob")}, "are you there?", ""); err != nil {
			t.Fatal(err)
		}
		said, _ := s.World().Said("alice", "bob")
		clock.Advance(10 * time.Second)
		if now, _ := s.World().Said("alice", "bob"); (len(now) > len(said)) != c.want {
			t.Errorf("%s: %q, then %q", name, said, now)
		}
	}
}
