package misskey

import (
	"time"
)

// The kinds of [NoteUpdated] (P4.2). Others must be ignored.
const (
	UpdateReacted     = "reacted"
	UpdateUnreacted   = "unreacted"
	UpdatePollVoted   = "pollVoted"
	UpdateDeleted     = "deleted"
	UpdateUpdated     = "updated"     // forks with editing: re-read the note, the event does not tell everything
	UpdateReplied     = "replied"     // Sharkey
	UpdateMadePrivate = "madePrivate" // Sharkey, Tempura: as deleted unless it is one's own
)

// NoteUpdated is what happened to a captured note (P4.1). Which fields of Body count depends on Kind.
//
//misskey:decode
type NoteUpdated struct {
	ID   string     `json:"id"`
	Kind string     `json:"type"`
	Body NoteChange `json:"body"`
}

// NoteChange is the inner body of a [NoteUpdated].
//
//misskey:decode
type NoteChange struct {
	UserID    string         `json:"userId,omitzero"`    // who reacted, took back, voted, replied
	Reaction  string         `json:"reaction,omitzero"`  // reacted, unreacted; normalised (P4.3)
	Emoji     *ReactionEmoji `json:"emoji,omitzero"`     // reacted with a custom emoji
	Choice    int            `json:"choice"`             // pollVoted: index into the choices
	DeletedAt time.Time      `json:"deletedAt,omitzero"` // deleted, madePrivate
	ReplyID   string         `json:"id,omitzero"`        // replied: the new note

	Text              *string   `json:"text,omitzero"` // updated, as the next three
	CW                *string   `json:"cw,omitzero"`
	DisableRightClick bool      `json:"disableRightClick,omitzero"`
	DeleteAt          time.Time `json:"deleteAt,omitzero"`
	UpdatedAt         time.Time `json:"updatedAt,omitzero"` // Firefish
	Status            Raw       `json:"status,omitzero"`    // a toy of one fork
}

// ReactionEmoji is the picture of a custom emoji in an event. Name is a key of [Note.ReactionEmojis].
//
//misskey:decode
type ReactionEmoji struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// DecodeNoteUpdated decodes the body of a noteUpdated frame (the object with id, type and body). The error is set only
// when raw is not a JSON object or has no id.
func DecodeNoteUpdated(raw []byte) (*NoteUpdated, error) {
	u := new(NoteUpdated)
	if err := decodeEntity(raw, "noteUpdated", u, &u.ID); err != nil {
		return u, err
	}
	u.Body.Reaction = NormalizeReaction(u.Body.Reaction)
	return u, nil
}
