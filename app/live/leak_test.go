//go:build !js

package live_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"nagare/app/live"
	"nagare/app/store"
	"nagare/stream/streamtest"
)

func TestTwentyRoundsLeakNothing(t *testing.T) {
	srv := streamtest.NewServer(t, nil)
	notes := post(srv, 10)
	round := func() {
		hub := live.New(fast())
		d := &deck{t: t, hub: hub}
		var cols []store.ColumnID
		for _, ch := range []string{"localTimeline", "globalTimeline"} {
			cols = append(cols, hub.Add(store.ColumnSpec{Channel: ch, Origin: srv.URL}))
		}
		cols = append(cols, hub.Add(store.ColumnSpec{Channel: "hashtag", Origin: srv.URL, Params: map[string]any{"q": [][]string{{"go"}}}}))
		for _, id := range cols {
			d.settled(id)
		}
		hub.SetVisible(cols[0], notes)
		d.until("captures", func(*store.Store) bool { return len(srv.Captured()) == len(notes) })
		for _, id := range cols[1:] {
			hub.Remove(id)
		}
		d.until("channels to be left", func(*store.Store) bool { return len(srv.Joined()) == 1 })
		hub.Remove(cols[0])
		d.until("the socket to close", func(*store.Store) bool { return srv.Sockets() == 0 && len(srv.Captured()) == 0 })
		hub.Look(func(s *store.Store) {
			if n := s.Len(); n != 0 {
				t.Errorf("%d notes are kept for nobody", n)
			}
		})
		hub.Close()
	}
	round()
	before := goroutines()
	for range 20 {
		round()
	}
	for end := time.Now().Add(5 * time.Second); ; {
		if n := goroutines(); n <= before+2 {
			break
		} else if time.Now().After(end) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, at first %d:\n%s", n, before, buf[:runtime.Stack(buf, true)])
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func goroutines() int { return runtime.NumGoroutine() }

// shelf is a Persist in memory.
type shelf struct {
	mu   sync.Mutex
	kept map[string]store.Snapshot
	err  error
}

func (s *shelf) Load(_ context.Context, key string) (store.Snapshot, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	snap, ok := s.kept[key]
	return snap, ok, s.err
}

func (s *shelf) Save(_ context.Context, key string, snap store.Snapshot) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.kept[key] = snap
	}
	return s.err
}

func (s *shelf) Forget(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, key)
	return nil
}

func TestTheNextStartShowsTheLastOneAndFillsTheGap(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	keep := &shelf{kept: map[string]store.Snapshot{}}
	o := fast()
	o.Persist = keep
	first := newDeck(t, o)
	id := first.hub.Add(local(srv))
	first.settled(id)
	posted := post(srv, 5)
	first.complete(id, posted)
	first.hub.MarkRead(id, posted[2])
	first.hub.SetAnchor(id, store.Position{NoteID: posted[1], Offset: 7})
	first.hub.Hidden(true)
	first.until("the saving", func(*store.Store) bool {
		snap, ok, _ := keep.Load(context.Background(), live.Key(local(srv)))
		return ok && snap.LastRead == posted[2] && snap.Anchor.Offset == 7
	})
	first.hub.Close()

	posted = append(posted, post(srv, 80)...)
	srv.Stop()
	second := newDeck(t, o)
	id = second.hub.Add(local(srv))
	second.until("what was kept", func(s *store.Store) bool {
		c, _ := s.Column(id)
		notes, gaps := ids(c)
		return slices.Contains(notes, posted[4]) && len(gaps) == 1 && gaps[0].Cause == store.CauseRestart && c.Unread == 2 &&
			c.Anchor.Offset == 7
	})
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	second.complete(id, posted)
	second.hub.Remove(id)
	second.until("the forgetting", func(*store.Store) bool {
		_, ok, _ := keep.Load(context.Background(), live.Key(local(srv)))
		return !ok
	})
}

