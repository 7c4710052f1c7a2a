package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// What can be done with a note: from the buttons below it, from its menu, and by keys. What can be undone is done at
// once and said; what cannot is asked about before.

// writerHand fills in what the viewer may do with the note that a row shows, besides reacting.
func (s *Session) writerHand(row *markup.Row, src store.Source, v store.NoteView) {
	if v.Note == nil || v.Deleted || !s.book.Can(src, "write:notes") {
		return
	}
	allowed, _ := compose.Renotable(v.Note, src.UserID())
	row.Hand.Write, row.Hand.Renote = true, len(allowed) > 0
	row.Hand.Renoted = s.renoted[renoteKey{src, v.Note.ID}] != nil
	if row.Note.IsPureRenote() && row.Note.UserID == src.UserID() {
		row.Hand.Renoted = true
	}
}

type renoteKey struct {
	src store.Source
	id  string
}

// ownRenote is a renote that the viewer made since the page was opened, or is making.
type ownRenote struct {
	id      string           // "" while it is on its way
	attempt *compose.Attempt // an attempt without an answer
}

// noteDo does what a control of a row asks for; at is the control. It answers false for what it does not know.
func (s *Session) noteDo(src store.Source, row, act string, at ui.Value) bool {
	outer, n := s.noteAt(src, row)
	if n == nil {
		return false
	}
	if act == markup.ActMenu {
		s.noteMenu(src, outer, n, at)
		return true
	}
	if !taking.On {
		return false
	}
	switch act {
	case markup.ActReply:
		s.answer(src, n, false)
	case markup.ActRenote:
		s.renoteMenu(src, n, at)
	case "clip":
		if s.book.Can(src, "write:account") {
			s.menu(at, s.printer.T("act.clip"), []menuItem{{Label: s.printer.T("menu.loading"), Off: true}})
			s.clipMenu(src, n, nil)
		}
	default:
		return false
	}
	return true
}

// noteAt is the note of a row, and the note it shows: for a renote the one inside.
func (s *Session) noteAt(src store.Source, row string) (outer, shown *misskey.Note) {
	s.hub.Look(func(st *store.Store) {
		v, ok := st.Note(src, row)
		if !ok || v.Note == nil {
			return
		}
		outer, shown = v.Note, v.Note.Inner()
		if v.Note.IsPureRenote() {
			if in, ok := st.Note(src, v.Note.RenoteID); ok && in.Note != nil && !in.Deleted {
				shown = in.Note
			}
		}
	})
	return outer, shown
}

// refreshNote draws every row anew that shows a note of a source.
func (s *Session) refreshNote(src store.Source, id string) {
	for _, c := range s.columns {
		if c.list == nil || c.col.Spec.Source() != src {
			continue
		}
		for key := range c.mounted {
			if _, n := s.noteAt(src, key); n != nil && n.ID == id {
				c.list.Call("refresh", key)
			}
		}
	}
	for _, l := range s.pages {
		if l.src != src {
			continue
		}
		for key := range l.mounted {
			if row := l.note(key); row != "" {
				if _, n := s.noteAt(src, row); n != nil && n.ID == id {
					l.refresh(key)
				}
			}
		}
	}
}

// ---- renote

func (s *Session) renoteMenu(src store.Source, n *misskey.Note, at ui.Value) {
	p := s.printer
	items := s.renoteItems(src, n)
	if len(items) == 0 {
		items = []menuItem{{Label: p.T("act.renote.not"), Icon: "ban", Off: true}}
	}
	s.menu(at, p.T("act.renote"), items)
}

