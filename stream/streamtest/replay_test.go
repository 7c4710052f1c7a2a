//go:build !js

package streamtest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// testdata reads one gzipped file.
func testdata(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func replayServer(t *testing.T, data []byte, o *streamtest.ReplayOptions) *streamtest.Server {
	t.Helper()
	h, err := streamtest.ReplayHandler(bytes.NewReader(data), o)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return &streamtest.Server{URL: srv.URL}
}

func TestAnInstantReplayGivesEveryRecordedNoteInItsFinalState(t *testing.T) {
	t.Parallel()
	data := testdata(t, "misskey-2025.4/home.jsonl.gz")
	rec, err := streamtest.ReadRecording(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	want := rec.Joins[0]
	if want.Channel != "homeTimeline" || len(want.NoteIDs) < 20 {
		t.Fatalf("the first join is %s with %d notes", want.Channel, len(want.NoteIDs))
	}
	s := replayServer(t, data, nil)
	c := dial(t, s, "TOKEN-ALICE")
	c.join("homeTimeline", "x", "")
	type shape struct {
		ID        string
		Reactions map[string]int
	}
	var got []string
	for range want.NoteIDs {
		var n shape
		f := c.next()
		if json.Unmarshal(f.Body.Body, &n); f.Body.ID != "x" {
			t.Fatalf("frame for %q", f.Body.ID)
		}
		if !maps.Equal(n.Reactions, rec.Reactions(n.ID)) {
			t.Errorf("%s: reactions %v, recorded %v", n.ID, n.Reactions, rec.Reactions(n.ID))
		}
		got = append(got, n.ID)
	}
	if !slices.Equal(got, want.NoteIDs) {
		t.Errorf("streamed %v, recorded %v", got, want.NoteIDs)
	}
	var page []shape
	call(t, s, "notes/timeline", map[string]any{"limit": 100}, &page)
	sorted := slices.Sorted(slices.Values(want.NoteIDs))
	slices.Reverse(sorted)
	for i, n := range page {
		if n.ID != sorted[i] || !maps.Equal(n.Reactions, rec.Reactions(n.ID)) {
			t.Errorf("timeline %d: %s %v", i, n.ID, n.Reactions)
		}
	}
	if len(page) != len(sorted) {
		t.Errorf("the timeline has %d notes of %d", len(page), len(sorted))
	}
}

func TestATimedReplayFollowsTheClock(t *testing.T) {
	t.Parallel()
	clock := streamtest.NewFakeClock(time.Time{})
	data := testdata(t, "misskey-2025.4/captures.jsonl.gz")
	s := replayServer(t, data, &streamtest.ReplayOptions{Speed: 2, Clock: clock})
	c := dial(t, s, "")
	c.join("main", "m", "")
	const id = "atwkamaf9z84003s"
	c.send(`{"type":"s","body":{"id":"` + id + `"}}`)
	c.join("main", "again", "") // the capture has been read when this is answered
	clock.Advance(30 * time.Second)
	kinds := map[string]int{}
	for range 13 {
		f := c.next()
		if f.Type != "noteUpdated" || f.Body.ID != id {
			t.Fatalf("got %+v", f)
		}
		kinds[f.Body.Type]++
	}
	if kinds["reacted"] != 7 || kinds["deleted"] != 1 || kinds["pollVoted"] != 2 {
		t.Errorf("heard %v", kinds)
	}
}
