package mfm

import (
	"slices"
	"strings"
)

// inline reads the inline element that begins at i in content of the given
// depth. Inside the label of a link, links, addresses, mentions and hashtags
// are text.
//
// When the answer is element and p.build is set, its nodes are on the stack.
// Otherwise the caller drops what may have been left there.
func (p *parser) inline(i, depth int, label bool) (end int, what outcome) {
	if p.memo == nil {
		return p.read(i, depth, label)
	}
	end, what = p.memo.inline(i, depth, label)
	if what == 0 {
		build := p.build
		p.build = false
		end, what = p.read(i, depth, label)
		p.build = build
		p.memo.setInline(i, depth, label, end, what)
	}
	if what == element && p.build {
		p.read(i, depth, label)
	}
	return end, what
}

// read tries the elements in the order of P9.2.
func (p *parser) read(i, depth int, label bool) (int, outcome) {
	s := p.src
	switch c := s[i]; c {
	case '<':
		return p.angle(i, depth, label)
	case '*':
		switch {
		case strings.HasPrefix(s[i:], "***"):
			return p.pair(i, 3, depth, label, Fn, termBig)
		case strings.HasPrefix(s[i:], "**"):
			return p.pair(i, 2, depth, label, Bold, termBold)
		}
		if end, what := p.emoji(i); what == element {
			return end, what
		}
		return p.asciiPair(i, 1, Italic)
	case '_':
		if strings.HasPrefix(s[i:], "__") {
			if end, what := p.asciiPair(i, 2, Bold); what == element {
				return end, what
			}
		}
		return p.asciiPair(i, 1, Italic)
	case '`':
		return p.inlineCode(i)
	case '\\':
		return p.mathInline(i)
	case '~':
		if strings.HasPrefix(s[i:], "~~") {
			return p.pair(i, 2, depth, label, Strike, termStrike)
		}
		return i, nothing
	case '$':
		return p.fn(i, depth, label)
	case '@':
		if label {
			return i, nothing
		}
		return p.mention(i)
	case '#':
		if end, what := p.emoji(i); what == element || label {
			return end, what
		}
		return p.hashtag(i, depth)
	case ':':
		return p.emojiCode(i)
	case '[', '?':
		if label {
			return i, nothing
		}
		return p.link(i, depth)
	case 'h':
		if label {
			return i, nothing
		}
		end, what := p.bareURL(i, depth)
		if what == element {
			p.leaf(Node{Kind: URL, Text: s[i:end]})
		}
		return end, what
	}
	return p.emoji(i)
}

func (p *parser) emoji(i int) (int, outcome) {
	n := emojiLen(p.src[i:])
	if n == 0 {
		return i, nothing
	}
	p.leaf(Node{Kind: Emoji, Text: p.src[i : i+n]})
	return i + n, element
}

// angle reads what begins with <.
func (p *parser) angle(i, depth int, label bool) (int, outcome) {
	at := p.src[i:]
	switch {
	case strings.HasPrefix(at, "<small>"):
		return p.pair(i, len("<small>"), depth, label, Small, termSmall)
	case strings.HasPrefix(at, "<plain>"):
		return p.plain(i)
	case strings.HasPrefix(at, "<b>"):
		return p.pair(i, len("<b>"), depth, label, Bold, termBoldTag)
	case strings.HasPrefix(at, "<i>"):
		return p.pair(i, len("<i>"), depth, label, Italic, termItalic)
	case strings.HasPrefix(at, "<s>"):
		return p.pair(i, len("<s>"), depth, label, Strike, termStrikeTag)
	case strings.HasPrefix(at, "<http") && !label:
		end, what := p.bracketedURL(i)
		if what == element {
			p.leaf(Node{Kind: URL, Mark: true, Text: p.src[i+1 : end-1]})
		}
		return end, what
	}
	return i, nothing
}

// pair reads an element with inline content between an opening of the given
// length and t.
func (p *parser) pair(i, opening, depth int, label bool, kind Kind, t term) (int, outcome) {
	mark := len(p.stack)
	from := i + opening
	end := p.chain(from, depth+1, t, label)
	if end == from || !strings.HasPrefix(p.src[end:], termText[t]) {
		return end, broken
	}
	n := Node{Kind: kind}
	if kind == Fn {
		n.Name = "tada"
	}
	p.wrap(mark, n)
	return end + len(termText[t]), element
}

