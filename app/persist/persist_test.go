package persist

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"nagare/app/store"
)

func snapshot() store.Snapshot {
	return store.Snapshot{
		SavedAt: time.Date(2025, 6, 1, 9, 0, 0, 0, time.UTC), Bottom: "a1", LastRead: "a2",
		Anchor: store.Position{NoteID: "a1", Offset: -3},
		Gaps:   []store.Gap{{Key: "g1", After: "a1", Before: "a3", Cause: store.CauseHidden, State: store.GapOpen}},
		Notes: []store.RawNote{{Raw: []byte(`{"id":"a3","text":"line\nline 世界"}`)}, {Raw: []byte("{\n \"id\": \"a2\"\n}")},
			{Raw: []byte(`{"id":"a1"}`)}},
	}
}

func TestWhatIsKeptComesBack(t *testing.T) {
	t.Parallel()
	m := Open()
	ctx := context.Background()
	if _, ok, err := m.Load(ctx, "k"); ok || err != nil {
		t.Fatalf("%v %v before anything was kept", ok, err)
	}
	want := snapshot()
	if err := m.Save(ctx, "k", want); err != nil {
		t.Fatal(err)
	}
	got, ok, err := m.Load(ctx, "k")
	if !ok || err != nil {
		t.Fatalf("%v %v", ok, err)
	}
	if len(got.Notes) != 3 {
		t.Fatalf("%d notes", len(got.Notes))
	}
	for i, n := range got.Notes {
		var a, b any
		if json.Unmarshal(n.Raw, &a) != nil || json.Unmarshal(want.Notes[i].Raw, &b) != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("note %d: %s", i, n.Raw)
		}
	}
	got.Notes, want.Notes = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if err := m.Forget(ctx, "k"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := m.Load(ctx, "k"); ok {
		t.Error("it is not forgotten")
	}
}

func TestRubbishIsNotRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", "{}", `{"v":99}`, `[]`, strings.Repeat("x", maxText+1)} {
		if snap, ok := decode([]byte(text)); ok {
			t.Errorf("%.20q: %+v", text, snap)
		}
	}
}

func FuzzDecode(f *testing.F) {
	text, _ := encode(snapshot())
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		snap, ok := decode(text)
		if !ok {
			return
		}
		s := store.New(store.Options{})
		s.Apply(store.ColumnAdded{ID: 1, Spec: store.ColumnSpec{Channel: "localTimeline", Origin: "https://a.example"}})
		s.Apply(store.SnapshotLoaded{Column: 1, Snapshot: snap})
		if _, ok := s.Column(1); !ok {
			t.Fatal("no column")
		}
	})
}
