package misskey

import "time"

// MessagingMessage is a message of v10 to v12, Firefish and meisskey, to one person or to a group; chat of today has
// [ChatMessage].
//
//misskey:decode
type MessagingMessage struct {
	ID          string     `json:"id"`
	CreatedAt   time.Time  `json:"createdAt,omitzero"`
	UserID      string     `json:"userId"` // who wrote it
	User        *User      `json:"user,omitzero"`
	Text        *string    `json:"text"`
	FileID      string     `json:"fileId,omitzero"`
	File        *File      `json:"file,omitzero"`
	RecipientID string     `json:"recipientId,omitzero"` // "": to a group
	Recipient   *User      `json:"recipient,omitzero"`
	GroupID     string     `json:"groupId,omitzero"`
	Group       *UserGroup `json:"group,omitzero"`
	IsRead      bool       `json:"isRead,omitzero"`
	Reads       []string   `json:"reads,omitzero"` // who of the group has read it
}

// IDs is an event's body that is a list of ids: which messages were read.
type IDs []string

// People is an event's body that is a list of users: who is typing.
type People []User
