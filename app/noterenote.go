package app

import (
	"context"
	"errors"
	"slices"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/store"
	"nagare/stream/misskey"
)

type renoteKey struct {
	src store.Source
	id  string
}

// ownRenote is a renote that the viewer made since the page was opened, or is making.
type ownRenote struct {
	id      string           // "" while it is on its way
	attempt *compose.Attempt // an attempt without an answer
}

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
