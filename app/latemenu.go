package app

import (
	"context"
	"slices"

	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// lateMenu fills the open menu with top and what the server tells: first a word that it is on its way, then the items of
// it, or why it did not come, unless the reader is elsewhere by then.
func lateMenu[T any](s *Session, src store.Source, title string, top []menuItem, fetch func(context.Context, *misskey.API) (T, error), items func(T) []menuItem) {
	s.menus.level++
	level, open := s.menus.level, s.menus.serial
	show := func(rest ...menuItem) { s.setMenu(title, append(slices.Clone(top), rest...)) }
	show(menuItem{Label: s.printer.T("menu.loading"), Off: true})
	go func() {
		got, err := fetch(context.Background(), s.hub.API(src))
		switch {
		case s.menus.serial != open || s.menus.level != level:
		case err != nil:
			show(menuItem{Label: refusal.Words(s.printer, err, s.host(src.Origin())), Icon: "alert-triangle", Off: true})
		default:
			show(items(got)...)
		}
	}()
}
