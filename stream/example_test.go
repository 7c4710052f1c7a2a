//go:build !js

package stream_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"testing"
	"time"

	"nagare/stream"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

// A bot that answers every mention with a reaction. It needs nothing but a
// server's address and a token with read:account and write:reactions.
func Example_reactionBot() {
	origin, token := os.Getenv("MISSKEY_ORIGIN"), os.Getenv("MISSKEY_TOKEN")
	ctx := context.Background()
	api := &misskey.API{Origin: origin, Token: token}
	c, err := stream.Dial(ctx, origin, &stream.Options{Token: token, CheckToken: api.CheckToken})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	ch, err := c.Join(stream.Main(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for e := range ch.Reader().All(ctx) {
		m, is := e.(stream.Message)
		if !is || m.Type != "mention" {
			continue
		}
		note, err := misskey.DecodeNote(m.Body)
		if err != nil {
			continue
		}
		err = api.Call(ctx, "notes/reactions/create", map[string]string{"noteId": note.ID, "reaction": "👍"}, nil)
		if err != nil {
			log.Print(err)
		}
	}
	log.Print("the stream has ended: ", c.State().Reason) // a token that is dead, for one
}

// A column in a terminal: it shows what arrives and says when something may be
// missing, instead of pretending that nothing is.
func Example_terminalColumn() {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	c, err := stream.Dial(ctx, "https://misskey.io", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	ch, err := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
	if err != nil {
		log.Fatal(err)
	}
	for e := range ch.Reader().All(ctx) {
		switch e := e.(type) {
		case stream.ChannelStateChanged:
			fmt.Println("—", e.To.Phase, e.To.Reason)
		case stream.Gap:
			fmt.Println("— something may be missing since", e.Since.Format(time.TimeOnly), e.Cause)
		case stream.Message:
			if note, err := misskey.PeekNote(e.Body); err == nil {
				fmt.Printf("%s: %s\n", note.Username, strings.ReplaceAll(note.Text, "\n", " "))
			}
		}
	}
}

// A test of a bot, against a whole server in the same process.
func Example_testWithStreamtest() {
	TestMyBot := func(t *testing.T) {
		srv := streamtest.NewServer(t, nil)
		c, err := stream.Dial(t.Context(), srv.URL, &stream.Options{Token: srv.Token("alice")})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		ch, err := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
		if err != nil {
			t.Fatal(err)
		}
		posted := ""
		for e := range ch.Reader().All(t.Context()) {
			switch e := e.(type) {
			case stream.ChannelStateChanged:
				if e.To.Phase == stream.Live { // only now is a note sure to arrive
					posted = srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"}).ID
				}
			case stream.Message:
				if note, err := misskey.DecodeNote(e.Body); err == nil && note.ID == posted {
					return
				}
			}
		}
	}
	_ = TestMyBot
}

// Seeing every frame, and keeping them for a test: a recording drives whatever a
// client drives. The token is never in it.
func ExampleRecorder() {
	file, err := os.CreateTemp("", "stream-*.jsonl")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	rec := stream.NewRecorder(file)
	c, err := stream.Dial(context.Background(), "https://misskey.io", &stream.Options{Tap: rec.Tap})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
}

// A recording instead of a server.
func ExampleReplay() {
	recording := strings.NewReader(`{"t_ms":0,"conn":"a","dir":"send","raw":"{\"type\":\"connect\",\"body\":{\"channel\":\"localTimeline\",\"id\":\"1\",\"pong\":true}}"}
{"t_ms":5,"conn":"a","dir":"recv","raw":"{\"type\":\"connected\",\"body\":{\"id\":\"1\"}}"}
{"t_ms":900,"conn":"a","dir":"recv","raw":"{\"type\":\"channel\",\"body\":{\"id\":\"1\",\"type\":\"note\",\"body\":{\"id\":\"n1\",\"text\":\"hello\"}}}"}
`)
	replay, err := stream.NewReplay(recording, &stream.ReplayOptions{Speed: -1})
	if err != nil {
		log.Fatal(err)
	}
	c, err := stream.Dial(context.Background(), "https://replay.example", &stream.Options{Transport: replay})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	ch, err := c.Join(stream.LocalTimeline(stream.TimelineParams{}), nil)
	if err != nil {
		log.Fatal(err)
	}
	for e := range ch.Reader().All(context.Background()) {
		switch e := e.(type) {
		case stream.ChannelStateChanged:
			fmt.Println(e.To.Phase)
		case stream.Message:
			fmt.Printf("%s %s\n", e.Type, e.Body)
			return
		}
	}
	// Output:
	// live
	// note {"id":"n1","text":"hello"}
}
