package mfm

import (
	"strings"
	"unicode/utf8"
)

// The elements without content of their own.

// inlineCode reads `x`: on one line, not empty, without an acute accent.
func (p *parser) inlineCode(i int) (int, outcome) {
	s := p.src
	for j := i + 1; j < len(s); j++ {
		switch c := s[j]; {
		case c == '`' && j > i+1:
			p.step((j - i) / 8)
			p.leaf(Node{Kind: InlineCode, Text: s[i+1 : j]})
			return j + 1, element
		case c == '`', newlines[c], c == 0xc2 && strings.HasPrefix(s[j:], "´"):
			p.step((j - i) / 8)
			return i, nothing
		}
	}
	p.step((len(s) - i) / 8)
	return i, nothing
}

// mathInline reads \(x\), on one line and not empty.
func (p *parser) mathInline(i int) (int, outcome) {
	s := p.src
	if !strings.HasPrefix(s[i:], `\(`) {
		return i, nothing
	}
	end := p.seek(needleMathEnd, i+2)
	if end == i+2 || end >= len(s) || p.seek(needleNewline, i+2) < end {
		return i, nothing
	}
	p.leaf(Node{Kind: MathInline, Text: s[i+2 : end]})
	return end + 2, element
}

// plain reads <plain>x</plain>, whose content is one text.
func (p *parser) plain(i int) (int, outcome) {
	s := p.src
	from := i + len("<plain>")
	close := p.seek(needlePlainEnd, from)
	if close >= len(s) {
		return i, nothing
	}
	from, end, ok := trimBreaks(s, from, close)
	if !ok {
		return i, nothing
	}
	mark := len(p.stack)
	p.text(from, end)
	p.wrap(mark, Node{Kind: Plain})
	return close + len("</plain>"), element
}

// trimBreaks drops one line break at either end of s[from:to], and tells
// whether something is left.
func trimBreaks(s string, from, to int) (int, int, bool) {
	from += newlineLen(s, from)
	switch {
	case to-2 >= from && s[to-2:to] == "\r\n":
		to -= 2
	case to-1 >= from && newlines[s[to-1]]:
		to--
	}
	return from, to, from < to
}

// emojiCode reads :name:, not followed by a letter or digit.
func (p *parser) emojiCode(i int) (int, outcome) {
	s := p.src
	end := run(s, i+1, &emojiChars)
	p.step((end - i) / 8)
	if end == i+1 || end >= len(s) || s[end] != ':' || end+1 < len(s) && alnum[s[end+1]] {
		return i, nothing
	}
	p.leaf(Node{Kind: CustomEmoji, Name: s[i+1 : end]})
	return end + 1, element
}

// mention reads @user and @user@host (P9.5).
func (p *parser) mention(i int) (int, outcome) {
	s := p.src
	if afterAlnum(s, i) {
		return i, nothing
	}
	user := run(s, i+1, &userChars)
	end := user
	if user < len(s) && s[user] == '@' {
		if host := run(s, user+1, &hostChars); host > user+1 {
			end = host
		}
	}
	p.step((end - i) / 8)
	name, host := s[i+1:user], ""
	if name == "" {
		return i, nothing
	}
	// Points and hyphens at the end belong to the sentence. What only looks
	// like a mention is text as a whole.
	switch {
	case end > user:
		host = strings.TrimRight(s[user+1:end], ".-")
		if host == "" || looseEdge(host[0]) || looseEdge(name[len(name)-1]) {
			return end, broken
		}
		end = user + 1 + len(host)
	default:
		trimmed := strings.TrimRight(name, ".-")
		if trimmed == "" {
			return end, broken
		}
		name = trimmed
		end = i + 1 + len(name)
	}
	if looseEdge(name[0]) {
		return end, broken
	}
	p.leaf(Node{Kind: Mention, Text: s[i:end], Name: name, Host: host})
	return end, element
}

func looseEdge(c byte) bool { return c == '.' || c == '-' }

// hashtag reads #tag (P9.5).
func (p *parser) hashtag(i, depth int) (int, outcome) {
	s := p.src
	if afterAlnum(s, i) {
		return i, nothing
	}
	end := i + 1
	for {
		next := tagItem(s, end, depth)
		if next < 0 {
			break
		}
		end = next
	}
	p.step((end - i) / 8)
	tag := s[i+1 : end]
	if strings.Trim(tag, "0123456789") == "" {
		return i, nothing
	}
	p.leaf(Node{Kind: Hashtag, Name: tag})
	return end, element
}

// tagBracket is the length of the opening bracket s begins with, and its
// closing one.
func tagBracket(s string) (open int, close string) {
	switch s[0] {
	case '(':
		return 1, ")"
	case '[':
		return 1, "]"
	case 0xe3:
		if strings.HasPrefix(s, "「") {
			return len("「"), "」"
		}
	case 0xef:
		if strings.HasPrefix(s, "（") {
			return len("（"), "）"
		}
	}
	return 0, ""
}

// tagItem is the end of one character of a hashtag or of one balanced pair of
// brackets with what it holds, -1 when there is neither at i.
func tagItem(s string, i, depth int) int {
	if i >= len(s) {
		return -1
	}
	if open, close := tagBracket(s[i:]); open > 0 && depth < nestLimit {
		j := i + open
		for {
			next := tagItem(s, j, depth+1)
			if next < 0 {
				break
			}
			j = next
		}
		if strings.HasPrefix(s[j:], close) {
			return j + len(close)
		}
		return -1
	}
	if s[i] < utf8.RuneSelf {
		if tagStops[s[i]] {
			return -1
		}
		return i + 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch r {
	case '\u3000', '【', '】', '「', '」', '（', '）':
		return -1
	}
	return i + n
}

// bareURL reads the bare address that begins at i (P9.5).
func (p *parser) bareURL(i, depth int) (int, outcome) {
	s := p.src
	from := schemeEnd(s, i)
	if from < 0 {
		return i, nothing
	}
	all := from
	for {
		next := urlItem(s, all, depth)
		if next < 0 {
			break
		}
		all = next
	}
	p.step((all - i) / 8)
	end := all
	for end > from && (s[end-1] == '.' || s[end-1] == ',') {
		end--
	}
	switch {
	case all == from:
		return i, nothing
	case end == from:
		return all, broken
	}
	return end, element
}

func schemeEnd(s string, i int) int {
	switch at := s[i:]; {
	case strings.HasPrefix(at, "https://"):
		return i + len("https://")
	case strings.HasPrefix(at, "http://"):
		return i + len("http://")
	}
	return -1
}

// urlItem is the end of a run of address characters or of one balanced pair of
// brackets with what it holds, -1 when there is neither at i.
func urlItem(s string, i, depth int) int {
	if i >= len(s) {
		return -1
	}
	if end := run(s, i, &urlChars); end > i {
		return end
	}
	if depth >= nestLimit || s[i] != '(' && s[i] != '[' {
		return -1
	}
	close := byte(')')
	if s[i] == '[' {
		close = ']'
	}
	j := i + 1
	for {
		next := urlItem(s, j, depth+1)
		if next < 0 {
			break
		}
		j = next
	}
	if j < len(s) && s[j] == close {
		return j + 1
	}
	return -1
}

// bracketedURL reads <https://…>, which may hold anything but blanks and >,
// even line breaks.
func (p *parser) bracketedURL(i int) (int, outcome) {
	s := p.src
	from := schemeEnd(s, i+1)
	if from < 0 {
		return i, nothing
	}
	j := p.seek(needleURLEnd, from)
	if j == from || j >= len(s) || s[j] != '>' {
		return i, nothing
	}
	return j + 1, element
}
