package live

import (
	"encoding/json"
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

// MuteUser says that an account muted somebody, or does not any more: the server leaves them out from now on, this takes
// away what is here already.
func (h *Hub) MuteUser(src store.Source, userID string, on bool) {
	h.withInbox(src, func(b *inbox) {
		users := make([]string, 0, len(b.users)+1)
		for _, u := range b.users {
			if u != userID {
				users = append(users, u)
			}
		}
		if on {
			users = append(users, userID)
		}
		b.users = users
		h.remute(src)
		b.say(notify.Changes{Me: true, Rows: true})
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
		rules = append(rules, mute.Rules{Users: b.users, Renotes: b.renotes})
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

// muteeIDs reads a list of people muted in one way or another.
func muteeIDs(raw []byte) []string {
	var list []struct {
		MuteeID string `json:"muteeId"`
	}
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	ids := make([]string, 0, len(list))
	for _, m := range list {
		ids = append(ids, m.MuteeID)
	}
	return ids
}
