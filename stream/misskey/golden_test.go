package misskey_test

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"

	"nagare/stream/misskey"
)

// ignored are members with content that real servers were seen to send and that are deliberately not kept, with the
// reason. Everything else must be known and come out again.
var ignored = map[string]string{
	"*[]misskey.Relation following": "the server's own database row (misskey.io); the flags beside it say the same",
}

// entityOf returns the entity that an endpoint answers with, and the kind of its answer: an object or a list. nil: the
// answer is no entity of ours, for the reason in the table of [notEntities].
func entityOf(name, path string) any {
	switch endpoint := strings.TrimPrefix(path, "/api/"); endpoint {
	case "notes/show":
		return new(misskey.Note)
	case "notes/create":
		return new(misskey.CreatedNote)
	case "notes/timeline", "notes/local-timeline", "notes/hybrid-timeline", "notes/global-timeline",
		"notes/user-list-timeline", "antennas/notes", "channels/timeline", "notes/search-by-tag", "roles/notes",
		"notes/mentions", "users/notes", "notes/featured", "notes/children", "notes/replies", "notes/renotes",
		"notes/conversation":
		return new([]misskey.Note)
	case "notes/reactions", "users/reactions":
		return new([]misskey.NoteReaction)
	case "notes/state":
		return new(misskey.NoteState)
	case "i", "users/show":
		if strings.HasSuffix(name, "users-show-ids") {
			return new([]misskey.User)
		}
		return new(misskey.User)
	case "users/search", "users/search-by-username-and-host":
		return new([]misskey.User)
	case "users/followers", "users/following":
		return new([]misskey.Following)
	case "users/relation":
		return new([]misskey.Relation)
	case "following/requests/list":
		return new([]misskey.FollowRequest)
	case "users/lists/list":
		return new([]misskey.UserList)
	case "users/lists/show":
		return new(misskey.UserList)
	case "antennas/list":
		return new([]misskey.Antenna)
	case "channels/show":
		return new(misskey.Channel)
	case "channels/featured", "channels/followed":
		return new([]misskey.Channel)
	case "clips/list":
		return new([]misskey.Clip)
	case "roles/list":
		return new([]misskey.Role)
	case "i/favorites":
		return new([]misskey.NoteFavorite)
	case "i/notifications", "i/notifications-grouped":
		return new([]misskey.Notification)
	case "announcements":
		return new([]misskey.Announcement)
	case "meta":
		return new(misskey.Meta)
	case "stats":
		return new(misskey.InstanceStats)
	case "emoji":
		return new(misskey.Emoji)
	case "emojis":
		return new(misskey.EmojiTable)
	case "drive":
		return new(misskey.DriveUsage)
	case "drive/files":
		return new([]misskey.File)
	case "drive/files/create":
		return new(misskey.File)
	case "drive/folders":
		return new([]misskey.Folder)
	case "hashtags/trend":
		return new([]misskey.HashtagTrend)
	case "chat/history", "chat/messages/user-timeline", "chat/messages/room-timeline":
		return new([]misskey.ChatMessage)
	case "chat/messages/create-to-user":
		return new(misskey.ChatMessage)
	case "chat/rooms/owned":
		return new([]misskey.ChatRoom)
	case "chat/rooms/joining":
		return new([]misskey.ChatMembership)
	case "chat/rooms/invitations/inbox":
		return new([]misskey.ChatInvitation)
	}
	return nil
}

// notEntities are recorded answers that are no entity: bare lists, pages, other software's documents.
var notEntities = []string{"app-create", "endpoint", "endpoints", "get-online-users-count", "i-registry-", "manifest", "miauth-",
	"nodeinfo", "signin-flow", "ping", "options-preflight", "url-preview", "users-show-notfound"}

