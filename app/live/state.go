package live

import (
	"nagare/app/store"
	"nagare/stream"
)

// derive works out the column's state from everything that is known and tells the store when it changed.
func (c *column) derive() {
	state, why := c.judge()
	if state == c.state && why == c.why {
		return
	}
	if state == store.Refused && c.state != state && c.wasLive && !c.chState.Delivering() {
		// What comes from now on is not missing because the connection is lost.
		c.gap(store.CauseRefused, c.h.now().Add(-swapTime), why)
	}
	c.state, c.why = state, why
	c.h.apply(store.StateSet{ID: c.id, State: state, Reason: why, At: c.h.now()})
}

func (c *column) judge() (store.ColumnState, store.Reason) {
	h := c.h
	fail := c.page.fail
	switch {
	case c.src.api == nil:
		return store.Refused, fail
	case !c.src.account:
		return store.Refused, store.Reason{Code: store.ReasonNoAccount}
	case c.src.dead.Code != "":
		return store.Refused, c.src.dead
	case h.paused && c.ch == nil:
		return store.Paused, store.Reason{Code: store.ReasonHidden}
	case decisive(fail.Code):
		return store.Refused, fail
	}
	if c.shelf {
		return c.watching()
	}
	if c.ch == nil && c.hasChannel && c.src.client != nil && c.src.state.Phase == stream.Closed {
		return store.Refused, closing(c.src.state.Reason)
	}
	if c.ch == nil { // a timeline without a channel
		return c.polling(store.ReasonPolling)
	}
	switch c.chState.Phase {
	case stream.Live:
		if h.now().Sub(c.lastAt) >= h.o.QuietAfter {
			return store.Quiet, store.Reason{}
		}
		return store.Live, store.Reason{}
	case stream.Unconfirmed:
		return store.Unconfirmed, store.Reason{}
	case stream.Refused:
		return store.Refused, refusal(c.chState.Reason)
	}
	if c.src.state.Phase == stream.Closed {
		return store.Refused, closing(c.src.state.Reason)
	}
	if c.poll.ok {
		return c.polling(store.ReasonSocketBlocked)
	}
	why := store.Reason{Code: store.ReasonConnectionLost, Detail: c.src.state.Reason.Code, RetryAt: c.src.state.Until}
	if c.src.state.Reason.Code == stream.ReasonSilent {
		why.Code = store.ReasonHalfOpen
	}
	if h.offline {
		why.Code = store.ReasonDeviceOffline
		return store.Offline, why
	}
	if fail.Code != "" {
		if fail.RetryAt.IsZero() {
			fail.RetryAt = why.RetryAt
		}
		why = fail
	}
	switch {
	case c.wasLive:
		return store.Lost, why
	case c.src.fails == 0 && fail.Code == "":
		return store.Connecting, store.Reason{}
	case fail.Code == store.ReasonNoAnswer:
		return store.Offline, why
	case c.src.fails > 0:
		return store.Lost, why
	}
	return store.Connecting, why
}

// polling is the state of a column that is asked for now and then.
func (c *column) polling(why store.ReasonCode) (store.ColumnState, store.Reason) {
	if fail := c.page.fail; fail.Code != "" {
		if c.h.offline {
			return store.Offline, store.Reason{Code: store.ReasonDeviceOffline}
		}
		return store.Offline, fail
	}
	if !c.page.ok {
		return store.Connecting, store.Reason{}
	}
	return store.Unconfirmed, store.Reason{Code: why}
}

// refusal translates why the stream says a channel is refused.
func refusal(r stream.Reason) store.Reason {
	out := store.Reason{Code: store.ReasonSilent, Detail: r.Detail}
	switch r.Code {
	case stream.ReasonNeedsLogin:
		out.Code = store.ReasonNeedsLogin
	case stream.ReasonNoPermission:
		out.Code = store.ReasonNoPermission
	case stream.ReasonSharedDuplicate:
		out.Code = store.ReasonSharedDuplicate
	case stream.ReasonLimit:
		out.Code = store.ReasonLimit
	case stream.ReasonMissingParam:
		out.Code = store.ReasonBadParams
	case stream.ReasonUnknownChannel:
		out.Code = store.ReasonUnknownChannel
	}
	return out
}

// closing translates why the stream client gave up for good.
func closing(r stream.Reason) store.Reason {
	switch r.Code {
	case stream.ReasonTokenDead:
		return store.Reason{Code: store.ReasonTokenDead}
	case stream.ReasonSuspended:
		return store.Reason{Code: store.ReasonSuspended}
	case stream.ReasonNoStreamRight:
		return store.Reason{Code: store.ReasonNoPermission, Detail: "read:account"}
	}
	return store.Reason{Code: store.ReasonConnectionLost, Detail: r.Code}
}

// needsLogin says whether the channel is never for the anonymous.
func (c *column) needsLogin() bool {
	info, ok := stream.Lookup(wire(c.spec.Channel))
	return ok && info.NeedsLogin
}
