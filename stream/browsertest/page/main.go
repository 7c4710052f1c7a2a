//go:build js

// Command page runs package stream against the browser's own WebSocket. The
// query says which case; the outcome becomes the global variable "result".
package main

import (
	"context"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall/js"
	"time"

	"nagare/stream"
	"nagare/stream/misskey"
)

func main() {
	here := js.Global().Get("location")
	q, _ := url.ParseQuery(here.Get("search").String()[1:])
	origin := here.Get("origin").String()
	var outcome string
	switch q.Get("case") {
	case "burst":
		outcome = burst(origin + "/burst")
	case "half":
		outcome = half(origin + "/half")
	case "big":
		outcome = ends(origin + "/big")
	case "refuse":
		outcome = ends(origin + "/refuse")
	case "bench":
		n, _ := strconv.Atoi(q.Get("n"))
		warm, _ := strconv.Atoi(q.Get("warm"))
		outcome = bench(n, warm, q.Get("body"))
	}
	if q.Get("case") != "bench" {
		outcome += left()
	}
	js.Global().Set("result", outcome)
}

// left tells what a closed client left behind: goroutines, timers, listeners, sockets, functions.
func left() string {
	more := others()
	for end := time.Now().Add(5 * time.Second); len(more) > 0 && time.Now().Before(end); more = others() {
		time.Sleep(time.Millisecond) // one past its last word is not at its end yet
	}
	if len(more) > 0 {
		return fmt.Sprintf(", left %d goroutines: %s", len(more), strings.Join(more, "\n\n"))
	}
	if n := pending.Load(); n != 0 {
		return fmt.Sprintf(", left %d timers", n)
	}
	if s := js.Global().Call("left").String(); s != "" {
		return ", left " + s
	}
	return ""
}

// others is the stacks of all goroutines but this one and the idle one that takes events from the browser: that is the
// runtime's, which starts it when it likes.
func others() []string {
	buf := make([]byte, 1<<16)
	all := strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n")
	return slices.DeleteFunc(all[1:], func(g string) bool {
		return strings.Contains(g, "runtime.handleEvent(") && !strings.Contains(g, "nagare/")
	})
}

// clock is the system's, and counts the timers that are pending.
type clock struct{}

type timer struct {
	*time.Timer
	over *sync.Once
}

var pending atomic.Int64

func (clock) Now() time.Time { return time.Now() }

func (clock) AfterFunc(d time.Duration, f func()) stream.Timer {
	pending.Add(1)
	t := timer{over: new(sync.Once)}
	t.Timer = time.AfterFunc(d, func() { t.end(); f() })
	return t
}

func (t timer) Stop() bool { t.end(); return t.Timer.Stop() }
func (t timer) end()       { t.over.Do(func() { pending.Add(-1) }) }

func dial(origin string, o *stream.Options) *stream.Client {
	o.Clock = clock{}
	c, err := stream.Dial(context.Background(), origin, o)
	if err != nil {
		panic(err)
	}
	return c
}

// burst counts ten thousand frames sent at once, in order.
func burst(origin string) string {
	c := dial(origin, &stream.Options{QueueSize: 20000})
	defer c.Close()
	ch, _ := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
	got := 0
	for e := range ch.Reader().All(context.Background()) {
		switch e := e.(type) {
		case stream.Gap:
			return "a gap: " + e.Cause.String()
		case stream.Message:
			if want := fmt.Sprintf(`{"id":"%d"}`, got); string(e.Body) != want {
				return fmt.Sprintf("got %s, want %s", e.Body, want)
			}
			if got++; got == 10000 {
				return "ok"
			}
		}
	}
	return "ended early"
}

// half closes a socket whose server answers nothing, not even the close.
func half(origin string) string {
	c := dial(origin, &stream.Options{QuietLimit: 200 * time.Millisecond, ProbeTimeout: 200 * time.Millisecond, BackoffMin: time.Millisecond})
	for e := range c.Events().All(context.Background()) {
		if s, is := e.(stream.StateChanged); is && s.To.Reason.Code == stream.ReasonSilent {
			break // found dead by the probe; the next attempt is under way
		}
	}
	begun := time.Now()
	c.Close()
	if d := time.Since(begun); d > 500*time.Millisecond {
		return "close took " + d.String()
	}
	return "ok"
}

// ends tells why the first socket ended.
func ends(origin string) string {
	c := dial(origin, &stream.Options{BackoffMin: time.Hour, BackoffMax: time.Hour})
	defer c.Close()
	for e := range c.Events().All(context.Background()) {
		if s, is := e.(stream.StateChanged); is && s.To.Phase == stream.Waiting {
			return s.To.Reason.Code
		}
	}
	return "closed"
}

// bench takes frames from a WebSocket of the page's that only makes frames, and
// tells how many of the last n a second, and the bytes and pieces of memory taken
// for each; those before them are for the engine to warm up.
func bench(n, warm int, body string) string {
	var before, after runtime.MemStats
	c := dial("https://bench.example", &stream.Options{QueueSize: 1 << 20, LatencyEvery: -1, QuietLimit: time.Hour})
	defer c.Close()
	ch, _ := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
	for e := range ch.Reader().All(context.Background()) {
		if s, is := e.(stream.ChannelStateChanged); is && s.To.Phase == stream.Live {
			break
		}
	}
	js.Global().Call("pump", warm+n)
	var begun time.Time
	sum, got := 0, 0
	for e := range ch.Reader().All(context.Background()) {
		m, is := e.(stream.Message)
		if !is {
			continue
		}
		switch body {
		case "access": // to id, user and text, as the rival does
			p, err := misskey.PeekNote(m.Body)
			if err != nil {
				return err.Error()
			}
			sum += len(p.ID) + len(p.Username) + len(p.Text)
		case "decode": // the whole note
			note, err := misskey.DecodeNote(m.Body)
			if err != nil {
				return err.Error()
			}
			sum += len(note.ID) + len(note.User.Username)
			if note.Text != nil {
				sum += len(*note.Text)
			}
		}
		if got++; got == warm {
			runtime.ReadMemStats(&before)
			begun = time.Now()
		}
		if got == warm+n {
			break
		}
	}
	d := time.Since(begun)
	runtime.ReadMemStats(&after)
	return fmt.Sprintf("%.0f %.0f %.2f", float64(n)/d.Seconds(),
		float64(after.TotalAlloc-before.TotalAlloc)/float64(n), float64(after.Mallocs-before.Mallocs)/float64(n))
}
