package app

import (
	"encoding/json"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// The lists of who renoted, quoted and reacted.

// roll is a list of who did something to the note, newest first.
type roll struct {
	entries []rollEntry
	more    bool
	asked   bool
	busy    bool
	failed  bool
}

type rollEntry struct {
	id    string
	user  *misskey.User
	at    time.Time
	react *markup.Reaction
	note  bool // a quote: shown as a note
}

func (t *thread) act(act, key, arg string) bool {
	switch act {
	case "tab":
		t.choose(arg)
	case "open":
		if key == t.shown {
			return true
		}
		return false
	case "more":
		if key == "up" {
			before := ""
			if len(t.up) > 0 {
				before = t.up[0]
			}
			t.ancestors(before)
			t.l.refresh("up")
			return true
		}
		what := strings.TrimPrefix(key, "more:")
		if t.people[what] != nil {
			t.roll(what)
			return true
		}
		until := ""
		if b := t.trees[what]; b != nil && len(b.ids) > 0 {
			until = b.ids[0]
		}
		t.replies(what, until)
		t.l.refresh(key)
	default:
		return false
	}
	return true
}

// choose shows another list below the note.
func (t *thread) choose(tab string) {
	if tab != tabReplies && t.people[tab] == nil {
		return
	}
	t.tab = tab
	if r := t.people[tab]; r != nil && !r.asked {
		t.roll(tab)
	}
	t.sync()
	t.l.refresh("tabs")
}

// roll asks for the next page of who renoted or reacted.
func (t *thread) roll(tab string) {
	r := t.people[tab]
	if r.busy {
		return
	}
	r.asked, r.busy = true, true
	params := map[string]any{"noteId": t.shown, "limit": rollPage}
	if n := len(r.entries); n > 0 {
		params["untilId"] = r.entries[n-1].id
	}
	keep := notesOf
	if tab == tabReactions {
		keep = nil
	}
	t.l.ask(t.ctx, "notes/"+tab, params, keep, func(ctx ui.Context, raw []byte, err error) {
		r.busy = false
		n := 0
		if r.failed = err != nil; !r.failed {
			if tab == tabReactions {
				n = t.reactions(r, raw)
			} else {
				n = t.renotes(r, raw)
			}
			r.more = n >= rollPage
		}
		t.sync()
		t.l.refresh("more:" + tab)
	})
	t.l.refresh("more:" + tab)
}

func (t *thread) renotes(r *roll, raw []byte) int {
	list, err := misskey.DecodeNotes(raw)
	if r.failed = err != nil; r.failed {
		return 0
	}
	for i := range list {
		n := &list[i]
		r.entries = append(r.entries, rollEntry{id: n.ID, user: n.User, at: n.CreatedAt, note: !n.IsPureRenote()})
	}
	return len(list)
}

func (t *thread) reactions(r *roll, raw []byte) int {
	var list []misskey.NoteReaction
	if r.failed = json.Unmarshal(raw, &list) != nil; r.failed {
		return 0
	}
	urls := map[string]string{}
	t.s.hub.Look(func(st *store.Store) {
		if v, ok := st.Note(t.src, t.shown); ok {
			for _, re := range v.Reactions {
				urls[re.Key] = re.URL
			}
		}
	})
	for _, e := range list {
		key := misskey.NormalizeReaction(e.Type)
		r.entries = append(r.entries, rollEntry{id: e.ID, user: e.User, at: e.CreatedAt, react: &markup.Reaction{Key: key, URL: urls[key]}})
	}
	return len(list)
}
