package stream

import (
	"sort"
	"time"
)

// captures is the set of notes to be followed: what is wanted, what the first
// socket was told, and what is to be told to it.
type captures struct {
	refs   map[string]*capture
	queue  []string  // ids whose wish and fact differ, in order
	due    time.Time // when the queue is looked at
	room   float64   // frames that may be sent now
	filled time.Time // when room was last reckoned
	seq    int
	live   int // refs with count > 0
}

type capture struct {
	count  int // by callers
	told   bool
	queued bool
	seq    int // of the last time it was wanted
}

// Gathering what follows a first one lets a scroll through many rows cancel itself out; the pace keeps
// thousands of captures under the limit of servers that count frames (P1.6).
const (
	captureGather = 20 * time.Millisecond
	capturePause  = 50 * time.Millisecond
	captureBurst  = 250
	capturePace   = 500 // frames a second
	captureHead   = 128 // sent before the channels on a new socket
)

func (c *captures) init()        { c.refs = map[string]*capture{} }
func (c *captures) wanted() int  { return c.live }
func (c *captures) pending() int { return len(c.queue) }
func (c *captures) max() int     { return captureBurst }

func (e *engine) capture(ids []string, by int) {
	c := &e.caps
	for _, id := range ids {
		ref := c.refs[id]
		if ref == nil {
			if by < 0 || id == "" {
				continue
			}
			ref = &capture{}
			c.refs[id] = ref
		}
		was := ref.count
		ref.count = max(0, ref.count+by)
		switch {
		case was == 0 && ref.count > 0:
			c.live++
			c.seq++
			ref.seq = c.seq
		case was > 0 && ref.count == 0:
			c.live--
		}
		c.enqueue(id, ref)
	}
	switch {
	case len(c.queue) == 0 || !c.due.IsZero() || e.sockets[0].phase != Open:
	case by > 0 && e.now.Sub(c.filled) >= captureGather: // the first of many, or one alone: what happens to it is missed until then
		e.flushCaptures(captureBurst)
	default:
		c.due = e.now.Add(captureGather)
	}
}

// enqueue puts an id in line if the socket knows otherwise than what is wanted.
func (c *captures) enqueue(id string, ref *capture) {
	if ref.queued {
		return
	}
	if (ref.count > 0) == ref.told {
		if ref.count == 0 {
			delete(c.refs, id)
		}
		return
	}
	ref.queued = true
	c.queue = append(c.queue, id)
}

// reset is for a new socket, which has been told nothing. The newest wishes
// come first: they are what is in view.
func (c *captures) reset() {
	c.queue, c.due, c.room = c.queue[:0], time.Time{}, captureBurst
	for id, ref := range c.refs {
		ref.told, ref.queued = false, false
		if ref.count == 0 {
			delete(c.refs, id)
			continue
		}
		ref.queued = true
		c.queue = append(c.queue, id)
	}
	sort.Slice(c.queue, func(i, j int) bool { return c.refs[c.queue[i]].seq > c.refs[c.queue[j]].seq })
}

// flushCaptures tells the socket up to limit differences, as far as the pace allows.
func (e *engine) flushCaptures(limit int) {
	c, s := &e.caps, e.sockets[0]
	c.due = time.Time{}
	e.rearm = true
	if s.phase != Open {
		return
	}
	c.room = min(captureBurst, c.room+e.now.Sub(c.filled).Seconds()*capturePace)
	c.filled = e.now
	sent, i := 0, 0
	for ; i < len(c.queue) && sent < limit && c.room >= 1; i++ {
		id := c.queue[i]
		ref := c.refs[id]
		ref.queued = false
		want := ref.count > 0
		if want == ref.told {
			if !want {
				delete(c.refs, id)
			}
			continue
		}
		frame := unsubNoteFrame(id)
		if want {
			frame = subNoteFrame(id)
		}
		if !e.send(s, frame) {
			return // the socket is going; the next one begins anew
		}
		if ref.told = want; !want {
			delete(c.refs, id)
		}
		c.room--
		sent++
	}
	c.queue = append(c.queue[:0], c.queue[i:]...)
	if len(c.queue) > 0 {
		c.due = e.now.Add(capturePause)
	}
}
