// Package streamtest is a Misskey-compatible server in one process: a seeded
// town of people and notes, the streaming protocol with a real server's
// manners, the HTTP API beside it, and everything that can go wrong with them.
// It is to a Misskey client what net/http/httptest is to an HTTP client, and it
// is the demo that the nagare binary carries.
//
//	srv := streamtest.NewServer(t, nil)          // loopback, closed with the test
//	c, err := stream.Dial(ctx, srv.URL, &stream.Options{Token: srv.Token("alice")})
//	…
//	note := srv.Post(streamtest.NoteSpec{By: "bob", Text: "hello"})
//	srv.React(note.ID, "carol", "👍")
//	srv.Drop()                                    // cut every socket
//
// # The world
//
// [World] holds the town. alice, bob and carol are the accounts to sign in as
// (Token, AppToken); kanri is the moderator, mallory is suspended, shizuku is
// locked, nemu shows herself only to people who are signed in, tama is a cat,
// tenki and jiho are bots, and mei@hoshi.example and others live on other
// servers. Options.History notes lie in the past at start; with Options.Rate a
// script goes on posting, answering, reacting, voting and deleting. Everything
// follows from Options.Seed and the [Clock], so that a failing test fails
// again; with a [FakeClock] nothing happens until Advance.
//
// # Manners
//
// A [Flavour] picks whom to imitate. Refusals are silent, acks of a burst come
// in disorder (and on IO2025_4 only for what was accepted), sockets hold 32
// channels, some channels never stop, ids must not be reused, notes of other
// servers arrive late with old ids, sinceId alone turns a page round. The
// conformance tests play the recordings of real servers against this one and
// compare the shapes of all answers; what differs is listed there with reasons.
//
// # Faults
//
// [Server.Inject] puts a [Fault] in force: on the connection, on frames, on the
// HTTP API. Drop, HalfOpen, Refuse, Stop and Start are shorthands. Faults that
// strike by chance take it from the seed. [ParseFaults] reads them from a flag;
// with Options.Control a browser test steers all of it by POST /_control.
//
// # Recordings
//
// [ReplayHandler] serves a recording as if it were a server, at once or at its
// own pace; [ReadRecording] tells what must come out.
//
// # How to extend it
//
//	to add             write                                          in
//	a phrase           one line "theme | text"                        phrases_ja.go, phrases_en.go
//	a person           one row of residents                           town.go
//	an emoji           one row of emojiDrawings                       art_emoji.go
//	a picture          one scene                                      art_picture.go
//	an endpoint        one row of its area's table, and its function  api_*.go
//	a channel          one row of channelTable                        channels.go
//	a main event       w.tell(user, "main", event, body)              where it happens
//	a fault            a constant and where it strikes                fault.go, fault_frame.go
//	a server's habits  a Flavour and its questions                    flavour.go
//	a known difference one line with its reason                       conformance_known_test.go
//
// It does not build for wasm (a page cannot listen); the fake clock does.
package streamtest
