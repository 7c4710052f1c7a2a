//go:build !js

package live_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"nagare/app/live"
	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/streamtest"
)

// fast makes the stream client quick to notice and to come back.
func fast() live.Options {
	return live.Options{
		Stream: stream.Options{
			BackoffMin: 20 * time.Millisecond, BackoffMax: 100 * time.Millisecond, AckTimeout: time.Second,
			QuietLimit: 300 * time.Millisecond, ProbeTimeout: 300 * time.Millisecond, DialTimeout: 2 * time.Second,
		},
		PagesPerMinute: 600,
		ReadsPerMinute: 3000,
		PollEvery:      100 * time.Millisecond,
		ReleaseAfter:   200 * time.Millisecond,
	}
}

// complete waits until the column has every one of the posted notes, in order, and no gap.
func (d *deck) complete(id store.ColumnID, posted []string) {
	d.t.Helper()
	d.until("every note and no gap", func(s *store.Store) bool {
		c, _ := s.Column(id)
		notes, gaps := ids(c)
		if len(gaps) > 0 {
			return false
		}
		if !slices.IsSortedFunc(notes, func(a, b string) int { return -cmpString(a, b) }) {
			d.t.Fatalf("out of order: %v", notes)
		}
		for _, p := range posted {
			if !slices.Contains(notes, p) {
				return false
			}
		}
		return true
	})
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func post(s *streamtest.Server, n int) (posted []string) {
	for i := range n {
		posted = append(posted, s.Post(streamtest.NoteSpec{By: "bob", Text: fmt.Sprintf("number %d", i)}).ID)
	}
	return posted
}

func TestNotesPostedWhileTheServerWasAwayAreThere(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.Stream.QuietLimit = time.Minute // one reconnect is counted: a slow machine must not make a second one
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 3)
	d.complete(id, posted)
	srv.Stop()
	d.state(id, store.Lost)
	if _, gaps := ids(d.column(id)); len(gaps) == 0 || gaps[0].Before != "" || gaps[0].Cause != store.CauseConnectionLost {
		t.Errorf("lost, and the gaps are %+v", gaps)
	}
	posted = append(posted, post(srv, 5)...)
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	d.state(id, store.Live)
	posted = append(posted, post(srv, 2)...)
	d.complete(id, posted)
	if c := d.column(id); c.Details.Reconnects != 1 || c.Details.Gaps != 1 || c.Details.GapsClosed == 0 {
		t.Errorf("details %+v", c.Details)
	}
}

func TestGapOfThreeHundredNotesIsFilled(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 1)
	d.complete(id, posted)
	lift := d.lost(srv, id)
	posted = append(posted, post(srv, 300)...)
	lift()
	d.complete(id, posted)
}

func TestWhatIsOverThePaceIsFilledOnDemand(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.PagesPerMinute = 2
	o.PollEvery = time.Hour
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 1)
	d.complete(id, posted)
	lift := d.lost(srv, id)
	posted = append(posted, post(srv, 300)...)
	lift()
	var key string
	d.until("two pages, then a pause", func(s *store.Store) bool {
		c, _ := s.Column(id)
		notes, gaps := ids(c)
		if len(notes) < 150 || len(gaps) != 1 || gaps[0].State != store.GapOpen {
			return false
		}
		key = gaps[0].Key
		return true
	})
	d.hub.FillGap(id, key)
	d.complete(id, posted)
}

func TestHalfOpenSocketIsNoticedAndItsGapFilled(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 2)
	d.complete(id, posted)
	srv.HalfOpen(true)
	posted = append(posted, post(srv, 4)...)
	d.until("the loss", func(s *store.Store) bool {
		c, _ := s.Column(id)
		return c.State != store.Live && c.State != store.Quiet
	})
	srv.HalfOpen(false)
	d.complete(id, posted)
	d.state(id, store.Live)
}

func TestOverflowIsAGap(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.Stream.QueueSize = 16
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 1)
	d.complete(id, posted)
	d.hub.Look(func(*store.Store) { // a screen that takes too long
		posted = append(posted, post(srv, 120)...)
		time.Sleep(2 * time.Second)
	})
	d.complete(id, posted)
	if c := d.column(id); c.Details.Overflow == 0 {
		t.Error("nothing overflowed; the test tests nothing")
	}
}

