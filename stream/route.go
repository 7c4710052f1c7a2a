package stream

import "time"

// frame routes one frame to whom it is for.
func (e *engine) frame(s *socket, raw []byte) {
	s.lastIn = e.now
	e.figures.FramesIn++
	e.figures.BytesIn += int64(len(raw))
	if e.tap != nil {
		e.tap(Frame{Dir: DirRecv, At: e.now, Raw: Redact(raw, e.c.opts.Token), Socket: s.number, Size: len(raw)})
	}
	if string(raw) == "pong" { // not JSON (P1.4)
		e.pong(s)
		return
	}
	env, fault := scan(raw)
	if fault != "" {
		e.malformed(s, env, raw, fault)
		return
	}
	switch env.kind {
	case frameChannel:
		b := s.ids[string(env.id)]
		if b == nil {
			e.figures.Stray++ // of a channel that was left (P2.2)
			return
		}
		if b.state.Phase != Live {
			e.heardFrom(b)
		}
		e.deliver(b, Message{Type: e.name(env.event), Body: env.inner, At: e.now, Size: len(raw)})
	case frameConnected:
		if b := s.ids[string(env.id)]; b != nil {
			e.acknowledged(b)
			return
		}
		e.acks = true
		if !e.probeAnswered(s, env.id) {
			// Of a probe given up or a channel left meanwhile: its place on the
			// server is to be freed.
			e.figures.Stray++
			e.send(s, disconnectFrame(string(env.id)))
		}
	case frameNoteUpdated:
		if len(e.events) > 0 {
			e.emit(NoteUpdated{ID: string(env.id), Type: e.name(env.event), Body: env.inner, At: e.now})
		}
	default:
		if len(e.events) > 0 {
			e.broadcast(env)
		}
	}
}

func (e *engine) deliver(b *sub, m Message) {
	if len(b.handles) == 0 {
		return
	}
	e.pay(b)
	var ev Event = m // once for all
	for _, ch := range b.handles {
		e.figures.Dropped += int64(ch.reader.put(ev))
	}
}

// heardFrom handles an event of a sub that is not Live.
func (e *engine) heardFrom(b *sub) {
	b.heard = true
	if b.state.Phase == Refused { // it works after all
		e.setSub(b, ChannelState{Phase: Unconfirmed})
	}
}

func (e *engine) broadcast(env envelope) {
	switch string(env.typ) {
	case "emojiAdded":
		e.emit(EmojiAdded{Body: env.body, At: e.now})
	case "emojiUpdated":
		e.emit(EmojiUpdated{Body: env.body, At: e.now})
	case "emojiDeleted":
		e.emit(EmojiDeleted{Body: env.body, At: e.now})
	case "announcementCreated":
		e.emit(AnnouncementCreated{Body: env.body, At: e.now})
	default:
		e.emit(Unknown{Type: e.name(env.typ), Body: env.body, At: e.now})
	}
}

// malformedShown is how much of a broken frame is kept.
const malformedShown = 4 << 10

// malformed counts a broken frame and says to every channel that it may have
// been for that something may be missing.
func (e *engine) malformed(s *socket, env envelope, raw []byte, kind string) {
	e.figures.countMalformed(kind)
	s.badAt = e.now
	shown := raw
	if len(shown) > malformedShown {
		shown = append([]byte(nil), shown[:malformedShown]...)
	}
	e.emit(Malformed{Kind: kind, Raw: shown, Size: len(raw), At: e.now})
	if kind == MalformedEnvelope && env.kind != frameChannel {
		return // no channel has lost anything
	}
	for _, b := range e.order {
		if b.socket == s && b.id != "" && b.state.Phase != Refused && b.owed.IsZero() {
			b.owed = e.now.Add(-reorderSlack - e.rtt.worst())
		}
	}
	if s.gapAt.IsZero() || !e.now.Before(s.gapAt) {
		e.payAll(s)
		return
	}
	s.owes, e.rearm = true, true
}

// pay tells the channels of a sub about broken frames not told yet: before the
// next message, so that the gap stands where it belongs, or after a second, so
// that a stream of broken frames is not a stream of gaps.
func (e *engine) pay(b *sub) {
	if b.owed.IsZero() {
		return
	}
	from := b.owed
	b.owed = time.Time{}
	e.gap(b, Gap{Cause: GapMalformed, Since: from, Until: e.now})
}

func (e *engine) payAll(s *socket) {
	s.owes, s.gapAt = false, e.now.Add(time.Second)
	for _, b := range e.order {
		if b.socket == s {
			e.pay(b)
		}
	}
}
