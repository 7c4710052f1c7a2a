package misskey

import "time"

// ChatMessage is a message between two users or in a room (P7.10). Events and timelines leave the users out where they
// are known from the conversation.
//
//misskey:decode
type ChatMessage struct {
	ID         string         `json:"id"`
	CreatedAt  time.Time      `json:"createdAt,omitzero"`
	FromUserID string         `json:"fromUserId"`
	FromUser   *User          `json:"fromUser,omitzero"`
	ToUserID   string         `json:"toUserId,omitzero"`
	ToUser     *User          `json:"toUser,omitzero"`
	ToRoomID   string         `json:"toRoomId,omitzero"`
	ToRoom     *ChatRoom      `json:"toRoom,omitzero"`
	Text       *string        `json:"text,omitzero"`
	FileID     string         `json:"fileId,omitzero"`
	File       *File          `json:"file,omitzero"`
	IsRead     bool           `json:"isRead,omitzero"`
	Reactions  []ChatReaction `json:"reactions"`
	Emojis     EmojiURLs      `json:"emojis,omitzero"` // CherryPick
	URI        string         `json:"uri,omitzero"`
}

// ChatReaction is a reaction to a message: unicode or ":name:" (P7.10). MessageID is filled in events only.
//
//misskey:decode
type ChatReaction struct {
	Reaction  string `json:"reaction"`
	User      *User  `json:"user,omitzero"`
	MessageID string `json:"messageId,omitzero"`
}

// ChatRoom is a room for more than two (P7.10).
//
//misskey:decode
type ChatRoom struct {
	ID               string    `json:"id"`
	CreatedAt        time.Time `json:"createdAt,omitzero"`
	OwnerID          string    `json:"ownerId"`
	Owner            *User     `json:"owner,omitzero"`
	Name             string    `json:"name"`
	Description      string    `json:"description"`
	IsMuted          bool      `json:"isMuted,omitzero"`
	InvitationExists bool      `json:"invitationExists,omitzero"`
}

// ChatInvitation asks somebody into a room. For the groups of CherryPick and v12 Group is filled instead of Room.
//
//misskey:decode
type ChatInvitation struct {
	ID        string     `json:"id"`
	CreatedAt time.Time  `json:"createdAt,omitzero"`
	UserID    string     `json:"userId,omitzero"`
	User      *User      `json:"user,omitzero"`
	RoomID    string     `json:"roomId,omitzero"`
	Room      *ChatRoom  `json:"room,omitzero"`
	Group     *UserGroup `json:"group,omitzero"`
}

// ChatMembership is somebody's place in a room.
//
//misskey:decode
type ChatMembership struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	UserID    string    `json:"userId"`
	User      *User     `json:"user,omitzero"`
	RoomID    string    `json:"roomId"`
	Room      *ChatRoom `json:"room,omitzero"`
}

// UserGroup is a group of v12 and of CherryPick.
//
//misskey:decode
type UserGroup struct {
	ID        string    `json:"id,omitzero"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	Name      string    `json:"name"`
	OwnerID   string    `json:"ownerId,omitzero"`
	UserIDs   []string  `json:"userIds,omitzero"`
}

// DecodeChatMessage decodes a message. The error is set only when raw is not a JSON object or has no id.
func DecodeChatMessage(raw []byte) (*ChatMessage, error) {
	m := new(ChatMessage)
	return m, decodeEntity(raw, "chat message", m, &m.ID)
}
