package markup

import (
	"strings"

	"nagare/stream/misskey"
)

func head(w *Writer, p *Page, n *misskey.Note) {
	w.Start(Header, Class("head"))
	u := n.User
	if u == nil {
		w.Elem(Span, p.Printer.T("note.noauthor"), Class("name"))
	} else {
		w.Start(A, append([]Attr{Class("name")}, card(p, u)...)...)
		names(w, p, u, u.DisplayName())
		w.End()
		w.Elem(Span, u.Acct(), Class("acct"))
		if u.IsBot {
			w.Elem(Span, p.Printer.T("note.bot"), Class("bot"))
		}
		for _, r := range u.BadgeRoles {
			if img, ok := SafeImage(r.IconURL, p.Origin); ok {
				w.Img(img, r.Name, Class("badge"), Title(r.Name))
			}
		}
	}
	w.Start(Span, Class("info"))
	if !n.UpdatedAt.IsZero() {
		marked(w, "edit", p.Printer.T("note.edited"))
	}
	w.Start(A, append([]Attr{Class("time")}, Href(threadLink(p, n.ID))...)...)
	if n.CreatedAt.IsZero() {
		marked(w, "clock", p.Printer.T("note.undated")) // the link needs words
	}
	timeTag(w, p.Printer, n.CreatedAt, p.Now)
	w.End()
	visibility(w, p, n)
	w.End().End()
}

// visibility writes an icon only where the note is not public, and one where it is not federated.
func visibility(w *Writer, p *Page, n *misskey.Note) {
	icon := ""
	v := n.Visibility
	switch v {
	case "", misskey.VisibilityPublic:
	case misskey.VisibilityHome:
		icon = "home"
	case misskey.VisibilitySpecified:
		icon = "mail"
	default: // P11.4: what we do not know is shown as the narrower
		icon, v = "lock", misskey.VisibilityFollowers
	}
	if icon != "" {
		marked(w, icon, p.Printer.T("visibility."+string(v)))
	}
	if n.LocalOnly {
		marked(w, "rocket-off", p.Printer.T("note.localonly"))
	}
}

func marked(w *Writer, icon, words string) {
	w.Start(Span, pictured(words)...).Icon(icon).End()
}

// pictured makes an element a picture of words, for the eye as a tip and for the ear. Words that are there but hidden
// would cost more: each clips, and that makes the browser put its layers together anew.
func pictured(words string, more ...Attr) []Attr {
	return append(more, Title(words), Role("img"), Aria("label", words))
}

func ticker(w *Writer, p *Page, u *misskey.User) {
	if u == nil || !u.IsRemote() {
		return
	}
	name := u.Host
	in := u.Instance
	var css CSS
	if in != nil {
		if c := strings.TrimPrefix(in.ThemeColor, "#"); hex(c) && len(c) != 4 {
			css.set("fg", "#"+c)
		}
	}
	w.Start(Div, Class("ticker"), Title(u.Host), css.attr())
	if in != nil {
		if in.Name != "" {
			name = in.Name
		}
		icon := in.FaviconURL
		if icon == "" {
			icon = in.IconURL
		}
		if img, ok := SafeImage(icon, p.Origin); ok {
			w.Img(img, "", Num("width", 13), Num("height", 13))
		}
	}
	w.Elem(Span, cut(name, 60)).End()
}
