package misskey_test

import (
	"encoding/json"
	"testing"

	"nagare/stream/misskey"
)

func TestNormalizeReaction(t *testing.T) {
	t.Parallel()
	for _, c := range [][4]string{ // as sent, normalised, key of its picture, as it may be sent back
		{"👍", "👍", "", "👍"},
		{"❤️", "❤", "", "❤"},
		{"👨‍👩‍👧", "👨‍👩‍👧", "", "👨‍👩‍👧"},
		{"❤️‍🔥", "❤️‍🔥", "", "❤️‍🔥"}, // joined: the selector stays
		{":blobcat:", ":blobcat@.:", "blobcat@.", ":blobcat:"},
		{":blobcat@.:", ":blobcat@.:", "blobcat@.", ":blobcat:"},
		{":neko@other.example:", ":neko@other.example:", "neko@other.example", ":neko:"},
		{"like", "👍", "", "👍"},
		{"star", "⭐", "", "⭐"},
		{"nonsense", "nonsense", "", "nonsense"},
		{"", "", "", ""},
		{":", ":", "", ":"},
		{"::", "::", "", "::"},
	} {
		got := misskey.NormalizeReaction(c[0])
		if got != c[1] || misskey.ReactionEmojiKey(got) != c[2] || misskey.SendableReaction(got) != c[3] {
			t.Errorf("%q: %q, key %q, sendable %q", c[0], got, misskey.ReactionEmojiKey(got), misskey.SendableReaction(got))
		}
	}
}

func TestReactionsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	const sent = `{"😆":1,":b@.:":2,"👍":7,":a@x.example:":0}`
	n, err := misskey.DecodeNote([]byte(`{"id":"x","reactions":` + sent + `}`))
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := json.Marshal(n.Reactions); string(out) != sent {
		t.Errorf("%s", out)
	}
}

func TestEmojisOfOldServers(t *testing.T) {
	t.Parallel()
	n, err := misskey.DecodeNote([]byte(`{"id":"x","emojis":[{"name":"a@.","url":"u1","width":3},null,{"name":"b"},{"name":"c","url":5}],
		"reactionEmojis":[{"name":"d@h","url":"u2"}],"user":{"id":"u","emojis":[{"name":"e","url":"u3"}]}}`))
	if err != nil || len(n.Emojis) != 1 || n.Emojis["a@."] != "u1" || n.ReactionEmojis["d@h"] != "u2" || n.User.Emojis["e"] != "u3" {
		t.Errorf("%+v %v", n, err)
	}
}
