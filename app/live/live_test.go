//go:build !js

package live_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"nagare/app/live"
	"nagare/app/store"
	"nagare/stream/streamtest"
)

// deck is a hub with the reading end a screen would have.
type deck struct {
	t   *testing.T
	hub *live.Hub
	mu  sync.Mutex
	all store.Changes
}

func newDeck(t *testing.T, o live.Options) *deck {
	t.Helper()
	d := &deck{t: t, hub: live.New(o)}
	t.Cleanup(d.hub.Close)
	return d
}

func (d *deck) column(id store.ColumnID) (c store.Column) {
	d.hub.Look(func(s *store.Store) { c, _ = s.Column(id) })
	return c
}

// settled waits until the first page has met what the channel delivers.
func (d *deck) settled(id store.ColumnID) {
	d.t.Helper()
	d.until("a complete beginning", func(s *store.Store) bool {
		c, _ := s.Column(id)
		e := s.Edge(id)
		return c.State == store.Live && e.Loaded && len(e.Gaps) == 0
	})
}

// until waits for something to become true, woken by every change.
func (d *deck) until(what string, ok func(*store.Store) bool) {
	d.t.Helper()
	end := time.After(20 * time.Second)
	for {
		done := false
		d.hub.View(func(s *store.Store, ch store.Changes) { d.all.Merge(ch); done = ok(s) })
		if done {
			return
		}
		select {
		case <-d.hub.Ready():
		case <-time.After(50 * time.Millisecond):
		case <-end:
			d.hub.Look(func(s *store.Store) {
				for _, id := range s.Columns() {
					c, _ := s.Column(id)
					d.t.Logf("column %d: %s %+v older %s, %d items, edge %+v", id, c.State, c.Reason, c.Older, len(c.Items), s.Edge(id))
				}
			})
			d.t.Fatalf("not in time: %s", what)
		}
	}
}

func (d *deck) state(id store.ColumnID, want store.ColumnState) {
	d.t.Helper()
	d.until(fmt.Sprintf("state %s", want), func(s *store.Store) bool { c, _ := s.Column(id); return c.State == want })
}

// lost cuts a column's socket off and lets none open. While the column gets there nothing is polled, which would make its
// state another one.
func (d *deck) lost(srv *streamtest.Server, id store.ColumnID) (lift func()) {
	d.t.Helper()
	polled := srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 503})
	lift = srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 503})
	srv.Drop()
	d.state(id, store.Lost)
	polled()
	return lift
}

func ids(c store.Column) (notes []string, gaps []store.Gap) {
	for _, it := range c.Items {
		if it.Gap != nil {
			gaps = append(gaps, *it.Gap)
		} else {
			notes = append(notes, it.NoteID)
		}
	}
	return notes, gaps
}

func local(s *streamtest.Server) store.ColumnSpec {
	return store.ColumnSpec{Channel: "localTimeline", Origin: s.URL}
}

func TestLiveNoteArrives(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, live.Options{})
	id := d.hub.Add(local(srv))
	d.state(id, store.Live)
	n := srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
	d.until("the note", func(s *store.Store) bool {
		c, _ := s.Column(id)
		return len(c.Items) > 1 && c.Items[0].NoteID == n.ID
	})
	c := d.column(id)
	if _, gaps := ids(c); len(gaps) > 0 {
		t.Errorf("gaps %+v in a timeline that was never interrupted", gaps)
	}
	d.until("what the server says of itself", func(s *store.Store) bool { return s.Server(srv.URL).Known })
	d.hub.Look(func(s *store.Store) {
		v, ok := s.Note(c.Spec.Source(), n.ID)
		if !ok || v.Note.Text == nil || *v.Note.Text != "hello" {
			t.Errorf("note %+v", v)
		}
	})
	d.until("what the server is", func(s *store.Store) bool {
		sv := s.Server(srv.URL)
		return sv.Known && sv.Name != ""
	})
}
