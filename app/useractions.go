package app

import (
	"context"
	"slices"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/live"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// What can be done with a person.

// userMenu opens the menu of a person at an element, as from their page.
func (s *Session) userMenu(src store.Source, u *misskey.User, at ui.Value) {
	s.menu(at, u.Acct(), []menuItem{{Label: s.printer.T("menu.loading"), Off: true}})
	s.userItems(src, u, nil)
}

// userItems fills the open menu with what can be done with a person; back leads to where it came from, nil: nowhere.
func (s *Session) userItems(src store.Source, u *misskey.User, back func()) {
	p := s.printer
	again := func() { s.userItems(src, u, back) }
	draw := func(r *misskey.Relation, err error) {
		items := []menuItem{}
		if back != nil {
			items = append(items, s.backItem(back))
		}
		items = append(items, menuItem{Head: true, Label: or(u.Name, u.Username) + "  " + u.Acct()})
		can := func(permission string) bool {
			return src.UserID() != "" && u.ID != src.UserID() && s.book.Can(src, permission)
		}
		if err != nil {
			items = append(items, menuItem{Label: refusal.Words(p, err, s.host(src.Origin())), Icon: "alert-triangle", Off: true})
		} else if r == nil && src.UserID() != "" && u.ID != src.UserID() {
			items = append(items, menuItem{Label: p.T("menu.loading"), Off: true})
		}
		if taking.On && can("read:chat") {
			items = append(items, s.chatItem(src, u)...)
		}
		if taking.On && r != nil {
			items = append(items, s.relationItems(src, u, r, can, again)...)
		}
		items = append(items, separator,
			menuItem{Label: p.T("act.copy.name"), Icon: "copy", do: func() { s.copy(s.acct(src, u)) }},
			menuItem{Label: p.T("note.open", s.host(src.Origin())), Icon: "external-link", Href: src.Origin() + "/" + u.Acct()})
		if taking.On && can("write:report-abuse") {
			items = append(items, separator, menuItem{Label: p.T("act.report"), Icon: "flag", Danger: true, do: func() { s.report(src, u, "") }})
		}
		s.setMenu(u.Acct(), items)
	}
	draw(nil, nil)
	if !taking.On || src.UserID() == "" || u.ID == src.UserID() {
		return
	}
	open := s.menus.serial
	s.menus.level++
	level := s.menus.level
	go func() {
		list, err := s.hub.API(src).Relations(context.Background(), []string{u.ID})
		if s.menus.serial != open || s.menus.level != level {
			return
		}
		if err != nil || len(list) == 0 {
			draw(nil, err)
			return
		}
		draw(&list[0], nil)
	}()
}

func (s *Session) relationItems(src store.Source, u *misskey.User, r *misskey.Relation, can func(string) bool, again func()) []menuItem {
	p := s.printer
	name := u.Acct()
	var items []menuItem
	if can("write:following") {
		switch {
		case r.IsFollowing:
			items = append(items, menuItem{Label: p.T("user.unfollow"), Icon: "minus", Danger: true, do: func() { s.askUnfollow(src, u) }})
		case r.HasPendingFollowRequestFromYou:
			items = append(items, menuItem{Label: p.T("user.request.cancel"), Icon: "x", do: func() { s.cancelRequest(src, u) }})
		case !r.IsBlocking && !r.IsBlocked:
			items = append(items, menuItem{Label: p.T("user.follow"), Icon: "plus", do: func() { s.followUser(src, u, true) }})
		}
	}
	if can("write:account") {
		items = append(items, menuItem{Label: p.T("user.list"), Icon: "list", More: true, do: func() { s.listMenu(src, u, again) }})
	}
	if can("write:mutes") {
		if r.IsMuted {
			items = append(items, menuItem{Label: p.T("user.unmute"), Icon: "volume-off", do: func() { s.mute(src, u, false, 0) }})
		} else {
			items = append(items, menuItem{Label: p.T("user.mute"), Icon: "volume-off", More: true, do: func() { s.muteMenu(src, u, again) }})
		}
		items = append(items, s.toggleItem(false, r.IsRenoteMuted, "user.renotes", "repeat", func(on bool) { s.muteRenotes(src, u, on) }))
	}
	if can("write:blocks") {
		if r.IsBlocking {
			items = append(items, menuItem{Label: p.T("user.unblock"), Icon: "ban", do: func() { s.block(src, u, false) }})
		} else {
			items = append(items, menuItem{Label: p.T("user.block"), Icon: "ban", Danger: true, do: func() {
				s.ask(question{Title: p.T("user.block.title", name), Text: p.T("user.block.text"), Yes: p.T("user.block"), Danger: true}, func(map[string]string) { s.block(src, u, true) })
			}})
		}
	}
	return items
}

// acct is a person's full address.
func (s *Session) acct(src store.Source, u *misskey.User) string {
	if u.Host != "" {
		return u.Acct()
	}
	return u.Acct() + "@" + s.host(src.Origin())
}

// bond is how the reader stands to a person: following them, having asked to, or having blocked them.
type bond struct{ following, asked, blocking bool }

// tell makes what is known of a person say so.
func (b bond) tell(u *misskey.User) {
	if u.Detail != nil {
		u.Detail.IsFollowing, u.Detail.HasPendingFollowRequestFromYou, u.Detail.IsBlocking = b.following, b.asked, b.blocking
	}
}

// bondFunc hears how the bond of a viewer to a person, by id, changed.
type bondFunc func(src store.Source, userID string, is bond)

// hearBonds calls f whenever a bond changes, until leaveBonds. who is the component that hears.
func (s *Session) hearBonds(who any, f bondFunc) {
	if s.bonds == nil {
		s.bonds = map[any]bondFunc{}
	}
	s.bonds[who] = f
}

func (s *Session) leaveBonds(who any) { delete(s.bonds, who) }

// bondIs shows how a bond is now wherever it is shown.
func (s *Session) bondIs(src store.Source, u *misskey.User, is bond) {
	for _, f := range s.bonds {
		f(src, u.ID, is)
	}
}

// mayFollow reports whether the reader has the right to follow a person.
func (s *Session) mayFollow(src store.Source, u *misskey.User) bool {
	return taking.On && src.UserID() != "" && u.ID != src.UserID() && u.Detail != nil && s.book.Can(src, "write:following")
}

// follows does what the button on a person's page says.
func (s *Session) follows(src store.Source, u *misskey.User) {
	switch {
	case !s.mayFollow(src, u):
	case u.Detail.IsFollowing:
		s.askUnfollow(src, u)
	case u.Detail.HasPendingFollowRequestFromYou:
		s.cancelRequest(src, u)
	default:
		s.followUser(src, u, true)
	}
}

func (s *Session) askUnfollow(src store.Source, u *misskey.User) {
	p := s.printer
	s.ask(question{Title: p.T("user.unfollow.title", u.Acct()), Yes: p.T("user.unfollow"), Danger: true}, func(map[string]string) { s.followUser(src, u, false) })
}

func (s *Session) cancelRequest(src store.Source, u *misskey.User) {
	p := s.printer
	s.act(src, p.T("user.request.failed"), func(ctx context.Context, api *misskey.API) error { return api.CancelFollowRequest(ctx, u.ID) }, func(err error) {
		if err == nil {
			s.bondIs(src, u, bond{})
			s.say(p.T("user.request.cancelled", u.Acct()))
		}
	})
}

func (s *Session) followUser(src store.Source, u *misskey.User, on bool) {
	p := s.printer
	key, is := "user.unfollow.done", bond{following: on}
	s.act(src, p.T("user.follow.failed"), func(ctx context.Context, api *misskey.API) error {
		err := api.Follow(ctx, u.ID, on)
		if err == nil && on { // what comes with a note does not tell whether somebody accepts everybody
			key = "user.follow.done"
			if r, err := api.Relations(ctx, []string{u.ID}); err == nil && len(r) == 1 && !r[0].IsFollowing {
				key, is = "user.request.done", bond{asked: true}
			}
		}
		return err
	}, func(err error) {
		if err == nil {
			s.bondIs(src, u, is)
			s.say(p.T(key, u.Acct()))
		}
	})
}

// muteMenu asks for how long.
func (s *Session) muteMenu(src store.Source, u *misskey.User, back func()) {
	p := s.printer
	s.menus.level++
	items := []menuItem{s.backItem(back)}
	for _, d := range []struct {
		key string
		d   time.Duration
	}{{"ever", 0}, {"10m", 10 * time.Minute}, {"1h", time.Hour}, {"1d", 24 * time.Hour}, {"7d", 7 * 24 * time.Hour}} {
		items = append(items, menuItem{Label: p.T("user.mute." + d.key), Icon: "clock", do: func() { s.mute(src, u, true, d.d) }})
	}
	s.setMenu(p.T("user.mute"), items)
}

func (s *Session) mute(src store.Source, u *misskey.User, on bool, d time.Duration) {
	p := s.printer
	until := time.Time{}
	if d > 0 {
		until = time.Now().Add(d)
	}
	do := func(ctx context.Context, api *misskey.API) error { return api.Mute(ctx, u.ID, on, until) }
	if !on {
		s.keepAway(src, live.Muting, u.ID, false, until, p.T("user.mute.failed"), do, s.said(p.T("user.unmute.done", u.Acct())))
		return
	}
	s.keepAway(src, live.Muting, u.ID, true, until, p.T("user.mute.failed"), do, func(err error) {
		if err == nil {
			s.sayWith(p.T("user.mute.done", u.Acct()), p.T("act.undo"), func() { s.mute(src, u, false, 0) })
		}
	})
}

func (s *Session) muteRenotes(src store.Source, u *misskey.User, on bool) {
	key := map[bool]string{true: "user.renotes.done", false: "user.renotes.undone"}[on]
	s.keepAway(src, live.RenoteMuting, u.ID, on, time.Time{}, s.printer.T("user.mute.failed"), func(ctx context.Context, api *misskey.API) error { return api.MuteRenotes(ctx, u.ID, on) }, s.said(s.printer.T(key, u.Acct())))
}

func (s *Session) block(src store.Source, u *misskey.User, on bool) {
	key := map[bool]string{true: "user.block.done", false: "user.unblock.done"}[on]
	s.keepAway(src, live.Blocking, u.ID, on, time.Time{}, s.printer.T("user.block.failed"), func(ctx context.Context, api *misskey.API) error { return api.Block(ctx, u.ID, on) }, func(err error) {
		if err == nil {
			s.bondIs(src, u, bond{blocking: on})
			s.say(s.printer.T(key, u.Acct()))
		}
	})
}

// keepAway is act for muting and blocking: what is shown follows at once, and is as before where the server refuses.
func (s *Session) keepAway(src store.Source, way live.Way, userID string, on bool, until time.Time, failed string, do func(context.Context, *misskey.API) error, then func(error)) {
	var undo func()
	s.act(src, failed, func(ctx context.Context, api *misskey.API) error {
		undo = s.hub.KeepAway(src, way, userID, on, until)
		return do(ctx, api)
	}, func(err error) {
		if err != nil {
			undo()
		}
		then(err)
	})
}

// listMenu shows on which lists a person is.
func (s *Session) listMenu(src store.Source, u *misskey.User, back func()) {
	p := s.printer
	fetch := func(ctx context.Context, api *misskey.API) ([]misskey.UserList, error) { return api.UserLists(ctx) }
	lateMenu(s, src, p.T("user.list"), []menuItem{s.backItem(back)}, fetch, func(lists []misskey.UserList) (items []menuItem) {
		if len(lists) == 0 {
			items = append(items, menuItem{Label: p.T("user.list.none"), Off: true})
		}
		for _, l := range lists {
			on := slices.Contains(l.UserIDs, u.ID)
			items = append(items, menuItem{Label: l.Name, Icon: "list", On: checked(on), do: func() {
				key := map[bool]string{true: "user.list.done", false: "user.list.undone"}[!on]
				s.act(src, p.T("user.list.failed"), func(ctx context.Context, api *misskey.API) error { return api.AddToList(ctx, l.ID, u.ID, !on) }, s.said(p.T(key, u.Acct(), l.Name)))
			}})
		}
		return items
	})
}
