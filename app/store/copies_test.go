package store_test

import (
	"testing"
	"time"

	"nagare/app/store"
)

// voted is a note with a poll, and with some reactions.
func voted(votes, reactions string) []byte {
	return []byte(`{"id":"a1","createdAt":"2025-01-01T00:00:00.000Z","userId":"u","user":{"id":"u","username":"u"},"text":"q","visibility":"public",` +
		`"poll":{"multiple":false,"expiresAt":null,"choices":[{"text":"x","votes":` + votes + `,"isVoted":false},{"text":"y","votes":0,"isVoted":false}]},` +
		`"reactions":{"👍":` + reactions + `},"reactionEmojis":{}}`)
}

func oneColumn() (*store.Store, store.Source) {
	s := store.New(store.Options{})
	spec := store.ColumnSpec{Channel: "localTimeline", Origin: "https://a.example"}
	s.Apply(store.ColumnAdded{ID: 1, Spec: spec, At: time.Now()})
	return s, spec.Source()
}

// Whether an answer counts a vote that came after the question is not known: whoever asked must hear of it and ask again.
func TestAVoteDuringAReadMakesItDoubtful(t *testing.T) {
	s, src := oneColumn()
	s.Apply(store.NoteArrived{Column: 1, Note: store.RawNote{Raw: voted("0", "1")}, At: time.Now()})
	s.Apply(store.Watched{Source: src, IDs: []string{"a1"}, On: true})
	s.Note(src, "a1")
	asked := s.Seq()
	s.Apply(store.NoteUpdated{Source: src, Raw: []byte(`{"id":"a1","type":"pollVoted","body":{"choice":0,"userId":"v"}}`)})
	s.Apply(store.NoteRead{Source: src, Raw: voted("1", "1"), Asked: asked})
	if !s.ChangedSince(src, "a1", asked) {
		t.Error("nothing is said to have changed")
	}
	asked = s.Seq()
	s.Apply(store.NoteRead{Source: src, Raw: voted("1", "1"), Asked: asked})
	if v, _ := s.Note(src, "a1"); v.Poll.Choices[0].Votes != 1 || s.ChangedSince(src, "a1", asked) {
		t.Errorf("%d votes after a second read, 1 was cast", v.Poll.Choices[0].Votes)
	}
}

func TestWhatWasKeptYieldsToWhatIsRead(t *testing.T) {
	s, src := oneColumn()
	shows := func(n int) {
		t.Helper()
		if v, _ := s.Note(src, "a1"); v.Reactions[0].Count != n {
			t.Errorf("%d reactions, not %d", v.Reactions[0].Count, n)
		}
	}
	kept := store.SnapshotLoaded{Column: 1, Snapshot: store.Snapshot{Notes: []store.RawNote{{ID: "a1", Raw: voted("0", "2")}}, Bottom: "a1", SavedAt: time.Now().Add(-24 * time.Hour)}}
	page := store.PageFetched{Column: 1, Notes: []store.RawNote{{ID: "a1", Raw: voted("0", "7")}}, At: time.Now()}
	s.Apply(page)
	shows(7)
	s.Apply(kept) // storage was slow
	shows(7)
	s, src = oneColumn()
	s.Apply(kept)
	shows(2)
	s.Apply(store.NoteArrived{Column: 1, Note: store.RawNote{Raw: voted("0", "3")}, At: time.Now()})
	shows(3)
	s.Apply(page)
	shows(7)
}
