//go:build !js

package streamtest_test

import (
	"net/http"
	"strings"
	"testing"

	"nagare/stream/streamtest"
)

func TestALostAnswerWasCarriedOut(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	s.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/create", Times: 1})
	body := `{"i":"` + s.Token("alice") + `","text":"lost"}`
	res, err := http.Post(s.URL+"/api/notes/create", "application/json", strings.NewReader(body))
	if err == nil {
		res.Body.Close()
		t.Errorf("answered %d", res.StatusCode)
	}
	if n := s.Notes(); len(n) != 1 || n[0].Text != "lost" {
		t.Errorf("notes: %+v", n)
	}
	if code := call(t, s, "notes/create", map[string]any{"i": s.Token("alice"), "text": "told"}, nil); code != 200 {
		t.Errorf("the next one: %d", code)
	}
}
