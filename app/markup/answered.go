package markup

import "nagare/stream/misskey"

// Answered writes a note in short, as the one that is being answered to: who, and the beginning of what.
func Answered(w *Writer, p *Page, n *misskey.Note) {
	if n.User != nil {
		mini(w, p, n.User, 28)
	}
	w.Start(Div)
	w.Start(B)
	names(w, p, n.User, author(p, n.User))
	w.End()
	if n.User != nil {
		w.Text(" ").Elem(Small, n.User.Acct())
	}
	w.Start(Div, Class("said"))
	switch {
	case !n.IsHidden && n.CW == nil && n.Text != nil:
		MFM(w, p, cut(*n.Text, 200), Rich{Author: n.User, Emojis: n.Emojis})
		if len(n.Files) > 0 {
			w.Text(" (" + p.Printer.N("note.cw.files", len(n.Files)) + ")")
		}
	default:
		summary(w, p, n)
	}
	w.End().End()
}
