package misskey

import (
	"regexp"
	"strings"
)

// WordMute tells notes that an account does not want to see. Servers do not apply word mutes (P3.3): streams, fetched
// pages and notifications all have to be asked about here. A nil *WordMute mutes nothing.
type WordMute struct {
	words       [][]string
	patterns    []pattern
	unsupported []string
}

type pattern struct {
	source string
	re     *regexp.Regexp
}

// NewWordMute prepares the word mutes of an account. Regular expressions are written for JavaScript; those with what Go's
// engine does not know (looking ahead or behind, back references) are left out and told by [WordMute.Unsupported].
func NewWordMute(list MutedWords) *WordMute {
	m := new(WordMute)
	for _, w := range list {
		if w.Regexp != "" {
			re, err := jsRegexp(w.Regexp)
			if err != nil {
				m.unsupported = append(m.unsupported, w.Regexp)
				continue
			}
			m.patterns = append(m.patterns, pattern{w.Regexp, re})
			continue
		}
		var words []string
		for _, s := range w.All {
			if s != "" {
				words = append(words, s)
			}
		}
		if len(words) > 0 {
			m.words = append(m.words, words)
		}
	}
	return m
}

// Unsupported returns the regular expressions that have no effect here.
func (m *WordMute) Unsupported() []string {
	if m == nil {
		return nil
	}
	return m.unsupported
}

// Match reports whether a note is muted and by which entry, worded for people. Looked at are the text and the warning of
// the note and of the notes it renotes or replies to; what the account me wrote itself is never muted.
func (m *WordMute) Match(n *Note, me string) (by string, muted bool) {
	if m == nil || n == nil || len(m.words) == 0 && len(m.patterns) == 0 {
		return "", false
	}
	for _, part := range []*Note{n, n.Renote, n.Reply} {
		if part == nil || me != "" && part.UserID == me {
			if part == n {
				return "", false
			}
			continue
		}
		if by, muted := m.matchText(noteText(part)); muted {
			return by, true
		}
	}
	return "", false
}

func (m *WordMute) matchText(text string) (by string, muted bool) {
	if text == "" {
		return "", false
	}
next:
	for _, all := range m.words {
		for _, w := range all {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		return strings.Join(all, " "), true
	}
	for _, p := range m.patterns {
		if p.re.MatchString(text) {
			return p.source, true
		}
	}
	return "", false
}

// noteText is what is searched: the warning, a line break, the text.
func noteText(n *Note) string {
	text := ""
	if n.Text != nil {
		text = *n.Text
	}
	if n.CW != nil && *n.CW != "" {
		text = *n.CW + "\n" + text
	}
	return text
}

// jsRegexp translates /pattern/flags. Flags that say where to begin or how often (g, y), or that the text is unicode (u,
// v), mean nothing for a search in unicode text.
func jsRegexp(s string) (*regexp.Regexp, error) {
	body, flags := strings.TrimPrefix(s, "/"), ""
	if i := strings.LastIndexByte(body, '/'); i >= 0 {
		body, flags = body[:i], body[i+1:]
	}
	kept := ""
	for _, f := range flags {
		if f == 'i' || f == 'm' || f == 's' {
			kept += string(f)
		}
	}
	if kept != "" {
		body = "(?" + kept + ")" + body
	}
	return regexp.Compile(body)
}
