package app

import (
	"context"
	"strings"

	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// clipMenu lists the clips to put a note into; back leads to where it came from.
func (s *Session) clipMenu(src store.Source, n *misskey.Note, back func()) {
	p := s.printer
	var top []menuItem
	if back != nil {
		top = append(top, s.backItem(back))
	}
	fetch := func(ctx context.Context, api *misskey.API) ([]misskey.Clip, error) { return api.Clips(ctx) }
	lateMenu(s, src, p.T("act.clip"), top, fetch, func(clips []misskey.Clip) (items []menuItem) {
		for _, c := range clips {
			items = append(items, menuItem{Label: c.Name, Icon: "paperclip", do: func() { s.clip(src, c, n) }})
		}
		if len(clips) > 0 {
			items = append(items, separator)
		}
		return append(items, menuItem{Label: p.T("act.clip.new"), Icon: "plus", do: func() { s.newClip(src, n) }})
	})
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
