package chat_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nagare/app/chat"
	"nagare/stream/misskey"
)

func msg(id, from, to, text string) *misskey.ChatMessage {
	return &misskey.ChatMessage{ID: id, FromUserID: from, ToUserID: to, Text: &text}
}

func show(t *chat.Talk) string {
	var s []string
	for _, m := range t.Messages() {
		x := m.ID + *m.Text
		for _, r := range m.Reactions {
			x += fmt.Sprintf("[%s%d", r.Key, r.Count)
			if r.Mine {
				x += "!"
			}
			x += "]"
		}
		s = append(s, x)
	}
	for _, o := range t.Outgoing() {
		s = append(s, fmt.Sprintf("(%s %s)", o.Text, o.State))
	}
	return strings.Join(s, " ")
}

func want(t *testing.T, talk *chat.Talk, s string) {
	t.Helper()
	if got := show(talk); got != s {
		t.Errorf("got %q, want %q", got, s)
	}
}

func TestMessagesComeOnceAndInOrder(t *testing.T) {
	t.Parallel()
	k := chat.New("me", false)
	k.Apply(chat.Said{M: msg("5", "bob", "me", "five")})
	k.Apply(chat.PageFetched{List: []misskey.ChatMessage{*msg("5", "bob", "me", "five"), *msg("4", "me", "bob", "four")}})
	k.Apply(chat.Said{M: msg("6", "bob", "me", "six")})
	k.Apply(chat.Said{M: msg("6", "bob", "me", "six")})
	want(t, k, "4four 5five 6six")
	k.Apply(chat.Deleted{ID: "5"})
	k.Apply(chat.Said{M: msg("5", "bob", "me", "five")})
	k.Apply(chat.PageFetched{Older: true, Exhausted: true, List: []misskey.ChatMessage{*msg("1", "bob", "me", "one")}})
	want(t, k, "1one 4four 6six")
	if k.Older() != chat.End || !k.Unseen() {
		t.Errorf("older %q, unseen %v", k.Older(), k.Unseen())
	}
	k.Apply(chat.Seen{})
	k.Apply(chat.Said{M: msg("7", "me", "bob", "mine")})
	if k.Unseen() {
		t.Error("an own message is not news")
	}
}

func TestAMessageIsSentOnceHoweverItsAnswerComes(t *testing.T) {
	t.Parallel()
	for name, events := range map[string][]chat.Event{
		"the answer, then the echo":        {chat.Said{M: msg("1", "me", "bob", "hi"), Key: 1}, chat.Said{M: msg("1", "me", "bob", "hi")}},
		"the echo, then the answer":        {chat.Said{M: msg("1", "me", "bob", "hi")}, chat.Said{M: msg("1", "me", "bob", "hi"), Key: 1}},
		"the echo only":                    {chat.Said{M: msg("1", "me", "bob", "hi")}},
		"a timeout, then the echo":         {chat.SendDoubt{Key: 1}, chat.Said{M: msg("1", "me", "bob", "hi")}},
		"a timeout, then the page has it":  {chat.SendDoubt{Key: 1}, chat.PageFetched{List: []misskey.ChatMessage{*msg("1", "me", "bob", "hi")}}},
		"the echo, then a timeout":         {chat.Said{M: msg("1", "me", "bob", "hi")}, chat.SendDoubt{Key: 1}, chat.PageFetched{List: []misskey.ChatMessage{*msg("1", "me", "bob", "hi")}}},
		"a timeout, the page has it again": {chat.SendDoubt{Key: 1}, chat.PageFetched{List: []misskey.ChatMessage{*msg("1", "me", "bob", "hi")}}, chat.Said{M: msg("1", "me", "bob", "hi")}},
	} {
		t.Run(name, func(t *testing.T) {
			k := chat.New("me", false)
			k.Apply(chat.PageFetched{})
			k.Apply(chat.SentOff{Text: "hi"})
			want(t, k, "(hi sending)")
			for _, e := range events {
				k.Apply(e)
			}
			want(t, k, "1hi")
		})
	}
	k := chat.New("me", false)
	k.Apply(chat.PageFetched{List: []misskey.ChatMessage{*msg("0", "me", "bob", "hi")}}) // said before
	k.Apply(chat.SentOff{Text: "hi"})
	k.Apply(chat.SendDoubt{Key: 1})
	want(t, k, "0hi (hi asking)")
	k.Apply(chat.PageFetched{List: []misskey.ChatMessage{*msg("0", "me", "bob", "hi")}})
	want(t, k, "0hi (hi failed)")
	k.Apply(chat.SentOff{Key: 1})
	want(t, k, "0hi (hi sending)")
	k.Apply(chat.SendLost{Key: 1, Why: "x"})
	k.Apply(chat.Dropped{Key: 1})
	want(t, k, "0hi")
}

