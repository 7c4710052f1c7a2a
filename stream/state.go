package stream

import "time"

// Phase is what the client's first socket is doing.
type Phase uint8

// The phases of a client.
const (
	Idle       Phase = iota // not started
	Connecting              // a socket is being opened
	Open                    // frames may flow
	Waiting                 // for the next attempt, at State.Until
	Closed                  // for good; State.Reason says why
)

func (p Phase) String() string { return word(p, "idle", "connecting", "open", "waiting", "closed") }

// State is the condition of a client at one moment.
type State struct {
	Phase Phase
	// Until is the time of the next attempt while Waiting, else zero.
	Until time.Time
	// Reason says why the last socket or attempt ended; zero while Open.
	Reason Reason
	// Since is when this state began.
	Since time.Time
}

// ChannelPhase is how far a channel has got.
type ChannelPhase uint8

// The phases of a channel (design law 1).
const (
	// Requested: wanted, and the server has not answered yet or the first socket
	// is not open yet.
	Requested ChannelPhase = iota
	// Live: the server acknowledged the channel. On most servers this proves
	// arrival, not permission (P2.1): an HTTP call is the second witness.
	Live
	// Unconfirmed: this server acknowledges nothing, but events arrive or the
	// grace time is over.
	Unconfirmed
	// Refused: no acknowledgement on a socket that was proven alive. The channel
	// is asked for again on the next socket; a late answer makes it Live.
	Refused
	// Lost: the socket is gone, or the client is; asked for again on the next one.
	Lost
	// Left: by [Channel.Leave] or [Client.Close]; the last state.
	Left
)

func (p ChannelPhase) String() string {
	return word(p, "requested", "live", "unconfirmed", "refused", "lost", "left")
}

// ChannelState is the condition of a channel at one moment.
type ChannelState struct {
	Phase ChannelPhase
	// Reason says why it is Refused or Lost; else zero.
	Reason Reason
	// Since is when this state began.
	Since time.Time
	// AckRTT is the time between the request and its acknowledgement; zero
	// when there was none.
	AckRTT time.Duration
}

// Delivering says whether events of the channel are to be expected.
func (s ChannelState) Delivering() bool { return s.Phase == Live || s.Phase == Unconfirmed }

// Reason is a machine-readable cause, with words for a log. It never holds a token.
type Reason struct {
	Code   string // one of the Reason constants; empty: no reason
	Detail string // English, may be empty
}

// Codes of [Reason].
const (
	// Why a channel is refused.
	ReasonNeedsLogin      = "needs-login"       // the socket is anonymous and the channel is not (P2.7)
	ReasonNoPermission    = "no-permission"     // the app token lacks the channel's permission kind
	ReasonSharedDuplicate = "shared-duplicate"  // this server allows the channel once per socket
	ReasonLimit           = "limit"             // the socket holds as many channels as it may
	ReasonMissingParam    = "missing-parameter" // a parameter without which the channel cannot be
	ReasonUnknownChannel  = "unknown-channel"   // no such channel in the catalogue, and no answer
	ReasonNoAnswer        = "no-answer"         // alive but silent: unknown to this server version, or not allowed

	// Why a socket is not open.
	ReasonDisconnected = "disconnected" // it was open and ended
	ReasonUnreachable  = "unreachable"  // it never opened
	ReasonHTTPStatus   = "http-status"  // the server refused the upgrade; Detail begins with the status (native only)
	ReasonTimeout      = "timeout"      // it did not open in time
	ReasonSilent       = "silent"       // open but dead: the probe got no answer (P1.5)
	ReasonStuck        = "stuck"        // frames to be sent piled up
	ReasonOversized    = "oversized"    // a frame over the read limit

	// Why a client is closed.
	ReasonClosed        = "closed"          // by Close or the end of the context
	ReasonTokenDead     = "token-dead"      // the token is not valid any more (P1.2)
	ReasonSuspended     = "suspended"       // the account is suspended
	ReasonNoStreamRight = "no-stream-right" // the token lacks read:account
)

func (r Reason) String() string {
	if r.Detail == "" {
		return r.Code
	}
	return r.Code + ": " + r.Detail
}

func word[T ~uint8](n T, words ...string) string {
	if int(n) < len(words) {
		return words[n]
	}
	return "?"
}
