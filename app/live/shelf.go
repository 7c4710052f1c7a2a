package live

import (
	"encoding/json"

	"nagare/app/store"
	"nagare/stream"
)

// Shelf makes a place for notes outside of columns, as a thread has them: they are captured while they are visible
// ([Hub.SetVisible]) and their counts repaired like those of a column. What is on it comes by [Hub.Shelve]. Remove drops it.
func (h *Hub) Shelf(src store.Source) store.ColumnID {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return 0
	}
	h.nextID++
	spec := store.ColumnSpec{Origin: src.Origin(), AccountID: src.UserID()}
	c := newColumn(h, h.nextID, spec)
	c.shelf, c.hasChannel, c.hasTimeline = true, false, false
	h.cols[c.id] = c
	h.apply(store.ShelfAdded{ID: c.id, Spec: spec, At: h.now()})
	c.start()
	if c.src.api != nil && c.src.account && !h.paused {
		c.src.connect()
		c.derive()
	}
	return c.id
}

// Shelve calls an endpoint of a shelf's server and puts the notes that keep finds in the answer on the shelf. done is
// called on another goroutine once they are there, with the answer, or with the error. It is not called after the shelf
// was removed.
func (h *Hub) Shelve(shelf store.ColumnID, endpoint string, params any, keep func(raw []byte) []store.RawNote, done func(raw []byte, err error)) {
	h.with(shelf, func(c *column) {
		if c.src.api == nil {
			return
		}
		asked := h.st.Seq()
		h.wg.Add(1)
		go func() {
			defer h.wg.Done()
			raw, err := c.src.api.Raw(c.ctx, endpoint, params)
			var notes []store.RawNote
			if err == nil && keep != nil {
				notes = keep(raw)
			}
			h.mu.Lock()
			gone := h.closed || c.ctx.Err() != nil
			if !gone && len(notes) > 0 {
				h.apply(store.Shelved{Shelf: shelf, Notes: notes, Asked: asked})
				c.capture()
			}
			h.mu.Unlock()
			if !gone && done != nil {
				done(raw, err)
			}
		}()
	})
}

// watching is the state of a shelf: that of the socket its updates come over.
func (c *column) watching() (store.ColumnState, store.Reason) {
	why := store.Reason{Code: store.ReasonConnectionLost, Detail: c.src.state.Reason.Code, RetryAt: c.src.state.Until}
	switch {
	case c.src.client == nil:
		return store.Paused, store.Reason{}
	case c.src.state.Phase == stream.Open:
		return store.Live, store.Reason{}
	case c.src.state.Phase == stream.Closed:
		return store.Refused, closing(c.src.state.Reason)
	case c.h.offline:
		return store.Offline, store.Reason{Code: store.ReasonDeviceOffline}
	case c.src.fails == 0 && !c.src.opened:
		return store.Connecting, store.Reason{}
	}
	return store.Lost, why
}

// shelves calls f for each shelf of a source.
func (s *source) shelves(f func(*column)) {
	for _, c := range s.h.cols {
		if c.src == s && c.shelf {
			f(c)
		}
	}
}

// Notes cuts an answer that is a list of notes into them.
func Notes(raw []byte) []store.RawNote {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	notes := make([]store.RawNote, len(list))
	for i, n := range list {
		notes[i].Raw = n
	}
	return notes
}

// OneNote takes an answer for a note.
func OneNote(raw []byte) []store.RawNote { return []store.RawNote{{Raw: raw}} }
