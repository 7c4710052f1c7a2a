//go:build !js

package live_test

import (
	"slices"
	"testing"

	"nagare/app/store"
	"nagare/stream/streamtest"
)

// A server that tells neither about many notes at once nor about single ones: what was missed while the socket was away
// comes by a page, also far below the newest one.
func TestDoubtfulCountsComeByAPageOfTheColumn(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/show", Status: 500})
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	src := d.column(id).Spec.Source()
	d.hub.Older(id)
	var all []string
	d.until("older notes", func(s *store.Store) bool {
		c, _ := s.Column(id)
		all, _ = ids(c)
		all = slices.DeleteFunc(all, func(note string) bool { return s.Inner(src, note) != note })
		return len(all) > 45
	})
	shown := all[34:44] // the first page after an interruption has thirty notes
	d.hub.SetVisible(id, shown)
	const reaction = "🦑"
	d.until("captures", func(*store.Store) bool { return len(srv.Captured()) >= len(shown) })
	lift := d.lost(srv, id)
	var reacted []string
	for _, note := range shown {
		if srv.React(note, "carol", reaction) {
			reacted = append(reacted, note)
		}
	}
	if len(reacted) < 5 {
		t.Fatalf("%d reactions", len(reacted))
	}
	lift()
	d.until("every reaction", func(s *store.Store) bool {
		for _, note := range reacted {
			v, _ := s.Note(src, note)
			if !slices.ContainsFunc(v.Reactions, func(r store.Reaction) bool { return r.Key == reaction && r.Count == 1 }) {
				return false
			}
		}
		return true
	})
}
