//go:build !js

package streamtest

import (
	"strings"
	"time"
)

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
		spec.scenes = suits(spec.Text)
	case "home":
		spec.Visibility, spec.Text = "home", s.say(u, r.lang, "home")
	case "local":
		spec.LocalOnly, spec.Text = true, s.say(u, r.lang, "local")
	default:
		spec.Text = s.say(u, r.lang, theme)
		if theme == "photo" && s.chance(55) || theme == "draw" && s.chance(35) {
			spec.Pictures = 1
			spec.scenes = suits(spec.Text)
		}
		if theme == "cat" && s.chance(30) {
			spec.Pictures, spec.scenes = 1, []string{"cat"}
		}
	}
	if u.locked || u.hideHistory && s.chance(50) {
		spec.Visibility = "followers"
	}
	return s.w.compose(spec)
}

// suits names the scenes that go with a text; none means any.
func suits(text string) []string {
	for _, m := range []struct{ words, scenes string }{
		{"おやつ いただきます つくりすぎ Made Baked n人前", "latte bento"},
		{"鉢植え Grew allotment 実り", "flowers sakura forest"},
		{"tram 路面電車 train 列車", "train night"},
		{"ferry quay 桟橋 harbour island", "sea"},
		{"desk 椅子 ランプ 本棚", "latte code cat flowers"},
		{"Lanterns bridge 橋 night", "lanterns night"},
		{"walk 散歩 帰り道 坂", "sakura hills forest train night"},
	} {
		for _, w := range strings.Fields(m.words) {
			if strings.Contains(text, w) {
				return strings.Fields(m.scenes)
			}
		}
	}
	return nil
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
