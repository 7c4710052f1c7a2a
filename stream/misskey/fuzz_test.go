package misskey_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nagare/stream/misskey"
)

// Every fuzz target of a decoder asks for the same: no panic, the answer can be encoded, and decoding what was encoded
// gives the same again.
func fuzzEntity(f *testing.F, name string) {
	f.Add(specimens(f)[name])
	f.Add([]byte(`{"id":"x"}`))
	f.Add([]byte(`{"id":"x","renote":{"id":"y","renote":{"id":"z","renote":null}},"reply":5,"user":[],"files":[{},null]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e := fresh(name)
		if _, err := misskey.Inspect(raw, e); err != nil {
			return
		}
		settled(t, e, fresh(name))
	})
}

// FuzzEntities is all of them in one, as many as there are recorded specimens of; CI runs it.
func FuzzEntities(f *testing.F) {
	all := specimens(f)
	names := slices.Sorted(maps.Keys(all))
	for i, name := range names {
		f.Add(uint8(i), all[name])
	}
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		name := names[int(which)%len(names)]
		e := fresh(name)
		if _, err := misskey.Inspect(raw, e); err == nil {
			settled(t, e, fresh(name))
		}
	})
}

func settled(t *testing.T, e, again any) {
	t.Helper()
	first, err := json.Marshal(e)
	if err != nil {
		t.Fatalf("cannot be encoded: %v", err)
	}
	if _, err := misskey.Inspect(first, again); err != nil {
		t.Fatalf("%v: %s", err, first)
	}
	second, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Fatalf("not the same again:\n%s\n%s", first, second)
	}
}

func FuzzNote(f *testing.F)         { fuzzEntity(f, "*misskey.Note") }
func FuzzUser(f *testing.F)         { fuzzEntity(f, "*misskey.User") }
func FuzzNotification(f *testing.F) { fuzzEntity(f, "*misskey.Notification") }
func FuzzNoteUpdated(f *testing.F)  { fuzzEntity(f, "*misskey.NoteUpdated") }
func FuzzFile(f *testing.F)         { fuzzEntity(f, "*misskey.File") }
func FuzzMeta(f *testing.F)         { fuzzEntity(f, "*misskey.Meta") }
func FuzzChatMessage(f *testing.F)  { fuzzEntity(f, "*misskey.ChatMessage") }
func FuzzReversi(f *testing.F)      { fuzzEntity(f, "*misskey.ReversiEvent") }

func FuzzChannelEvent(f *testing.F) {
	f.Add("main", "notification", []byte(`{"id":"x","type":"app","body":"b"}`))
	f.Add("queueStats", "statsLog", []byte(`[{"deliver":{}},null]`))
	f.Add("drive", "fileDeleted", []byte(`"x"`))
	f.Add("homeTimeline", "note", []byte(`null`))
	f.Fuzz(func(t *testing.T, channel, typ string, raw []byte) {
		kept := bytes.Clone(raw)
		e := misskey.DecodeChannelEvent(channel, typ, raw)
		if e == nil {
			t.Fatal("no event")
		}
		before, err := json.Marshal(e)
		if _, ok := e.(*misskey.UnknownEvent); !ok && err != nil {
			t.Fatal(err)
		}
		clear(raw) // a frame may be reused: nothing decoded may refer to it
		if after, _ := json.Marshal(e); !bytes.Equal(before, after) {
			t.Fatalf("the event changed with the frame %s", kept)
		}
	})
}

func FuzzElements(f *testing.F) {
	f.Add([]byte(`[{"id":"a","x":[1,"]",{"y":"\"}"}]},{"id":"b"}]`))
	f.Add([]byte(`[ ]`))
	f.Add([]byte(`[1,]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := misskey.Elements(raw)
		if !json.Valid(raw) {
			return // only its not panicking is asked for
		}
		var want []json.RawMessage
		if wrong := json.Unmarshal(raw, &want); (err != nil) != (wrong != nil || want == nil) {
			t.Fatalf("%v, encoding/json says %v", err, wrong)
		}
		if err == nil && !slices.EqualFunc(got, want, func(a []byte, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			t.Fatalf("%q, want %q", got, want)
		}
		for _, e := range got {
			misskey.TopString(e, "id")
		}
	})
}

func FuzzNormalizeReaction(f *testing.F) {
	for _, s := range []string{"👍", "❤️", ":a:", ":a@.:", ":a@b:", "like", "::", ":::", ":@:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := misskey.NormalizeReaction(s)
		if again := misskey.NormalizeReaction(n); again != n {
			t.Fatalf("%q, %q, %q", s, n, again)
		}
		misskey.SplitReaction(s)
	})
}

func FuzzParseOrigin(f *testing.F) {
	for _, s := range []string{"misskey.example", "@a@b.example", "https://x/_demo/", "localhost:3000", "[::1]:80", "http://u:p@h", "//", "%zz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := misskey.ParseOrigin(s)
		if err != nil {
			return
		}
		if again, err := misskey.ParseOrigin(o); err != nil || again != o {
			t.Fatalf("%q became %q, and that %q, %v", s, o, again, err)
		}
		if !utf8.ValidString(o) && utf8.ValidString(s) {
			t.Fatalf("%q became %q", s, o)
		}
	})
}

func FuzzID(f *testing.F) {
	f.Add("atwjhbymd32h0004")
	f.Add("g0196363d4b2e0aabbccddee")
	f.Fuzz(func(t *testing.T, id string) {
		at, ok := misskey.IDTime(id)
		if !ok {
			return
		}
		first, ok := misskey.IDAt(misskey.KindOfID(id), at)
		if ok && misskey.CompareIDs(first, id) > 0 {
			t.Fatalf("%q is of %v, whose first id is %q", id, at, first)
		}
	})
}

// Whatever a server answers: no panic, one line of words, never the token.
func FuzzAnswer(f *testing.F) {
	f.Add(400, []byte(`{"error":{"message":"m","code":"NO_SUCH_NOTE","id":"24fcbfc6-2e37-42b6-8388-c29b3861a08d","kind":"client","info":{"param":"x","resetMs":1795422916074}}}`))
	f.Add(404, []byte(`{"statusCode":404,"error":"Not Found","message":"Route not found"}`))
	f.Add(200, []byte(`[{"id":"a"}]`))
	f.Add(502, []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		api, _, _ := newAPI(says(status, string(body)), says(status, string(body)), says(status, string(body)))
		notes, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: "localTimeline"}, misskey.Page{})
		for _, n := range notes {
			if note, err := misskey.DecodeNote(n.Raw); err == nil && note.ID != n.ID && !strings.ContainsAny(n.ID, "\\") && utf8.ValidString(n.ID) {
				t.Fatalf("the note of %q has id %q", n.ID, note.ID)
			}
		}
		if err == nil {
			return
		}
		if misskey.FaultOf(err) == "" || strings.Contains(err.Error(), token) || !utf8.ValidString(err.Error()) && utf8.Valid(body) {
			t.Fatalf("%q", err)
		}
	})
}
