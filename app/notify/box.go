package notify

import (
	"slices"
	"time"

	"nagare/stream/misskey"
)

// Box is everything that concerns one account. The zero value is an empty box that was never filled. It is not safe for
// concurrent use.
type Box struct {
	list    []*misskey.Notification // newest first by id, each id once
	unread  int
	marked  string // what is newer is marked as new in the list
	loaded  bool
	older   State
	why     string
	gap     Gap
	waiting map[string]bool // who asks to follow, by user id; nil: not known
	answers map[string]Answer
	pending bool
	chats   map[misskey.Peer]int // unread messages heard of
	chat    bool                 // something is unread, what is not known
}

// State is how a part of the list is doing.
type State string

// The states.
const (
	Unknown State = ""        // not asked for yet
	Loading State = "loading" // on its way
	More    State = "more"    // there is probably more
	End     State = "end"     // there is no more
	Failed  State = "failed"  // the last attempt failed; [Box.Why] says why
)

// Gap is a hole in the list: right above the notification After something may be missing.
type Gap struct {
	Open    bool
	After   string // the newest one of which all older ones are known; "": nothing is
	Since   time.Time
	Filling bool
	Why     string // why the last attempt to fill it failed
}

// Answer is what became of the answer to a follow request.
type Answer struct {
	Accept  bool
	Pending bool
	Done    bool   // it was answered
	Failed  string // a machine word; "" unless it failed
}

// Changes tells what an event changed.
type Changes struct {
	Rows   bool // the list, or what is known about one of its entries
	Head   bool // the badge, the gap, the end of the list
	Alerts []*misskey.Notification
	Chats  []*misskey.ChatMessage
	Me     bool // the account's settings may have changed: the mutes are to be worked out anew
	// Said are other events of the main channel, by name (P6.1), such as myTokenRegenerated.
	Said []string
}

// Empty reports whether nothing changed.
func (c *Changes) Empty() bool {
	return !c.Rows && !c.Head && !c.Me && len(c.Alerts)+len(c.Chats)+len(c.Said) == 0
}

// Merge adds later changes. Alerts are bounded: nobody may look for hours.
func (c *Changes) Merge(l Changes) {
	c.Rows, c.Head, c.Me = c.Rows || l.Rows, c.Head || l.Head, c.Me || l.Me
	c.Alerts = lastOf(append(c.Alerts, l.Alerts...), maxAlerts)
	c.Chats = lastOf(append(c.Chats, l.Chats...), maxAlerts)
	c.Said = lastOf(append(c.Said, l.Said...), maxAlerts)
}

func lastOf[T any](s []T, n int) []T { return s[max(0, len(s)-n):] }

// Bounds.
const (
	maxAlerts = 20
	maxList   = 1000
)

// Unread is the number on the badge.
func (b *Box) Unread() int { return b.unread }

// Loaded reports whether the newest page came.
func (b *Box) Loaded() bool { return b.loaded }

// Older tells what lies below the list.
func (b *Box) Older() State { return b.older }

// Why is why the last page failed, a machine word.
func (b *Box) Why() string { return b.why }

// Gap tells where something may be missing.
func (b *Box) Gap() Gap { return b.gap }

// Len is how many notifications are known.
func (b *Box) Len() int { return len(b.list) }

// NewestID and OldestID are the ends of the list, "" when it is empty.
func (b *Box) NewestID() string {
	if len(b.list) == 0 {
		return ""
	}
	return b.list[0].ID
}

// OldestID is the lower end of the list.
func (b *Box) OldestID() string {
	if len(b.list) == 0 {
		return ""
	}
	return b.list[len(b.list)-1].ID
}

// ChatUnread is how many messages are unread as far as is known, at least 1 when the account says that some are.
func (b *Box) ChatUnread() int {
	n := 0
	for _, c := range b.chats {
		n += c
	}
	if n == 0 && b.chat {
		return 1
	}
	return n
}

// ChatUnreadOf is that of one conversation.
func (b *Box) ChatUnreadOf(p misskey.Peer) int { return b.chats[p] }

// Request tells about the follow request of a user: whether it still waits, and what became of an answer from here.
// known is false while nobody knows; then it may be answered too.
func (b *Box) Request(userID string) (waits, known bool, a Answer) {
	a = b.answers[userID]
	if b.waiting == nil {
		return !a.Done, a.Done, a
	}
	return b.waiting[userID], true, a
}

// WantsRequests reports whether it is worth asking who waits: somebody does, or a row could offer to answer.
func (b *Box) WantsRequests() bool {
	return b.pending || slices.ContainsFunc(b.list, func(n *misskey.Notification) bool { return n.Type == misskey.NotifyReceiveRequest })
}
