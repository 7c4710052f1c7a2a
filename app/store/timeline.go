package store

import (
	"slices"
	"strconv"
	"time"
)

// timeline is what a column knows of one timeline: the ids it has, and which stretches of the id space it knows to be
// complete. Ids are ordered as byte strings (P7.14); "" stands below all of them, and as an upper bound above all.
//
// Complete is everything from bottom up to now, except inside the gaps. Below bottom nothing is claimed: ids that
// arrived there (a remote note that came hours late) are kept but not shown until paging has reached them.
type timeline struct {
	ids    []string // newest first, each once
	gaps   []gap    // newest first, disjoint
	loaded bool     // some stretch is complete: bottom means something
	live   bool     // the channel delivers: what arrives at the upper end is all there is
	bottom string   // "" with loaded: nothing older exists
	epoch  uint64   // grows with every gap at the upper end
	keys   int      // gaps named so far
	recent []arrival
}

// gap is a stretch (after, before), without its ends, in which ids may be missing.
type gap struct {
	Gap
	// low is an id inside the gap, or "": the gap is shown right above it, else right above After. There are ids inside
	// because a stream that breaks may have lost a note that is older than the last one it delivered, servers swapping
	// what is close together (P1.7); and because of what is delivered before the page that closes the gap comes.
	low string
}

// arrival remembers when an id came over the channel.
type arrival struct {
	id string
	at time.Time
}

// maxRecent is how many arrivals are remembered: enough for the two seconds that a gap looks back.
const maxRecent = 256

// find returns the place of id in ids, newest first, and whether it is there.
func (t *timeline) find(id string) (int, bool) {
	// Nearly always it is the newest.
	if len(t.ids) == 0 || id > t.ids[0] {
		return 0, false
	}
	return slices.BinarySearchFunc(t.ids, id, func(e, target string) int {
		switch {
		case e == target:
			return 0
		case e > target:
			return -1
		}
		return 1
	})
}

func (t *timeline) has(id string) bool { _, ok := t.find(id); return ok }

// insert adds an id and says whether it is new.
func (t *timeline) insert(id string) bool {
	i, ok := t.find(id)
	if ok {
		return false
	}
	t.ids = slices.Insert(t.ids, i, id)
	return true
}

// remove takes an id out. The stretches stay as they are: their bounds are places, not notes.
func (t *timeline) remove(id string) bool {
	i, ok := t.find(id)
	if ok {
		t.ids = slices.Delete(t.ids, i, i+1)
		t.tidy()
	}
	return ok
}

// tidy puts gaps together that have no note between them any more, and turns an unfillable gap with nothing below it into
// the end of the timeline: that the server has nothing older is then all there is to say.
func (t *timeline) tidy() {
	for i := len(t.gaps) - 1; i > 0; i-- {
		upper, lower := &t.gaps[i-1], t.gaps[i]
		if (upper.State == GapUnfillable) != (lower.State == GapUnfillable) || t.below(upper.After+"\x00", lower.Before) != "" ||
			t.has(lower.Before) {
			continue
		}
		upper.After, upper.Since = lower.After, earlier(upper.Since, lower.Since)
		if upper.low == "" {
			upper.low = lower.low
		}
		t.gaps = slices.Delete(t.gaps, i, i+1)
	}
	n := len(t.gaps)
	if n == 0 || t.gaps[n-1].State != GapUnfillable || t.gaps[n-1].Before == "" {
		return
	}
	if g := t.gaps[n-1]; len(t.ids) == 0 || t.ids[len(t.ids)-1] >= g.Before {
		t.gaps, t.bottom = t.gaps[:n-1], ""
	}
}

// arrive takes in an id from the channel. Inside a gap it splits the gap, because there may be more on both sides. A gap
// that reaches up to now is left as it is when the channel delivers again: where the delivered notes begin is not told by
// the first of them, which may be a late one with an old id, but only by the next page.
func (t *timeline) arrive(id string, at time.Time) bool {
	if len(t.recent) == maxRecent {
		t.recent = append(t.recent[:0], t.recent[maxRecent/2:]...)
	}
	t.recent = append(t.recent, arrival{id, at})
	if !t.insert(id) {
		return false
	}
	t.split(id)
	return true
}

