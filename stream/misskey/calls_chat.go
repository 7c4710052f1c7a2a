package misskey

import "context"

// Peer is the other side of a conversation: a user or a room, one of the two.
type Peer struct {
	UserID string
	RoomID string
}

func (p Peer) pick(user, room string) (endpoint, key, id string) {
	if p.RoomID != "" {
		return room, "roomId", p.RoomID
	}
	return user, "userId", p.UserID
}

// ChatHistory asks for the newest message of every conversation, of rooms or of users. A server without chat answers
// [FaultNoEndpoint].
func (a *API) ChatHistory(ctx context.Context, rooms bool, limit int) ([]ChatMessage, error) {
	return many[ChatMessage](ctx, a, "chat/history", params{"room": rooms, "limit": limit})
}

// ChatMessages asks for a page of a conversation.
func (a *API) ChatMessages(ctx context.Context, with Peer, p Page) ([]ChatMessage, error) {
	endpoint, key, id := with.pick("chat/messages/user-timeline", "chat/messages/room-timeline")
	return many[ChatMessage](ctx, a, endpoint, paged(p, params{key: id}))
}

// SendChat writes a message: text, a file, or both. It is sent once.
func (a *API) SendChat(ctx context.Context, to Peer, text, fileID string) (*ChatMessage, error) {
	endpoint, key, id := to.pick("chat/messages/create-to-user", "chat/messages/create-to-room")
	if key == "userId" {
		key = "toUserId"
	} else {
		key = "toRoomId"
	}
	p := params{key: id}
	if text != "" {
		p["text"] = text
	}
	if fileID != "" {
		p["fileId"] = fileID
	}
	return one[ChatMessage](ctx, a, endpoint, p)
}

// DeleteChat deletes a message of one's own.
func (a *API) DeleteChat(ctx context.Context, messageID string) error {
	return a.Call(ctx, "chat/messages/delete", params{"messageId": messageID}, nil)
}

// ReactChat reacts to a message of somebody else, or takes the reaction back. The server does not refuse the same
// reaction twice (P3.5).
func (a *API) ReactChat(ctx context.Context, messageID, reaction string, on bool) error {
	endpoint := "chat/messages/unreact"
	if on {
		endpoint = "chat/messages/react"
	}
	return a.Call(ctx, endpoint, params{"messageId": messageID, "reaction": SendableReaction(reaction)}, nil)
}

// ChatRooms asks for the rooms the account is in, other than its own.
func (a *API) ChatRooms(ctx context.Context, p Page) ([]ChatMembership, error) {
	return many[ChatMembership](ctx, a, "chat/rooms/joining", paged(p, nil))
}

// OwnChatRooms asks for the rooms the account made.
func (a *API) OwnChatRooms(ctx context.Context, p Page) ([]ChatRoom, error) {
	return many[ChatRoom](ctx, a, "chat/rooms/owned", paged(p, nil))
}

// ChatInvitations asks for the rooms the account is asked into.
func (a *API) ChatInvitations(ctx context.Context, p Page) ([]ChatInvitation, error) {
	return many[ChatInvitation](ctx, a, "chat/rooms/invitations/inbox", paged(p, nil))
}

// AnswerChatInvitation joins a room, or ignores the invitation.
func (a *API) AnswerChatInvitation(ctx context.Context, roomID string, join bool) error {
	endpoint := "chat/rooms/invitations/ignore"
	if join {
		endpoint = "chat/rooms/join"
	}
	return a.Call(ctx, endpoint, params{"roomId": roomID}, nil)
}
