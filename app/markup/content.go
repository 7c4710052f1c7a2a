package markup

import (
	"net/url"
	"strconv"
	"strings"

	"nagare/stream/misskey"
)

func content(w *Writer, p *Page, r Row, n *misskey.Note) {
	if n.IsHidden {
		w.Elem(P, p.Printer.T("note.hidden"), Class("muted"))
		return
	}
	if n.CW != nil && !warning(w, p, r.Key, "", n) {
		return
	}
	text(w, p, r.Key, "", n, r.Large)
	Files(w, p, r.Key, n.Files)
	if r.Poll != nil {
		w.Start(Div, Data("part", "poll"))
		PollList(w, p, n, r.Poll)
		w.End()
	}
	if n.IsQuote() {
		w.Start(Div, Class("quote"), Data("part", "quote"), Role("group"), Aria("label", p.Printer.T("note.quote")))
		Quote(w, p, r)
		w.End()
	}
	if n.Channel != nil && n.Channel.Name != "" {
		l, _ := SafeLink(p.Origin + "/channels/" + url.PathEscape(n.Channel.ID))
		w.Start(A, append([]Attr{Class("board")}, Href(l)...)...).Icon("device-tv").Text(cut(n.Channel.Name, 60)).End()
	}
}

// warning writes a content warning and the button that opens it, and answers whether it is open. of is "" for the row's own
// note, [Quoted] for the one it quotes: each has folds of its own. What the warning says is in a box of its own, which clips
// as that of a text does: neither its row's neighbours nor the button beside it can be covered by what it draws.
func warning(w *Writer, p *Page, key, of string, n *misskey.Note) (open bool) {
	open = p.open(key, FoldCW+of)
	w.Start(Div, Class("cw")).Start(Div, Class("warn"))
	MFM(w, p, *n.CW, Rich{Author: n.User, Emojis: n.Emojis})
	w.End()
	words := "note.cw.show"
	if open {
		words = "note.cw.hide"
	}
	foldButton(w, FoldCW, of, "button small", open).Text(p.Printer.T(words))
	if inside := folded(p, n); inside != "" && !open {
		w.Elem(Small, " ("+inside+")")
	}
	w.End().End()
	return open
}

// foldButton begins the button of a fold.
func foldButton(w *Writer, fold, of, class string, open bool) *Writer {
	return w.Start(Button, Class(class), Data("act", fold), If(of != "", Data("arg", of)), Aria("expanded", strconv.FormatBool(open)))
}

// text writes the body of a note, of as for [warning]. What is long is folded, but for what is large or was behind a
// warning. Where the markup exceeds its budget it is shown without, and said so: the reader may have it as it was written,
// all of it.
func text(w *Writer, p *Page, key, of string, n *misskey.Note, large bool) {
	if n.Text == nil || *n.Text == "" {
		return
	}
	cat := n.User != nil && n.User.IsCat && p.Nyaize
	written := p.open(key, FoldWritten+of)
	long := n.CW == nil && !large && !written && (len([]rune(*n.Text)) > longText || strings.Count(*n.Text, "\n") >= longLines) && !p.open(key, FoldLong+of)
	var links []Link
	rich := Rich{Author: n.User, Emojis: n.Emojis, Nyaize: cat, Written: written, Folded: long}
	if p.Preview != nil && of == "" {
		rich.Links = &links
	}
	class := "text"
	if long {
		class = "text long"
	}
	w.Start(Div, Class(class))
	heavy := MFM(w, p, *n.Text, rich)
	w.End()
	if long {
		foldButton(w, FoldLong, of, "button small unfold", false).Text(p.Printer.T("note.long.show")).End()
	}
	if heavy {
		w.Start(P, Class("told")).Icon("alert-triangle").Elem(Span, p.Printer.T("note.heavy"))
		words := "note.written.show"
		if written {
			words = "note.written.hide"
		}
		foldButton(w, FoldWritten, of, "button small", written).Text(p.Printer.T(words)).End()
		w.End()
	}
	previews(w, p, links)
}

func (p *Page) open(key, what string) bool { return p.Open != nil && p.Open(key, what) }

// folded says how much a content warning hides.
func folded(p *Page, n *misskey.Note) string {
	var s []string
	if n.Text != nil && *n.Text != "" {
		s = append(s, p.Printer.N("note.cw.chars", len([]rune(*n.Text))))
	}
	if len(n.Files) > 0 {
		s = append(s, p.Printer.N("note.cw.files", len(n.Files)))
	}
	if n.Poll != nil {
		s = append(s, p.Printer.T("note.cw.poll"))
	}
	return strings.Join(s, ", ")
}
