//go:build !js

package streamtest

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

// script is the life of the town: it posts, answers, passes on, reacts, votes
// and deletes. What it does follows from the seed and its own steps alone.
type script struct {
	w     *World
	rng   *rand.Rand
	books map[string]*phraseBook
	fans  map[string][]string // favourite reactions by person

	mu    sync.Mutex
	rate  float64
	timer Timer
	ended bool
	plan  deeds
	seq   int
	next  time.Time // of the next post
	chats *chatter
}

// deed is something that will happen.
type deed struct {
	at  time.Time
	seq int
	do  func()
}

type deeds []deed

func (d deeds) Len() int { return len(d) }
func (d deeds) Less(i, j int) bool {
	return d[i].at.Before(d[j].at) || d[i].at.Equal(d[j].at) && d[i].seq < d[j].seq
}
func (d deeds) Swap(i, j int) { d[i], d[j] = d[j], d[i] }
func (d *deeds) Push(x any)   { *d = append(*d, x.(deed)) }
func (d *deeds) Pop() any {
	old := *d
	x := old[len(old)-1]
	*d = old[:len(old)-1]
	return x
}

func newScript(w *World, rate float64, seed uint64) *script {
	s := &script{w: w, rate: rate, rng: rand.New(rand.NewPCG(seed, 0x73637269)),
		books: map[string]*phraseBook{"ja": readPhrases(japanese), "en": readPhrases(english)}, fans: map[string][]string{}}
	s.chats = newChatter(s, seed)
	w.answer = s.chats.heard
	return s
}

// start begins posting at the script's rate.
func (s *script) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = s.w.clock.Now().Add(s.pause())
	s.arm()
}

func (s *script) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.timer != nil {
		s.timer.Stop()
	}
}

func (s *script) setRate(rate float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rate = rate
	s.next = s.w.clock.Now().Add(s.pause())
	s.arm()
}

// pause is the time to the next post: irregular, as people are.
func (s *script) pause() time.Duration {
	if s.rate <= 0 {
		return time.Hour
	}
	x := -math.Log(1 - s.rng.Float64()*.95)
	return time.Duration((.35 + .65*x/.84) / s.rate * float64(time.Second))
}

// arm sets the timer to whatever comes first.
func (s *script) arm() {
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	if s.ended || s.rate <= 0 {
		return
	}
	at := s.next
	if len(s.plan) > 0 && s.plan[0].at.Before(at) {
		at = s.plan[0].at
	}
	s.timer = s.w.clock.AfterFunc(at.Sub(s.w.clock.Now()), s.tick)
}

func (s *script) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.w.clock.Now()
	if s.ended || s.rate <= 0 {
		return
	}
	s.w.mu.Lock()
	for len(s.plan) > 0 && !s.plan[0].at.After(now) {
		heap.Pop(&s.plan).(deed).do()
	}
	for range 20 { // never more than a burst behind
		if s.next.After(now) {
			break
		}
		s.post(now)
		s.chats.idle(now)
		s.next = s.next.Add(s.pause())
	}
	if s.next.Before(now) {
		s.next = now.Add(s.pause())
	}
	s.w.mu.Unlock()
	s.arm()
}

func (s *script) later(at time.Time, do func()) {
	if len(s.plan) < 4000 {
		s.seq++
		heap.Push(&s.plan, deed{at, s.seq, do})
	}
}

// post makes one note and plans what comes of it. The world is locked.
func (s *script) post(now time.Time) {
	n := s.write(now)
	if n == nil {
		return
	}
	if n.user.remote() && s.rng.IntN(6) == 0 {
		// Notes of other servers arrive late, with the id of when they were written.
		n.at = now.Add(-time.Duration(2+s.rng.IntN(25)) * time.Second)
	}
	s.w.add(n)
	s.aftermath(n, now, s.w.clock.Now)
}

// remember lets the script live through the hours before the start, so that
// the town has a past.
func (s *script) remember(count int) {
	w := s.w
	w.mu.Lock()
	defer w.mu.Unlock()
	end := w.clock.Now()
	at := end.Add(-time.Duration(count) * 100 * time.Second)
	real := w.clock
	past := &pastClock{at: at}
	w.clock = past
	for i := range count {
		// Denser towards now: the last hour is busier than the ones before.
		left := float64(count-i) / float64(count)
		past.at = end.Add(-time.Duration(left*left*float64(count)*100*float64(time.Second)) - 20*time.Second)
		for len(s.plan) > 0 && !s.plan[0].at.After(past.at) {
			heap.Pop(&s.plan).(deed).do()
		}
		if n := s.write(past.at); n != nil {
			w.add(n)
			s.aftermath(n, past.at, func() time.Time { return past.at })
		}
	}
	past.at = end
	for len(s.plan) > 0 {
		heap.Pop(&s.plan).(deed).do()
	}
	w.clock = real
	for _, u := range w.people {
		if n := len(u.notifications); n > 3 {
			u.readUpTo = u.notifications[n-3].id
		}
	}
	for _, who := range []string{"alice", "sakurado", "minato", "sora"} {
		u := w.person(who)
		for i := len(w.timeline) - 1; i >= 0 && len(u.pinned) == 0; i-- {
			if n := w.timeline[i]; n.user == u && n.text != nil && n.reply == nil && n.visibility == "public" {
				u.pinned = []string{n.id}
			}
		}
	}
	for i, n := range w.timeline {
		if i%17 == 3 && !n.pureRenote() && n.visibility == "public" {
			w.clips[0].notes = append(w.clips[0].notes, n)
			u := w.person("alice")
			u.favorites = append(u.favorites, &favorite{id: w.ids.at(n.at.Add(time.Minute)), note: n})
		}
	}
}

// pastClock stands in for the clock while the past is made up.
type pastClock struct{ at time.Time }

func (c *pastClock) Now() time.Time                        { return c.at }
func (c *pastClock) AfterFunc(time.Duration, func()) Timer { return deadTimer{} }

type deadTimer struct{}

func (deadTimer) Stop() bool { return false }
