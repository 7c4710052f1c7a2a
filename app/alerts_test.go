package app

import (
	"strings"
	"testing"

	"nagare/app/i18n"
	"nagare/app/mute"
	"nagare/app/store"
	"nagare/stream/misskey"
)

func TestAPopUpDoesNotReadOutWhatAListCovers(t *testing.T) {
	s := &Session{printer: printer{Lang: i18n.English}}
	src := store.SourceOf("https://a.example", "alice")
	for _, raw := range []string{
		`{"id":"1","type":"mention","userId":"b","user":{"id":"b","username":"bob","host":null},"note":{"id":"2","userId":"b","text":"secret tofu"}}`,
		`{"id":"1","type":"mention","userId":"b","user":{"id":"b","username":"bob","host":null},"note":{"id":"2","userId":"b","cw":"secret tofu","text":"x"}}`,
	} {
		n, err := misskey.DecodeNotification([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if title, body, path := s.alertWords(src, n, mute.Verdict{Level: mute.Soft, By: "tofu"}); strings.Contains(title+body, "secret") || !strings.Contains(body, "tofu") || path == "/" {
			t.Errorf("%q, %q, %q", title, body, path)
		}
		if _, body, _ := s.alertWords(src, n, mute.Verdict{}); body != "secret tofu" {
			t.Errorf("not muted: %q", body)
		}
	}
}
