//go:build !js

package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// serve runs one real socket's server side; it ends with the test.
func serve(t *testing.T, f func(ctx context.Context, ws *websocket.Conn)) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer ws.CloseNow()
		f(r.Context(), ws)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func dialReal(t *testing.T, origin string, o *Options) *Client {
	t.Helper()
	c, err := Dial(t.Context(), origin, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// gate holds every dial back until somebody listens.
type gate struct {
	Transport
	open chan struct{}
}

func (g gate) Dial(ctx context.Context, url string) (Conn, error) {
	<-g.open
	return g.Transport.Dial(ctx, url)
}

// heard dials and returns all events of the client, from the first on.
func heard(t *testing.T, origin string, o *Options) (*Client, *Reader) {
	t.Helper()
	o.Transport = gate{platformTransport(), make(chan struct{})}
	c := dialReal(t, origin, o)
	events := c.Events()
	close(o.Transport.(gate).open)
	return c, events
}

// await reads events until one satisfies f.
func await(t *testing.T, r *Reader, f func(Event) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		e, err := r.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if f(e) {
			return
		}
	}
}

// answer acknowledges whatever is asked for and returns the id.
func answer(ctx context.Context, ws *websocket.Conn) (id string, err error) {
	_, b, err := ws.Read(ctx)
	if err != nil {
		return "", err
	}
	var f sent
	if json.Unmarshal(b, &f) == nil && f.Type == "connect" {
		return f.Body.ID, ws.Write(ctx, websocket.MessageText, idFrame("connected", f.Body.ID))
	}
	return "", nil
}

func TestARedirectIsNotFollowed(t *testing.T) {
	var elsewhere []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere = append(elsewhere, r.URL.String()+" "+r.Referer())
	}))
	defer other.Close()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/streaming", http.StatusFound)
	}))
	defer srv.Close()
	_, events := heard(t, srv.URL, &Options{Token: "s3cretT0ken", BackoffMin: time.Hour, BackoffMax: time.Hour})
	await(t, events, func(e Event) bool {
		s, is := e.(StateChanged)
		return is && s.To.Phase == Waiting && s.To.Reason.Code == ReasonHTTPStatus && strings.HasPrefix(s.To.Reason.Detail, "302")
	})
	if len(elsewhere) > 0 {
		t.Errorf("another server was asked: %q", elsewhere)
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	soon := time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)
	for v, want := range map[string]time.Duration{"": 0, "7": 7 * time.Second, "-1": 0, "soon": 0, "999999999": 24 * time.Hour,
		soon: time.Minute, "Sun, 06 Nov 1994 08:49:37 GMT": 0} {
		if got := retryAfter(v); got > want || got < want-5*time.Second {
			t.Errorf("%q: %v, want %v", v, got, want)
		}
	}
}

func TestABurstOfTenThousandFramesOverARealSocket(t *testing.T) {
	const n = 10000
	origin := serve(t, func(ctx context.Context, ws *websocket.Conn) {
		id, err := answer(ctx, ws)
		for i := 0; i < n && err == nil; i++ {
			err = ws.Write(ctx, websocket.MessageText, []byte(eventFrame(id, "note", fmt.Sprintf(`{"id":"%d"}`, i))))
		}
		for err == nil {
			_, err = answer(ctx, ws)
		}
	})
	c := dialReal(t, origin, &Options{QueueSize: 2 * n})
	ch, err := c.Join(LocalTimeline(TimelineParams{}), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	await(t, ch.Reader(), func(e Event) bool {
		if m, is := e.(Message); is {
			if want := fmt.Sprintf(`{"id":"%d"}`, got); string(m.Body) != want {
				t.Fatalf("got %s, want %s", m.Body, want)
			}
			got++
		}
		return got == n
	})
	if s := c.Stats(); s.FramesIn < n || s.BytesIn == 0 {
		t.Errorf("stats %+v", s)
	}
}

func TestAFrameUpToTheLimitIsTakenAndOneBeyondEndsTheSocket(t *testing.T) {
	for _, tt := range []struct {
		size int
		ok   bool
	}{{readLimit - 100, true}, {readLimit + 1, false}} {
		t.Run(fmt.Sprint(tt.size), func(t *testing.T) {
			origin := serve(t, func(ctx context.Context, ws *websocket.Conn) {
				err := ws.Write(ctx, websocket.MessageText, []byte(`{"type":"x","body":"`+strings.Repeat("y", tt.size-22)+`"}`))
				for err == nil {
					_, err = answer(ctx, ws)
				}
			})
			_, events := heard(t, origin, &Options{BackoffMin: time.Hour, BackoffMax: time.Hour})
			await(t, events, func(e Event) bool {
				switch e := e.(type) {
				case Unknown:
					return tt.ok
				case StateChanged:
					return !tt.ok && e.To.Phase == Waiting && e.To.Reason.Code == ReasonOversized
				}
				return false
			})
		})
	}
}

func TestWhyASocketDidNotOpen(t *testing.T) {
	const token = "s3cretT0kenValue"
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer srv.Close()
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := "ws://" + dead.Addr().String()
	dead.Close()
	tests := []struct {
		name, addr string
		status     int
		after      time.Duration
	}{
		{"refused by HTTP", "ws" + strings.TrimPrefix(srv.URL, "http"), 429, 7 * time.Second},
		{"nobody listens", gone, 0, 0},
		{"no such host", "wss://nobody.invalid", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := platformTransport().Dial(t.Context(), tt.addr+"/streaming?i="+token+"&_t=1")
			var de *DialError
			if !errors.As(err, &de) {
				t.Fatalf("got %v", err)
			}
			if de.Status != tt.status || de.RetryAfter != tt.after {
				t.Errorf("got %+v", de)
			}
			if strings.Contains(err.Error(), token) || strings.Contains(fmt.Sprintf("%+v %#v", err, de.Err), token) {
				t.Errorf("the token is in %v", err)
			}
		})
	}
}

