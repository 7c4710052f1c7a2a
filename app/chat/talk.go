package chat

import (
	"slices"
	"time"

	"nagare/stream/misskey"
)

// Talk is one conversation. Create it with [New]. It is not safe for concurrent use.
type Talk struct {
	me      string
	room    bool
	list    []*Message // oldest first, by id
	out     []Outgoing // oldest first
	nextKey int
	loaded  bool
	older   State
	why     string
	gap     bool
	seen    string // the newest message that was read here
	people  map[string]*misskey.User
	graves  map[string]bool
}

// State is how a part of the conversation is doing.
type State string

// The states.
const (
	Unknown State = ""
	Loading State = "loading"
	More    State = "more"
	End     State = "end"
	Failed  State = "failed" // [Talk.Why] says why
)

// Message is one message with what was said to it.
type Message struct {
	*misskey.ChatMessage
	Mine      bool
	Reactions []Reaction
}

// Reaction is one pill: how many gave it, and whether the viewer did.
type Reaction struct {
	Key   string
	Count int
	Mine  bool
	users map[string]bool // by id; "" is who cannot be told apart
}

// Outgoing is a message on its way to the server.
type Outgoing struct {
	Key   int
	Text  string
	File  *misskey.File
	At    time.Time
	After string // the newest message that was known when it was sent off: it is newer, if it arrived
	State SendState
	Why   string // of SendFailed: a machine word of the store's reasons

	again bool // taken up from an earlier visit
}

// SendState is how a message on its way is doing.
type SendState string

// The states of an [Outgoing].
const (
	Sending    SendState = "sending"
	Asking     SendState = "asking" // nobody knows whether it arrived: the server is being asked
	SendFailed SendState = "failed" // it did not arrive; it waits for the writer
)

// New returns an empty conversation, of the viewer with this user id.
func New(me string, room bool) *Talk {
	return &Talk{me: me, room: room, people: map[string]*misskey.User{}, graves: map[string]bool{}}
}

// Messages are those known, oldest first. Nobody may write to them.
func (t *Talk) Messages() []*Message { return t.list }

// Outgoing are those on their way, oldest first.
func (t *Talk) Outgoing() []Outgoing { return slices.Clone(t.out) }

// Loaded reports whether the newest page came; Older what is above it; Why why the last page failed.
func (t *Talk) Loaded() bool { return t.loaded }

// Older tells what lies above the oldest message.
func (t *Talk) Older() State { return t.older }

// Why is why the last page failed, a machine word.
func (t *Talk) Why() string { return t.why }

// Gap reports whether messages may be missing after the newest one known to be complete; the next newest page closes it.
func (t *Talk) Gap() bool { return t.gap }

// Seen is the newest message that was read here, "" for none: what others wrote after it is new.
func (t *Talk) Seen() string { return t.seen }

// Me is the viewer.
func (t *Talk) Me() string { return t.me }

// User is somebody of the conversation, as far as known.
func (t *Talk) User(id string) *misskey.User { return t.people[id] }

// OldestID is the id of the oldest message known.
func (t *Talk) OldestID() string {
	if len(t.list) == 0 {
		return ""
	}
	return t.list[0].ID
}

// NewestID is the id of the newest message known.
func (t *Talk) NewestID() string {
	if len(t.list) == 0 {
		return ""
	}
	return t.list[len(t.list)-1].ID
}

// Unseen reports whether somebody else wrote something that was not read here.
func (t *Talk) Unseen() bool {
	for i := len(t.list) - 1; i >= 0 && misskey.CompareIDs(t.list[i].ID, t.seen) > 0; i-- {
		if !t.list[i].Mine {
			return true
		}
	}
	return false
}

// Find returns a message by id.
func (t *Talk) Find(id string) *Message {
	if i, ok := t.find(id); ok {
		return t.list[i]
	}
	return nil
}

func (t *Talk) find(id string) (int, bool) {
	return slices.BinarySearchFunc(t.list, id, func(m *Message, id string) int { return misskey.CompareIDs(m.ID, id) })
}
