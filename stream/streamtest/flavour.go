//go:build !js

package streamtest

// Flavour is the kind of server to imitate (P11).
type Flavour int

const (
	// IO2025_4 is Misskey 2025.4.1 as misskey.io runs it, the recorded server
	// and the zero value: an ack means accepted, no chat, no serverStats, no
	// notes/show-partial-bulk; hashtag without q is refused.
	IO2025_4 Flavour = iota
	// Upstream2025 is Misskey 2025.10: every known channel is acknowledged at
	// once whatever becomes of it, with chat, serverStats, partial-bulk; notes
	// whose target was deleted stay as orphans.
	Upstream2025
	// Old12 is version 12: acks at once, no limit of channels, raw "ping" is
	// answered by raw "pong", no roles, chat, reversi or reactionEmojis.
	Old12
)

// String names the flavour's version as /api/meta does.
func (f Flavour) String() string {
	switch f {
	case Upstream2025:
		return "2025.10.2"
	case Old12:
		return "12.119.2"
	}
	return "2025.4.1-io.10"
}

func (f Flavour) ackMeansAccepted() bool { return f == IO2025_4 }
func (f Flavour) hasChat() bool          { return f == Upstream2025 }

// hasChatChannels: misskey.io has the channels although its API lacks chat.
func (f Flavour) hasChatChannels() bool { return f != Old12 }
func (f Flavour) hasServerStats() bool  { return f != IO2025_4 }
func (f Flavour) hasPartialBulk() bool  { return f == Upstream2025 }
func (f Flavour) hasReversi() bool      { return f != Old12 }
func (f Flavour) hasRoles() bool        { return f != Old12 }
func (f Flavour) orphansStay() bool     { return f == Upstream2025 }
func (f Flavour) rawPong() bool         { return f == Old12 }

func (f Flavour) channelLimit() int {
	if f == Old12 {
		return 1 << 20
	}
	return 32
}

func (f Flavour) idempotentNotes() bool { return f == IO2025_4 }