func TestCloseDoesNotWaitForAServerThatIsSilent(t *testing.T) {
	hold := make(chan struct{})
	origin := serve(t, func(ctx context.Context, ws *websocket.Conn) { <-hold }) // reads nothing, so answers no close
	defer close(hold)
	c, events := heard(t, origin, new(Options))
	await(t, events, func(e Event) bool { s, is := e.(StateChanged); return is && s.To.Phase == Open })
	begun := time.Now()
	c.Close()
	if d := time.Since(begun); d > 3*time.Second {
		t.Errorf("took %v", d)
	}
	// One that has said it is done may be on its way out yet.
	left := leftBehind()
	for end := time.Now().Add(10 * time.Second); len(left) > 0 && time.Now().Before(end); left = leftBehind() {
		time.Sleep(time.Millisecond)
	}
	if len(left) > 0 {
		t.Errorf("left behind:\n%s", bytes.Join(left, []byte("\n\n")))
	}
}

// leftBehind is the stacks of the goroutines that work for a client.
func leftBehind() [][]byte {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	return slices.DeleteFunc(bytes.Split(buf, []byte("\n\n")), func(g []byte) bool {
		return !bytes.Contains(g, []byte("stream.(*Client)")) && !bytes.Contains(g, []byte("stream.(*engine)"))
	})
}

func TestCloseSaysGoodbye(t *testing.T) {
	said := make(chan websocket.StatusCode, 1)
	origin := serve(t, func(ctx context.Context, ws *websocket.Conn) {
		for {
			if _, err := answer(ctx, ws); err != nil {
				said <- websocket.CloseStatus(err)
				return
			}
		}
	})
	c, events := heard(t, origin, new(Options))
	await(t, events, func(e Event) bool { s, is := e.(StateChanged); return is && s.To.Phase == Open })
	c.Close()
	if code := <-said; code != websocket.StatusNormalClosure {
		t.Errorf("code %d", code)
	}
}

func TestADropOverARealSocketIsToldAndRepaired(t *testing.T) {
	first := make(chan struct{}, 1)
	first <- struct{}{}
	origin := serve(t, func(ctx context.Context, ws *websocket.Conn) {
		if _, err := answer(ctx, ws); err != nil {
			return
		}
		select {
		case <-first:
			return // cut without a word
		default:
		}
		for {
			if _, err := answer(ctx, ws); err != nil {
				return
			}
		}
	})
	c := dialReal(t, origin, &Options{BackoffMin: time.Millisecond})
	ch, err := c.Join(LocalTimeline(TimelineParams{}), nil)
	if err != nil {
		t.Fatal(err)
	}
	gap := false
	await(t, ch.Reader(), func(e Event) bool {
		switch e := e.(type) {
		case Gap:
			gap = true
		case ChannelStateChanged:
			return gap && e.To.Phase == Live
		}
		return false
	})
}

func TestASocketThatNobodyReadsIsClosedInTime(t *testing.T) {
	silent := make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer ws.CloseNow()
		<-silent
	})
	plain, secure := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	defer plain.Close()
	defer secure.Close()
	defer close(silent)
	for _, srv := range []*httptest.Server{plain, secure} {
		for name, end := range map[string]func(Conn){
			"closed":    func(c Conn) { _ = c.Close() },
			"abandoned": Conn.Abandon,
		} {
			t.Run(srv.URL[:strings.Index(srv.URL, ":")]+" "+name, func(t *testing.T) {
				conn, err := nativeTransport{srv.Client()}.Dial(t.Context(), "ws"+strings.TrimPrefix(srv.URL, "http"))
				if err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				end(conn)
				if d := time.Since(begun); d > 3*time.Second {
					t.Errorf("took %v", d)
				}
				if _, err := conn.Read(t.Context()); err == nil {
					t.Error("it can be read still")
				}
			})
		}
	}
}
