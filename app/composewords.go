package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/stream/misskey"
)

// completion is one completion of the word under the caret.
type completion struct {
	Label string `json:"label"`
	Note  string `json:"note,omitempty"`
	Img   string `json:"img,omitempty"`
	Face  bool   `json:"face,omitempty"`
	Glyph string `json:"glyph,omitempty"`

	text string
}

const maxOffers = 8

// complete looks for what the word before the caret could become.
func (w *writing) complete(text string, caret int) {
	word, ok := compose.FindWord(text, caret)
	w.asked++
	if !ok {
		w.offer(nil)
		return
	}
	w.word = word
	switch word.Kind {
	case compose.KindEmoji:
		w.offerEmojis(word)
	case compose.KindFn:
		var list []completion
		names := compose.Functions
		for _, i := range compose.Rank(len(names), func(i int) []string { return names[i : i+1] }, word.Query, maxOffers) {
			list = append(list, completion{Label: names[i], Note: compose.FunctionText(names[i]) + "…]", text: compose.FunctionText(names[i])})
		}
		w.offer(list)
	default:
		if w.word.Query == "" { // there are too many people to guess
			w.offer(nil)
			return
		}
		w.askWords(w.asked, word)
	}
}

// askWords asks the server for people and tags, once the writer pauses.
func (w *writing) askWords(n int, word compose.Word) {
	src := w.src
	go func() {
		_ = pause(context.Background(), 180*time.Millisecond) // a background context never ends
		if n != w.asked || w.src != src {
			return
		}
		api := w.s.hub.API(src)
		ctx, cancel := context.WithTimeout(context.Background(), 6*time.Second)
		defer cancel()
		var list []completion
		if word.Kind == compose.KindTag {
			tags, err := api.SearchHashtags(ctx, word.Query, maxOffers)
			if err != nil {
				return // nothing to offer is told by nothing being completion
			}
			for _, t := range tags {
				list = append(list, completion{Label: "#" + t, text: "#" + t + " "})
			}
		} else {
			name, host, _ := strings.Cut(word.Query, "@")
			users, err := api.CompleteUser(ctx, name, host, maxOffers)
			if err != nil {
				return
			}
			for i := range users {
				u := &users[i]
				o := completion{Label: u.Acct(), Face: true, text: u.Acct() + " "}
				if u.Name != "" {
					o.Note = u.Name
				}
				if img, ok := markup.SafeImage(u.AvatarURL, src.Origin()); ok {
					o.Img = img.URL()
				}
				list = append(list, o)
			}
		}
		if n == w.asked {
			w.offer(list)
		}
	}()
}

func (w *writing) offer(list []completion) {
	if len(list) == 0 && len(w.words) == 0 || w.hand == nil {
		return
	}
	w.words = list
	raw, _ := json.Marshal(list)
	if len(list) == 0 {
		raw = []byte("[]")
	}
	w.hand.Call("offer", w.s.printer.T("compose.offers"), string(raw), w.word.From)
}

// pick puts the chosen completion in the place of the word.
func (w *writing) pick(i int) {
	if i < 0 || i >= len(w.words) {
		return
	}
	with := w.words[i].text
	w.words = nil
	w.put(w.word, with)
}

// pickEmoji lets the writer choose an emoji for where the caret was.
func (w *writing) pickEmoji(from, to int) {
	src := w.src
	w.s.pickEmoji(src, false, w.s.printer.T("compose.emoji"), func(emoji string) {
		if name, _, custom := misskey.SplitReaction(emoji); custom {
			emoji = ":" + name + ":"
		}
		if w.src == src && w.hand != nil {
			w.insert(emoji, from, to)
		}
	})
}

// insert puts something at the caret: after a mark, completion begins.
func (w *writing) insert(s string, from, to int) { w.put(compose.Word{From: from, To: to}, s) }

func (w *writing) put(word compose.Word, with string) {
	text, caret := compose.Fill(w.d.Text, word, with)
	w.d.Text = text
	w.hand.Call("place", text, word.From, word.To, with, caret)
	w.d.Text = text
	w.touched()
	w.complete(text, caret)
}
