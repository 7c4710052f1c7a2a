package mute_test

import (
	"slices"
	"testing"

	"nagare/app/mute"
	"nagare/stream/misskey"
)

func note(t *testing.T, raw string) *misskey.Note {
	t.Helper()
	n, err := misskey.DecodeNote([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	bob  = `"userId":"u1","user":{"id":"u1","username":"bob","host":null}`
	eve  = `"userId":"u2","user":{"id":"u2","username":"Eve","host":"loud.example"}`
	mine = `"userId":"me","user":{"id":"me","username":"alice","host":null}`
)

func TestJudge(t *testing.T) {
	t.Parallel()
	words := func(s string) misskey.MutedWords { return mute.ParseWords(s) }
	for name, c := range map[string]struct {
		rules mute.Rules
		raw   string
		want  mute.Level
		by    string
	}{
		"nothing is muted":            {mute.Rules{}, `{"id":"1",` + bob + `,"text":"tea"}`, mute.Show, ""},
		"a soft word":                 {mute.Rules{Soft: words("tea")}, `{"id":"1",` + bob + `,"text":"some tea?"}`, mute.Soft, "tea"},
		"a Japanese word":             {mute.Rules{Soft: words("お茶")}, `{"id":"1",` + bob + `,"text":"朝のお茶"}`, mute.Soft, "お茶"},
		"all words of a line":         {mute.Rules{Hard: words("green tea")}, `{"id":"1",` + bob + `,"text":"tea, a green one"}`, mute.Hard, "green tea"},
		"not all words of a line":     {mute.Rules{Hard: words("green tea")}, `{"id":"1",` + bob + `,"text":"tea"}`, mute.Show, ""},
		"a pattern":                   {mute.Rules{Hard: words("/t[ea]{2}/i")}, `{"id":"1",` + bob + `,"text":"TEA"}`, mute.Hard, "/t[ea]{2}/i"},
		"hard wins over soft":         {mute.Rules{Soft: words("tea"), Hard: words("cake")}, `{"id":"1",` + bob + `,"text":"tea and cake"}`, mute.Hard, "cake"},
		"the warning counts":          {mute.Rules{Soft: words("tea")}, `{"id":"1",` + bob + `,"cw":"tea","text":"x"}`, mute.Soft, "tea"},
		"a quoted note counts":        {mute.Rules{Soft: words("tea")}, `{"id":"1",` + bob + `,"text":"x","renoteId":"2","renote":{"id":"2",` + eve + `,"text":"tea"}}`, mute.Soft, "tea"},
		"one's own words":             {mute.Rules{Hard: words("tea")}, `{"id":"1",` + mine + `,"text":"tea"}`, mute.Show, ""},
		"a server":                    {mute.Rules{Hosts: []string{"LOUD.example"}}, `{"id":"1",` + eve + `,"text":"x"}`, mute.Hard, "loud.example"},
		"a renote from a server":      {mute.Rules{Hosts: []string{"loud.example"}}, `{"id":"1",` + bob + `,"renoteId":"2","renote":{"id":"2",` + eve + `,"text":"x"}}`, mute.Hard, "loud.example"},
		"an answer to a server":       {mute.Rules{Hosts: []string{"loud.example"}}, `{"id":"1",` + bob + `,"text":"y","replyId":"2","reply":{"id":"2",` + eve + `,"text":"x"}}`, mute.Hard, "loud.example"},
		"a server is not its ending":  {mute.Rules{Hosts: []string{"example"}}, `{"id":"1",` + eve + `,"text":"x"}`, mute.Show, ""},
		"a person by id":              {mute.Rules{Users: []string{"u1"}}, `{"id":"1",` + bob + `,"text":"x"}`, mute.Hard, "@bob@home.example"},
		"a person by name":            {mute.Rules{Users: []string{"@eve@Loud.example"}}, `{"id":"1",` + eve + `,"text":"x"}`, mute.Hard, "@Eve@loud.example"},
		"a local person by name":      {mute.Rules{Users: []string{"@bob"}}, `{"id":"1",` + bob + `,"text":"x"}`, mute.Hard, "@bob@home.example"},
		"somebody's renotes":          {mute.Rules{Renotes: []string{"u1"}}, `{"id":"1",` + bob + `,"renoteId":"2","renote":{"id":"2",` + eve + `,"text":"x"}}`, mute.Hard, "@bob@home.example"},
		"but not their own notes":     {mute.Rules{Renotes: []string{"u1"}}, `{"id":"1",` + bob + `,"text":"x"}`, mute.Show, ""},
		"nor their quotes":            {mute.Rules{Renotes: []string{"u1"}}, `{"id":"1",` + bob + `,"text":"y","renoteId":"2","renote":{"id":"2",` + eve + `,"text":"x"}}`, mute.Show, ""},
		"a note of nobody":            {mute.Rules{Users: []string{"u1"}, Soft: words("x")}, `{"id":"1","text":"x"}`, mute.Soft, "x"},
		"a pattern that is no use":    {mute.Rules{Hard: words("/(?<=a)b/")}, `{"id":"1",` + bob + `,"text":"ab"}`, mute.Show, ""},
		"an empty list mutes nothing": {mute.Rules{Soft: misskey.MutedWords{{}, {All: []string{""}}}}, `{"id":"1",` + bob + `,"text":"ab"}`, mute.Show, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := mute.NewSet("me", "home.example", mute.Rules{}, c.rules).Judge(note(t, c.raw))
			if v.Level != c.want || v.By != c.by {
				t.Errorf("got %d by %q, want %d by %q", v.Level, v.By, c.want, c.by)
			}
		})
	}
}

func TestOnePersonIsExceptedButNotWhatTheySay(t *testing.T) {
	t.Parallel()
	all := mute.NewSet("me", "home.example", mute.Rules{Users: []string{"u1"}, Renotes: []string{"u1"}, Hosts: []string{"loud.example"}, Hard: mute.ParseWords("tea")})
	s := all.Except("u1")
	for raw, want := range map[string]mute.Level{
		`{"id":"1",` + bob + `,"text":"x"}`: mute.Show,
		`{"id":"1",` + bob + `,"renoteId":"2","renote":{"id":"2","userId":"u3","user":{"id":"u3","username":"carol"},"text":"x"}}`: mute.Show,
		`{"id":"1","userId":"u3","text":"y","replyId":"2","reply":{"id":"2",` + bob + `,"text":"x"}}`:                              mute.Show,
		`{"id":"1",` + bob + `,"text":"tea"}`:                                              mute.Hard,
		`{"id":"1",` + bob + `,"renoteId":"2","renote":{"id":"2",` + eve + `,"text":"x"}}`: mute.Hard,
	} {
		if v := s.Judge(note(t, raw)); v.Level != want {
			t.Errorf("%s: %d, want %d", raw, v.Level, want)
		}
	}
	if all.Judge(note(t, `{"id":"1",`+bob+`,"text":"x"}`)).Level != mute.Hard {
		t.Error("the set itself changed")
	}
	var none *mute.Set
	if none.Except("u1").Judge(nil).Level != mute.Show {
		t.Error("a nil set must show everything")
	}
}

func TestANotificationIsJudgedByWhoAndWhat(t *testing.T) {
	t.Parallel()
	s := mute.NewSet("me", "home.example", mute.Local{Soft: "tea", Hard: "spoiler", Hosts: "https://loud.example/@x"}.Rules())
	for raw, want := range map[string]mute.Level{
		`{"id":"1","type":"mention",` + bob + `,"note":{"id":"2",` + bob + `,"text":"@alice tea?"}}`:          mute.Soft,
		`{"id":"1","type":"mention",` + bob + `,"note":{"id":"2",` + bob + `,"text":"spoiler"}}`:              mute.Hard,
		`{"id":"1","type":"follow",` + eve + `}`:                                                              mute.Hard,
		`{"id":"1","type":"reaction",` + bob + `,"reaction":"👍","note":{"id":"2",` + mine + `,"text":"tea"}}`: mute.Show,
		`{"id":"1","type":"test"}`: mute.Show,
	} {
		n, err := misskey.DecodeNotification([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if v := s.JudgeNotification(n); v.Level != want {
			t.Errorf("%s: %d, want %d", raw, v.Level, want)
		}
	}
}

func TestWordsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	const text = "tea\n\n  green   tea \n/a b\\/c/i\n/ not a pattern\n"
	list := mute.ParseWords(text)
	want := "tea\ngreen tea\n/a b\\/c/i\n/ not a pattern"
	if got := mute.FormatWords(list); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if again := mute.FormatWords(mute.ParseWords(want)); again != want {
		t.Errorf("twice: %q", again)
	}
	s := mute.NewSet("", "", mute.Rules{Soft: mute.ParseWords("/(?!x)y/\n/ok/")})
	if got := s.Unsupported(); !slices.Equal(got, []string{"/(?!x)y/"}) {
		t.Errorf("unsupported: %q", got)
	}
	var none *mute.Set
	if !none.Empty() || none.Judge(nil).Level != mute.Show || none.Unsupported() != nil {
		t.Error("a nil set must show everything")
	}
}

func FuzzWords(f *testing.F) {
	f.Add("tea\n/x/i", "some tea")
	f.Add("/(/", "(")
	f.Fuzz(func(t *testing.T, rules, text string) {
		s := mute.NewSet("", "h.example", mute.Rules{Soft: mute.ParseWords(rules)})
		n := &misskey.Note{ID: "1", Text: &text}
		v := s.Judge(n)
		if (v.Level == mute.Show) != (v.By == "") {
			t.Errorf("level %d by %q", v.Level, v.By)
		}
		if once := mute.FormatWords(mute.ParseWords(rules)); mute.FormatWords(mute.ParseWords(once)) != once {
			t.Errorf("%q is not stable", once)
		}
	})
}
