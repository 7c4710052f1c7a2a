package app_test

import (
	"reflect"
	"strings"
	"testing"

	"nagare/app"
	"nagare/app/store"
)

const demo = "http://localhost:8080/_demo"

func TestALinkOpensTheColumnsItNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query string
		want  []store.ColumnSpec
		bad   []string
	}{
		"the contract's example": {
			"c=localTimeline@misskey.example&c=hashtag@misskey.example;q=golang",
			[]store.ColumnSpec{
				{Channel: "localTimeline", Origin: "https://misskey.example"},
				{Channel: "hashtag", Origin: "https://misskey.example", Params: map[string]any{"q": [][]string{{"golang"}}}},
			}, nil,
		},
		"loopback means http, with its port": {
			"c=localTimeline@127.0.0.1:3000&c=globalTimeline@localhost:3000&c=globalTimeline@[::1]:80",
			[]store.ColumnSpec{
				{Channel: "localTimeline", Origin: "http://127.0.0.1:3000"},
				{Channel: "globalTimeline", Origin: "http://localhost:3000"},
				{Channel: "globalTimeline", Origin: "http://[::1]"},
			}, nil,
		},
		"demo is the embedded server, and so is no host": {
			"c=localTimeline@demo&c=globalTimeline",
			[]store.ColumnSpec{{Channel: "localTimeline", Origin: demo}, {Channel: "globalTimeline", Origin: demo}}, nil,
		},
		"percent escapes, other keys and types": {
			"source=pwa&c=localTimeline%40a.example%3BwithRenotes%3Dfalse%3BwithReplies&c=userList@a.example;listId=123;dimension=3",
			[]store.ColumnSpec{
				{Channel: "localTimeline", Origin: "https://a.example", Params: map[string]any{"withRenotes": false, "withReplies": true}},
				{Channel: "userList", Origin: "https://a.example", Params: map[string]any{"listId": "123", "dimension": 3}},
			}, nil,
		},
		"hashtags are an OR of ANDs": {
			"c=hashtag@a.example;q=%23go%2Bwasm,tinygo",
			[]store.ColumnSpec{{Channel: "hashtag", Origin: "https://a.example", Params: map[string]any{"q": [][]string{{"go", "wasm"}, {"tinygo"}}}}}, nil,
		},
		"what cannot be read is told": {
			"c=localTimeline@nonsense&c=%3Cscript%3E@a.example&c=localTimeline@user:pw@a.example&c=localTimeline@ftp://a.example",
			nil, []string{"localTimeline@nonsense", "<script>@a.example", "localTimeline@ftp://a.example"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, bad := app.ParseLayout(c.query, demo, demo)
			if c.bad != nil {
				if len(bad) < len(c.bad) {
					t.Errorf("bad columns %q, want %q", bad, c.bad)
				}
				return
			}
			if !reflect.DeepEqual(got, c.want) || len(bad) > 0 {
				t.Errorf("\n got %v (bad %q)\nwant %v", got, bad, c.want)
			}
		})
	}
}

func TestALinkSurvivesTheWayThereAndBack(t *testing.T) {
	t.Parallel()
	cols := []store.ColumnSpec{
		{Channel: "localTimeline", Origin: demo},
		{Channel: "hashtag", Origin: "https://a.example", Params: map[string]any{"q": [][]string{{"流れ", "a b&c"}}}},
		{Channel: "userList", Origin: "http://127.0.0.1:3000", Params: map[string]any{"listId": "x9", "withRenotes": false}},
		{Channel: "globalTimeline", Origin: "http://plain.example", AccountID: "secret"},
	}
	link := app.FormatLayout(cols, demo)
	if strings.Contains(link, "secret") {
		t.Error("the link names an account:", link)
	}
	got, bad := app.ParseLayout(link, demo, "")
	if len(bad) > 0 {
		t.Fatalf("bad: %q of %s", bad, link)
	}
	cols[1].Params["q"] = [][]string{{"流れ", "a", "b&c"}} // a blank ends a tag
	cols[3].AccountID = ""
	if !reflect.DeepEqual(got, cols) {
		t.Errorf("\nlink %s\n got %v\nwant %v", link, got, cols)
	}
}

func TestWhatPeopleTypeAsAServer(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" misskey.example ":                    "https://misskey.example",
		"https://Misskey.Example/notes/abc":    "https://misskey.example",
		"@someone@misskey.example":             "https://misskey.example",
		"misskey.example/":                     "https://misskey.example",
		"http://misskey.example":               "http://misskey.example",
		"localhost:3000":                       "http://localhost:3000",
		"127.0.0.1":                            "http://127.0.0.1",
		"192.168.1.5:3000":                     "https://192.168.1.5:3000",
		"demo":                                 demo,
		"日本.example":                           "https://日本.example",
		"":                                     "",
		"misskey":                              "",
		"javascript:alert(1)":                  "",
		"ftp://misskey.example":                "",
		"https://user:pw@misskey.example":      "",
		"misskey.example:port":                 "",
		"mis skey.example":                     "",
		"https://misskey.example@evil.example": "",
	} {
		if got := app.ParseOrigin(in, demo); got != want {
			t.Errorf("ParseOrigin(%q) = %q, want %q", in, got, want)
		}
	}
}