func TestCountsAreRightAfterAnOutage(t *testing.T) {
	for _, flavour := range []streamtest.Flavour{streamtest.IO2025_4, streamtest.Upstream2025} {
		t.Run(flavour.String(), func(t *testing.T) {
			t.Parallel()
			srv := streamtest.NewServer(t, &streamtest.Options{Flavour: flavour})
			d := newDeck(t, fast())
			id := d.hub.Add(local(srv))
			d.settled(id)
			posted := post(srv, 3)
			d.complete(id, posted)
			d.hub.SetVisible(id, posted)
			src := d.column(id).Spec.Source()
			counts := func(note string, want map[string]int) {
				t.Helper()
				d.until(fmt.Sprintf("%s: %v", note, want), func(s *store.Store) bool {
					v, ok := s.Note(src, note)
					got := map[string]int{}
					for _, r := range v.Reactions {
						got[r.Key] = r.Count
					}
					return ok && len(got) == len(want) && func() bool {
						for k, n := range want {
							if got[k] != n {
								return false
							}
						}
						return true
					}()
				})
			}
			srv.React(posted[0], "alice", "👍")
			counts(posted[0], map[string]int{"👍": 1})
			lift := d.lost(srv, id)
			srv.React(posted[0], "carol", "👍")
			srv.React(posted[1], "alice", "🎉")
			srv.Unreact(posted[0], "alice")
			srv.Delete(posted[2])
			lift()
			counts(posted[0], map[string]int{"👍": 1})
			counts(posted[1], map[string]int{"🎉": 1})
			d.until("the deleted note to go", func(s *store.Store) bool {
				c, _ := s.Column(id)
				notes, _ := ids(c)
				return !slices.Contains(notes, posted[2])
			})
			d.state(id, store.Live)
		})
	}
}

func TestPollingWhereNoSocketOpens(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	lift := srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 503})
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.until("polling", func(s *store.Store) bool {
		c, _ := s.Column(id)
		return c.State == store.Unconfirmed && c.Reason.Code == store.ReasonSocketBlocked
	})
	posted := post(srv, 2)
	d.complete(id, posted)
	posted = append(posted, post(srv, 70)...) // more than a page between two polls
	d.complete(id, posted)
	lift()
	d.state(id, store.Live)
	posted = append(posted, post(srv, 2)...)
	d.complete(id, posted)
}

func TestHiddenPageLeavesItsChannelsAndComesBack(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.HiddenAfter = 50 * time.Millisecond
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 2)
	d.complete(id, posted)
	d.hub.Hidden(true)
	d.state(id, store.Paused)
	if _, gaps := ids(d.column(id)); len(gaps) == 0 || gaps[0].Cause != store.CauseHidden {
		t.Errorf("paused, and the gaps are %+v", gaps)
	}
	d.until("no socket", func(*store.Store) bool { return srv.Sockets() == 0 })
	posted = append(posted, post(srv, 5)...)
	d.hub.Hidden(false)
	d.state(id, store.Live)
	d.complete(id, posted)
}

func TestAColumnThatStaysGoesOnWhileThePageIsHidden(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.HiddenAfter = 50 * time.Millisecond
	d := newDeck(t, o)
	leaves, stays := d.hub.Add(local(srv)), d.hub.Add(store.ColumnSpec{Channel: "globalTimeline", Origin: srv.Origin()})
	d.settled(leaves)
	d.settled(stays)
	d.hub.Stay(stays, true)
	if !d.column(stays).Spec.Stays {
		t.Error("the choice is not in the store")
	}
	d.hub.Hidden(true)
	d.state(leaves, store.Paused)
	posted := post(srv, 5)
	d.complete(stays, posted)
	if c := d.column(stays); c.State != store.Live {
		t.Errorf("it is %s", c.State)
	}
	d.hub.Hidden(false)
	d.state(leaves, store.Live)
	d.complete(leaves, posted)
}

func TestOlderPagesReachTheEnd(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	for range 20 {
		d.hub.Older(id)
		d.until("a page", func(s *store.Store) bool {
			c, _ := s.Column(id)
			return c.Older == store.OlderMore || c.Older == store.OlderEnd
		})
		if d.column(id).Older == store.OlderEnd {
			break
		}
	}
	if c := d.column(id); c.Older != store.OlderEnd {
		t.Fatalf("older is %s", c.Older)
	}
	d.complete(id, nil)
}
