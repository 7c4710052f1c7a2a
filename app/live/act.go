package live

import (
	"context"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// React gives a reaction in the viewer's name, shows it at once, and takes it back if the server refuses. reaction ""
// takes the present one back. done, if not nil, is called on another goroutine with the server's verdict.
func (h *Hub) React(src store.Source, noteID, reaction string, done func(error)) {
	h.do(func() {
		s := h.source(src)
		api := s.api
		if inner := h.st.Inner(src, noteID); inner != "" {
			noteID = inner
		}
		shown := misskey.NormalizeReaction(reaction)
		h.apply(store.Reacting{Source: src, ID: noteID, Reaction: shown})
		h.act(done, func(ctx context.Context) error {
			if reaction == "" {
				return api.Unreact(ctx, noteID)
			}
			return api.React(ctx, noteID, misskey.SendableReaction(shown))
		}, func(err error) {
			switch misskey.CodeOf(err) {
			case misskey.CodeAlreadyReacted, misskey.CodeNotReacted:
				s.repairs.whole(noteID) // it is as wanted already; what it is exactly, the server says
			default:
				h.apply(store.ReactFailed{Source: src, ID: noteID, Reaction: shown})
			}
		})
	})
}

// Vote votes in a poll likewise.
func (h *Hub) Vote(src store.Source, noteID string, choice int, done func(error)) {
	h.do(func() {
		s := h.source(src)
		api := s.api
		if inner := h.st.Inner(src, noteID); inner != "" {
			noteID = inner
		}
		h.apply(store.Voting{Source: src, ID: noteID, Choice: choice})
		h.act(done, func(ctx context.Context) error { return api.Vote(ctx, noteID, choice) }, func(err error) {
			if misskey.CodeOf(err) == misskey.CodeAlreadyVoted {
				s.repairs.whole(noteID)
				return
			}
			h.apply(store.Voting{Source: src, ID: noteID, Choice: choice, Undo: true})
		})
	})
}

// act runs a command; undo is called under the lock when it failed, done afterwards without it.
func (h *Hub) act(done func(error), do func(context.Context) error, undo func(error)) {
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		err := do(h.ctx)
		if err != nil {
			h.do(func() { undo(err) })
		}
		if done != nil {
			done(err)
		}
	}()
}
