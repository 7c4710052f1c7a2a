package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/app/taking"
)

// columnPart is what a column shows in the place of a timeline, such as notifications. Only this interface is known to
// the column, so that the program for watching has none of them.
type columnPart interface {
	keys() []string // of the rows, in order
	row(w *markup.Writer, page *markup.Page, key string)
	act(act, key, arg string, at ui.Value) bool
	bar(p printer) ui.UI                            // between head and list; nil: nothing
	blank(p printer) (icon, words string, do ui.UI) // do, where not nil, is what the reader can do about it
	end()                                           // the end of the list is near
	leave()
}

// newPart is the part of a column; nil for one that shows a timeline.
func newPart(c *column) columnPart {
	if !taking.On || c.col.Spec.AccountID == "" {
		return nil
	}
	if c.col.Spec.Channel == "main" {
		return newNotices(c)
	}
	return nil
}

func (c *column) partBar(p printer) ui.UI {
	if c.part == nil {
		return nil
	}
	return c.part.bar(p)
}

// resync gives the list the part's rows, and draws those anew that stand in the page.
func (c *column) resync() {
	c.sync()
	for key := range c.mounted {
		c.call("refresh", key)
	}
	if c.list != nil {
		c.ctx.Dispatch(nil)
	}
}

// flushInboxes shows what changed for the accounts since the last frame. It reports whether one of them may fare otherwise now.
func (s *Session) flushInboxes() (heads bool) {
	for src, ch := range s.hub.Inboxes() {
		s.alert(src, ch)
		heads = heads || ch.Head
		if ch.Me {
			if me := s.hub.Me(src); me != nil {
				s.noted(s.book.Renew(src, me))
			}
		}
		if !ch.Rows && !ch.Head && !ch.Me {
			continue
		}
		for _, c := range s.columns {
			if n, ok := c.part.(*notices); ok && c.col.Spec.Source() == src {
				n.fill()
				c.resync()
			}
		}
	}
	return heads
}

// attend keeps the main channel of every account, so that its badge is right without a column for it.
func (s *Session) attend() {
	for _, a := range s.book.All() {
		s.hub.Attend(a.Source(), true)
	}
}

// bell is the button that leads to the notifications, with how many are unread: in the sidebar, or as a tab of a phone.
func (d *deck) bell(p printer, class, do string) ui.UI {
	if !taking.On {
		return ui.Div().Hidden(true)
	}
	label := p.T("notices.title")
	if d.s.unread > 0 {
		label = p.N("notices.unread", d.s.unread)
	}
	b := ui.Button().Class(class, "bellbutton").DataSet("do", do).Hidden(len(d.s.book.All()) == 0).OnClick(d.onBell)
	if class == "tab" {
		return b.Body(icon("bell"), ui.Span().Text(p.T("notices.title")), badge(p, d.s.unread))
	}
	return b.Title(label).Aria("label", label).Body(icon("bell"), badge(p, d.s.unread))
}

// badge is how much is unread, on the icon of a button that has no other name than what it shows, or one with the words.
func badge(p printer, n int) ui.UI {
	return ui.Span().Class("unread").Hidden(n == 0).Body(
		ui.Span().Aria("hidden", "true").Text(markup.Count(n)),
		ui.Span().Class("vh").Text(p.N("notices.unread", n)),
	)
}

// toldByTabs reports whether every account has a column of notifications: beside their tabs a phone needs no bell.
func (d *deck) toldByTabs() bool {
	told := map[store.Source]bool{}
	d.s.hub.Look(func(st *store.Store) {
		for _, id := range d.order {
			if c, _ := st.Column(id); c.Spec.Channel == "main" {
				told[c.Spec.Source()] = true
			}
		}
	})
	for _, a := range d.s.book.All() {
		if !told[a.Source()] {
			return false
		}
	}
	return true
}

// unread is how much is unread in each column of notifications. It must not run inside Look.
func (d *deck) unread() map[store.ColumnID]int {
	n := map[store.ColumnID]int{}
	for id, c := range d.s.columns {
		if _, ok := c.part.(*notices); ok && taking.On {
			d.s.hub.Inbox(c.col.Spec.Source(), func(b *notify.Box, _ *mute.Set) { n[id] = b.Unread() })
		}
	}
	return n
}

// onBell goes to the column of the account with something unread, and makes one where there is none.
func (d *deck) onBell(ctx ui.Context, e ui.Event) {
	src := store.Source("")
	for _, a := range d.s.book.All() {
		d.s.hub.Inbox(a.Source(), func(b *notify.Box, _ *mute.Set) {
			if src == "" || b.Unread() > 0 {
				src = a.Source()
			}
		})
	}
	for id, c := range d.s.columns {
		if c.col.Spec.Channel == "main" && c.col.Spec.Source() == src {
			d.active = id
			ctx.Defer(c.reveal) // a phone shows it only then
			return
		}
	}
	if src != "" {
		d.add(ctx, store.ColumnSpec{Channel: "main", Origin: src.Origin(), AccountID: src.UserID()})
	}
}
