package live

import (
	"nagare/app/store"
	"nagare/stream/misskey"
)

// Describe makes sure that a server is asked about itself, also when no column shows it.
func (h *Hub) Describe(origin string) { h.do(func() { h.server(origin).describe() }) }

// Gone takes a note off every column of a source because the viewer has just deleted it: not every server tells the
// author's own socket.
func (h *Hub) Gone(src store.Source, noteID string) {
	h.do(func() {
		h.apply(store.NoteUpdated{Source: src, Raw: append(append([]byte(`{"id":`), appendString(nil, noteID)...), `,"type":"`+misskey.UpdateDeleted+`","body":{}}`...)})
	})
}
