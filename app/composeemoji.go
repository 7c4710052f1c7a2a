package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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

// glyphsWait is how long the server's own emoji wait for the unicode ones, whose names are fetched once.
const glyphsWait = 200 * time.Millisecond

// offerEmojis offers the server's own emoji and the unicode ones that fit, in one list: what stands under somebody's
// finger does not move. Unicode ones that come too late are offered if nothing else is, else with the next letter.
func (w *writing) offerEmojis(word compose.Word) {
	s, n, shown := w.s, w.asked, false
	own := w.emojis(word.Query)
	show := func(rows [][3]string) {
		if n == w.asked && !shown {
			shown = len(own) > 0 || len(rows) > 0
			w.offer(offers(among(own, rows, word.Query)))
		}
	}
	go func() {
		_ = pause(context.Background(), glyphsWait) // a background context never ends
		show(nil)
	}()
	s.late("late/hand.css", "late/picker.js").Then(func(ok ui.Value) {
		if !ok.Bool() || n != w.asked {
			return // the server's own are better than a complaint under somebody's fingers
		}
		ui.Window().Get("nagarePicker").Call("find", s.asset("late/emoji.json"), word.Query, maxOffers).Then(func(found ui.Value) {
			var rows [][3]string
			_ = json.Unmarshal([]byte(found.String()), &rows) // without them, the server's own
			show(rows)
		})
	})
}

// among puts unicode emoji, each with its name and its keywords, among custom ones.
func among(own []emojiOffer, rows [][3]string, query string) (out []emojiOffer) {
	all := slices.Clone(own)
	for _, row := range rows {
		words := strings.Fields(row[2])
		if r, _ := utf8.DecodeRuneInString(row[0]); r >= '\U0001F1E6' && r <= '\U0001F1FF' { // a flag: :na is not first of all Namibia
			words = slices.DeleteFunc(words, func(s string) bool { return strings.EqualFold(s, query) })
		}
		names := append([]string{strings.ReplaceAll(row[1], " ", "_")}, words...)
		all = append(all, emojiOffer{completion{Label: row[1], Glyph: row[0], text: row[0]}, names})
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
