package e2e

import (
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nagare/stream/streamtest"
)

// unpack writes a recording of streamtest's test data where the binary can read it.
func unpack(t *testing.T, name string) string {
	t.Helper()
	in, err := os.Open(filepath.Join(Root, "stream", "streamtest", "testdata", "misskey-2025.4", name+".jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), name+".jsonl")
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, r); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestAReplayShowsExactlyWhatWasRecorded(t *testing.T) {
	file := unpack(t, "home")
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	rec, err := streamtest.ReadRecording(in)
	if err != nil {
		t.Fatal(err)
	}
	site := Serve(t, "replay", file)
	tab := Open(t, site.URL+"/")
	joins := rec.Timelines()
	if len(joins) < 4 {
		t.Fatalf("the recording has %d timelines", len(joins))
	}
	for i, j := range joins {
		want := rec.Remaining(j)
		tab.Until(`document.querySelector('`+column(i)+`')`, "column")
		if got := Eval[string](tab, `document.querySelector('`+column(i)+`').dataset.channel`); got != j.Channel {
			t.Fatalf("column %d shows %s, want %s", i, got, j.Channel)
		}
		tab.row(i, want[0])
		got := tab.readColumn(i, want[len(want)-1], nil)
		if a, b := strings.Join(got.ids, " "), strings.Join(want, " "); a != b {
			t.Errorf("%s %v shows\n%s\nwant\n%s", j.Channel, j.Params, a, b)
		}
		for id, rs := range got.reactions {
			target := id
			if of := got.renotes[id]; of != "" {
				target = of
			}
			recorded := rec.Reactions(target)
			maps.DeleteFunc(recorded, func(_ string, n int) bool { return n == 0 })
			if !maps.Equal(rs, recorded) {
				t.Errorf("%s, note %s: reactions %v, want %v", j.Channel, id, rs, recorded)
			}
		}
	}
}
