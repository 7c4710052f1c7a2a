package app

import (
	"strings"
	"testing"

	"nagare/app/store"
)

func TestTheNoteBelowMarksThePlaceWhereARowOfAnotherKindIsAtTheEdge(t *testing.T) {
	for at, want := range map[string]struct {
		p  store.Position
		ok bool
	}{
		"":                               {store.Position{}, true}, // the top
		"a3\n12\na2\n-40":                {store.Position{NoteID: "a3", Offset: 12}, true},
		"gap:g1\n30\nread\n-10\na2\n-50": {store.Position{NoteID: "a2", Offset: -50}, true},
		"tail\n4":                        {store.Position{}, false},
	} {
		if p, ok := resting(at); p != want.p || ok != want.ok {
			t.Errorf("%q: %+v %v", at, p, ok)
		}
	}
}

func TestGrown(t *testing.T) {
	for name, x := range map[string]struct {
		old, keys   string
		fresh, gone int
		ok          bool
	}{
		"one above":                          {"c b a tail", "d c b a tail", 1, 0, true},
		"two above and one gone below":       {"c b a tail", "e d c b tail", 2, 1, true},
		"all but the newest gone":            {"c b a tail", "d c tail", 1, 2, true},
		"all gone, only the first is known":  {"tail", "a tail", 1, 0, true},
		"nothing new":                        {"c b a tail", "c b a tail", 0, 0, false},
		"one less":                           {"c b a tail", "b a tail", 0, 0, false},
		"one above and one gone in between":  {"c b a tail", "d c a tail", 0, 0, false},
		"one above and one came in between":  {"c b a tail", "d c bb b a tail", 0, 0, false},
		"one above and another one put last": {"c b a tail", "d c b a end", 0, 0, false},
		"the first gone":                     {"c b a tail", "d b a tail", 0, 0, false},
		"the first ones":                     {"", "b a tail", 0, 0, false},
		"none left":                          {"b a tail", "", 0, 0, false},
	} {
		fresh, gone, ok := grown(strings.Fields(x.old), strings.Fields(x.keys))
		if ok != x.ok || ok && (fresh != x.fresh || gone != x.gone) {
			t.Errorf("%s: %d above, %d gone, %v", name, fresh, gone, ok)
		}
	}
}
