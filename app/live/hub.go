package live

import (
	"context"
	"errors"

	"nagare/app/store"
	"nagare/stream"
)

// ErrNoRoom is wrapped by [Persist.Save] when the browser has no room left.
var ErrNoRoom = errors.New("the browser has no room left for timelines")

// ErrNoStorage is wrapped by [Persist] when nothing can be kept here at all.
var ErrNoStorage = errors.New("this browser keeps nothing for this page")

// Hub is everything live. Its methods may be called from any goroutine and never wait for a network.
type Hub struct{}

// New starts a hub. Close it when done.
func New(o Options) *Hub { return &Hub{} }

// Close leaves every channel and ends every goroutine, timer and callback of the hub, then returns.
func (h *Hub) Close() {}

// Add makes a column and begins to fill it.
func (h *Hub) Add(spec store.ColumnSpec) store.ColumnID { return 0 }

// Remove drops a column. What was kept of it over a reload is forgotten too.
func (h *Hub) Remove(id store.ColumnID) {}

// Move puts a column at another place, counted from 0.
func (h *Hub) Move(id store.ColumnID, to int) {}

// Retry does at once what would be done later, or never by itself: connect, join, fetch the first page.
func (h *Hub) Retry(id store.ColumnID) {}

// FillGap fetches what is missing in a gap, past the pace of what is done by itself. key is Gap.Key.
func (h *Hub) FillGap(id store.ColumnID, key string) {}

// Older fetches the page below the oldest note. It does nothing while one is on its way or after the confirmed end.
func (h *Hub) Older(id store.ColumnID) {}

// SetVisible says which notes are within one screen of the view. Captures follow (P4.5): a note is captured while it
// is listed by any column, and released ten seconds after none lists it any more. Call it with nil when the column is
// out of view.
func (h *Hub) SetVisible(id store.ColumnID, noteIDs []string) {}

// MarkRead says that a column was read up to a note. Older ones than before are ignored.
func (h *Hub) MarkRead(id store.ColumnID, noteID string) {}

// SetAnchor remembers the reading place of a column for the next start.
func (h *Hub) SetAnchor(id store.ColumnID, p store.Position) {}

// Hidden says whether the page is hidden. After five minutes of hiding the channels are left, main ones excepted; the
// way back is a gap.
func (h *Hub) Hidden(hidden bool) {}

// Wake says that something happened after which connections may be dead or possible again.
func (h *Hub) Wake(why stream.WakeReason) {}

// Offline says that the device has no network; Wake(stream.WakeOnline) ends it.
func (h *Hub) Offline() {}

// Ready is sent to when something changed since the last View. It holds one wake-up.
func (h *Hub) Ready() <-chan struct{} { return nil }

// View calls f with the store and with everything that changed since the last View. f runs under the hub's lock: it
// must not block and must not call the hub. Views it takes from the store may be kept.
func (h *Hub) View(f func(s *store.Store, ch store.Changes)) {}

// React gives a reaction in the viewer's name, shows it at once, and takes it back if the server refuses. reaction ""
// takes the present one back. done, if not nil, is called on another goroutine with the server's verdict.
func (h *Hub) React(src store.Source, noteID, reaction string, done func(error)) {}

// Vote votes in a poll likewise.
func (h *Hub) Vote(src store.Source, noteID string, choice int, done func(error)) {}

// Call calls an endpoint of a source's server in the viewer's name, as somebody waits for it (see misskey.API.Call).
func (h *Hub) Call(ctx context.Context, src store.Source, endpoint string, params, out any) error {
	return nil
}
