package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"nagare/app/store"
)

// TestTwoSourcesNeverMix holds a store that two accounts on two servers share against two stores of which each knows one
// of them: whatever happens, and although both servers use the same ids and user names, what each shows is the same.
func TestTwoSourcesNeverMix(t *testing.T) {
	t.Parallel()
	specs := [2]store.ColumnSpec{
		{Channel: "localTimeline", Origin: "https://a.example", AccountID: "me"},
		{Channel: "localTimeline", Origin: "https://b.example", AccountID: "me"},
	}
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 11))
		both := store.New(store.Options{Notes: 40})
		alone := [2]*store.Store{store.New(store.Options{Notes: 40}), store.New(store.Options{Notes: 40})}
		apply := func(side int, e func(s *store.Store) store.Event) {
			both.Apply(e(both))
			alone[side].Apply(e(alone[side]))
		}
		always := func(e store.Event) func(*store.Store) store.Event {
			return func(*store.Store) store.Event { return e }
		}
		for side, spec := range specs {
			apply(side, always(store.ColumnAdded{ID: store.ColumnID(side + 1), Spec: spec}))
			apply(side, always(store.Resumed{Column: store.ColumnID(side + 1)}))
		}
		id := func() string { return fmt.Sprintf("a%02d", r.IntN(30)) }
		user := func() string { return []string{"me", "u", "v"}[r.IntN(3)] }
		emoji := func() string { return []string{"👍", "🎉", ":neko@.:"}[r.IntN(3)] }
		for range 60 {
			side := r.IntN(2)
			src, col := specs[side].Source(), store.ColumnID(side+1)
			switch r.IntN(8) {
			case 0, 1:
				raw := fmt.Sprintf(`{"id":%q,"userId":%q,"text":"on %d","reactions":{"👍":%d},"poll":{"multiple":false,"choices":[{"text":"a","votes":%d,"isVoted":false}]}}`, id(), user(), side, r.IntN(3), r.IntN(3))
				apply(side, always(store.NoteArrived{Column: col, Note: store.RawNote{Raw: []byte(raw)}}))
			case 2:
				n, e := id(), emoji()
				raw := fmt.Sprintf(`{"id":%q,"userId":%q,"text":"on %d","reactions":{%q:1},"myReaction":%q}`, n, user(), side, e, e)
				apply(side, func(s *store.Store) store.Event {
					return store.PageFetched{Column: col, Epoch: s.Epoch(col), Notes: []store.RawNote{{Raw: []byte(raw)}}}
				})
			case 3:
				kind, body := "reacted", fmt.Sprintf(`{"reaction":%q,"userId":%q}`, emoji(), user())
				switch r.IntN(4) {
				case 0:
					kind = "unreacted"
				case 1:
					kind, body = "pollVoted", fmt.Sprintf(`{"choice":0,"userId":%q}`, user())
				}
				raw := fmt.Sprintf(`{"id":%q,"type":%q,"body":%s}`, id(), kind, body)
				apply(side, always(store.NoteUpdated{Source: src, Raw: []byte(raw)}))
			case 4:
				apply(side, always(store.Reacting{Source: src, ID: id(), Reaction: emoji()}))
			case 5:
				apply(side, always(store.ReactFailed{Source: src, ID: id(), Reaction: emoji()}))
			case 6:
				apply(side, always(store.NoteGone{Source: src, ID: id()}))
			case 7:
				apply(side, always(store.CapturesLost{Source: src}))
			}
		}
		for side, spec := range specs {
			col, src := store.ColumnID(side+1), spec.Source()
			if got, want := shown(both, col), shown(alone[side], col); got != want {
				t.Fatalf("seed %d: together %s shows %s, alone %s", seed, spec.Origin, got, want)
			}
			for n := range 30 {
				id := fmt.Sprintf("a%02d", n)
				got, ok := both.Note(src, id)
				want, ok2 := alone[side].Note(src, id)
				if ok != ok2 {
					t.Fatalf("seed %d: %s of %s: together %v, alone %v", seed, id, spec.Origin, ok, ok2)
				}
				if !ok {
					continue
				}
				if a, b := describe(got), describe(want); a != b {
					t.Fatalf("seed %d: %s of %s: together %s, alone %s", seed, id, spec.Origin, a, b)
				}
			}
		}
	}
}

func describe(v store.NoteView) string {
	text := ""
	if v.Note != nil && v.Note.Text != nil {
		text = *v.Note.Text
	}
	poll := ""
	if v.Poll != nil {
		poll = fmt.Sprintf("%+v", *v.Poll)
	}
	return fmt.Sprintf("%s deleted %v mine %q %+v %s", text, v.Deleted, v.MyReaction, v.Reactions, poll)
}
