package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/live"
	"nagare/app/mute"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// The settings of what the reader does not want to see: on this device, and those that a server keeps for an account.

// muteMenuFor fills the open menu with the mutes of an account and of this device; back leads to where it came from,
// nil where it came from nowhere.
func (s *Session) muteMenuFor(src store.Source, back func()) {
	p := s.printer
	again := func() { s.muteMenuFor(src, back) }
	var items []menuItem
	if back != nil {
		items = append(items, s.backItem(back))
	}
	items = append(items, menuItem{Label: p.T("mutes.device"), Note: p.T("mutes.device.note"), Icon: "volume-off", do: s.askLocalMutes})
	me := s.hub.Me(src)
	if me != nil && me.Me != nil && s.book.Can(src, "write:account") {
		words := func(hard bool, key string, list misskey.MutedWords) menuItem {
			return menuItem{Label: p.T(key), Note: p.N("mutes.rules", len(list)), Icon: "volume-off", do: func() { s.askMutedWords(src, hard, key, list) }}
		}
		items = append(items, separator, menuItem{Head: true, Label: s.seatName(store.ColumnSpec{Origin: src.Origin(), AccountID: src.UserID()})},
			words(false, "mutes.soft", me.Me.MutedWords), words(true, "mutes.hard", me.Me.HardMutedWords),
			menuItem{Label: p.T("mutes.hosts"), Note: p.N("mutes.rules", len(me.Me.MutedInstances)), Icon: "server", do: func() { s.askMutedHosts(src, me.Me.MutedInstances) }})
	}
	people := func(key string, way live.Way, undo func(ctx context.Context, api *misskey.API, id string) error) {
		if s.book.Can(src, way.Permission()) {
			items = append(items, menuItem{Label: p.T(key), Icon: "user", More: true, do: func() { s.mutedPeople(src, key, way, undo, again) }})
		}
	}
	people("mutes.people", live.Muting, func(ctx context.Context, api *misskey.API, id string) error {
		return api.Mute(ctx, id, false, time.Time{})
	})
	people("mutes.renotes", live.RenoteMuting, func(ctx context.Context, api *misskey.API, id string) error { return api.MuteRenotes(ctx, id, false) })
	people("mutes.blocks", live.Blocking, func(ctx context.Context, api *misskey.API, id string) error { return api.Block(ctx, id, false) })
	s.menus.level++
	s.setMenu(p.T("mutes.title"), items)
}

// askLocalMutes edits the mutes of this device.
func (s *Session) askLocalMutes() {
	p, m := s.printer, s.prefs.Mutes
	s.ask(question{Title: p.T("mutes.device"), Text: p.T("mutes.how"), Yes: p.T("app.save"), Fields: []questionField{
		{ID: "soft", Label: p.T("mutes.soft"), Value: m.Soft, Long: true}, {ID: "hard", Label: p.T("mutes.hard"), Value: m.Hard, Long: true},
		{ID: "hosts", Label: p.T("mutes.hosts"), Value: m.Hosts, Long: true}, {ID: "users", Label: p.T("mutes.users"), Value: m.Users, Long: true},
	}}, func(v map[string]string) {
		local := mute.Local{Soft: v["soft"], Hard: v["hard"], Hosts: v["hosts"], Users: v["users"]}
		s.warnMutes(local.Rules())
		s.change(func(pr *Preferences) { pr.Mutes = local })
		s.hub.SetMutes(local.Rules())
	})
}

// warnMutes tells of patterns that have no effect.
func (s *Session) warnMutes(r mute.Rules) {
	if bad := mute.NewSet("", "", r).Unsupported(); len(bad) > 0 {
		s.notice(s.printer.T("mutes.bad", strings.Join(bad, " ")), true, "", nil)
	}
}

func (s *Session) askMutedWords(src store.Source, hard bool, key string, list misskey.MutedWords) {
	p := s.printer
	s.ask(question{Title: p.T(key), Text: p.T("mutes.how"), Yes: p.T("app.save"), Fields: []questionField{{ID: "words", Label: p.T(key), Value: mute.FormatWords(list), Long: true}}}, func(v map[string]string) {
		words := mute.ParseWords(v["words"])
		s.warnMutes(mute.Rules{Soft: words})
		s.act(src, p.T("mutes.failed"), func(ctx context.Context, api *misskey.API) error { return api.SetMutedWords(ctx, words, hard) }, s.said(p.T("mutes.saved")))
	})
}

func (s *Session) askMutedHosts(src store.Source, hosts []string) {
	p := s.printer
	s.ask(question{Title: p.T("mutes.hosts"), Yes: p.T("app.save"), Fields: []questionField{{ID: "hosts", Label: p.T("mutes.hosts"), Value: strings.Join(hosts, "\n"), Long: true}}}, func(v map[string]string) {
		list := mute.ParseHosts(v["hosts"])
		if list == nil {
			list = []string{}
		}
		s.act(src, p.T("mutes.failed"), func(ctx context.Context, api *misskey.API) error {
			return api.Call(ctx, "i/update", map[string]any{"mutedInstances": list}, nil)
		}, s.said(p.T("mutes.saved")))
	})
}

// mutedPeople lists who is muted in one way; choosing somebody takes it back.
func (s *Session) mutedPeople(src store.Source, key string, way live.Way, undo func(context.Context, *misskey.API, string) error, back func()) {
	p := s.printer
	show := func(items ...menuItem) { s.setMenu(p.T(key), append([]menuItem{s.backItem(back)}, items...)) }
	show(menuItem{Label: p.T("menu.loading"), Off: true})
	s.menus.level++
	level, open := s.menus.level, s.menus.serial
	go func() {
		list, err := live.Everything(context.Background(), s.hub.API(src), way.Endpoint())
		if s.menus.serial != open || s.menus.level != level {
			return
		}
		if err != nil {
			show(menuItem{Label: p.T("mutes.unread"), Icon: "alert-triangle", Off: true})
			return
		}
		var items []menuItem
		for _, raw := range list {
			var x map[string]json.RawMessage
			if json.Unmarshal(raw, &x) != nil {
				continue
			}
			u, err := misskey.DecodeUser(x[way.Name()])
			if err != nil {
				continue
			}
			items = append(items, menuItem{Label: or(u.Name, u.Username), Note: u.Acct(), Icon: "user", Hint: p.T("mutes.undo"), do: func() {
				s.keepAway(src, way, u.ID, false, time.Time{}, p.T("mutes.failed"), func(ctx context.Context, api *misskey.API) error { return undo(ctx, api, u.ID) }, s.said(p.T("mutes.undone", u.Acct())))
			}})
		}
		if len(items) == 0 {
			items = []menuItem{{Label: p.T("mutes.nobody"), Off: true}}
		}
		show(items...)
	}()
}

// mutesOf opens what can be muted, at a button of the settings: everything for an account, else what this device keeps.
func (s *Session) mutesOf(at ui.Value) {
	if taking.On {
		if all := s.book.All(); len(all) > 0 {
			src := all[0].Source()
			s.menu(at, s.printer.T("mutes.title"), []menuItem{{Label: s.printer.T("menu.loading"), Off: true}})
			s.muteMenuFor(src, nil)
			return
		}
	}
	s.askLocalMutes()
}
