package notify

import (
	"time"

	"nagare/stream/misskey"
)

// Event is something that happened. The set is sealed: the types of this file.
type Event interface{ notifyEvent() }

// Arrived is a notification that came over the main channel.
type Arrived struct{ N *misskey.Notification }

// Unread says that a notification was not read for two seconds: the only thing that raises the badge (P6.1). Hidden is
// set when the reader's mutes keep it from being shown; then it neither counts nor disturbs.
type Unread struct {
	N      *misskey.Notification
	Hidden bool
}

// AllRead says that everything was read, here or elsewhere.
type AllRead struct{}

// Flushed says that the account emptied its list.
type Flushed struct{}

// MeRead is what the account itself says: how many are unread, whether somebody waits to be let in, whether a chat is
// unread.
type MeRead struct {
	Unread   int  // P7.3 unreadNotificationsCount
	Any      bool // hasUnreadNotification, of servers that do not count
	Requests bool // hasPendingReceivedFollowRequest
	Chat     bool // hasUnreadChatMessages
}

// PageAsked says that a page is on its way: the newest one, an older one, or what came after an interruption.
type PageAsked struct{ Kind Page }

// PageFetched is a part of the list. Exhausted says that there is nothing further in its direction.
type PageFetched struct {
	Kind      Page
	List      []misskey.Notification
	Exhausted bool
}

// PageFailed ends a PageAsked that brought nothing. Why is a machine word of the store's reasons.
type PageFailed struct {
	Kind Page
	Why  string
}

// Page is which part of the list a page is.
type Page uint8

// The parts.
const (
	Newest Page = iota
	Older       // below the oldest one known
	Missed      // after the gap's lower edge, oldest first
)

// Interrupted says that from Since on the main channel may have missed something.
type Interrupted struct{ Since time.Time }

// RequestsRead are the people who wait to be let in, by user id.
type RequestsRead struct{ From []string }

// Answering is an answer to a follow request under way; Answered ends it. Failed is a machine word, "" for done.
type Answering struct {
	UserID string
	Accept bool
}

// Answered ends an Answering.
type Answered struct {
	UserID string
	Accept bool
	Failed string
}

// ChatUnread says that a message was not read for three seconds (P6.1 newChatMessage).
type ChatUnread struct{ M *misskey.ChatMessage }

// ChatRead says that the conversation with a user or in a room was read.
type ChatRead struct{ Peer misskey.Peer }

func (Arrived) notifyEvent()      {}
func (Unread) notifyEvent()       {}
func (AllRead) notifyEvent()      {}
func (Flushed) notifyEvent()      {}
func (MeRead) notifyEvent()       {}
func (PageAsked) notifyEvent()    {}
func (PageFetched) notifyEvent()  {}
func (PageFailed) notifyEvent()   {}
func (Interrupted) notifyEvent()  {}
func (RequestsRead) notifyEvent() {}
func (Answering) notifyEvent()    {}
func (Answered) notifyEvent()     {}
func (ChatUnread) notifyEvent()   {}
func (ChatRead) notifyEvent()     {}
