package live

import (
	"context"

	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// ReadNotifications marks everything as read on all devices of an account: over the socket (P2.5), or by HTTP where
// that is not open. The badge goes out when the server was told.
func (h *Hub) ReadNotifications(src store.Source) {
	h.withInbox(src, func(b *inbox) {
		client, api := b.s.client, b.s.api
		h.background(b.ctx, func(ctx context.Context) func() {
			if client == nil || client.ReadNotifications(ctx) != nil {
				if api.ReadNotifications(ctx) != nil {
					return nil
				}
			}
			return func() { b.apply(notify.AllRead{}) }
		})
	})
}

// NotificationsRead says that another tab marked everything as read.
func (h *Hub) NotificationsRead(src store.Source) {
	h.withInbox(src, func(b *inbox) { b.apply(notify.AllRead{}) })
}

// OlderNotifications asks for the page below the oldest one.
func (h *Hub) OlderNotifications(src store.Source) {
	h.withInbox(src, func(b *inbox) {
		if b.box.Older() == notify.End || b.box.Older() == notify.Loading {
			return
		}
		if b.box.OldestID() == "" {
			b.newest()
			return
		}
		b.page(notify.Older, misskey.Page{UntilID: b.box.OldestID(), Limit: inboxMissed}, nil)
	})
}

// RetryNotifications asks again for whatever failed or is missing.
func (h *Hub) RetryNotifications(src store.Source) {
	h.withInbox(src, (*inbox).retryNow)
}

// AnswerRequest accepts or rejects who asks to follow the account.
func (h *Hub) AnswerRequest(src store.Source, userID string, accept bool) {
	h.withInbox(src, func(b *inbox) {
		if _, _, a := b.box.Request(userID); a.Pending {
			return
		}
		b.apply(notify.Answering{UserID: userID, Accept: accept})
		api := b.s.api
		h.background(b.ctx, func(ctx context.Context) func() {
			err := api.AnswerFollowRequest(ctx, userID, accept)
			failed := string(misskey.FaultOf(err))
			if misskey.CodeOf(err) == "NO_FOLLOW_REQUEST" { // answered elsewhere
				return func() {
					b.apply(notify.Answered{UserID: userID, Accept: accept})
					b.requests()
				}
			}
			if err != nil && failed == "" {
				failed = string(misskey.FaultRefused)
			}
			return func() { b.apply(notify.Answered{UserID: userID, Accept: accept, Failed: failed}) }
		})
	})
}

// AnswerInvitation joins a chat room, or ignores the invitation. done hears of the outcome.
func (h *Hub) AnswerInvitation(src store.Source, roomID string, join bool, done func(error)) {
	h.do(func() {
		api := h.source(src).api
		h.act(done, func(ctx context.Context) error { return api.AnswerChatInvitation(ctx, roomID, join) }, func(error) {})
	})
}

// withInbox runs f under the lock for an attended account.
func (h *Hub) withInbox(src store.Source, f func(*inbox)) {
	h.do(func() {
		if b := h.inboxes[src]; b != nil && b.ctx != nil {
			f(b)
		}
	})
}
