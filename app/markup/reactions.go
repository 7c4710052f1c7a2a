package markup

import (
	"strconv"
	"strings"
)

// maxReactions pills are shown before the rest is folded (landscape 5.1).
const maxReactions = 16

// Reactions writes the pills of a note, without the box around them.
func Reactions(w *Writer, p *Page, rs []Reaction) {
	rest := 0
	for i, r := range rs {
		if i >= maxReactions {
			rest = len(rs) - i
			break
		}
		pill(w, p, r)
	}
	if rest > 0 {
		w.Elem(Span, p.Printer.T("note.more.reactions", rest), Class("reaction"))
	}
}

func pill(w *Writer, p *Page, r Reaction) {
	name := ReactionName(r.Key)
	words := p.Printer.N("note.reaction", r.Count, name)
	if r.Mine {
		words = p.Printer.T("note.reaction.mine", words)
	}
	attrs := []Attr{Class("reaction"), Data("reaction", r.Key), Data("count", strconv.Itoa(r.Count)), Title(name)}
	if r.Mine {
		attrs = append(attrs, Data("mine", "true"))
	}
	w.Start(Span, attrs...)
	if img, ok := SafeImage(r.URL, p.Origin); ok {
		w.Img(img, "", Class("emoji"))
	} else {
		w.Elem(Span, glyph(r.Key), Class("uni"), Aria("hidden", "true"))
	}
	w.Elem(Span, words, Class("vh"))
	w.Elem(Span, strconv.Itoa(r.Count), Class("n"), Aria("hidden", "true"))
	w.End()
}

// ReactionName is the reaction as people say it: ":name@.:" is ":name:" (P4.3).
func ReactionName(key string) string {
	if !strings.HasPrefix(key, ":") {
		return key
	}
	name, host, _ := strings.Cut(strings.Trim(key, ":"), "@")
	if host == "" || host == "." {
		return ":" + name + ":"
	}
	return ":" + name + "@" + host + ":"
}

// glyph is what stands for a reaction without a picture. Hearts and the like are given their coloured form.
func glyph(key string) string {
	if strings.HasPrefix(key, ":") {
		return ReactionName(key)
	}
	if !strings.ContainsRune(key, '\uFE0F') && len([]rune(key)) == 1 {
		return key + "\uFE0F"
	}
	return key
}
