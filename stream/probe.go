package stream

import (
	"encoding/json"
	"slices"
	"time"
)

// probe is one question whose answer proves that the socket is alive (P1.5).
type probe struct {
	ids    []string
	sentAt time.Time
	due    time.Time
	try    int
}

// probeKind is which question this server is known to answer.
type probeKind uint8

const (
	probeUntried  probeKind = iota
	probeReversi            // current servers
	probeHashtag            // 13.x to 2024.1, v12, Firefish
	probePingText           // v12, Firefish, meisskey: raw text
)

// sendProbe asks. The first question is the one known to be answered, else the
// one for current servers; the second try asks in every way there is.
func (e *engine) sendProbe(s *socket, try int) {
	p := &probe{sentAt: e.now, due: e.now.Add(e.c.opts.ProbeTimeout), try: try}
	s.probe = p
	all := try > 1
	ask := func(channel string) {
		id := e.c.opts.NewID() // always a fresh one (P2.6)
		p.ids = append(p.ids, id)
		e.send(s, connectFrame(id, ChannelSpec{Name: channel, Params: json.RawMessage("{}")}))
	}
	if all || e.probing == probeUntried || e.probing == probeReversi {
		ask("reversiGame")
	}
	if all || e.probing == probeHashtag {
		ask("hashtag")
	}
	if all || e.probing == probePingText {
		e.send(s, []byte("ping"))
	}
	e.rearm = true
}

// probeAnswered takes an acknowledgement; false: it is not one of the probe's.
func (e *engine) probeAnswered(s *socket, id []byte) bool {
	p := s.probe
	if p == nil {
		return false
	}
	i := slices.IndexFunc(p.ids, func(have string) bool { return have == string(id) })
	if i < 0 {
		return false
	}
	kind := probeReversi
	if i == 1 || e.probing == probeHashtag && len(p.ids) == 1 {
		kind = probeHashtag
	}
	e.send(s, disconnectFrame(string(id)))
	e.proven(s, kind)
	return true
}

// pong takes the raw answer of older servers (P1.4).
func (e *engine) pong(s *socket) {
	if s.probe != nil {
		kind := e.probing
		if kind == probeUntried {
			kind = probePingText
		}
		e.proven(s, kind)
	}
}

// proven ends the probe: the socket is alive, so silence about a channel that
// was asked for before the probe means no.
func (e *engine) proven(s *socket, kind probeKind) {
	p := s.probe
	s.probe = nil
	e.probing = kind
	e.rtt.add(e.now.Sub(p.sentAt))
	e.figures.RTTLast, e.figures.RTTMedian = e.rtt.last, e.rtt.median()
	e.nextLatency(s)
	e.settle(s, p.sentAt)
}

func (e *engine) nextLatency(s *socket) {
	s.latencyAt = time.Time{}
	if every := e.c.opts.LatencyEvery; every > 0 {
		// What is measured while a program starts says much of the program and little of the network: soon again.
		s.latencyAt = e.now.Add(min(every, max(4*time.Second, e.now.Sub(s.openedAt))))
	}
	e.rearm = true
}

// probeDue handles a probe without an answer.
func (e *engine) probeDue(s *socket) {
	p := s.probe
	switch alive := s.lastIn.After(p.sentAt); {
	case p.try == 1:
		e.sendProbe(s, 2)
	case alive: // it talks but answers no question of ours
		s.probe = nil
		e.nextLatency(s)
		e.settle(s, p.sentAt)
	default:
		e.fail(s, Reason{Code: ReasonSilent, Detail: "no answer to two probes"}, 0)
	}
}

// latency keeps the last round trips.
type latency struct {
	last   time.Duration
	window []time.Duration
	next   int
}

const latencyWindow = 16

func (l *latency) add(d time.Duration) {
	l.last = d
	if len(l.window) < latencyWindow {
		l.window = append(l.window, d)
		return
	}
	l.window[l.next] = d
	l.next = (l.next + 1) % latencyWindow
}

// worst is by how much frames may lag.
func (l *latency) worst() time.Duration {
	if len(l.window) == 0 {
		return 0
	}
	return slices.Max(l.window)
}

func (l *latency) median() time.Duration {
	if len(l.window) == 0 {
		return 0
	}
	sorted := slices.Clone(l.window)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}
