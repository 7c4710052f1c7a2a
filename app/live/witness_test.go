//go:build !js

package live_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"nagare/app/store"
	"nagare/stream/streamtest"
)

func TestNotesThatAChannelKeepsBackAreFound(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, &streamtest.Options{Seed: 21})
	o := fast()
	o.WitnessEvery = 200 * time.Millisecond
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	lift := srv.Inject(streamtest.Fault{Kind: streamtest.Silence, Channel: "localTimeline"})
	var swallowed []string
	for i := range 30 {
		swallowed = append(swallowed, srv.Post(streamtest.NoteSpec{By: "alice", Text: fmt.Sprint("swallowed ", i)}).ID)
	}
	lift()
	heard := srv.Post(streamtest.NoteSpec{By: "alice", Text: "heard"}).ID
	d.until("the notes that were kept back", func(s *store.Store) bool {
		for _, n := range append(swallowed, heard) {
			if !s.Holds(id, n) {
				return false
			}
		}
		return true
	})
}

// Repairs read a page from the newest note on soon after notes were captured: that is a look, and the next one comes a whole
// time after it.
func TestAPageOfRepairsIsALook(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, &streamtest.Options{Seed: 22})
	asked := make(chan time.Time, 100)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/notes/local-timeline" && r.Method == http.MethodPost {
			asked <- time.Now()
		}
		srv.ServeHTTP(w, r)
	}))
	t.Cleanup(site.Close)
	o := fast()
	o.WitnessEvery = 8 * time.Second
	o.Rand = func() float64 { return 0 } // three quarters of that
	d := newDeck(t, o)
	id := d.hub.Add(store.ColumnSpec{Origin: site.URL, Channel: "localTimeline"})
	d.settled(id)
	for len(asked) > 0 { // what the start asks for
		<-asked
	}
	var shown []string
	d.until("notes", func(s *store.Store) bool {
		c, _ := s.Column(id)
		shown, _ = ids(c)
		return len(shown) > 10
	})
	d.hub.SetVisible(id, shown[:10])
	repaired := <-asked
	if next := (<-asked).Sub(repaired); next < 5900*time.Millisecond {
		t.Errorf("the next page was asked for %v later", next)
	}
}
