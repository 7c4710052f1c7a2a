package misskey_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nagare/stream/misskey"
)

// recordedFetcher answers every endpoint with what a real server answered to it.
type recordedFetcher struct {
	byPath map[string][]answer
	last   *misskey.Request
}

func newRecorded(tb testing.TB) *recordedFetcher {
	f := &recordedFetcher{byPath: map[string][]answer{}}
	for _, a := range answers(tb) {
		if a.Status == 200 || a.Status == 204 {
			f.byPath[strings.Split(a.Path, "?")[0]] = append(f.byPath[strings.Split(a.Path, "?")[0]], a)
		}
	}
	return f
}

func (f *recordedFetcher) Fetch(_ context.Context, r *misskey.Request) (*misskey.Response, error) {
	f.last = r
	list := f.byPath[strings.TrimPrefix(r.URL, "https://misskey.example")]
	if len(list) == 0 {
		return &misskey.Response{Status: 404, Body: []byte(`{"statusCode":404,"error":"Not Found","message":"Route not found"}`)}, nil
	}
	return &misskey.Response{Status: list[0].Status, Body: []byte(list[0].Body)}, nil
}

func TestHelpersSayWhatTheEndpointsTake(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	f := newRecorded(t)
	api := &misskey.API{Origin: "https://misskey.example", Fetch: f}
	none := misskey.Page{}
	cw := ""
	for _, c := range []struct {
		endpoint, body string
		recorded       bool // a real server's answer is there and must be understood
		call           func() error
	}{
		{"meta", `{"detail":true}`, true, func() error { m, err := api.Meta(ctx); return need(err, m != nil && m.Version != "") }},
		{"endpoints", `{}`, true, func() error { l, err := api.Endpoints(ctx); return need(err, len(l) > 200) }},
		{"stats", `{}`, true, func() error { s, err := api.Stats(ctx); return need(err, s != nil && s.NotesCount > 0) }},
		{"get-online-users-count", `{}`, true, func() error { _, err := api.OnlineUsers(ctx); return err }},
		{"announcements", `{"isActive":true,"limit":5}`, true, func() error { _, err := api.Announcements(ctx, misskey.Page{Limit: 5}, true); return err }},
		{"i", `{}`, true, func() error { u, err := api.I(ctx); return need(err, u != nil && u.Me != nil) }},
		{"notes/show", `{"noteId":"x"}`, true, func() error { n, err := api.Note(ctx, "x"); return need(err, n != nil && n.User != nil) }},
		{"notes/create", `{"text":"a","cw":"","visibility":"home"}`, true, func() error {
			n, err := api.CreateNote(ctx, misskey.NewNote{Text: "a", CW: &cw, Visibility: "home"})
			return need(err, n != nil && n.ID != "")
		}},
		{"notes/create", `{"renoteId":"r"}`, true, func() error { _, err := api.CreateNote(ctx, misskey.NewNote{RenoteID: "r"}); return err }},
		{"notes/create", `{"text":"q","poll":{"choices":["a","b"],"multiple":false,"expiredAfter":60000}}`, true, func() error {
			_, err := api.CreateNote(ctx, misskey.NewNote{Text: "q", Poll: &misskey.NewPoll{Choices: []string{"a", "b"}, ExpiredAfter: 60000}})
			return err
		}},
		{"notes/delete", `{"noteId":"x"}`, true, func() error { return api.DeleteNote(ctx, "x") }},
		{"notes/reactions/create", `{"noteId":"x","reaction":":a:"}`, true, func() error { return api.React(ctx, "x", ":a@.:") }},
		{"notes/reactions/delete", `{"noteId":"x"}`, true, func() error { return api.Unreact(ctx, "x") }},
		{"notes/reactions", `{"limit":30,"noteId":"x","type":"👍"}`, true, func() error {
			l, err := api.NoteReactions(ctx, "x", "👍", none)
			return need(err, len(l) > 0)
		}},
		{"notes/polls/vote", `{"choice":1,"noteId":"x"}`, true, func() error { return api.Vote(ctx, "x", 1) }},
		{"notes/state", `{"noteId":"x"}`, true, func() error { _, err := api.NoteState(ctx, "x"); return err }},
		{"notes/favorites/create", `{"noteId":"x"}`, true, func() error { return api.Favorite(ctx, "x", true) }},
		{"notes/favorites/delete", `{"noteId":"x"}`, true, func() error { return api.Favorite(ctx, "x", false) }},
		{"notes/unrenote", `{"noteId":"x"}`, false, func() error { return api.Unrenote(ctx, "x") }},
		{"notes/thread-muting/create", `{"noteId":"x"}`, false, func() error { return api.MuteThread(ctx, "x", true) }},
		{"i/unpin", `{"noteId":"x"}`, false, func() error { return api.Pin(ctx, "x", false) }},
		{"i/favorites", `{"limit":30}`, true, func() error { l, err := api.Favorites(ctx, none); return need(err, len(l) > 0 && l[0].Note != nil) }},
		{"notes/conversation", `{"limit":10,"noteId":"x"}`, true, func() error { _, err := api.Conversation(ctx, "x", 10); return err }},
		{"notes/children", `{"limit":30,"noteId":"x"}`, true, func() error { l, err := api.Children(ctx, "x", none); return need(err, len(l) > 0) }},
		{"notes/renotes", `{"limit":30,"noteId":"x"}`, true, func() error { l, err := api.Renotes(ctx, "x", none); return need(err, len(l) > 0) }},
		{"notes/show-partial-bulk", `{"noteIds":["x"]}`, false, func() error { _, err := api.PartialNotes(ctx, []string{"x"}); return err }},
		{"clips/list", `{}`, true, func() error { _, err := api.Clips(ctx); return err }},
		{"clips/add-note", `{"clipId":"c","noteId":"x"}`, false, func() error { return api.ClipNote(ctx, "c", "x", true) }},
		{"users/show", `{"userId":"u"}`, true, func() error { u, err := api.User(ctx, "u"); return need(err, u != nil && u.Detail != nil) }},
		{"users/show", `{"host":null,"username":"a"}`, true, func() error { _, err := api.UserNamed(ctx, "a", ""); return err }},
		{"users/search", `{"detail":false,"limit":5,"query":"a"}`, true, func() error { l, err := api.SearchUsers(ctx, "a", 5); return need(err, len(l) > 0) }},
		{"users/search-by-username-and-host", `{"detail":false,"limit":5,"username":"a"}`, true, func() error { _, err := api.CompleteUser(ctx, "a", "", 5); return err }},
		{"users/relation", `{"userId":["u"]}`, true, func() error {
			l, err := api.Relations(ctx, []string{"u"})
			return need(err, len(l) == 1 && l[0].IsFollowing)
		}},
		{"following/create", `{"userId":"u"}`, false, func() error { return api.Follow(ctx, "u", true) }},
		{"following/requests/list", `{"limit":30}`, true, func() error { _, err := api.FollowRequests(ctx, none); return err }},
		{"following/requests/accept", `{"userId":"u"}`, false, func() error { return api.AnswerFollowRequest(ctx, "u", true) }},
		{"mute/create", `{"expiresAt":1000,"userId":"u"}`, false, func() error { return api.Mute(ctx, "u", true, time.UnixMilli(1000)) }},
		{"renote-mute/delete", `{"userId":"u"}`, false, func() error { return api.MuteRenotes(ctx, "u", false) }},
		{"blocking/create", `{"userId":"u"}`, false, func() error { return api.Block(ctx, "u", true) }},
		{"users/report-abuse", `{"comment":"c","userId":"u"}`, false, func() error { return api.Report(ctx, "u", "c") }},
		{"i/update", `{"mutedWords":[["a","b"],"/x/i"]}`, false, func() error {
			return api.SetMutedWords(ctx, misskey.MutedWords{{All: []string{"a", "b"}}, {Regexp: "/x/i"}}, false)
		}},
		{"i/notifications", `{"excludeTypes":["login"],"limit":30,"markAsRead":false}`, true, func() error {
			l, err := api.Notifications(ctx, none, misskey.NotificationFilter{Exclude: []string{"login"}}, false)
			return need(err, len(l) > 0)
		}},
		{"i/notifications-grouped", `{"limit":30,"markAsRead":false}`, true, func() error {
			l, err := api.Notifications(ctx, none, misskey.NotificationFilter{}, true)
			return need(err, len(l) > 0)
		}},
		{"notifications/mark-all-as-read", `{}`, true, func() error { return api.ReadNotifications(ctx) }},
		{"chat/history", `{"limit":5,"room":false}`, true, func() error { l, err := api.ChatHistory(ctx, false, 5); return need(err, len(l) > 0) }},
		{"chat/messages/user-timeline", `{"limit":30,"userId":"u"}`, true, func() error {
			l, err := api.ChatMessages(ctx, misskey.Peer{UserID: "u"}, none)
			return need(err, len(l) > 0)
		}},
		{"chat/messages/room-timeline", `{"limit":30,"roomId":"r"}`, true, func() error { _, err := api.ChatMessages(ctx, misskey.Peer{RoomID: "r"}, none); return err }},
		{"chat/messages/create-to-user", `{"text":"a","toUserId":"u"}`, true, func() error {
			m, err := api.SendChat(ctx, misskey.Peer{UserID: "u"}, "a", "")
			return need(err, m != nil && m.ID != "")
		}},
		{"chat/messages/react", `{"messageId":"m","reaction":":a:"}`, false, func() error { return api.ReactChat(ctx, "m", ":a:", true) }},
		{"drive", `{}`, true, func() error { d, err := api.Drive(ctx); return need(err, d != nil && d.Capacity > 0) }},
		{"drive/files", `{"limit":30,"type":"image/*"}`, true, func() error { l, err := api.Files(ctx, "", "image/*", none); return need(err, len(l) > 0) }},
		{"drive/folders", `{"limit":30}`, true, func() error { _, err := api.Folders(ctx, "", none); return err }},
		{"drive/files/update", `{"fileId":"f","comment":""}`, false, func() error { _, err := api.UpdateFile(ctx, "f", misskey.FileChange{Comment: &cw}); return err }},
		{"antennas/list", `{}`, true, func() error { l, err := api.Antennas(ctx); return need(err, len(l) > 0) }},
		{"users/lists/list", `{}`, true, func() error { l, err := api.UserLists(ctx); return need(err, len(l) > 0) }},
		{"channels/followed", `{"limit":30}`, true, func() error { l, err := api.FollowedChannels(ctx, none); return need(err, len(l) > 0) }},
		{"channels/show", `{"channelId":"c"}`, true, func() error { c, err := api.Channel(ctx, "c"); return need(err, c != nil && c.Name != "") }},
		{"roles/list", `{}`, true, func() error { l, err := api.Roles(ctx); return need(err, len(l) > 0) }},
	} {
		err := c.call()
		if f.last.URL != "https://misskey.example/api/"+c.endpoint || string(f.last.Body) != c.body {
			t.Errorf("%s: sent %s %s", c.endpoint, f.last.URL, f.last.Body)
		}
		if c.recorded && err != nil || !c.recorded && misskey.FaultOf(err) != misskey.FaultNoEndpoint {
			t.Errorf("%s: %v", c.endpoint, err)
		}
	}
}

