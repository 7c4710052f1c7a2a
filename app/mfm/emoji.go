package mfm

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// How a code point behaves as an emoji of its own.
type emojiClass uint8

const (
	emojiNone        emojiClass = iota
	emojiPlain                  // an emoji, nothing may follow
	emojiToned                  // may be followed by a skin tone
	emojiStyled                 // may be followed by U+FE0F, is none before U+FE0E
	emojiStyledToned            // both, also one after the other
	emojiMarked                 // an emoji only with U+FE0F
)

type emojiRange struct {
	lo, hi rune
	class  emojiClass
}

const (
	joiner     = "\u200d"
	emojiStyle = "\ufe0f"
	textStyle  = "\ufe0e"
	keycap     = "\u20e3"
)

// emojiLen is the length of the longest emoji s begins with (P9.3), 0 when it
// begins with none.
func emojiLen(s string) int {
	switch c := s[0]; {
	case c == '#' || c == '*' || c >= '0' && c <= '9':
		n := 1
		if strings.HasPrefix(s[n:], emojiStyle) {
			n += len(emojiStyle)
		}
		if strings.HasPrefix(s[n:], keycap) {
			return n + len(keycap)
		}
		return 0
	case c < utf8.RuneSelf:
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	class := classOf(r)
	if class == emojiNone {
		return 0
	}
	styled, toned := strings.HasPrefix(s[n:], emojiStyle), false
	after := n
	if styled {
		after += len(emojiStyle)
	}
	tone := toneLen(s[after:])
	toned = tone > 0
	if strings.HasPrefix(s[after+tone:], joiner) {
		if long := joinedLen(s); long > 0 {
			return long
		}
	}
	switch class {
	case emojiPlain:
		if r == 0x1f3f4 {
			for _, tag := range emojiTags {
				if strings.HasPrefix(s, tag) {
					return len(tag)
				}
			}
		}
		if a := r - regionalA; a >= 0 && a < 26 {
			second, size := utf8.DecodeRuneInString(s[n:])
			if b := second - regionalA; b >= 0 && b < 26 && flagPairs[a]>>b&1 == 1 {
				return n + size
			}
		}
	case emojiToned:
		if toned && !styled {
			if strings.ContainsRune(emojiTwiceToned, r) {
				tone += toneLen(s[after+tone:])
			}
			return after + tone
		}
	case emojiStyledToned:
		if toned {
			return after + tone
		}
		fallthrough
	case emojiStyled:
		if styled {
			return after
		}
		if strings.HasPrefix(s[n:], textStyle) {
			return 0
		}
	case emojiMarked:
		if styled {
			return after
		}
		return 0
	}
	return n
}

const regionalA = 0x1f1e6

func classOf(r rune) emojiClass {
	lo, hi := 0, len(emojiRanges)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if emojiRanges[mid].hi < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(emojiRanges) && emojiRanges[lo].lo <= r {
		return emojiRanges[lo].class
	}
	return emojiNone
}

// toneLen is the length of the skin tone s begins with (U+1F3FB–1F3FF).
func toneLen(s string) int {
	if len(s) >= 4 && s[:3] == "\U0001f3fb"[:3] && s[3] >= 0xbb && s[3] <= 0xbf {
		return 4
	}
	return 0
}

// joinedLen is the length of the longest joined sequence s begins with.
func joinedLen(s string) int {
	const longest = 48 // bytes of the key of any sequence
	var key [longest]byte
	var tones [2]byte
	k, toneCount, found := 0, 0, 0
	table := joinedTable()
	for i := 0; i < len(s); {
		_, size := utf8.DecodeRuneInString(s[i:])
		if k+size > longest {
			break
		}
		if toneLen(s[i:]) > 0 {
			if toneCount < len(tones) {
				tones[toneCount] = s[i+3]
			}
			toneCount++
			key[k] = 'T'
			k++
		} else {
			k += copy(key[k:], s[i:i+size])
		}
		i += size
		if rule, ok := table[string(key[:k])]; ok && (rule == anyTones || tones[0] != tones[1]) {
			found = i
		}
	}
	return found
}

type toneRule uint8

const (
	anyTones toneRule = iota
	differingTones
)

// joinedTable is unfolded when the first joined emoji is met.
var joinedTable = sync.OnceValue(func() map[string]toneRule {
	table := make(map[string]toneRule, 1024)
	add := func(lines []string, rule toneRule) {
		for _, line := range lines {
			bases, rests, _ := strings.Cut(line, "|")
			for base := range strings.SplitSeq(bases, ",") {
				for rest := range strings.SplitSeq(rests, ",") {
					table[base+joiner+rest] = rule
				}
			}
		}
	}
	add(emojiJoined[:], anyTones)
	add(emojiJoinedDiffering[:], differingTones)
	return table
})
