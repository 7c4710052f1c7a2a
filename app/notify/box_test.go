package notify_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/stream/misskey"
)

func n(t testing.TB, raw string) *misskey.Notification {
	t.Helper()
	x, err := misskey.DecodeNotification([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// of makes a notification of a type; about is the note's id, "" for none.
func of(t testing.TB, id, typ, about string) *misskey.Notification {
	t.Helper()
	s := fmt.Sprintf(`{"id":%q,"type":%q,"userId":"u%s","user":{"id":"u%s","username":"x%s"}`, id, typ, id, id, id)
	if about != "" {
		s += fmt.Sprintf(`,"note":{"id":%q,"userId":"me","text":"hi","renoteId":"r%s"}`, about, about)
	}
	return n(t, s+`}`)
}

func list(t testing.TB, ids ...string) (l []misskey.Notification) {
	for _, id := range ids {
		l = append(l, *of(t, id, "follow", ""))
	}
	return l
}

func keys(b *notify.Box, f notify.Filter, m *mute.Set) string {
	rows, hidden := b.Rows(f, m)
	var s []string
	for _, r := range rows {
		k := strings.TrimPrefix(r.Key, "n:")
		if len(r.Members) > 1 {
			k += fmt.Sprintf("x%d", len(r.Members))
		}
		if r.New {
			k += "*"
		}
		if r.Muted.Level == mute.Soft {
			k += "~"
		}
		s = append(s, k)
	}
	out := strings.Join(s, " ")
	if hidden > 0 {
		out += fmt.Sprintf(" -%d", hidden)
	}
	return out
}

func TestTheListIsThereOnceAndInOrder(t *testing.T) {
	t.Parallel()
	var b notify.Box
	b.Apply(notify.Arrived{N: of(t, "5", "follow", "")}) // before the first page
	b.Apply(notify.PageAsked{Kind: notify.Newest})
	b.Apply(notify.PageFetched{Kind: notify.Newest, List: list(t, "5", "4", "3")})
	b.Apply(notify.Arrived{N: of(t, "6", "follow", "")})
	b.Apply(notify.Arrived{N: of(t, "6", "follow", "")})
	b.Apply(notify.Arrived{N: of(t, "1", "follow", "")}) // below what is known to be complete
	if got := keys(&b, notify.All, nil); got != "6 5 4 3" {
		t.Errorf("got %q", got)
	}
	b.Apply(notify.PageAsked{Kind: notify.Older})
	if b.Older() != notify.Loading {
		t.Errorf("older: %q", b.Older())
	}
	b.Apply(notify.PageFetched{Kind: notify.Older, List: list(t, "2", "1"), Exhausted: true})
	if got := keys(&b, notify.All, nil); got != "6 5 4 3 2 1" || b.Older() != notify.End {
		t.Errorf("got %q, %q", got, b.Older())
	}
	b.Apply(notify.Flushed{})
	if got := keys(&b, notify.All, nil); got != "" || b.Older() != notify.End {
		t.Errorf("flushed: %q", got)
	}
}

func TestOnlyUnreadNotificationsRaiseTheBadge(t *testing.T) {
	t.Parallel()
	var b notify.Box
	b.Apply(notify.PageFetched{Kind: notify.Newest, List: list(t, "5", "4", "3")})
	if ch := b.Apply(notify.MeRead{Unread: 2}); !ch.Head || !ch.Me {
		t.Errorf("changes: %+v", ch)
	}
	if got := keys(&b, notify.All, nil); b.Unread() != 2 || got != "5* 4* 3" {
		t.Errorf("%d, %q", b.Unread(), got)
	}
	b.Apply(notify.Arrived{N: of(t, "6", "follow", "")})
	if b.Unread() != 2 {
		t.Error("a notification alone must not count: it may be read in a moment")
	}
	if ch := b.Apply(notify.Unread{N: of(t, "6", "follow", "")}); b.Unread() != 3 || len(ch.Alerts) != 1 {
		t.Errorf("%d, %+v", b.Unread(), ch)
	}
	if ch := b.Apply(notify.Unread{N: of(t, "7", "follow", ""), Hidden: true}); b.Unread() != 3 || len(ch.Alerts) != 0 {
		t.Error("what the reader muted must not disturb")
	}
	b.Apply(notify.AllRead{})
	if got := keys(&b, notify.All, nil); b.Unread() != 0 || got != "7* 6* 5* 4* 3" {
		t.Errorf("read: %d, %q: what was new stays marked", b.Unread(), got)
	}
	b.Apply(notify.Unread{N: of(t, "8", "follow", "")})
	if got := keys(&b, notify.All, nil); got != "8* 7 6 5 4 3" {
		t.Errorf("later: %q", got)
	}
	b = notify.Box{}
	b.Apply(notify.MeRead{Any: true}) // a server that does not count
	b.Apply(notify.PageFetched{Kind: notify.Newest, List: list(t, "5", "4")})
	if got := keys(&b, notify.All, nil); b.Unread() != 1 || got != "5* 4" {
		t.Errorf("uncounted: %d, %q", b.Unread(), got)
	}
}

func TestNeighboursAreGrouped(t *testing.T) {
	t.Parallel()
	var b notify.Box
	for _, x := range []struct{ id, typ, about string }{
		{"1", "reaction", "a"}, {"2", "reaction", "a"}, {"3", "renote", "b"}, {"4", "renote", "b"}, {"5", "reaction", "a"}, {"6", "mention", "c"}, {"7", "mention", "c"},
	} {
		b.Apply(notify.Arrived{N: of(t, x.id, x.typ, x.about)})
	}
	if got := keys(&b, notify.All, nil); got != "7 6 5 3x2 1x2" {
		t.Errorf("got %q", got)
	}
	if got := keys(&b, notify.Reactions, nil); got != "1x3" {
		t.Errorf("filtered: %q", got)
	}
	b.Apply(notify.Arrived{N: of(t, "8", "reaction", "z")})
	b.Apply(notify.Arrived{N: of(t, "9", "reaction", "z")})
	rows, _ := b.Rows(notify.All, nil)
	if r := rows[0]; r.Key != "n:8" || r.N.ID != "9" {
		t.Errorf("a group keeps its key while it grows: %s of %s", r.Key, r.N.ID)
	}
}

func TestMutesHoldInNotifications(t *testing.T) {
	t.Parallel()
	var b notify.Box
	for id, text := range map[string]string{"1": "tea", "2": "spoiler", "3": "fine"} {
		b.Apply(notify.Arrived{N: n(t, fmt.Sprintf(`{"id":%q,"type":"mention","userId":"u","user":{"id":"u","username":"u"},"note":{"id":"n","userId":"u","text":%q}}`, id, text))})
	}
	m := mute.NewSet("me", "h", mute.Local{Soft: "tea", Hard: "spoiler"}.Rules())
	if got := keys(&b, notify.All, m); got != "3 1~ -1" {
		t.Errorf("got %q", got)
	}
}

func TestAnInterruptionIsAGapUntilEverythingAfterItWasAskedFor(t *testing.T) {
	t.Parallel()
	var b notify.Box
	b.Apply(notify.Interrupted{Since: time.Unix(1, 0)})
	if b.Gap().Open {
		t.Error("nothing is missing in a list that was never there")
	}
	b.Apply(notify.PageFetched{Kind: notify.Newest, List: list(t, "4", "3")})
	b.Apply(notify.Interrupted{Since: time.Unix(1, 0)})
	b.Apply(notify.Arrived{N: of(t, "9", "follow", "")})
	b.Apply(notify.Interrupted{Since: time.Unix(2, 0)})
	if got := keys(&b, notify.All, nil); got != "9 gap:notify 4 3" || b.Gap().Since != time.Unix(1, 0) {
		t.Errorf("got %q", got)
	}
	b.Apply(notify.PageAsked{Kind: notify.Missed})
	b.Apply(notify.PageFailed{Kind: notify.Missed, Why: "no-answer"})
	if g := b.Gap(); !g.Open || g.Filling || g.Why != "no-answer" {
		t.Errorf("failed: %+v", g)
	}
	b.Apply(notify.PageFetched{Kind: notify.Missed, List: list(t, "5", "6")})
	if got := keys(&b, notify.All, nil); got != "9 gap:notify 6 5 4 3" {
		t.Errorf("half: %q", got)
	}
	b.Apply(notify.PageFetched{Kind: notify.Missed, List: list(t, "7", "9"), Exhausted: true})
	if got := keys(&b, notify.All, nil); got != "9 7 6 5 4 3" || b.Gap().Open {
		t.Errorf("whole: %q", got)
	}
}

func TestFollowRequests(t *testing.T) {
	t.Parallel()
	var b notify.Box
	b.Apply(notify.Arrived{N: of(t, "1", misskey.NotifyReceiveRequest, "")})
	if waits, known, _ := b.Request("u1"); !waits || known || !b.WantsRequests() {
		t.Error("while nobody knows, it may be answered")
	}
	b.Apply(notify.RequestsRead{From: []string{"u1"}})
	b.Apply(notify.Answering{UserID: "u1", Accept: true})
	if _, _, a := b.Request("u1"); !a.Pending {
		t.Error("under way")
	}
	b.Apply(notify.Answered{UserID: "u1", Accept: true, Failed: "no-answer"})
	if waits, _, a := b.Request("u1"); !waits || a.Failed == "" {
		t.Error("failed: it waits still")
	}
	b.Apply(notify.Answered{UserID: "u1", Accept: true})
	if waits, known, a := b.Request("u1"); waits || !known || !a.Accept || a.Failed != "" {
		t.Error("answered")
	}
	b.Apply(notify.Arrived{N: n(t, `{"id":"2","type":"receiveFollowRequest","userId":"u1","user":{"id":"u1","username":"x"}}`)})
	if waits, _, a := b.Request("u1"); !waits || a.Accept {
		t.Error("asked again, it waits again")
	}
}

func TestChatsAreCountedByConversation(t *testing.T) {
	t.Parallel()
	var b notify.Box
	b.Apply(notify.MeRead{Chat: true})
	if b.ChatUnread() != 1 {
		t.Error("something is unread")
	}
	b.Apply(notify.ChatUnread{M: &misskey.ChatMessage{ID: "1", FromUserID: "u"}})
	b.Apply(notify.ChatUnread{M: &misskey.ChatMessage{ID: "2", FromUserID: "u"}})
	b.Apply(notify.ChatUnread{M: &misskey.ChatMessage{ID: "3", FromUserID: "u", ToRoomID: "r"}})
	if b.ChatUnread() != 3 || b.ChatUnreadOf(misskey.Peer{RoomID: "r"}) != 1 {
		t.Errorf("%d", b.ChatUnread())
	}
	b.Apply(notify.ChatRead{Peer: misskey.Peer{UserID: "u"}})
	b.Apply(notify.ChatRead{Peer: misskey.Peer{RoomID: "r"}})
	if b.ChatUnread() != 0 {
		t.Errorf("%d", b.ChatUnread())
	}
}

func TestQuietHours(t *testing.T) {
	t.Parallel()
	at := func(h, m int) time.Time { return time.Date(2026, 1, 1, h, m, 0, 0, time.UTC) }
	night := notify.Alerts{Desktop: true, Sound: true, Quiet: true, From: 22 * 60, Until: 7*60 + 30, Off: []notify.Filter{notify.Reactions}}
	for _, c := range []struct {
		at   time.Time
		kind notify.Filter
		want bool
	}{
		{at(21, 59), notify.Mentions, true}, {at(22, 0), notify.Mentions, false}, {at(3, 0), notify.Mentions, false},
		{at(7, 29), notify.Mentions, false}, {at(7, 30), notify.Mentions, true}, {at(12, 0), notify.Reactions, false},
	} {
		if d, s := night.Wants(c.kind, c.at); d != c.want || s != c.want {
			t.Errorf("%v %s: %v %v", c.at, c.kind, d, s)
		}
	}
	noon := notify.Alerts{Desktop: true, Quiet: true, From: 12 * 60, Until: 13 * 60}
	if d, s := noon.Wants(notify.Others, at(12, 30)); d || s {
		t.Error("at noon")
	}
	if d, s := noon.Wants(notify.Others, at(13, 0)); !d || s {
		t.Error("after noon; sound was not asked for")
	}
	if d, s := (notify.Alerts{}).Wants(notify.Others, at(13, 0)); d || s {
		t.Error("nothing disturbs who asked for nothing")
	}
}

func TestEveryTypeHasOneFilter(t *testing.T) {
	t.Parallel()
	for _, typ := range []string{"note", "mention", "reply", "renote", "quote", "reaction", "pollEnded", "follow", "receiveFollowRequest",
		"followRequestAccepted", "roleAssigned", "chatRoomInvitationReceived", "achievementEarned", "exportCompleted", "login", "createToken", "app",
		"test", "reaction:grouped", "renote:grouped", "note:grouped", "neverHeardOf", ""} {
		k := 0
		for _, f := range notify.Filters() {
			if f != notify.All && f.Has(typ) {
				k++
			}
		}
		if k != 1 || !notify.All.Has(typ) {
			t.Errorf("%q is in %d filters", typ, k)
		}
	}
}

// TestAnyWorld holds the box against a list that is simply remembered: whatever order live events, pages and
// interruptions come in, once the gap is closed everything that happened is there once.
func TestAnyWorld(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b notify.Box
		var server []string // ascending
		next := 100
		happen := func() string {
			next++
			id := fmt.Sprintf("%04d", next)
			server = append(server, id)
			return id
		}
		for range r.IntN(20) {
			happen()
		}
		after := func(id string, limit int) []string {
			i, found := slices.BinarySearch(server, id)
			if found {
				i++
			}
			return server[i:min(len(server), i+limit)]
		}
		newest := func(limit int) []string { return server[max(0, len(server)-limit):] }
		b.Apply(notify.PageFetched{Kind: notify.Newest, List: list(t, newest(5)...), Exhausted: len(server) <= 5})
		online := true
		for range 40 {
			switch r.IntN(6) {
			case 0, 1:
				id := happen()
				if online {
					b.Apply(notify.Arrived{N: of(t, id, "follow", "")})
				}
			case 2:
				if online {
					b.Apply(notify.Interrupted{})
				}
				online = !online && r.IntN(2) == 0
			case 3:
				online = true
			case 4:
				if g := b.Gap(); g.Open {
					got := after(g.After, 3)
					b.Apply(notify.PageFetched{Kind: notify.Missed, List: list(t, got...), Exhausted: online && len(got) == 0})
				}
			case 5:
				if o := b.OldestID(); o != "" {
					i, _ := slices.BinarySearch(server, o)
					got := server[max(0, i-3):i]
					b.Apply(notify.PageFetched{Kind: notify.Older, List: list(t, got...), Exhausted: len(got) == 0})
				}
			}
		}
		for b.Gap().Open {
			got := after(b.Gap().After, 3)
			b.Apply(notify.PageFetched{Kind: notify.Missed, List: list(t, got...), Exhausted: len(got) == 0})
		}
		if !online {
			continue
		}
		rows, _ := b.Rows(notify.All, nil)
		var got []string
		for _, row := range rows {
			got = append(got, row.N.ID)
		}
		slices.Reverse(got)
		if len(got) == 0 && len(server) == 0 {
			continue
		}
		if want := server[len(server)-min(len(got), len(server)):]; !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n got %v\nwant %v", seed, got, want)
		}
	}
}

func TestTwoAccountsNeverMix(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		boxes := map[string]*notify.Box{"https://a#1": {}, "https://b#1": {}} // the same user id on two servers
		count := map[string]int{}
		for i := range 60 {
			for src, b := range boxes {
				if r.IntN(2) == 0 {
					continue
				}
				x := of(t, fmt.Sprintf("%03d", i), "follow", "") // the same ids on both
				x.Message = src
				b.Apply(notify.Arrived{N: x})
				if r.IntN(3) == 0 {
					b.Apply(notify.Unread{N: x})
					count[src]++
				}
				if r.IntN(15) == 0 {
					b.Apply(notify.AllRead{})
					count[src] = 0
				}
			}
		}
		for src, b := range boxes {
			rows, _ := b.Rows(notify.All, nil)
			for _, row := range rows {
				if row.N.Message != src {
					t.Fatalf("%s shows what belongs to %s", src, row.N.Message)
				}
			}
			if b.Unread() != count[src] {
				t.Fatalf("%s counts %d, want %d", src, b.Unread(), count[src])
			}
		}
	}
}