func need(err error, ok bool) error {
	if err == nil && !ok {
		return errors.New("not what was recorded")
	}
	return err
}

func TestEmojisOfEveryAge(t *testing.T) {
	t.Parallel()
	list := answerNamed(t, "misskey-2025.4/emojis").Body
	for _, c := range []struct {
		name    string
		answers []func(context.Context, *misskey.Request) (*misskey.Response, error)
		want    int
	}{
		{"by GET", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(200, list)}, strings.Count(list, `"name"`)},
		{"by POST", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(405, ""), says(200, list)}, strings.Count(list, `"name"`)},
		{"in meta", []func(context.Context, *misskey.Request) (*misskey.Response, error){says(404, "<html>"), says(404, "Not Found"),
			says(200, `{"version":"12.108.1","emojis":[{"id":"1","name":"a","url":"u","aliases":[],"category":null,"host":null}]}`)}, 1},
	} {
		api, s, _ := newAPI(c.answers...)
		got, err := api.Emojis(context.Background())
		if err != nil || len(got) != c.want || len(got) == 0 {
			t.Errorf("%s: %d emojis, want %d: %v", c.name, len(got), c.want, err)
		}
		if s.sent[0].Method != "GET" || strings.Contains(s.sent[0].URL, token) || len(s.sent[0].Body) > 0 {
			t.Errorf("%+v", s.sent[0])
		}
	}
}

