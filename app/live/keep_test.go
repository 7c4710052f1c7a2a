//go:build !js

package live_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"nagare/app/live"
	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/streamtest"
)

// silent is storage that never answers.
type silent struct{}

func (silent) Load(ctx context.Context, _ string) (store.Snapshot, bool, error) {
	<-ctx.Done()
	return store.Snapshot{}, false, ctx.Err()
}

func (silent) Save(ctx context.Context, _ string, _ store.Snapshot) error {
	<-ctx.Done()
	return ctx.Err()
}

func (silent) Forget(context.Context, string) error { return nil }

// hurried is the real time but for waits of one length, which are short.
type hurried time.Duration

func (hurried) Now() time.Time { return time.Now() }

func (h hurried) AfterFunc(d time.Duration, f func()) stream.Timer {
	if d == time.Duration(h) {
		d = 20 * time.Millisecond
	}
	return time.AfterFunc(d, f)
}

func TestStorageThatNeverAnswersIsTakenForNone(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.Persist, o.Clock = silent{}, hurried(5*time.Second)
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.until("the notice", func(*store.Store) bool { return d.all.Notice == store.NoticeMemoryOnly })
	if !d.column(id).Recalled {
		t.Error("the column still waits for what was kept")
	}
	d.complete(id, post(srv, 2))
}

func TestAColumnSaysWhenNothingOfTheLastVisitIsToCome(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	for name, p := range map[string]live.Persist{"nothing kept": &shelf{kept: map[string]store.Snapshot{}}, "no storage": nil} {
		o := fast()
		o.Persist = p
		d := newDeck(t, o)
		id := d.hub.Add(local(srv))
		d.until(name, func(s *store.Store) bool { c, _ := s.Column(id); return c.Recalled })
	}
}

func TestWhatIsKeptReachesDownToTheReader(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	keep := &shelf{kept: map[string]store.Snapshot{}}
	o := fast()
	o.Persist = keep
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	posted := post(srv, 150)
	d.complete(id, posted)
	place := store.Position{NoteID: posted[30], Offset: 7}
	d.hub.SetAnchor(id, place)
	d.hub.Hidden(true)
	d.until("the saving", func(*store.Store) bool {
		snap, ok, _ := keep.Load(context.Background(), live.Key(local(srv)))
		return ok && snap.Anchor == place &&
			slices.ContainsFunc(snap.Notes, func(n store.RawNote) bool { return n.ID == place.NoteID })
	})
}