func TestRecordedFramesAreUnderstood(t *testing.T) {
	t.Parallel()
	bad := map[string]int{}
	for _, f := range frames(t) {
		var env struct {
			Type string
			Body json.RawMessage
		}
		if err := json.Unmarshal([]byte(f.Raw), &env); err != nil {
			t.Fatal(err)
		}
		where := f.From + " " + env.Type
		body := []byte(env.Body)
		var entity any
		var found misskey.Findings
		switch env.Type {
		case "noteUpdated":
			u := new(misskey.NoteUpdated)
			var err error
			if found, err = misskey.Inspect(body, u); err != nil {
				t.Errorf("%s: %v", where, err)
			}
			entity = u
		case "channel":
			var inner struct {
				Type string
				Body json.RawMessage
			}
			if err := json.Unmarshal(body, &inner); err != nil {
				t.Fatal(err)
			}
			where += " " + f.Channel + " " + inner.Type
			body = inner.Body
			entity, found = misskey.InspectEvent(f.Channel, inner.Type, body)
		default:
			entity, found = misskey.InspectEvent("", env.Type, body)
		}
		check(t, where, body, entity, found, bad)
	}
	tell(t, bad)
}

func TestRecordedAnswersAreUnderstood(t *testing.T) {
	t.Parallel()
	bad := map[string]int{}
	seen := 0
next:
	for _, a := range answers(t) {
		if a.Status != 200 || !strings.HasPrefix(a.Type, "application/json") {
			continue
		}
		entity := entityOf(a.Name, strings.Split(a.Path, "?")[0])
		if entity == nil {
			_, short, _ := strings.Cut(a.Name, "/")
			for _, p := range notEntities {
				if strings.HasPrefix(short, p) {
					continue next
				}
			}
			t.Errorf("%s (%s): nothing decodes it: %.200s", a.Name, a.Path, a.Body)
			continue
		}
		if err := json.Unmarshal([]byte(a.Body), entity); err != nil {
			t.Errorf("%s: %v", a.Name, err)
			continue
		}
		var found misskey.Findings
		elements := []json.RawMessage{[]byte(a.Body)}
		one := entity
		if a.Body[0] == '[' {
			_ = json.Unmarshal([]byte(a.Body), &elements)
			one = misskey.NewElement(entity)
		}
		for _, e := range elements {
			f, err := misskey.Inspect(e, one)
			if err != nil {
				t.Errorf("%s: %v", a.Name, err)
			}
			found.Unknown = append(found.Unknown, f.Unknown...)
			found.Mistyped = append(found.Mistyped, f.Mistyped...)
		}
		seen++
		check(t, a.Name, []byte(a.Body), entity, found, bad)
	}
	if seen < 60 {
		t.Errorf("only %d answers were looked at", seen)
	}
	tell(t, bad)
}

// check holds a decoded entity against the bytes it came from.
func check(t *testing.T, where string, raw []byte, entity any, found misskey.Findings, bad map[string]int) {
	t.Helper()
	if u, ok := entity.(*misskey.UnknownEvent); ok {
		bad[fmt.Sprintf("%s: unknown event %s on %q", where, u.Type, u.Channel)]++
		return
	}
	for _, m := range found.Unknown {
		bad["unknown member "+m]++
	}
	for _, m := range found.Mistyped {
		bad["mistyped member "+m]++
	}
	if _, ok := entity.(misskey.Nothing); ok {
		return
	}
	again, err := json.Marshal(entity)
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return
	}
	differences("", parsed(t, raw), parsed(t, again), func(d string) {
		_, key, _ := strings.Cut(d, ".")
		member, _, _ := strings.Cut(key, ":")
		if ignored[fmt.Sprintf("%T %s", entity, member)] != "" {
			return
		}
		bad[fmt.Sprintf("%T %.150s", entity, key)]++
	})
}

func tell(t *testing.T, bad map[string]int) {
	t.Helper()
	var list []string
	for k, n := range bad {
		list = append(list, fmt.Sprintf("%s (%d times)", k, n))
	}
	sort.Strings(list)
	for i, l := range list {
		if i == 80 {
			t.Errorf("… and %d more", len(list)-i)
			break
		}
		t.Error(l)
	}
}
