package live

import "nagare/app/store"

// Look calls f with the store, under the hub's lock like View, but leaves what changed to the next View. It is for
// reading at other times than once per frame.
func (h *Hub) Look(f func(s *store.Store)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f(h.st)
}
