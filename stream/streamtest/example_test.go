//go:build !js

package streamtest_test

import (
	"fmt"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// A bot author's test: the connection is cut, and for ten seconds the server
// refuses to take it back.
func ExampleServer_Inject() {
	test := func(t *testing.T) {
		clock := streamtest.NewFakeClock(time.Time{})
		srv := streamtest.NewServer(t, &streamtest.Options{Seed: 1, Clock: clock})
		// bot := mybot.Start(srv.URL, srv.Token("alice"), clock)
		srv.Inject(streamtest.Fault{Kind: streamtest.Refuse, For: 10 * time.Second})
		srv.Drop()
		note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "did you miss me?"})
		clock.Advance(time.Minute)
		_ = note // the bot must have found it by now
	}
	_ = test
}

func ExampleWorld_Post() {
	srv := streamtest.New(&streamtest.Options{History: -1})
	defer srv.Close()
	note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "Soup or bread?", Poll: streamtest.PollSpec{Choices: []string{"soup", "bread"}}})
	srv.React(note.ID, "carol", ":blobcat:")
	srv.Vote(note.ID, "alice", 1)
	note, _ = srv.World().Note(note.ID)
	fmt.Println(note.Author, note.Reactions, note.Votes)
	// Output: bob map[:blobcat@.::1] [0 1]
}
