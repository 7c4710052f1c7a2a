//go:build !js

package streamtest

import (
	"math/rand/v2"
	"sort"
	"strings"
	"sync"
	"time"
)

// World is everything the server knows: people, notes, emoji, lists and who
// follows whom. All its methods may be called from any goroutine.
type World struct {
	mu      sync.Mutex
	clock   Clock
	rng     *rand.Rand
	ids     *idMaker
	flavour Flavour
	born    time.Time
	keep    int
	skew    time.Duration

	users   map[string]*user
	handles map[string]*user
	people  []*user
	tokens  map[string]*token

	notes    map[string]*note
	timeline []*note // ascending by id
	emojis   []*emoji
	files    map[string]*file
	folders  map[string]*folder
	roles    []*role
	boards   []*board
	lists    []*userList
	antennas []*antenna
	clips    []*clip
	notices  []*announcement

	rooms      []*chatRoom
	messages   []*chatMessage
	chat       bool
	chatPolicy string               // chatAvailability; "": available
	answer     func(m *chatMessage) // hears what a client said in a chat; nil: nobody does
	games      []*reversiGame
	sessions   map[string]*authSession

	sockets map[*socket]struct{}
	limits  map[string][]time.Time

	received []string // last frames from clients, for tests
}

func newWorld(o *Options) *World {
	w := &World{
		chat: o.Chat || o.Flavour.hasChat(), clock: o.Clock, flavour: o.Flavour, keep: o.Keep,
		rng: rand.New(rand.NewPCG(o.Seed, 0x6e6167617265)),
		ids: newIDMaker(o.Seed*7919 + 1234567),

		users: map[string]*user{}, handles: map[string]*user{}, tokens: map[string]*token{},
		notes: map[string]*note{}, files: map[string]*file{}, folders: map[string]*folder{},
		sessions: map[string]*authSession{}, sockets: map[*socket]struct{}{}, limits: map[string][]time.Time{},
	}
	w.born = o.Clock.Now()
	return w
}

// now is the server's own idea of the time, wrong by the injected skew.
func (w *World) now() time.Time { return w.clock.Now().Add(w.skew) }

func (w *World) newID() string { return w.ids.at(w.now()) }

// insert puts a note into its place by id: remote notes may carry ids older
// than ones already there (P3.3).
func (w *World) insert(n *note) {
	w.notes[n.id] = n
	i := len(w.timeline)
	if i > 0 && w.timeline[i-1].id > n.id {
		i = sort.Search(len(w.timeline), func(i int) bool { return w.timeline[i].id > n.id })
	}
	w.timeline = append(w.timeline, nil)
	copy(w.timeline[i+1:], w.timeline[i:])
	w.timeline[i] = n
	if over := len(w.timeline) - w.keep; w.keep > 0 && over > w.keep/10 {
		for _, old := range w.timeline[:over] {
			delete(w.notes, old.id)
		}
		w.timeline = append([]*note(nil), w.timeline[over:]...)
	}
}

func (w *World) remove(n *note) {
	delete(w.notes, n.id)
	i := sort.Search(len(w.timeline), func(i int) bool { return w.timeline[i].id >= n.id })
	if i < len(w.timeline) && w.timeline[i] == n {
		w.timeline = append(w.timeline[:i], w.timeline[i+1:]...)
	}
}

// person finds somebody by id, "name", "@name" or "name@host"; nil if unknown.
func (w *World) person(who string) *user {
	if u := w.users[who]; u != nil {
		return u
	}
	return w.handles[strings.ToLower(strings.TrimPrefix(who, "@"))]
}

func (w *World) emojiNamed(name string) *emoji {
	for _, e := range w.emojis {
		if e.name == name {
			return e
		}
	}
	return nil
}

func (w *World) board(id string) *board {
	for _, b := range w.boards {
		if b.id == id {
			return b
		}
	}
	return nil
}

func (w *World) role(id string) *role {
	for _, r := range w.roles {
		if r.id == id || r.name == id {
			return r
		}
	}
	return nil
}

func (w *World) list(id string) *userList {
	for _, l := range w.lists {
		if l.id == id {
			return l
		}
	}
	return nil
}

func (w *World) antenna(id string) *antenna {
	for _, a := range w.antennas {
		if a.id == id {
			return a
		}
	}
	return nil
}
