package live

import (
	"context"
	"encoding/json"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// server is what all sources of one origin share.
type server struct {
	h       *Hub
	origin  string
	limiter *misskey.Limiter
	known   bool // it has described itself as Misskey
	asked   bool
	emojis  bool                    // the table was asked for
	news    map[string]*store.Emoji // changes of the table that wait for others, by name; nil: deleted
	telling *timer
}

// emojiPause is how long changes of a server's emoji wait for others: each makes a new table of thousands, and an
// administrator brings them in by the thousand.
const emojiPause = 250 * time.Millisecond

func (h *Hub) server(origin string) *server {
	v := h.servers[origin]
	if v == nil {
		v = &server{h: h, origin: origin, limiter: new(misskey.Limiter)}
		h.servers[origin] = v
	}
	return v
}

// describe asks the server about itself, once.
func (v *server) describe() {
	if v.known || v.asked {
		return
	}
	v.asked = true
	api := v.h.api(v.origin, "") // what a server is, it tells everybody
	v.h.background(v.h.ctx, func(ctx context.Context) func() {
		m, err := api.Greet(misskey.WithPriority(ctx, misskey.Visible))
		return func() {
			v.asked = false
			if err != nil {
				v.failed(err)
				return
			}
			v.known = true
			v.h.apply(store.ServerRead{Origin: v.origin, Meta: describeMeta(m)})
			if len(m.Emojis) > 0 { // v12
				v.emojis = true
				v.h.apply(store.EmojisRead{Origin: v.origin, Emojis: emojis(m.Emojis)})
			}
		}
	})
}

func (v *server) failed(err error) {
	r := store.Reason{Code: store.ReasonNoAnswer, Detail: err.Error()}
	switch misskey.FaultOf(err) {
	case misskey.FaultNotMisskey, misskey.FaultNoEndpoint, misskey.FaultRefused, misskey.FaultTooLarge:
		r.Code = store.ReasonNotMisskey
	case misskey.FaultServer:
		r.Code = store.ReasonServerError
	case misskey.FaultRateLimited:
		r.Code = store.ReasonRateLimited
	case misskey.FaultNeedsLogin, misskey.FaultPermission, misskey.FaultTokenDead:
		r.Code = store.ReasonForbiddenAnonymous
	}
	v.h.apply(store.ServerFailed{Origin: v.origin, Reason: r})
	for _, c := range v.h.cols {
		if c.spec.Origin != v.origin || c.chState.Delivering() || c.page.ok {
			continue
		}
		if r.Code == store.ReasonNotMisskey {
			c.page.fail = r
			c.page.retry.stop()
		}
		c.derive()
	}
}

// Emojis makes sure that the server's table of custom emoji is being fetched. It is large, and pictures are found without
// it ([store.Server.EmojiURL]): ask when somebody is to choose from it.
func (h *Hub) Emojis(origin string) {
	h.do(func() {
		v := h.servers[origin]
		if v == nil || v.emojis {
			return
		}
		v.emojis = true
		api := h.api(origin, "")
		h.background(h.ctx, func(ctx context.Context) func() {
			list, err := api.Emojis(ctx)
			return func() {
				if err != nil {
					h.after(30*time.Second, func() { v.emojis = false })
					return
				}
				h.apply(store.EmojisRead{Origin: origin, Emojis: emojis(list)})
			}
		})
	})
}

// emojisChanged takes in a broadcast (P5): {emoji} or {emojis}.
func (v *server) emojisChanged(body []byte, deleted bool) {
	var e struct {
		Emoji  *misskey.Emoji  `json:"emoji"`
		Emojis []misskey.Emoji `json:"emojis"`
	}
	if len(body) > 1<<20 || json.Unmarshal(body, &e) != nil {
		return
	}
	if e.Emoji != nil {
		e.Emojis = append(e.Emojis, *e.Emoji)
	}
	if v.news == nil {
		v.news = make(map[string]*store.Emoji)
	}
	for _, one := range emojis(e.Emojis) {
		if deleted {
			v.news[one.Name] = nil
		} else {
			v.news[one.Name] = &one
		}
	}
	if !v.telling.waiting() {
		v.telling = v.h.after(emojiPause, v.tellEmojis)
	}
}

func (v *server) tellEmojis() {
	ev := store.EmojisChanged{Origin: v.origin}
	for name, one := range v.news {
		if one == nil {
			ev.Deleted = append(ev.Deleted, name)
		} else {
			ev.Emojis = append(ev.Emojis, *one)
		}
	}
	v.news = nil
	v.h.apply(ev)
}

func emojis(list []misskey.Emoji) []store.Emoji {
	out := make([]store.Emoji, len(list))
	for i, e := range list {
		out[i] = store.Emoji{Name: e.Name, Category: e.Category, Aliases: e.Aliases, URL: e.URL, Sensitive: e.IsSensitive,
			LocalOnly: e.LocalOnly}
	}
	return out
}

func describeMeta(m *misskey.Meta) store.ServerMeta {
	return store.ServerMeta{
		LTLAvailable: m.Policies.Bool("ltlAvailable", !m.DisableLocalTimeline),
		GTLAvailable: m.Policies.Bool("gtlAvailable", !m.DisableGlobalTimeline), PoliciesKnown: len(m.Policies) > 0,
		Name: m.Name, ShortName: m.ShortName, Description: m.Description, Version: m.Version, IconURL: m.IconURL,
		BannerURL: m.BannerURL, ThemeColor: m.ThemeColor, MaxNoteTextLength: m.MaxNoteTextLength, MediaProxy: m.MediaProxy,
	}
}
