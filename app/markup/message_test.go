package markup

import (
	"strings"
	"testing"
	"time"

	"nagare/app/i18n"
	"nagare/stream/misskey"
)

func TestAMessageShowsWhatMayBeDoneWithIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 2, 15, 0, 0, 0, time.UTC)
	p := &Page{Printer: i18n.Printer{Lang: i18n.English}, Now: now, Origin: "https://example.com"}
	bob := &misskey.User{ID: "b", Username: "bob"}
	for name, c := range map[string]struct {
		m         Message
		with, not []string
	}{
		"another's":         {Message{Key: "1", Author: bob, Text: "<script>hi", At: now, React: true}, []string{`data-act="pick"`, `data-act="menu"`, "&lt;script", ">15:00<"}, []string{"mine", `data-act="again"`}},
		"one's own":         {Message{Key: "1", Mine: true, Text: "hi", At: now}, []string{`class="msg mine"`, `data-act="menu"`}, []string{`data-act="pick"`, "avatar"}},
		"of a room":         {Message{Key: "1", Author: bob, Named: true, Head: true, At: now}, []string{`class="msgname"`, "data-head"}, nil},
		"on its way":        {Message{Key: "out:1", Mine: true, State: "sending", Arg: "1", At: now}, []string{"Sending", `data-state="sending"`}, []string{`data-act="menu"`, `data-act="again"`}},
		"one that failed":   {Message{Key: "out:1", Mine: true, State: "failed", Why: "It is full.", Arg: "7", At: now}, []string{"It is full.", `data-act="again"`, `data-arg="7"`, `data-act="drop"`}, nil},
		"without an author": {Message{Key: "1", Text: "hi", At: now}, []string{"hi"}, nil},
	} {
		var w Writer
		MessageRow(&w, p, c.m)
		html := w.String()
		for _, s := range c.with {
			if !strings.Contains(html, s) {
				t.Errorf("%s: no %s in %s", name, s, html)
			}
		}
		for _, s := range c.not {
			if strings.Contains(html, s) {
				t.Errorf("%s: %s in %s", name, s, html)
			}
		}
	}
	for at, want := range map[time.Time]string{now.Add(-14 * time.Hour): "Today", now.Add(-16 * time.Hour): "Yesterday", now.Add(-72 * time.Hour): "27 Feb 2027"} {
		var w Writer
		if Day(&w, p, "d", at); !strings.Contains(w.String(), ">"+want+"<") {
			t.Errorf("%v: %s, want %s", at, w.String(), want)
		}
	}
}
