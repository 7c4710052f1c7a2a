package stream

import (
	"bytes"
	"encoding/json"
	"net/url"
)

// Redacted stands where a secret stood.
const Redacted = "REDACTED"

// Redact returns text without secrets: the given ones, wherever and however
// escaped, and what looks like one — the value of a token parameter in a URL, of
// a token or password key in JSON (also JSON inside a JSON string), and what
// follows Bearer. Text without any is returned as it is, not copied.
//
// It is the one place where secrets are taken out, for URLs, frames, errors,
// taps and recordings alike (design law 9).
func Redact(text []byte, secrets ...string) []byte {
	out := text
	for _, s := range secrets {
		for _, form := range spellings(s) {
			if bytes.Contains(out, form) {
				out = bytes.ReplaceAll(out, form, []byte(Redacted))
			}
		}
	}
	return redactShapes(out)
}

// redactString is Redact for errors and details.
func redactString(s string, secrets ...string) string {
	return string(Redact([]byte(s), secrets...))
}

// spellings are the forms a secret may take in a URL and in JSON. The empty
// secret has none.
func spellings(s string) [][]byte {
	if s == "" {
		return nil
	}
	forms := [][]byte{[]byte(s)}
	add := func(form string) {
		for _, f := range forms {
			if string(f) == form {
				return
			}
		}
		forms = append(forms, []byte(form))
	}
	add(url.QueryEscape(s))
	add(url.PathEscape(s))
	if q, err := json.Marshal(s); err == nil {
		add(string(q[1 : len(q)-1]))
	}
	return forms
}

// secretNames are the names whose values are never shown.
func secretNames() [7]string {
	return [...]string{"i", "token", "access_token", "accessToken", "password", "native_token", "authorization"}
}

// redactShapes finds values by the name before them: name=value and
// "name":"value", the quotes perhaps escaped, and Bearer value.
func redactShapes(text []byte) []byte {
	var out []byte
	from := 0 // text before it is in out
	cut := func(start, end int) {
		if start < end && string(text[start:end]) != Redacted {
			out = append(append(out, text[from:start]...), Redacted...)
			from = end
		}
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '=':
			if i+1 > from && secretBefore(text[:i], true) {
				start := i + 1
				end := start
				for end < len(text) && !bytes.ContainsRune([]byte(" \t\r\n&#\"'\\<>;,)"), rune(text[end])) {
					end++
				}
				cut(start, end)
				i = end - 1
			}
		case ':':
			start, end, ok := quotedAfter(text, i+1)
			if ok && secretBefore(text[:i], false) {
				cut(start, end)
				i = end - 1
			}
		case 'B', 'b':
			if len(text)-i > 7 && bytes.EqualFold(text[i:i+7], []byte("bearer ")) {
				start := i + 7
				end := start
				for end < len(text) && isTokenByte(text[end]) {
					end++
				}
				if end-start >= 8 { // shorter is a word, not a token
					cut(start, end)
				}
				i = max(i, end-1)
			}
		}
	}
	if out == nil {
		return text
	}
	return append(out, text[from:]...)
}

func isTokenByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '_' || c == '.' || c == '~' || c == '+' || c == '/' || c == '='
}

// secretBefore says whether before ends with a secret's name: after ? & or a
// word's border (inURL), or in quotes that may be escaped and followed by space.
func secretBefore(before []byte, inURL bool) bool {
	if !inURL {
		before = bytes.TrimRight(before, " \t\r\n")
		if len(before) == 0 || before[len(before)-1] != '"' {
			return false
		}
		before = bytes.TrimRight(before[:len(before)-1], `\`)
	}
	for _, name := range secretNames() {
		n := len(before) - len(name)
		if n < 0 || !bytes.EqualFold(before[n:], []byte(name)) {
			continue
		}
		if n == 0 {
			return inURL
		}
		c := before[n-1]
		if !inURL {
			return c == '"'
		}
		if c == '?' || c == '&' || c == ';' || c == ' ' || c == '"' || c == '\'' {
			return true
		}
	}
	return false
}

// quotedAfter finds the text of the string value after a colon; its quotes may
// be escaped once or more, as in JSON inside JSON.
func quotedAfter(text []byte, i int) (start, end int, ok bool) {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n') {
		i++
	}
	open := i
	for i < len(text) && text[i] == '\\' {
		i++
	}
	slashes := i - open
	if i >= len(text) || text[i] != '"' {
		return 0, 0, false
	}
	start = i + 1
	run := 0
	for end = start; end < len(text); end++ {
		switch text[end] {
		case '\\':
			run++
			continue
		case '"':
			if run <= slashes {
				return start, end - run, true
			}
		}
		run = 0
	}
	return start, len(text), true // cut off: what is left may be the secret's beginning
}
