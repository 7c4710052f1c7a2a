package app

import (
	"slices"
	"strings"

	"nagare/app/markup"
	"nagare/app/store"
)

// The rows of a thread: what it answers, the note, its answers as a tree, and one of the lists below it.

// keys is the page from top to bottom.
func (t *thread) keys() []string {
	if t.state != pageHere {
		return nil
	}
	var keys []string
	if t.upMore || t.upBusy && len(t.up) == 0 {
		keys = append(keys, "up")
	}
	for _, id := range t.up {
		if t.l.hasNote(id) {
			keys = append(keys, id)
		}
	}
	keys = append(keys, t.shown, "tabs")
	if t.tab == tabReplies {
		clear(t.widths)
		return t.grow(keys, t.shown, 0)
	}
	r := t.people[t.tab]
	for i := range r.entries {
		if e := &r.entries[i]; !e.note {
			keys = append(keys, "who:"+e.id)
		} else if t.l.hasNote(e.id) && !t.l.hides(e.id, e.id) {
			keys = append(keys, e.id)
		}
	}
	return append(keys, "more:"+t.tab)
}

// grow adds the replies to a note and those to them.
func (t *thread) grow(keys []string, to string, depth int) []string {
	b := t.trees[to]
	n := t.get(to)
	if b == nil || b.more || b.failed || b.busy && len(b.ids) == 0 || depth == 0 && len(b.ids) == 0 {
		if depth == 0 || b != nil || n != nil && n.RepliesCount > 0 {
			if t.widths["more:"+to] = 0; depth > 0 {
				t.widths["more:"+to] = depth + 1
			}
			keys = append(keys, "more:"+to)
		}
	}
	if b == nil || depth > 40 {
		return keys
	}
	for _, id := range b.ids {
		if !t.l.hasNote(id) || t.l.hides(id, id) {
			continue
		}
		t.widths[id] = depth + 1
		keys = append(keys, id)
		keys = t.grow(keys, id, depth+1)
	}
	return keys
}

func (t *thread) sync() {
	t.l.set(t.keys())
	t.ctx.Dispatch(nil)
}

// changed hears of updates of the notes. A note that is gone takes the page with it.
func (t *thread) changed(ch store.ColumnChange) {
	if t.state == pageHere && !t.l.hasNote(t.shown) {
		t.state = pageGone
	}
	if ch.Items || ch.Head || t.state == pageGone {
		t.sync()
	}
}

func (t *thread) note(key string) string {
	if key == "" || key == "tabs" || key == "up" || strings.Contains(key, ":") {
		return ""
	}
	if key == t.shown {
		return t.a.ID
	}
	return key
}

func (t *thread) shape(key string, row *markup.Row) {
	row.Large = key == t.shown
	row.Threaded = t.widths[key] > 0 || row.Large && len(t.up) > 0 || slices.Index(t.up, key) > 0
	row.Depth = t.widths[key]
}

// own writes the rows that are no notes.
func (t *thread) own(w *markup.Writer, page *markup.Page, key string) {
	p := page.Printer
	what, arg, _ := strings.Cut(key, ":")
	switch what {
	case "up":
		words := p.T("thread.earlier")
		if t.upBusy {
			words = p.T("page.loading")
		}
		markup.More(w, key, words, 0, t.upBusy, true)
	case "tabs":
		t.tabs(w, page)
	case "who":
		for _, e := range t.people[t.tab].entries {
			if e.id == arg {
				markup.Person(w, page, key, e.user, e.at, e.react)
				return
			}
		}
		w.Start(markup.Div, markup.Data("key", key)).End()
	case "more":
		if r := t.people[arg]; r != nil {
			t.moreRoll(w, p, key, arg, r)
		} else {
			t.moreReplies(w, p, key, arg)
		}
	}
}

func (t *thread) tabs(w *markup.Writer, page *markup.Page) {
	p := page.Printer
	tabs := []markup.Tab{
		{Name: tabReplies, Words: p.T("thread.replies"), Count: -1},
		{Name: tabRenotes, Words: p.T("thread.renotes"), Count: -1},
		{Name: tabReactions, Words: p.T("note.reactions"), Count: -1},
	}
	if n := t.about; n != nil {
		tabs[0].Count, tabs[1].Count = n.RepliesCount, n.RenoteCount
		if b := t.trees[t.shown]; b != nil && !b.more && len(b.ids) > n.RepliesCount {
			tabs[0].Count = len(b.ids)
		}
	}
	markup.Tabs(w, "tabs", p.T("thread.lists"), tabs, t.tab)
}

func (t *thread) moreReplies(w *markup.Writer, p printer, key, to string) {
	b := t.trees[to]
	depth := t.widths[key]
	switch {
	case b == nil:
		markup.More(w, key, p.T("thread.replies.show"), depth, false, true)
	case b.busy && len(b.ids) == 0:
		markup.More(w, key, p.T("page.loading"), depth, true, false)
	case b.failed:
		markup.More(w, key, p.T("page.retry"), depth, false, true)
	case b.more:
		markup.More(w, key, p.T("thread.replies.earlier"), depth, b.busy, true)
	default:
		markup.More(w, key, p.T("thread.replies.none"), depth, false, false)
	}
}

func (t *thread) moreRoll(w *markup.Writer, p printer, key, tab string, r *roll) {
	switch {
	case r.busy:
		markup.More(w, key, p.T("page.loading"), 0, true, false)
	case r.failed:
		markup.More(w, key, p.T("page.retry"), 0, false, true)
	case r.more:
		markup.More(w, key, p.T("page.more"), 0, false, true)
	case len(r.entries) == 0:
		markup.More(w, key, p.T("thread."+tab+".none"), 0, false, false)
	default:
		markup.More(w, key, p.T("page.all"), 0, false, false)
	}
}