func (s *Session) renoteItems(src store.Source, n *misskey.Note) []menuItem {
	p := s.printer
	var items []menuItem
	allowed, out := compose.Renotable(n, src.UserID())
	if s.renoted[renoteKey{src, n.ID}] != nil || s.ownRenoteRow(src, n.ID) {
		items = append(items, menuItem{Label: p.T("act.unrenote"), Icon: "repeat", Danger: true, do: func() { s.unrenote(src, n) }}, separator)
	}
	usual, local := s.usualOf(src)
	first := compose.Narrow(usual, allowed)
	if len(allowed) > 0 && out {
		items = append(items, menuItem{Label: p.T("act.renote"), Note: p.T("visibility." + string(first)), Icon: "repeat", do: func() { s.renote(src, n, first, local, "") }})
	}
	if len(allowed) > 0 && n.Channel != nil {
		items = append(items, menuItem{Label: p.T("act.renote.in", n.Channel.Name), Icon: "device-tv", do: func() { s.renote(src, n, misskey.VisibilityPublic, true, n.Channel.ID) }})
	}
	if len(allowed) > 0 {
		items = append(items, menuItem{Label: p.T("act.quote"), Icon: "quote", do: func() { s.answer(src, n, true) }})
	}
	if out && len(allowed) > 1 {
		items = append(items, separator)
		for _, v := range allowed {
			if v != first {
				items = append(items, menuItem{Label: p.T("act.renote.as", p.T("visibility."+string(v))), Icon: visibilityIcon(v), do: func() { s.renote(src, n, v, local, "") }})
			}
		}
	}
	return items
}

// usualOf is the audience an account last wrote for.
func (s *Session) usualOf(src store.Source) (misskey.Visibility, bool) {
	return (&writing{s: s, src: src}).usual()
}

// ownRenoteRow reports whether a column shows a pure renote of a note by the viewer.
func (s *Session) ownRenoteRow(src store.Source, id string) bool {
	found := false
	s.hub.Look(func(st *store.Store) {
		for _, c := range s.columns {
			if c.col.Spec.Source() != src {
				continue
			}
			for key := range c.mounted {
				if v, ok := st.Note(src, key); ok && v.Note != nil && v.Note.IsPureRenote() && v.Note.RenoteID == id && v.Note.UserID == src.UserID() {
					found = true
				}
			}
		}
	})
	return found
}

// renote renotes a note. It is shown at once and taken back when the server refuses; after an attempt without an answer
// the next one asks first whether that arrived.
func (s *Session) renote(src store.Source, n *misskey.Note, v misskey.Visibility, local bool, channel string) {
	key := renoteKey{src, n.ID}
	mine := s.renoted[key]
	if mine == nil {
		mine = &ownRenote{}
	}
	if s.renoted == nil {
		s.renoted = map[renoteKey]*ownRenote{}
	}
	s.renoted[key] = mine
	s.refreshNote(src, n.ID)
	before := mine.attempt
	if before == nil {
		before = s.lost[key]
	}
	sending := compose.Sending{Server: s.hub.API(src), Me: src.UserID(), Now: time.Now, Sleep: pause, Ours: slices.Clone(s.writing().ours),
		Keep: func(a *compose.Attempt) { mine.attempt = a }}
	want := misskey.NewNote{RenoteID: n.ID, Visibility: v, LocalOnly: local, ChannelID: channel}
	go func() {
		made, err := sending.Send(context.Background(), want, before)
		var earlier *compose.EarlierError
		if errors.As(err, &earlier) { // it is renoted, if for another audience
			made, err = earlier.Note, nil
		}
		delete(s.lost, key)
		if err != nil {
			if mine.attempt != nil {
				if s.lost == nil {
					s.lost = map[renoteKey]*compose.Attempt{}
				}
				s.lost[key] = mine.attempt
			}
			delete(s.renoted, key)
			s.refreshNote(src, n.ID)
			s.sayError(s.printer.T("act.renote.failed"), err, src.Origin(), func() { s.renote(src, n, v, local, channel) })
			return
		}
		mine.id = made.ID
		s.writing().remember(made)
		s.sayWith(s.printer.T("act.renote.done"), s.printer.T("act.undo"), func() { s.unrenote(src, n) })
	}()
}

func (s *Session) unrenote(src store.Source, n *misskey.Note) {
	key := renoteKey{src, n.ID}
	was := s.renoted[key]
	delete(s.renoted, key)
	s.refreshNote(src, n.ID)
	s.act(src, s.printer.T("act.unrenote.failed"), func(ctx context.Context, api *misskey.API) error { return api.Unrenote(ctx, n.ID) }, func(err error) {
		if err == nil {
			if was != nil && was.id != "" {
				s.hub.Gone(src, was.id)
			}
			s.say(s.printer.T("act.unrenote.done"))
		} else if was != nil {
			s.renoted[key] = was
			s.refreshNote(src, n.ID)
		}
	})
}

