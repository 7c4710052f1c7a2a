package stream

import "time"

// Tap sees every frame of a client, both ways, in order. It runs inside the
// client's goroutine: it must return quickly and must not call the client.
type Tap func(Frame)

// Frame is one frame as a [Tap] sees it, or a word about the socket.
type Frame struct {
	Dir Dir
	At  time.Time
	// Raw is the frame, redacted. It is shared: keep it if you like, but do not
	// change it. For DirEvent it is a JSON object with a key "kind".
	Raw []byte
	// Socket is the number of the socket, from 0; it goes on counting with every
	// attempt.
	Socket int
	// Size is the length of the frame on the wire; 0 for DirEvent.
	Size int
}

// Dir is which way a frame went.
type Dir uint8

// The directions. DirEvent is not a frame: a socket opened or ended.
const (
	DirSend Dir = iota
	DirRecv
	DirEvent
)

func (d Dir) String() string { return word(d, "send", "recv", "event") }
