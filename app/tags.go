package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// openTag goes to the column of a hashtag as src sees it, and makes one where there is none. It is called by events of the
// browser.
func (s *Session) openTag(src store.Source, tag string) {
	spec := store.ColumnSpec{Channel: "hashtag", Origin: src.Origin(), AccountID: src.UserID(), Params: map[string]any{"q": [][]string{{tag}}}}
	if s.deck == nil {
		s.addColumn(spec)
		return
	}
	s.deck.ctx.Dispatch(func(ctx ui.Context) {
		over, c := s.overDeck(), s.tagColumn(src, tag)
		switch {
		case c == nil && over:
			s.addColumn(spec)
			return
		case c == nil:
			s.deck.add(ctx, spec)
			return
		case over:
			s.toDeck()
		}
		s.deck.active = c.ID
		// After the way back, which brings the focus to where it was.
		ctx.Async(func() { ctx.Dispatch(func(ctx ui.Context) { ctx.Defer(c.reveal) }) })
	})
}

// tagColumn is the column of the deck with just this hashtag; nil: none.
func (s *Session) tagColumn(src store.Source, tag string) *column {
	for _, id := range s.deck.order {
		if c := s.columns[id]; c != nil && c.col.Spec.Channel == "hashtag" && c.col.Spec.Source() == src && strings.EqualFold(formatParam(c.col.Spec.Params["q"]), tag) {
			return c
		}
	}
	return nil
}

// overDeck reports whether a page lies over the deck.
func (s *Session) overDeck() bool { return s.path() != "/" && s.path() != "" }

// reveal brings a column into view and puts the focus there.
func (c *column) reveal(ui.Context) {
	c.JSValue().Call("scrollIntoView", map[string]any{"inline": "nearest", "block": "nearest"})
	c.JSValue().Call("querySelector", ".list").Call("focus", map[string]any{"preventScroll": true})
}
