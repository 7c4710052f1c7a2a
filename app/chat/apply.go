package chat

import (
	"slices"
	"time"

	"nagare/stream/misskey"
)

// Event is something that happened. The set is sealed: the types of this file.
type Event interface{ chatEvent() }

// Said is a message, from the channel or as the answer to sending one; Key is then that of the [Outgoing].
type Said struct {
	M   *misskey.ChatMessage
	Key int
}

// Deleted is a message that is no more.
type Deleted struct{ ID string }

// Reacted is a reaction; Undone takes it back. UserID "" means that the server did not say whose: between two people it
// is the one who did not write the message, since nobody reacts to an own one (P3.5).
type Reacted struct {
	ID, Reaction, UserID string
	Undone               bool
}

// PageAsked says that a page is on its way: the newest, or the one above the oldest message.
type PageAsked struct{ Older bool }

// PageFetched is a page. Exhausted says that nothing is above it.
type PageFetched struct {
	List      []misskey.ChatMessage
	Older     bool
	Exhausted bool
}

// PageFailed ends a PageAsked that brought nothing.
type PageFailed struct {
	Older bool
	Why   string
}

// Interrupted says that messages may be missing from now on, until a newest page comes.
type Interrupted struct{}

// Sent off is a new message of the viewer on its way, or one that failed being tried again (Key not zero).
type SentOff struct {
	Key  int
	Text string
	File *misskey.File
	At   time.Time
}

// TakenUp is a message of an earlier visit of which nobody knows whether it arrived: the first page tells.
type TakenUp struct {
	Text  string
	File  *misskey.File
	At    time.Time
	After string
}

// SendDoubt says that nobody knows whether a message arrived. The next newest page tells.
type SendDoubt struct{ Key int }

// SendLost says that it did not arrive.
type SendLost struct {
	Key int
	Why string
}

// Dropped takes back a message that did not arrive.
type Dropped struct{ Key int }

// Seen says that everything up to now was read.
type Seen struct{}

// Met is somebody of the conversation.
type Met struct{ User *misskey.User }

func (Said) chatEvent()        {}
func (Deleted) chatEvent()     {}
func (Reacted) chatEvent()     {}
func (PageAsked) chatEvent()   {}
func (PageFetched) chatEvent() {}
func (PageFailed) chatEvent()  {}
func (Interrupted) chatEvent() {}
func (SentOff) chatEvent()     {}
func (TakenUp) chatEvent()     {}
func (SendDoubt) chatEvent()   {}
func (SendLost) chatEvent()    {}
func (Dropped) chatEvent()     {}
func (Seen) chatEvent()        {}
func (Met) chatEvent()         {}

// Apply is the only way to change a conversation. It reports whether anything that is shown changed.
func (t *Talk) Apply(e Event) bool {
	switch e := e.(type) {
	case Said:
		return t.said(e)
	case Deleted:
		t.graves[e.ID] = true
		i, ok := t.find(e.ID)
		if ok {
			t.list = slices.Delete(t.list, i, i+1)
		}
		return ok
	case Reacted:
		return t.reacted(e)
	case PageAsked:
		if e.Older || !t.loaded {
			t.older, t.why = Loading, ""
			return true
		}
	case PageFetched:
		t.fetched(e)
		return true
	case PageFailed:
		if e.Older || !t.loaded {
			t.older, t.why = Failed, e.Why
			return true
		}
	case Interrupted:
		was := t.gap
		t.gap = t.loaded
		return t.gap != was
	case SentOff:
		t.sentOff(e)
		return true
	case TakenUp:
		t.nextKey++
		t.out = append(t.out, Outgoing{Key: t.nextKey, Text: e.Text, File: e.File, At: e.At, After: e.After, State: Asking, again: true})
		return true
	case SendDoubt:
		return t.outgoing(e.Key, func(o *Outgoing) { o.State = Asking })
	case SendLost:
		return t.outgoing(e.Key, func(o *Outgoing) { o.State, o.Why = SendFailed, e.Why })
	case Dropped:
		n := len(t.out)
		t.out = slices.DeleteFunc(t.out, func(o Outgoing) bool { return o.Key == e.Key })
		return len(t.out) != n
	case Seen:
		was := t.seen
		t.seen = t.NewestID()
		return t.seen != was
	case Met:
		t.meet(e.User)
		return true
	}
	return false
}

func (t *Talk) meet(u *misskey.User) {
	if u != nil && u.ID != "" {
		t.people[u.ID] = u
	}
}

func (t *Talk) said(e Said) bool {
	if e.M == nil || e.M.ID == "" || t.graves[e.M.ID] {
		return false
	}
	known := !t.put(e.M)
	if e.Key != 0 {
		return t.Apply(Dropped{e.Key}) || !known
	}
	if !known && e.M.FromUserID == t.me {
		t.echo(e.M, false)
	}
	return !known
}

