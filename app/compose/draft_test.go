package compose_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"nagare/app/compose"
	"nagare/app/store"
	"nagare/stream/misskey"
)

type memory map[string]string

func (m memory) Get(k string) string  { return m[k] }
func (m memory) Set(k, v string) bool { m[k] = v; return true }
func (m memory) Remove(k string)      { delete(m, k) }
func text(s string) *string           { return &s }
func at(s string) time.Time           { t, _ := time.Parse(time.RFC3339, s); return t }
func user(id, name, host string) *misskey.User {
	return &misskey.User{ID: id, Username: name, Host: host}
}

var (
	alice = store.SourceOf("https://a.example", "alice")
	bob   = store.SourceOf("https://a.example", "bob")
)

func TestDraftsAreKeptPerAccountAndTarget(t *testing.T) {
	t.Parallel()
	m := memory{}
	s := compose.Shelf{Storage: m}
	targets := []compose.Target{{}, {ReplyID: "r"}, {QuoteID: "q"}, {ReplyID: "r2", ChannelID: "c"}}
	for _, src := range []store.Source{alice, bob} {
		for i, target := range targets {
			d := compose.Draft{Target: target, Text: fmt.Sprint(src, i), Poll: compose.NewPoll(), To: []compose.Person{{ID: "x", Acct: "@x"}},
				Files: []compose.File{{ID: "f", Name: "n", Sensitive: true}}, Attempt: &compose.Attempt{Note: misskey.NewNote{Text: "t"}, At: at("2026-11-23T08:00:00Z")}}
			if !s.Save(src, &d) {
				t.Fatal("not kept")
			}
			got, ok := s.Load(src, target)
			if !ok || !reflect.DeepEqual(got, d) {
				t.Errorf("kept %+v, got %+v", d, got)
			}
		}
	}
	if d, _ := s.Load(alice, targets[1]); d.Text != fmt.Sprint(alice, 1) {
		t.Errorf("mixed up: %q", d.Text)
	}
	s.ForgetAccount(alice)
	for _, target := range targets {
		if _, ok := s.Load(alice, target); ok {
			t.Error("a draft outlived its account")
		}
		if _, ok := s.Load(bob, target); !ok {
			t.Error("somebody else's draft is gone")
		}
	}
	s.Save(bob, &compose.Draft{Target: targets[0], Text: " \n"})
	if _, ok := s.Load(bob, targets[0]); ok {
		t.Error("an empty draft is kept")
	}
}

func TestADraftForABoardIsFoundByWhoOnlyWritesOn(t *testing.T) {
	t.Parallel()
	m := memory{}
	s := compose.Shelf{Storage: m}
	d := compose.Draft{Target: compose.Target{ChannelID: "c"}, Channel: "Garden", Text: "half a thou", Attempt: &compose.Attempt{Note: misskey.NewNote{Text: "half a thou", ChannelID: "c"}, At: at("2026-11-23T08:00:00Z")}}
	s.Save(alice, &d)
	if got, ok := s.Load(alice, compose.Target{}); !ok || !reflect.DeepEqual(got, d) {
		t.Errorf("got %+v", got)
	}
	d.Target, d.Channel, d.Attempt = compose.Target{}, "", nil
	s.Save(alice, &d)
	if got, ok := s.Load(alice, compose.Target{ChannelID: "c"}); !ok || got.ChannelID != "" {
		t.Errorf("taken off the board, got %+v", got)
	}
	s.Forget(alice, compose.Target{ChannelID: "c"})
	if _, ok := s.Load(alice, compose.Target{}); ok {
		t.Error("a draft that was sent is kept")
	}

	for _, board := range []string{"1", "2"} { // as they were kept once
		key := compose.Key(alice, compose.Target{}) + "channel:" + board
		m[key], m["nagare.drafts"] = `{"channel":"`+board+`","text":"to `+board+`"}`, strings.TrimPrefix(m["nagare.drafts"]+"\n"+key, "\n")
	}
	for _, want := range []string{"to 2", "to 1"} {
		got, ok := s.Load(alice, compose.Target{})
		if again, _ := s.Load(alice, compose.Target{}); !ok || got.Text != want || again.Text != want {
			t.Errorf("got %q, then %q, want %q", got.Text, again.Text, want)
		}
		s.Forget(alice, got.Target)
	}
	if _, ok := s.Load(alice, compose.Target{}); ok {
		t.Error("more than there was")
	}
}

