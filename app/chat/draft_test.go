package chat_test

import (
	"testing"

	"nagare/app/chat"
	"nagare/stream/misskey"
)

type shelf map[string]string

func (s shelf) Get(k string) string { return s[k] }
func (s shelf) Remove(k string)     { delete(s, k) }
func (s shelf) Set(k, v string) bool {
	s[k] = v
	return true
}

func TestDraftsBelongToTheirConversationAndAccount(t *testing.T) {
	t.Parallel()
	kept := shelf{}
	alice, carol := chat.Drafts{Storage: kept, Account: "x#alice"}, chat.Drafts{Storage: kept, Account: "x#carol"}
	bob, room := misskey.Peer{UserID: "bob"}, misskey.Peer{RoomID: "bob"}
	alice.Save(bob, chat.Draft{Text: "half a", File: &misskey.File{ID: "f", Name: "a.png"}})
	alice.Save(room, chat.Draft{Out: []chat.Outgoing{{Key: 3, Text: "on its way", After: "9", State: chat.Asking}}})
	carol.Save(bob, chat.Draft{Text: "other"})
	if d := alice.Load(bob); d.Text != "half a" || d.File == nil || d.File.Name != "a.png" {
		t.Errorf("%+v", d)
	}
	if d := alice.Load(room); len(d.Out) != 1 || d.Out[0].Text != "on its way" || d.Out[0].After != "9" {
		t.Errorf("%+v", d)
	}
	alice.Save(bob, chat.Draft{})
	alice.Save(room, chat.Draft{})
	if len(kept) != 1 || carol.Load(bob).Text != "other" {
		t.Errorf("%v", kept)
	}
	if carol.Forget(); len(kept) != 0 {
		t.Errorf("%v", kept)
	}
	kept["nagare.chat:x#alice"] = "{broken"
	if d := alice.Load(bob); !d.Empty() {
		t.Errorf("%+v", d)
	}
}

func TestWhatWasOnItsWayAtTheLastVisitIsFoundByTheFirstPageOrFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page []misskey.ChatMessage
		want string
	}{
		"it arrived":                     {[]misskey.ChatMessage{*msg("6", "me", "bob", "hi"), *msg("5", "bob", "me", "yes?")}, "5yes? 6hi"},
		"it did not":                     {[]misskey.ChatMessage{*msg("5", "bob", "me", "yes?")}, "5yes? (hi failed)"},
		"the same words of before":       {[]misskey.ChatMessage{*msg("5", "bob", "me", "yes?"), *msg("4", "me", "bob", "hi")}, "4hi 5yes? (hi failed)"},
		"somebody else says the same":    {[]misskey.ChatMessage{*msg("6", "bob", "me", "hi")}, "6hi (hi failed)"},
		"nothing was ever said (a loss)": {nil, "(hi failed)"},
	} {
		k := chat.New("me", false)
		k.Apply(chat.TakenUp{Text: "hi", After: "5"})
		k.Apply(chat.PageFetched{List: c.page})
		if got := show(k); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAMessageBeforeTheFirstPageIsNotTakenForAnOldOne(t *testing.T) {
	t.Parallel()
	k := chat.New("me", false)
	k.Apply(chat.SentOff{Text: "hi"})
	k.Apply(chat.PageFetched{List: []misskey.ChatMessage{*msg("4", "me", "bob", "hi")}})
	want(t, k, "4hi (hi sending)")
}