// act asks a server for something. then is called with the outcome; what went wrong is said, with a way to try again.
// That things are already as they were wanted is no error.
func (s *Session) act(src store.Source, failed string, do func(ctx context.Context, api *misskey.API) error, then func(err error)) {
	go func() {
		api := s.hub.API(src)
		if api == nil {
			return
		}
		err := do(context.Background(), api)
		if refusal.Done(err) {
			err = nil
		}
		then(err)
		if err != nil {
			s.sayError(failed, err, src.Origin(), func() { s.act(src, failed, do, then) })
		}
	}()
}

// said is an outcome that is told in words.
func (s *Session) said(words string) func(error) {
	return func(err error) {
		if err == nil {
			s.say(words)
		}
	}
}

// ---- the menu

func (s *Session) noteMenu(src store.Source, outer, n *misskey.Note, at ui.Value) {
	var state *misskey.NoteState
	signedIn := src.UserID() != "" && s.book.Can(src, "read:account")
	label := s.printer.T("act.menu")
	s.menu(at, label, s.noteItems(src, outer, n, state))
	if !taking.On || !signedIn {
		return
	}
	open := s.menus.serial
	go func() {
		st, err := s.hub.API(src).NoteState(context.Background(), n.ID)
		if err == nil && s.menus.serial == open && s.menus.level == 0 {
			s.setMenu(label, s.noteItems(src, outer, n, st))
		}
	}()
}

// noteItems are the lines of a note's menu. state is nil while the server has not told it.
func (s *Session) noteItems(src store.Source, outer, n *misskey.Note, state *misskey.NoteState) []menuItem {
	p := s.printer
	can := func(permission string) bool { return s.book.Can(src, permission) }
	own := n.UserID == src.UserID() && src.UserID() != ""
	again := func() { s.menus.level = 0; s.setMenu(p.T("act.menu"), s.noteItems(src, outer, n, state)) }
	link := src.Origin() + "/notes/" + n.ID
	items := []menuItem{}
	if taking.On && outer.IsPureRenote() && outer.UserID == src.UserID() && src.UserID() != "" && can("write:notes") {
		items = append(items, menuItem{Label: p.T("act.unrenote"), Icon: "repeat", Danger: true, do: func() { s.deleteNote(src, outer, false) }}, separator)
	}
	if taking.On && can("write:notes") {
		items = append(items, menuItem{Label: p.T("act.reply"), Icon: "arrow-back-up", Hint: "r", do: func() { s.answer(src, n, false) }})
		if allowed, _ := compose.Renotable(n, src.UserID()); len(allowed) > 0 {
			items = append(items, menuItem{Label: p.T("act.renote.more"), Icon: "repeat", Hint: "q", More: true, do: func() {
				s.menus.level = 1
				s.setMenu(p.T("act.renote"), append([]menuItem{s.backItem(again)}, s.renoteItems(src, n)...))
			}})
		}
	}
	if taking.On && can("write:favorites") {
		items = append(items, s.toggleItem(state == nil, state != nil && state.IsFavorited, "act.favorite", "star", func(on bool) {
			done := map[bool]string{true: "act.favorite.done", false: "act.unfavorite.done"}[on]
			s.act(src, p.T("act.favorite.failed"), func(ctx context.Context, api *misskey.API) error { return api.Favorite(ctx, n.ID, on) }, s.said(p.T(done)))
		}))
	}
	if taking.On && can("write:account") {
		items = append(items, menuItem{Label: p.T("act.clip"), Icon: "paperclip", Hint: "c", More: true, do: func() { s.clipMenu(src, n, again) }})
	}
	if len(items) > 0 {
		items = append(items, separator)
	}
	items = append(items,
		menuItem{Label: p.T("act.copy.link"), Icon: "link", do: func() { s.copy(link) }},
		menuItem{Label: p.T("act.copy.text"), Icon: "copy", Off: n.IsHidden || markup.NoteText(n) == "", do: func() { s.copy(markup.NoteText(n)) }},
		menuItem{Label: p.T("note.open", s.host(src.Origin())), Icon: "external-link", Href: link})
	if remote := safeHref(or(n.URL, n.URI)); remote != "" {
		items = append(items, menuItem{Label: p.T("act.open.home"), Icon: "world", Href: remote})
	}
	if !taking.On || src.UserID() == "" {
		return items
	}
	items = append(items, separator)
	if can("write:account") {
		items = append(items, s.toggleItem(state == nil, state != nil && state.IsMutedThread, "act.thread", "volume-off", func(on bool) {
			done := map[bool]string{true: "act.thread.done", false: "act.unthread.done"}[on]
			s.act(src, p.T("act.thread.failed"), func(ctx context.Context, api *misskey.API) error { return api.MuteThread(ctx, n.ID, on) }, s.said(p.T(done)))
		}))
		if own {
			pinned := s.pinned(src, n.ID)
			items = append(items, s.toggleItem(false, pinned, "act.pin", "pin", func(on bool) { s.pin(src, n.ID, on) }))
		}
	}
	if own && can("write:notes") {
		items = append(items, separator,
			menuItem{Label: p.T("act.redraft"), Icon: "edit", Danger: true, do: func() { s.deleteNote(src, n, true) }},
			menuItem{Label: p.T("act.delete"), Icon: "trash", Danger: true, do: func() { s.deleteNote(src, n, false) }})
	}
	if !own && n.User != nil {
		items = append(items, menuItem{Label: n.User.Acct(), Icon: "user", More: true, do: func() { s.menus.level = 1; s.userItems(src, n.User, again) }})
		if can("write:report-abuse") {
			items = append(items, menuItem{Label: p.T("act.report"), Icon: "flag", Danger: true, do: func() { s.report(src, n.User, link) }})
		}
	}
	for len(items) > 0 && items[len(items)-1].Sep {
		items = items[:len(items)-1]
	}
	return items
}

