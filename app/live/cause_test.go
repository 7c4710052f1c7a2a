//go:build !js

package live_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/streamtest"
)

// skippable is the real time plus what a machine slept.
type skippable struct{ slept atomic.Int64 }

func (c *skippable) Now() time.Time { return time.Now().Add(time.Duration(c.slept.Load())) }

func (c *skippable) AfterFunc(d time.Duration, f func()) stream.Timer { return time.AfterFunc(d, f) }

// cause waits for a gap that says why it is there.
func (d *deck) cause(id store.ColumnID, want store.GapCause) {
	d.t.Helper()
	d.until(fmt.Sprintf("a gap because of %q", want), func(s *store.Store) bool {
		c, _ := s.Column(id)
		_, gaps := ids(c)
		return len(gaps) > 0 && gaps[0].Cause == want
	})
}

func TestAGapAfterSleepSaysSo(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	clock := new(skippable)
	o := fast()
	o.Clock = clock
	o.Stream.QuietLimit = time.Minute // a probe's answer after the sleep would say that the socket outlived it
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 2)
	d.complete(id, posted)
	srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 503}) // polling would fill it
	srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 503})
	clock.slept.Add(int64(time.Hour))
	srv.Drop()
	d.cause(id, store.CauseAsleep)
	srv.Heal()
	posted = append(posted, post(srv, 2)...)
	d.complete(id, posted)
}

func TestAGapBelowARefusedChannelSaysSo(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	d.complete(id, post(srv, 2))
	lift := srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 503})
	srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 403}) // once the first is lifted
	srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 503})
	srv.Drop()
	d.cause(id, store.CauseConnectionLost)
	lift()
	d.hub.Retry(id)
	d.state(id, store.Refused)
	d.cause(id, store.CauseRefused)
}

func TestAGapOfUnreadableFramesDoesNotBlameTheDevice(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 2)
	d.complete(id, posted)
	lift := srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 503})
	srv.Inject(streamtest.Fault{Kind: streamtest.BadJSON, Channel: "localTimeline", Times: 1})
	posted = append(posted, post(srv, 2)...)
	d.cause(id, store.CauseMalformed)
	lift()
	d.complete(id, posted)
}
