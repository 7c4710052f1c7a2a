package misskey_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/build"
	"slices"
	"strings"
	"sync"
	"testing"

	"nagare/stream/misskey"
)

func TestDecodingInParallelSharesNothing(t *testing.T) {
	t.Parallel()
	raws := realNotes(t)
	want := make([][]byte, len(raws))
	for i, raw := range raws {
		n, err := misskey.DecodeNote(raw)
		if err != nil {
			t.Fatal(err)
		}
		want[i], _ = json.Marshal(n)
	}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			var kept []*misskey.Note
			for i := range raws {
				i = (i + g*7) % len(raws)
				buf := bytes.Clone(raws[i])
				n, err := misskey.DecodeNote(buf)
				if err != nil {
					t.Error(err)
					return
				}
				clear(buf)
				kept = append(kept, n)
			}
			for i, n := range kept {
				i = (i + g*7) % len(raws)
				if got, _ := json.Marshal(n); !bytes.Equal(got, want[i]) {
					t.Errorf("note %d changed after it was decoded", i)
				}
			}
		})
	}
	all.Wait()
}

func TestNestingIsFollowedOnlySoFar(t *testing.T) {
	t.Parallel()
	for _, depth := range []int{3, 62, 63, 64, 65, 100, 290, 5000} {
		raw := strings.Repeat(`{"id":"x","renoteId":"x","renote":`, depth) + `{"id":"y"}` + strings.Repeat(`}`, depth)
		n, err := misskey.DecodeNote([]byte(raw))
		if depth > 290 {
			if err == nil {
				t.Errorf("%d levels: no error", depth)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%d levels: %v", depth, err)
		}
		levels := 0
		for ; n.Renote != nil; n = n.Renote {
			levels++
		}
		if levels != min(depth, 63) || (depth > 63) != (n.RenoteState == misskey.EmbeddedCut) {
			t.Errorf("%d levels: %d followed, the last is %v", depth, levels, n.RenoteState)
		}
	}
}

func TestHowAnEmbeddedNoteCame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		raw                      string
		state                    misskey.Embedded
		pure, quote, gone, inner bool
	}{
		{`{"id":"x"}`, misskey.EmbeddedAbsent, false, false, false, true},
		{`{"id":"x","renoteId":"y"}`, misskey.EmbeddedAbsent, true, false, false, false},
		{`{"id":"x","renoteId":"y","renote":null}`, misskey.EmbeddedNull, true, false, true, false},
		{`{"id":"x","renoteId":null,"renote":null}`, misskey.EmbeddedNull, false, false, false, true}, // meisskey
		{`{"id":"x","renoteId":"y","renote":{"id":"y"}}`, misskey.EmbeddedThere, true, false, false, true},
		{`{"id":"x","renoteId":"y","renote":5}`, misskey.EmbeddedCut, true, false, false, false},
		{`{"id":"x","renoteId":"y","renote":{"id":"y"},"text":"q"}`, misskey.EmbeddedThere, false, true, false, true},
		{`{"id":"x","renoteId":"y","renote":{"id":"y"},"cw":""}`, misskey.EmbeddedThere, false, true, false, true},
		{`{"id":"x","renoteId":"y","renote":{"id":"y"},"replyId":"r"}`, misskey.EmbeddedThere, false, true, false, true},
		{`{"id":"x","renoteId":"y","renote":{"id":"y"},"fileIds":["f"],"files":[]}`, misskey.EmbeddedThere, false, true, false, true},
		{`{"id":"x","renoteId":"y","renote":{"id":"y"},"poll":{"choices":[]}}`, misskey.EmbeddedThere, false, true, false, true},
	} {
		n, err := misskey.DecodeNote([]byte(c.raw))
		if err != nil || n.RenoteState != c.state || n.IsPureRenote() != c.pure || n.IsQuote() != c.quote || n.RenoteDeleted() != c.gone || (n.Inner() != nil) != c.inner {
			t.Errorf("%s: state %v pure %v quote %v gone %v inner %v %v", c.raw, n.RenoteState, n.IsPureRenote(), n.IsQuote(), n.RenoteDeleted(), n.Inner(), err)
		}
	}
}

func TestUnknownEventsKeepTheirBody(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{{"main", "newInFuture", `{"a":1}`}, {"homeTimeline", "note", `{"no":"id"}`}, {"main", "notification", `[1]`},
		{"chatUser", "react", `{"reaction":"👍"}`}, {"x", "y", `5`}, {"x", "y", `true`}, {"x", "y", `{"broken`}} {
		e, ok := misskey.DecodeChannelEvent(c[0], c[1], []byte(c[2])).(*misskey.UnknownEvent)
		if !ok || e.Channel != c[0] || e.Type != c[1] || string(e.Raw) != c[2] {
			t.Errorf("%v: %+v", c, e)
		}
	}
	for _, body := range []string{``, `null`} {
		if _, ok := misskey.DecodeChannelEvent("main", "readAllNotifications", []byte(body)).(misskey.Nothing); !ok {
			t.Errorf("%q is not nothing", body)
		}
	}
	if id := misskey.DecodeChannelEvent("drive", "fileDeleted", []byte(`"x"`)); id != misskey.Text("x") {
		t.Errorf("%#v", id)
	}
}

// The wasm build must stay small: net/http alone is 0.8 MB of brotli.
func TestTheBrowserGetsNoNetwork(t *testing.T) {
	t.Parallel()
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH = "js", "wasm"
	p, err := ctx.ImportDir(".", 0)
	if err != nil {
		t.Skip(err)
	}
	for _, heavy := range []string{"net", "net/http", "mime/multipart", "html/template", "log/slog", "reflect"} {
		if slices.Contains(p.Imports, heavy) {
			t.Errorf("%s is imported by %v", heavy, p.ImportPos[heavy])
		}
	}
	if len(p.GoFiles) < 20 || !slices.Contains(p.GoFiles, "fetch_js.go") {
		t.Error(fmt.Sprint("looked at the wrong files: ", p.GoFiles))
	}
}
