package misskey_test

import (
	"testing"

	"nagare/stream/misskey"
)

func TestDecodeNoteTellsObjectsFromOthers(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{``, `null`, `[]`, `3`, `{}`, `{"id":5}`, `{"id":""}`, `{"id":"x"`} {
		if _, err := misskey.DecodeNote([]byte(bad)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
	n, err := misskey.DecodeNote([]byte(`{"id":"x","text":5,"cw":"","renoteId":"y","renote":null,"reactions":{"👍":2,"like":1,":a:":3}}`))
	if err != nil || n.ID != "x" || n.Text != nil || n.CW == nil || !n.RenoteDeleted() || n.ReactionCount != 6 {
		t.Errorf("%+v %v", n, err)
	}
	if len(n.Reactions) != 2 || n.Reactions.Count("👍") != 3 || n.Reactions.Count(":a@.:") != 3 {
		t.Errorf("reactions %+v", n.Reactions)
	}
}
