package markup

import (
	"strconv"

	"nagare/stream/misskey"
)

// What the buttons below a note ask for, as their data-act.
const (
	ActReply  = "reply"
	ActRenote = "renote" // a menu: renote, quote, take back
	ActMenu   = "menu"
)

// writeButtons writes the buttons that answer a note, or its counts where the viewer may not.
func writeButtons(w *Writer, p *Page, r Row, n *misskey.Note) {
	if !r.Hand.Write {
		count(w, "arrow-back-up", n.RepliesCount, p.Printer.N("note.replies", n.RepliesCount))
		count(w, "repeat", n.RenoteCount, p.Printer.N("note.renotes", n.RenoteCount))
		return
	}
	actButton(w, ActReply, "arrow-back-up", p.Printer.T("act.reply"), p.Printer.N("note.replies", n.RepliesCount), n.RepliesCount)
	if !r.Hand.Renote {
		marked := p.Printer.T("act.renote.not")
		w.Start(Span, pictured(marked, Class("count act off"))...).Icon("ban")
		number(w, n.RenoteCount)
		w.End()
		return
	}
	attrs := []Attr{Aria("haspopup", "menu")}
	words := p.Printer.T("act.renote")
	if r.Hand.Renoted {
		attrs = append(attrs, Data("mine", "true"))
		words = p.Printer.T("act.renoted")
	}
	actButton(w, ActRenote, "repeat", words, p.Printer.N("note.renotes", n.RenoteCount), n.RenoteCount, attrs...)
}

// menuButton writes the button of everything else that can be done with a note.
func menuButton(w *Writer, p *Page) {
	words := p.Printer.T("act.menu")
	w.Start(Button, Class("act menu-more"), Data("act", ActMenu), Title(words), Aria("label", words), Aria("haspopup", "menu")).Icon("dots").End()
}

func actButton(w *Writer, act, icon, words, counted string, n int, attrs ...Attr) {
	label := words
	if n > 0 {
		label += ", " + counted
	}
	w.Start(Button, append([]Attr{Class("act"), Data("act", act), Title(words), Aria("label", label)}, attrs...)...).Icon(icon)
	number(w, n)
	w.End()
}

func number(w *Writer, n int) {
	if n > 0 {
		w.Start(Span, Class("n"), Aria("hidden", "true")).Text(Count(n)).End()
	}
}

// NoteText is the text of a note as written, with its warning, for the clipboard.
func NoteText(n *misskey.Note) string {
	text := ""
	if n.CW != nil && *n.CW != "" {
		text = *n.CW + "\n\n"
	}
	if n.Text != nil {
		text += *n.Text
	}
	if n.Poll != nil {
		for i, c := range n.Poll.Choices {
			text += "\n" + strconv.Itoa(i+1) + ". " + c.Text
		}
	}
	return text
}
