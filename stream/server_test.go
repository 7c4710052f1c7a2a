//go:build !js

package stream_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nagare/stream"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

// town runs a test with the whole fake server and fake time.
func town(t *testing.T, o streamtest.Options, so stream.Options, f func(t *testing.T, srv *streamtest.Server, c *stream.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o.History = -1
		srv := streamtest.New(&o)
		lines := newPipes()
		web := &http.Server{Handler: srv}
		var served sync.WaitGroup
		served.Go(func() { web.Serve(lines) })
		so.Transport = lines
		if so.Token != "" {
			so.Token = srv.Token(so.Token)
		}
		c, err := stream.Dial(t.Context(), "http://pipe.example", &so)
		if err != nil {
			t.Fatal(err)
		}
		wait(time.Second)
		f(t, srv, c)
		c.Close()
		srv.Close()
		web.Close()
		served.Wait()
	})
}

func wait(d time.Duration) { time.Sleep(d); synctest.Wait() }

func joined(t *testing.T, c *stream.Client, spec stream.ChannelSpec) *stream.Channel {
	t.Helper()
	ch, err := c.Join(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	wait(2 * time.Second)
	return ch
}

func notesOf(r *stream.Reader) (ids []string) {
	for e, ok := r.TryNext(); ok; e, ok = r.TryNext() {
		if m, is := e.(stream.Message); is {
			ids = append(ids, noteID(m.Body))
		}
	}
	return ids
}

func TestANoteAndItsReactionsArrive(t *testing.T) {
	town(t, streamtest.Options{}, stream.Options{Token: "alice"}, func(t *testing.T, srv *streamtest.Server, c *stream.Client) {
		events := c.Events()
		ch := joined(t, c, stream.LocalTimeline(stream.TimelineParams{}))
		if ch.State().Phase != stream.Live {
			t.Fatal(ch.State())
		}
		note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
		wait(2 * time.Second)
		if got := notesOf(ch.Reader()); len(got) != 1 || got[0] != note.ID {
			t.Fatalf("got %v", got)
		}
		c.Capture(note.ID)
		wait(2 * time.Second)
		srv.React(note.ID, "carol", "👍")
		srv.Delete(note.ID)
		wait(2 * time.Second)
		var kinds []string
		for e, ok := events.TryNext(); ok; e, ok = events.TryNext() {
			if u, is := e.(stream.NoteUpdated); is && u.ID == note.ID {
				kinds = append(kinds, u.Type)
			}
		}
		if fmt.Sprint(kinds) != "[reacted deleted]" {
			t.Errorf("updates %v", kinds)
		}
	})
}

func TestRefusalsOfAServerThatAcknowledgesOnlyWhatItAccepts(t *testing.T) {
	tests := []struct {
		name string
		o    stream.Options
		spec stream.ChannelSpec
		want string
	}{
		{"home without an account", stream.Options{}, stream.HomeTimeline(stream.TimelineParams{}), stream.ReasonNeedsLogin},
		{"a list that is not there", stream.Options{Token: "alice"}, stream.UserList("nosuchlist", stream.TimelineParams{}), stream.ReasonNoAnswer},
		{"server statistics, which misskey.io lacks", stream.Options{}, stream.ServerStats(), stream.ReasonNoAnswer},
		{"a game of another fork", stream.Options{}, stream.Custom("mahjongRoom", nil), stream.ReasonUnknownChannel},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			town(t, streamtest.Options{}, tt.o, func(t *testing.T, srv *streamtest.Server, c *stream.Client) {
				ch := joined(t, c, tt.spec)
				wait(10 * time.Second)
				if st := ch.State(); st.Phase != stream.Refused || st.Reason.Code != tt.want {
					t.Errorf("state %+v", st)
				}
				if other := joined(t, c, stream.GlobalTimeline(stream.TimelineParams{})); other.State().Phase != stream.Live {
					t.Errorf("another channel is %v", other.State())
				}
			})
		})
	}
}

