package mfm

import (
	"strings"
	"unicode/utf8"
)

// Nyaize makes the texts of a tree speak as a cat (P9.7), in place: all but
// those in quotes, links, plain parts and code. It is for authors with isCat,
// where the reader allows it and the server has not done it already.
func Nyaize(nodes []Node) {
	for i := range nodes {
		switch n := &nodes[i]; n.Kind {
		case Text:
			n.Text = NyaizeText(n.Text)
		case Quote, Link, Plain:
		default:
			Nyaize(n.Children)
		}
	}
}

// NyaizeText makes one text speak as a cat.
func NyaizeText(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		size := 1
		if s[i] >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		if length, purred := purr(s, i); length > 0 {
			if done == 0 {
				b.Grow(len(s) + len(s)/4)
			}
			b.WriteString(s[done:i])
			b.WriteString(purred)
			i += length
			done = i
			continue
		}
		i += size
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// purr is what a cat says instead of the length bytes at i; 0 when it says
// the same as everybody.
func purr(s string, i int) (length int, purred string) {
	switch c := s[i]; c {
	case 'a', 'A':
		if i > 0 && s[i-1]|0x20 == 'n' {
			if c == 'A' {
				return 1, "YA"
			}
			return 1, "ya"
		}
	case 'i', 'I':
		if after(s, i, "morn") && hasFold(s[i:], "ing") {
			if s[i:i+3] == "ING" {
				return 3, "YAN"
			}
			return 3, "yan"
		}
	case 'o', 'O':
		if after(s, i, "every") && hasFold(s[i:], "one") {
			if s[i:i+3] == "ONE" {
				return 3, "NYAN"
			}
			return 3, "nyan"
		}
	case 0xe3:
		switch {
		case strings.HasPrefix(s[i:], "な"):
			return 3, "にゃ"
		case strings.HasPrefix(s[i:], "ナ"):
			return 3, "ニャ"
		}
	case 0xef:
		if strings.HasPrefix(s[i:], "ﾅ") {
			return 3, "ﾆｬ"
		}
	case 0xeb, 0xec:
		return purrKorean(s[i:])
	}
	return 0, ""
}

// purrKorean knows the syllables beginning with na, and the sentences ending
// with da or ya.
func purrKorean(s string) (length int, purred string) {
	r, n := utf8.DecodeRuneInString(s)
	next := s[n:]
	switch {
	case r >= '나' && r <= '낳':
		return n, string(r + '냐' - '나')
	case r == '다' && (lineOver(next) || strings.IndexByte(". !?", next[0]) >= 0):
		return n, "다냥"
	case r == '야' && (lineOver(next) || next[0] == '?' || next[0] == ' '):
		return n, "냥"
	}
	return 0, ""
}

func lineOver(s string) bool {
	return s == "" || newlines[s[0]] || strings.HasPrefix(s, "\u2028") || strings.HasPrefix(s, "\u2029")
}

func after(s string, i int, word string) bool {
	return i >= len(word) && hasFold(s[i-len(word):], word)
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
