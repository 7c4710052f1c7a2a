package live

import (
	"context"
	"slices"
	"time"

	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// source is one server as seen by one viewer: its API, and one stream client for all of its columns.
type source struct {
	h       *Hub
	key     store.Source
	token   string
	rights  []string
	account bool // false: the account it names is not signed in here
	api     *misskey.API

	client *stream.Client
	stop   context.CancelFunc // of the goroutine that reads the client's events
	state  stream.State
	opened bool // it has been open since it was dialled
	fails  int  // attempts in a row that did not open
	dead   store.Reason

	fill    filler
	watch   captures
	repairs repairs
	broken  *timer // until everything captured is read again after a broken frame
	inbox   *inbox // nil: nobody asked for it
}

// source returns the source of a key, made when first asked for.
func (h *Hub) source(key store.Source) *source {
	if s := h.sources[key]; s != nil {
		s.signIn()
		return s
	}
	s := &source{h: h, key: key}
	s.signIn()
	s.fill.init(s)
	s.watch.init(s)
	s.repairs.init(s)
	h.sources[key] = s
	return s
}

// signIn looks whether the source's account is signed in, or was signed in anew with another token. It says whether
// anything changed.
func (s *source) signIn() bool {
	token, rights, ok := "", []string(nil), s.key.UserID() == ""
	if !ok && s.h.o.Accounts != nil {
		token, rights, ok = s.h.o.Accounts(s.key)
	}
	if s.api != nil && token == s.token && ok == s.account {
		return false
	}
	s.token, s.rights, s.account = token, rights, ok
	// A new one: calls under way keep theirs, whose token must not change under them.
	s.api = s.h.api(s.key.Origin(), token)
	return true
}

// api returns what calls a server, within the limits that all calls to it share.
func (h *Hub) api(origin, token string) *misskey.API {
	return &misskey.API{Origin: origin, Token: token, Fetch: h.o.Fetch, Limiter: h.server(origin).limiter,
		Now: h.o.Clock.Now, Sleep: h.sleep, Rand: h.o.Rand}
}

// connect makes sure that there is a stream client.
func (s *source) connect() bool {
	if s.client != nil {
		return true
	}
	h := s.h
	o := h.o.Stream
	o.Token, o.Permissions, o.Clock, o.Rand = s.token, s.rights, h.o.Clock, h.o.Rand
	if s.token != "" {
		o.CheckToken = s.api.CheckToken
	}
	if h.o.Tap != nil {
		o.Tap = h.o.Tap(s.key)
	}
	ctx, stop := context.WithCancel(h.ctx)
	client, err := h.o.Dial(ctx, s.key.Origin(), &o)
	if err != nil {
		stop()
		s.dead = store.Reason{Code: store.ReasonBadOrigin, Detail: err.Error()}
		return false
	}
	s.client, s.stop, s.opened, s.fails, s.dead = client, stop, false, 0, store.Reason{}
	s.state = client.State()
	events := client.Events()
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		defer events.Close()
		h.pump(ctx, events, func(e stream.Event) {
			if s.client == client {
				s.event(e)
			}
		})
	}()
	s.watch.again()
	if s.inbox != nil {
		s.inbox.join()
	}
	return true
}

// disconnect gives the stream client up.
func (s *source) disconnect() {
	if s.client == nil {
		return
	}
	s.h.apply(store.CapturesLost{Source: s.key})
	if s.inbox != nil {
		s.inbox.leave()
	}
	s.stop()
	s.h.reap(s.client)
	s.client, s.state = nil, stream.State{}
}

// idle gives the stream client up when no column needs it any more.
func (s *source) idle() {
	if s.inbox != nil && s.inbox.ctx != nil {
		return
	}
	for _, c := range s.h.cols {
		if c.src == s && c.ctx.Err() == nil && (c.ch != nil || c.shelf && !s.h.paused) {
			return
		}
	}
	s.disconnect()
}

// pump hands the events of a reader to f, under the lock, some at a time so that others get it too.
func (h *Hub) pump(ctx context.Context, r *stream.Reader, f func(stream.Event)) {
	for {
		e, err := r.Next(ctx)
		if err != nil {
			return
		}
		h.mu.Lock()
		for n := 0; ; n++ {
			if h.closed || ctx.Err() != nil {
				h.mu.Unlock()
				return
			}
			f(e)
			var more bool
			if n == 31 {
				break
			}
			if e, more = r.TryNext(); !more {
				break
			}
		}
		h.mu.Unlock()
	}
}

