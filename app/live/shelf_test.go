//go:build !js

package live_test

import (
	"testing"

	"nagare/app/live"
	"nagare/app/store"
	"nagare/stream/streamtest"
)

func TestAShelfFollowsItsNotes(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, live.Options{})
	src := store.SourceOf(srv.URL, "")
	n := srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
	id := d.hub.Shelf(src)
	came := make(chan error, 1)
	d.hub.Shelve(id, "notes/show", map[string]any{"noteId": n.ID}, live.OneNote, func(_ []byte, err error) { came <- err })
	if err := <-came; err != nil {
		t.Fatal(err)
	}
	d.hub.SetVisible(id, []string{n.ID})
	d.state(id, store.Live)
	srv.React(n.ID, "alice", "👍")
	d.until("the reaction", func(s *store.Store) bool {
		v, ok := s.Note(src, n.ID)
		return ok && len(v.Reactions) == 1 && v.Reactions[0].Count == 1
	})
	d.hub.Shelve(id, "notes/show", map[string]any{"noteId": "none"}, live.OneNote, func(_ []byte, err error) { came <- err })
	if err := <-came; err == nil {
		t.Error("a note that is not there was found")
	}
	d.hub.Remove(id)
	d.until("the end", func(s *store.Store) bool { return !s.Has(src, n.ID) })
	d.until("the end of the socket that nothing else needs", func(*store.Store) bool { return srv.Sockets() == 0 })
}
