package misskey

import (
	"encoding/json"
	"time"

	"github.com/valyala/fastjson"
)

// Instant is a time that some servers write as ISO 8601 and others as epoch milliseconds. It is written again as it came.
type Instant struct {
	time.Time
	Millis bool
}

func (i *Instant) decode(d *decoder, v *fastjson.Value) {
	d.time(v, &i.Time)
	i.Millis = v.Type() == fastjson.TypeNumber && !i.IsZero()
}

// MarshalJSON writes the form that was read.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.Millis {
		return json.Marshal(i.UnixMilli())
	}
	return i.Time.MarshalJSON()
}

// UnmarshalJSON decodes as the entities do.
func (i *Instant) UnmarshalJSON(raw []byte) error {
	return decodeWith(raw, "time", nil, func(d *decoder, v *fastjson.Value) error {
		i.decode(d, v)
		return nil
	})
}

// NoteDraft is a note kept on the server, to be sent later or to be finished (P7.8a). misskey.io's form has its text in
// Data; the other servers' have it here.
//
//misskey:decode
type NoteDraft struct {
	ID                 string       `json:"id"`
	CreatedAt          time.Time    `json:"createdAt,omitzero"`
	UpdatedAt          time.Time    `json:"updatedAt,omitzero"`
	ScheduledAt        Instant      `json:"scheduledAt,omitzero"`
	IsScheduled        bool         `json:"isActuallyScheduled,omitzero"`
	Reason             string       `json:"reason,omitzero"`
	UserID             string       `json:"userId,omitzero"`
	User               *User        `json:"user,omitzero"`
	Text               *string      `json:"text,omitzero"`
	CW                 *string      `json:"cw,omitzero"`
	ReplyID            string       `json:"replyId,omitzero"`
	RenoteID           string       `json:"renoteId,omitzero"`
	Reply              *Note        `json:"reply,omitzero"`
	Renote             *Note        `json:"renote,omitzero"`
	Visibility         Visibility   `json:"visibility,omitzero"`
	VisibleUserIDs     []string     `json:"visibleUserIds,omitzero"`
	FileIDs            []string     `json:"fileIds,omitzero"`
	Files              []File       `json:"files,omitzero"`
	Hashtag            string       `json:"hashtag,omitzero"`
	Poll               *DraftPoll   `json:"poll,omitzero"`
	ChannelID          string       `json:"channelId,omitzero"`
	Channel            *NoteChannel `json:"channel,omitzero"`
	LocalOnly          bool         `json:"localOnly,omitzero"`
	ReactionAcceptance string       `json:"reactionAcceptance,omitzero"`
	Data               *DraftData   `json:"data,omitzero"`

	// CherryPick.
	DeleteAt          Instant    `json:"deleteAt,omitzero"`
	DisableRightClick bool       `json:"disableRightClick,omitzero"`
	Event             *NoteEvent `json:"event,omitzero"`
	DeliveryTargets   Raw        `json:"deliveryTargets,omitzero"`
}

// DraftData is the content of a draft on misskey.io.
//
//misskey:decode
type DraftData struct {
	Text           *string    `json:"text"`
	UseCW          bool       `json:"useCw"`
	CW             *string    `json:"cw"`
	Visibility     Visibility `json:"visibility"`
	LocalOnly      bool       `json:"localOnly"`
	Lang           string     `json:"lang,omitzero"`
	Dimension      int        `json:"dimension,omitzero"`
	Files          []File     `json:"files,omitzero"`
	Poll           *DraftPoll `json:"poll,omitzero"`
	VisibleUserIDs []string   `json:"visibleUserIds,omitzero"`
}

// DraftPoll is a poll that was not yet asked.
//
//misskey:decode
type DraftPoll struct {
	Choices      []string `json:"choices"`
	Multiple     bool     `json:"multiple"`
	ExpiresAt    Instant  `json:"expiresAt,omitzero"`
	ExpiredAfter int64    `json:"expiredAfter,omitzero"` // milliseconds
}
