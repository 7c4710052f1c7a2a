//go:build !js

package streamtest

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"strings"
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
	return &script{w: w, rate: rate, rng: rand.New(rand.NewPCG(seed, 0x73637269)),
		books: map[string]*phraseBook{"ja": readPhrases(japanese), "en": readPhrases(english)}, fans: map[string][]string{}}
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

// somebody picks a person who talks, by how busy they are.
func (s *script) somebody() (*user, *resident) {
	total := 0
	for _, r := range residents {
		total += r.busy
	}
	k := s.rng.IntN(total)
	for i := range residents {
		if k -= residents[i].busy; k < 0 {
			return s.w.person(residents[i].handle), &residents[i]
		}
	}
	return nil, nil
}

func (s *script) friendOf(u *user) func() string {
	return func() string {
		for range 30 {
			f := s.w.people[s.rng.IntN(len(s.w.people))]
			if f != u && !f.suspended && !f.bot && !f.hideHistory {
				return f.acct()
			}
		}
		return "alice"
	}
}

// say makes a text of the themes in the person's language.
func (s *script) say(u *user, lang string, themes ...string) string {
	return fill(s.rng, s.books[lang].pick(s.rng, themes...), s.friendOf(u))
}

func (s *script) chance(percent int) bool { return s.rng.IntN(100) < percent }

// write composes one note in somebody's voice.
func (s *script) write(at time.Time) *note {
	u, r := s.somebody()
	if u == nil {
		return nil
	}
	themes := strings.Fields(r.themes)
	spec := NoteSpec{By: u.acct(), At: at}
	if !u.bot && !u.hideHistory && !u.locked {
		switch k := s.rng.IntN(100); {
		case k < 14:
			if t := s.target(u, 120); t != nil {
				spec.Renote = t.id
				return s.w.compose(spec)
			}
		case k < 20:
			if t := s.target(u, 60); t != nil {
				spec.Renote, spec.Text = t.id, s.say(u, r.lang, "quote")
				return s.w.compose(spec)
			}
		case k < 32:
			if t := s.target(u, 40); t != nil {
				spec.Reply, spec.Visibility = t.id, t.visibility
				spec.Text = s.say(u, r.lang, "reply")
				return s.w.compose(spec)
			}
		case k < 35 && !u.remote():
			spec.Channel = s.w.boards[s.rng.IntN(len(s.w.boards))].id
			spec.Text = s.say(u, r.lang, "board")
			return s.w.compose(spec)
		case k < 36:
			spec.Visibility, spec.Text = "specified", s.say(u, r.lang, "direct")
			spec.To = strings.Fields(strings.TrimPrefix(strings.SplitN(spec.Text, " ", 2)[0], "@"))
			return s.w.compose(spec)
		case k < 39:
			spec.Visibility, spec.Text = "home", s.say(u, r.lang, "home")
			return s.w.compose(spec)
		case k < 40 && !u.remote():
			spec.LocalOnly, spec.Text = true, s.say(u, r.lang, "local")
			return s.w.compose(spec)
		}
	}
	theme := themes[s.rng.IntN(len(themes))]
	if theme == "long" && s.chance(60) {
		theme = "any"
	}
	switch theme {
	case "poll":
		text := s.say(u, r.lang, "poll", "poll*")
		question, choices, ok := strings.Cut(text, " > ")
		if !ok {
			return nil
		}
		spec.Text, spec.Poll.Choices = question, strings.Split(choices, " / ")
		spec.Poll.Multiple = strings.Contains(question, "いくつでも") || strings.Contains(question, "choose all") || strings.Contains(question, "やりたいこと")
		if s.chance(75) {
			spec.Poll.Expires = at.Add(time.Duration(1+s.rng.IntN(48)) * time.Hour / 2)
		}
	case "cw":
		spec.CW, spec.Text, _ = strings.Cut(s.say(u, r.lang, "cw"), " > ")
	case "media", "museum":
		spec.Text = s.say(u, r.lang, theme)
		spec.Pictures = []int{1, 1, 1, 1, 2, 2, 3, 4, 5}[s.rng.IntN(9)]
		spec.Sensitive = s.chance(6)
	case "home":
		spec.Visibility, spec.Text = "home", s.say(u, r.lang, "home")
	case "local":
		spec.LocalOnly, spec.Text = true, s.say(u, r.lang, "local")
	default:
		spec.Text = s.say(u, r.lang, theme)
		if theme == "photo" && s.chance(55) || theme == "draw" && s.chance(35) {
			spec.Pictures = 1
		}
	}
	if u.locked || u.hideHistory && s.chance(50) {
		spec.Visibility = "followers"
	}
	return s.w.compose(spec)
}

