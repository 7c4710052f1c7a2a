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
