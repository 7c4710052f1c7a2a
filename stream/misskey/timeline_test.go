package misskey_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nagare/stream/misskey"
)

func ids(notes []misskey.RawNote) string {
	var s []string
	for _, n := range notes {
		s = append(s, n.ID)
	}
	return strings.Join(s, " ")
}

func TestTimelineIsSortedAndKeptWithinItsBounds(t *testing.T) {
	t.Parallel()
	const b, c, d = `{"x":{"id":"no"},"id":"b"}`, `{"id":"c","user":{"id":"u","name":"]},\""}}`, `{"id":"d"}`
	for _, tc := range []struct {
		name, body string
		page       misskey.Page
		want       string
		fault      misskey.Fault
	}{
		{name: "newest first as it came", body: `[` + d + `,` + c + `,` + b + `]`, want: "d c b"},
		{name: "ascending after sinceId", body: `[` + b + `,` + c + `]`, page: misskey.Page{SinceID: "a"}, want: "c b"},
		{name: "one more than the limit", body: `[` + d + `,` + c + `,` + b + `]`, page: misskey.Page{Limit: 2}, want: "d c b"},
		{name: "the bounds are exclusive", body: `[` + d + `,` + c + `,` + b + `]`, page: misskey.Page{SinceID: "b", UntilID: "d"}, want: "c"},
		{name: "twice the same", body: `[` + c + `,` + c + `]`, want: "c"},
		{name: "elements that are no notes", body: `[null,5,` + c + `,"c",{},{"id":5},[{"id":"z"}]]`, want: "c"},
		{name: "empty", body: ` [ ] `, want: ""},
		{name: "an object", body: `{"notes":[]}`, fault: misskey.FaultNotMisskey},
		{name: "no JSON", body: `[{"id":"a"`, fault: misskey.FaultNotMisskey},
		{name: "nothing at all", body: ``, fault: misskey.FaultNotMisskey},
		{name: "null", body: `null`, fault: misskey.FaultNotMisskey},
		{name: "a list of something else", body: `[1,2]`, fault: misskey.FaultNotMisskey},
		{name: "brackets in strings", body: `[{"id":"c","text":"[{\\\"]"},{"text":"\\","id":"b"}]`, want: "c b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			api, _, _ := newAPI(says(200, tc.body))
			notes, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: "localTimeline"}, tc.page)
			if misskey.FaultOf(err) != tc.fault || ids(notes) != tc.want {
				t.Errorf("%q %v", ids(notes), err)
			}
			for _, n := range notes {
				if !json.Valid(n.Raw) {
					t.Errorf("%s", n.Raw)
				}
			}
		})
	}
}

func TestTimelineAsksTheRightEndpoint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		channel, params, page, endpoint, want string
	}{
		{"homeTimeline", `{"withRenotes":false,"minimize":true,"dimension":null}`, "", "notes/timeline", `{"limit":30,"withRenotes":false}`},
		{"hashtag", `{"q":[["go","wasm"],["tinygo"]]}`, "", "notes/search-by-tag", `{"limit":30,"query":[["go","wasm"],["tinygo"]]}`},
		{"userList", `{"listId":"l"}`, "", "notes/user-list-timeline", `{"limit":30,"listId":"l"}`},
		{"antenna", `{"antennaId":"a"}`, "", "antennas/notes", `{"antennaId":"a","limit":30}`},
		{"channel", `{"channelId":"c"}`, "", "channels/timeline", `{"channelId":"c","limit":30}`},
		{"roleTimeline", `{"roleId":"r"}`, "", "roles/notes", `{"limit":30,"roleId":"r"}`},
		{"direct", `{}`, "", "notes/mentions", `{"limit":30,"visibility":"specified"}`},
		{"mentions", `{}`, "", "notes/mentions", `{"limit":30}`},
		{"user", `{"userId":"u"}`, "", "users/notes", `{"limit":30,"userId":"u"}`},
	} {
		api, s, _ := newAPI(says(200, `[]`))
		api.Token = ""
		src := misskey.TimelineSource{Channel: c.channel}
		if err := json.Unmarshal([]byte(c.params), &src.Params); err != nil {
			t.Fatal(err)
		}
		if _, err := api.Timeline(context.Background(), src, misskey.Page{}); err != nil {
			t.Errorf("%s: %v", c.channel, err)
			continue
		}
		if got := s.sent[0]; got.URL != "https://misskey.example/api/"+c.endpoint || string(got.Body) != c.want {
			t.Errorf("%s: %s %s", c.channel, got.URL, got.Body)
		}
	}
	api, s, _ := newAPI()
	if _, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: "main"}, misskey.Page{}); !errors.Is(err, misskey.ErrNoTimeline) || len(s.sent) > 0 {
		t.Error(err)
	}
}

func TestTimelineDropsRepliesWhereTheyExcludeFiles(t *testing.T) {
	t.Parallel()
	api, s, _ := newAPI(says(400, `{"error":{"code":"BOTH_WITH_REPLIES_AND_WITH_FILES","id":"dd9c8400-1cb5-4eef-8a31-200c5f933793"}}`), says(200, `[{"id":"a"}]`))
	api.Token = ""
	notes, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: "localTimeline",
		Params: map[string]any{"withReplies": true, "withFiles": true}}, misskey.Page{Limit: 500, UntilID: "z"})
	if err != nil || ids(notes) != "a" || string(s.sent[1].Body) != `{"limit":100,"untilId":"z","withFiles":true}` {
		t.Errorf("%v %v %s", ids(notes), err, s.sent[1].Body)
	}
}

func TestRecordedTimelines(t *testing.T) {
	t.Parallel()
	n := 0
	for _, a := range answers(t) {
		if a.Status != 200 || !strings.Contains(a.Path, "timeline") || !strings.Contains(a.Path, "/notes/") && !strings.Contains(a.Path, "channels/") {
			continue
		}
		api, _, _ := newAPI(says(200, a.Body))
		notes, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: "homeTimeline"}, misskey.Page{})
		if err != nil {
			t.Errorf("%s: %v", a.Name, err)
			continue
		}
		want, err := misskey.DecodeNotes([]byte(a.Body))
		if err != nil || len(want) != len(notes) {
			t.Errorf("%s: %d notes of %d: %v", a.Name, len(notes), len(want), err)
		}
		for i, raw := range notes {
			note, err := misskey.DecodeNote(raw.Raw)
			if err != nil || note.ID != raw.ID || i > 0 && misskey.CompareIDs(notes[i-1].ID, raw.ID) <= 0 {
				t.Errorf("%s: note %d: %v", a.Name, i, err)
			}
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d notes", n)
	}
}

func ExampleAPI_Timeline() {
	api := &misskey.API{Origin: "https://misskey.example", Fetch: &script{answers: []func(context.Context, *misskey.Request) (*misskey.Response, error){
		says(200, `[{"id":"9x3aa0","text":"good morning","user":{"username":"mia"}}]`),
	}}}
	notes, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: "localTimeline"}, misskey.Page{Limit: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, raw := range notes {
		if note, err := misskey.DecodeNote(raw.Raw); err == nil {
			fmt.Println(note.User.Acct(), *note.Text)
		}
	}
	// Output: @mia good morning
}