func (t *timeline) split(id string) {
	for i := range t.gaps {
		g := t.gaps[i]
		if !g.holds(id) || g.low >= id {
			continue
		}
		lower := g
		lower.Before = id
		if g.Before == "" && t.live {
			return
		}
		t.keys++
		lower.Key = "g" + strconv.Itoa(t.keys)
		if lower.State == GapFilling {
			lower.State = GapOpen // the page under way is for the upper part
		}
		g.After, g.low = id, ""
		t.gaps[i] = g
		t.gaps = slices.Insert(t.gaps, i+1, lower)
		return
	}
}

func (g *gap) holds(id string) bool { return id > g.After && (g.Before == "" || id < g.Before) }

// open makes a gap at the upper end: what arrived since may not be all. It returns the gap, or nil when nothing was
// complete there, so that nothing can be missing.
func (t *timeline) open(cause GapCause, since time.Time, why Reason) *gap {
	t.epoch++
	was := t.live
	t.live = false
	if !t.loaded && (!was || len(t.ids) == 0) {
		return nil // nothing is claimed yet, and no note stands there to be continued
	}
	after, low := t.trusted(since)
	if len(t.gaps) > 0 && t.gaps[0].Before == "" { // still open
		g := &t.gaps[0]
		if first := t.over(max(g.After, g.low)); first != "" { // but something came in between
			lower := *g
			lower.Before = first
			t.keys++
			upper := gap{Gap: Gap{Key: "g" + strconv.Itoa(t.keys), After: first, Since: since, Cause: cause, State: GapOpen,
				Reason: why}}
			if t.ids[0] > first {
				upper.low = t.ids[0]
			}
			t.gaps[0] = lower
			t.gaps = slices.Insert(t.gaps, 0, upper)
			return &t.gaps[0]
		}
		g.Until, g.Reason = time.Time{}, why
		if cause == CauseRefused { // that is why it stays open, however it began
			g.Cause = cause
		}
		if g.State == GapUnfillable {
			g.State = GapOpen
		}
		return g
	}
	// What is above after is now inside a gap, gaps included.
	keep := t.gaps[:0]
	for _, g := range t.gaps {
		if g.After >= after {
			if low == "" || g.Before > low {
				low = g.Before
			}
			since = earlier(since, g.Since)
			continue
		}
		if g.Before > after {
			after = g.Before // the older gap ends inside: it keeps its own part
		}
		keep = append(keep, g)
	}
	t.gaps = keep
	if low <= after {
		low = ""
	}
	t.keys++
	t.gaps = slices.Insert(t.gaps, 0, gap{Gap: Gap{
		Key: "g" + strconv.Itoa(t.keys), After: after, Since: since, Cause: cause, State: GapOpen, Reason: why,
	}, low: low})
	t.tidy()
	return &t.gaps[0]
}

// trusted returns the newest id up to which everything had come before since, and the newest id there is when that is
// another one.
func (t *timeline) trusted(since time.Time) (after, low string) {
	if len(t.ids) == 0 {
		return t.bottom, ""
	}
	top := t.ids[0]
	if since.IsZero() {
		return max(top, t.bottom), ""
	}
	late := make(map[string]bool)
	for _, a := range t.recent {
		if !a.at.Before(since) {
			late[a.id] = true
		}
	}
	for _, id := range t.ids {
		if !late[id] {
			after = id
			break
		}
	}
	after = max(after, t.bottom)
	if top > after {
		low = top
	}
	return after, low
}

// resume ends the time of a gap at the upper end: what arrives from now on is complete above it.
func (t *timeline) resume(at time.Time) bool {
	t.live = true
	if len(t.gaps) == 0 || t.gaps[0].Before != "" || !t.gaps[0].Until.IsZero() {
		return false
	}
	t.gaps[0].Until, t.gaps[0].Reason = at, Reason{}
	return true
}

