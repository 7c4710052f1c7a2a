package notify

import (
	"slices"

	"nagare/stream/misskey"
)

// Apply is the only way to change a box. It never fails.
func (b *Box) Apply(e Event) Changes {
	var ch Changes
	switch e := e.(type) {
	case Arrived:
		ch.Rows = b.insert(e.N, false)
		if e.N != nil && e.N.Type == misskey.NotifyReceiveRequest && e.N.UserID != "" {
			delete(b.answers, e.N.UserID) // asked again
			if b.waiting != nil {
				b.waiting[e.N.UserID] = true
			}
			ch.Rows = true
		}
	case Unread:
		ch.Rows = b.insert(e.N, false) // it may have been missed
		if e.N == nil || e.Hidden {
			break
		}
		if b.unread == 0 || b.marked == "" {
			b.mark(b.below(e.N.ID))
			ch.Rows = true
		}
		b.unread++
		ch.Head, ch.Alerts = true, []*misskey.Notification{e.N}
	case AllRead:
		ch.Head = b.unread != 0
		b.unread = 0
	case Flushed:
		ch.Rows, ch.Head = len(b.list) > 0, true
		b.list, b.unread, b.older, b.gap = nil, 0, End, Gap{}
	case MeRead:
		b.me(e, &ch)
	case PageAsked:
		b.asked(e.Kind)
		ch.Head = true
	case PageFetched:
		b.fetched(e, &ch)
	case PageFailed:
		b.failed(e)
		ch.Head = true
	case Interrupted:
		if !b.gap.Open && b.loaded { // an open one reaches further down already
			b.gap = Gap{Open: true, After: b.NewestID(), Since: e.Since}
			ch.Rows, ch.Head = true, true
		}
	case RequestsRead:
		b.waiting = make(map[string]bool, len(e.From))
		for _, id := range e.From {
			b.waiting[id] = true
		}
		b.pending = len(e.From) > 0
		ch.Rows = true
	case Answering:
		b.answer(e.UserID, Answer{Accept: e.Accept, Pending: true})
		ch.Rows = true
	case Answered:
		b.answer(e.UserID, Answer{Accept: e.Accept, Done: e.Failed == "", Failed: e.Failed})
		if e.Failed == "" && b.waiting != nil {
			delete(b.waiting, e.UserID)
		}
		ch.Rows = true
	case ChatUnread:
		if e.M == nil {
			break
		}
		if b.chats == nil {
			b.chats = map[misskey.Peer]int{}
		}
		b.chats[PeerOf(e.M)]++
		b.chat = true
		ch.Head, ch.Chats = true, []*misskey.ChatMessage{e.M}
	case ChatRead:
		if b.chats[e.Peer] > 0 || b.chat {
			delete(b.chats, e.Peer)
			b.chat = len(b.chats) > 0
			ch.Head = true
		}
	}
	return ch
}

// PeerOf is the conversation that a message from somebody else belongs to.
func PeerOf(m *misskey.ChatMessage) misskey.Peer {
	if m.ToRoomID != "" {
		return misskey.Peer{RoomID: m.ToRoomID}
	}
	return misskey.Peer{UserID: m.FromUserID}
}

// insert puts a notification into its place by id. It answers false for one that is known, or is none, or lies below the
// list where nothing is known to be complete; whole says that it belongs to a page that reaches there.
func (b *Box) insert(n *misskey.Notification, whole bool) bool {
	if n == nil || n.ID == "" {
		return false
	}
	i, found := slices.BinarySearchFunc(b.list, n.ID, func(x *misskey.Notification, id string) int { return misskey.CompareIDs(id, x.ID) })
	if found || !whole && b.loaded && i == len(b.list) && i > 0 && b.older != End {
		return false
	}
	b.list = slices.Insert(b.list, i, n)
	if !whole && len(b.list) > maxList+100 {
		b.list = slices.Delete(b.list, maxList, len(b.list))
		b.older = More
	}
	return true
}

// below is the id of the newest notification older than id, "" if none.
func (b *Box) below(id string) string {
	for _, n := range b.list {
		if misskey.CompareIDs(n.ID, id) < 0 {
			return n.ID
		}
	}
	return ""
}

// mark sets from where on the list counts as new. Everything is older than "".
func (b *Box) mark(after string) {
	if after == "" {
		after = "0"
	}
	b.marked = after
}

func (b *Box) me(e MeRead, ch *Changes) {
	n := e.Unread
	if n == 0 && e.Any {
		n = 1
	}
	if n != b.unread || n > 0 && b.marked == "" {
		b.unread = n
		b.remark()
		ch.Head, ch.Rows = true, true
	}
	b.pending = e.Requests
	if b.chat != e.Chat {
		b.chat, ch.Head = e.Chat, true
		if !e.Chat {
			b.chats = nil
		}
	}
	ch.Me = true
}

// remark marks as many of the newest as are unread.
func (b *Box) remark() {
	switch {
	case b.unread == 0 || len(b.list) == 0:
	case b.unread < len(b.list):
		b.mark(b.list[b.unread].ID)
	default:
		b.mark("")
	}
}

func (b *Box) asked(p Page) {
	switch p {
	case Missed:
		b.gap.Filling, b.gap.Why = true, ""
	case Older:
		b.older, b.why = Loading, ""
	default:
		if !b.loaded {
			b.older, b.why = Loading, ""
		}
	}
}

func (b *Box) fetched(e PageFetched, ch *Changes) {
	ch.Head, ch.Rows = true, true
	first := !b.loaded
	switch e.Kind {
	case Newest:
		b.loaded = true
		if first {
			b.older = More
		}
		if b.older == Loading {
			b.older = More
		}
		if e.Exhausted {
			b.older = End
		}
	case Older:
		b.older = More
		if e.Exhausted {
			b.older = End
		}
	case Missed:
		b.gap.Filling = false
	}
	for i := range e.List {
		n := &e.List[i]
		b.insert(n, first || e.Kind != Newest)
		if e.Kind == Missed && misskey.CompareIDs(n.ID, b.gap.After) > 0 {
			b.gap.After = n.ID
		}
	}
	if e.Kind == Missed && e.Exhausted {
		b.gap = Gap{}
	}
	if first && b.marked == "" {
		b.remark()
	}
}

func (b *Box) failed(e PageFailed) {
	switch e.Kind {
	case Missed:
		b.gap.Filling, b.gap.Why = false, e.Why
	default:
		if e.Kind == Older || !b.loaded {
			b.older, b.why = Failed, e.Why
		}
	}
}

func (b *Box) answer(userID string, a Answer) {
	if b.answers == nil {
		b.answers = map[string]Answer{}
	}
	b.answers[userID] = a
}
