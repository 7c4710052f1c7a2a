//go:build !js

package streamtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Kinds of fault. What a kind takes from [Fault] is told beside it.
const (
	// On the connection.
	Drop       = "drop"        // cuts every socket: once, or again and again with Every
	HalfOpen   = "half-open"   // sockets stay open and nothing comes or goes any more
	Refuse     = "refuse"      // closes the connection instead of upgrading
	SlowAccept = "slow-accept" // upgrades only after Delay
	Upgrade    = "upgrade"     // answers the upgrade with Status: 401, 403, 429, 503 …
	Forget     = "forget"      // restarts with lost state: sockets cut, notes gone

	// On frames to the client; Channel narrows them to one channel.
	Delay     = "delay"      // holds frames back for Delay, in order
	Duplicate = "duplicate"  // sends frames twice
	Reorder   = "reorder"    // lets the next frame overtake
	Silence   = "silence"    // swallows frames
	Truncate  = "truncate"   // cuts the connection in the middle of a frame
	Oversize  = "oversize"   // pads a frame with spaces to Size bytes (8 MiB if zero)
	BadUTF8   = "bad-utf8"   // puts bytes into the text that are no UTF-8
	BadJSON   = "bad-json"   // ends the JSON early, in a complete frame
	WrongType = "wrong-type" // gives one field a value of another type, another field each time
	LeakID    = "leak-id"    // "disconnect" is ignored: events go on under the old id
	ClockSkew = "clock-skew" // the server's clock is wrong by Delay

	// On the HTTP API; Path narrows them to one endpoint.
	HTTPStatus = "http"      // answers with Status (500 if zero); 429 comes with its info
	HTTPPage   = "http-page" // answers 502 with a page of HTML, without CORS, like a proxy
	HTTPHang   = "http-hang" // answers nothing until the client gives up
)

// Fault is something that goes wrong on purpose. It is in force from
// [Server.Inject] until lifted, until it has struck Times times or until For
// has passed.
type Fault struct {
	// Kind is one of the constants above.
	Kind string
	// Chance is how likely each frame or request is struck. Zero means always.
	Chance float64
	// Times is how often it strikes at most. Zero means without end.
	Times int
	// For is how long it lasts. Zero means until lifted.
	For time.Duration
	// Every makes Drop, HalfOpen and Forget strike again and again.
	Every time.Duration
	// Channel narrows frame faults to events of one channel. Zero means every
	// frame, acknowledgements and captures too.
	Channel string
	// Path narrows HTTP faults to one endpoint. Zero means all.
	Path string
	// Status is for Upgrade and HTTPStatus.
	Status int
	// Delay is for Delay, SlowAccept and ClockSkew.
	Delay time.Duration
	// Size is for Oversize.
	Size int
	// Extra sends a broken frame in addition to the sound one instead of in its
	// place.
	Extra bool
}

// faultBox holds the faults in force. Chance comes from the server's seed.
type faultBox struct {
	server *Server
	mu     sync.Mutex
	rng    *rand.Rand
	rules  []*faultRule
	turn   int // which field WrongType spoils next
}

type faultRule struct {
	Fault
	timer, end Timer
}

func newFaultBox(s *Server) *faultBox {
	return &faultBox{server: s, rng: rand.New(rand.NewPCG(s.o.Seed, 0x6661756c74))}
}

// Inject puts a fault in force and returns the function that lifts it.
func (s *Server) Inject(f Fault) (lift func()) {
	r := &faultRule{Fault: f}
	b := s.faults
	b.mu.Lock()
	b.rules = append(b.rules, r)
	if f.For > 0 {
		r.end = s.clock.AfterFunc(f.For, func() { b.lift(r) })
	}
	b.mu.Unlock()
	switch f.Kind {
	case Drop, HalfOpen, Forget:
		b.strike(r)
	case ClockSkew:
		s.world.setSkew(f.Delay)
	}
	return func() { b.lift(r) }
}

// Heal lifts every fault. Sockets that are half-open stay dead.
func (s *Server) Heal() {
	s.faults.mu.Lock()
	rules := slices.Clone(s.faults.rules)
	s.faults.mu.Unlock()
	for _, r := range rules {
		s.faults.lift(r)
	}
}

func (b *faultBox) lift(r *faultRule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range []Timer{r.timer, r.end} {
		if t != nil {
			t.Stop()
		}
	}
	if i := slices.Index(b.rules, r); i >= 0 {
		b.rules = slices.Delete(b.rules, i, i+1)
		if r.Kind == ClockSkew {
			b.server.world.setSkew(0)
		}
	}
}

