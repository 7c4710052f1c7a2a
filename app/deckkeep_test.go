package app

import (
	"testing"

	"nagare/app/i18n"
	"nagare/app/store"
)

// letters are columns of one server, a letter each.
func letters(s string) []store.ColumnSpec {
	var cols []store.ColumnSpec
	for _, r := range s {
		cols = append(cols, store.ColumnSpec{Channel: string(r), Origin: ours})
	}
	return cols
}

func lettersOf(cols []store.ColumnSpec) string {
	s := ""
	for _, c := range cols {
		s += c.Channel
	}
	return s
}

func TestTabsDoNotUndoEachOther(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after, kept, want string }{
		"nothing kept":                          {"ab", "abc", "", "abc"},
		"no other tab":                          {"ab", "abc", "ab", "abc"},
		"both added":                            {"ab", "abc", "abd", "abdc"},
		"both added the same":                   {"ab", "abc", "abc", "abc"},
		"added where the other removed":         {"ab", "abc", "b", "bc"},
		"removed where the other added":         {"ab", "b", "abd", "bd"},
		"removed by both":                       {"ab", "b", "b", "b"},
		"removed all where the other added":     {"ab", "", "abd", "d"},
		"moved where the other added":           {"abc", "acb", "adbc", "adcb"},
		"moved what the other removed":          {"abc", "cab", "ac", "ca"},
		"put back at its place":                 {"ac", "abc", "acd", "abcd"},
		"added where the other moved":           {"ab", "abc", "ba", "bac"},
		"the same column twice, one removed":    {"aab", "ab", "aab", "ab"},
		"the same column once more":             {"a", "aa", "a", "aa"},
		"opened with what nobody had kept, too": {"ab", "abc", "abd", "abdc"},
	} {
		t.Run(name, func(t *testing.T) {
			got := lettersOf(mergeColumns(letters(c.before), letters(c.after), letters(c.kept), ""))
			if got != c.want {
				t.Errorf("%q → %q on %q = %q, want %q", c.before, c.after, c.kept, got, c.want)
			}
		})
	}
}

func TestAColumnThatStaysKeepsDoingSo(t *testing.T) {
	t.Parallel()
	stays := letters("ab")
	stays[0].Stays = true
	got := mergeColumns(letters("ab"), stays, letters("abc"), "")
	if lettersOf(got) != "abc" || !got[0].Stays {
		t.Errorf("%+v", got)
	}
}

func TestColumnsOfALinkJoinOnesOwn(t *testing.T) {
	t.Parallel()
	home := func(who string) store.ColumnSpec {
		return store.ColumnSpec{Channel: "homeTimeline", Origin: ours, AccountID: who}
	}
	local := store.ColumnSpec{Channel: "localTimeline", Origin: ours}
	seated := local
	seated.AccountID, seated.Stays = "9xalice", true
	for name, c := range map[string]struct {
		own, linked []store.ColumnSpec
		want        int
	}{
		"none of one's own":   {nil, letters("ab"), 2},
		"others":              {letters("ab"), letters("cd"), 4},
		"some that are there": {letters("ab"), letters("ba"), 2},
		"twice in the link":   {nil, letters("aa"), 1},
		"of another account, which makes no odds":   {[]store.ColumnSpec{seated}, []store.ColumnSpec{local}, 1},
		"of another account, whose own timeline":    {[]store.ColumnSpec{home("9xalice")}, []store.ColumnSpec{home("9xbob")}, 2},
		"of the same account, whose own timeline":   {[]store.ColumnSpec{home("9xbob")}, []store.ColumnSpec{home("9xbob")}, 1},
		"the same timeline of two kinds of hashtag": {letters("a"), []store.ColumnSpec{{Channel: "a", Origin: ours, Params: map[string]any{"q": "x"}}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			got := joinColumns(c.own, c.linked, "")
			if len(got) != c.want || lettersOf(got[:len(c.own)]) != lettersOf(c.own) {
				t.Errorf("%+v, want %d", got, c.want)
			}
		})
	}
}

func TestWhatIsWrongWithAColumnOfALink(t *testing.T) {
	t.Parallel()
	for c, want := range map[string]string{
		"localTimeline@no_such":     "“no_such” is not the address of a server, so its column “Local” is left out.",
		"localTimeline@no_such;a=b": "“no_such” is not the address of a server, so its column “Local” is left out.",
		"nonsense":                  "Nagare does not know the timeline “nonsense”.",
		"no/sense@host.example":     "Nagare does not know the timeline “no/sense@host.example”.",
		"odd@no_such":               "“no_such” is not the address of a server, so its column “odd” is left out.",
	} {
		if got := badColumn(i18n.Printer{}, c, ""); got != want {
			t.Errorf("%s: %q, want %q", c, got, want)
		}
	}
}
