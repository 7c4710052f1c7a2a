//go:build !js

package streamtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"testing"
	"time"
)

// recordedCall is one HTTP exchange of the recordings.
type recordedCall struct {
	Request struct {
		Method, Path string
		Body         any
		Headers      map[string]string
	}
	Status int
	Body   any
}

// httpOrder are the calls that others build on, and those that undo them.
var httpFirst = []string{"notes-create-ok", "notes-create-poll", "notes-create-reply", "notes-create-quote", "notes-create-renote",
	"notes-create-specified", "notes-create-idempotent-repeat", "drive-files-create", "notes-reactions-create-ok", "notes-reactions-create-already",
	"notes-reactions-create-other", "notes-polls-vote-ok", "notes-favorites-create", "i-favorites", "miauth-check-before", "miauth-gen-token", "miauth-check-ok"}
var httpLast = []string{"notes-favorites-delete", "notes-reactions-delete-ok", "notes-reactions-delete-notreacted", "notes-delete-notmine", "notes-delete-ok", "notes-delete-gone", "notifications-mark-all-as-read"}

func TestAnswersOverHTTPHaveTheRecordedShapes(t *testing.T) {
	t.Parallel()
	recorded, endpoints := map[string]bool{}, map[string]bool{} // endpoints; true: not only their errors
	for _, dir := range []string{"misskey-2025.4", "fork-2025.10"} {
		var calls map[string]recordedCall
		if err := json.Unmarshal(unzip(t, "testdata/"+dir+"/http.json.gz"), &calls); err != nil {
			t.Fatal(err)
		}
		flavour := IO2025_4
		if dir == "fork-2025.10" {
			flavour = Upstream2025
		}
		g := newStage(t, flavour)
		g.s.world.lists[0].name = "my list"
		g.s.Post(NoteSpec{By: "bob", Text: "hello #misskey", Pictures: 2})
		w := g.s.world
		if w.chat {
			var file struct{ ID string }
			_, body := g.api("BOB", "drive/files/create", nil, map[string]any{"name": "chat.png"})
			json.Unmarshal(body, &file)
			g.api("BOB", "chat/messages/create-to-user", map[string]any{"toUserId": w.person("alice").id, "fileId": file.ID}, nil)
		}
		w.Say("bob", "alice", "hello")
		w.Say("bob", w.rooms[0].id, "hello room")
		w.clips = nil
		w.mu.Lock()
		w.rooms = append(w.rooms, &chatRoom{id: w.newID(), at: w.born, name: "r", owner: w.person("bob"), invited: map[*user]string{w.person("alice"): w.newID()}})
		w.mu.Unlock()
		w.person("alice").registry["client/base\x00k"] = map[string]any{"a": 1.0}
		g.s.Post(NoteSpec{By: "bob", Channel: w.boards[0].id, Text: "in the channel"})
		liked := g.s.Post(NoteSpec{By: "bob", Text: "liked #misskey"})
		g.api("ALICE", "notes/reactions/create", map[string]any{"noteId": liked.ID, "reaction": "👍"}, nil)
		w.emojis = append(w.emojis, &emoji{id: w.newID(), name: "clap_x", aliases: []string{}, local: true})
		g.s.Post(NoteSpec{By: "carol", Text: "matches antenna keyword #hello #misskey"})
		g.s.Post(NoteSpec{By: "bob", Text: "hidden #misskey", CW: "cw", Acceptance: "likeOnly", Poll: PollSpec{Choices: []string{"a", "b"}}})
		past := g.s.Post(NoteSpec{By: "bob", Text: "long ago"})
		g.ids["atwkj3uc9z84009b"] = past.ID
		order := append([]string(nil), httpFirst...)
		var rest []string
		for name := range calls {
			if !contains(httpFirst, name) && !contains(httpLast, name) {
				rest = append(rest, name)
			}
		}
		sort.Strings(rest)
		order = append(append(order, rest...), httpLast...)
		var diffs, chances []string
		theirs, mine := map[string]bool{}, map[string]bool{} // see entityPath
		compared := 0
		for _, name := range order {
			r, ok := calls[name]
			path, isAPI := strings.CutPrefix(r.Request.Path, "/api/")
			if !ok || !isAPI {
				continue
			}
			called := endpointOf(path)
			if recorded[called] = true; knownCalls[name] != "" {
				continue
			}
			args, isMap := r.Request.Body.(map[string]any)
			var multi map[string]any
			if r.Request.Body == "(multipart)" {
				multi, args = map[string]any{"name": "rec.png", "comment": "alt"}, nil
				if made, _ := r.Body.(map[string]any); made["name"] != nil {
					multi["name"] = made["name"]
				}
			}
			who := "ALICE"
			if multi == nil {
				token, _ := args["i"].(string)
				who = strings.TrimPrefix(token, "TOKEN-")
				if g.token[who] == "" {
					who = map[string]string{"app-token-i": "APP", "app-token-permission-denied": "APP", "app-token-secure-endpoint": "APP", "app-token-secure-endpoint-2": "APP"}[name]
				}
			}
			g.clock.Advance(50 * time.Millisecond)
			var status int
			var body []byte
			if r.Request.Method == "POST" && (isMap || multi != nil) {
				status, body = g.api(who, g.translate(path), args, multi)
			} else {
				status, body = g.plain(r)
			}
			compared++
			endpoints[called] = endpoints[called] || r.Status < 400
			if status != r.Status {
				diffs = append(diffs, fmt.Sprintf("%s: status %d recorded, %d of ours: %.120s", name, r.Status, status, body))
				continue
			}
			var ours any
			json.Unmarshal(body, &ours)
			g.learn(r.Body, ours)
			if e, ok := r.Body.(map[string]any); ok && e["error"] != nil {
				if a, b := errorCore(r.Body), errorCore(ours); a != b {
					diffs = append(diffs, fmt.Sprintf("%s: error %s recorded, %s of ours", name, a, b))
				}
				continue
			}
			if string(body) == "" {
				continue
			}
			want, have := map[string]bool{}, map[string]bool{}
			shape(r.Body, "", want)
			shape(ours, "", have)
			for p := range want {
				theirs[entityPath(p)] = true
			}
			for p := range have {
				mine[entityPath(p)] = true
			}
			at, chance := optional(shapeDifferences(name, want, have))
			diffs, chances = append(diffs, at...), append(chances, chance...)
		}
		for _, d := range chances {
			call, path, added := strings.Cut(d, " adds ")
			if !added {
				call, path, _ = strings.Cut(d, " lacks ")
			}
			switch p := entityPath(path); {
			case added && !theirs[p]:
				diffs = append(diffs, fmt.Sprintf("no answer recorded has %s, as %s of ours", p, call))
			case !added && !mine[p]:
				diffs = append(diffs, fmt.Sprintf("no answer of ours has %s, as %s recorded", p, call))
			}
		}
		judge(t, dir, diffs, knownHTTP)
		t.Logf("%s: %d calls compared", dir, compared)
	}
	checkCalls(t, recorded, endpoints)
}

