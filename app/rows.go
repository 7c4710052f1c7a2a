package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
)

// What the rows of columns and of the pages over them have in common.

// markupPage is what all rows of a list share.
func (s *Session) markupPage(src store.Source, server store.Server, open func(key, what string) bool) *markup.Page {
	return &markup.Page{
		Printer: s.printer,
		Now:     time.Now(),
		Origin:  src.Origin(),
		Host:    s.host(src.Origin()),
		Emoji: func(name string) (string, bool) {
			if _, ok := server.Emojis[name]; !ok && server.EmojisKnown {
				return "", false
			}
			u := server.EmojiURL(name)
			return u, u != ""
		},
		Nyaize:  !s.prefs.Human,
		Open:    open,
		Pages:   s.href,
		Saver:   s.prefs.Saver,
		Reveal:  s.prefs.Reveal,
		Still:   s.still,
		Bare:    s.prefs.Bare,
		Preview: s.previewer(src),
	}
}

// rowOf looks the row of a note up. It runs inside Look.
func (s *Session) rowOf(st *store.Store, server store.Server, src store.Source, key, id string) (markup.Row, bool) {
	v, ok := st.Note(src, id)
	if !ok || v.Note == nil {
		return markup.Row{Key: key}, false
	}
	row := markup.Row{Key: key, Note: v.Note}
	if v.Note.IsPureRenote() { // what is live belongs to the note inside
		inner, ok := st.Note(src, v.Note.RenoteID)
		if !ok {
			return row, true
		}
		v = inner
	}
	for _, r := range v.Reactions {
		row.Reactions = append(row.Reactions, markup.Reaction{Key: r.Key, Count: r.Count, Mine: r.Mine, URL: r.URL})
	}
	row.Poll = pollOf(v.Poll)
	s.hand(&row, src, server, v)
	if n := v.Note; n != nil { // what came inside it may be gone since
		row.QuoteGone = n.IsQuote() && st.Gone(src, n.RenoteID)
		if n.Renote != nil && n.Renote.Poll != nil {
			q, _ := st.Note(src, n.RenoteID)
			row.QuotePoll = pollOf(q.Poll)
		}
		row.ReplyGone = n.ReplyID != "" && st.Gone(src, n.ReplyID)
	}
	s.awaitPolls(src, id, row.Poll, row.QuotePoll)
	return row, true
}

// pollOf is a poll of the store as rows show it; nil for none.
func pollOf(v *store.PollView) *markup.Poll {
	if v == nil {
		return nil
	}
	poll := &markup.Poll{Multiple: v.Multiple, ExpiresAt: v.ExpiresAt, Total: v.Total}
	for _, ch := range v.Choices {
		poll.Choices = append(poll.Choices, markup.Choice{Text: ch.Text, Votes: ch.Votes, Mine: ch.Mine})
	}
	return poll
}

// listed calls what gives a list other keys, unless the list is gone, and hands on which rows are mounted now if those are
// others.
func listed(list ui.Value, visible func(joined string), name string, args ...any) {
	if list == nil {
		return
	}
	if mounted := list.Call(name, args...); !mounted.IsNull() {
		visible(mounted.String())
	}
}

// appendPatches adds the parts of a row that live to what list.patch takes: key, part and HTML, a line each (only the last
// may hold more), parted by NUL, which is in none of them. One text, for each that goes to JavaScript costs.
func appendPatches(b []byte, page *markup.Page, row markup.Row) []byte {
	add := func(part string, write func(w *markup.Writer)) {
		var w markup.Writer
		write(&w)
		if len(b) > 0 {
			b = append(b, 0)
		}
		b = append(b, row.Key...)
		b = append(b, '\n')
		b = append(b, part...)
		b = append(b, '\n')
		b = w.Append(b)
	}
	add("reactions", func(w *markup.Writer) { markup.Reactions(w, page, row) })
	if row.Hand.React { // else the place of the button stays empty
		add("react", func(w *markup.Writer) { markup.ReactButton(w, page, row) })
	}
	if row.Poll != nil && row.Note.Inner() != nil {
		add("poll", func(w *markup.Writer) { markup.PollList(w, page, row.Note.Inner(), row.Poll) })
	}
	switch {
	case row.QuoteGone:
		add("quote", func(w *markup.Writer) { markup.Quote(w, page, row) })
	case row.QuotePoll != nil:
		add("quotepoll", func(w *markup.Writer) { markup.QuotePoll(w, page, row) })
	}
	if row.ReplyGone {
		add("replyto", func(w *markup.Writer) { markup.ReplyTo(w, page, row) })
	}
	return b
}

// foldOf is the fold of a row that an act opens or closes, "" for other acts.
func foldOf(act, arg string) string {
	switch act {
	case markup.FoldCW, markup.FoldLong, markup.FoldPills, markup.FoldWritten, markup.FoldMuted, markup.FoldMedia, markup.FoldLoad, markup.FoldAlt:
		return act + arg
	}
	return ""
}

// control is the element that web/list.js heard an act of, nil where it was not told.
func control(args []ui.Value) ui.Value {
	if len(args) > 3 {
		return args[3]
	}
	return nil
}

// noteAct does what a click on a note means wherever the note stands; at is what was clicked, open tells the folds of its
// row.
func (s *Session) noteAct(src store.Source, id, act, arg string, at ui.Value, open func(fold string) bool) {
	switch act {
	case "open":
		s.openNote(src, id)
	case "go": // a link went on from here: with these eyes
		s.sees(src)
	case markup.ActTag:
		s.openTag(src, arg)
	case markup.ActView:
		s.view(src, id, arg, open)
	default:
		if !s.handAct(src, id, act, arg) {
			s.noteDo(src, id, act, at)
		}
	}
}

// openNote goes to the page of a note; of a renote to that of the note inside.
func (s *Session) openNote(src store.Source, id string) {
	s.hub.Look(func(st *store.Store) {
		if inner := st.Inner(src, id); inner != "" {
			id = inner
		}
	})
	s.sees(src)
	s.navigate(markup.NotePath(id, s.host(src.Origin())))
}

// navigate goes to a page of ours.
func (s *Session) navigate(path string) { ui.Window().Call("goappNav", s.href(path)) }
