package misskey_test

import (
	"slices"
	"testing"

	"nagare/stream/misskey"
)

func TestWordMutes(t *testing.T) {
	t.Parallel()
	me, err := misskey.DecodeUser([]byte(`{"id":"me","mutedWords":[["cat","dog"],["鮫"],"/sp[a4]m/i","/(?=x)y/","old style",[""],[],5,null]}`))
	if err != nil {
		t.Fatal(err)
	}
	m := misskey.NewWordMute(me.Me.MutedWords)
	if got := m.Unsupported(); !slices.Equal(got, []string{"/(?=x)y/"}) {
		t.Errorf("unsupported: %q", got)
	}
	for raw, want := range map[string]string{
		`{"id":"x","text":"a cat"}`:           "",
		`{"id":"x","text":"a cat and a dog"}`: "cat dog",
		`{"id":"x","text":"a CAT and a dog"}`: "",
		`{"id":"x","cw":"cat","text":"dog"}`:  "cat dog",
		`{"id":"x","text":"大きな鮫だ"}`:           "鮫",
		`{"id":"x","text":"SP4M!"}`:           "/sp[a4]m/i",
		`{"id":"x","text":"style is old"}`:    "old style",
		`{"id":"x","text":null}`:              "",
		`{"id":"x","text":"鮫","userId":"me"}`: "",
		`{"id":"x","userId":"a","renoteId":"y","renote":{"id":"y","userId":"b","text":"鮫"}}`:              "鮫",
		`{"id":"x","userId":"a","text":"re","replyId":"y","reply":{"id":"y","userId":"b","text":"spam"}}`: "/sp[a4]m/i",
		`{"id":"x","userId":"a","renoteId":"y","renote":{"id":"y","userId":"me","text":"鮫"}}`:             "",
	} {
		n, err := misskey.DecodeNote([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if by, muted := m.Match(n, "me"); by != want || muted != (want != "") {
			t.Errorf("%s: %q %v, want %q", raw, by, muted, want)
		}
	}
	var none *misskey.WordMute
	if _, muted := none.Match(new(misskey.Note), ""); muted || none.Unsupported() != nil {
		t.Error("nothing mutes nothing")
	}
}
