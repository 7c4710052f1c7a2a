package markup

import (
	"nagare/stream/misskey"
)

// ReplyTo writes what the shown note of r replies to, in short.
func ReplyTo(w *Writer, p *Page, r Row) {
	n := r.Note.Inner()
	w.Icon("arrow-back-up")
	switch {
	case r.ReplyGone || n.ReplyDeleted():
		w.Elem(Span, p.Printer.T("note.deleted"), Class("said muted"))
	case n.Reply != nil:
		if n.Reply.User != nil {
			mini(w, p, n.Reply.User, 24)
		}
		w.Start(Span, Class("said"))
		w.Start(B)
		names(w, p, n.Reply.User, author(p, n.Reply.User))
		w.End().Text(" ")
		summary(w, p, n.Reply)
		w.End()
	default:
		w.Elem(Span, p.Printer.T("note.reply.to", "…"), Class("said"))
	}
}

// summary is a note in a line or two.
func summary(w *Writer, p *Page, n *misskey.Note) {
	switch {
	case n.IsHidden:
		w.Text(p.Printer.T("note.hidden"))
	case n.CW != nil:
		MFM(w, p, bare(*n.CW, 150), Rich{Author: n.User, Emojis: n.Emojis, Simple: true})
		w.Text(" …")
	case n.Text != nil:
		MFM(w, p, bare(*n.Text, 150), Rich{Author: n.User, Emojis: n.Emojis, Simple: true})
	}
	if len(n.Files) > 0 {
		w.Text(" (" + p.Printer.N("note.cw.files", len(n.Files)) + ")")
	}
}

// Quote writes the note that the shown note of r quotes.
func Quote(w *Writer, p *Page, r Row) {
	q := r.Note.Inner().Renote
	if q == nil || r.QuoteGone {
		w.Elem(P, p.Printer.T("note.deleted"), Class("muted"))
		return
	}
	w.Start(Div, Class("main"))
	avatar(w, p, q.User)
	w.Start(Div, Class("body"))
	head(w, p, q)
	switch {
	case q.IsHidden:
		w.Elem(P, p.Printer.T("note.hidden"), Class("muted"))
	case q.CW == nil || warning(w, p, r.Key, Quoted, q):
		text(w, p, r.Key, Quoted, q, false)
		gallery{p, r.Key, Quoted}.write(w, q.Files)
		if q.Poll != nil {
			w.Start(Div, Data("part", "quotepoll"))
			QuotePoll(w, p, r)
			w.End()
		}
	}
	w.End().End()
}

// QuotePoll writes the poll of the quoted note, to look at only: one votes on the note itself.
func QuotePoll(w *Writer, p *Page, r Row) {
	q, poll := r.Note.Inner().Renote, r.QuotePoll
	if poll == nil {
		poll = PollOf(q.Poll)
	}
	PollList(w, p, q, poll)
}
