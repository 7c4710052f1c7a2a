// Package stream is a client of Misskey's streaming API: one object per server
// and account that keeps its sockets, channels and note captures alive, and
// tells the truth about each of them.
//
// # What it promises
//
//   - A channel is live when the server acknowledged it, refused when it stayed
//     silent although the socket was proven alive, and never anything in
//     between: see [ChannelState] (protocol sections P2.1, P2.7).
//   - Whatever may have been missed is told by a [Gap] with bounds, in the place
//     where it belongs among the events: after a drop, a malformed frame, a
//     reader that fell behind. Nothing is lost silently.
//   - An open socket that is dead is found by a probe within [Options].QuietLimit
//     plus twice [Options].ProbeTimeout (P1.5), and replaced.
//   - Ids are never used twice on a connection (P2.6); note captures are counted
//     here, so that one subNote and one unsubNote leave per note and socket.
//   - More than 31 channels are spread over further sockets, invisibly (P2.7).
//   - No frame, however broken, ends the stream or panics.
//   - A token is sent to its own server in the URL of the socket and appears
//     nowhere else: not in errors, taps or recordings; see Redact.
//
// # What it leaves to others
//
// Bodies stay raw bytes: package misskey, beside this one, decodes them. There
// is no HTTP here; the two questions that only HTTP can answer are asked through
// [Options].CheckToken and [Options].Witness. Missed notes are not fetched: a
// [Gap] says that somebody should, after the channel went live again (subscribe,
// then fetch, then merge by id). The package does not log and has no globals.
//
// # Goroutines
//
// One goroutine per [Client] owns all of its state; every method posts to it or
// reads a snapshot, and may be called from any goroutine. Events are taken from
// a [Reader] by the caller's own goroutine, so no callback can block the client;
// only [Tap] runs inside it.
//
// # Speed
//
// A frame that nobody decodes takes two pieces of memory, its bytes and its
// event. A program that keeps little besides is at Go's least heap of 4 MB, where
// hundreds of thousands of frames a second mean a collection every few
// milliseconds; with debug.SetGCPercent(400) it takes one and a half times to
// twice as many (make bench prints both).
//
// # On wasm
//
// With GOOS=js the socket is the browser's own WebSocket instead of
// coder/websocket. The differences:
//
//   - Why an attempt failed is unknown: a refused token, a server that is down
//     and a missing network look alike (P1.2). [DialError].Status is always 0.
//   - The browser answers the server's pings unseen, and cannot send any.
//   - Closing does not wait for the server's answer; frames that the browser
//     holds but has not handed over are lost, which a [Gap] covers.
//   - Text that is not UTF-8 makes the browser close the socket.
//   - A frame over the read limit has already been received in full when it is
//     seen to be too long; the socket is then closed with code 4009.
//   - Reading never blocks the browser: the first frame after a silence is handed
//     over at once, those of a stream together, up to 8 ms later.
//   - Whatever is binary counts as malformed; servers send text only.
package stream
