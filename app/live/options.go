package live

import (
	"context"
	"math/rand/v2"
	"time"

	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// Options shape a hub. The zero value is the real world, anonymous, with nothing kept over a reload.
type Options struct {
	// Clock is the time. Zero means the system's.
	Clock stream.Clock
	// Dial opens a stream client. Zero means stream.Dial.
	Dial func(ctx context.Context, origin string, o *stream.Options) (*stream.Client, error)
	// Stream shapes the stream clients (limits, transport, tap for tests). Its Token, Permissions, Clock and CheckToken
	// are set by the hub. Zero means the defaults.
	Stream stream.Options
	// Tap sees every frame of every source, redacted, until SetTap. Zero means none.
	Tap func(src store.Source) stream.Tap
	// Fetch performs HTTP. Zero means the platform's.
	Fetch misskey.Fetcher
	// Accounts returns the token of a source, and the token's permissions if they are known. It is called when a source
	// is first used. Zero means that nobody is signed in.
	Accounts func(src store.Source) (token string, permissions []string, ok bool)
	// Persist keeps columns over a reload. Zero means that nothing is kept.
	Persist Persist
	// Store shapes the store.
	Store store.Options
	// Rand returns numbers in [0,1) that spread retries. Zero means math/rand/v2.Float64.
	Rand func() float64

	// PagesPerMinute bounds how many pages are fetched by themselves to fill gaps, per source; more come on demand.
	// Zero means 12.
	PagesPerMinute int
	// ReadsPerMinute bounds how many notes are re-read one by one, per source, where the server cannot tell about many at
	// once. Zero means 80.
	ReadsPerMinute int
	// HiddenAfter is how long a hidden page keeps its channels. Zero means 5 minutes; negative: for ever.
	HiddenAfter time.Duration
	// ReleaseAfter is how long a note stays captured after it left the view. Zero means 10 s.
	ReleaseAfter time.Duration
	// QuietAfter is after how long without an event a live column is called quiet. Zero means 60 s.
	QuietAfter time.Duration
	// WitnessEvery is how often a column that is delivered to looks over HTTP whether its channel keeps something back.
	// Zero means 30 s; negative: never.
	WitnessEvery time.Duration
	// PollEvery is the pace of polling where no socket opens, or where a timeline has no channel. Zero means 15 s.
	PollEvery time.Duration
}

// withDefaults returns a copy in which every zero has its meaning.
func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Dial == nil {
		o.Dial = stream.Dial
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.PagesPerMinute <= 0 {
		o.PagesPerMinute = 12
	}
	if o.ReadsPerMinute <= 0 {
		o.ReadsPerMinute = 80
	}
	or := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	or(&o.HiddenAfter, 5*time.Minute)
	or(&o.ReleaseAfter, 10*time.Second)
	or(&o.QuietAfter, time.Minute)
	or(&o.PollEvery, 15*time.Second)
	or(&o.WitnessEvery, 30*time.Second)
	return o
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) stream.Timer { return time.AfterFunc(d, f) }

// Persist keeps columns over a reload. Its methods are called from goroutines that may block, never with the hub's lock
// held. Implementations: [nagare/app/persist].
type Persist interface {
	// Load returns what was saved under a key; ok is false when nothing was.
	Load(ctx context.Context, key string) (snap store.Snapshot, ok bool, err error)
	// Save keeps a snapshot under a key. An error that wraps ErrNoRoom is told to the person once.
	Save(ctx context.Context, key string, snap store.Snapshot) error
	// Forget drops what was saved under a key.
	Forget(ctx context.Context, key string) error
}
