package mfm

import "strings"

// charSet is a set of bytes.
type charSet [256]bool

func set(parts ...string) (s charSet) {
	for _, part := range parts {
		for i := 0; i < len(part); i++ {
			s[part[i]] = true
		}
	}
	return s
}

const alphanumerics = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

var (
	alnum      = set(alphanumerics)
	wordChars  = set(alphanumerics, "_")
	valueChars = set(alphanumerics, "_.-")
	emojiChars = set(alphanumerics, "_+-")
	userChars  = set(alphanumerics, "_.-")
	hostChars  = set(alphanumerics, "_.-")
	urlChars   = set(alphanumerics, ".,_/:%#@$&?!~=+-")
	newlines   = set("\r\n")
	tagStops   = set(" \t\r\n.,!?'\"#:/[]()<>")
	// starts are the bytes that an inline element may begin with; startAt
	// looks closer at those that are common in ordinary writing.
	starts = set("<*_`\\~$@#:[?h0123456789\xc2\xe2\xe3\xee\xf0")
	// halts are the bytes at which a run of plain text must be looked at:
	// starts, and what may end an enclosing element.
	halts = set("<*_`\\~$@#:[?h0123456789\xc2\xe2\xe3\xee\xf0", "]\r\n")
)

// skip is the end of the plain text that begins at i.
func skip(s string, i int) int {
	for i < len(s) {
		c := s[i]
		if halts[c] {
			// Kana and most else of this row are no emoji.
			if c != 0xe3 || startAt(s, i) {
				break
			}
		}
		i++
	}
	return i
}

// run is the end of the run of bytes of the set that begins at i.
func run(s string, i int, in *charSet) int {
	for i < len(s) && in[s[i]] {
		i++
	}
	return i
}

// blankLen is the length of the blank (space, tab, ideographic space) at i.
func blankLen(s string, i int) int {
	if i < len(s) {
		switch {
		case s[i] == ' ' || s[i] == '\t':
			return 1
		case s[i] == 0xe3 && strings.HasPrefix(s[i:], "\u3000"):
			return 3
		}
	}
	return 0
}

// newlineLen is the length of the line break at i: CR LF, CR or LF.
func newlineLen(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	switch s[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(s) && s[i+1] == '\n' {
			return 2
		}
		return 1
	}
	return 0
}

func lineBegins(s string, i int) bool { return i == 0 || newlines[s[i-1]] }

func lineEnds(s string, i int) bool { return i >= len(s) || newlines[s[i]] }

// afterAlnum tells that a Latin letter or digit stands before i: marks that
// would be inside a word do not count.
func afterAlnum(s string, i int) bool { return i > 0 && alnum[s[i-1]] }

// startAt tells whether an inline element may begin at i, whose byte is one
// of starts.
func startAt(s string, i int) bool {
	next := byte(0)
	if i+1 < len(s) {
		next = s[i+1]
	}
	switch c := s[i]; c {
	case 'h':
		return next == 't'
	case '?':
		return next == '['
	case '~', '_', '*', '`', '<', '@', '#', ':', '[':
		return true
	case '$':
		return next == '['
	case '\\':
		return next == '('
	case 0xc2:
		return next == 0xa9 || next == 0xae
	case 0xe3:
		return next == 0x80 || next == 0x8a
	case 0xee: // one private character is drawn as an emoji
		return next == 0x94
	case 0xe2, 0xf0:
		return true
	default: // digits
		return next == 0xe2 || next == 0xef
	}
}

// A needle is something looked for again and again from growing positions.
// The parser remembers the last find of each, so that a text full of openings
// without an end is not searched to its end once per opening.
type needle uint8

const (
	needlePlainEnd needle = iota
	needleMathEnd
	needleBlockMathEnd
	needleCodeEnd
	needleNewline
	needleURLEnd
	needleTerm // one per terminator from here on
	needles    = needleTerm + needle(terms)
)

type found struct{ from, at int32 } // at+1, so that zero is "never looked"

// seek is the position of the next needle at or after i, len(p.src) when
// there is none.
func (p *parser) seek(n needle, i int) int {
	f := &p.finds[n]
	if f.at > 0 && int(f.from) <= i && i < int(f.at) {
		return int(f.at) - 1
	}
	at := p.src[i:]
	k := 0
	switch n {
	case needlePlainEnd:
		k = strings.Index(at, "</plain>")
	case needleMathEnd:
		k = strings.Index(at, `\)`)
	case needleBlockMathEnd:
		k = strings.Index(at, `\]`)
	case needleNewline:
		k = strings.IndexAny(at, "\r\n")
	case needleURLEnd:
		k = strings.IndexAny(at, "> \t\u3000")
	case needleCodeEnd:
		k = indexCodeEnd(p.src, i)
	default:
		k = indexTerm(at, term(n-needleTerm))
	}
	if k < 0 {
		k = len(at)
	}
	p.steps += k
	*f = found{int32(i), int32(i+k) + 1}
	return i + k
}
