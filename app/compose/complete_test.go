package compose_test

import (
	"reflect"
	"strings"
	"testing"

	"nagare/app/compose"
)

func TestTheWordUnderTheCaret(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]compose.Word{ // | is the caret
		":na|":        {compose.KindEmoji, "na", 0, 3},
		"あ:NA|":       {compose.KindEmoji, "na", 1, 4},
		"🌿 :na|garu":  {compose.KindEmoji, "na", 3, 6},
		"a\n:b|":      {compose.KindEmoji, "b", 2, 4},
		":ok: :b|":    {compose.KindEmoji, "b", 5, 7},
		"@|":          {compose.KindUser, "", 0, 1},
		"hi @al|":     {compose.KindUser, "al", 3, 6},
		"@al@far.ex|": {compose.KindUser, "al@far.ex", 0, 10},
		"、@al|":       {compose.KindUser, "al", 1, 4},
		"#写真|":        {compose.KindTag, "写真", 0, 3},
		"あ #a|":       {compose.KindTag, "a", 2, 4},
		"＃写|":         {compose.KindTag, "写", 0, 2},
		"$[|":         {compose.KindFn, "", 0, 2},
		"a$[sp|":      {compose.KindFn, "sp", 1, 5},
		"$[x2 $[ro|":  {compose.KindFn, "ro", 5, 9},
		"**:b|":       {compose.KindEmoji, "b", 2, 4},
		":えが|":        {compose.KindEmoji, "えが", 0, 3},
		"今日は :ハート|":   {compose.KindEmoji, "ハート", 4, 8},
		"今日は。:ハート|":   {compose.KindEmoji, "ハート", 4, 8},
		"場所:東京|":      {},
		":+1|":        {compose.KindEmoji, "+1", 0, 3},
		":え が|":       {},
		":a、|":        {},
		":a|":         {compose.KindEmoji, "a", 0, 2},
		"12:30|":      {},
		"mail@host|":  {},
		"https://a|":  {},
		":|":          {},
		":ok:|":       {},
		"#|":          {},
		"a#b|":        {},
		"#a b|":       {},
		"|:na":        {},
		"$[spin.x|":   {},
		"":            {},
		"|":           {},
		"@al |":       {},
		"a:b|":        {},
	} {
		text := strings.Replace(in, "|", "", 1)
		caret := compose.Length(in[:max(strings.IndexByte(in, '|'), 0)])
		got, ok := compose.FindWord(text, caret)
		if ok != (want.Kind != "") || ok && got != want {
			t.Errorf("%q: %+v %v, want %+v", in, got, ok, want)
		}
	}
}

func TestFillPutsTheCaretBehind(t *testing.T) {
	t.Parallel()
	w, ok := compose.FindWord("🌿 :na b", 6)
	if !ok {
		t.Fatal("no word")
	}
	if got, caret := compose.Fill("🌿 :na b", w, ":nagare:"); got != "🌿 :nagare: b" || caret != 11 {
		t.Errorf("%q, caret %d", got, caret)
	}
	if got, caret := compose.Insert("ab", 1, 2, "🌿"); got != "a🌿" || caret != 3 {
		t.Errorf("%q, caret %d", got, caret)
	}
}

func TestRankPutsTheBestFirst(t *testing.T) {
	t.Parallel()
	list := [][]string{{"blob_cat"}, {"cat"}, {"scat"}, {"catnip"}, {"dog", "cat"}, {"cats"}}
	got := compose.Rank(len(list), func(i int) []string { return list[i] }, "cat", 10)
	if want := []int{1, 4, 5, 3, 0, 2}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := compose.Rank(len(list), func(i int) []string { return list[i] }, "cat", 2); len(got) != 2 {
		t.Errorf("%v", got)
	}
	kana := [][]string{{"smile", "えがお"}, {"heart", "ハート"}}
	for query, want := range map[string]int{"はーと": 1, "ハー": 1, "エガ": 0} {
		if got := compose.Rank(len(kana), func(i int) []string { return kana[i] }, query, 10); !reflect.DeepEqual(got, []int{want}) {
			t.Errorf("%s: %v, want %d alone", query, got, want)
		}
	}
}

func FuzzFindWord(f *testing.F) {
	f.Add(":na", 3)
	f.Add("🌿@a@b", 5)
	f.Fuzz(func(t *testing.T, text string, caret int) {
		w, ok := compose.FindWord(text, caret)
		if ok && (w.From < 0 || w.To > compose.Length(text)+10 && caret <= compose.Length(text) || w.From > w.To) {
			t.Errorf("%q at %d: %+v", text, caret, w)
		}
		compose.Fill(text, w, "x")
	})
}
