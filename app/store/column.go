package store

import "time"

// ColumnState is how a column is doing, in the words of the page's contract (design 5).
type ColumnState string

// The states.
const (
	Connecting  ColumnState = "connecting"  // on the way to the first acknowledgement
	Live        ColumnState = "live"        // acknowledged, and the socket proven alive
	Unconfirmed ColumnState = "unconfirmed" // notes come, but nothing proves that all do: a server without acks, or polling
	Quiet       ColumnState = "quiet"       // live, but nothing came for long; the socket is being or was just probed
	Refused     ColumnState = "refused"     // the server does not give this; Reason says why
	Lost        ColumnState = "lost"        // the connection is gone and being re-made
	Paused      ColumnState = "paused"      // left on purpose while the page was hidden
	Offline     ColumnState = "offline"     // the device has no network, or the server cannot be reached at all
)

// ReasonCode is why a column is in its state. The words for people are the UI's.
type ReasonCode string

// The reasons. The empty code means that there is nothing to explain.
const (
	ReasonNone ReasonCode = ""

	// Why a column was refused.
	ReasonNeedsLogin         ReasonCode = "needs-login"         // the channel is not for the anonymous
	ReasonNoPermission       ReasonCode = "no-permission"       // the token lacks the channel's permission
	ReasonSharedDuplicate    ReasonCode = "shared-duplicate"    // a second copy of a channel that a socket may have once
	ReasonLimit              ReasonCode = "limit"               // over 32 channels
	ReasonUnknownChannel     ReasonCode = "unknown-channel"     // this server has no such channel
	ReasonBadParams          ReasonCode = "bad-params"          // missing or wrong parameters, or a list of somebody else's
	ReasonSilent             ReasonCode = "silent"              // the server did not acknowledge and no cause was found
	ReasonForbiddenAnonymous ReasonCode = "forbidden-anonymous" // the server shows its timelines to members only
	ReasonLTLDisabled        ReasonCode = "ltl-disabled"        // the server's policy: no local timeline
	ReasonGTLDisabled        ReasonCode = "gtl-disabled"        // likewise the global one
	ReasonTimelineDisabled   ReasonCode = "timeline-disabled"   // likewise another one
	ReasonTokenDead          ReasonCode = "token-dead"          // the account must sign in again
	ReasonSuspended          ReasonCode = "suspended"           // the account is suspended
	ReasonNoAccount          ReasonCode = "no-account"          // the column belongs to an account that is not signed in here

	// What is wrong with the other side.
	ReasonNotMisskey  ReasonCode = "not-misskey"  // something answers there, but it is no Misskey server
	ReasonGarbage     ReasonCode = "garbage"      // a Misskey server whose answer makes no sense
	ReasonNoAnswer    ReasonCode = "no-answer"    // nothing answers; a browser cannot tell this from missing CORS headers
	ReasonServerError ReasonCode = "server-error" // the server is in trouble; Detail carries its status
	ReasonRateLimited ReasonCode = "rate-limited" // RetryAt says until when
	ReasonHTTP        ReasonCode = "http"         // another refusal by the API; Detail carries the server's own code
	ReasonBadOrigin   ReasonCode = "bad-origin"   // the address of the server is not one

	// What is wrong with the line.
	ReasonConnectionLost ReasonCode = "connection-lost" // the socket closed or died
	ReasonHalfOpen       ReasonCode = "half-open"       // the socket was open and dead
	ReasonSocketBlocked  ReasonCode = "socket-blocked"  // HTTP works, no socket opens: polling instead
	ReasonPolling        ReasonCode = "polling"         // this kind of timeline has no channel, so it is asked for now and then
	ReasonHidden         ReasonCode = "hidden"          // the page was hidden for long
	ReasonDeviceOffline  ReasonCode = "device-offline"
)

// Reason explains a state.
type Reason struct {
	Code    ReasonCode
	Detail  string    // for the curious: the server's own words or code; never a token
	RetryAt time.Time // when it will be tried again by itself; zero: not known, or only when asked
}

// OlderState tells what lies below the oldest note shown.
type OlderState string