func TestCreateNoteWaitsForABusyServerAndNeverElseRepeats(t *testing.T) {
	t.Parallel()
	busy := says(202, `{"error":{"message":"m","code":"PROCESSING","id":"3247052c-005d-440e-b3d8-2a64274483b0","kind":"client"}}`)
	made := says(200, answerNamed(t, "misskey-2025.4/notes-create-ok").Body)
	api, s, clock := newAPI(busy, busy, made)
	n, err := api.CreateNote(context.Background(), misskey.NewNote{Text: "x"})
	if err != nil || n.ID == "" || len(s.sent) != 3 || string(s.sent[0].Body) != string(s.sent[2].Body) || len(clock.slept) != 2 {
		t.Errorf("%v after %d", err, len(s.sent))
	}
	api, s, _ = newAPI(busy, busy, busy, busy, busy, busy, busy, made)
	if _, err := api.CreateNote(context.Background(), misskey.NewNote{Text: "x"}); misskey.FaultOf(err) != misskey.FaultProcessing || len(s.sent) != 6 {
		t.Errorf("%v after %d", err, len(s.sent))
	}
	for _, lost := range []func(context.Context, *misskey.Request) (*misskey.Response, error){fails(errors.New("cut")), says(502, ""), says(200, ""), says(200, "{}")} {
		api, s, _ = newAPI(lost, made)
		if _, err := api.CreateNote(context.Background(), misskey.NewNote{Text: "x"}); err == nil || len(s.sent) != 1 {
			t.Errorf("%v after %d", err, len(s.sent))
		}
	}
}

