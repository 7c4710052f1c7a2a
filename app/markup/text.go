package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// EmojiFinder tells where the picture of the custom emoji :name: is; false where none is known.
type EmojiFinder func(name string) (Image, bool)

// Plain writes text as it is, with addresses made links. Line ends stay; the style sheet shows them. At most max bytes
// are shown (0: all), cut at a character, and as many lines and links as texts of that length have that people write.
func Plain(w *Writer, text string, max int) {
	if max > 0 && len(text) > max {
		for max > 0 && !utf8.RuneStart(text[max]) {
			max--
		}
		text = text[:max] + "…"
	}
	if max > 0 {
		text = lines(text, max/lineRoom)
	}
	for links := 0; max <= 0 || links < max/linkRoom; links++ {
		i := strings.Index(text, "http")
		if i < 0 {
			break
		}
		n := address(text[i:])
		l, ok := SafeLink(text[i : i+n])
		if !ok {
			w.Text(text[:i+4])
			text = text[i+4:]
			continue
		}
		w.Text(text[:i])
		w.Start(A, Href(l)...).Text(readable(text[i : i+n])).End()
		text = text[i+n:]
	}
	w.Text(text)
}

// A bounded text has at most one line and one link for so many bytes on average: what lays out slowly is neither.
const (
	lineRoom = 20
	linkRoom = 100
)

// lines cuts text after n lines.
func lines(text string, n int) string {
	for i := 0; i < len(text); i++ {
		if text[i] != '\n' {
			continue
		}
		if n--; n <= 0 {
			return text[:i] + "…"
		}
	}
	return text
}

// address measures the http(s) address at the start of s: brackets count only in pairs, and punctuation that ends a
// sentence is not part of it.
func address(s string) int {
	rest := strings.TrimPrefix(strings.TrimPrefix(s, "http"), "s")
	if len(rest) == len(s) || !strings.HasPrefix(rest, "://") {
		return 0
	}
	start := len(s) - len(rest) + 3
	n, depth := start, 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if unicode.IsSpace(r) || r < ' ' || strings.ContainsRune(`<>"「」『』【】（）`+"`", r) {
			break
		}
		if r == '(' || r == '[' {
			depth++
		}
		if r == ')' || r == ']' {
			if depth == 0 {
				break
			}
			depth--
		}
		n += size
	}
	for n > start && strings.ContainsRune(".,;:!?'", rune(s[n-1])) {
		n--
	}
	if n == start {
		return 0
	}
	return n
}

// readable shortens an address for the eye: the scheme goes, the rest stays.
func readable(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	return strings.TrimSuffix(s, "/")
}
