//go:build !js

package live_test

import (
	"strings"
	"sync"
	"testing"

	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/streamtest"
)

func TestFramesAreSeenFromWhenSomebodyLooksUntilTheyStop(t *testing.T) {
	t.Parallel()
	srv, other := streamtest.NewServer(t, nil), streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	var mu sync.Mutex
	seen := map[store.Source][]string{}
	has := func(what, origin string) func(*store.Store) bool {
		return func(*store.Store) bool {
			mu.Lock()
			defer mu.Unlock()
			for src, frames := range seen {
				if src.Origin() == origin && strings.Contains(strings.Join(frames, "\n"), what) {
					return true
				}
			}
			return false
		}
	}
	d.hub.SetTap(func(src store.Source) stream.Tap {
		return func(f stream.Frame) {
			mu.Lock()
			defer mu.Unlock()
			seen[src] = append(seen[src], f.Dir.String()+" "+string(f.Raw))
		}
	})
	d.until("the channel that stands", has(`event {"kind":"joined","channel":"localTimeline"`, srv.URL))
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "looked at"})
	d.until("a note's frame", has("looked at", srv.URL))
	second := d.hub.Add(local(other))
	d.until("the frame that asks for a channel of a server that came later", has(`send {"type":"connect"`, other.URL))
	d.settled(second)
	d.hub.SetTap(nil)
	note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "not looked at"}).ID
	d.until("the note", func(s *store.Store) bool { return s.Holds(id, note) })
	if has("not looked at", srv.URL)(nil) {
		t.Error("a frame was seen after the look")
	}
}
