package misskey_test

import (
	"testing"

	"nagare/stream/misskey"
)

// What older servers and forks send that no recording has, after P3.6, P6.1 and P7.
func TestOlderServersAndForksAreUnderstood(t *testing.T) {
	const user = `{"id":"u1","name":"A","username":"a","host":null,"avatarUrl":null,"emojis":[{"name":"x","url":"https://e/x"}]}`
	tests := []struct {
		name, channel, typ, raw string
		ok                      func(e misskey.Event) bool
	}{
		{"a message of v12", "messaging", "message",
			`{"id":"m1","createdAt":"2022-01-01T00:00:00.000Z","userId":"u1","user":` + user + `,"text":"hi","fileId":null,"file":null,"recipientId":"u2","recipient":` + user + `,"groupId":null,"isRead":false,"reads":[]}`,
			func(e misskey.Event) bool {
				m := e.(*misskey.MessagingMessage)
				return m.UserID == "u1" && *m.Text == "hi"
			}},
		{"a group's message", "messagingIndex", "message", `{"id":"m1","userId":"u1","text":null,"recipientId":null,"groupId":"g","group":{"id":"g","name":"n"},"reads":["u2"]}`,
			func(e misskey.Event) bool {
				m := e.(*misskey.MessagingMessage)
				return m.Group.Name == "n" && m.Reads[0] == "u2"
			}},
		{"a message told on main", "main", "unreadMessagingMessage", `{"id":"m1","userId":"u1","text":"hi"}`,
			func(e misskey.Event) bool { return e.(*misskey.MessagingMessage).ID == "m1" }},
		{"which messages were read", "messaging", "read", `["m1","m2"]`, func(e misskey.Event) bool { return e.(misskey.IDs)[1] == "m2" }},
		{"who is typing", "channel", "typers", `[` + user + `]`, func(e misskey.Event) bool { return e.(misskey.People)[0].Username == "a" }},
		{"a message's deletion", "messaging", "deleted", `"m1"`, func(e misskey.Event) bool { return e.(misskey.Text) == "m1" }},
		{"a log that is none", "main", "statsLog", `[{"cpu":1}]`, func(e misskey.Event) bool { _, unknown := e.(*misskey.UnknownEvent); return unknown }},
		{"a note of v12", "homeTimeline", "note", `{"id":"n1","createdAt":"2022-01-01T00:00:00.000Z","userId":"u1","user":` + user + `,"text":"t","cw":null,"visibility":"public","renoteCount":1,"repliesCount":0,"reactions":{"like":2},"emojis":[{"name":"x@.","url":"https://e/x"}],"fileIds":[],"files":[],"replyId":null,"renoteId":null}`,
			func(e misskey.Event) bool {
				n := e.(*misskey.Note)
				return n.ReactionCount == 2 && n.Emojis["x@."] == "https://e/x" && n.User.Emojis["x"] != "" && len(n.Reactions) == 1 && n.Reactions[0].Reaction == "👍"
			}},
		{"a note of meisskey", "homeTimeline", "note", `{"id":"n1","userId":"u1","user":` + user + `,"text":null,"reply":null,"renote":null,"poll":{"multiple":false,"expiresAt":null,"choices":[{"id":3,"text":"a","votes":1}]},"reactionCounts":{"like":1},"reactions":{"like":1},"viaMobile":true,"copyOnce":false,"score":1,"quoteCount":2,"myRenoteId":null,"expiresAt":null,"references":[]}`,
			func(e misskey.Event) bool {
				n := e.(*misskey.Note)
				return n.QuoteCount == 2 && *n.Poll.Choices[0].ID == 3 && n.ReplyState == misskey.EmbeddedNull
			}},
		{"a note of CherryPick", "homeTimeline", "note", `{"id":"n1","userId":"u1","user":{"id":"u1","username":"a","isLocked":false,"isProxy":false,"setFederationAvatarShape":true,"isSquareAvatars":true,"avatarDecorations":[{"id":"d","url":"https://e/d","scale":1.2,"opacity":0.5}]},"text":"t","updatedAt":"2025-01-01T00:00:00.000Z","updatedAtHistory":["2025-01-01T00:00:00.000Z"],"deleteAt":null,"event":{"title":"e","start":"2025-01-01T00:00:00.000Z","end":null,"metadata":{"a":1}},"disableRightClick":true,"hasPoll":false,"deliveryTargets":null,"hasDeliveryTargets":false}`,
			func(e misskey.Event) bool {
				n := e.(*misskey.Note)
				return string(n.Event.Metadata) == `{"a":1}` && n.DisableRightClick
			}},
		{"a rejection told by Tempura", "main", "notification", `{"id":"x","createdAt":"2025-01-01T00:00:00.000Z","type":"followRequestRejected","userId":"u1","user":` + user + `}`,
			func(e misskey.Event) bool { return e.(*misskey.Notification).Type == misskey.NotifyRequestRejected }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, found := misskey.InspectEvent(tt.channel, tt.typ, []byte(tt.raw))
			if len(found.Unknown)+len(found.Mistyped) > 0 {
				t.Errorf("passed over: %+v", found)
			}
			if !tt.ok(e) {
				t.Errorf("decoded %T %+v", e, e)
			}
		})
	}
}
