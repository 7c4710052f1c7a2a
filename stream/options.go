package stream

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"nagare/stream/internal/token"
)

// Options shape a client. Nil and the zero value are an anonymous client with
// the defaults below.
type Options struct {
	// Token signs the account in. Zero means anonymous.
	Token string
	// Permissions are those of the token if it is an app's, for the reason of a
	// refusal (P2.7). Zero means unknown, or a native token that may do all.
	Permissions []string
	// Transport opens sockets. Zero means coder/websocket, on wasm the browser's.
	Transport Transport
	// Clock is the time. Zero means the system's.
	Clock Clock
	// Rand returns numbers in [0,1) for jitter. One client calls it from one
	// goroutine at a time; what several clients share must be safe for that. Zero
	// means math/rand/v2.Float64, which is.
	Rand func() float64
	// NewID makes the ids of channel connections, never one twice. Zero means UUIDs.
	NewID func() string
	// Tap sees every frame, redacted. Zero means none.
	Tap Tap

	// QuietLimit is how long a socket may be silent before it is probed. Zero
	// means 25 s.
	QuietLimit time.Duration
	// ProbeTimeout is how long a probe may take; it is tried twice. Zero means 5 s.
	ProbeTimeout time.Duration
	// LatencyEvery is how often the round trip is measured on a socket that is
	// not silent, more often in the first minutes. Zero means 60 s, negative never.
	LatencyEvery time.Duration
	// AckTimeout is how long a channel may stay unacknowledged before the socket
	// is probed and the channel refused. Zero means 8 s.
	AckTimeout time.Duration
	// DialTimeout is how long opening a socket may take. Zero means 15 s.
	DialTimeout time.Duration
	// BackoffMin and BackoffMax bound the wait between attempts: a random part
	// of BackoffMin, doubling to BackoffMax, and never two attempts within a
	// second. Zero means 0.5 s and 30 s.
	BackoffMin, BackoffMax time.Duration
	// StableAfter is how long a socket must have been open for the wait to begin
	// anew. Zero means 60 s.
	StableAfter time.Duration
	// QueueSize is the room of each reader, in events. Zero means 1024.
	QueueSize int
	// ChannelsPerSocket is how many channels one socket may hold. Zero means 31,
	// and so does more: servers allow 32 and one is kept for probes (P2.7).
	ChannelsPerSocket int

	// CheckToken asks the HTTP API whether the token is good (P1.2); the browser
	// does not tell. It is called after two failures in a row before open, on a
	// goroutine of its own; ctx ends with the client. The method CheckToken of
	// package misskey's API is one. Zero means that the token is never declared
	// dead: a revoked one is tried for ever.
	CheckToken func(ctx context.Context) (TokenVerdict, error)
	// Witness asks the HTTP API why a channel may be silent, by the matching
	// endpoint (ChannelInfo.Backfill). It is called, on a goroutine of its own,
	// when a channel is refused and the reason is a guess. An empty reason
	// changes nothing. Zero means none.
	Witness func(ctx context.Context, spec ChannelSpec) (Reason, error)
}

// TokenVerdict is what the HTTP API says of a token. It is the type that
// CheckToken of package misskey's API returns too.
type TokenVerdict = token.Verdict

// The verdicts on a token. All but TokenUnknown and TokenGood close the client.
const (
	TokenUnknown   = token.Unknown   // the server is in trouble: go on trying
	TokenGood      = token.Good      // go on trying
	TokenDead      = token.Dead      // AUTHENTICATION_FAILED, or the account is deleted
	TokenSuspended = token.Suspended // YOUR_ACCOUNT_SUSPENDED
	TokenTooWeak   = token.TooWeak   // PERMISSION_DENIED: no read:account, so no streaming
)

// withDefaults returns a copy in which every zero has its meaning.
func (o *Options) withDefaults() Options {
	var d Options
	if o != nil {
		d = *o
	}
	if d.Transport == nil {
		d.Transport = platformTransport()
	}
	if d.Clock == nil {
		d.Clock = systemClock{}
	}
	if d.Rand == nil {
		d.Rand = rand.Float64
	}
	if d.NewID == nil {
		d.NewID = uuid.NewString
	}
	or := func(v *time.Duration, def time.Duration) {
		if *v == 0 {
			*v = def
		}
	}
	or(&d.QuietLimit, 25*time.Second)
	or(&d.ProbeTimeout, 5*time.Second)
	or(&d.LatencyEvery, 60*time.Second)
	or(&d.AckTimeout, 8*time.Second)
	or(&d.DialTimeout, 15*time.Second)
	or(&d.BackoffMin, 500*time.Millisecond)
	or(&d.BackoffMax, 30*time.Second)
	or(&d.StableAfter, 60*time.Second)
	if d.QueueSize <= 0 {
		d.QueueSize = 1024
	}
	if d.ChannelsPerSocket <= 0 || d.ChannelsPerSocket > 31 {
		d.ChannelsPerSocket = 31
	}
	return d
}