func TestReactionsAreSets(t *testing.T) {
	t.Parallel()
	k := chat.New("me", false)
	k.Apply(chat.Said{M: msg("1", "bob", "me", "a")})
	k.Apply(chat.Said{M: msg("2", "me", "bob", "b")})
	k.Apply(chat.Reacted{ID: "1", Reaction: "👍"})
	k.Apply(chat.Reacted{ID: "1", Reaction: "👍"})
	k.Apply(chat.Reacted{ID: "2", Reaction: "👍"})
	want(t, k, "1a[👍1!] 2b[👍1]")
	k.Apply(chat.Reacted{ID: "1", Reaction: "👍", Undone: true})
	want(t, k, "1a 2b[👍1]")

	r := chat.New("me", true)
	r.Apply(chat.Said{M: msg("1", "bob", "", "a")})
	r.Apply(chat.Reacted{ID: "1", Reaction: "👍", UserID: "carol"})
	r.Apply(chat.Reacted{ID: "1", Reaction: "👍", UserID: "me"})
	r.Apply(chat.Reacted{ID: "1", Reaction: "👍", UserID: "carol"})
	want(t, r, "1a[👍2!]")
	r.Apply(chat.Reacted{ID: "1", Reaction: "👍", UserID: "dave", Undone: true})
	want(t, r, "1a[👍2!]")
}

func TestAPageThatDoesNotReachWhatIsKnownReplacesIt(t *testing.T) {
	t.Parallel()
	k := chat.New("me", false)
	k.Apply(chat.PageFetched{List: []misskey.ChatMessage{*msg("1", "bob", "me", "")}, Exhausted: true})
	k.Apply(chat.Interrupted{})
	if !k.Gap() {
		t.Error("something may be missing")
	}
	k.Apply(chat.PageFetched{List: []misskey.ChatMessage{*msg("8", "bob", "me", ""), *msg("9", "bob", "me", "")}})
	want(t, k, "8 9")
	if k.Gap() || k.Older() != chat.More {
		t.Errorf("gap %v, older %q", k.Gap(), k.Older())
	}
}

// TestSendingInAnyOrder holds sending against every order of echoes, answers, timeouts and pages.
func TestSendingInAnyOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 3))
		k := chat.New("me", false)
		k.Apply(chat.PageFetched{})
		var server []misskey.ChatMessage
		said := map[string]int{}
		wrote := map[string]int{}
		for range 12 {
			text := string(rune('a' + r.IntN(2)))
			wrote[text]++
			k.Apply(chat.SentOff{Text: text})
			out := k.Outgoing()
			key := out[len(out)-1].Key
			if r.IntN(4) == 0 { // it never arrives
				k.Apply(chat.SendLost{Key: key})
				continue
			}
			m := msg(fmt.Sprintf("%03d", len(server)), "me", "bob", text)
			server = append(server, *m)
			said[text]++
			steps := []chat.Event{chat.Said{M: m}, chat.Said{M: m, Key: key}}
			if r.IntN(3) == 0 { // the answer is lost
				steps[1] = chat.SendDoubt{Key: key}
			}
			if r.IntN(2) == 0 {
				steps[0], steps[1] = steps[1], steps[0]
			}
			for _, e := range steps {
				k.Apply(e)
			}
			if r.IntN(3) == 0 {
				k.Apply(chat.PageFetched{List: append([]misskey.ChatMessage(nil), server...)})
			}
		}
		k.Apply(chat.PageFetched{List: append([]misskey.ChatMessage(nil), server...)})
		if len(k.Messages()) != len(server) {
			t.Fatalf("seed %d: %d messages, the server has %d", seed, len(k.Messages()), len(server))
		}
		left := map[string]int{}
		for _, o := range k.Outgoing() {
			if o.State != chat.SendFailed {
				t.Fatalf("seed %d: %q still %s", seed, o.Text, o.State)
			}
			left[o.Text]++
		}
		for text, n := range wrote {
			if said[text]+left[text] != n {
				t.Fatalf("seed %d: %q written %d times, said %d, left %d", seed, text, n, said[text], left[text])
			}
		}
	}
}
