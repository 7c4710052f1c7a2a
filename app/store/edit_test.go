package store_test

import (
	"slices"
	"testing"

	"nagare/app/store"
)

func readAgain(s *store.Store, raw string) store.Changes {
	return s.Apply(store.NoteRead{Source: src, Raw: []byte(raw), Asked: s.Seq()})
}

func TestARowIsAnewWhenANoteInItWasEditedNotWhenItWasReactedTo(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	arrive(s, 1, `{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"befroe","reactions":{}}`)
	arrive(s, 1, `{"id":"b1","userId":"v","user":{"id":"v","username":"v"},"text":null,"renoteId":"a1","renote":{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"befroe","reactions":{}}}`)
	text := func(id string) string {
		v, _ := s.Note(src, id)
		if n := v.Note; n.Renote != nil {
			return *n.Renote.Text
		}
		return *v.Note.Text
	}
	if text("a1") != "befroe" || text("b1") != "befroe" {
		t.Fatal("not shown")
	}
	ch := readAgain(s, `{"id":"a1","userId":"u","user":{"id":"u","username":"u","onlineStatus":"active"},"text":"befroe","reactions":{"👍":2},"renoteCount":1}`).Columns[1]
	if len(ch.Rows) != 2 || len(ch.Anew) != 0 {
		t.Errorf("a reaction: rows %v, anew %v", ch.Rows, ch.Anew)
	}
	ch = update(s, src, "a1", "reacted", `{"reaction":"👍","userId":"w"}`).Columns[1]
	if len(ch.Rows) != 2 || len(ch.Anew) != 0 {
		t.Errorf("one more: rows %v, anew %v", ch.Rows, ch.Anew)
	}
	var both store.Changes
	both.Merge(readAgain(s, `{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"before","reactions":{"👍":3}}`))
	both.Merge(update(s, src, "a1", "reacted", `{"reaction":"👍","userId":"x"}`))
	ch = both.Columns[1]
	slices.Sort(ch.Anew)
	if !slices.Equal(ch.Anew, []string{"a1", "b1"}) {
		t.Errorf("an edit: anew %v", ch.Anew)
	}
	if text("a1") != "before" || text("b1") != "before" {
		t.Errorf("the note says %q, the renote of it %q", text("a1"), text("b1"))
	}
}

func TestAnEditReachesANoteThatOnlyQuotesWhatWasEdited(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	arrive(s, 1, `{"id":"b1","userId":"v","user":{"id":"v","username":"v"},"text":"look","renoteId":"a1","renote":{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"befroe","reactions":{}}}`)
	says := func() string { v, _ := s.Note(src, "b1"); return *v.Note.Renote.Text }
	if says() != "befroe" {
		t.Fatal("not shown")
	}
	ch := readAgain(s, `{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"befroe","reactions":{"👍":2},"renoteCount":1}`).Columns[1]
	if len(ch.Anew) != 0 {
		t.Errorf("a reaction: anew %v", ch.Anew)
	}
	ch = readAgain(s, `{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"before","reactions":{"👍":2},"renoteCount":1}`).Columns[1]
	if !slices.Equal(ch.Anew, []string{"b1"}) || says() != "before" {
		t.Errorf("an edit: anew %v, it says %q", ch.Anew, says())
	}
}

func TestCountsOfANoteThatWasOnlyQuotedAreThoseOfItsNewestCopy(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	arrive(s, 1, `{"id":"b1","userId":"v","user":{"id":"v","username":"v"},"text":"look","renoteId":"a1","renote":{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"t","reactions":{}}}`)
	s.Apply(store.Watched{Source: src, IDs: []string{"a1", "b1"}, On: true})
	arrive(s, 1, `{"id":"c1","userId":"w","user":{"id":"w","username":"w"},"text":null,"renoteId":"a1","renote":{"id":"a1","userId":"u","user":{"id":"u","username":"u"},"text":"t","reactions":{"👍":5}}}`)
	if v, _ := s.Note(src, "a1"); len(v.Reactions) != 1 || v.Reactions[0].Count != 5 {
		t.Errorf("the renote of it shows %+v", v.Reactions)
	}
	update(s, src, "a1", "reacted", `{"reaction":"👍","userId":"x"}`)
	if v, _ := s.Note(src, "a1"); v.Reactions[0].Count != 6 {
		t.Errorf("after one more %+v", v.Reactions)
	}
}
