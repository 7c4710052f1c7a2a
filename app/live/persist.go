package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"nagare/app/store"
)

// keeper saves columns one after the other, some time after they changed.
type keeper struct {
	timer *timer
	busy  bool
	begun bool // something was saved, or could not be
	told  bool // the person knows that nothing is kept
	dead  bool // the storage does not answer: nothing more is asked of it
}

const (
	keepFirst = 8 * time.Second  // what cannot be kept is to be known early
	keepEvery = 30 * time.Second // and when the page is hidden
	keepNotes = 60
	keepMost  = 400                 // for who is far down
	keepBelow = 20                  // notes below where they are
	keepWait  = 5 * time.Second     // storage that has not answered by then is taken for none
	keepFor   = 14 * 24 * time.Hour // an older snapshot says nothing about today
)

// Key names a column for [Persist]: equal specifications share what is kept.
func Key(spec store.ColumnSpec) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	params := spec.Params
	if len(params) == 0 {
		params = nil
	}
	if e.Encode([]any{string(spec.Source()), spec.Channel, params}) != nil {
		return ""
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

// load shows what was kept of the last visit.
func (c *column) load() {
	h := c.h
	key := Key(c.spec)
	if h.o.Persist == nil || key == "" || !c.hasTimeline {
		h.apply(store.Recalled{Column: c.id})
		return
	}
	h.background(c.ctx, func(ctx context.Context) func() {
		var snap store.Snapshot
		var ok bool
		err := h.answered(ctx, func(ctx context.Context) (err error) {
			snap, ok, err = h.o.Persist.Load(ctx, key)
			return err
		})
		return func() {
			if err != nil {
				h.keepFailed(err)
			}
			if ok && h.now().Sub(snap.SavedAt) < keepFor {
				h.apply(store.SnapshotLoaded{Column: c.id, Snapshot: snap})
				c.src.fill.run()
			}
			h.apply(store.Recalled{Column: c.id})
		}
	})
}

// answered asks the storage for something. Storage may be silent for good, as when another tab keeps its database from being
// opened; it is then told apart from a call that nobody wants any more.
func (h *Hub) answered(ctx context.Context, ask func(ctx context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	t := h.o.Clock.AfterFunc(keepWait, func() { cancel(errSilent) })
	defer t.Stop()
	err := ask(ctx)
	if err != nil && context.Cause(ctx) == errSilent {
		return errSilent
	}
	return err
}

var errSilent = fmt.Errorf("%w: it does not answer", ErrNoStorage)

func (h *Hub) keepSoon(c *column) {
	c.dirty = true
	if h.o.Persist != nil && !h.keep.timer.waiting() && !h.keep.busy {
		d := keepFirst
		if h.keep.begun {
			d = keepEvery
		}
		h.keep.timer = h.after(d, h.keepNow)
	}
}

// keepNow saves every column that changed.
func (h *Hub) keepNow() {
	h.keep.timer.stop()
	if h.o.Persist == nil || h.keep.busy || h.keep.dead {
		return
	}
	type job struct {
		key  string
		snap store.Snapshot
	}
	var jobs []job
	for _, c := range h.cols {
		if !c.dirty || !c.hasTimeline || c.src.api == nil {
			continue
		}
		c.dirty = false
		if snap, ok := h.st.Snapshot(c.id, h.keepDown(c.id)); ok {
			snap.SavedAt = h.now()
			jobs = append(jobs, job{Key(c.spec), snap})
		}
	}
	if len(jobs) == 0 {
		return
	}
	h.keep.busy, h.keep.begun = true, true
	h.background(h.ctx, func(ctx context.Context) func() {
		var failed error
		for _, j := range jobs {
			if err := h.answered(ctx, func(ctx context.Context) error { return h.o.Persist.Save(ctx, j.key, j.snap) }); err != nil {
				failed = err
				break
			}
		}
		return func() {
			h.keep.busy = false
			if failed != nil {
				h.keepFailed(failed)
			}
			for _, c := range h.cols {
				if c.dirty {
					h.keepSoon(c)
					break
				}
			}
		}
	})
}

// keepDown is how many notes of a column are kept: down to where the reader is, or they could not be put back there.
func (h *Hub) keepDown(id store.ColumnID) int {
	c, _ := h.st.Column(id)
	if c.Anchor.NoteID == "" {
		return keepNotes
	}
	return min(max(keepNotes, h.st.CountAbove(id, c.Anchor.NoteID)+keepBelow), keepMost)
}

func (h *Hub) keepFailed(err error) {
	h.keep.dead = h.keep.dead || errors.Is(err, errSilent) // each question would be held on to until it is answered
	if h.keep.told || errors.Is(err, context.Canceled) {
		return
	}
	h.keep.told = true
	notice := store.NoticeMemoryOnly
	if errors.Is(err, ErrNoRoom) {
		notice = store.NoticeFull
	}
	h.apply(store.Noticed{Notice: notice})
}

// forget drops what was kept of a column, unless another one is the same.
func (h *Hub) forget(gone *column) {
	key := Key(gone.spec)
	if h.o.Persist == nil {
		return
	}
	for _, c := range h.cols {
		if Key(c.spec) == key {
			return
		}
	}
	h.background(h.ctx, func(ctx context.Context) func() {
		_ = h.o.Persist.Forget(ctx, key) // what cannot be forgotten grows old by itself
		return nil
	})
}
