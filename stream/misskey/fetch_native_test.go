//go:build !js

package misskey_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nagare/stream/misskey"
)

func TestFetchNatively(t *testing.T) {
	t.Parallel()
	var elsewhere []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		elsewhere = append(elsewhere, string(b))
	}))
	defer other.Close()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/echo":
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			_, _ = io.Copy(w, r.Body)
		case "/api/big":
			_, _ = w.Write(make([]byte, 2000))
		case "/api/stream":
			for range 20 {
				_, _ = w.Write(make([]byte, 100))
				w.(http.Flusher).Flush()
			}
		case "/api/away":
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		case "/api/limited":
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(429)
		}
	}))
	defer s.Close()
	api := &misskey.API{Origin: s.URL, Token: token, MaxBody: 1000}
	if b, err := api.Raw(context.Background(), "echo", map[string]any{"a": "日本"}); err != nil || string(b) != `{"i":"`+token+`","a":"日本"}` {
		t.Errorf("%s %v", b, err)
	}
	for endpoint, want := range map[string]misskey.Fault{"big": misskey.FaultTooLarge, "stream": misskey.FaultTooLarge,
		"away": misskey.FaultNotMisskey, "limited": misskey.FaultRateLimited} {
		if _, err := api.Raw(context.Background(), endpoint, nil); misskey.FaultOf(err) != want {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
	if len(elsewhere) > 0 {
		t.Errorf("the token went elsewhere: %q", elsewhere)
	}
	s.Close()
	if _, err := api.Raw(context.Background(), "x", nil); misskey.FaultOf(err) != misskey.FaultUnreachable || strings.Contains(err.Error(), token) {
		t.Errorf("%v", err)
	}
}

func TestUploadNatively(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, head, err := r.FormFile("file")
		if err != nil {
			t.Error(err)
			return
		}
		data, _ := io.ReadAll(file)
		if r.FormValue("i") != token || r.FormValue("isSensitive") != "true" || r.FormValue("comment") != "a cat" || r.Form.Has("folderId") ||
			string(data) != "bytes" || head.Header.Get("Content-Type") != "image/png" || head.Filename != "a%22b.png" {
			t.Errorf("%v %q %v", r.Form, data, head)
		}
		_, _ = io.WriteString(w, `{"id":"f","name":"a.png"}`)
	}))
	defer s.Close()
	api := &misskey.API{Origin: s.URL, Token: token}
	var sent int64
	f, err := api.Upload(context.Background(), &misskey.Upload{Name: `a"b.png`, Type: "image/png", Data: []byte("bytes"), Comment: "a cat",
		IsSensitive: true, Progress: func(n, _ int64) { sent = n }})
	if err != nil || f.ID != "f" || sent != 5 {
		t.Errorf("%+v %v, %d bytes", f, err, sent)
	}
	s.Close()
	if _, err := api.Upload(context.Background(), &misskey.Upload{}); misskey.FaultOf(err) != misskey.FaultUnreachable {
		t.Error(err)
	}
}
