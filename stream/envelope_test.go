package stream

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// recorded is one line of a recording.
type recorded struct {
	TMs  float64 `json:"t_ms"`
	Conn string  `json:"conn"`
	Dir  string  `json:"dir"`
	Raw  string  `json:"raw"`
}

// recordings yields the lines of every recording in testdata, by file name.
func recordings(t testing.TB) map[string][]recorded {
	t.Helper()
	files, err := filepath.Glob("testdata/recordings/*.jsonl.gz")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in testdata: %v", err)
	}
	all := map[string][]recorded{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(z)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			var r recorded
			if err := json.Unmarshal(s.Bytes(), &r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all[filepath.Base(name)] = append(all[filepath.Base(name)], r)
		}
		if s.Err() != nil {
			t.Fatal(s.Err())
		}
		f.Close()
	}
	return all
}

// exact is a map, because encoding/json matches struct fields in any case.
func exact(raw []byte) (map[string]json.RawMessage, bool) {
	var m map[string]json.RawMessage
	return m, json.Unmarshal(raw, &m) == nil && m != nil
}

func text(raw json.RawMessage) (string, bool) {
	var s *string
	if json.Unmarshal(raw, &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}

// compare checks the scanner against encoding/json on one frame.
func compare(t *testing.T, raw []byte) {
	t.Helper()
	env, fault := scan(raw)
	m, isObject := exact(raw)
	if !json.Valid(raw) || !isObject {
		// The fast path does not look inside bodies, so it may take what is
		// not JSON there, but never what is not an object to its end.
		if fault == "" && (len(raw) == 0 || raw[0] != '{' || raw[len(raw)-1] != '}') {
			t.Errorf("%q was taken", raw)
		}
		return
	}
	typ, ok := text(m["type"])
	if !ok {
		if fault != MalformedType {
			t.Errorf("%q: fault %q", raw, fault)
		}
		return
	}
	if fault == MalformedJSON || fault == MalformedType {
		t.Fatalf("%q: fault %q", raw, fault)
	}
	if !utf8.Valid(raw) {
		return // encoding/json puts U+FFFD where we keep the bytes
	}
	if string(env.typ) != typ || !bytes.Equal(env.body, m["body"]) {
		t.Fatalf("%q: type %q body %q", raw, env.typ, env.body)
	}
	if env.kind == frameOther {
		return
	}
	b, isObject := exact(m["body"])
	id, hasID := text(b["id"])
	event, hasEvent := text(b["type"])
	good := isObject && hasID && (hasEvent || env.kind == frameConnected)
	if good != (fault == "") {
		t.Fatalf("%q: fault %q", raw, fault)
	}
	if good && (string(env.id) != id || string(env.event) != event || !bytes.Equal(env.inner, b["body"])) {
		t.Fatalf("%q: id %q event %q inner %q", raw, env.id, env.event, env.inner)
	}
}

func oddFrames() []string {
	return []string{
		`{"type":"channel","body":{"id":"a","type":"note","body":{"id":"1"}}}`,
		`{"type":"channel","body":{"id":"a","type":"readAllNotifications"}}`,
		`{"type":"channel","body":{"id":"a","type":"x","body":null}}`,
		`{"body":{"body":{"x":[1,2,{"y":"}"}]},"type":"note","id":"a"},"type":"channel"}`,
		" {\n\t\"type\" : \"channel\" , \"body\" : { \"id\" : \"a\" , \"type\" : \"note\" , \"body\" : [ ] } } \r\n",
		`{"type":"channel","type":"connected","body":{"id":"a"},"body":{"id":"b","id":"c"}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":1,"body":2}}`,
		`{"\u0074ype":"chann\u0065l","body":{"id":"\u3042\"","type":"n\\ote","body":"\\"}}`,
		`{"type":"connected","body":{"id":"a"}}`,
		`{"type":"connected","body":{"id":"a","type":"x","body":{}}}`,
		`{"type":"noteUpdated","body":{"id":"n","type":"reacted","body":{"reaction":"\ud83d\udc4d"}}}`,
		`{"type":"emojiAdded","body":{"emoji":{"name":"x"}}}`,
		`{"type":"api:77","body":{"res":[]}}`,
		`{"type":"x"}`, `{"type":"x","body":null}`, `{"type":"x","body":"s"}`, `{"type":"","body":{}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":{"t":"\\\""}}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":{"t":"\\\\"}}} `,
		`{"type":"channel","body":{"id":"a","type":"note","body":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":{"a":]}}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":nul}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":{}}}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":{}}`,
		`{"type":"channel","body":{"id":"a","type":"note","body":{}},"more":1}`,
		`{"type":"channel","body":{"id":null,"type":"note"}}`,
		`{"type":null,"body":{}}`, `{"type":{},"body":{}}`, `{"type":"channel","body":"x"}`, `{"type":"channel","body":[]}`,
		``, ` `, `pong`, `null`, `3`, `"x"`, `[]`, `{}`, `{`, `{"type":"`, `{"type":"x","body":`, "{\"type\":\"a\nb\",\"body\":1}",
		"{\"type\":\"channel\",\"body\":{\"id\":\"\xff\",\"type\":\"note\",\"body\":{}}}",
	}
}

func TestTheScannerAgreesWithEncodingJSON(t *testing.T) {
	for _, f := range oddFrames() {
		compare(t, []byte(f))
	}
}

func TestNoCutFrameIsTaken(t *testing.T) {
	for name, lines := range recordings(t) {
		for i, l := range lines {
			if l.Dir != "recv" || i%41 != 0 {
				continue
			}
			for n := range len(l.Raw) {
				if _, fault := scan([]byte(l.Raw[:n])); fault == "" {
					t.Fatalf("%s:%d cut to %d bytes was taken", name, i+1, n)
				}
			}
		}
	}
}

func TestEveryRecordedFrameTakesTheFastPath(t *testing.T) {
	n := 0
	known := map[string]bool{"channel": true, "connected": true, "noteUpdated": true}
	for _, b := range BroadcastTypes() {
		known[b] = true
	}
	updates := map[string]bool{}
	for _, u := range NoteUpdateTypes() {
		updates[u] = true
	}
	for name, lines := range recordings(t) {
		joined := map[string]string{} // conn + id → channel
		for i, l := range lines {
			if l.Dir == "send" {
				var f sent
				if json.Unmarshal([]byte(l.Raw), &f) == nil && f.Type == "connect" {
					joined[l.Conn+"\x00"+f.Body.ID] = f.Body.Channel
				}
				continue
			}
			if l.Dir != "recv" {
				continue
			}
			n++
			raw := []byte(l.Raw)
			compare(t, raw)
			env, ok := scanFast(raw)
			if !ok {
				t.Errorf("%s:%d takes the slow path: %.80s", name, i+1, raw)
				continue
			}
			if !known[string(env.typ)] {
				t.Errorf("%s:%d: type %q is not known", name, i+1, env.typ)
			}
			// Strict: an envelope has no key that we overlook.
			m, _ := exact(raw)
			if len(m) != 2 {
				t.Errorf("%s:%d: keys %v", name, i+1, m)
			}
			switch env.kind {
			case frameChannel:
				b, _ := exact(m["body"])
				if len(b) > 3 {
					t.Errorf("%s:%d: keys of the body %v", name, i+1, b)
				}
				channel := joined[l.Conn+"\x00"+string(env.id)]
				info, ok := Lookup(channel)
				if !ok {
					t.Errorf("%s:%d: channel %q is not in the catalogue", name, i+1, channel)
					continue
				}
				found := false
				for _, e := range info.Events {
					found = found || e == string(env.event)
				}
				if !found {
					t.Errorf("%s:%d: event %q of %s is not in the catalogue", name, i+1, env.event, channel)
				}
			case frameNoteUpdated:
				if !updates[string(env.event)] {
					t.Errorf("%s:%d: update %q is not known", name, i+1, env.event)
				}
			}
		}
	}
	if n < 700 {
		t.Errorf("only %d frames", n)
	}
	t.Logf("%d frames", n)
}

func FuzzEnvelope(f *testing.F) {
	for _, s := range oddFrames() {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { compare(t, raw) })
}
