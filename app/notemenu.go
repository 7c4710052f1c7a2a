package app

import (
	"context"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// The menu of a note.

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
			items = append(items, s.toggleItem(can("read:account") && s.hub.Me(src) == nil, s.hub.Pinned(src, n.ID), "act.pin", "pin", func(on bool) { s.pin(src, n.ID, on) }))
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