func TestADraftThatMakesRoomComesBackAfterTheOther(t *testing.T) {
	t.Parallel()
	m := memory{}
	s := compose.Shelf{Storage: m}
	for _, target := range []compose.Target{{}, {ReplyID: "r"}} {
		if s.SetAside(alice, target) {
			t.Error("nothing was set aside")
		}
		for _, words := range []string{"first", "second", "third"} {
			s.SetAside(alice, target)
			s.Save(alice, &compose.Draft{Target: target, Text: words})
		}
	}
	for _, target := range []compose.Target{{ReplyID: "r"}, {}} {
		for _, words := range []string{"third", "second", "first"} {
			if d, ok := s.Load(alice, target); !ok || d.Text != words || d.Target != target {
				t.Errorf("%v: %q, want %q", target, d.Text, words)
			}
			if d, _ := s.Load(alice, target); d.Text != words {
				t.Errorf("%v: looking again shows %q", target, d.Text)
			}
			s.Forget(alice, target) // sent
		}
		if d, ok := s.Load(alice, target); ok {
			t.Errorf("%v: left %q", target, d.Text)
		}
	}
	if len(m) != 1 { // the index
		t.Errorf("left: %v", m)
	}
	s.Save(alice, &compose.Draft{Text: "on its way"})
	s.SaveAside(alice, &compose.Draft{Text: "rewritten"})
	for _, words := range []string{"on its way", "rewritten"} {
		if d, _ := s.Load(alice, compose.Target{}); d.Text != words {
			t.Errorf("%q, want %q", d.Text, words)
		}
		s.Forget(alice, compose.Target{})
	}
	s.Save(alice, &compose.Draft{Text: "mine"})
	s.SetAside(alice, compose.Target{})
	s.ForgetAccount(alice)
	if _, ok := s.Load(alice, compose.Target{}); ok {
		t.Error("a draft set aside outlived its account")
	}
}

func TestOldDraftsMakeRoom(t *testing.T) {
	t.Parallel()
	m := memory{}
	s := compose.Shelf{Storage: m}
	for i := range 60 {
		s.Save(alice, &compose.Draft{Target: compose.Target{ReplyID: fmt.Sprint(i)}, Text: "x"})
	}
	if len(m) != 41 { // and the index
		t.Errorf("%d keys are kept", len(m))
	}
	if _, ok := s.Load(alice, compose.Target{ReplyID: "59"}); !ok {
		t.Error("the newest is gone")
	}
	m[compose.Key(alice, compose.Target{})] = "{broken"
	if d, ok := s.Load(alice, compose.Target{}); ok || !d.Empty() {
		t.Error("a broken draft was believed")
	}
}