// cover says that everything in [lo, hi] is known now; hi "" means up to now. rest describes the gaps that this makes
// necessary. It returns the gaps this closed.
func (t *timeline) cover(lo, hi string, rest Gap) (closed []Gap) {
	rest.State = GapOpen
	if !t.loaded {
		t.loaded, t.bottom = true, lo
		was := t.gaps
		t.gaps = nil
		if hi != "" { // what arrived above hi came before anything was complete: it is not known to be all
			t.keys++
			if len(was) > 0 && rest.Cause == "" {
				rest.Cause, rest.Since, rest.Until = was[0].Cause, was[0].Since, was[0].Until
			}
			rest.Key, rest.After, rest.Before = "g"+strconv.Itoa(t.keys), hi, ""
			t.gaps = []gap{{Gap: rest}}
			for _, id := range slices.Backward(t.ids) {
				t.split(id)
			}
		}
		return nil
	}
	if lo < t.bottom {
		if hi != "" && hi < t.bottom { // apart from what we have
			t.keys++
			g := rest
			g.Key, g.After, g.Before = "g"+strconv.Itoa(t.keys), hi, t.bottom
			t.gaps = append(t.gaps, gap{Gap: g, low: t.below(t.bottom, hi)})
		}
		t.bottom = lo
	}
	var left []gap
	for _, g := range t.gaps {
		if lo >= g.Before && g.Before != "" || hi != "" && hi <= g.After {
			left = append(left, g) // apart
			continue
		}
		upper := hi != "" && (g.Before == "" || hi < g.Before)
		lower := lo > g.After
		if upper {
			u := g
			u.After, u.low = hi, t.below(u.Before, hi)
			if u.Before == "" {
				u.low = "" // what stands above hi and arrived, split the gap
				if rest.Cause != "" {
					u.Cause, u.Since, u.State = rest.Cause, rest.Since, GapOpen
				}
			}
			if lower {
				t.keys++
				u.Key = "g" + strconv.Itoa(t.keys)
			}
			left = append(left, u)
		}
		if lower {
			g.Before = lo
			if g.State == GapUnfillable {
				g.State = GapOpen // the server has more than it said
			}
			if g.low >= lo {
				g.low = t.below(lo, g.After)
			}
			left = append(left, g)
		}
		if !upper && !lower {
			done := g.Gap
			done.State = GapClosed
			closed = append(closed, done)
		}
	}
	t.gaps = left
	return closed
}

// beginEmpty says that there was nothing at all a moment ago.
func (t *timeline) beginEmpty(cause GapCause, since time.Time) {
	if t.loaded {
		return
	}
	t.loaded, t.bottom = true, ""
	t.keys++
	t.gaps = []gap{{Gap: Gap{Key: "g" + strconv.Itoa(t.keys), Cause: cause, Since: since, State: GapOpen}}}
	for _, id := range slices.Backward(t.ids) {
		t.split(id)
	}
}

// over returns the oldest id above lo, or "".
func (t *timeline) over(lo string) string {
	i, _ := t.find(lo)
	if i == 0 {
		return ""
	}
	return t.ids[i-1]
}

// below returns the newest id under hi and above lo, or "".
func (t *timeline) below(hi, lo string) string {
	i, ok := t.find(hi)
	if ok {
		i++
	}
	if i < len(t.ids) && t.ids[i] > lo {
		return t.ids[i]
	}
	return ""
}

// trim drops everything below the n newest ids and returns what was dropped.
func (t *timeline) trim(n int) (dropped []string) {
	if n < 1 || len(t.ids) <= n {
		return nil
	}
	dropped = slices.Clone(t.ids[n:])
	clear(t.ids[n:])
	t.ids = t.ids[:n]
	last := t.ids[n-1]
	if !t.loaded || last <= t.bottom {
		return dropped // only ids that were never shown
	}
	// Completeness now begins at the oldest id kept; if that lies in the lower part of a gap, above the gap.
	t.bottom = last
	for i, g := range t.gaps {
		if g.After < last {
			if g.holds(last) {
				if g.Before == "" { // nothing is complete at all
					g.After = last
					if g.low <= last {
						g.low = ""
					}
					t.gaps = append(t.gaps[:i], g)
					return dropped
				}
				t.bottom = g.Before
			}
			t.gaps = t.gaps[:i]
			break
		}
	}
	return dropped
}

// gapAt returns the gap of a key.
func (t *timeline) gapAt(key string) *gap {
	for i := range t.gaps {
		if t.gaps[i].Key == key {
			return &t.gaps[i]
		}
	}
	return nil
}

// ahead is the gap that reaches up to now, which only the newest page can close; nil: there is none.
func (t *timeline) ahead() *gap {
	if len(t.gaps) > 0 && t.gaps[0].Before == "" && t.gaps[0].State == GapOpen {
		return &t.gaps[0]
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
