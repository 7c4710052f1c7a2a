//go:build !js

package streamtest

import (
	"strings"
	"time"
)

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
	crowd := min(int(n.charm*3.4), 28)
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
