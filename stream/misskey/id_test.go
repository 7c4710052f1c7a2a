package misskey_test

import (
	"strings"
	"testing"
	"time"

	"nagare/stream/misskey"
)

func TestIDTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id   string
		kind misskey.IDKind
		want string // "": not known
	}{
		{"atwjhbymd32h0004", misskey.IDAidx, "2026-11-23T07:59:27.694Z"}, // recorded beside this createdAt
		{"atwjhbym00", misskey.IDAid, "2026-11-23T07:59:27.694Z"},
		{"0000000000", misskey.IDAid, "2000-01-01T00:00:00.000Z"},
		{"zzzzzzzzzzzzzzzz", misskey.IDAidx, "2089-05-24T17:38:27.455Z"},
		{"819363d4b2e0aabbccddeeff", misskey.IDMeid, ""},
		{"g0196363d4b2e0aabbccddeef", misskey.IDUnknown, ""},
		{"01JRF6HS2Q0000000000000000", misskey.IDULID, ""},
		{"5f43a3a80000000000000000", misskey.IDObjectID, "2020-08-24T11:25:28.000Z"},
		{"", misskey.IDUnknown, ""},
		{"x", misskey.IDUnknown, ""},
		{"ATWJHBYM00", misskey.IDUnknown, ""},
		{"atwjhbymd32h000é", misskey.IDUnknown, ""},
		{"ffffffffffffffffffffffff", misskey.IDMeid, ""},
		{"ZZZZZZZZZZZZZZZZZZZZZZZZZZ", misskey.IDULID, ""},
	} {
		if got := misskey.KindOfID(c.id); got != c.kind {
			t.Errorf("%s: kind %q, want %q", c.id, got, c.kind)
		}
		got, ok := misskey.IDTime(c.id)
		if c.want != "" && (!ok || got.Format("2006-01-02T15:04:05.000Z") != c.want) {
			t.Errorf("%s: %v %v, want %s", c.id, got, ok, c.want)
		}
	}
}

func TestIDAtIsTheFirstIDOfItsMoment(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 7, 59, 27, 694e6, time.UTC)
	for _, kind := range []misskey.IDKind{misskey.IDAid, misskey.IDAidx, misskey.IDMeid, misskey.IDMeidg, misskey.IDULID, misskey.IDObjectID} {
		id, ok := misskey.IDAt(kind, at)
		if !ok || misskey.KindOfID(id) != kind {
			t.Errorf("%s: %q has kind %q", kind, id, misskey.KindOfID(id))
			continue
		}
		want := at
		if kind == misskey.IDObjectID {
			want = at.Truncate(time.Second)
		}
		if got, ok := misskey.IDTime(id); !ok || !got.Equal(want) {
			t.Errorf("%s: %q is of %v, want %v", kind, id, got, want)
		}
		later, _ := misskey.IDAt(kind, at.Add(time.Second))
		if misskey.CompareIDs(id, later) >= 0 {
			t.Errorf("%s: %q is not before %q", kind, id, later)
		}
	}
	if _, ok := misskey.IDAt(misskey.IDAid, time.Unix(0, 0)); ok {
		t.Error("aid cannot express 1970")
	}
	if _, ok := misskey.IDAt("", at); ok {
		t.Error("an unknown scheme has no ids")
	}
}

func TestEveryRecordedIDTellsItsCreation(t *testing.T) {
	t.Parallel()
	n := 0
	for _, a := range answers(t) {
		if entityOf(a.Name, a.Path) == nil || a.Status != 200 {
			continue
		}
		visitObjects(parsed(t, []byte(a.Body)), func(o map[string]any) {
			id, _ := o["id"].(string)
			created, _ := o["createdAt"].(string)
			if id == "" || created == "" {
				return
			}
			n++
			want, err := time.Parse(time.RFC3339, created)
			got, ok := misskey.IDTime(id)
			// Notifications keep a time of their own, and groups that of another member (P6.2).
			slack := time.Duration(0)
			if _, ok := o["type"].(string); ok && strings.Contains(a.Name, "notifications") {
				slack = time.Second
			}
			if err != nil || !ok || got.Sub(want).Abs() > slack {
				t.Errorf("%s: id %s says %v, the server %s", a.Name, id, got, created)
			}
		})
	}
	if n < 200 {
		t.Errorf("only %d ids were looked at", n)
	}
}

func visitObjects(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, e := range v {
			visitObjects(e, f)
		}
	case []any:
		for _, e := range v {
			visitObjects(e, f)
		}
	}
}
