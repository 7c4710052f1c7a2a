package app

import (
	"slices"
	"strings"
	"testing"

	"nagare/app/store"
)

const ours = "https://misskey.example"

func TestLinksNeverTellTheAccount(t *testing.T) {
	t.Parallel()
	cols := []store.ColumnSpec{
		{Channel: "homeTimeline", Origin: ours, AccountID: "9xalice"},
		{Channel: "hashtag", Origin: ours, AccountID: "9xalice", Params: map[string]any{"q": [][]string{{"go"}}}},
		{Channel: "localTimeline", Origin: "https://other.example", Stays: true},
	}
	if link := FormatLayout(cols, ""); strings.Contains(link, "9xalice") {
		t.Errorf("the link tells the account: %s", link)
	}
	kept := KeptLayout(cols, "")
	back, bad := ParseLayout(kept, "", "")
	if len(bad) > 0 || len(back) != len(cols) {
		t.Fatalf("%s: %v, bad %v", kept, back, bad)
	}
	for i := range cols {
		if back[i].Source() != cols[i].Source() || back[i].Channel != cols[i].Channel || back[i].Stays != cols[i].Stays {
			t.Errorf("column %d: %+v", i, back[i])
		}
	}
	if _, there := back[0].Params[seatParam]; there {
		t.Error("the account became a parameter of the channel")
	}
}

func TestSeating(t *testing.T) {
	t.Parallel()
	names := func(cols []store.ColumnSpec) []string {
		var out []string
		for _, c := range cols {
			out = append(out, c.Channel+" "+string(c.Source()))
		}
		return out
	}
	cols := []store.ColumnSpec{{Channel: "localTimeline", Origin: ours}, {Channel: "localTimeline", Origin: "https://other.example"}, {Channel: "globalTimeline", Origin: ours, AccountID: "bob"}}
	in := SeatLayout(cols, ours, "alice")
	want := []string{"homeTimeline " + ours + "#alice", "localTimeline " + ours + "#alice", "localTimeline https://other.example", "globalTimeline " + ours + "#bob"}
	if !slices.Equal(names(in), want) {
		t.Errorf("seated: %q", names(in))
	}
	if again := SeatLayout(in, ours, "alice"); !slices.Equal(names(again), want) {
		t.Errorf("seated twice: %q", names(again))
	}
	if cols[0].AccountID != "" {
		t.Error("the layout it was made from has changed")
	}
	out := UnseatLayout(in, store.SourceOf(ours, "alice"))
	want = []string{"localTimeline " + ours, "localTimeline https://other.example", "globalTimeline " + ours + "#bob"}
	if !slices.Equal(names(out), want) {
		t.Errorf("unseated: %q", names(out))
	}
}

func TestEmojiTextSurvivesWhatServersSend(t *testing.T) {
	t.Parallel()
	text := emojiText(map[string]store.Emoji{"a": {Name: "a", Category: "x\ny\x1fz", Aliases: []string{"b\n", "c"}, URL: "https://e.example/a.png", Sensitive: true}})
	if f := strings.Split(text, "\x1f"); strings.Contains(text, "\n") || len(f) != 5 || f[1] != "xyz" || f[2] != "b c" || f[4] != "s" {
		t.Errorf("%q", text)
	}
}

func TestJoinable(t *testing.T) {
	t.Parallel()
	known := store.Server{EmojisKnown: true, Emojis: map[string]store.Emoji{"neko": {Name: "neko"}, "ero": {Name: "ero", Sensitive: true}}}
	for key, want := range map[string]bool{"👍": true, ":neko@.:": true, ":ero@.:": false, ":ero@other.example:": false} {
		if got := joinable(key, known, true); got != want {
			t.Errorf("on a note that takes nothing sensitive: joinable(%q) = %v", key, got)
		}
	}
	for _, c := range []struct {
		key    string
		server store.Server
		want   bool
	}{
		{":ero@.:", known, true},
		{"👍", known, true}, {":neko@.:", known, true}, {":neko@other.example:", known, true}, {":inu@other.example:", known, false}, {":inu@.:", known, false},
		{":neko@.:", store.Server{}, true}, {":neko@other.example:", store.Server{}, false},
	} {
		if got := joinable(c.key, c.server, false); got != c.want {
			t.Errorf("joinable(%q, known %v) = %v", c.key, c.server.EmojisKnown, got)
		}
	}
}