// strike does what timed faults do, now and after each Every.
func (b *faultBox) strike(r *faultRule) {
	if !b.holds(r) {
		return
	}
	if r.Every > 0 {
		t := b.server.clock.AfterFunc(r.Every, func() { b.act(r); b.strike(r) })
		b.mu.Lock()
		r.timer = t
		b.mu.Unlock()
		return
	}
	b.act(r)
	if r.Kind != HalfOpen {
		b.lift(r)
	}
}

func (b *faultBox) holds(r *faultRule) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Contains(b.rules, r)
}

func (b *faultBox) act(r *faultRule) {
	s := b.server
	switch r.Kind {
	case Drop:
		s.Drop()
	case HalfOpen:
		s.mu.Lock()
		for k := range s.open {
			k.wire.goSilent()
		}
		s.mu.Unlock()
	case Forget:
		s.world.forget()
		s.Drop()
	}
}

// hit says whether a fault of the kind strikes now, and which.
func (b *faultBox) hit(kind string, match func(f *Fault) bool) *Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, r := range b.rules {
		if r.Kind != kind || match != nil && !match(&r.Fault) || r.Chance > 0 && b.rng.Float64() >= r.Chance {
			continue
		}
		f := r.Fault
		if r.Times > 0 {
			if r.Times--; r.Times == 0 {
				b.rules = slices.Delete(b.rules, i, i+1)
			}
		}
		return &f
	}
	return nil
}

func (b *faultBox) none() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.rules) == 0
}

func (b *faultBox) leaksIDs() bool { return b.hit(LeakID, nil) != nil }

// Refuse lets the server close the next n connections to /streaming instead of
// upgrading them; a negative n means all until Refuse(0).
func (s *Server) Refuse(n int) {
	s.drop(Refuse)
	if n != 0 {
		s.Inject(Fault{Kind: Refuse, Times: max(n, 0)})
	}
}

// HalfOpen makes every open socket, and every new one, go silent while staying
// open. Switching it off helps new sockets only.
func (s *Server) HalfOpen(on bool) {
	s.drop(HalfOpen)
	if on {
		s.Inject(Fault{Kind: HalfOpen})
	}
}

// drop lifts every fault of a kind.
func (s *Server) drop(kind string) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules = slices.DeleteFunc(s.faults.rules, func(r *faultRule) bool { return r.Kind == kind })
}

func (w *World) setSkew(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.skew = d
}

// forget is what a restore from an old backup does: notes and notifications
// are gone, people and tokens are still there.
func (w *World) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range w.timeline {
		n.deleted = true
	}
	w.timeline, w.notes = nil, map[string]*note{}
	for _, u := range w.people {
		u.notifications, u.favorites, u.pinned, u.notesCount = nil, nil, nil, 0
	}
	for _, a := range w.antennas {
		a.caught = nil
	}
	for _, c := range w.clips {
		c.notes = nil
	}
}

// ParseFaults reads faults from a flag: "drop=30s,delay=200ms,duplicate=0.1,
// silence=localTimeline,http=503". The value is a time (Every for drop,
// half-open and forget, else Delay), a chance below 1, a status or count from
// 100 on, or the name of a channel or endpoint.
func ParseFaults(spec string) ([]Fault, error) {
	kinds := []string{Drop, HalfOpen, Refuse, SlowAccept, Upgrade, Forget, Delay, Duplicate, Reorder, Silence, Truncate, Oversize,
		BadUTF8, BadJSON, WrongType, LeakID, ClockSkew, HTTPStatus, HTTPPage, HTTPHang, HTTPLose}
	var out []Fault
	for _, part := range strings.Split(spec, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		kind, value, _ := strings.Cut(part, "=")
		if !slices.Contains(kinds, kind) {
			return nil, fmt.Errorf("fault %q is unknown: use one of %s", kind, strings.Join(kinds, ", "))
		}
		f := Fault{Kind: kind}
		if d, err := time.ParseDuration(value); err == nil && value != "0" {
			if kind == Drop || kind == HalfOpen || kind == Forget {
				f.Every = d
			} else {
				f.Delay = d
			}
		} else if x, err := strconv.ParseFloat(value, 64); err == nil {
			switch {
			case x < 1:
				f.Chance = x
			case kind == Oversize:
				f.Size = int(x)
			case x >= 100:
				f.Status = int(x)
			default:
				f.Times = int(x)
			}
		} else if value != "" {
			f.Channel, f.Path = value, value
		}
		out = append(out, f)
	}
	return out, nil
}
