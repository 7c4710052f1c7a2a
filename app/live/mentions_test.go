//go:build !js

package live_test

import (
	"slices"
	"testing"

	"nagare/app/live"
	"nagare/app/store"
	"nagare/stream/streamtest"
)

func TestMentionsAndDirectNotesAreToldByTheirPastAndByMain(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, &streamtest.Options{History: -1})
	o, src := signedIn(live.Options{}, map[*streamtest.Server]string{srv: "alice"})
	note := func(s streamtest.NoteSpec) string { s.By = "bob"; return srv.Post(s).ID }
	direct := func(text string) string {
		return note(streamtest.NoteSpec{Text: text, Visibility: "specified", To: []string{"alice"}})
	}
	before, toldBefore := note(streamtest.NoteSpec{Text: "@alice before"}), direct("told before")
	d := newDeck(t, o)
	of := func(channel string) store.ColumnID {
		return d.hub.Add(store.ColumnSpec{Channel: channel, Origin: srv.URL, AccountID: src[srv].UserID()})
	}
	mentions, private := of(live.Mentions), of(live.Direct)
	d.settled(mentions)
	d.settled(private)
	note(streamtest.NoteSpec{Text: "nobody in particular"})
	now, told := note(streamtest.NoteSpec{Text: "@alice now"}), direct("told now")
	for id, want := range map[store.ColumnID][]string{mentions: {told, now, toldBefore, before}, private: {told, toldBefore}} {
		d.until("what was there and what came", func(s *store.Store) bool {
			c, _ := s.Column(id)
			notes, _ := ids(c)
			return slices.Equal(notes, want)
		})
	}
}

func TestMentionsNeedAnAccount(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, live.Options{})
	id := d.hub.Add(store.ColumnSpec{Channel: live.Mentions, Origin: srv.URL})
	d.state(id, store.Refused)
	if why := d.column(id).Reason.Code; why != store.ReasonNeedsLogin {
		t.Errorf("refused because of %q", why)
	}
}
