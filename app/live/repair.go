package live

import (
	"context"
	"errors"
	"slices"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// repairs re-reads captured notes whose updates were missed (law 4, P4.7): many at a time where the server can, else by
// pages of their columns (repairpage.go) or one by one, politely. It also checks what was captured for the first time,
// because whoever reacted between a note's sending and its capture was not heard.
type repairs struct {
	s     *source
	must  []string  // counts are known to be doubtful
	may   []string  // captured for the first time; they become doubtful together
	check time.Time // when they do
	full  []string  // to be read whole: edited, or with a poll
	odd   []string  // a page should have had them: gone, perhaps
	asked map[string]bool
	tries map[string]int
	timer *timer
	due   time.Time // of timer
	busy  int
	bulk  answerability
	fails int       // reads in a row that the server did not answer
	rest  time.Time // nothing is read before
}

// answerability is whether the server has notes/show-partial-bulk.
type answerability uint8

const (
	unasked answerability = iota
	asking
	has
	lacks
)

const (
	repairPause = 1500 * time.Millisecond // between two bulk reads, and after a capture
	checkPause  = 20 * time.Second        // between two checks of first captures, so that many are checked at once
	maxMay      = 100                     // first captures that wait where the server cannot tell about many at once
	maxTries    = 4
	maxOdd      = 60
)

func (r *repairs) init(s *source) {
	r.s = s
	r.tries = make(map[string]int)
	r.asked = make(map[string]bool)
}

// all re-reads everything captured.
func (r *repairs) all() {
	ids := make([]string, 0, len(r.s.watch.held))
	for id := range r.s.watch.held {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	for _, id := range ids {
		r.must = add(r.must, id)
	}
	r.plan(0)
}

// captured re-reads captured notes that a row shows for the first time.
func (r *repairs) captured(ids []string) {
	if soon := r.s.h.now().Add(repairPause); len(r.may) == 0 && r.check.Before(soon) {
		r.check = soon
	}
	for _, id := range ids {
		r.may = add(r.may, id)
	}
	if n := len(r.may) - maxMay; n > 0 && r.bulk != has {
		r.may = append([]string(nil), r.may[n:]...) // the oldest are the likeliest to be scrolled past
	}
	r.plan(repairPause)
}

// whole re-reads all of a note.
func (r *repairs) whole(id string) {
	if r.s.h.st.Has(r.s.key, id) {
		r.full = add(r.full, id)
		r.plan(0)
	}
}

// doubt asks about notes that a page should have had, each once: one that is filtered there stays away for good.
func (r *repairs) doubt(ids []string) {
	for _, id := range ids {
		if !r.asked[id] && len(r.odd) < maxOdd {
			r.odd = append(r.odd, id)
		}
	}
	r.plan(repairPause)
}

func add(list []string, id string) []string {
	if slices.Contains(list, id) {
		return list
	}
	return append(list, id)
}

// plan sees to it that what waits is read: in d, or later if nothing but first captures waits.
func (r *repairs) plan(d time.Duration) {
	if len(r.must)+len(r.may)+len(r.full)+len(r.odd) == 0 || r.busy > 0 {
		return
	}
	due := r.s.h.now().Add(d)
	if due.Before(r.rest) {
		due = r.rest
	}
	if len(r.must)+len(r.full)+len(r.odd) == 0 && due.Before(r.check) {
		due = r.check
	}
	if r.timer.waiting() {
		if !due.Before(r.due) {
			return
		}
		r.timer.stop()
	}
	r.due, r.timer = due, r.s.h.after(due.Sub(r.s.h.now()), r.run)
}

// pace is how far apart requests are that tell about one note or one page.
func (r *repairs) pace() time.Duration { return time.Minute / time.Duration(r.s.h.o.ReadsPerMinute) }

// take removes up to n ids that are still held from a list.
func (r *repairs) take(list *[]string, n int) (ids []string) {
	for len(*list) > 0 && len(ids) < n {
		id := (*list)[0]
		*list = (*list)[1:]
		if r.s.watch.held[id] != nil && r.s.h.st.Has(r.s.key, id) && r.s.h.st.Inner(r.s.key, id) == id {
			ids = append(ids, id)
		}
	}
	if len(*list) == 0 {
		*list = nil
	}
	return ids
}

func (r *repairs) run() {
	h := r.s.h
	if r.s.api == nil || h.paused || r.busy > 0 {
		return
	}
	if r.bulk == unasked {
		r.ask()
		return
	}
	if len(r.may) > 0 && !h.now().Before(r.check) {
		for _, id := range slices.Backward(r.may) { // the newest first: that is what is looked at
			r.must = add(r.must, id)
		}
		r.may, r.check = nil, h.now().Add(checkPause)
	}
	if r.bulk == has {
		if ids := r.take(&r.must, 100); len(ids) > 0 {
			slices.Sort(ids)
			r.readMany(slices.Compact(ids))
			return
		}
	} else if r.readPage() {
		return
	}
	ids := r.take(&r.full, 1)
	if len(ids) == 0 {
		ids = r.take(&r.must, 1)
	}
	if len(ids) > 0 {
		r.readOne(ids[0])
		return
	}
	for len(r.odd) > 0 {
		id := r.odd[0]
		r.odd = r.odd[1:]
		if !r.asked[id] && h.st.Has(r.s.key, id) {
			if len(r.asked) > 1000 {
				clear(r.asked)
			}
			r.asked[id] = true
			r.readOne(id)
			return
		}
	}
	r.plan(r.pace())
}

// ask finds out whether the server can tell about many notes at once.
func (r *repairs) ask() {
	r.bulk = asking
	r.busy++
	api := r.s.api
	r.s.h.background(r.s.h.ctx, func(ctx context.Context) func() {
		names, err := api.Endpoints(misskey.WithPriority(ctx, misskey.Background))
		return func() {
			r.busy--
			r.bulk = lacks
			switch {
			case err == nil && slices.Contains(names, "notes/show-partial-bulk"):
				r.bulk = has
			case r.passing(err) && r.fails < maxTries: // who never tells is taken to lack it
				r.bulk = unasked
			}
			r.plan(0)
		}
	})
}

func (r *repairs) readMany(ids []string) {
	h := r.s.h
	asked, api := h.st.Seq(), r.s.api
	r.busy++
	h.background(h.ctx, func(ctx context.Context) func() {
		list, err := api.PartialNotes(misskey.WithPriority(ctx, misskey.Visible), ids)
		return func() {
			r.busy--
			switch {
			case err == nil:
				r.fails = 0
				r.readManyCame(ids, list, asked)
			case r.passing(err):
				r.must = append(ids, r.must...)
			default: // not in this way
				r.bulk = lacks
				r.must = append(ids, r.must...)
			}
			r.plan(repairPause)
		}
	})
}

func (r *repairs) readManyCame(ids []string, list []misskey.PartialNote, asked uint64) {
	h := r.s.h
	there := make(map[string]bool, len(list))
	for _, n := range list {
		there[n.ID] = true
		counts := make([]store.Count, len(n.Reactions))
		for i, c := range n.Reactions {
			counts[i] = store.Count{Key: c.Reaction, N: c.Count}
		}
		h.apply(store.CountsRead{Source: r.s.key, ID: n.ID, Reactions: counts, Emojis: n.ReactionEmojis, Asked: asked})
		r.settled(n.ID, asked)
		if h.st.HasPoll(r.s.key, n.ID) {
			r.full = add(r.full, n.ID) // votes are not among the partial facts
		}
	}
	for _, id := range ids {
		if !there[id] {
			r.full = add(r.full, id) // gone, or not to be seen in this way: ask for it by itself
		}
	}
}

func (r *repairs) readOne(id string) {
	h := r.s.h
	asked, api := h.st.Seq(), r.s.api
	r.busy++
	h.background(h.ctx, func(ctx context.Context) func() {
		raw, err := api.Raw(misskey.WithPriority(ctx, misskey.Visible), "notes/show", map[string]any{"noteId": id})
		return func() {
			r.busy--
			switch {
			case err == nil:
				r.fails = 0
				h.apply(store.NoteRead{Source: r.s.key, Raw: raw, Asked: asked})
				r.settled(id, asked)
			case misskey.CodeOf(err) == misskey.CodeNoSuchNote:
				r.fails = 0
				h.apply(store.NoteGone{Source: r.s.key, ID: id})
			case r.passing(err):
				r.full = add(r.full, id)
			}
			r.plan(r.pace())
		}
	})
}

// passing says whether a read failed for a reason that may pass, and then lets the server rest. What was to be read waits
// for as long as it takes: a count that is known to be doubtful is not given up while somebody looks at it.
func (r *repairs) passing(err error) bool {
	if !passes(err) && misskey.FaultOf(err) != misskey.FaultCanceled {
		return false
	}
	wait := min(repairPause<<min(r.fails, 6), time.Minute)
	var e *misskey.Error
	if errors.As(err, &e) && e.RetryAfter > wait {
		wait = e.RetryAfter
	}
	r.fails++
	r.rest = r.s.h.now().Add(wait)
	return true
}

// settled asks once more when something happened to a note while it was being read: whether the answer has it is not
// known.
func (r *repairs) settled(id string, asked uint64) {
	if r.s.h.st.ChangedSince(r.s.key, id, asked) {
		if r.tries[id]++; r.tries[id] < maxTries {
			r.must = add(r.must, id)
			return
		}
	}
	delete(r.tries, id)
}