// target finds a recent note worth an answer; liked ones are found sooner.
func (s *script) target(u *user, within int) *note {
	t := s.w.timeline
	var best *note
	for range 12 {
		if len(t) == 0 {
			return nil
		}
		n := t[len(t)-1-s.rng.IntN(min(within, len(t)))]
		if n.user == u || n.pureRenote() || n.board != nil || n.localOnly && u.remote() ||
			n.visibility != "public" && n.visibility != "home" || n.user.hideHistory || n.user.suspended {
			continue
		}
		if best == nil || n.charm > best.charm {
			best = n
		}
	}
	return best
}

// aftermath plans reactions, votes, answers of the author and deletions.
func (s *script) aftermath(n *note, at time.Time, now func() time.Time) {
	if n.pureRenote() || n.visibility == "specified" {
		return
	}
	n.charm = s.rng.ExpFloat64()
	if len(n.files) > 0 {
		n.charm *= 1.8
	}
	if n.user.cat {
		n.charm *= 2.2
	}
	if n.user.bot || n.reply != nil {
		n.charm *= .35
	}
	crowd := min(int(n.charm*2.4), 26)
	moods := s.moods(n)
	for range crowd {
		who := s.w.people[s.rng.IntN(len(s.w.people))]
		if who == n.user || who.bot || who.suspended || !n.visible(who) {
			continue
		}
		delay := time.Duration((1.5 + s.rng.ExpFloat64()*22) * float64(time.Second))
		mood := moods[min(int(s.rng.ExpFloat64()*1.3), len(moods)-1)]
		s.later(at.Add(delay), func() {
			if !n.deleted && n.reactions.of(who) == nil {
				s.w.react(n, who, s.w.normalReaction(n, who, mood))
			}
		})
		if s.chance(3) {
			s.later(at.Add(delay+time.Duration(4+s.rng.IntN(10))*time.Second), func() {
				if !n.deleted {
					s.w.unreact(n, who)
				}
			})
		}
	}
	if n.poll != nil {
		for range 4 + s.rng.IntN(14) {
			who := s.w.people[s.rng.IntN(len(s.w.people))]
			choice := min(int(s.rng.ExpFloat64()*1.2), len(n.poll.choices)-1)
			s.later(at.Add(time.Duration((1+s.rng.ExpFloat64()*30)*float64(time.Second))), func() {
				if !n.deleted && !who.bot && !who.suspended {
					s.w.vote(n, who, choice)
				}
			})
		}
	}
	if n.reply != nil && !n.reply.user.bot && s.chance(40) {
		s.later(at.Add(time.Duration(6+s.rng.IntN(30))*time.Second), func() { s.answer(n, now()) })
	}
	if !n.user.bot && s.chance(2) {
		s.later(at.Add(time.Duration(12+s.rng.IntN(60))*time.Second), func() {
			if !n.deleted {
				s.w.drop(n)
			}
		})
	}
}

// answer lets the one who was answered answer back.
func (s *script) answer(n *note, at time.Time) {
	u := n.reply.user
	if n.deleted || u.suspended || u.hideHistory {
		return
	}
	lang := "en"
	for _, r := range residents {
		if r.handle == u.acct() {
			lang = r.lang
		}
	}
	if back := s.w.compose(NoteSpec{By: u.acct(), Reply: n.id, Visibility: n.visibility, Text: s.say(u, lang, "back"), At: at}); back != nil {
		s.w.add(back)
	}
}

