//go:build !js

package live_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream/streamtest"
)

// behind serves a server behind a proxy that answers what it is told to with a page of its own.
func behind(t *testing.T, srv *streamtest.Server, blocks func(*http.Request) bool) (origin string) {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if blocks(r) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte("<!doctype html><title>Just a moment…</title>"))
			return
		}
		srv.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL
}

func TestAProxysPageIsNotTheLastWord(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	var blocked atomic.Bool
	origin := behind(t, srv, func(r *http.Request) bool {
		return blocked.Load() && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "notes/local-timeline")
	})
	d := newDeck(t, fast())
	id := d.hub.Add(store.ColumnSpec{Origin: origin, Channel: "localTimeline"})
	d.settled(id)
	posted := post(srv, 2)
	d.complete(id, posted)
	blocked.Store(true)
	srv.Drop()
	posted = append(posted, post(srv, 40)...)
	d.state(id, store.Refused)
	blocked.Store(false)
	d.state(id, store.Live)
	d.complete(id, posted)
}

// reactedTo waits until a note has one reaction.
func (d *deck) reactedTo(src store.Source, note string) {
	d.t.Helper()
	d.until("the reaction", func(s *store.Store) bool {
		v, ok := s.Note(src, note)
		return ok && len(v.Reactions) == 1 && v.Reactions[0].Count == 1
	})
}

// below is a captured note that no newest page holds, whose first check is over.
func (d *deck) below(srv *streamtest.Server, id store.ColumnID) (note string) {
	d.t.Helper()
	posted := post(srv, 40)
	d.complete(id, posted)
	d.hub.SetVisible(id, posted[:1])
	d.until("capture", func(*store.Store) bool { return srv.Captured()[posted[0]] == 1 })
	time.Sleep(4 * time.Second) // the first check comes a second and a half after a capture; it is not what is tested
	return posted[0]
}

func TestABrokenFrameMayHaveBeenAReaction(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.settled(id)
	note := d.below(srv, id)
	srv.React(note, "carol", "👍")
	src := d.column(id).Spec.Source()
	d.reactedTo(src, note)
	srv.Inject(streamtest.Fault{Kind: streamtest.BadJSON, Times: 1})
	srv.Unreact(note, "carol")
	d.until("the reaction's end", func(s *store.Store) bool { v, ok := s.Note(src, note); return ok && len(v.Reactions) == 0 })
}

func TestADoubtfulCountIsNotGivenUp(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	o.WitnessEvery = -1
	d := newDeck(t, o)
	id := d.hub.Add(local(srv))
	d.settled(id)
	note := d.below(srv, id)
	src := d.column(id).Spec.Source()
	var lifts []func()
	for _, path := range []string{"notes/show-partial-bulk", "notes/show"} {
		lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: path, Status: 500}))
	}
	up := d.lost(srv, id)
	srv.React(note, "carol", "👍")
	up()
	d.state(id, store.Live)
	d.until("doubt", func(s *store.Store) bool { return s.Stale(src, note) })
	time.Sleep(8 * time.Second) // more than four tries a second and a half apart
	for _, lift := range lifts {
		lift()
	}
	d.reactedTo(src, note)
	d.until("trust", func(s *store.Store) bool { return !s.Stale(src, note) })
}

