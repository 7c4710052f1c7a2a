package compose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is what the word under the caret is going to be.
type Kind string

// The kinds of completion.
const (
	KindEmoji Kind = "emoji"
	KindUser  Kind = "user"
	KindTag   Kind = "tag"
	KindFn    Kind = "fn"
)

// Word is the unfinished word before the caret. From and To count UTF-16 units, as a textarea does; the mark (: @ # $[)
// is part of the range, not of the query.
type Word struct {
	Kind     Kind
	Query    string
	From, To int
}

// FindWord looks what the caret stands behind; ok is false when there is nothing to complete. caret counts UTF-16 units.
func FindWord(text string, caret int) (w Word, ok bool) {
	head := text[:byteOffset(text, caret)]
	line := head[strings.LastIndexByte(head, '\n')+1:]
	if len(line) > 200 {
		line = line[len(line)-200:]
		for len(line) > 0 && !utf8.RuneStart(line[0]) {
			line = line[1:]
		}
	}
	from := func(n int) int { return caret - Length(line[n:]) }

	if i := strings.LastIndex(line, "$["); i >= 0 {
		if q := line[i+2:]; nameOf(q, "_.,=") {
			if name, _, args := strings.Cut(q, "."); !args {
				return Word{KindFn, name, from(i), caret}, true
			}
			return Word{}, false
		}
	}
	i := strings.LastIndexAny(line, ":@#＃")
	if i < 0 {
		return Word{}, false
	}
	mark, size := utf8.DecodeRuneInString(line[i:])
	q := line[i+size:]
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	alone := i == 0 || !wordRune(before)
	switch mark {
	case ':':
		// A colon right behind a finished :name: begins nothing, nor does one in 12:30, in 場所:東京 or in an address.
		if emojiWord(q) && (alone || ascii(q)) && (i == 0 || before != ':' && !(before < utf8.RuneSelf && wordRune(before))) && !closes(line, i) {
			return Word{KindEmoji, strings.ToLower(q), from(i), caret}, true
		}
	case '@':
		start := i
		if j := strings.LastIndexByte(line[:i], '@'); j >= 0 && nameOf(line[j+1:i], "_-.") && i > j+1 { // @user@host
			start = j
			before, _ = utf8.DecodeLastRuneInString(line[:j])
			alone = j == 0 || !wordRune(before)
		}
		if alone && nameOf(q, "_-.") {
			return Word{KindUser, line[start+1:], from(start), caret}, true
		}
	default:
		if alone && q != "" && !strings.ContainsAny(q, " \t　.,!?'\"/[]【】()「」（）<>") {
			return Word{KindTag, q, from(i), caret}, true
		}
	}
	return Word{}, false
}

// closes reports whether the colon at i ends an emoji that began before it.
func closes(line string, i int) bool {
	j := strings.LastIndexByte(line[:i], ':')
	return j >= 0 && i > j+1 && nameOf(line[j+1:i], "_+-")
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// emojiWord reports whether an emoji may be looked for by a word. Names are of Latin letters, aliases of any.
func emojiWord(s string) bool {
	for _, r := range s {
		if !wordRune(r) && !unicode.IsMark(r) && r != '+' && r != '-' {
			return false
		}
	}
	return s != ""
}

func wordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func nameOf(s, more string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte(more, c) < 0 {
			return false
		}
	}
	return true
}

// byteOffset turns a place counted in UTF-16 units into one in bytes.
func byteOffset(s string, units int) int {
	for i, r := range s {
		if units <= 0 {
			return i
		}
		units -= max(utf16.RuneLen(r), 1)
	}
	return len(s)
}

// Fill puts a completion in the place of a word and returns where the caret goes.
func Fill(text string, w Word, with string) (filled string, caret int) {
	a, b := byteOffset(text, w.From), byteOffset(text, w.To)
	if a > b {
		return text, w.To
	}
	return text[:a] + with + text[b:], w.From + Length(with)
}

// Insert puts s at the selection and returns where the caret goes.
func Insert(text string, from, to int, s string) (filled string, caret int) {
	return Fill(text, Word{From: from, To: max(from, to)}, s)
}

// Functions are those of P9.4, each with what follows its name.
var Functions = []string{"tada", "jelly", "twitch", "shake", "spin", "jump", "bounce", "flip", "x2", "x3", "x4", "scale", "position",
	"fg", "bg", "border", "font", "blur", "rainbow", "sparkle", "rotate", "ruby", "unixtime"}

// FunctionText is what a function's name is completed to.
func FunctionText(name string) string {
	switch name {
	case "scale":
		name += ".x=2,y=2"
	case "position":
		name += ".x=0.8,y=0.5"
	case "fg", "bg":
		name += ".color=f80"
	case "border":
		name += ".width=2,color=f80"
	case "font":
		name += ".serif"
	case "rotate":
		name += ".deg=30"
	}
	return "$[" + name + " "
}

// Rank orders candidates by how well their names fit a query: those that are it, begin with it, have a word that begins
// with it, contain it; among equals the shorter first. It returns at most limit indexes. names returns the names of
// candidate i, its own first.
func Rank(n int, names func(i int) []string, query string, limit int) []int {
	type hit struct{ i, score, size int }
	var hits []hit
	query = fold(query)
	for i := range n {
		best := -1
		all := names(i)
		for k, name := range all {
			if s := score(fold(name), query); s >= 0 {
				s = s*2 + min(k, 1) // an alias counts a little less than the name
				if best < 0 || s < best {
					best = s
				}
			}
		}
		if best >= 0 {
			hits = append(hits, hit{i, best, len(all[0])})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.score != b.score {
			return a.score - b.score
		}
		return a.size - b.size
	})
	out := make([]int, 0, min(limit, len(hits)))
	for _, h := range hits[:min(limit, len(hits))] {
		out = append(out, h.i)
	}
	return out
}

// fold makes words comparable: case, and katakana is hiragana.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				if r >= 'ァ' && r <= 'ヶ' {
					return r - 'ァ' + 'ぁ'
				}
				return unicode.ToLower(r)
			}, s)
		}
	}
	return strings.ToLower(s)
}

func score(name, query string) int {
	switch at := strings.Index(name, query); {
	case name == query:
		return 0
	case at == 0:
		return 1
	case at < 0:
		return -1
	case name[at-1] == '_' || name[at-1] == '-':
		return 2
	}
	return 3
}
