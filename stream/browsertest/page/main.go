//go:build js

// Command page runs package stream against the browser's own WebSocket. The
// query says which case; the outcome becomes the global variable "result".
package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"syscall/js"
	"time"

	"github.com/valyala/fastjson"

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
		outcome = bench(n, q.Get("body"))
	}
	js.Global().Set("result", outcome)
}

func dial(origin string, o *stream.Options) *stream.Client {
	c, err := stream.Dial(context.Background(), origin, o)
	if err != nil {
		panic(err)
	}
	return c
}

// burst counts ten thousand frames sent at once, in order.
func burst(origin string) string {
	c := dial(origin, &stream.Options{QueueSize: 20000})
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
				c.Close()
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

// bench takes n frames from a WebSocket of the page's that only makes frames,
// and tells how many a second.
func bench(n int, body string) string {
	var parser fastjson.Parser
	c := dial("https://bench.example", &stream.Options{QueueSize: 1 << 20, LatencyEvery: -1, QuietLimit: time.Hour})
	defer c.Close()
	ch, _ := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
	for e := range ch.Reader().All(context.Background()) {
		if s, is := e.(stream.ChannelStateChanged); is && s.To.Phase == stream.Live {
			break
		}
	}
	js.Global().Call("pump", n)
	begun := time.Now()
	sum, got := 0, 0
	for e := range ch.Reader().All(context.Background()) {
		m, is := e.(stream.Message)
		if !is {
			continue
		}
		switch body {
		case "access": // to id, user and text, as the rival does
			v, err := parser.ParseBytes(m.Body)
			if err != nil {
				return err.Error()
			}
			sum += len(v.GetStringBytes("id")) + len(v.GetStringBytes("user", "username")) + len(v.GetStringBytes("text"))
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
		if got++; got == n {
			break
		}
	}
	return fmt.Sprintf("%.0f", float64(n)/time.Since(begun).Seconds())
}
