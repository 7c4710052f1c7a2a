package live

import (
	"context"
	"errors"
	"slices"
	"time"

	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// pollAfter is after how many failed attempts to open a socket the timelines are asked for by HTTP instead.
const pollAfter = 3

// column is what the hub knows of a column beyond what the store shows.
type column struct {
	h    *Hub
	id   store.ColumnID
	spec store.ColumnSpec
	src  *source

	ctx    context.Context
	cancel context.CancelFunc

	shelf       bool // it has no timeline (shelf.go)
	hasChannel  bool // events come over the socket
	hasTimeline bool // notes can be asked for by HTTP

	ch      *stream.Channel
	chState stream.ChannelState
	wasLive bool
	rtt     time.Duration
	lastAt  time.Time // of the last event

	page    pages
	poll    poller
	witness witness

	visible  []string
	atHead   bool
	captured []string // what visible comes to

	talk  *talk // of a conversation
	dirty bool  // to be saved
	state store.ColumnState
	why   store.Reason
}

func newColumn(h *Hub, id store.ColumnID, spec store.ColumnSpec) *column {
	c := &column{h: h, id: id, spec: spec, state: store.Connecting}
	c.ctx, c.cancel = context.WithCancel(h.ctx)
	c.page.c, c.poll.c, c.witness.c = c, c, c
	info, known := stream.Lookup(spec.Channel)
	c.hasTimeline = misskey.TimelineEndpoint(spec.Channel) != ""
	c.hasChannel = known || !c.hasTimeline || heardOnMain(spec.Channel)
	if known && !info.Timeline() {
		c.hasTimeline = false
	}
	c.talk = newTalk(c)
	return c
}

// start begins everything at once: the first page, the socket, what was kept of the last visit.
func (c *column) start() {
	h := c.h
	if origin, err := misskey.ParseOrigin(c.spec.Origin); err != nil || origin != c.spec.Origin {
		c.src = &source{h: h, key: c.spec.Source()}
		c.page.fail = store.Reason{Code: store.ReasonBadOrigin, Detail: c.spec.Origin}
		c.derive()
		return
	}
	c.src = h.source(c.spec.Source())
	if c.spec.Channel == "main" && c.spec.AccountID != "" {
		b := h.inbox(c.spec.Source())
		b.columns++
		b.settle()
	}
	c.load()
	h.server(c.spec.Origin).describe()
	if !c.src.account {
		c.derive()
		return
	}
	if h.paused {
		c.derive()
		return
	}
	if c.hasTimeline {
		c.page.first()
	}
	c.join()
	if c.talk != nil {
		c.talk.newest()
	}
	if !c.hasChannel {
		c.poll.soon(h.o.PollEvery)
	}
	c.derive()
}

// join asks for the channel.
func (c *column) join() {
	if !c.hasChannel || c.ch != nil || !c.src.account || !c.src.connect() {
		return
	}
	ch, err := c.src.client.Join(stream.Custom(wire(c.spec.Channel), c.spec.Params), &stream.JoinOptions{Order: int(c.id)})
	if errors.Is(err, stream.ErrClosed) {
		c.src.state = c.src.client.State() // why is told by it
		return
	}
	if err != nil {
		c.page.fail = store.Reason{Code: store.ReasonBadParams, Detail: err.Error()}
		return
	}
	c.ch, c.chState = ch, ch.State()
	if c.chState.Delivering() { // already: that is told by an event too, which is still to come and must be news
		c.chState = stream.ChannelState{Phase: stream.Requested}
	}
	c.h.wg.Add(1)
	go func() {
		defer c.h.wg.Done()
		c.h.pump(c.ctx, ch.Reader(), func(e stream.Event) {
			if c.ch == ch {
				c.event(e)
			}
		})
	}()
}

// leave gives the channel up, which opens a gap.
func (c *column) leave(cause store.GapCause) {
	if c.ch == nil {
		return
	}
	ch := c.ch
	c.ch, c.chState = nil, stream.ChannelState{}
	ch.Leave()
	ch.Reader().Close()
	if cause != "" {
		c.gap(cause, c.h.now().Add(-swapTime), store.Reason{})
	}
}

// swapTime is how far back a gap of our own reaches: servers swap events that are close together (P1.7).
const swapTime = 2 * time.Second

// end gives everything of the column up.
func (c *column) end() {
	c.cancel()
	c.poll.stop()
	c.page.stop()
	c.witness.stop()
	c.setVisible(nil)
	c.leave("")
	if b := c.src.inbox; b != nil && c.spec.Channel == "main" {
		b.columns--
		b.settle()
	}
	if c.src.api != nil {
		c.src.idle()
	}
}

func (c *column) gap(cause store.GapCause, since time.Time, why store.Reason) {
	c.h.apply(store.GapOpened{Column: c.id, Cause: cause, Since: since, Reason: why})
}

// event handles an event of the channel.
func (c *column) event(e stream.Event) {
	h := c.h
	if c.talk != nil {
		was, is := c.chState, c.chState
		if s, ok := e.(stream.ChannelStateChanged); ok {
			is = s.To
		}
		defer c.talk.event(e, was, is)
	}
	switch e := e.(type) {
	case stream.Message:
		c.lastAt = e.At
		switch {
		case c.newNote(e):
			ch := h.apply(store.NoteArrived{Column: c.id, Note: store.RawNote{Raw: e.Body}, At: e.At})
			if odd := ch.Columns[c.id].Doubt; len(odd) > 0 && c.src.token != "" {
				c.src.repairs.doubt(odd)
			}
			if c.atHead && !h.hidden {
				c.captureNew()
			}
		case heardOnMain(c.spec.Channel): // what else happens on main is not the column's
		default:
			h.apply(store.ChannelSaid{Column: c.id, Type: e.Type, Body: e.Body, At: e.At})
		}
		if c.state == store.Quiet {
			c.derive()
		}
	case stream.Gap:
		if e.Cause == stream.GapOverflow {
			h.apply(store.DetailsSet{ID: c.id, Add: func(d *store.Details) { d.Overflow += int64(e.Dropped) }})
		}
		if e.Cause == stream.GapMalformed {
			h.apply(store.DetailsSet{ID: c.id, Add: func(d *store.Details) { d.Malformed++ }})
		}
		c.gap(c.gapCause(e), e.Since, store.Reason{})
		if !e.Until.IsZero() && c.chState.Delivering() {
			h.apply(store.Resumed{Column: c.id, At: e.Until})
			c.page.head()
		}
	case stream.ChannelStateChanged:
		was := c.chState
		c.chState = e.To
		if e.To.Delivering() && !was.Delivering() {
			c.wasLive = true
			c.lastAt = e.To.Since
			c.poll.stop()
			h.apply(store.Resumed{Column: c.id, At: e.To.Since})
			c.page.head()
			c.witness.start()
			c.src.round()
		}
		if e.To.Phase == stream.Refused && c.hasTimeline {
			c.page.again() // the second witness (P2.7)
		}
		c.derive()
	}
}

// isTimeline says whether a channel shows notes although no endpoint tells its past, as some forks' do.
func isTimeline(channel string) bool {
	info, ok := stream.Lookup(channel)
	return !ok || info.Timeline()
}

func (c *column) gapCause(g stream.Gap) store.GapCause {
	switch {
	case g.Cause == stream.GapOverflow:
		return store.CauseOverflow
	case g.Cause == stream.GapMalformed:
		return store.CauseMalformed
	case c.h.sleptThrough(g.Since):
		return store.CauseAsleep
	}
	return store.CauseConnectionLost
}

// retry does at once what would be done later or never.
func (c *column) retry() {
	if c.src.api == nil {
		return
	}
	anew := c.src.signIn()
	if !c.src.account {
		c.derive()
		return
	}
	c.page.fail, c.page.tries = store.Reason{}, 0
	if c.h.paused {
		c.h.resume()
		return
	}
	if c.src.client != nil && (anew || c.src.state.Phase == stream.Closed || c.src.dead.Code != "") {
		for _, o := range c.src.columns() {
			cause := store.GapCause("")
			if o.chState.Delivering() { // else its gap is there already
				cause = store.CauseConnectionLost
			}
			o.leave(cause)
		}
		c.src.disconnect()
	}
	if c.ch != nil && c.chState.Phase == stream.Refused {
		c.leave("")
	}
	for _, o := range c.src.columns() {
		o.join()
	}
	if c.src.client != nil {
		c.src.client.Wake(stream.WakeUser)
	}
	c.h.server(c.spec.Origin).describe()
	if c.hasTimeline {
		if c.chState.Delivering() {
			c.page.head()
		} else {
			c.page.first()
		}
	}
	if c.talk != nil {
		c.talk.newest()
	}
	if b := c.src.inbox; b != nil && c.spec.Channel == "main" {
		b.retryNow()
	}
	c.derive()
}

// wake hurries what waits for its time.
func (c *column) wake() {
	if c.src.api == nil || c.h.paused || c.h.hidden {
		return
	}
	if c.page.retry.waiting() {
		c.page.retry.stop()
		c.page.again()
	}
	c.poll.hurry()
	c.derive()
}

func (c *column) pollSoon(d time.Duration) {
	if c.hasTimeline && !c.poll.timer.waiting() && !c.poll.busy {
		c.poll.soon(d)
	}
}

// setVisible follows the view with captures.
func (c *column) setVisible(ids []string) {
	if slices.Equal(ids, c.visible) {
		return
	}
	c.visible = slices.Clone(ids)
	c.h.apply(store.Shown{Column: c.id, IDs: c.visible})
	c.atHead = len(ids) > 0 && slices.Contains(ids, c.h.st.Newest(c.id))
	c.capture()
}

// capture works out what the view comes to.
func (c *column) capture() {
	if c.src.api == nil {
		return
	}
	want := make([]string, 0, len(c.visible)+8)
	for _, id := range c.visible {
		want = append(want, id)
		want = append(want, c.within(id)...)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	c.src.watch.change(c.captured, want)
	c.captured = want
}

// captureNew captures a note that has just come while the newest ones are looked at: until a row for it is drawn and says
// that it is visible, reactions to it would be missed.
func (c *column) captureNew() {
	if id := c.h.st.Newest(c.id); id != "" {
		c.src.watch.glance(append(c.within(id), id))
	}
}

// within returns the notes whose updates a row shows besides its own. A renote's inner note has the reactions, the outer
// one may be undone (P4.5); what is quoted or answered may be deleted or edited.
func (c *column) within(id string) []string {
	ids := c.h.st.Cited(c.src.key, id)
	if inner := c.h.st.Inner(c.src.key, id); inner != "" && inner != id {
		ids = append(ids, inner)
	}
	return ids
}