// toggleItem is a line that is on or off, greyed while that is not known.
func (s *Session) toggleItem(unknown, on bool, key, name string, do func(on bool)) menuItem {
	return menuItem{Label: s.printer.T(key), Icon: name, On: checked(on), Off: unknown, do: func() { do(!on) }}
}

// safeHref is an address of another server when it may be linked to.
func safeHref(s string) string {
	l, ok := markup.SafeLink(s)
	if !ok || !strings.HasPrefix(l.URL(), "http") {
		return ""
	}
	return l.URL()
}

func (s *Session) copy(text string) {
	p := s.printer
	ui.Window().Call("nagareCopy", text).Then(func(ok ui.Value) {
		if ok.Truthy() {
			s.say(p.T("act.copied"))
		} else {
			s.notice(p.T("act.copy.failed"), true, "", nil)
		}
	})
}

// ---- clip

// clipMenu lists the clips to put a note into; back leads to where it came from.
func (s *Session) clipMenu(src store.Source, n *misskey.Note, back func()) {
	p := s.printer
	s.menus.level = 1
	var top []menuItem
	if back != nil {
		top = append(top, s.backItem(back))
	}
	title := p.T("act.clip")
	s.setMenu(title, append(slices.Clone(top), menuItem{Label: p.T("menu.loading"), Off: true}))
	open := s.menus.serial
	go func() {
		clips, err := s.hub.API(src).Clips(context.Background())
		if s.menus.serial != open {
			return
		}
		items := top
		if err != nil {
			items = append(items, menuItem{Label: refusal.Words(p, err, s.host(src.Origin())), Icon: "alert-triangle", Off: true})
		}
		for _, c := range clips {
			items = append(items, menuItem{Label: c.Name, Icon: "paperclip", do: func() { s.clip(src, c, n) }})
		}
		if err == nil {
			if len(clips) > 0 {
				items = append(items, separator)
			}
			items = append(items, menuItem{Label: p.T("act.clip.new"), Icon: "plus", do: func() { s.newClip(src, n) }})
		}
		s.setMenu(title, items)
	}()
}

func (s *Session) clip(src store.Source, c misskey.Clip, n *misskey.Note) {
	p := s.printer
	out := func() {
		s.act(src, p.T("act.clip.failed"), func(ctx context.Context, api *misskey.API) error { return api.ClipNote(ctx, c.ID, n.ID, false) }, s.said(p.T("act.unclip.done", c.Name)))
	}
	go func() {
		err := s.hub.API(src).ClipNote(context.Background(), c.ID, n.ID, true)
		switch {
		case err == nil:
			s.sayWith(p.T("act.clip.done", c.Name), p.T("act.undo"), out)
		case misskey.CodeOf(err) == "ALREADY_CLIPPED":
			s.sayWith(refusal.Words(p, err, ""), p.T("act.unclip"), out)
		default:
			s.sayError(p.T("act.clip.failed"), err, src.Origin(), func() { s.clip(src, c, n) })
		}
	}()
}

