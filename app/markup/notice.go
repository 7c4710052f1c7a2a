package markup

import (
	"strings"
	"time"

	"nagare/stream/misskey"
)

// Notice is a notification as a row: who did what, to which note, and what can be done about it.
type Notice struct {
	Key       string
	Type      string // as in P6.2
	At        time.Time
	New       bool
	Icon      string             // one of our icons, where no reaction says more
	Reactions []Reaction         // newest first; Count is not used
	Who       []*misskey.User    // newest first; none: the server itself
	Words     string             // what was done; the placeholder {0} stands for who did
	Note      *misskey.Note      // what it is about; nil: nothing
	Title     string             // plain
	Text      string             // plain
	Link      string             // an address of the server's app; shown if it is safe
	Controls  []NoticeControl    // what can be done
	Outcome   string             // what became of it
	Muted     string             // not empty: the rule that keeps it away unless it is opened
	Names     func(n int) string // words for n others
}

// NoticeControl is a button of a notice.
type NoticeControl struct {
	Act, Arg, Words, Icon string
	Primary, Busy         bool
}

// FoldMuted opens what a mute covers.
const FoldMuted = "muted"

const maxNames = 2

// NoticeRow writes a notification.
func NoticeRow(w *Writer, p *Page, n Notice) {
	class := "ntf"
	if n.New {
		class = "ntf new"
	}
	w.Start(Article, Class(class), Data("key", n.Key), Data("notice", n.Type), Tabindex(-1))
	if n.Muted != "" && !p.open(n.Key, FoldMuted) {
		w.Start(Div, Class("nbody muted"))
		said(w, p, n.Note, n.Muted)
		w.Elem(Button, p.Printer.T("mute.show"), Class("button small"), Data("act", FoldMuted)).End().End()
		return
	}
	w.Start(Div, Class("nface"))
	if len(n.Who) > 0 {
		avatar(w, p, n.Who[0])
	} else {
		w.Start(Span, Class("avatar server")).Icon(n.Icon).End()
	}
	w.Start(Span, Class("nmark"), Aria("hidden", "true"))
	switch {
	case len(n.Reactions) > 0:
		reactionPicture(w, p, n.Reactions[0])
	case len(n.Who) > 0:
		w.Icon(n.Icon)
	}
	w.End().End()

	w.Start(Div, Class("nbody"))
	w.Start(Header, Class("nhead"))
	w.Start(Span, Class("nwho"))
	before, after, _ := strings.Cut(n.Words, "{0}")
	w.Text(before)
	for i, u := range n.Who {
		if i == maxNames {
			w.Text(n.Names(len(n.Who) - maxNames))
			break
		}
		if i > 0 {
			w.Text(p.Printer.T("notices.and"))
		}
		w.Start(A, append([]Attr{Class("name")}, card(p, u)...)...)
		names(w, p, u, u.DisplayName())
		w.End()
	}
	w.Text(after)
	w.End()
	w.Start(Span, Class("info"))
	timeTag(w, p.Printer, n.At, p.Now)
	w.End().End()

	if len(n.Reactions) > 1 {
		w.Start(Div, Class("nreactions"))
		for i, r := range n.Reactions {
			if i == maxReactions {
				break
			}
			reactionPicture(w, p, r)
		}
		w.End()
	}
	if n.Note != nil {
		w.Start(A, append([]Attr{Class("nnote"), Data("act", "open")}, Href(threadLink(p, n.Note.ID))...)...)
		summary(w, p, n.Note)
		w.End()
	}
	if n.Title != "" {
		w.Elem(B, n.Title)
	}
	if n.Text != "" {
		w.Start(Div, Class("ntext"))
		Plain(w, n.Text, 500)
		w.End()
	}
	if l, ok := SafeLink(n.Link); ok {
		w.Start(A, Href(l)...).Text(readable(n.Link)).End()
	}
	if len(n.Controls) > 0 || n.Outcome != "" {
		w.Start(Div, Class("actions"))
		for _, c := range n.Controls {
			class := "button small"
			if c.Primary {
				class += " primary"
			}
			w.Start(Button, Class(class), Data("act", c.Act), Data("arg", c.Arg), If(c.Busy, Flag("disabled"))).Icon(c.Icon).Text(c.Words).End()
		}
		if n.Outcome != "" {
			w.Elem(Span, n.Outcome, Class("outcome"))
		}
		w.End()
	}
	w.End().End()
}

// reactionPicture writes a reaction alone, named.
func reactionPicture(w *Writer, p *Page, r Reaction) {
	if img, ok := SafeImage(r.URL, p.Origin); ok {
		w.Img(img, ReactionName(r.Key), Class("emoji"))
		return
	}
	w.Elem(Span, glyph(r.Key), Class("uni"))
}

// NoticePerson is the name of a notice's first person as plain text, for what cannot hold markup.
func NoticePerson(p *Page, u *misskey.User) string { return author(p, u) }

// MutedRow stands for the row of a note that a mute covers; by is the rule.
func MutedRow(w *Writer, p *Page, r Row, by string) {
	w.Start(Article, Class("note muted"), Data("note-id", r.Key), Data("key", r.Key), Data("muted", "soft"), indent(r.Depth), Tabindex(-1))
	said(w, p, r.Note, by)
	w.Elem(Button, p.Printer.T("mute.show"), Class("button small"), Data("act", FoldMuted)).End()
}

// said writes by whom the note is that a mute covers, and which rule does.
func said(w *Writer, p *Page, n *misskey.Note, by string) {
	if n != nil {
		n = n.Inner()
	}
	if n == nil {
		w.Elem(Span, p.Printer.T("mute.soft", by))
		return
	}
	before, after, _ := strings.Cut(p.Printer.T("mute.said", "\x00", by), "\x00")
	w.Start(Span, Class("who")).Text(before)
	names(w, p, n.User, author(p, n.User))
	w.Text(after).End()
}
