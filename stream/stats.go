package stream

import "time"

// Stats are the figures of a client since [Dial].
type Stats struct {
	FramesIn, FramesOut int64
	BytesIn, BytesOut   int64
	// Malformed counts frames that could not be read, by kind.
	Malformed map[string]int64
	// Stray counts frames for channels that are not ours any more (P2.2).
	Stray int64
	// Dropped counts events that readers had no room for.
	Dropped int64
	// Reconnects counts sockets that opened after the first, Attempts those tried.
	Reconnects, Attempts int64
	// RTTLast and RTTMedian are of the probe's round trip; zero: not measured yet.
	RTTLast, RTTMedian time.Duration
	// Channels are joined on the wire, of ChannelsMax that the open sockets take.
	Channels, ChannelsMax int
	// Sockets are in use.
	Sockets int
	// Captures are wanted, CapturesPending not sent yet.
	Captures, CapturesPending int
}

// figures are the Stats as run keeps them: without a map, so that they can be
// copied for other goroutines.
type figures struct {
	Stats     // Malformed is nil
	malformed [3]int64
}

func malformedKinds() [3]string { return [...]string{MalformedJSON, MalformedType, MalformedEnvelope} }

func (f *figures) countMalformed(kind string) {
	for i, k := range malformedKinds() {
		if k == kind {
			f.malformed[i]++
		}
	}
}

func (f *figures) export() Stats {
	s := f.Stats
	s.Malformed = map[string]int64{}
	for i, k := range malformedKinds() {
		if n := f.malformed[i]; n > 0 {
			s.Malformed[k] = n
		}
	}
	return s
}

// publish copies the figures to where other goroutines see them.
func (e *engine) publish() {
	f := &e.figures
	f.Channels, f.ChannelsMax, f.Sockets = 0, 0, 0
	for _, s := range e.sockets {
		f.Channels += s.held
		if s.phase == Open {
			f.Sockets++
			f.ChannelsMax += e.c.opts.ChannelsPerSocket
		}
	}
	f.Captures, f.CapturesPending = e.caps.wanted(), e.caps.pending()
	e.c.mu.Lock()
	e.c.stats = *f
	e.c.mu.Unlock()
}