func (s *Session) newClip(src store.Source, n *misskey.Note) {
	p := s.printer
	s.ask(question{Title: p.T("act.clip.new"), Yes: p.T("act.clip.create"), Fields: []questionField{
		{ID: "name", Label: p.T("act.clip.name"), Need: true, Max: 100},
		{ID: "public", Label: p.T("act.clip.public"), Check: true},
	}}, func(a map[string]string) {
		go func() {
			c, err := s.hub.API(src).CreateClip(context.Background(), strings.TrimSpace(a["name"]), a["public"] == "1")
			if err != nil {
				s.sayError(p.T("act.clip.failed"), err, src.Origin(), nil)
				return
			}
			s.clip(src, *c, n)
		}()
	})
}

// ---- pin, delete, report

func (s *Session) pinned(src store.Source, id string) bool {
	me := s.selves[src]
	return me != nil && me.Detail != nil && slices.Contains(me.Detail.PinnedNoteIDs, id)
}

func (s *Session) pin(src store.Source, id string, on bool) {
	p := s.printer
	done := map[bool]string{true: "act.pin.done", false: "act.unpin.done"}[on]
	s.act(src, p.T("act.pin.failed"), func(ctx context.Context, api *misskey.API) error { return api.Pin(ctx, id, on) }, func(err error) {
		if me := s.selves[src]; err == nil && me != nil && me.Detail != nil {
			ids := slices.DeleteFunc(slices.Clone(me.Detail.PinnedNoteIDs), func(x string) bool { return x == id })
			if on {
				ids = append(ids, id)
			}
			me.Detail.PinnedNoteIDs = ids
		}
		s.said(p.T(done))(err)
	})
}

// deleteNote deletes a note after asking; redraft opens it to be written anew, once it is gone.
func (s *Session) deleteNote(src store.Source, n *misskey.Note, redraft bool) {
	p := s.printer
	q := question{Title: p.T("act.delete.title"), Text: p.T("act.delete.text"), Yes: p.T("act.delete"), Danger: true}
	switch {
	case redraft:
		q.Title, q.Text, q.Yes = p.T("act.redraft.title"), p.T("act.redraft.text"), p.T("act.redraft")
	case n.IsPureRenote():
		q.Title, q.Text, q.Yes = p.T("act.unrenote"), p.T("act.unrenote.text"), p.T("act.unrenote")
	}
	s.ask(q, func(map[string]string) {
		d := compose.Redraft(n, time.Now())
		s.act(src, p.T("act.delete.failed"), func(ctx context.Context, api *misskey.API) error {
			err := api.DeleteNote(ctx, n.ID)
			if refusal.Gone(err) {
				return nil
			}
			return err
		}, func(err error) {
			if err != nil {
				return
			}
			s.hub.Gone(src, n.ID)
			if n.IsPureRenote() {
				delete(s.renoted, renoteKey{src, n.RenoteID})
				s.refreshNote(src, n.RenoteID)
			}
			if !redraft {
				s.say(p.T("act.delete.done"))
				return
			}
			w := s.writing()
			compose.Shelf{Storage: pageStorage{}}.Save(src, &d) // before anything else: the note is gone
			reply, quote := n.Reply, n.Renote
			w.begin(src, d.Target, reply, quote)
		})
	})
}

// report tells the moderators about a person; link is the note it is about, "" for none.
func (s *Session) report(src store.Source, u *misskey.User, link string) {
	p := s.printer
	s.ask(question{Title: p.T("act.report.title", u.Acct()), Text: p.T("act.report.text", s.host(src.Origin())), Yes: p.T("act.report.send"), Danger: true,
		Fields: []questionField{{ID: "why", Label: p.T("act.report.why"), Long: true, Need: true, Max: 1800}}}, func(a map[string]string) {
		comment := strings.TrimSpace(a["why"])
		if link != "" {
			comment = "Note: " + link + "\n-----\n" + comment
		}
		s.act(src, p.T("act.report.failed"), func(ctx context.Context, api *misskey.API) error { return api.Report(ctx, u.ID, comment) }, s.said(p.T("act.report.done")))
	})
}
