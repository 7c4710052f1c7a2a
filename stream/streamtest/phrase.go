//go:build !js

package streamtest

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

// phrase is one template of the town's talk.
type phrase struct {
	theme, text string
	used        int // when it was last used, so that none comes twice soon
}

// phraseBook is all that can be said in one language, by theme.
type phraseBook struct {
	themes map[string][]*phrase
	turn   int
}

func readPhrases(source string) *phraseBook {
	b := &phraseBook{themes: map[string][]*phrase{}}
	source = strings.NewReplacer("⏎", "\n", "ˋ", "`").Replace(strings.ReplaceAll(source, "\n", "\x00"))
	for _, line := range strings.Split(source, "\x00") {
		if theme, text, ok := strings.Cut(line, " | "); ok {
			b.themes[theme] = append(b.themes[theme], &phrase{theme: theme, text: text})
		}
	}
	return b
}

// pick takes one of the least recently used phrases of the themes.
func (b *phraseBook) pick(rng *rand.Rand, themes ...string) string {
	var all []*phrase
	for _, t := range themes {
		all = append(all, b.themes[t]...)
	}
	if len(all) == 0 {
		return ""
	}
	// Of three at random the one that was used longest ago: fresh, not cyclic.
	best := all[rng.IntN(len(all))]
	for range 3 {
		if p := all[rng.IntN(len(all))]; p.used < best.used {
			best = p
		}
	}
	b.turn++
	best.used = b.turn
	return best.text
}

var choicePattern = regexp.MustCompile(`\{([^{}]*)\}`)

// fill replaces the slots of a template, innermost first; braces that are no
// slot stay.
func fill(rng *rand.Rand, text string, friend func() string) string {
	for choicePattern.MatchString(text) {
		text = choicePattern.ReplaceAllStringFunc(text, func(m string) string {
			in := m[1 : len(m)-1]
			switch {
			case in == "@":
				return "@" + friend()
			case strings.HasPrefix(in, "n:"):
				lo, hi, _ := strings.Cut(in[2:], "-")
				a, _ := strconv.Atoi(lo)
				z, _ := strconv.Atoi(hi)
				return strconv.Itoa(a + rng.IntN(max(1, z-a+1)))
			case strings.Contains(in, "|"):
				list := strings.Split(in, "|")
				return list[rng.IntN(len(list))]
			}
			return "\x01" + in + "\x02"
		})
	}
	return strings.NewReplacer("\x01", "{", "\x02", "}").Replace(text)
}
