package i18n

import (
	"regexp"
	"sort"
	"strings"
	"testing"
)

func TestDetectTakesTheFirstLanguageItSpeaks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   []string
		want Lang
	}{
		"Japanese with a region":                {[]string{"ja-JP", "en"}, Japanese},
		"an unknown language before a known":    {[]string{"fr", "ja"}, Japanese},
		"nothing known falls back to English":   {[]string{"fr", "de-CH"}, English},
		"no preference at all means English":    {nil, English},
		"upper case is the same language":       {[]string{"JA"}, Japanese},
		"a language that merely begins with ja": {[]string{"jav"}, English},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Detect(c.in); got != c.want {
				t.Errorf("Detect(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

var placeholder = regexp.MustCompile(`\{\d\}`)

func TestEveryLanguageHasTheSameKeysAndPlaceholders(t *testing.T) {
	t.Parallel()
	for key, en := range english {
		ja, ok := japanese[key]
		if !ok {
			if strings.HasSuffix(key, ".one") {
				continue // Japanese does not tell one from many
			}
			t.Errorf("%q has no Japanese text", key)
			continue
		}
		if a, b := holes(en), holes(ja); a != b {
			t.Errorf("%q: placeholders differ: English %s, Japanese %s", key, a, b)
		}
	}
	for key := range japanese {
		if _, ok := english[key]; !ok {
			t.Errorf("%q has no English text", key)
		}
	}
}

func holes(s string) string {
	h := placeholder.FindAllString(s, -1)
	sort.Strings(h)
	return strings.Join(h, " ")
}

func TestCountsChooseTheSingularOnlyWhereThereIsOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang Lang
		n    int
		want string
	}{
		{English, 1, "1 new note"},
		{English, 0, "0 new notes"},
		{English, 12, "12 new notes"},
		{Japanese, 1, "新しいノート 1 件"},
	} {
		if got := (Printer{c.lang}).N("column.new", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestFillLeavesWhatIsNoPlaceholder(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"{0} and {1}": "a and b",
		"{2}":         "",
		"{x} {":       "{x} {",
		"{0}{0}":      "aa",
	} {
		if got := fill(in, []any{"a", "b"}); got != want {
			t.Errorf("fill(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAKeyBelongsToOnePart(t *testing.T) {
	t.Parallel()
	for lang, parts := range map[string][]map[string]string{
		"English":  {englishCore, englishCompose, englishAccount, englishChat, englishPeople},
		"Japanese": {japaneseCore, japaneseCompose, japaneseAccount, japaneseChat, japanesePeople},
	} {
		seen := map[string]bool{}
		for _, p := range parts {
			for key := range p {
				if seen[key] {
					t.Errorf("%s: %q stands in two parts", lang, key)
				}
				seen[key] = true
			}
		}
	}
}
