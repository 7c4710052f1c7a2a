package mfm

import "sync"

// nestLimit is how deep elements may nest (P9.1): content at this depth is
// text whatever it says.
const nestLimit = 20

// Parse reads text with the full grammar: notes, content warnings,
// biographies, announcements, chat (P9.1).
func Parse(text string) []Node {
	nodes, _ := parseFull(text, 0, false)
	return nodes
}

// ParseSimple reads text with the grammar of names and poll choices: only
// Unicode emoji, custom emoji and <plain> are elements (P9.1).
func ParseSimple(text string) []Node {
	if text == "" {
		return nil
	}
	room := stacks.Get().(*[]Node)
	defer stacks.Put(room)
	p := parser{src: text, build: true, stack: (*room)[:0]}
	p.simple()
	p.keep(room)
	return p.take(0)
}

// parser reads one text. Elements are built on a stack while they are read;
// what turns out not to be an element is taken off again.
//
// Only links and <center> are ever read in vain: any other element that lacks
// its end is text up to where that was noticed. Ordinary texts are therefore
// read straight through. A hostile text can still make links fail within
// links, so the work is counted, and past a bound in proportion to the length
// reading starts again with a memory of every answer: slower by a constant,
// but linear whatever the text.
type parser struct {
	src   string
	base  int // depth of the outermost content: quotes are texts of their own
	build bool
	memo  *memo // nil on the first, straightforward reading

	stack []Node
	slab  []Node
	finds [needles]found

	steps, limit int // work done; where to give up, 0: never
	inner        int // work done in quotes
	over         bool
}

// parseFull parses a text whose outermost content is at the given depth, and
// tells the steps it took. With careful set it remembers from the start.
func parseFull(text string, base int, careful bool) ([]Node, int) {
	if text == "" {
		return nil, 0
	}
	room := stacks.Get().(*[]Node)
	defer stacks.Put(room)
	wasted := 0
	if !careful {
		p := parser{src: text, base: base, build: true, limit: 4*len(text) + 2048, stack: (*room)[:0]}
		p.full()
		p.keep(room)
		if !p.over {
			return p.take(0), p.steps + p.inner
		}
		wasted = p.steps + p.inner
	}
	p := parser{src: text, base: base, build: true, memo: newMemo(), stack: (*room)[:0]}
	p.full()
	p.keep(room)
	return p.take(0), p.steps + p.inner + wasted
}

// stacks are lent to parsers, as they are needed only while parsing. What
// they still refer to goes with the next garbage collections.
var stacks = sync.Pool{New: func() any {
	s := make([]Node, 0, 32)
	return &s
}}

// keep lets the next parser have the stack, unless it has grown huge.
func (p *parser) keep(room *[]Node) {
	if cap(p.stack) <= 1024 {
		*room = p.stack[:0]
	}
}

// outcome says what was found at a position.
type outcome uint8

const (
	nothing outcome = 1 + iota // no element begins here
	broken                     // an element without its end: text up to there
	element
)

// chain reads the content of an element, up to where t says it stops or to
// the end of the text, and answers that position.
func (p *parser) chain(i, depth int, t term, label bool) int {
	if depth >= nestLimit {
		end := p.seek(needleTerm+needle(t), i)
		p.text(i, end)
		return end
	}
	remember := p.memo != nil && !p.build
	trail := 0
	if remember {
		trail = len(p.memo.trail)
	}
	textStart, s := i, p.src
	for i < len(s) && !p.over {
		if remember {
			if end := p.memo.chainEnd(i, depth, t, label); end >= 0 {
				i = end
				break
			}
			p.memo.trail = append(p.memo.trail, int32(i))
		}
		p.step(1)
		if next := skip(s, i); next > i {
			p.step((next - i) / 8)
			i = next
			continue
		}
		if stops(s, i, t) {
			break
		}
		if !starts[s[i]] || !startAt(s, i) {
			i++
			continue
		}
		mark := len(p.stack)
		p.text(textStart, i)
		end, what := p.inline(i, depth, label)
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
	p.text(textStart, i)
	if remember {
		for _, at := range p.memo.trail[trail:] {
			p.memo.setChainEnd(int(at), depth, t, label, i)
		}
		p.memo.trail = p.memo.trail[:trail]
	}
	return i
}

func (p *parser) step(n int) {
	p.steps += n
	if p.limit > 0 && p.steps > p.limit {
		p.over = true
	}
}

func (p *parser) text(from, to int) {
	if p.build && from < to {
		p.stack = append(p.stack, Node{Kind: Text, Text: p.src[from:to]})
	}
}

// leaf puts an element without children.
func (p *parser) leaf(n Node) {
	if p.build {
		p.stack = append(p.stack, n)
	}
}

// wrap makes the nodes above mark the children of n.
func (p *parser) wrap(mark int, n Node) {
	if p.build {
		n.Children = p.take(mark)
		p.stack = append(p.stack, n)
	}
}

func (p *parser) drop(mark int) {
	if p.build {
		p.stack = p.stack[:mark]
	}
}

// take moves the nodes above mark from the stack to memory of their own.
// Several lists share an allocation; each is cut to its length, so appending
// to one never writes into another.
func (p *parser) take(mark int) []Node {
	n := len(p.stack) - mark
	if n <= 0 {
		return nil
	}
	if cap(p.slab)-len(p.slab) < n {
		// Most texts have few lists, and the last is mark 0: no more is
		// asked for ahead than was used before.
		size := n
		if mark > 0 {
			size = max(n, min(2*cap(p.slab), 64))
		}
		p.slab = make([]Node, 0, size)
	}
	from := len(p.slab)
	p.slab = append(p.slab, p.stack[mark:]...)
	p.stack = p.stack[:mark]
	return p.slab[from : from+n : from+n]
}
