//go:build !js

package live_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nagare/app/chat"
	"nagare/app/live"
	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

// signedIn is the options of a hub with these people of these servers signed in.
func signedIn(o live.Options, who map[*streamtest.Server]string) (live.Options, map[*streamtest.Server]store.Source) {
	tokens, sources := map[store.Source]string{}, map[*streamtest.Server]store.Source{}
	for srv, name := range who {
		src := store.SourceOf(srv.URL, srv.World().PersonID(name))
		tokens[src], sources[srv] = srv.Token(name), src
	}
	o.Accounts = func(src store.Source) (string, []string, bool) { t, ok := tokens[src]; return t, nil, ok }
	return o, sources
}

// box waits for something to become true of an account's box.
func (d *deck) box(src store.Source, what string, ok func(b *notify.Box, rows []notify.Row, hidden int) bool) {
	d.t.Helper()
	d.until(what, func(*store.Store) bool { return true })
	end := time.After(20 * time.Second)
	for {
		done := false
		var seen []string
		d.hub.Inbox(src, func(b *notify.Box, m *mute.Set) {
			rows, hidden := b.Rows(notify.All, m)
			for _, r := range rows {
				if r.N != nil {
					seen = append(seen, r.N.Type)
				}
			}
			done = ok(b, rows, hidden)
		})
		if done {
			return
		}
		select {
		case <-d.hub.Ready():
		case <-time.After(20 * time.Millisecond):
		case <-end:
			d.t.Fatalf("not in time: %s; rows %q", what, seen)
		}
	}
}

func has(rows []notify.Row, typ, text string) bool {
	return slices.ContainsFunc(rows, func(r notify.Row) bool {
		return r.N != nil && r.N.Type == typ && (text == "" || r.N.Note != nil && r.N.Note.Text != nil && strings.Contains(*r.N.Note.Text, text))
	})
}

func TestNotificationsArriveAreCountedAndRead(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, src := signedIn(live.Options{}, map[*streamtest.Server]string{srv: "alice"})
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice before"})
	d := newDeck(t, o)
	d.hub.Attend(src[srv], true)
	d.box(src[srv], "what was there, unread", func(b *notify.Box, rows []notify.Row, _ int) bool {
		return has(rows, "mention", "before") && b.Unread() > 0 && !b.Gap().Open
	})
	before := srv.World().Unread("alice")
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice now"})
	d.box(src[srv], "a live one", func(b *notify.Box, rows []notify.Row, _ int) bool { return has(rows, "mention", "now") })
	d.box(src[srv], "the badge", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() == before+1 })
	if n := srv.World().Unread("alice"); n != before+1 {
		t.Errorf("looking marked %d of %d as read (P6.3)", before+1-n, before+1)
	}
	d.hub.ReadNotifications(src[srv])
	d.box(src[srv], "nothing unread", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() == 0 })
	d.until("the server told", func(*store.Store) bool { return srv.World().Unread("alice") == 0 })
}

// Read on another page while the answer about the account is on its way: that still tells the old count.
func TestAnAnswerFromBeforeTheReadingIsNotBelieved(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	srv.World().Notify("alice", "app", "", map[string]any{"body": "before"})
	var hold atomic.Bool
	held, let := make(chan bool, 10), make(chan bool)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/i" || r.Method != http.MethodPost || !hold.Load() {
			srv.ServeHTTP(w, r)
			return
		}
		kept := httptest.NewRecorder()
		srv.ServeHTTP(kept, r)
		held <- true
		<-let
		maps.Copy(w.Header(), kept.Header())
		w.WriteHeader(kept.Code)
		w.Write(kept.Body.Bytes())
	}))
	t.Cleanup(site.Close)
	src := store.SourceOf(site.URL, srv.World().PersonID("alice"))
	o := fast()
	o.Accounts = func(store.Source) (string, []string, bool) { return srv.Token("alice"), nil, true }
	d := newDeck(t, o)
	d.hub.Attend(src, true)
	d.box(src, "what was there, unread", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Loaded() && b.Unread() > 0 })
	time.Sleep(2500 * time.Millisecond) // until all that the start asks about is told
	hold.Store(true)
	srv.Drop()
	<-held // it asks as it is back
	if _, err := (&misskey.API{Origin: srv.URL, Token: srv.Token("alice")}).Raw(t.Context(), "notifications/mark-all-as-read", nil); err != nil {
		t.Fatal(err)
	}
	d.box(src, "word of the reading", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() == 0 })
	close(let)
	select {
	case <-held:
	case <-time.After(20 * time.Second):
		t.Fatal("the account was not asked about again")
	}
	d.box(src, "nothing unread", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() == 0 })
}