func TestAFullDiskIsTold(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.Persist = &shelf{kept: map[string]store.Snapshot{}, err: fmt.Errorf("save: %w", live.ErrNoRoom)}
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	d.until("the notice", func(*store.Store) bool { return d.all.Notice == store.NoticeFull })
	if !errors.Is(o.Persist.Save(context.Background(), "", store.Snapshot{}), live.ErrNoRoom) {
		t.Error("no room")
	}
}

func TestOwnReactionAndItsEchoAreOne(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.Accounts = func(src store.Source) (string, []string, bool) { return srv.Token("alice"), nil, true }
	d := newDeck(t, o)
	var me struct{ ID string }
	if err := (d.hub.API(store.SourceOf(srv.URL, "x"))).Call(context.Background(), "i", nil, &me); err != nil {
		t.Fatal(err)
	}
	spec := store.ColumnSpec{Channel: "homeTimeline", Origin: srv.URL, AccountID: me.ID}
	id := d.hub.Add(spec)
	d.settled(id)
	n := srv.Post(streamtest.NoteSpec{By: "alice", Text: "mine"})
	d.complete(id, []string{n.ID})
	d.hub.SetVisible(id, []string{n.ID})
	d.until("the capture", func(*store.Store) bool { return srv.Captured()[n.ID] == 1 })
	shows := func(what string, want ...store.Reaction) {
		t.Helper()
		d.until(what, func(s *store.Store) bool {
			v, _ := s.Note(spec.Source(), n.ID)
			got := slices.Clone(v.Reactions)
			for i := range got {
				got[i].URL = ""
			}
			return slices.Equal(got, want)
		})
	}
	verdict := make(chan error, 1)
	d.hub.React(spec.Source(), n.ID, "👍", func(err error) { verdict <- err })
	shows("at once", store.Reaction{Key: "👍", Count: 1, Mine: true})
	if err := <-verdict; err != nil {
		t.Fatal(err)
	}
	srv.React(n.ID, "bob", "👍") // after the echo
	shows("one each", store.Reaction{Key: "👍", Count: 2, Mine: true})
	d.hub.React(spec.Source(), n.ID, "🎉", func(err error) { verdict <- err })
	<-verdict
	shows("a change", store.Reaction{Key: "👍", Count: 1}, store.Reaction{Key: "🎉", Count: 1, Mine: true})
	d.hub.React(spec.Source(), n.ID, "", func(err error) { verdict <- err })
	<-verdict
	shows("taken back", store.Reaction{Key: "👍", Count: 1})
	srv.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/reactions/create", Times: 1})
	d.hub.React(spec.Source(), n.ID, "🎉", func(err error) { verdict <- err })
	if err := <-verdict; err != nil {
		t.Errorf("the answer was lost, the reaction is there: %v", err)
	}
	shows("in spite of the lost answer", store.Reaction{Key: "👍", Count: 1}, store.Reaction{Key: "🎉", Count: 1, Mine: true})
	srv.Inject(streamtest.Fault{Kind: streamtest.HTTPPage, Path: "notes/reactions/delete", Times: 1})
	d.hub.React(spec.Source(), n.ID, "", func(err error) { verdict <- err })
	if err := <-verdict; err == nil {
		t.Error("a lost request went for carried out")
	}
	shows("still there", store.Reaction{Key: "👍", Count: 1}, store.Reaction{Key: "🎉", Count: 1, Mine: true})
	d.hub.React(spec.Source(), "nosuchnote", "👍", func(err error) { verdict <- err })
	if err := <-verdict; err == nil {
		t.Error("a reaction to nothing was accepted")
	}
}

