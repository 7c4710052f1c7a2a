package stream

import (
	"encoding/json"
	"time"
)

// Event is something that happened, in the order in which it happened. The set
// is sealed: switch over the types of this file, with a default.
//
// A channel's reader yields [ChannelStateChanged], [Message] and [Gap]; a
// reader of [Client.Events] yields all the others. An event is shared between
// readers: do not change what it holds.
type Event interface{ event() }

// ChannelStateChanged tells a step of the channel's state; none is skipped for
// who reads (see [Reader]). When To is Left nothing follows.
type ChannelStateChanged struct{ From, To ChannelState }

// Message is one event of a channel (P3): a note, a notification, statistics.
type Message struct {
	Type string          // the name of the event
	Body json.RawMessage // a slice of the frame; nil when the event has no body
	At   time.Time       // when the frame was taken up
	Size int             // bytes of the whole frame
}

// Gap says that messages may be missing between the one before and the one
// after it. One with a zero Until is open: it ends when the channel's state
// goes Live or Unconfirmed again, after which the missing may be fetched.
type Gap struct {
	Cause GapCause
	// Since is a moment before which nothing is missing, with two seconds and the
	// longest of the last round trips to spare, because servers swap events that
	// are close together (P1.7) and frames lag. On a socket that lags more, the
	// gap's place among the events is what counts.
	Since time.Time
	// Until is a moment after which nothing is missing; zero: still open.
	Until time.Time
	// Dropped is how many messages are known to be missing; zero: not known.
	Dropped int
}

// GapCause is why messages may be missing.
type GapCause uint8

// The causes of a gap.
const (
	GapDisconnected GapCause = iota // the socket ended
	GapOverflow                     // this reader was too slow and its queue is bounded
	GapMalformed                    // a frame could not be read and may have been a message
)

func (c GapCause) String() string {
	return word(c, "disconnected", "overflow", "malformed")
}

// StateChanged tells a step of the client's state; none is skipped for who reads
// (see [Reader]).
type StateChanged struct{ From, To State }

// NoteUpdated is something that happened to a captured note (P4): a reaction, a
// vote, its deletion. While the client is not Open such events are missed: read
// the captured notes again after it opens.
type NoteUpdated struct {
	ID   string          // of the note
	Type string          // see NoteUpdateTypes
	Body json.RawMessage // a slice of the frame
	At   time.Time
}

// EmojiAdded is a broadcast (P5); Body is {emoji}.
type EmojiAdded struct {
	Body json.RawMessage
	At   time.Time
}

// EmojiUpdated is a broadcast (P5); Body is {emojis}.
type EmojiUpdated struct {
	Body json.RawMessage
	At   time.Time
}

// EmojiDeleted is a broadcast (P5); Body is {emojis}.
type EmojiDeleted struct {
	Body json.RawMessage
	At   time.Time
}

// AnnouncementCreated is a broadcast (P5); Body is {announcement}.
type AnnouncementCreated struct {
	Body json.RawMessage
	At   time.Time
}

// Malformed tells that a frame could not be read. It was counted, every channel
// that it may have been meant for got a [Gap], and the stream goes on.
type Malformed struct {
	Kind string // one of the Malformed constants
	Raw  []byte // the frame, at most its first 4 KiB
	Size int
	At   time.Time
}

// Kinds of [Malformed].
const (
	MalformedJSON     = "json"     // not a JSON object, or cut off
	MalformedType     = "type"     // no type, or the type is not a string
	MalformedEnvelope = "envelope" // a known type whose body lacks what routing needs
)

// Unknown is a frame of a type this version does not know (P5: to be ignored).
type Unknown struct {
	Type string
	Body json.RawMessage
	At   time.Time
}

// Overflow tells that this reader of [Client.Events] was too slow and that
// Dropped events are missing at this place. Bounds are as in [Gap].
type Overflow struct {
	Dropped      int
	Since, Until time.Time
}

func (ChannelStateChanged) event() {}
func (Message) event()             {}
func (Gap) event()                 {}
func (StateChanged) event()        {}
func (NoteUpdated) event()         {}
func (EmojiAdded) event()          {}
func (EmojiUpdated) event()        {}
func (EmojiDeleted) event()        {}
func (AnnouncementCreated) event() {}
func (Malformed) event()           {}
func (Unknown) event()             {}
func (Overflow) event()            {}
