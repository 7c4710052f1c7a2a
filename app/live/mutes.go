package live

import (
	"strings"

	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
)

// SetMutes replaces the mutes of this device, which hold for every server.
func (h *Hub) SetMutes(r mute.Rules) {
	h.do(func() {
		h.local = r
		clear(h.muted)
		h.muteRev++
		for _, b := range h.inboxes {
			b.say(notify.Changes{Me: true, Rows: true})
		}
		h.wakeView()
	})
}

// Mutes is what a source does not want to see: the account's own settings and those of this device. rev grows whenever
// the answer for any source changed.
func (h *Hub) Mutes(src store.Source) (set *mute.Set, rev uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.mutes(src), h.muteRev
}

// MutesRev is the rev of [Hub.Mutes].
func (h *Hub) MutesRev() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.muteRev
}

func (h *Hub) mutes(src store.Source) *mute.Set {
	if s, ok := h.muted[src]; ok {
		return s
	}
	rules := []mute.Rules{h.local}
	if b := h.inboxes[src]; b != nil {
		if b.me != nil {
			rules = append(rules, mute.Of(b.me.Me))
		}
		rules = append(rules, b.away.rules())
	}
	_, host, _ := strings.Cut(src.Origin(), "://")
	host, _, _ = strings.Cut(host, "/")
	s := mute.NewSet(src.UserID(), host, rules...)
	if h.muted == nil {
		h.muted = map[store.Source]*mute.Set{}
	}
	h.muted[src] = s
	return s
}

// remute works a source's mutes out anew when next asked.
func (h *Hub) remute(src store.Source) {
	delete(h.muted, src)
	h.muteRev++
	h.wakeView()
}

// wakeView wakes whoever draws.
func (h *Hub) wakeView() {
	select {
	case h.ready <- struct{}{}:
	default:
	}
}