// endpointOf is the endpoint of a path below /api/.
func endpointOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	if strings.HasPrefix(path, "miauth/") && strings.HasSuffix(path, "/check") {
		return "miauth/check"
	}
	return path
}

// plain repeats a recorded request as it was.
func (g *stage) plain(r recordedCall) (int, []byte) {
	g.t.Helper()
	var body io.Reader
	if r.Request.Method != "GET" {
		text, is := r.Request.Body.(string)
		if !is {
			b, _ := json.Marshal(r.Request.Body)
			text = string(b)
		}
		body = strings.NewReader(text)
	}
	q, err := http.NewRequest(r.Request.Method, g.s.URL+r.Request.Path, body)
	if err != nil {
		g.t.Fatal(err)
	}
	q.Header.Set("Content-Type", r.Request.Headers["content-type"])
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		g.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	return res.StatusCode, answer
}

// learn walks two answers side by side and notes which id stands for which.
func (g *stage) learn(recorded, ours any) {
	switch r := recorded.(type) {
	case map[string]any:
		o, ok := ours.(map[string]any)
		if !ok {
			return
		}
		for _, k := range []string{"id", "createdNote"} {
			if k == "id" {
				a, _ := r[k].(string)
				b, _ := o[k].(string)
				if len(a) == 16 && len(b) == 16 && g.ids[a] == "" {
					g.ids[a] = b
				}
				continue
			}
			g.learn(r[k], o[k])
		}
	}
}

// errorCore is what of an error a client may rely on.
func errorCore(v any) string {
	m, _ := v.(map[string]any)
	switch e := m["error"].(type) {
	case map[string]any:
		info, _ := json.Marshal(e["info"])
		if e["code"] == "INTERNAL_ERROR" || e["code"] == "RATE_LIMIT_EXCEEDED" {
			info = nil
		}
		return fmt.Sprint(e["code"], " ", e["id"], " ", e["kind"], " ", e["message"], " ", string(info))
	case string:
		return fmt.Sprint(e, " ", m["message"], " ", m["statusCode"])
	}
	return ""
}

// entityPath is a path within a note or a user, wherever it stands.
func entityPath(p string) string {
	for {
		n := len(p)
		for _, around := range []string{"[]", ".createdNote", ".note", ".reply", ".renote", ".followee", ".follower"} {
			if rest, cut := strings.CutPrefix(p, around); cut && rest[0] != ':' {
				p = rest
			}
		}
		if len(p) == n {
			return p
		}
	}
}

// optional sets apart differences that may come from which notes happen to be in
// a list. Of those, what no other answer shows either is a difference.
func optional(diffs []string) (out, chance []string) {
	for _, d := range diffs {
		deep := false
		for _, p := range []string{".poll", ".reply", ".renote", ".tags", ".mentions", ".files[]", ".fileIds[]", ".channel", ".reactions.*", ".cw: ", ".text: ",
			".visibleUserIds", ".myReaction", ".pinnedNotes", ".reactionEmojis.*", ".user.instance", "replyId: ", "renoteId: ", "replyUserId: ", ".badgeRoles[]", "Acceptance: ", ".isHidden", ".roles[]", ".followers", ".localOnly",
			".blurhash: ", ".thumbnailUrl: ", ".comment: ", ".properties", ".name: null", ".lastNotedAt: ", ".description: ", ".bannerUrl: ", ".bannerBlurhash: ", ".memo: ", ".location: ", ".fields[]"} {
			deep = deep || strings.Contains(d, p)
		}
		if deep {
			chance = append(chance, d)
		} else {
			out = append(out, d)
		}
	}
	return out, chance
}
