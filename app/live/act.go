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
			var err error
			if reaction == "" {
				err = api.Unreact(ctx, noteID)
			} else {
				err = api.React(ctx, noteID, misskey.SendableReaction(shown))
			}
			return h.unless(ctx, s, noteID, err, func(n *misskey.Note) bool { return misskey.NormalizeReaction(n.MyReaction) == shown })
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
		h.act(done, func(ctx context.Context) error {
			return h.unless(ctx, s, noteID, api.Vote(ctx, noteID, choice), func(n *misskey.Note) bool {
				return n.Poll != nil && choice < len(n.Poll.Choices) && n.Poll.Choices[choice].IsVoted
			})
		}, func(err error) {
			if misskey.CodeOf(err) == misskey.CodeAlreadyVoted {
				s.repairs.whole(noteID)
				return
			}
			h.apply(store.Voting{Source: src, ID: noteID, Choice: choice, Undo: true})
		})
	})
}

// unless returns err unless it leaves open whether a command was carried out and the note tells that it was. It runs
// without the lock.
func (h *Hub) unless(ctx context.Context, s *source, noteID string, err error, carriedOut func(*misskey.Note) bool) error {
	switch misskey.FaultOf(err) {
	case misskey.FaultUnreachable, misskey.FaultTimeout, misskey.FaultServer:
	default:
		return err
	}
	var asked uint64
	h.do(func() { asked = h.st.Seq() })
	raw, failed := s.api.Raw(ctx, "notes/show", map[string]any{"noteId": noteID})
	if failed != nil {
		return err
	}
	if n, failed := misskey.DecodeNote(raw); failed != nil || !carriedOut(n) {
		return err
	}
	h.do(func() { h.apply(store.NoteRead{Source: s.key, Raw: raw, Asked: asked}) })
	return nil
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
