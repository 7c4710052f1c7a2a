//go:build !js

package live_test

import (
	"fmt"
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
