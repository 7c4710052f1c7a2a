package misskey_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"nagare/stream/misskey"
)

// wrong is put in the place of every member of every entity in turn.
var wrong = []string{`null`, `true`, `5`, `-1`, `1e300`, `1.5`, `99999999999999999999`, `"x"`, `""`, `[]`, `{}`,
	`[null,5,"x",{},[[]],{"id":5,"name":[],"url":{}}]`, `{"":null,"id":{},"x":[5]}`, `"2026-13-45T99:99:99.999Z"`}

// specimens returns one recorded specimen of every entity, the richest (longest) there is.
func specimens(tb testing.TB) map[string][]byte {
	findSpecimens.Do(func() { foundSpecimens = lookForSpecimens(tb) })
	out := map[string][]byte{} // each test may change its own
	for name, raw := range foundSpecimens {
		out[name] = bytes.Clone(raw)
	}
	return out
}

var (
	findSpecimens  sync.Once
	foundSpecimens map[string][]byte
)

func lookForSpecimens(tb testing.TB) map[string][]byte {
	best := map[string][]byte{}
	offer := func(entity any, raw []byte) {
		name := fmt.Sprintf("%T", entity)
		if len(raw) > len(best[name]) && len(raw) < 12000 {
			best[name] = raw
		}
	}
	for _, f := range frames(tb) {
		var env struct {
			Body struct {
				Type string
				Body json.RawMessage
			}
		}
		if json.Unmarshal([]byte(f.Raw), &env) != nil {
			continue
		}
		if e, ok := misskey.DecodeChannelEvent(f.Channel, env.Body.Type, env.Body.Body).(misskey.Event); ok {
			if len(env.Body.Body) > 0 && env.Body.Body[0] == '{' {
				offer(e, env.Body.Body)
			}
		}
		if strings.HasPrefix(f.Raw, `{"type":"noteUpdated"`) {
			var env struct{ Body json.RawMessage }
			_ = json.Unmarshal([]byte(f.Raw), &env)
			offer(new(misskey.NoteUpdated), env.Body)
		}
	}
	for _, a := range answers(tb) {
		e := entityOf(a.Name, a.Path)
		if e == nil || a.Status != 200 {
			continue
		}
		if a.Body[0] == '{' {
			offer(e, []byte(a.Body))
			continue
		}
		var list []json.RawMessage
		_ = json.Unmarshal([]byte(a.Body), &list)
		for _, raw := range list {
			offer(misskey.NewElement(e), raw)
		}
	}
	delete(best, "*misskey.UnknownEvent")
	return best
}

// entities maps the names of specimens to fresh entities.
func fresh(name string) any {
	for _, e := range []any{new(misskey.Note), new(misskey.User), new(misskey.Notification), new(misskey.NoteUpdated), new(misskey.File),
		new(misskey.Folder), new(misskey.Emoji), new(misskey.EmojiTable), new(misskey.EmojiEvent), new(misskey.Announcement),
		new(misskey.AnnouncementEvent), new(misskey.Antenna), new(misskey.UserList), new(misskey.Channel), new(misskey.Clip),
		new(misskey.ChatMessage), new(misskey.ChatReaction), new(misskey.ChatRoom), new(misskey.ChatInvitation),
		new(misskey.ChatMembership), new(misskey.ServerStats), new(misskey.QueueStats), new(misskey.InstanceStats),
		new(misskey.DriveUsage), new(misskey.Meta), new(misskey.Role), new(misskey.ReversiEvent), new(misskey.ReversiGame),
		new(misskey.NoteReaction), new(misskey.NoteFavorite), new(misskey.NoteState), new(misskey.Following), new(misskey.FollowRequest),
		new(misskey.Relation), new(misskey.HashtagTrend), new(misskey.RegistryUpdate), new(misskey.UploadFinished),
		new(misskey.Signin), new(misskey.CreatedNote)} {
		if fmt.Sprintf("%T", e) == name {
			return e
		}
	}
	return nil
}

func TestAWrongMemberSpoilsOnlyItself(t *testing.T) {
	t.Parallel()
	all := specimens(t)
	if len(all) < 30 {
		t.Errorf("only %d entities have specimens", len(all))
	}
	for name, raw := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := fresh(name)
			if e == nil {
				t.Skip("no entity of its own")
			}
			before := members(t, raw, e)
			var object map[string]json.RawMessage
			if err := json.Unmarshal(raw, &object); err != nil {
				t.Fatal(err)
			}
			values := wrong
			if len(object) > 40 { // enough members to meet every kind of value anyway
				values = []string{`null`, `5`, `"x"`, `{}`, wrong[11]}
			}
			for key, right := range object {
				for _, w := range values {
					object[key] = json.RawMessage(w)
					spoiled, err := json.Marshal(object)
					if err != nil {
						t.Fatal(err)
					}
					after := members(t, spoiled, fresh(name))
					for k, v := range before {
						if k == key || key == "reactions" && k == "reactionCount" || key == "reactionCount" {
							continue
						}
						if !reflect.DeepEqual(v, after[k]) {
							t.Fatalf("%s: %s spoiled %s: %v, before %v", key, w, k, after[k], v)
						}
					}
				}
				object[key] = right
			}
		})
	}
}

// Deeper members are replaced one by one; nothing may panic and the answer must stay encodable.
func TestNoWrongTypeAnywherePanics(t *testing.T) {
	t.Parallel()
	for name, raw := range specimens(t) {
		e := fresh(name)
		if e == nil {
			continue
		}
		v := parsed(t, raw)
		walk(v, func(set func(any)) {
			for _, w := range []string{`5`, `"x"`, `{}`, wrong[11]} {
				set(parsed(t, []byte(w)))
				spoiled, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				members(t, spoiled, fresh(name))
			}
		}, 60)
	}
}

// walk calls f for up to most places in v.
func walk(v any, f func(set func(any)), most int) {
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, e := range v {
				if most--; most < 0 {
					return
				}
				visit(e)
				f(func(n any) { v[k] = n })
				v[k] = e
			}
		case []any:
			for i, e := range v {
				if most--; most < 0 {
					return
				}
				visit(e)
				f(func(n any) { v[i] = n })
				v[i] = e
			}
		}
	}
	visit(v)
}

func members(t testing.TB, raw []byte, e any) map[string]any {
	t.Helper()
	if _, err := misskey.Inspect(raw, e); err != nil {
		t.Fatalf("%v: %.200s", err, raw)
	}
	out, err := json.Marshal(e)
	if err != nil {
		t.Fatalf("%v: %.200s", err, raw)
	}
	m, _ := parsed(t, out).(map[string]any)
	return m
}
