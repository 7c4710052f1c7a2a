//go:build !js

package streamtest_test

import (
	"encoding/json"
	"io"
	"mime/multipart"
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
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err == nil {
		t.Error("the answer arrived")
	}
	if n := s.Notes(); len(n) != 1 || n[0].Text != "lost" {
		t.Errorf("notes: %+v", n)
	}
	if code := call(t, s, "notes/create", map[string]any{"i": s.Token("alice"), "text": "told"}, nil); code != 200 {
		t.Errorf("the next one: %d", code)
	}
}

func TestTheSameBytesAreStoredOnce(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	send := func(name, force string) string {
		var body strings.Builder
		m := multipart.NewWriter(&body)
		for k, v := range map[string]string{"i": s.Token("alice"), "force": force} {
			if v != "" {
				m.WriteField(k, v)
			}
		}
		f, _ := m.CreateFormFile("file", name)
		f.Write([]byte("the same bytes"))
		m.Close()
		res, err := http.Post(s.URL+"/api/drive/files/create", m.FormDataContentType(), strings.NewReader(body.String()))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var out struct{ ID string }
		json.NewDecoder(res.Body).Decode(&out)
		return out.ID
	}
	a, b, c := send("a.txt", ""), send("b.txt", ""), send("c.txt", "true")
	if a == "" || a != b || a == c || len(s.World().Files("alice")) != 2 {
		t.Errorf("%q %q %q, files %v", a, b, c, s.World().Files("alice"))
	}
}
