package app

import (
	"net/url"
	"testing"

	"nagare/app/markup"
)

const testDemo = "http://localhost:8080/_demo"

func TestTheAddressOfANoteNamesTheServerToAsk(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]noteAddress{
		"/notes/9abc@misskey.example":        {"https://misskey.example", "9abc"},
		"/notes/9abc@demo":                   {testDemo, "9abc"},
		"/notes/9abc@localhost:3000":         {"http://localhost:3000", "9abc"},
		"/notes/9abc@http://misskey.example": {"http://misskey.example", "9abc"},
		"/notes/9abc":                        {},
		"/notes/@misskey.example":            {},
		"/notes/9a/bc@misskey.example":       {},
		"/notes/9abc@x@misskey.example":      {},
		"/notes/9abc@":                       {},
		"/notes/9abc@no host":                {},
	} {
		got, ok := parseNotePath(path, testDemo)
		if ok != (want != noteAddress{}) || ok && got != want {
			t.Errorf("%s: %+v %v, want %+v", path, got, ok, want)
		}
	}
}

func TestTheAddressOfAPersonEndsWithTheServerToAsk(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]userAddress{
		"/@alice@misskey.example":                {"https://misskey.example", "alice", ""},
		"/@alice@demo":                           {testDemo, "alice", ""},
		"/@mei@hoshi.example@demo":               {testDemo, "mei", "hoshi.example"},
		"/@mei@hoshi.example@misskey.example":    {"https://misskey.example", "mei", "hoshi.example"},
		"/@mei@xn--r8jz45g.example@localhost:80": {"http://localhost", "mei", "xn--r8jz45g.example"},
		"/@alice":                                {},
		"/@@misskey.example":                     {},
		"/@a@@misskey.example":                   {},
		"/@a@b@c@misskey.example":                {},
		"/@a/b@misskey.example":                  {},
	} {
		got, ok := parseUserPath(path, testDemo)
		if ok != (want != userAddress{}) || ok && got != want {
			t.Errorf("%s: %+v %v, want %+v", path, got, ok, want)
		}
	}
}

// What rows link to is what the router reads.
func TestLinksOfRowsLeadToTheirPages(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"https://misskey.example", testDemo, "http://127.0.0.1:9", "http://misskey.example"} {
		host := ShortHost(origin, testDemo)
		if a, ok := parseNotePath(unescaped(t, markup.NotePath("9x", host)), testDemo); !ok || a.Origin != origin || a.ID != "9x" {
			t.Errorf("%s: note %+v %v", origin, a, ok)
		}
		for _, home := range []string{"", "hoshi.example"} {
			if a, ok := parseUserPath(unescaped(t, markup.UserPath("mei", home, host)), testDemo); !ok || a.Origin != origin || a.Username != "mei" || a.Host != home {
				t.Errorf("%s: user %+v %v", origin, a, ok)
			}
		}
	}
}

func unescaped(t *testing.T, path string) string {
	t.Helper()
	s, err := url.PathUnescape(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