func TestANotificationOfJustBeforeIsCountedOnce(t *testing.T) {
	t.Parallel()
	for range 3 { // the machine may take longer to connect than the server to tell
		srv := streamtest.NewServer(t, nil)
		o, src := signedIn(live.Options{}, map[*streamtest.Server]string{srv: "alice"})
		d := newDeck(t, o)
		srv.World().Notify("alice", "app", "", map[string]any{"body": "before"})
		before := srv.World().Unread("alice")
		d.hub.Attend(src[srv], true)
		told := false // two seconds after it came to be
		for end := time.Now().Add(10 * time.Second); !told && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			told = slices.ContainsFunc(d.hub.Inboxes()[src[srv]].Alerts, func(n *misskey.Notification) bool { return n.Type == "app" })
		}
		if told {
			d.box(src[srv], "it counted once", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() == before })
			return
		}
	}
	t.Fatal("nobody was told that it is unread")
}

func TestNotificationsOfAnOutageAreThere(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, src := signedIn(fast(), map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	d.hub.Attend(src[srv], true)
	srv.World().Notify("alice", "test", "", nil)
	d.box(src[srv], "a beginning", func(b *notify.Box, rows []notify.Row, _ int) bool { return len(rows) > 0 && !b.Gap().Open })
	srv.Stop()
	for range 150 {
		srv.World().Notify("alice", "app", "", map[string]any{"body": "while away"})
	}
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	d.box(src[srv], "all of them, and no gap", func(b *notify.Box, rows []notify.Row, _ int) bool {
		n := 0
		for _, r := range rows {
			if r.N != nil && r.N.Type == "app" {
				n++
			}
		}
		return n == 150 && !b.Gap().Open
	})
}

func TestFollowRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, src := signedIn(live.Options{}, map[*streamtest.Server]string{srv: "shizuku"})
	d := newDeck(t, o)
	d.hub.Attend(src[srv], true)
	if !srv.World().Request("ren", "shizuku") && !srv.World().Request("sora", "shizuku") {
		t.Fatal("nobody to ask")
	}
	from := srv.World().Requests("shizuku")[0]
	d.box(src[srv], "the request", func(b *notify.Box, rows []notify.Row, _ int) bool {
		waits, _, _ := b.Request(from)
		return waits && has(rows, misskey.NotifyReceiveRequest, "")
	})
	d.hub.AnswerRequest(src[srv], from, true)
	d.box(src[srv], "the answer", func(b *notify.Box, rows []notify.Row, _ int) bool {
		_, _, a := b.Request(from)
		return a.Accept && !a.Pending && a.Failed == ""
	})
	if len(srv.World().Requests("shizuku")) != 0 {
		t.Error("it still waits at the server")
	}
}

func TestTwoServersNeverMix(t *testing.T) {
	t.Parallel()
	a, b := streamtest.NewServer(t, nil), streamtest.NewServer(t, nil) // the same seed: the same ids
	o, src := signedIn(live.Options{}, map[*streamtest.Server]string{a: "alice", b: "alice"})
	d := newDeck(t, o)
	d.hub.Attend(src[a], true)
	d.hub.Attend(src[b], true)
	for range 10 {
		a.World().Notify("alice", "app", "", map[string]any{"body": "a"})
		b.World().Notify("alice", "app", "", map[string]any{"body": "b"})
	}
	for srv, body := range map[*streamtest.Server]string{a: "a", b: "b"} {
		d.box(src[srv], "its own ten", func(_ *notify.Box, rows []notify.Row, _ int) bool {
			n := 0
			for _, r := range rows {
				if r.N != nil && r.N.Type == "app" {
					if r.N.Body != body {
						t.Errorf("a notification of %q in the box of %q", r.N.Body, body)
					}
					n++
				}
			}
			return n == 10
		})
	}
	d.box(src[a], "ten unread", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() >= 10 })
	d.hub.ReadNotifications(src[a])
	d.box(src[a], "read", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() == 0 })
	d.box(src[b], "not read", func(b *notify.Box, _ []notify.Row, _ int) bool { return b.Unread() >= 10 })
}

