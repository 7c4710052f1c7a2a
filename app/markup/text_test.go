package markup_test

import (
	"strings"
	"testing"
	"time"

	"nagare/app/i18n"
	"nagare/app/markup"
)

func TestPlainMakesAddressesLinks(t *testing.T) {
	t.Parallel()
	link := func(u, s string) string {
		return `<a href="` + u + `" target="_blank" rel="noopener noreferrer nofollow">` + s + `</a>`
	}
	for name, c := range map[string]struct{ in, want string }{
		"no address":                   {"hello: h and :", "hello: h and :"},
		"an address in a sentence":     {"see https://a.example/x.", "see " + link("https://a.example/x", "a.example/x") + "."},
		"brackets around an address":   {"(https://a.example/w_(x))", "(" + link("https://a.example/w_(x)", "a.example/w_(x)") + ")"},
		"Japanese brackets end it":     {"「https://a.example」", "「" + link("https://a.example", "a.example") + "」"},
		"a scheme alone is text":       {"https:// http://", "https:// http://"},
		"credentials make it text":     {"https://u:p@a.example/", "https://u:p@a.example/"},
		"markup in text stays text":    {"<b>https://a.example/\"x</b>", "&lt;b&gt;" + link("https://a.example/", "a.example") + "\"x&lt;/b&gt;"},
		"times of day are not emoji":   {"12:30:45", "12:30:45"},
		"line ends are kept":           {"a\nb", "a\nb"},
		"an address after h and colon": {"h:https://a.example", "h:" + link("https://a.example", "a.example")},
	} {
		t.Run(name, func(t *testing.T) {
			var w markup.Writer
			markup.Plain(&w, c.in, 0)
			if got := w.String(); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestPlainCutsAtACharacter(t *testing.T) {
	t.Parallel()
	var w markup.Writer
	markup.Plain(&w, "流れ", 4)
	if got := w.String(); got != "流…" {
		t.Error(got)
	}
}

func TestPlainBoundsWhatLaysOutSlowly(t *testing.T) {
	t.Parallel()
	for part, c := range map[string]struct {
		what string
		most int
	}{"a\n": {"\n", 200}, "https://a.example/ ": {"<a ", 40}} {
		var w markup.Writer
		markup.Plain(&w, strings.Repeat(part, 4000/len(part)), 4000)
		if n := strings.Count(w.String(), c.what); n == 0 || n > c.most {
			t.Errorf("%d times %q, want at most %d", n, c.what, c.most)
		}
	}
}

func TestAgoIsShort(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		d      time.Duration
		en, ja string
	}{
		{0, "now", "たった今"},
		{-3 * time.Second, "now", "たった今"},
		{12 * time.Second, "12s", "12秒前"},
		{90 * time.Second, "1m", "1分前"},
		{3 * time.Hour, "3h", "3時間前"},
		{50 * time.Hour, "2d", "2日前"},
		{-2 * time.Hour, "14:00", "14:00"},
		{40 * 24 * time.Hour, "14 Oct 2026", "2026/10/14"},
	} {
		if got := markup.Ago(i18n.Printer{Lang: i18n.English}, now.Add(-c.d), now); got != c.en {
			t.Errorf("%v: %q, want %q", c.d, got, c.en)
		}
		if got := markup.Ago(i18n.Printer{Lang: i18n.Japanese}, now.Add(-c.d), now); got != c.ja {
			t.Errorf("%v: %q, want %q", c.d, got, c.ja)
		}
	}
}

func TestNumbersAreShort(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1K", 1250: "1.2K", 999_999: "999.9K", 2_500_000: "2.5M"} {
		if got := markup.Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{5: "5 B", 1500: "1.5 kB", 2_000_000: "2.0 MB", -1: ""} {
		if got := markup.Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}
