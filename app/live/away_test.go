//go:build !js

package live_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"nagare/app/live"
	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

// judged waits until a note of bob's and a renote by him are shown, or not, as told.
func (d *deck) judged(src store.Source, bob, what string, note, renote bool) {
	d.t.Helper()
	text := "x"
	plain := &misskey.Note{ID: "1", UserID: bob, Text: &text}
	pure := &misskey.Note{ID: "2", UserID: bob, RenoteID: "3", Renote: &misskey.Note{ID: "3", UserID: "somebody", Text: &text}}
	d.box(src, what, func(*notify.Box, []notify.Row, int) bool { return true })
	d.until(what, func(*store.Store) bool { return true })
	end := time.After(20 * time.Second)
	for {
		set, _ := d.hub.Mutes(src)
		if (set.Judge(plain).Level == mute.Show) == note && (set.Judge(pure).Level == mute.Show) == renote {
			return
		}
		select {
		case <-d.hub.Ready():
		case <-time.After(10 * time.Millisecond):
		case <-end:
			d.t.Fatalf("not in time: %s", what)
		}
	}
}

func TestWhoIsKeptAwayIsHiddenAtOnceAndEachWayIsTakenBackByItself(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, all := signedIn(live.Options{}, map[*streamtest.Server]string{srv: "alice"})
	d, src, bob := newDeck(t, o), all[srv], srv.World().PersonID("bob")
	d.hub.Attend(src, true)
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice hello"})
	shown := func(want bool) {
		t.Helper()
		d.box(src, "the mention follows", func(_ *notify.Box, rows []notify.Row, _ int) bool { return has(rows, "mention", "hello") == want })
	}
	shown(true)
	_, rev := d.hub.Mutes(src)
	d.hub.KeepAway(src, live.Muting, bob, true, time.Time{})
	d.judged(src, bob, "muted", false, false)
	shown(false)
	if _, now := d.hub.Mutes(src); now == rev {
		t.Error("columns are not told")
	}
	d.hub.KeepAway(src, live.RenoteMuting, bob, true, time.Time{})
	d.hub.KeepAway(src, live.Blocking, bob, true, time.Time{})
	d.hub.KeepAway(src, live.RenoteMuting, bob, false, time.Time{})
	d.hub.KeepAway(src, live.Blocking, bob, false, time.Time{})
	d.judged(src, bob, "still muted", false, false)
	d.hub.KeepAway(src, live.Muting, bob, false, time.Time{})
	d.judged(src, bob, "shown again", true, true)
	shown(true)

	undo := d.hub.KeepAway(src, live.RenoteMuting, bob, true, time.Time{})
	d.judged(src, bob, "without renotes", true, false)
	undo()
	d.judged(src, bob, "refused", true, true)
	d.hub.KeepAway(src, live.Blocking, bob, true, time.Time{})
	d.judged(src, bob, "blocked", false, false)
	shown(false)
	d.hub.KeepAway(src, live.Blocking, bob, true, time.Time{})() // a second time, refused: as before, blocked
	d.judged(src, bob, "blocked still", false, false)
	d.hub.KeepAway(src, live.Blocking, bob, false, time.Time{})
	d.hub.KeepAway(src, live.Muting, bob, true, time.Now().Add(3*time.Second))
	d.judged(src, bob, "muted for a moment", false, false)
	d.judged(src, bob, "the mute has ended", true, true)
}

func TestAllWhoAreKeptAwayAreReadAndAnOldListUndoesNothing(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	bob := srv.World().PersonID("bob")
	asked, let := make(chan bool, 1), make(chan bool)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/mute/list" || r.Method != http.MethodPost {
			srv.ServeHTTP(w, r)
			return
		}
		var p struct {
			Limit   int
			UntilID string
		}
		json.NewDecoder(r.Body).Decode(&p)
		from := 250
		if p.UntilID != "" {
			fmt.Sscanf(p.UntilID, "m%d", &from)
		} else {
			asked <- true
			<-let
		}
		list := []map[string]any{}
		for i := from - 1; i >= 0 && len(list) < p.Limit; i-- {
			list = append(list, map[string]any{"id": fmt.Sprintf("m%03d", i), "muteeId": fmt.Sprintf("u%d", i), "expiresAt": nil})
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		json.NewEncoder(w).Encode(list)
	}))
	t.Cleanup(site.Close)
	src := store.SourceOf(site.URL, srv.World().PersonID("alice"))
	o := fast()
	o.Accounts = func(store.Source) (string, []string, bool) { return srv.Token("alice"), nil, true }
	d := newDeck(t, o)
	d.hub.Attend(src, true)
	select {
	case <-asked:
	case <-time.After(20 * time.Second):
		t.Fatal("nobody asked whom the account mutes")
	}
	d.hub.KeepAway(src, live.Muting, bob, true, time.Time{})
	d.hub.KeepAway(src, live.Muting, "u7", false, time.Time{})
	close(let)
	d.judged(src, "u0", "the first who was muted", false, false)
	d.judged(src, "u249", "the last", false, false)
	d.judged(src, bob, "who was muted meanwhile", false, false)
	d.judged(src, "u7", "who was let back meanwhile", true, true)
}