func TestCapturesFollowTheView(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	a, b := d.hub.Add(local(srv)), d.hub.Add(store.ColumnSpec{Channel: "globalTimeline", Origin: srv.URL})
	d.settled(a)
	d.settled(b)
	inner := srv.Post(streamtest.NoteSpec{By: "bob", Text: "inner"}).ID
	outer := srv.Post(streamtest.NoteSpec{By: "carol", Renote: inner}).ID
	d.complete(a, []string{outer, inner})
	d.complete(b, []string{outer, inner})
	d.hub.SetVisible(a, []string{outer})
	d.hub.SetVisible(b, []string{outer})
	captured := func(what string, want map[string]int) {
		t.Helper()
		d.until(what, func(*store.Store) bool {
			got := srv.Captured()
			return len(got) == len(want) && got[inner] == want[inner] && got[outer] == want[outer]
		})
	}
	captured("inner and outer, once each", map[string]int{inner: 1, outer: 1})
	d.hub.SetVisible(a, nil)
	srv.React(inner, "alice", "👍")
	d.until("the reaction of the inner note", func(s *store.Store) bool {
		v, _ := s.Note(store.Source(srv.URL), inner)
		return len(v.Reactions) == 1
	})
	captured("still held by the other column", map[string]int{inner: 1, outer: 1})
	d.hub.SetVisible(b, nil)
	captured("nothing", map[string]int{})
	d.hub.SetVisible(b, []string{outer, inner})
	srv.Delete(inner)
	d.until("the renote to go with its note", func(s *store.Store) bool {
		c, _ := s.Column(b)
		notes, _ := ids(c)
		return !slices.Contains(notes, inner) && !slices.Contains(notes, outer)
	})
}

func TestWhatANoteQuotesOrAnswersIsFollowedToo(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	var old []string
	for range 3 {
		old = append(old, srv.Post(streamtest.NoteSpec{By: "carol", Text: "of long ago"}).ID)
	}
	for range 40 { // beyond what the column reads
		srv.Post(streamtest.NoteSpec{By: "carol", Text: "since"})
	}
	d := newDeck(t, fast())
	spec := local(srv)
	id := d.hub.Add(spec)
	d.settled(id)
	quote := srv.Post(streamtest.NoteSpec{By: "carol", Text: "look at this", Renote: old[0]}).ID
	reply := srv.Post(streamtest.NoteSpec{By: "carol", Text: "so it is", Reply: old[1]}).ID
	renoted := srv.Post(streamtest.NoteSpec{By: "alice", Renote: srv.Post(streamtest.NoteSpec{By: "bob", Text: "and this", Renote: old[2]}).ID}).ID
	d.until("the notes", func(s *store.Store) bool {
		return s.Holds(id, quote) && s.Holds(id, reply) && s.Holds(id, renoted) && !s.Holds(id, old[2])
	})
	d.hub.SetVisible(id, []string{renoted, reply, quote})
	d.until("captures of what they show", func(*store.Store) bool {
		got := srv.Captured()
		return got[old[0]] == 1 && got[old[1]] == 1 && got[old[2]] == 1
	})
	for _, gone := range old {
		srv.Delete(gone)
	}
	d.until("the deletions", func(s *store.Store) bool {
		return !slices.ContainsFunc(old, func(gone string) bool { return !s.Gone(spec.Source(), gone) })
	})
	d.hub.SetVisible(id, nil)
	d.until("no captures", func(*store.Store) bool { return len(srv.Captured()) == 0 })
}

func TestARushDoesNotCaptureWithoutEnd(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.ReleaseAfter = time.Hour
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	first := post(srv, 1)
	d.until("the first note", func(s *store.Store) bool { return s.Newest(id) == first[0] })
	d.hub.SetVisible(id, first)
	var newest string
	for range 1500 {
		ids := post(srv, 1)
		newest = ids[0]
		d.hub.SetVisible(id, ids)
		d.until("what was posted", func(s *store.Store) bool { return s.Newest(id) == newest })
	}
	d.until("captures within bounds, and that of the note in view", func(*store.Store) bool {
		held := srv.Captured()
		return len(held) > 0 && len(held) <= 1100 && held[newest] == 1
	})
}