// The states of a timeline's lower end.
const (
	OlderUnknown OlderState = ""        // nothing was fetched yet
	OlderMore    OlderState = "more"    // probably more: ask with Older
	OlderLoading OlderState = "loading" // being fetched
	OlderEnd     OlderState = "end"     // the server has no more, confirmed by asking twice (P3.4)
	OlderDeep    OlderState = "deep"    // there is more, but a column holds no more than this; more again once the reader went up
	OlderFailed  OlderState = "failed"  // the last attempt failed; Column.OlderReason says why. Ask again with Older
)

// Column is a read-only view of a column.
type Column struct {
	ID     ColumnID
	Spec   ColumnSpec
	State  ColumnState
	Reason Reason
	Since  time.Time     // when it entered State
	RTT    time.Duration // the socket's last proven round trip; 0: not known

	Loading     bool // the first page is on its way and nothing is there to show
	Older       OlderState
	OlderReason Reason

	Rev   uint64 // grows with every change of anything in this view
	Items []Item // newest first
	// Filling is how many gaps are being filled right now.
	Filling int

	// Recalled says that LastRead and Anchor are those of the last visit, if anything was kept of it.
	Recalled bool
	LastRead string   // the newest note that was read; "": none
	Unread   int      // notes newer than LastRead; 0 when LastRead is ""
	Anchor   Position // where the reader was, for coming back after a reload

	// Events are the last events of a channel that has no notes (main, drive, serverStats, …), newest first.
	Events []ChannelEvent

	Details Details
}

// Position is a place in a column: a note and how many pixels of it are above the upper edge of the view.
type Position struct {
	NoteID string
	Offset int
}

// ChannelEvent is something a channel said that is not a note.
type ChannelEvent struct {
	Seq  uint64 // grows by one with each event of a column
	Type string
	Body []byte // JSON as it came
	At   time.Time
}

// Details are the numbers behind a column's state.
type Details struct {
	LiveSince   time.Time // since when nothing interrupted the stream; zero: not live
	Frames      int64     // events received on the channel
	Bytes       int64     // their bytes
	Malformed   int64     // events that could not be understood
	Reconnects  int64
	Overflow    int64 // events dropped because we were too slow; every one is inside a gap
	Gaps        int64 // gaps opened so far
	GapsClosed  int64
	AckRTT      time.Duration
	MedianRTT   time.Duration
	FirstPage   time.Duration // how long the server took for the first page
	LastEventAt time.Time
}

// Item is one entry of a column: a note, or the gap between two notes.
type Item struct {
	NoteID string
	Gap    *Gap // nil for a note
}

// GapState is what is being done about a gap.
type GapState string

// The states of a gap. A closed gap is no longer among the items; it is told once, in [ColumnChange.Closed].
const (
	GapOpen       GapState = "open"
	GapFilling    GapState = "filling"
	GapClosed     GapState = "closed"
	GapUnfillable GapState = "unfillable" // the server cannot supply what is missing
)

// GapCause is why something may be missing.
type GapCause string

// The causes.
const (
	CauseConnectionLost GapCause = "connection-lost"
	CauseRefused        GapCause = "refused"
	CauseOverflow       GapCause = "overflow"  // too fast for us
	CauseMalformed      GapCause = "malformed" // the server sent what cannot be read
	CauseHidden         GapCause = "hidden"    // left while the page was hidden
	CauseAsleep         GapCause = "asleep"    // the device slept
	CauseRestart        GapCause = "restart"   // between the last visit and this one
	CauseStart          GapCause = "start"     // between the first page and the first acknowledgement
	CausePolling        GapCause = "polling"   // more came between two polls than one page holds
	CauseUnread         GapCause = "unread"    // fetched pages that do not meet
	CauseSilence        GapCause = "silence"   // the channel kept notes back although its socket was alive
)

// Gap is a stretch of a timeline in which notes may be missing. Both ids are exclusive bounds in the order of ids
// (P7.14); the notes they name need not exist any more.
type Gap struct {
	Key      string    // names the gap within its column while it shrinks
	After    string    // the newest id known below it
	Before   string    // the oldest id known above it; "": the gap reaches up to now
	Since    time.Time // when we last knew everything
	Until    time.Time // from when on we knew again; zero: not yet
	Cause    GapCause
	State    GapState
	Estimate int // notes missing, guessed from the pace around it; 0: no idea
	Reason   Reason
}
