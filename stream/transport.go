package stream

import (
	"context"
	"errors"
	"time"
)

// Transport opens sockets. The zero [Options] use the platform's; a replay
// (see NewReplay) and tests bring their own.
type Transport interface {
	// Dial opens a socket to url, which may hold a token: it must not appear in
	// the error. It returns when ctx ends, and leaves nothing behind then.
	Dial(ctx context.Context, url string) (Conn, error)
}

// Conn is one open socket. Read is called by one goroutine, Write by another.
type Conn interface {
	// Read returns the next text message. The bytes belong to the caller.
	// Any error is final. It returns when ctx ends.
	Read(ctx context.Context) ([]byte, error)
	// Write sends one text message.
	Write(ctx context.Context, message []byte) error
	// Close says goodbye (code 1000) if that takes no longer than a moment, and
	// ends the socket whatever happens. It may be called twice.
	Close() error
	// Abandon ends the socket at once, for one that is believed dead.
	Abandon()
}

// DialError tells why a socket did not open, as far as the platform knows.
type DialError struct {
	Status     int           // of the HTTP answer; 0: unknown, always so in a browser (P1.2)
	RetryAfter time.Duration // asked for by the server; 0: not
	Err        error         // redacted
}

func (e *DialError) Error() string { return "open socket: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *DialError) Unwrap() error { return e.Err }

// readLimit is the longest frame taken. The busiest known is a statsLog of some
// 40 kB; anything near this is not a frame of Misskey's.
const readLimit = 4 << 20

var (
	// ErrClosed is returned by methods of a closed client, a left channel and a
	// closed reader.
	ErrClosed = errors.New("stream is closed")
	// ErrNotOpen is returned for a message that cannot be sent now: it is never
	// queued (design law 7).
	ErrNotOpen = errors.New("not open now; send again when the channel is live")
	// errOversized is what Read of the built-in transports ends with.
	errOversized = errors.New("frame over the read limit")
)