func TestMutesOfTheAccountAndOfThisDevice(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	o, src := signedIn(live.Options{}, map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	d.hub.Attend(src[srv], true)
	d.hub.SetMutes(mute.Local{Hard: "sp0iler"}.Rules())
	api := d.hub.API(src[srv])
	if err := api.SetMutedWords(t.Context(), mute.ParseWords("zzyzx\n/qo+zl/i"), false); err != nil {
		t.Fatal(err)
	}
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice QOOOZL"})
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice sp0iler"})
	srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice fine"})
	d.box(src[srv], "one soft, one hidden", func(_ *notify.Box, rows []notify.Row, hidden int) bool {
		soft := 0
		for _, r := range rows {
			if r.Muted.Level == mute.Soft {
				soft++
			}
		}
		return soft == 1 && hidden == 1 && has(rows, "mention", "fine")
	})
	_, rev := d.hub.Mutes(src[srv])
	d.hub.SetMutes(mute.Rules{})
	if set, now := d.hub.Mutes(store.Source(srv.URL)); !set.Empty() || now == rev {
		t.Error("the rules of this device are still there")
	}
}

// talk waits for something to become true of a conversation.
func (d *deck) talk(id store.ColumnID, what string, ok func(k *chat.Talk) bool) {
	d.t.Helper()
	end := time.After(20 * time.Second)
	for {
		done := false
		var seen []string
		d.hub.Talk(id, func(k *chat.Talk, _ *misskey.User, _ *misskey.ChatRoom) {
			for _, m := range k.Messages() {
				seen = append(seen, *m.Text)
			}
			for _, o := range k.Outgoing() {
				seen = append(seen, o.Text+" "+string(o.State)+" "+o.Why)
			}
			done = ok(k)
		})
		if done {
			return
		}
		select {
		case <-d.hub.Ready():
		case <-time.After(20 * time.Millisecond):
		case <-end:
			d.t.Fatalf("not in time: %s; %q, column %+v", what, seen, d.column(id).Reason)
		}
	}
}

func said(k *chat.Talk, text string) (n int) {
	for _, m := range k.Messages() {
		if m.Text != nil && *m.Text == text {
			n++
		}
	}
	return n
}

func TestAConversationBothWays(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, &streamtest.Options{Flavour: streamtest.Upstream2025})
	o, src := signedIn(fast(), map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	srv.World().Say("bob", "alice", "昨日")
	bob := srv.World().PersonID("bob")
	id := d.hub.Add(store.ColumnSpec{Channel: "chatUser", Origin: srv.URL, AccountID: src[srv].UserID(), Params: map[string]any{"otherId": bob}})
	d.state(id, store.Live)
	d.talk(id, "the past", func(k *chat.Talk) bool {
		return said(k, "昨日") == 1 && k.User(bob) != nil
	})
	d.hub.Say(id, "こんにちは", nil)
	d.hub.Say(id, "元気？", nil)
	d.talk(id, "both, once, in order", func(k *chat.Talk) bool {
		l := k.Messages()
		return len(k.Outgoing()) == 0 && said(k, "こんにちは") == 1 && *l[len(l)-1].Text == "元気？"
	})
	m := srv.World().Say("bob", "alice", "元気です")
	d.talk(id, "the answer", func(k *chat.Talk) bool { return said(k, "元気です") == 1 && k.Unseen() })
	d.hub.ReadTalk(id)
	d.talk(id, "read", func(k *chat.Talk) bool { _, read := srv.World().Said("bob", "alice"); return read && !k.Unseen() })
	d.hub.ReactTalk(id, m, "👍", true, nil)
	d.talk(id, "the reaction", func(k *chat.Talk) bool {
		r := k.Find(m).Reactions
		return len(r) == 1 && r[0].Mine && r[0].Count == 1
	})
	d.hub.Say(id, strings.Repeat("長", 3000), nil)
	d.talk(id, "a refusal", func(k *chat.Talk) bool { o := k.Outgoing(); return len(o) == 1 && o[0].State == chat.SendFailed })
}

func TestAServerThatDiesWhileSendingDoublesNothing(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, &streamtest.Options{Flavour: streamtest.Upstream2025})
	o, src := signedIn(fast(), map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	id := d.hub.Add(store.ColumnSpec{Channel: "chatUser", Origin: srv.URL, AccountID: src[srv].UserID(), Params: map[string]any{"otherId": srv.World().PersonID("bob")}})
	d.state(id, store.Live)
	d.talk(id, "the past", func(k *chat.Talk) bool { return k.Loaded() })
	srv.Stop()
	d.hub.Say(id, "hello?", nil)
	d.talk(id, "doubt", func(k *chat.Talk) bool { o := k.Outgoing(); return len(o) == 1 && o[0].State == chat.Asking })
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	key := 0
	d.talk(id, "certainty", func(k *chat.Talk) bool {
		o := k.Outgoing()
		if len(o) == 1 && o[0].State == chat.SendFailed {
			key = o[0].Key
		}
		return key != 0
	})
	d.state(id, store.Live)
	d.hub.SayAgain(id, key)
	d.talk(id, "sent once", func(k *chat.Talk) bool { return len(k.Outgoing()) == 0 && said(k, "hello?") == 1 })
	texts, _ := srv.World().Said("alice", "bob")
	n := 0
	for _, x := range texts {
		if x == "hello?" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the server has it %d times", n)
	}
}

func TestAServerWithoutChatSaysSo(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, &streamtest.Options{Flavour: streamtest.IO2025_4})
	o, src := signedIn(fast(), map[*streamtest.Server]string{srv: "alice"})
	d := newDeck(t, o)
	id := d.hub.Add(store.ColumnSpec{Channel: "chatUser", Origin: srv.URL, AccountID: src[srv].UserID(), Params: map[string]any{"otherId": srv.World().PersonID("bob")}})
	d.state(id, store.Refused)
	if r := d.column(id).Reason; r.Code != store.ReasonUnknownChannel {
		t.Errorf("reason %+v", r)
	}
}
