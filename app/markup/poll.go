package markup

import (
	"strconv"
	"strings"
	"time"

	"nagare/stream/misskey"
)

// Poll is a poll as it is now.
type Poll struct {
	Multiple  bool
	ExpiresAt time.Time // zero: never
	Total     int
	Choices   []Choice
	Open      bool // the viewer may vote; where several may be chosen, for those not chosen yet
}

// Choice is one choice of a poll.
type Choice struct {
	Text  string
	Votes int
	Mine  bool
}

// maxChoices bounds what a server may claim; it allows ten.
const maxChoices = 64

// PollOf is a poll as it came with its note.
func PollOf(p *misskey.Poll) *Poll {
	poll := &Poll{Multiple: p.Multiple, ExpiresAt: p.ExpiresAt}
	for _, c := range p.Choices[:min(len(p.Choices), maxChoices)] {
		poll.Choices = append(poll.Choices, Choice{Text: c.Text, Votes: c.Votes, Mine: c.IsVoted})
		poll.Total += c.Votes
	}
	return poll
}

// PollList writes the choices of the poll of n with their counts, and when it ends.
func PollList(w *Writer, p *Page, n *misskey.Note, poll *Poll) {
	total := poll.Total
	w.Start(Ul, Class("poll"))
	open := poll.Open && (poll.ExpiresAt.IsZero() || poll.ExpiresAt.After(p.Now))
	for i, c := range poll.Choices {
		w.Start(Li, Class("choice"), Data("choice", strconv.Itoa(i)), Data("votes", strconv.Itoa(c.Votes)))
		ask := open && !c.Mine
		if ask { // the whole row of the choice is the button; a link in its text would not be one
			w.Start(Button, Class("vote"), Data("act", ActVote), Data("arg", strconv.Itoa(i)), Aria("label", p.Printer.T("vote.do", c.Text)), Title(p.Printer.T("vote.do", c.Text))).End()
		}
		w.Elem(Progress, "", Num("value", max(c.Votes, 0)), Num("max", max(total, 1)), Aria("hidden", "true"))
		w.Start(Span, Class("label"))
		if c.Mine {
			w.Start(Span, pictured(p.Printer.T("poll.yours"), Class("mine"))...).Icon("check").End().Text(" ")
		}
		MFM(w, p, c.Text, Rich{Author: n.User, Emojis: n.Emojis, Simple: true})
		w.End()
		w.Elem(Span, p.Printer.N("poll.votes", c.Votes), Class("votes"))
		w.End()
	}
	w.End()
	info := []string{p.Printer.N("poll.total", total)}
	if poll.Multiple {
		info = append(info, p.Printer.T("poll.multiple"))
	}
	if !poll.ExpiresAt.IsZero() {
		if poll.ExpiresAt.After(p.Now) {
			info = append(info, p.Printer.T("poll.ends", Clock(p.Printer, poll.ExpiresAt.In(p.Now.Location()), p.Now)))
		} else {
			info = append(info, p.Printer.T("poll.ended"))
		}
	}
	w.Elem(P, strings.Join(info, " · "), Class("pollinfo"))
}
