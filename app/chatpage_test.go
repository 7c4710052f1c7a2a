package app

import (
	"testing"
	"time"

	"nagare/stream/misskey"
)

func TestAddressesOfConversations(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]struct {
		origin string
		with   misskey.Peer
		ok     bool
	}{
		"/chat@example.com":            {"https://example.com", misskey.Peer{}, true},
		"/chat/user/a1b2@demo":         {"https://here/_demo", misskey.Peer{UserID: "a1b2"}, true},
		"/chat/room/a1b2@example.com":  {"https://example.com", misskey.Peer{RoomID: "a1b2"}, true},
		"/chat":                        {},
		"/chat/user/a1b2":              {},
		"/chat/user/@example.com":      {},
		"/chat/user/../x@example.com":  {},
		"/chat/club/a1b2@example.com":  {},
		"/chatter@example.com":         {},
		"/chat/user/a1@b2@example.com": {},
	} {
		origin, with, ok := parseChatPath(path, "https://here/_demo")
		if ok != want.ok || ok && (origin != want.origin || with != want.with) {
			t.Errorf("%s: %q %v %v", path, origin, with, ok)
		}
	}
}

func TestConversationsAreJoinedFromWhatTheServerTells(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_800_000_000, 0)
	text := func(s string) *string { return &s }
	bob, room := &misskey.User{ID: "bob", Username: "bob"}, &misskey.ChatRoom{ID: "r1", Name: "Club"}
	got := conversations("me",
		[]misskey.ChatMessage{
			{ID: "3", FromUserID: "bob", FromUser: bob, ToUserID: "me", Text: text("two\n lines"), CreatedAt: at.Add(3 * time.Hour)},
			{ID: "1", FromUserID: "me", ToUserID: "carol", File: &misskey.File{Name: "a.png"}, CreatedAt: at.Add(time.Hour)},
			{ID: "0", FromUserID: "me"}, // from nowhere
		},
		[]misskey.ChatMessage{{ID: "2", FromUserID: "bob", FromUser: bob, ToRoomID: "r1", ToRoom: room, Text: text("hi"), IsRead: true, CreatedAt: at.Add(2 * time.Hour)}},
		[]misskey.ChatMembership{{RoomID: "r1", Room: room}, {RoomID: "r2", Room: &misskey.ChatRoom{ID: "r2", Name: "Silent"}, CreatedAt: at}},
		[]misskey.ChatRoom{{ID: "r3", Name: "Mine", CreatedAt: at.Add(-time.Hour)}})
	want := []conversation{
		{with: misskey.Peer{UserID: "bob"}, user: bob, last: "two lines", at: at.Add(3 * time.Hour), unread: true},
		{with: misskey.Peer{RoomID: "r1"}, room: "Club", last: "bob: hi", at: at.Add(2 * time.Hour)},
		{with: misskey.Peer{UserID: "carol"}, last: "📎 a.png", at: at.Add(time.Hour)},
		{with: misskey.Peer{RoomID: "r2"}, room: "Silent", at: at},
		{with: misskey.Peer{RoomID: "r3"}, room: "Mine", at: at.Add(-time.Hour)},
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
}