func TestFindWritten(t *testing.T) {
	t.Parallel()
	const notes = `[{"id":"3","createdAt":"2026-11-23T08:34:40.000Z","text":"hello"},{"id":"2","createdAt":"2026-11-23T08:34:30.000Z","text":"hello","replyId":"r"},
		{"id":"1","createdAt":"2026-11-23T07:00:00.000Z","text":"old"},{"id":"0","createdAt":"2026-11-23T08:34:20.000Z","renoteId":"q"}]`
	warning := "w"
	for _, c := range []struct {
		note misskey.NewNote
		want string
	}{
		{misskey.NewNote{Text: "hello"}, "3"}, {misskey.NewNote{Text: " hello\n"}, "3"}, {misskey.NewNote{Text: "hello", ReplyID: "r"}, "2"},
		{misskey.NewNote{Text: "old"}, ""}, {misskey.NewNote{RenoteID: "q"}, "0"}, {misskey.NewNote{Text: "hello", CW: &warning}, ""},
		{misskey.NewNote{Text: "hello", FileIDs: []string{"f"}}, ""},
	} {
		api, _, _ := newAPI(says(200, notes))
		got, err := api.FindWritten(context.Background(), "me", c.note, start.Add(-time.Minute))
		id := ""
		if got != nil {
			id = got.ID
		}
		if err != nil || id != c.want {
			t.Errorf("%+v: %q, want %q: %v", c.note, id, c.want, err)
		}
	}
}

func TestGroupedNotificationsFallBack(t *testing.T) {
	t.Parallel()
	api, s, _ := newAPI(says(404, `{"error":"Not Found","statusCode":404}`), says(200, `[{"id":"x","type":"test"}]`))
	list, err := api.Notifications(context.Background(), misskey.Page{}, misskey.NotificationFilter{}, true)
	if err != nil || len(list) != 1 || !strings.HasSuffix(s.sent[1].URL, "/i/notifications") {
		t.Errorf("%v %v", list, err)
	}
}
