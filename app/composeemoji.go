package app

import (
	"encoding/json"
	"slices"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/store"
)

// What a :word in a note may become: the server's custom emoji, and the unicode ones, whose names come with the picker.

// emojiOffer is a completion and the names that it is found by, its own first.
type emojiOffer struct {
	completion
	names []string
}

func offers(list []emojiOffer) (out []completion) {
	for _, o := range list {
		out = append(out, o.completion)
	}
	return out
}

type emojiList struct {
	origin string
	list   []store.Emoji
}

// emojis are the custom emoji of the server that fit, in the order of a table made once.
func (w *writing) emojis(query string) (out []emojiOffer) {
	var server store.Server
	w.s.hub.Look(func(st *store.Store) { server = st.Server(w.src.Origin()) })
	if t := &w.table; t.origin != server.Origin || len(t.list) != len(server.Emojis) {
		t.origin, t.list = server.Origin, t.list[:0:0]
		for _, e := range server.Emojis {
			t.list = append(t.list, e)
		}
		slices.SortFunc(t.list, func(a, b store.Emoji) int { return strings.Compare(a.Name, b.Name) })
	}
	list := w.table.list
	names := make([]string, 0, 8)
	for _, i := range compose.Rank(len(list), func(i int) []string {
		names = append(append(names[:0], list[i].Name), list[i].Aliases...)
		return names
	}, query, maxOffers) {
		word := ":" + list[i].Name + ":"
		o := emojiOffer{completion{Label: word, text: word}, append([]string{list[i].Name}, list[i].Aliases...)}
		if img, ok := markup.SafeImage(server.EmojiURL(list[i].Name), server.Origin); ok {
			o.Img = img.URL()
		}
		out = append(out, o)
	}
	return out
}

// askGlyphs looks for the unicode emoji that fit, and offers them among the server's own.
func (w *writing) askGlyphs(n int, word compose.Word, own []emojiOffer) {
	s := w.s
	s.late("late/hand.css", "late/picker.js").Then(func(ok ui.Value) {
		if !ok.Bool() || n != w.asked {
			return // the server's own are better than a complaint under somebody's fingers
		}
		ui.Window().Get("nagarePicker").Call("find", s.asset("late/emoji.json"), word.Query, maxOffers).Then(func(found ui.Value) {
			var rows [][3]string
			if n != w.asked || json.Unmarshal([]byte(found.String()), &rows) != nil || len(rows) == 0 {
				return
			}
			w.offer(offers(among(own, rows, word.Query)))
		})
	})
}

// among puts unicode emoji, each with its name and its keywords, among custom ones.
func among(own []emojiOffer, rows [][3]string, query string) (out []emojiOffer) {
	all := slices.Clone(own)
	for _, row := range rows {
		name := strings.ReplaceAll(row[1], " ", "_")
		all = append(all, emojiOffer{completion{Label: row[1], Glyph: row[0], text: row[0]}, append([]string{name}, strings.Fields(row[2])...)})
	}
	ranked := make([]bool, len(all))
	for _, i := range compose.Rank(len(all), func(i int) []string { return all[i].names }, query, maxOffers) {
		out, ranked[i] = append(out, all[i]), true
	}
	for i := len(own); i < len(all) && len(out) < maxOffers; i++ {
		if !ranked[i] { // found by what Rank does not look at: several words, other widths
			out = append(out, all[i])
		}
	}
	return out
}