func TestARefusalOnAFullSocketIsTakenForTheLimit(t *testing.T) {
	town(t, streamtest.Options{}, stream.Options{}, func(t *testing.T, srv *streamtest.Server, c *stream.Client) {
		for i := range 30 {
			joined(t, c, stream.Hashtag([]string{fmt.Sprint("tag", i)}))
		}
		ch := joined(t, c, stream.ServerStats()) // refused in silence here
		wait(10 * time.Second)
		if st := ch.State(); st.Phase != stream.Refused || st.Reason.Code != stream.ReasonLimit {
			t.Errorf("state %+v", st)
		}
	})
}

func TestFortyChannelsOnAServerThatAllowsThirtyTwo(t *testing.T) {
	town(t, streamtest.Options{}, stream.Options{}, func(t *testing.T, srv *streamtest.Server, c *stream.Client) {
		var all []*stream.Channel
		for i := range 40 {
			ch, err := c.Join(stream.Hashtag([]string{fmt.Sprint("tag", i)}), nil)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, ch)
		}
		wait(10 * time.Second)
		note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "#tag0 #tag39"})
		wait(2 * time.Second)
		for i, ch := range all {
			if ch.State().Phase != stream.Live {
				t.Fatalf("channel %d is %v", i, ch.State())
			}
			got := notesOf(ch.Reader())
			if want := i == 0 || i == 39; want != (len(got) == 1 && got[0] == note.ID) {
				t.Errorf("channel %d got %v", i, got)
			}
		}
		if n := srv.Sockets(); n != 2 {
			t.Errorf("%d sockets", n)
		}
	})
}

func TestLeakedIdsDoNotDoubleNotes(t *testing.T) {
	town(t, streamtest.Options{}, stream.Options{}, func(t *testing.T, srv *streamtest.Server, c *stream.Client) {
		srv.Inject(streamtest.Fault{Kind: streamtest.LeakID})
		for range 3 {
			joined(t, c, stream.LocalTimeline(stream.TimelineParams{})).Leave()
		}
		ch := joined(t, c, stream.LocalTimeline(stream.TimelineParams{}))
		srv.Post(streamtest.NoteSpec{By: "bob", Text: "once"})
		wait(2 * time.Second)
		if got := notesOf(ch.Reader()); len(got) != 1 {
			t.Errorf("got %v", got)
		}
		if c.Stats().Stray == 0 {
			t.Error("the server did not leak")
		}
	})
}

func TestADeadTokenIsFoundByItsStatus(t *testing.T) {
	asked := 0
	o := stream.Options{Token: "alice", CheckToken: func(context.Context) (stream.TokenVerdict, error) {
		asked++
		return stream.TokenDead, nil
	}}
	town(t, streamtest.Options{}, o, func(t *testing.T, srv *streamtest.Server, c *stream.Client) {
		srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 401})
		srv.Drop()
		wait(5 * time.Second)
		if st := c.State(); asked != 1 || st.Phase != stream.Closed || st.Reason.Code != stream.ReasonTokenDead {
			t.Errorf("asked %d times, state %v", asked, st)
		}
	})
}

// TestABotAuthorsTest is the example, run for real: loopback, no fake time.
func TestABotAuthorsTest(t *testing.T) {
	srv := streamtest.NewServer(t, nil)
	c, err := stream.Dial(t.Context(), srv.URL, &stream.Options{Token: srv.Token("alice"), BackoffMin: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ch, err := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	posted, dropped := "", false
	for e := range ch.Reader().All(ctx) {
		switch e := e.(type) {
		case stream.ChannelStateChanged:
			if e.To.Phase == stream.Live {
				posted = srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"}).ID
			}
		case stream.Gap:
			dropped = true
		case stream.Message:
			note, err := misskey.DecodeNote(e.Body)
			if err != nil || note.ID != posted || note.Text == nil || !strings.Contains(*note.Text, "hello") {
				continue
			}
			if dropped {
				return // again live after the cut, and the new note arrived
			}
			srv.Drop()
		}
	}
	t.Error("the note did not arrive")
}
