package misskey_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"nagare/stream/misskey"
)

func TestPeekNote(t *testing.T) {
	tests := []struct {
		name, raw string
		want      misskey.NotePeek
	}{
		{"as servers write it", `{"id":"n1","createdAt":"x","userId":"u1","user":{"id":"u1","name":null,"username":"alice","host":null,"instance":{"name":"{"}},"text":"hi"}`,
			misskey.NotePeek{ID: "n1", UserID: "u1", Username: "alice", Text: "hi"}},
		{"a remote author", `{"id":"n1","user":{"id":"u1","username":"bob","host":"b.example"},"text":""}`,
			misskey.NotePeek{ID: "n1", UserID: "u1", Username: "bob", Host: "b.example"}},
		{"escapes", `{"id":"n1","text":"a\n\"\\\/\tあ\u3042\ud83d\ude00\ud83dx"}`,
			misskey.NotePeek{ID: "n1", Text: "a\n\"\\/\tああ😀\ufffdx"}},
		{"the renoted note's text is not this one's", `{"id":"n1","text":null,"renote":{"id":"n0","text":"inner","user":{"id":"u0"}},"userId":"u1"}`,
			misskey.NotePeek{ID: "n1", UserID: "u1"}},
		{"the author behind", "{ \"text\" : \"t\" ,\n\"userId\":\"u9\", \"user\" : { \"username\" : \"c\" } , \"id\" : \"n1\" }",
			misskey.NotePeek{ID: "n1", UserID: "u9", Username: "c", Text: "t"}},
		{"wrong types", `{"id":"n1","user":[1],"text":{"text":"x"},"userId":3}`, misskey.NotePeek{ID: "n1"}},
		{"misskey.io's stub", `{"id":"n1","myReaction":"👍"}`, misskey.NotePeek{ID: "n1"}},
		{"cut", `{"id":"n1","text":"a`, misskey.NotePeek{ID: "n1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := misskey.PeekNote([]byte(tt.raw))
			if err != nil || got != tt.want {
				t.Errorf("got %+v %v\nwant %+v", got, err, tt.want)
			}
		})
	}
	for _, raw := range []string{"", "null", "[]", `{"id":""}`, `{"id":1}`, `{"text":"x"}`, `{"id"`, `{"id":`, `"id"`} {
		if p, err := misskey.PeekNote([]byte(raw)); err == nil {
			t.Errorf("%s: %+v", raw, p)
		}
	}
}

func TestPeekingFindsWhatDecodingFinds(t *testing.T) {
	for _, raw := range realNotes(t) {
		peeked(t, raw)
	}
	raw := realNotes(t)[0]
	if n := testing.AllocsPerRun(100, func() { misskey.PeekNote(raw) }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

// peeked holds a peek against the decoded note.
func peeked(t *testing.T, raw []byte) {
	t.Helper()
	p, err := misskey.PeekNote(raw)
	n, wrong := misskey.DecodeNote(raw)
	if wrong != nil {
		return
	}
	if err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	want := misskey.NotePeek{ID: n.ID, UserID: n.UserID}
	if n.Text != nil {
		want.Text = *n.Text
	}
	if n.User != nil {
		want.Username, want.Host = n.User.Username, n.User.Host
		if n.User.ID != "" {
			want.UserID = n.User.ID
		}
	}
	if p != want {
		t.Fatalf("peeked %+v\ndecoded %+v\n%s", p, want, raw)
	}
}

func FuzzPeekNote(f *testing.F) {
	f.Add(specimens(f)["*misskey.Note"])
	f.Add([]byte(`{"user":{"username":"\u0061","host":"h"},"text":"\n","userId":"u","id":"n"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		// Never more than a panic's absence where the two must not agree: no JSON, members that stand twice or whose
		// names are escaped, halves of surrogates.
		misskey.PeekNote(raw)
		var once map[string]json.RawMessage
		if !json.Valid(raw) || !utf8.Valid(raw) || json.Unmarshal(raw, &once) != nil || strings.Contains(string(raw), `\u`) || twice(raw) || twice(once["user"]) {
			return
		}
		peeked(t, raw)
	})
}

// twice says whether an object has a member twice.
func twice(raw []byte) bool {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	if first, _ := dec.Token(); first != json.Delim('{') {
		return false
	}
	seen := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		name, _ := key.(string)
		var skip json.RawMessage
		if err != nil || seen[name] || dec.Decode(&skip) != nil {
			return true
		}
		seen[name] = true
	}
	return false
}
