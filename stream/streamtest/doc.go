// Package streamtest is a Misskey-compatible server in one process: a seeded
// world of people and notes, the streaming protocol with a real server's
// manners and faults, and the HTTP API beside it. It is to a Misskey client
// what net/http/httptest is to an HTTP client.
//
//	srv := streamtest.NewServer(t, nil)        // loopback, closed with the test
//	c, err := stream.Dial(ctx, srv.URL, &stream.Options{Token: srv.Token("alice")})
//	…
//	note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
//	srv.React(note.ID, "carol", "👍")
//	srv.Drop()                                  // cut every socket
package streamtest
