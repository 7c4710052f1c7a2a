//go:build !js

package live_test

import (
	"fmt"
	"testing"
	"time"

	"nagare/app/store"
	"nagare/stream/streamtest"
)

func TestEmojiThatComeInACrowdAreTakenInTogether(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.state(id, store.Live)
	const many = 40
	tables := map[int]bool{}
	begun := time.Now()
	for i := range many {
		srv.World().AddEmoji(fmt.Sprintf("many_%02d", i), "crowd", "<svg/>")
		note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "after it, on the same socket"}).ID
		d.until("the note", func(s *store.Store) bool {
			tables[len(s.Server(srv.URL).Emojis)] = true
			return s.Holds(id, note)
		})
	}
	srv.World().DeleteEmoji("many_07")
	d.until("the emoji", func(s *store.Store) bool {
		table := s.Server(srv.URL).Emojis
		_, last := table[fmt.Sprintf("many_%02d", many-1)]
		_, there := table["many_07"]
		return last && !there
	})
	took := time.Since(begun)
	if most := 2 + int(took/(200*time.Millisecond)); len(tables) > most {
		t.Errorf("%d tables were made for %d emoji in %s", len(tables), many, took)
	}
}
