package live

import (
	"slices"

	"nagare/app/store"
)

// Pinned tells whether an account has a note on its profile, as far as its server told.
func (h *Hub) Pinned(src store.Source, noteID string) bool {
	me := h.Me(src)
	return me != nil && me.Detail != nil && slices.Contains(me.Detail.PinnedNoteIDs, noteID)
}

// Pin says that an account has a note on its profile now, or not any more: nothing on the stream tells of that.
func (h *Hub) Pin(src store.Source, noteID string, on bool) {
	h.withInbox(src, func(b *inbox) {
		b.askAgain = b.askAgain || b.asking // what is under way was answered before this, maybe
		if b.me == nil || b.me.Detail == nil {
			return
		}
		me, detail := *b.me, *b.me.Detail // others may be reading the old ones
		detail.PinnedNoteIDs = slices.DeleteFunc(slices.Clone(detail.PinnedNoteIDs), func(id string) bool { return id == noteID })
		if on {
			detail.PinnedNoteIDs = append(detail.PinnedNoteIDs, noteID)
		}
		me.Detail = &detail
		b.me = &me
	})
}
