package mfm

import "strings"

// term is what ends the content of an element.
type term uint8

const (
	termBig       term = iota // ***
	termBold                  // **
	termStrike                // ~~ or a line break
	termBoldTag               // </b>
	termItalic                // </i>
	termStrikeTag             // </s>
	termSmall                 // </small>
	termCenter                // </center>, with a line break before it
	termFn                    // ]
	termLabel                 // ] or a line break
	termNone                  // the end of the text
	terms
)

var termText = [terms]string{"***", "**", "~~", "</b>", "</i>", "</s>", "</small>", "</center>", "]", "]", ""}

// stopsAtNewline tells the contents that cannot span lines.
func (t term) stopsAtNewline() bool { return t == termStrike || t == termLabel }

// stops tells whether content ending with t stops at i, whether or not t
// itself stands there.
func stops(s string, i int, t term) bool {
	switch c := s[i]; c {
	case '\r', '\n':
		if t == termCenter {
			return strings.HasPrefix(s[i+newlineLen(s, i):], "</center>")
		}
		return t.stopsAtNewline()
	case ']':
		return t == termFn || t == termLabel
	case '<', '*', '~':
		return t != termNone && strings.HasPrefix(s[i:], termText[t])
	}
	return false
}

// indexTerm is the first position where content ending with t stops, -1 when
// it never does.
func indexTerm(s string, t term) int {
	switch t {
	case termNone:
		return -1
	case termCenter:
		k := strings.Index(s, "</center>")
		switch {
		case k >= 2 && s[k-2:k] == "\r\n":
			return k - 2
		case k >= 1 && newlines[s[k-1]]:
			return k - 1
		}
		return k
	}
	k := strings.Index(s, termText[t])
	if t.stopsAtNewline() {
		if k >= 0 {
			s = s[:k]
		}
		if n := strings.IndexAny(s, "\r\n"); n >= 0 {
			return n
		}
	}
	return k
}