// event handles an event of the client itself.
func (s *source) event(e stream.Event) {
	switch e := e.(type) {
	case stream.StateChanged:
		s.stateChanged(e)
	case stream.NoteUpdated:
		s.noteUpdated(e)
	case stream.Overflow:
		s.h.apply(store.CapturesLost{Source: s.key})
		s.repairs.all()
	case stream.Malformed: // it may have told about any of them
		if !s.broken.waiting() {
			s.h.apply(store.CapturesLost{Source: s.key})
			s.broken = s.h.after(time.Second, s.repairs.all) // a stream of broken frames is not a stream of reads
		}
	case stream.EmojiAdded:
		s.h.server(s.key.Origin()).emojisChanged(e.Body, false)
	case stream.EmojiUpdated:
		s.h.server(s.key.Origin()).emojisChanged(e.Body, false)
	case stream.EmojiDeleted:
		s.h.server(s.key.Origin()).emojisChanged(e.Body, true)
	}
}

func (s *source) stateChanged(e stream.StateChanged) {
	s.state = e.To
	switch e.To.Phase {
	case stream.Open:
		s.fails = 0
		if s.opened {
			s.eachDetail(func(d *store.Details) { d.Reconnects++ })
			s.h.after(time.Second, s.repairs.all) // when the captures have been sent again
		}
		s.opened = true
	case stream.Waiting:
		s.fails++
	}
	if e.From.Phase == stream.Open {
		s.h.apply(store.CapturesLost{Source: s.key})
	}
	if s.inbox != nil && e.To.Phase == stream.Closed {
		s.inbox.say(notify.Changes{Head: true}) // why is told by Ended
	}
	s.shelves((*column).derive)
	for _, c := range s.columns() {
		if e.To.Phase == stream.Waiting && s.fails >= pollAfter {
			c.pollSoon(0)
		}
		c.derive()
	}
}

// columns returns the columns of the source in their order.
func (s *source) columns() []*column {
	var cols []*column
	for _, id := range s.h.st.Columns() {
		if c := s.h.cols[id]; c != nil && c.src == s {
			cols = append(cols, c)
		}
	}
	return cols
}

func (s *source) eachDetail(f func(*store.Details)) {
	for _, c := range s.columns() {
		s.h.apply(store.DetailsSet{ID: c.id, Add: f})
	}
}

func (s *source) noteUpdated(e stream.NoteUpdated) {
	raw := make([]byte, 0, len(e.Body)+len(e.ID)+len(e.Type)+32)
	raw = append(raw, `{"id":`...)
	raw = appendString(raw, e.ID)
	raw = append(raw, `,"type":`...)
	raw = appendString(raw, e.Type)
	if len(e.Body) > 0 {
		raw = append(raw, `,"body":`...)
		raw = append(raw, e.Body...)
	}
	raw = append(raw, '}')
	s.h.apply(store.NoteUpdated{Source: s.key, Raw: raw})
	if e.Type == misskey.UpdateUpdated {
		s.repairs.whole(e.ID) // the event does not tell everything (P4.2)
	}
}

// round measures what the socket is like, for the columns' heads.
func (s *source) round() {
	if s.client == nil {
		return
	}
	st := s.client.Stats()
	for _, c := range s.columns() {
		if c.ch == nil || st.RTTLast == 0 && c.chState.AckRTT == 0 {
			continue
		}
		rtt := st.RTTLast
		if rtt == 0 {
			rtt = c.chState.AckRTT
		}
		if rtt != c.rtt {
			c.rtt = rtt
			s.h.apply(store.RTTSet{ID: c.id, RTT: rtt})
			s.h.apply(store.DetailsSet{ID: c.id, Add: func(d *store.Details) { d.MedianRTT, d.AckRTT = st.RTTMedian, c.chState.AckRTT }})
		}
	}
}

// tick runs every few seconds: it notices that the machine slept, and measures.
func (h *Hub) tick() {
	h.noticeSleep()
	for _, s := range h.sources {
		s.round()
	}
	for _, c := range h.cols {
		c.derive() // quiet is a matter of time
	}
	h.after(tickEvery, h.tick)
}

// Wake says that something happened after which connections may be dead or possible again.
func (h *Hub) Wake(why stream.WakeReason) { h.do(func() { h.wake(why) }) }

func (h *Hub) wake(why stream.WakeReason) {
	h.offline = h.offline && why != stream.WakeOnline && why != stream.WakeUser
	for _, s := range h.sources {
		if s.client != nil {
			s.client.Wake(why)
		}
	}
	for _, id := range slices.Clone(h.st.Columns()) {
		if c := h.cols[id]; c != nil {
			c.wake()
		}
	}
}

// Offline says that the device has no network; Wake(stream.WakeOnline) ends it.
func (h *Hub) Offline() {
	h.do(func() {
		h.offline = true
		for _, c := range h.cols {
			c.derive()
		}
	})
}

// appendString appends s as a JSON string. Ids and event types need no escapes; what does is not one of ours.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x20 && c != '"' && c != '\\' {
			b = append(b, c)
		}
	}
	return append(b, '"')
}
