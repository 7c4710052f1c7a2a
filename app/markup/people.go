package markup

import "nagare/stream/misskey"

// People writes who gave a reaction: its picture and name, a list, and what is to be said below.
func People(w *Writer, p *Page, r Reaction, users []*misskey.User, below string) {
	w.Start(H3, Class("peoplehead"))
	if img, ok := p.pillEmoji(r); ok {
		w.Emoji(img, "")
	} else if _, _, custom := misskey.SplitReaction(r.Key); !custom {
		w.Elem(Span, glyph(r.Key), Class("uni"), Aria("hidden", "true"))
	}
	if _, _, custom := misskey.SplitReaction(r.Key); custom {
		w.Elem(Span, ReactionName(r.Key))
	}
	if r.Count > 0 {
		w.Elem(Small, p.Printer.N("people.count", r.Count))
	}
	w.End()
	w.Start(Ul, Class("peoplelist"))
	for _, u := range users {
		if u == nil {
			continue
		}
		w.Start(Li)
		w.Start(A, Href(profile(p, u))...)
		mini(w, p, u, 26)
		w.Start(Span, Class("name"))
		names(w, p, u, u.DisplayName())
		w.End()
		w.Elem(Span, u.Acct(), Class("acct"))
		w.End().End()
	}
	w.End()
	if below != "" {
		w.Elem(P, below)
	}
}
