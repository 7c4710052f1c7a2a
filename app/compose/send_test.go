//go:build !js

package compose_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"nagare/app/compose"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

// writer is somebody at a fake server.
type writer struct {
	compose.Sending
	server *streamtest.Server
	kept   *compose.Attempt
	now    time.Time
}

func newWriter(t *testing.T, flavour streamtest.Flavour) *writer {
	t.Helper()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: flavour})
	api := &misskey.API{Origin: s.URL, Token: s.Token("alice"), Timeout: 3 * time.Second}
	me, err := api.I(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{server: s, now: time.Now()}
	w.Sending = compose.Sending{Server: api, Me: me.ID,
		Now:   func() time.Time { return w.now },
		Sleep: func(_ context.Context, d time.Duration) error { w.now = w.now.Add(d); return nil },
		Keep:  func(a *compose.Attempt) { w.kept = a },
	}
	return w
}

func (w *writer) posted(text string) int {
	n := 0
	for _, x := range w.server.Notes() {
		if x.Text == text {
			n++
		}
	}
	return n
}

func TestAFailureIsNeverPostedTwice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   streamtest.Fault
		unknown bool // after the first try
		first   int  // posted after the first try
	}{
		"the answer is lost":        {streamtest.Fault{Kind: streamtest.HTTPLose, Times: 1}, true, 1},
		"the request is lost":       {streamtest.Fault{Kind: streamtest.HTTPPage, Times: 1}, true, 0},
		"the server breaks":         {streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 503, Times: 1}, true, 0},
		"nothing answers for long":  {streamtest.Fault{Kind: streamtest.HTTPHang, Times: 1}, true, 0},
		"the server wants a pause":  {streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 429, Times: 1, Delay: time.Second}, false, 0},
		"the permission is missing": {streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 403, Times: 1}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWriter(t, streamtest.Upstream2025)
			c.fault.Path = "notes/create"
			w.server.Inject(c.fault)
			n := misskey.NewNote{Text: "once  "}
			if _, err := w.Send(context.Background(), n, nil); err == nil || errors.Is(err, compose.ErrUnknown) != c.unknown {
				t.Fatalf("first: %v", err)
			}
			if (w.kept != nil) != c.unknown {
				t.Errorf("kept attempt: %v", w.kept)
			}
			if got := w.posted("once"); got != c.first {
				t.Errorf("posted %d after the first try, want %d", got, c.first)
			}
			note, err := w.Send(context.Background(), n, w.kept)
			if err != nil || note == nil {
				t.Fatalf("second: %v", err)
			}
			if got := w.posted("once"); got != 1 || w.kept != nil {
				t.Errorf("posted %d in the end, attempt %v", got, w.kept)
			}
		})
	}
}

func TestAnUnknownOutcomeStaysUnknownWhileTheServerIsAway(t *testing.T) {
	t.Parallel()
	w := newWriter(t, streamtest.Upstream2025)
	w.server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/create", Times: 1})
	n := misskey.NewNote{Text: "away"}
	_, err := w.Send(context.Background(), n, nil)
	if !errors.Is(err, compose.ErrUnknown) {
		t.Fatal(err)
	}
	lift := w.server.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 500, Path: "users/notes"})
	for range 3 {
		if _, err = w.Send(context.Background(), n, w.kept); !errors.Is(err, compose.ErrUnknown) || w.kept == nil {
			t.Fatalf("%v, kept %v", err, w.kept)
		}
	}
	lift()
	if _, err = w.Send(context.Background(), n, w.kept); err != nil || w.posted("away") != 1 {
		t.Errorf("%v, posted %d", err, w.posted("away"))
	}
}

func TestAChangedDraftIsNotTakenForTheEarlierOne(t *testing.T) {
	t.Parallel()
	w := newWriter(t, streamtest.Upstream2025)
	w.server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "notes/create", Times: 1})
	w.Send(context.Background(), misskey.NewNote{Text: "frist"}, nil)
	var earlier *compose.EarlierError
	_, err := w.Send(context.Background(), misskey.NewNote{Text: "first"}, w.kept)
	if !errors.As(err, &earlier) || earlier.Note == nil || w.kept != nil || w.posted("first") != 0 {
		t.Fatalf("%v, kept %v", err, w.kept)
	}
	if _, err := w.Send(context.Background(), misskey.NewNote{Text: "first"}, w.kept); err != nil || w.posted("first") != 1 {
		t.Errorf("said again: %v", err)
	}
}

func TestTheSameWordsTwiceAreTwoNotes(t *testing.T) {
	t.Parallel()
	w := newWriter(t, streamtest.Upstream2025)
	n := misskey.NewNote{Text: "good morning"}
	first, err := w.Send(context.Background(), n, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Ours = []string{first.ID}
	w.server.Inject(streamtest.Fault{Kind: streamtest.HTTPPage, Path: "notes/create", Times: 1})
	w.Send(context.Background(), n, nil)
	if w.kept == nil {
		t.Fatal("no attempt was kept")
	}
	second, err := w.Send(context.Background(), n, w.kept)
	if err != nil || second.ID == first.ID || w.posted("good morning") != 2 {
		t.Errorf("second: %v, posted %d", err, w.posted("good morning"))
	}
}

func TestEveryFaultIsSortedIntoWrittenOrUnknown(t *testing.T) {
	t.Parallel()
	for f, want := range map[misskey.Fault]bool{
		misskey.FaultUnreachable: true, misskey.FaultTimeout: true, misskey.FaultCanceled: true, misskey.FaultServer: true,
		misskey.FaultNotMisskey: true, misskey.FaultTooLarge: true, misskey.FaultProcessing: true,
		misskey.FaultRateLimited: false, misskey.FaultRefused: false, misskey.FaultPermission: false, misskey.FaultTokenDead: false,
		misskey.FaultSuspended: false, misskey.FaultNeedsLogin: false, misskey.FaultArguments: false, misskey.FaultNoEndpoint: false, misskey.FaultDisabled: false,
	} {
		if got := compose.Uncertain(&misskey.Error{Fault: f}); got != want {
			t.Errorf("%s: uncertain %v", f, got)
		}
	}
	if compose.Uncertain(nil) || !compose.Uncertain(errors.New("?")) {
		t.Error("nil or a foreign error")
	}
}