// asciiPair reads *x*, _x_ and __x__, whose content is Latin letters, digits
// and blanks. The single marks do not count after a letter or digit.
func (p *parser) asciiPair(i, width int, kind Kind) (int, outcome) {
	s := p.src
	if width == 1 && afterAlnum(s, i) {
		return i, nothing
	}
	from := i + width
	end := from
	for end < len(s) {
		if alnum[s[end]] {
			end++
		} else if n := blankLen(s, end); n > 0 {
			end += n
		} else {
			break
		}
	}
	p.step((end - i) / 8)
	if end == from || !strings.HasPrefix(s[end:], s[i:from]) {
		return i, nothing
	}
	mark := len(p.stack)
	p.text(from, end)
	p.wrap(mark, Node{Kind: kind})
	return end + width, element
}

// fn reads $[name.args content] (P9.4).
func (p *parser) fn(i, depth int, label bool) (int, outcome) {
	s := p.src
	if !strings.HasPrefix(s[i:], "$[") {
		return i, nothing
	}
	nameFrom := i + 2
	nameEnd := run(s, nameFrom, &wordChars)
	if nameEnd == nameFrom {
		return nameFrom, broken
	}
	argsEnd := nameEnd
	if nameEnd < len(s) && s[nameEnd] == '.' {
		argsEnd = argsRun(s, nameEnd)
	}
	p.step((argsEnd - i) / 8)
	if argsEnd >= len(s) || s[argsEnd] != ' ' {
		return argsEnd, broken
	}
	mark := len(p.stack)
	from := argsEnd + 1
	end := p.chain(from, depth+1, termFn, label)
	if end == from || end >= len(s) {
		return end, broken
	}
	n := Node{Kind: Fn, Name: s[nameFrom:nameEnd]}
	if p.build && argsEnd > nameEnd {
		n.Args = args(s[nameEnd+1 : argsEnd])
	}
	p.wrap(mark, n)
	return end + 1, element
}

// argsRun is the end of the arguments that begin with the point at i, i when
// there are none.
func argsRun(s string, i int) int {
	end := i
	for j := i + 1; ; j++ {
		keyEnd := run(s, j, &wordChars)
		if keyEnd == j {
			return end
		}
		end = keyEnd
		if end+1 < len(s) && s[end] == '=' {
			if valueEnd := run(s, end+1, &valueChars); valueEnd > end+1 {
				end = valueEnd
			}
		}
		if end >= len(s) || s[end] != ',' {
			return end
		}
		j = end
	}
}

// args splits well-formed arguments. Of a repeated key the last value counts.
func args(s string) []Arg {
	const few = 16
	list := make([]Arg, 0, strings.Count(s, ",")+1)
	var index map[string]int // only where there are too many to compare
	if cap(list) > few {
		index = make(map[string]int, cap(list))
	}
	for part := range strings.SplitSeq(s, ",") {
		key, value, _ := strings.Cut(part, "=")
		at, known := index[key]
		if index == nil {
			at = slices.IndexFunc(list, func(a Arg) bool { return a.Key == key })
			known = at >= 0
		}
		if known {
			list[at].Value = value
			continue
		}
		if index != nil {
			index[key] = len(list)
		}
		list = append(list, Arg{key, value})
	}
	return list
}

// link reads [label](address) and ?[label](address).
func (p *parser) link(i, depth int) (int, outcome) {
	s := p.src
	from := i + 1
	silent := s[i] == '?'
	if silent {
		from++
	}
	if from > len(s) || s[from-1] != '[' {
		return i, nothing
	}
	mark := len(p.stack)
	end := p.chain(from, depth+1, termLabel, true)
	if end == from || !strings.HasPrefix(s[end:], "](") {
		return i, nothing
	}
	urlFrom := end + 2
	var after int
	var what outcome
	inBrackets := strings.HasPrefix(s[urlFrom:], "<")
	if inBrackets {
		after, what = p.bracketedURL(urlFrom)
	} else {
		after, what = p.bareURL(urlFrom, depth)
	}
	if what != element || after >= len(s) || s[after] != ')' {
		return i, nothing
	}
	urlTo := after
	if inBrackets {
		urlFrom, urlTo = urlFrom+1, after-1
	}
	p.wrap(mark, Node{Kind: Link, Mark: silent, Text: s[urlFrom:urlTo]})
	return after + 1, element
}
