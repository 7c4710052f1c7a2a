package store_test

import (
	"testing"

	"nagare/app/store"
)

func TestAShelfHoldsNotesThatLive(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{Notes: 2})
	s.Apply(store.ShelfAdded{ID: 1, Spec: store.ColumnSpec{Origin: "https://a.example"}})
	if got := s.Columns(); len(got) != 0 {
		t.Errorf("the shelf is among the columns: %v", got)
	}
	var notes []store.RawNote
	for _, id := range []string{"a1", "a2", "a3", "a4"} {
		notes = append(notes, store.RawNote{Raw: []byte(`{"id":"` + id + `","userId":"u","text":"x","reactions":{}}`)})
	}
	notes = append(notes, store.RawNote{Raw: []byte(`no note`)})
	ch := s.Apply(store.Shelved{Shelf: 1, Notes: notes})
	if !ch.Columns[1].Items {
		t.Error("nobody is told that notes came")
	}
	for _, id := range []string{"a1", "a2", "a3", "a4"} { // more than a column keeps
		if !s.Has(src, id) {
			t.Errorf("%s is not there", id)
		}
	}
	ch = s.Apply(store.NoteUpdated{Source: src, Raw: []byte(`{"id":"a2","type":"reacted","body":{"reaction":"👍","userId":"v"}}`)})
	if rows := ch.Columns[1].Rows; len(rows) != 1 || rows[0] != "a2" {
		t.Errorf("a reaction changed the rows %v", rows)
	}
	ch = s.Apply(store.NoteUpdated{Source: src, Raw: []byte(`{"id":"a3","type":"deleted","body":{"deletedAt":"2026-01-01T00:00:00.000Z"}}`)})
	if !ch.Columns[1].Items || s.Has(src, "a3") {
		t.Error("a deleted note is still there")
	}
	s.Apply(store.Shelved{Shelf: 1, Notes: notes})
	if s.Has(src, "a3") {
		t.Error("an older answer brought a deleted note back")
	}
	s.Apply(store.ColumnRemoved{ID: 1})
	if s.Has(src, "a1") {
		t.Error("notes outlive their shelf")
	}
	withColumn(t, s, 2, "")
	s.Apply(store.Shelved{Shelf: 2, Notes: notes})
	if s.Has(src, "a1") {
		t.Error("a column took notes for a shelf")
	}
}
