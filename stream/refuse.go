package stream

import (
	"slices"
	"time"
)

// unanswered handles a sub whose acknowledgement is overdue: a probe sent from
// now on will tell silence from a dead socket (design law 1).
func (e *engine) unanswered(b *sub) {
	b.due, b.overdue = time.Time{}, e.now
	if s := b.socket; s.phase == Open && s.probe == nil {
		e.sendProbe(s, 1)
	}
}

// settle decides on every sub that was overdue when the probe was sent, the
// socket having been proven alive since.
func (e *engine) settle(s *socket, probed time.Time) {
	more := false
	for _, b := range e.order {
		switch {
		case b.socket != s || b.overdue.IsZero():
		case b.overdue.After(probed):
			more = true
		default:
			e.decide(b, s)
		}
	}
	if more && s.phase == Open && s.probe == nil {
		e.sendProbe(s, 1)
	}
}

// brokenRetries is how often a channel is asked for again because a broken frame
// may have been its answer.
const brokenRetries = 5

func (e *engine) decide(b *sub, s *socket) {
	b.overdue = time.Time{}
	switch {
	case b.heard || !e.acks:
		// It delivers without having been acknowledged, or this server
		// acknowledges nothing at all.
		e.setSub(b, ChannelState{Phase: Unconfirmed})
	case b.again < brokenRetries && !s.badAt.Before(b.sentAt) && !s.badAt.IsZero():
		// The broken frame may have been the answer. The first request is taken
		// back, for an id used twice leaks (P2.6).
		b.again++
		e.send(s, disconnectFrame(b.id))
		e.request(b)
	default:
		reason, sure := e.why(b)
		e.setSub(b, ChannelState{Phase: Refused, Reason: reason})
		if !sure && e.c.opts.Witness != nil {
			e.askWitness(b, reason)
		}
	}
}

// why works out why a sub is, or would be, refused (P2.7). It is sure when the
// reason follows from the protocol.
func (e *engine) why(b *sub) (reason Reason, sure bool) {
	o := &e.c.opts
	if b.info.NeedsLogin && o.Token == "" {
		return Reason{Code: ReasonNeedsLogin}, true
	}
	if b.info.Permission != "" && o.Permissions != nil && !slices.Contains(o.Permissions, b.info.Permission) {
		return Reason{Code: ReasonNoPermission, Detail: b.info.Permission}, true
	}
	if missing := missingParam(b.info, b.spec); missing != "" {
		return Reason{Code: ReasonMissingParam, Detail: missing}, true
	}
	for _, other := range e.order {
		if other != b && other.socket == b.socket && other.spec.Name == b.spec.Name && other.state.Delivering() {
			return Reason{Code: ReasonSharedDuplicate}, false
		}
	}
	if !b.known {
		return Reason{Code: ReasonUnknownChannel}, false
	}
	if b.socket.held >= o.ChannelsPerSocket { // one below what the server allows, if it has forgotten none of those that were left
		return Reason{Code: ReasonLimit}, false
	}
	return Reason{Code: ReasonNoAnswer}, false
}

// askWitness asks the HTTP API for a better reason.
func (e *engine) askWitness(b *sub, guess Reason) {
	c := e.c
	e.started.Add(1)
	go func() {
		defer e.started.Done()
		said, err := c.opts.Witness(c.ctx, b.spec)
		if err != nil || said.Code == "" {
			return
		}
		said.Detail = redactString(said.Detail, c.opts.Token)
		c.post(func() {
			if !e.over && b.state.Phase == Refused && b.state.Reason == guess {
				e.setSub(b, ChannelState{Phase: Refused, Reason: said})
			}
		})
	}()
}
