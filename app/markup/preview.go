package markup

// Preview is what a server tells of a page that a note links to (P8.8). The zero Preview says nothing.
type Preview struct {
	Title       string
	Description string
	Site        string
	Icon        string
	Thumbnail   string
	Plays       bool // the page has something to play; it plays there
	Sensitive   bool
	Known       bool // the server answered
}

// maxPreviews pages are shown in advance below a note.
const maxPreviews = 3

// previews writes cards for the pages that a note links to. What is not known yet has a place of the same height.
func previews(w *Writer, p *Page, links []Link) {
	if len(links) == 0 || p.Preview == nil {
		return
	}
	for _, l := range links[:min(len(links), maxPreviews)] {
		if v := p.Preview(l.URL()); v != nil {
			w.Start(Div, Class("preview"), Data("preview", l.URL()))
			if v.Known {
				PreviewCard(w, p, l, v)
			}
			w.End()
		}
	}
}

// PreviewCard writes the card of a page, as what stands inside its place. The link is that of the note, whatever the
// server says; pictures of pages are loaded like those of notes: not for a reader who saves data, not where sensitive.
func PreviewCard(w *Writer, p *Page, l Link, v *Preview) {
	u := l.host()
	title := v.Title
	if title == "" {
		title = u
	}
	w.Start(A, append([]Attr{Class("pcard"), Title(l.URL())}, Href(l)...)...)
	thumb, ok := SafeImage(v.Thumbnail, p.Origin)
	switch {
	case v.Sensitive:
		w.Start(Span, Class("pthumb"), Title(p.Printer.T("media.sensitive"))).Icon("eye-off").End()
	case ok && !p.Saver:
		w.Start(Span, Class("pthumb")).Img(thumb, "")
		if v.Plays {
			w.Start(Span, Class("play")).Icon("player-play").End()
		}
		w.End()
	case v.Plays:
		w.Start(Span, Class("pthumb")).Icon("player-play").End()
	}
	w.Start(Span, Class("ptext"))
	w.Elem(B, cut(title, 100))
	if v.Description != "" {
		w.Elem(Span, cut(v.Description, 200), Class("pabout"))
	}
	w.Start(Span, Class("psite"))
	if icon, ok := SafeImage(v.Icon, p.Origin); ok && !p.Saver {
		w.Img(icon, "", Num("width", 14), Num("height", 14))
	}
	if v.Site != "" && v.Site != u {
		w.Elem(Span, cut(v.Site, 40)).Text(" · ")
	}
	w.Elem(Span, u)
	w.End().End().End()
}