func TestAnAccountIsAskedForAgain(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, src := signedIn(fast(), map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "i", Status: 500, Times: 2}) // at the start, and when the channel stands
	d.hub.Attend(src[srv], true)
	d.box(src[srv], "the account", func(*notify.Box, []notify.Row, int) bool { return true })
	end := time.Now().Add(20 * time.Second)
	for d.hub.Me(src[srv]) == nil {
		if time.Now().After(end) {
			t.Fatal("the account is still unknown")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestANotificationBetweenTheFirstPageAndTheChannelIsThere(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	var first atomic.Bool
	first.Store(true)
	upgrade, page, made := make(chan bool), make(chan bool), make(chan bool)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/streaming") {
			<-upgrade
		}
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "i/notifications") && first.Swap(false) {
			kept := httptest.NewRecorder()
			srv.ServeHTTP(kept, r)
			close(made)
			<-page
			maps.Copy(w.Header(), kept.Header())
			w.WriteHeader(kept.Code)
			_, _ = w.Write(kept.Body.Bytes())
			return
		}
		srv.ServeHTTP(w, r)
	}))
	t.Cleanup(site.Close)
	src := store.SourceOf(site.URL, srv.World().PersonID("alice"))
	o := fast()
	o.Stream.DialTimeout = 20 * time.Second
	o.Accounts = func(store.Source) (string, []string, bool) { return srv.Token("alice"), nil, true }
	d := newDeck(t, o)
	d.hub.Attend(src, true)
	<-made
	srv.World().Notify("alice", "app", "", map[string]any{"body": "between"})
	time.Sleep(2500 * time.Millisecond) // the word that it is unread, two seconds later, is for nobody
	close(upgrade)
	d.until("the channel", func(*store.Store) bool { return len(srv.Joined()) > 0 })
	time.Sleep(300 * time.Millisecond) // its acknowledgement is taken in, the page still under way
	close(page)
	d.box(src, "what came between", func(b *notify.Box, rows []notify.Row, _ int) bool {
		for _, r := range rows {
			if r.N != nil && r.N.Type == "app" && r.N.Body == "between" {
				return true
			}
		}
		return false
	})
	d.hub.Inbox(src, func(b *notify.Box, _ *mute.Set) {
		if b.Gap().Open {
			t.Errorf("a gap is open: %+v", b.Gap())
		}
	})
}

func TestANewTokenLeavesAGap(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	token := srv.Token("alice")
	o.Accounts = func(store.Source) (string, []string, bool) { return token, nil, true }
	o.WitnessEvery = -1
	d := newDeck(t, o)
	id := d.hub.Add(store.ColumnSpec{Channel: "localTimeline", Origin: srv.URL, AccountID: srv.World().PersonID("alice")})
	d.settled(id)
	posted := post(srv, 2)
	d.complete(id, posted)
	up := srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 503})
	answer := srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 500})
	d.hub.Look(func(*store.Store) { token = srv.Token("bob") })
	d.hub.Retry(id)
	d.cause(id, store.CauseConnectionLost)
	posted = append(posted, post(srv, 100)...)
	up()
	answer()
	d.complete(id, posted)
}

func TestAColumnAddedToADeadTokenSaysSo(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o := fast()
	token := srv.Token("alice")
	o.Accounts = func(store.Source) (string, []string, bool) { return token, nil, true }
	d := newDeck(t, o)
	account := srv.World().PersonID("alice")
	dead := func(id store.ColumnID) {
		t.Helper()
		d.until("the word that the token is dead", func(s *store.Store) bool {
			c, _ := s.Column(id)
			return c.State == store.Refused && c.Reason.Code == store.ReasonTokenDead
		})
	}
	id := d.hub.Add(store.ColumnSpec{Channel: "homeTimeline", Origin: srv.URL, AccountID: account})
	d.settled(id)
	srv.World().RevokeToken(token)
	srv.Drop()
	dead(id)
	dead(d.hub.Add(store.ColumnSpec{Channel: "drive", Origin: srv.URL, AccountID: account})) // which no HTTP tells about
}

// A note whose author shows their notes to people who are signed in comes empty over the channel (P3.3).
func TestWhatAChannelWithholdsIsReadByWhoMay(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, src := signedIn(fast(), map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	mine := d.hub.Add(store.ColumnSpec{Channel: "localTimeline", Origin: srv.URL, AccountID: src[srv].UserID()})
	d.settled(mine)
	note := srv.Post(streamtest.NoteSpec{By: "nemu", Text: "for those who are signed in"}).ID
	d.until("its text", func(s *store.Store) bool {
		v, ok := s.Note(src[srv], note)
		return ok && v.Note.Text != nil && *v.Note.Text == "for those who are signed in" && !v.Note.IsHidden
	})
}
