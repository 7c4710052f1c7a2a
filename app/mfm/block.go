package mfm

import (
	"strings"
	"unicode"
)

// full reads a whole text with the full grammar. Blocks begin where a line
// begins, or at the line break before it, which they swallow.
func (p *parser) full() {
	s, depth := p.src, p.base
	if depth >= nestLimit {
		p.text(0, len(s))
		return
	}
	textStart := 0
	for i := 0; i < len(s) && !p.over; {
		p.step(1)
		if !lineBegins(s, i) {
			if next := skip(s, i); next > i {
				p.step((next - i) / 8)
				i = next
				continue
			}
		}
		mark := len(p.stack)
		p.text(textStart, i)
		end, what := p.blockOrInline(i, depth)
		if what == element {
			i, textStart = end, end
			continue
		}
		p.drop(mark)
		if what == broken {
			i = end
		} else {
			i++
		}
	}
	p.text(textStart, len(s))
}

// simple reads a whole text with the simple grammar.
func (p *parser) simple() {
	s, textStart := p.src, 0
	for i := 0; i < len(s); {
		if !starts[s[i]] || !startAt(s, i) {
			i++
			continue
		}
		mark := len(p.stack)
		p.text(textStart, i)
		end, what := i, nothing
		switch {
		case s[i] == ':':
			end, what = p.emojiCode(i)
		case strings.HasPrefix(s[i:], "<plain>"):
			end, what = p.plain(i)
		default:
			end, what = p.emoji(i)
		}
		if what == element {
			i, textStart = end, end
			continue
		}
		p.drop(mark)
		i++
	}
	p.text(textStart, len(s))
}

func (p *parser) blockOrInline(i, depth int) (int, outcome) {
	s := p.src
	line := i + newlineLen(s, i) // where the line of a block would begin
	begins := lineBegins(s, line)
	if begins && line < len(s) {
		end, what := i, nothing
		switch s[line] {
		case '<':
			end, what = p.center(line, depth)
		case '`':
			end, what = p.codeBlock(line)
		case '\\':
			end, what = p.mathBlock(line)
		}
		if what == element {
			return end, what
		}
		if end, what = p.quote(i, depth); what == element {
			return end, what
		}
	}
	if starts[s[i]] && startAt(s, i) {
		mark := len(p.stack)
		if end, what := p.inline(i, depth, false); what != nothing {
			return end, what
		}
		p.drop(mark)
	}
	// A lone style mark counts as read text, so no search begins with one.
	if begins && !strings.HasPrefix(s[i:], emojiStyle) {
		return p.search(line)
	}
	return i, nothing
}

// center reads <center>x</center>: the opening begins a line, the closing
// ends one.
func (p *parser) center(i, depth int) (int, outcome) {
	if !strings.HasPrefix(p.src[i:], "<center>") {
		return i, nothing
	}
	if p.memo != nil && p.build {
		p.build = false
		_, what := p.center(i, depth)
		p.build = true
		if what != element {
			return i, nothing
		}
	}
	mark := len(p.stack)
	from := i + len("<center>")
	from += newlineLen(p.src, from)
	end := p.chain(from, depth+1, termCenter, false)
	after := end + newlineLen(p.src, end)
	if end == from || !strings.HasPrefix(p.src[after:], "</center>") {
		p.drop(mark)
		return i, nothing
	}
	after += len("</center>")
	if !lineEnds(p.src, after) {
		p.drop(mark)
		return i, nothing
	}
	p.wrap(mark, Node{Kind: Center})
	return after + newlineLen(p.src, after), element
}

// codeBlock reads a fenced block; the fences stand alone on their lines but
// for the language.
func (p *parser) codeBlock(i int) (int, outcome) {
	s := p.src
	if !strings.HasPrefix(s[i:], "```") {
		return i, nothing
	}
	langFrom := i + 3
	langEnd := langFrom
	for langEnd < len(s) && !newlines[s[langEnd]] {
		langEnd++
	}
	p.step((langEnd - i) / 8)
	from := langEnd + newlineLen(s, langEnd)
	if from == langEnd {
		return i, nothing
	}
	end := p.seek(needleCodeEnd, from)
	if end == from || end >= len(s) {
		return i, nothing
	}
	p.leaf(Node{Kind: CodeBlock, Text: s[from:end], Name: trim(s[langFrom:langEnd])})
	after := end + newlineLen(s, end) + 3
	return after + newlineLen(s, after), element
}

