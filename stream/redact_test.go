package stream

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

func TestRedaction(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"a socket's address", "wss://x/streaming?i=abc123&_t=5", "wss://x/streaming?i=REDACTED&_t=5"},
		{"the address at the end of a sentence", `Get "https://x/streaming?_t=1&i=abc": refused`, `Get "https://x/streaming?_t=1&i=REDACTED": refused`},
		{"other parameters", "https://x/?id=abc&ii=5&hi=6#i=7", "https://x/?id=abc&ii=5&hi=6#i=7"},
		{"a request body", `{"i":"abc","limit":5}`, `{"i":"REDACTED","limit":5}`},
		{"a request body with spaces", `{ "i" : "abc" }`, `{ "i" : "REDACTED" }`},
		{"escaped quotes in the value", `{"password":"a\"b","x":1}`, `{"password":"REDACTED","x":1}`},
		{"JSON inside a JSON string", `{"body":"{\"i\":\"abc\",\"n\":1}"}`, `{"body":"{\"i\":\"REDACTED\",\"n\":1}"}`},
		{"a cut request body", `{"token":"abcde`, `{"token":"REDACTED`},
		{"a header", "Authorization: Bearer abcdefgh12", "Authorization: Bearer REDACTED"},
		{"a word after bearer", "the bearer of news", "the bearer of news"},
		{"a note", `{"id":"9x","text":"i = 5, token: none"}`, `{"id":"9x","text":"i = 5, token: none"}`},
		{"an empty value", `{"i":""}`, `{"i":""}`},
		{"nothing", "", ""},
		{"the given secret anywhere", "x s3cr/et= y", "x REDACTED y"},
		{"the given secret escaped for a URL", "x?q=s3cr%2Fet%3D", "x?q=REDACTED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := redactString(tt.in, "s3cr/et=")
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if again := redactString(got, "s3cr/et="); again != got {
				t.Errorf("twice: %s", again)
			}
		})
	}
}

func TestTextWithoutSecretsIsNotCopied(t *testing.T) {
	in := []byte(`{"type":"channel","body":{"id":"a","type":"note","body":{"id":"1","text":"a=b"}}}`)
	if out := Redact(in, "s3cret"); &out[0] != &in[0] {
		t.Error("copied")
	}
	if n := testing.AllocsPerRun(100, func() { Redact(in) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("s3cretT0kenValue", "before", "after", 0)
	f.Add("s3cretT0kenValue", `{"i":"`, `"}`, 1)
	f.Add("a b/c?d&e=f\"gh", "https://x/streaming?i=", "&_t=1", 2)
	f.Add("s3cretT0kenValue", `{"x":"{\"i\":\"`, `\"}"}`, 3)
	f.Fuzz(func(t *testing.T, secret, before, after string, form int) {
		if len(secret) < 8 || strings.Contains(before, secret) || strings.Contains(after, secret) {
			return
		}
		// A secret that the placeholder's letters can complete is no secret.
		for n := 1; n < len(Redacted); n++ {
			if strings.Contains(secret, Redacted[:n]) || strings.Contains(secret, Redacted[n:]) {
				return
			}
		}
		s := secret
		switch form & 3 {
		case 1:
			s = url.QueryEscape(secret)
		case 2:
			s = url.PathEscape(secret)
		case 3:
			q, err := json.Marshal(secret)
			if err != nil {
				return
			}
			s = string(q[1 : len(q)-1])
		}
		out := Redact([]byte(before+s+after), secret)
		if bytes.Contains(out, []byte(s)) {
			t.Errorf("%q is left in %q", s, out)
		}
		if again := Redact(out, secret); !bytes.Equal(again, out) {
			t.Errorf("not stable: %q then %q", out, again)
		}
		// Without being told, a value by its name.
		plain := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
				return r
			}
			return 'x'
		}, secret)
		line := Redact([]byte("wss://h/streaming?i=" + plain + "&_t=1"))
		if string(line) != "wss://h/streaming?i=REDACTED&_t=1" {
			t.Errorf("got %q", line)
		}
	})
}