func TestNothingIsSentBeforeItIsWhole(t *testing.T) {
	t.Parallel()
	now := at("2026-11-23T08:00:00Z")
	poll := func(c ...string) *compose.Poll { return &compose.Poll{Choices: c} }
	for name, c := range map[string]struct {
		d       compose.Draft
		uploads []compose.Upload
		want    compose.Problem
	}{
		"nothing":                      {compose.Draft{Text: " \n　"}, nil, compose.ProblemEmpty},
		"words":                        {compose.Draft{Text: "a"}, nil, ""},
		"a quote without words":        {compose.Draft{Target: compose.Target{QuoteID: "q"}}, nil, compose.ProblemEmpty},
		"a file alone":                 {compose.Draft{Files: make([]compose.File, 1)}, nil, ""},
		"seventeen files":              {compose.Draft{Files: make([]compose.File, 17)}, nil, compose.ProblemFiles},
		"exactly the limit":            {compose.Draft{Text: strings.Repeat("あ", 10)}, nil, ""},
		"over the limit":               {compose.Draft{Text: strings.Repeat("あ", 11)}, nil, compose.ProblemLong},
		"emoji count twice":            {compose.Draft{Text: strings.Repeat("🌿", 6)}, nil, compose.ProblemLong},
		"a warning without words":      {compose.Draft{Text: "a", HasCW: true, CW: " "}, nil, compose.ProblemCWEmpty},
		"a long warning":               {compose.Draft{Text: "a", HasCW: true, CW: strings.Repeat("w", 101)}, nil, compose.ProblemCWLong},
		"a warning that is off":        {compose.Draft{Text: "a", CW: strings.Repeat("w", 101)}, nil, ""},
		"a poll alone":                 {compose.Draft{Poll: poll("a", "b", "")}, nil, ""},
		"a poll with one choice":       {compose.Draft{Text: "a", Poll: poll("a", " ")}, nil, compose.ProblemFewChoices},
		"a poll with twins":            {compose.Draft{Text: "a", Poll: poll("a", "a ")}, nil, compose.ProblemSameChoices},
		"a poll that is over":          {compose.Draft{Text: "a", Poll: &compose.Poll{Choices: []string{"a", "b"}, Until: now}}, nil, compose.ProblemPollOver},
		"an upload under way":          {compose.Draft{Text: "a"}, []compose.Upload{{State: compose.UploadSending}}, compose.ProblemUploading},
		"an upload that failed":        {compose.Draft{Text: "a"}, []compose.Upload{{State: compose.UploadFailed}}, compose.ProblemUploads},
		"a direct note to nobody":      {compose.Draft{Text: "a", Visibility: "specified"}, nil, compose.ProblemNobody},
		"a direct reply to its author": {compose.Draft{Target: compose.Target{ReplyID: "r"}, Text: "a", Visibility: "specified"}, nil, ""},
	} {
		if got := c.d.Check(10, c.uploads, now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatIsSentIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	now := at("2026-11-23T08:00:00Z")
	for name, c := range map[string]struct {
		d    compose.Draft
		want misskey.NewNote
	}{
		"words":            {compose.Draft{Text: "a\n", Visibility: "home"}, misskey.NewNote{Text: "a\n", Visibility: "home"}},
		"a warning":        {compose.Draft{Text: "a", HasCW: true, CW: "w"}, misskey.NewNote{Text: "a", CW: text("w")}},
		"a warning off":    {compose.Draft{Text: "a", CW: "w"}, misskey.NewNote{Text: "a"}},
		"a file alone":     {compose.Draft{Text: " ", Files: []compose.File{{ID: "f"}}}, misskey.NewNote{FileIDs: []string{"f"}}},
		"direct":           {compose.Draft{Text: "a", Visibility: "specified", To: []compose.Person{{ID: "x"}}}, misskey.NewNote{Text: "a", Visibility: "specified", VisibleUserIDs: []string{"x"}}},
		"a board":          {compose.Draft{Target: compose.Target{ChannelID: "c"}, Text: "a", Visibility: "home"}, misskey.NewNote{Text: "a", Visibility: "public", LocalOnly: true, ChannelID: "c"}},
		"reply and quote":  {compose.Draft{Target: compose.Target{ReplyID: "r", QuoteID: "q"}, Text: "a"}, misskey.NewNote{Text: "a", ReplyID: "r", RenoteID: "q"}},
		"a poll for a day": {compose.Draft{Poll: &compose.Poll{Choices: []string{" a", "", "b"}, After: 24 * time.Hour, Multiple: true}}, misskey.NewNote{Poll: &misskey.NewPoll{Choices: []string{"a", "b"}, Multiple: true, ExpiredAfter: 86400000}}},
		"a poll until":     {compose.Draft{Poll: &compose.Poll{Choices: []string{"a", "b"}, Until: now, After: 1}}, misskey.NewNote{Poll: &misskey.NewPoll{Choices: []string{"a", "b"}, ExpiresAt: now.UnixMilli()}}},
		"a poll for ever":  {compose.Draft{Poll: &compose.Poll{Choices: []string{"a", "b"}}}, misskey.NewNote{Poll: &misskey.NewPoll{Choices: []string{"a", "b"}}}},
	} {
		if got := c.d.Note(now); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestAudiences(t *testing.T) {
	t.Parallel()
	note := func(v misskey.Visibility) *misskey.Note { return &misskey.Note{ID: "n", UserID: "u", Visibility: v} }
	for _, c := range []struct {
		reply, quote *misskey.Note
		public       bool
		usual, want  misskey.Visibility
		choices      int
	}{
		{nil, nil, true, "", "public", 4},
		{nil, nil, true, "followers", "followers", 4},
		{nil, nil, false, "public", "home", 3},
		{note("public"), nil, true, "home", "home", 4},
		{note("home"), nil, true, "public", "home", 3},
		{note("followers"), nil, true, "public", "followers", 2},
		{note("specified"), nil, true, "public", "specified", 1},
		{nil, note("home"), true, "public", "home", 3},
		{note("home"), note("followers"), true, "home", "followers", 2},
		{note("circle"), nil, true, "public", "followers", 2}, // a fork's own: as followers (P11.4)
	} {
		allowed := compose.Allowed(c.reply, c.quote, c.public)
		if got := compose.Narrow(c.usual, allowed); got != c.want || len(allowed) != c.choices {
			t.Errorf("%+v: %s of %v", c, got, allowed)
		}
	}
	for _, c := range []struct {
		v    misskey.Visibility
		me   string
		want int
	}{{"public", "me", 3}, {"home", "me", 2}, {"followers", "me", 0}, {"followers", "u", 1}, {"specified", "u", 0}} {
		if got, _ := compose.Renotable(note(c.v), c.me); len(got) != c.want {
			t.Errorf("%s by %s: %v", c.v, c.me, got)
		}
	}
	closed := note("public")
	closed.Channel = &misskey.NoteChannel{ID: "c"}
	if _, out := compose.Renotable(closed, "me"); out {
		t.Error("a note left its board")
	}
}

func TestAReplyBeginsWithWhomItIsFor(t *testing.T) {
	t.Parallel()
	me := user("me", "alice", "")
	for name, c := range map[string]struct {
		n    misskey.Note
		want string
	}{
		"a local author":           {misskey.Note{UserID: "b", User: user("b", "bob", "")}, "@bob "},
		"oneself":                  {misskey.Note{UserID: "me", User: me}, ""},
		"a remote author":          {misskey.Note{UserID: "r", User: user("r", "ren", "far.example")}, "@ren@far.example "},
		"those it mentions":        {misskey.Note{UserID: "b", User: user("b", "bob", ""), Text: text("@carol @alice @bob hi")}, "@bob @carol "},
		"short mentions from afar": {misskey.Note{UserID: "r", User: user("r", "ren", "far.example"), Text: text("@kei @dan@a.example")}, "@ren@far.example @kei@far.example @dan "},
		"mentions of me from afar": {misskey.Note{UserID: "r", User: user("r", "ren", "far.example"), Text: text("@Alice@a.example")}, "@ren@far.example "},
		"code is no mention":       {misskey.Note{UserID: "b", User: user("b", "bob", ""), Text: text("`@carol`")}, "@bob "},
	} {
		d := compose.Start(compose.Target{ReplyID: "n"}, &c.n, nil, me, "a.example", "public", false, true)
		if d.Text != c.want {
			t.Errorf("%s: %q, want %q", name, d.Text, c.want)
		}
		if !d.Untouched(&d) {
			t.Errorf("%s: touched from the start", name)
		}
	}
	n := misskey.Note{UserID: "b", User: user("b", "bob", ""), Visibility: "specified", VisibleUserIDs: []string{"me", "c"}, CW: text("w"), LocalOnly: true}
	d := compose.Start(compose.Target{ReplyID: "n"}, &n, nil, me, "a.example", "public", false, true)
	if d.Visibility != "specified" || !d.HasCW || d.CW != "w" || !d.LocalOnly || !reflect.DeepEqual(d.To, []compose.Person{{"b", "@bob"}, {"c", ""}}) {
		t.Errorf("a direct reply: %+v", d)
	}
}

func TestRedraftKeepsEverything(t *testing.T) {
	t.Parallel()
	now := at("2026-11-23T08:00:00Z")
	n := misskey.Note{Text: text("t"), CW: text("w"), ReplyID: "r", ChannelID: "c", Channel: &misskey.NoteChannel{ID: "c", Name: "Board"}, Visibility: "home", LocalOnly: true,
		Files: []misskey.File{{ID: "f", Name: "n", Type: "image/png", URL: "u", Comment: "alt", IsSensitive: true}},
		Poll:  &misskey.Poll{Multiple: true, ExpiresAt: now.Add(time.Hour), Choices: []misskey.PollChoice{{Text: "a"}, {Text: "b"}}}}
	d := compose.Redraft(&n, now)
	want := compose.Draft{Target: compose.Target{ReplyID: "r", ChannelID: "c"}, Channel: "Board", Text: "t", HasCW: true, CW: "w", Visibility: "home", LocalOnly: true,
		Files: []compose.File{{ID: "f", Name: "n", Type: "image/png", Thumb: "u", Comment: "alt", Sensitive: true}}, At: now,
		Poll: &compose.Poll{Choices: []string{"a", "b"}, Multiple: true, Until: now.Add(time.Hour)}}
	if !reflect.DeepEqual(d, want) {
		t.Errorf("%+v, want %+v", d, want)
	}
}

func TestTheQueueSendsTwoAtATimeAndLosesNone(t *testing.T) {
	t.Parallel()
	var q compose.Queue
	var d compose.Draft
	stopped := 0
	for i := range 4 {
		q.Add(fmt.Sprint(i), "image/png", 10, func() { stopped++ })
	}
	if a, b, c := q.Next(), q.Next(), q.Next(); a != 1 || b != 2 || c != 0 {
		t.Fatalf("began %d %d %d", a, b, c)
	}
	q.Progress(1, 5, 10)
	q.Failed(1, fmt.Errorf("cut"))
	if q.Next() != 3 || q.Get(1).State != compose.UploadFailed {
		t.Error("a failure blocks the queue")
	}
	q.Cancel(4)
	q.Done(2, &misskey.File{ID: "f2"}, &d)
	q.Done(3, &misskey.File{ID: "f2"}, &d) // the same bytes
	q.Retry(1)
	if q.Next() != 1 || q.Get(1).Sent != 0 {
		t.Error("no second try")
	}
	q.Done(1, &misskey.File{ID: "f1"}, &d)
	q.Done(4, &misskey.File{ID: "f4"}, &d) // cancelled before
	if len(q.List) != 0 || len(d.Files) != 2 || stopped != 1 {
		t.Errorf("left %v, files %v, stopped %d", q.List, d.Files, stopped)
	}
}