// moods are the reactions that suit a note, the likeliest first.
func (s *script) moods(n *note) []string {
	list := []string{"👍", "❤", "😆", "🎉", ":yoi:", ":blobcat:", ":sorena:", ":blob_clap:", "✨", ":heart_beat:", "🤔", ":naruhodo:", ":kusa:", ":erai:"}
	text := ""
	if n.text != nil {
		text = *n.text
	}
	for _, m := range []struct{ word, moods string }{
		{"にゃ", ":blobcat: :catjam: ❤ :heart_beat: 🐟"}, {"箱", ":blobcat: 📦 :heart_beat:"}, {"おはよ", ":ohayo: ☀ 👋 :blobcat:"}, {"morning", "☀ :ohayo: 👋"},
		{"おやすみ", ":oyasumi: 🌙 :blobcat_sleep:"}, {"night", "🌙 :star_spin: :oyasumi:"}, {"golang", ":shipped: 💯 :rocket_go: :nagare: 👀"}, {"バグ", ":blob_cry: :kusa: :naruhodo: 🙏"},
		{"bug", "😅 :blob_cry: :naruhodo:"}, {"プリン", ":pudding: 🍮 😋"}, {"カレー", "🍛 😋 :yoi:"}, {"ラーメン", ":ramen: 😋"}, {"おにぎり", ":onigiri: 😋"}, {"soup", "🍲 😋 :heart_beat:"}, {"bread", "🍞 😋 ❤"},
		{"tea", ":tea: ☕"}, {"お茶", ":tea: 🍵"}, {"coffee", ":coffee: ☕"}, {"海", "🌊 :nagare: ✨"}, {"ferry", "⛴ 🌊 :nagare:"}, {"train", "🚃 ✨"}, {"鉄道", "🚃 ✨ :yoi:"}, {"🎉", ":party: 🎉 :blob_clap:"},
		{":party:", ":party: 🎉 :blob_clap: :erai:"}, {"写真", "✨ :yoi: 📷 :sparkle:"}, {"photo", "✨ 📷 :heart_beat:"}, {"らくがき", ":sparkle: 🎨 :yoi: :heart_beat:"}, {"bird", "🐦 ✨ ❤"}, {"heron", "🐦 :kusa:"}, {"book", "📚 :naruhodo:"}, {"本", "📚 :yoi: :naruhodo:"},
		{"garden", ":sprout: 🌱"}, {"実りました", ":sprout: 🍅 :erai:"}, {"雨", "☔ :rainbow_arc:"}, {"虹", ":rainbow_arc: 🌈"}, {"原稿", ":erai: 🙏 :blob_cry:"}, {"synth", "🎛 :catjam: 🎶"}, {"音楽", "🎶 :catjam:"},
	} {
		if strings.Contains(text, m.word) {
			list = append(strings.Fields(m.moods), list[:6]...)
			break
		}
	}
	s.rng.Shuffle(min(4, len(list)), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
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

// noticed lets the town react to what a visitor wrote, so that the demo
// answers.
func (s *script) noticed(n *note) {
	// The caller holds the world's lock, the script's own order is script then
	// world: plan from a goroutine of the clock.
	s.w.clock.AfterFunc(0, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.rate <= 0 || s.ended {
			return
		}
		s.w.mu.Lock()
		now := s.w.clock.Now()
		s.aftermath(n, now, s.w.clock.Now)
		if n.charm < 1.5 && n.visibility == "public" {
			n.charm = 1.5
		}
		if n.reply == nil && n.visibility == "public" && s.chance(50) {
			s.later(now.Add(time.Duration(5+s.rng.IntN(20))*time.Second), func() {
				if r := &residents[3+s.rng.IntN(10)]; !n.deleted && r.flags == "" {
					if a := s.w.compose(NoteSpec{By: r.handle, Reply: n.id, Text: s.say(s.w.person(r.handle), r.lang, "reply")}); a != nil && a.user != n.user {
						s.w.add(a)
					}
				}
			})
		}
		s.w.mu.Unlock()
		s.arm()
	})
}
