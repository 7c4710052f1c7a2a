//go:build !js

package streamtest

import (
	"math/rand/v2"
	"slices"
	"time"
)

// What the town does in chats, so that they live: whoever is written to answers after a while, and somebody writes now
// and then. It draws from numbers of its own: what is posted stays as the seed has it.
type chatter struct {
	s    *script
	rng  *rand.Rand
	last time.Time
}

func newChatter(s *script, seed uint64) *chatter {
	return &chatter{s: s, rng: rand.New(rand.NewPCG(seed, 0x63686174))}
}

// heard lets the other side of a conversation answer, where the town is alive. The world is locked.
func (c *chatter) heard(m *chatMessage) {
	by := m.to
	if m.room != nil {
		others := append(slices.Clone(m.room.members), m.room.owner)
		others = slices.DeleteFunc(others, func(u *user) bool { return u == m.from })
		if len(others) == 0 {
			return
		}
		by = others[len(m.room.id)%len(others)]
	}
	w := c.s.w
	w.clock.AfterFunc(2*time.Second, func() { c.act(func() { c.react(m, by) }) })
	w.clock.AfterFunc(5*time.Second, func() { c.act(func() { c.say(by, m.from, m.room) }) })
}

// act runs f with everything locked, unless the town is still.
func (c *chatter) act(f func()) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.s.ended || c.s.rate <= 0 {
		return
	}
	c.s.w.mu.Lock()
	defer c.s.w.mu.Unlock()
	f()
}

func (c *chatter) react(m *chatMessage, by *user) {
	w := c.s.w
	if c.rng.IntN(3) > 0 || !slices.Contains(w.messages, m) {
		return
	}
	key := []string{"👍", "❤", ":nagare:", "🎉"}[c.rng.IntN(4)]
	m.reactions = append(m.reactions, chatReaction{by, key})
	w.tellChat(m, "react", func(v view) any {
		o := object{{"messageId", m.id}}
		if m.room != nil {
			o.set("user", w.packUser(by, v))
		}
		return append(o, field{"reaction", key})
	})
}

func (c *chatter) say(from, to *user, room *chatRoom) {
	lang := "en"
	for _, r := range residents {
		if r.handle == from.username {
			lang = r.lang
		}
	}
	text := fill(c.rng, c.s.books[lang].pick(c.rng, "reply"), func() string { return "alice" })
	c.s.w.sayTo(&chatMessage{from: from, to: to, room: room, text: &text})
}

// idle lets somebody write out of the blue, every few minutes. The world is locked.
func (c *chatter) idle(now time.Time) {
	if now.Sub(c.last) < 3*time.Minute {
		return
	}
	first := c.last.IsZero()
	if c.last = now; first {
		return
	}
	w := c.s.w
	who := []string{"bob", "hinata", "carol"}[c.rng.IntN(3)]
	if from := w.person(who); from != nil && w.chat {
		c.say(from, w.person("alice"), nil)
	}
}