// echo takes a message of one's own that was not known before for the oldest one on its way that says the same. On the
// first page everything is new to us: there it is only what is newer than what was known when it was sent off.
func (t *Talk) echo(m *misskey.ChatMessage, first bool) {
	text := ""
	if m.Text != nil {
		text = *m.Text
	}
	same := func(o Outgoing) bool {
		file := ""
		if o.File != nil {
			file = o.File.ID
		}
		if first && (!o.again || misskey.CompareIDs(m.ID, o.After) <= 0) {
			return false
		}
		return o.Text == text && file == m.FileID
	}
	i := slices.IndexFunc(t.out, func(o Outgoing) bool { return o.State != SendFailed && same(o) })
	if i < 0 { // it arrived after all
		i = slices.IndexFunc(t.out, func(o Outgoing) bool { return o.Why == Unheard && same(o) })
	}
	if i >= 0 {
		t.out = slices.Delete(t.out, i, i+1)
	}
}

// put places a message by its id; false when it is known, then what is newer about it is taken.
func (t *Talk) put(m *misskey.ChatMessage) bool {
	t.meet(m.FromUser)
	t.meet(m.ToUser)
	x := &Message{ChatMessage: m, Mine: m.FromUserID == t.me}
	for _, r := range m.Reactions {
		id := ""
		if r.User != nil {
			id = r.User.ID
			t.meet(r.User)
		}
		x.add(r.Reaction, t.reactor(x, id), t.me)
	}
	i, found := t.find(m.ID)
	if found {
		t.list[i] = x
		return false
	}
	t.list = slices.Insert(t.list, i, x)
	return true
}

// reactor is who reacted: where the server does not say, between two people it is the one who did not write it.
func (t *Talk) reactor(m *Message, userID string) string {
	switch {
	case userID != "" || t.room:
		return userID
	case m.Mine:
		return m.ToUserID
	}
	return t.me
}

// add counts a reaction once for each person: servers keep what they are sent twice (P3.5).
func (m *Message) add(key, userID, me string) bool {
	if key == "" {
		return false
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Key == key })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Key: key, users: map[string]bool{}})
		i = len(m.Reactions) - 1
	}
	r := &m.Reactions[i]
	if r.users[userID] && userID != "" {
		return false
	}
	r.users[userID] = true
	r.Count++
	r.Mine = r.users[me] && me != ""
	return true
}

func (m *Message) take(key, userID, me string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Key == key })
	if i < 0 || !m.Reactions[i].users[userID] {
		return false
	}
	r := &m.Reactions[i]
	delete(r.users, userID)
	r.Count--
	r.Mine = r.users[me] && me != ""
	if r.Count <= 0 {
		m.Reactions = slices.Delete(m.Reactions, i, i+1)
	}
	return true
}

func (t *Talk) reacted(e Reacted) bool {
	m := t.Find(e.ID)
	if m == nil {
		return false
	}
	who := t.reactor(m, e.UserID)
	if e.Undone {
		return m.take(e.Reaction, who, t.me)
	}
	return m.add(e.Reaction, who, t.me)
}

func (t *Talk) fetched(e PageFetched) {
	first := !t.loaded
	newest := t.NewestID()
	joined := newest == "" || len(e.List) == 0
	oldest := ""
	for i := range e.List {
		m := &e.List[i]
		joined = joined || misskey.CompareIDs(m.ID, newest) <= 0
		if oldest == "" || misskey.CompareIDs(m.ID, oldest) < 0 {
			oldest = m.ID
		}
	}
	if !e.Older && !joined && !e.Exhausted && t.loaded {
		t.list = nil // the page does not reach down to what is known: above it, ask again
	}
	for i := range e.List {
		m := &e.List[i]
		if m.ID == "" || t.graves[m.ID] {
			continue
		}
		if t.put(m) && m.FromUserID == t.me && !e.Older {
			t.echo(m, first)
		}
	}
	switch {
	case e.Older || first || !joined:
		t.older = More
		if e.Exhausted {
			t.older = End
		}
	}
	if !e.Older {
		t.loaded, t.gap = true, false
		for i := range t.out { // what was in doubt and is not here did not arrive
			if t.out[i].State == Asking {
				t.out[i].State, t.out[i].Why = SendFailed, Unheard
			}
		}
	}
}

// Unheard is the Why of a message that was in doubt and was not found.
const Unheard = "no-answer"

func (t *Talk) sentOff(e SentOff) {
	if e.Key != 0 && t.outgoing(e.Key, func(o *Outgoing) { o.State, o.Why = Sending, "" }) {
		return
	}
	t.nextKey++
	t.out = append(t.out, Outgoing{Key: t.nextKey, Text: e.Text, File: e.File, At: e.At, After: t.NewestID(), State: Sending})
}

func (t *Talk) outgoing(key int, f func(*Outgoing)) bool {
	i := slices.IndexFunc(t.out, func(o Outgoing) bool { return o.Key == key })
	if i >= 0 {
		f(&t.out[i])
	}
	return i >= 0
}
