package markup

import (
	"time"

	"nagare/stream/misskey"
)

// What the controls of a message ask for, besides ActReact, ActPick and ActMenu.
const (
	ActAgain = "again" // send what failed again; the argument is its number
	ActDrop  = "drop"  // give it up
)

// Message is one message of a conversation, as it is to be shown.
type Message struct {
	Key       string
	Author    *misskey.User
	Mine      bool
	Head      bool // the first of several of the same author in a row
	Named     bool // of a room: say who wrote it
	Text      string
	Emojis    misskey.EmojiURLs
	Files     []misskey.File
	At        time.Time
	Reactions []Reaction
	React     bool   // the viewer may react
	State     string // of one on its way: "sending", "asking", "failed"; "": it arrived
	Why       string // of one that failed, in words
	Arg       string // of one on its way: its number
}

// MessageRow writes a message: one's own at the right, those of others at the left.
func MessageRow(w *Writer, p *Page, m Message) {
	class, name := "msg", p.Printer.T("chat.you")
	if m.Mine {
		class = "msg mine"
	} else {
		name = author(p, m.Author)
	}
	w.Start(Div, Class(class), Data("key", m.Key), Role("article"), Tabindex(-1), If(m.Head, Data("head", "true")), If(m.State != "", Data("state", m.State)),
		Aria("label", p.Printer.T("chat.message", name, Clock(p.Printer, m.At.In(p.Now.Location()), p.Now))))
	if !m.Mine {
		avatar(w, p, m.Author)
	}
	w.Start(Div, Class("msgbody"))
	if m.Named && m.Head && !m.Mine {
		w.Start(Span, Class("msgname"))
		names(w, p, m.Author, name)
		w.End()
	}
	w.Start(Div, Class("bubble"))
	if m.Text != "" {
		w.Start(Div, Class("text"))
		MFM(w, p, m.Text, Rich{Author: m.Author, Emojis: m.Emojis})
		w.End()
	}
	Files(w, p, m.Key, m.Files)
	w.End()
	w.Start(Div, Class("msgfoot"))
	if m.State == "" {
		w.Elem(Time, m.At.In(p.Now.Location()).Format("15:04"), DateTime(m.At.UTC().Format(time.RFC3339)), Title(Exact(p.Printer, m.At.In(p.Now.Location()))))
		if m.React {
			words := p.Printer.T("react.add")
			w.Start(Button, Class("act"), Data("act", ActPick), Title(words), Aria("label", words), Aria("haspopup", "dialog")).Icon("mood-plus").End()
		}
		words := p.Printer.T("chat.menu")
		w.Start(Button, Class("act"), Data("act", ActMenu), Title(words), Aria("label", words), Aria("haspopup", "menu")).Icon("dots").End()
	} else {
		words := m.Why
		if words == "" {
			words = p.Printer.T("chat." + m.State)
		}
		w.Elem(Span, words, Class("msgstate"))
	}
	if m.State == "failed" {
		w.Start(Button, Class("button small"), Data("act", ActAgain), Data("arg", m.Arg)).Icon("refresh").Elem(Span, p.Printer.T("column.retry")).End()
		w.Start(Button, Class("button small"), Data("act", ActDrop), Data("arg", m.Arg)).Icon("trash").Elem(Span, p.Printer.T("chat.drop")).End()
	}
	w.End()
	if len(m.Reactions) > 0 {
		w.Start(Div, Class("reactions"))
		for _, r := range m.Reactions {
			pill(w, p, r)
		}
		w.End()
	}
	w.End().End()
}

// Day writes the line between messages of two days.
func Day(w *Writer, p *Page, key string, t time.Time) {
	now, words := p.Now, Date(p.Printer, t)
	switch days := int(midnight(now).Sub(midnight(t)).Hours()+12) / 24; days {
	case 0:
		words = p.Printer.T("chat.today")
	case 1:
		words = p.Printer.T("chat.yesterday")
	}
	w.Elem(Div, words, Class("msgday"), Data("key", key))
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// Conversation writes what a list of conversations shows of one: with whom, and the last message.
func Conversation(w *Writer, p *Page, u *misskey.User, room, last string, at time.Time, unread bool) {
	w.Start(Span, Class("convo"))
	if u != nil {
		w.Start(Span, Class("avatar"))
		portrait(w, p, u, 44)
		w.End()
	} else {
		w.Start(Span, Class("avatar room")).Icon("users").End()
	}
	w.Start(Span, Class("who")).Start(Span, Class("name"))
	if u != nil {
		names(w, p, u, u.DisplayName())
	} else {
		w.Text(cut(room, 100))
	}
	w.End().Elem(Span, cut(last, 120), Class("last")).End()
	w.Start(Span, Class("at"))
	timeTag(w, p.Printer, at, p.Now)
	if unread {
		w.Start(Span, Class("unreaddot")).Elem(Span, p.Printer.T("chat.unread"), Class("vh")).End()
	}
	w.End().End()
}