// trim takes away what JavaScript takes for white space, which is not quite
// what Go does.
func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return r == 0xfeff || r != 0x85 && unicode.IsSpace(r)
	})
}

// indexCodeEnd is the distance from i to the next line break followed by a
// line of three backticks, -1 when there is none.
func indexCodeEnd(s string, i int) int {
	for j := i; ; {
		k := strings.Index(s[j:], "```")
		if k < 0 {
			return -1
		}
		j += k
		if j > i && newlines[s[j-1]] && lineEnds(s, j+3) {
			if j-2 >= i && s[j-2:j] == "\r\n" {
				return j - 2 - i
			}
			return j - 1 - i
		}
		j++
	}
}

// mathBlock reads \[x\], from the begin of a line to the end of one.
func (p *parser) mathBlock(i int) (int, outcome) {
	s := p.src
	if !strings.HasPrefix(s[i:], `\[`) {
		return i, nothing
	}
	close := p.seek(needleBlockMathEnd, i+2)
	after := close + 2
	if close >= len(s) || !lineEnds(s, after) {
		return i, nothing
	}
	from, end, ok := trimBreaks(s, i+2, close)
	if !ok {
		return i, nothing
	}
	p.leaf(Node{Kind: MathBlock, Text: s[from:end]})
	return after + newlineLen(s, after), element
}

// quote reads lines that begin with >, and swallows up to two line breaks on
// either side. What the lines hold is a text of its own.
func (p *parser) quote(i, depth int) (int, outcome) {
	s := p.src
	line := i
	for n := 0; n < 2; n++ {
		line += newlineLen(s, line)
	}
	if line >= len(s) || s[line] != '>' || !lineBegins(s, line) {
		return i, nothing
	}
	var inner string
	var joined []byte
	lines, end := 0, line
	for at := line; at < len(s) && s[at] == '>'; lines++ {
		from := at + 1
		from += blankLen(s, from)
		end = from
		for end < len(s) && !newlines[s[end]] {
			end++
		}
		switch lines {
		case 0:
			inner = s[from:end]
		case 1:
			joined = append(make([]byte, 0, len(inner)+2*(end-from)+16), inner...)
			fallthrough
		default:
			joined = append(joined, '\n')
			joined = append(joined, s[from:end]...)
		}
		at = end + newlineLen(s, end)
		if at == end {
			lines++
			break
		}
	}
	if lines == 1 && inner == "" {
		return i, nothing
	}
	if joined != nil {
		inner = string(joined)
	}
	children, steps := parseFull(inner, depth+1, p.memo != nil)
	p.step((end - i) / 8)
	p.inner += steps
	p.leaf(Node{Kind: Quote, Children: children})
	for n := 0; n < 2; n++ {
		end += newlineLen(s, end)
	}
	return end, element
}

var searchWords = [...]string{"検索", "[検索]", "search", "[search]"}

// search reads a line of words that ends with a blank and a search button.
func (p *parser) search(line int) (int, outcome) {
	s := p.src
	end := line
	for end < len(s) && !newlines[s[end]] {
		end++
	}
	p.step((end - line) / 8)
	for _, word := range &searchWords {
		button := end - len(word)
		if button <= line || !strings.EqualFold(s[button:end], word) {
			continue
		}
		blank := button - 1
		if s[blank] == 0x80 {
			blank = button - 3
		}
		if blank <= line || blank+blankLen(s, blank) != button {
			continue
		}
		p.leaf(Node{Kind: Search, Name: s[line:blank], Text: s[line:end]})
		return end + newlineLen(s, end), element
	}
	return line, nothing
}
