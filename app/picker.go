package app

import (
	"reflect"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// pickerWords are those that web/late/picker.js says.
var pickerWords = []string{"search", "pinned", "recent", "custom", "unicode", "other", "results", "none", "pin", "unpin", "tone", "failed", "safe",
	"group.0", "group.1", "group.3", "group.4", "group.5", "group.6", "group.7", "group.8", "group.9"}

// emojiTable is the last table of custom emoji handed to the picker, by server. The store makes a new map for every
// change, and while this one is held its address cannot be another's.
type emojiTable struct {
	emojis map[string]store.Emoji
	stamp  int
}

// pick lets the viewer choose a reaction for a note.
func (s *Session) pick(src store.Source, id string) {
	safe := false
	s.hub.Look(func(st *store.Store) {
		if v, ok := st.Note(src, or(st.Inner(src, id), id)); ok {
			safe = safeOnly(v.Note)
		}
	})
	s.pickReaction(src, safe, func(reaction string) { s.react(src, id, reaction) })
}

// pickReaction lets the viewer choose a reaction for something; safe leaves out what is marked as sensitive.
func (s *Session) pickReaction(src store.Source, safe bool, do func(reaction string)) {
	s.pickEmoji(src, safe, s.printer.T("picker.title"), do)
}

// pickEmoji opens the picker under a title.
func (s *Session) pickEmoji(src store.Source, safe bool, title string, do func(reaction string)) {
	var server store.Server
	s.hub.Look(func(st *store.Store) { server = st.Server(src.Origin()) })
	words := map[string]any{"close": s.printer.T("app.close")}
	for _, k := range pickerWords {
		words[k] = s.printer.T("picker."+k, "{0}")
	}
	words["title"] = title
	s.late("late/hand.css", "late/picker.js").Then(func(ok ui.Value) {
		if !ok.Bool() {
			s.say(s.printer.T("picker.failed"))
			return
		}
		picker := ui.Window().Get("nagarePicker")
		s.tellEmojis(picker, server)
		s.picking = do
		if s.picked == nil {
			s.picked = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
				s.picking(args[0].String())
				return nil
			})
		}
		s.hub.Emojis(src.Origin()) // the first time they are fetched; follow hands them over
		picker.Call("open", map[string]any{"origin": src.Origin(), "words": words, "data": s.asset("late/emoji.json"), "safe": safe, "pick": s.picked})
	})
}

// tellEmojis gives the picker a server's custom emoji, if they changed since it was told.
func (s *Session) tellEmojis(picker ui.Value, server store.Server) {
	t := s.emojiTables[server.Origin]
	if t != nil && reflect.ValueOf(t.emojis).Pointer() == reflect.ValueOf(server.Emojis).Pointer() && picker.Call("stamp", server.Origin).Int() == t.stamp {
		return
	}
	stamp := 1
	if t != nil {
		stamp = t.stamp + 1
	}
	if s.emojiTables == nil {
		s.emojiTables = map[string]*emojiTable{}
	}
	s.emojiTables[server.Origin] = &emojiTable{server.Emojis, stamp}
	picker.Call("table", server.Origin, stamp, emojiText(server.Emojis))
}

// freshEmojis hands over what came since the picker was first opened for a server.
func (s *Session) freshEmojis(origins []string) {
	for _, origin := range origins {
		if s.emojiTables[origin] == nil {
			continue
		}
		var server store.Server
		s.hub.Look(func(st *store.Store) { server = st.Server(origin) })
		s.tellEmojis(ui.Window().Get("nagarePicker"), server)
	}
}

// emojiText writes custom emoji for the picker: lines of fields. A join is many times cheaper than JSON for the
// thousands that a server may have.
func emojiText(emojis map[string]store.Emoji) string {
	var b strings.Builder
	b.Grow(len(emojis) * 120)
	for name, e := range emojis {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		field(&b, name)
		b.WriteByte('\x1f')
		field(&b, e.Category)
		b.WriteByte('\x1f')
		for i, a := range e.Aliases {
			if i > 0 {
				b.WriteByte(' ')
			}
			field(&b, a)
		}
		b.WriteByte('\x1f')
		field(&b, e.URL)
		b.WriteByte('\x1f')
		if e.Sensitive {
			b.WriteByte('s')
		}
	}
	return b.String()
}

// field writes text without what separates fields.
func field(b *strings.Builder, s string) {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' }) >= 0 {
		s = strings.Map(func(r rune) rune {
			if r < ' ' {
				return -1
			}
			return r
		}, s)
	}
	b.WriteString(s)
}
