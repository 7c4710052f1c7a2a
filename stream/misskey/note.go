package misskey

import (
	"time"

	"github.com/valyala/fastjson"
)

// Visibility says who may see a note. A value this package does not know must be shown as if it were
// [VisibilityFollowers] (P11.4).
type Visibility string

// The visibilities of P7.1.
const (
	VisibilityPublic    Visibility = "public"
	VisibilityHome      Visibility = "home"
	VisibilityFollowers Visibility = "followers"
	VisibilitySpecified Visibility = "specified"
)

// Known reports whether v is one of the four visibilities every server has.
func (v Visibility) Known() bool {
	switch v {
	case VisibilityPublic, VisibilityHome, VisibilityFollowers, VisibilitySpecified:
		return true
	}
	return false
}

// Embedded says how a note that this one points at (its reply target, the note it renotes) came along. The difference
// between null and absent carries meaning (P7.1).
type Embedded uint8

const (
	// EmbeddedAbsent: the member was not there. Either there is no target, or the server did not join it in.
	EmbeddedAbsent Embedded = iota
	// EmbeddedNull: the member was null. With the id of the target set this means that the target was deleted
	// (servers since 2025.8); meisskey sends null where there never was a target.
	EmbeddedNull
	// EmbeddedThere: the target is in the pointer beside.
	EmbeddedThere
	// EmbeddedCut: the target was there but not an object, or nested deeper than this package follows.
	EmbeddedCut
)

// Note is a note as the socket and the API send it (P7.1). How much of it is filled depends on where it came from: a
// streamed note has no MyReaction and no votes of the viewer, a note inside Reply is shallow, a note of misskey.io's
// "minimize" has an id and little else (then User is nil). See P7.15 before merging two copies.
//
//misskey:decode
type Note struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	UpdatedAt time.Time `json:"updatedAt,omitzero"` // forks with editing
	DeletedAt time.Time `json:"deletedAt,omitzero"` // legacy

	UserID string `json:"userId"`
	User   *User  `json:"user,omitzero"`

	Text *string `json:"text"` // MFM source; nil: none, which is not the same as ""
	CW   *string `json:"cw"`   // content warning; nil: none. "" is a warning without words (P7.1)

	Visibility         Visibility `json:"visibility"`
	LocalOnly          bool       `json:"localOnly"`
	VisibleUserIDs     []string   `json:"visibleUserIds,omitzero"`
	ReactionAcceptance string     `json:"reactionAcceptance"` // "": everything is accepted
	Dimension          int        `json:"dimension,omitzero"` // misskey.io: the topic layer
	Lang               string     `json:"lang,omitzero"`      // misskey.io

	RenoteCount   int `json:"renoteCount"`
	RepliesCount  int `json:"repliesCount"`
	ReactionCount int `json:"reactionCount"` // the sum of Reactions where the server does not send it

	Reactions      Reactions `json:"reactions"`                         // in the server's order
	ReactionEmojis EmojiURLs `json:"reactionEmojis"`                    // remote emojis of Reactions: "name@host" → URL
	Emojis         EmojiURLs `json:"emojis,omitzero"`                   // custom emojis of the text of a remote author
	ReactionPairs  []string  `json:"reactionAndUserPairCache,omitzero"` // "userId/:name@.:", at most 16, stream only
	MyReaction     string    `json:"myReaction,omitzero"`               // "": none, or not told (P3.3)

	Tags     []string `json:"tags,omitzero"`
	Mentions []string `json:"mentions,omitzero"` // user ids
	FileIDs  []string `json:"fileIds"`
	Files    []File   `json:"files"`
	Poll     *Poll    `json:"poll,omitzero"`

	ReplyID      string   `json:"replyId"`
	ReplyUserID  string   `json:"replyUserId,omitzero"`
	Reply        *Note    `json:"reply,omitzero"` // shallow: no reply, renote, poll or own reaction of its own
	ReplyState   Embedded `json:"-"`
	RenoteID     string   `json:"renoteId"`
	RenoteUserID string   `json:"renoteUserId,omitzero"`
	Renote       *Note    `json:"renote,omitzero"`
	RenoteState  Embedded `json:"-"`

	ChannelID string       `json:"channelId,omitzero"`
	Channel   *NoteChannel `json:"channel,omitzero"`

	URI          string `json:"uri,omitzero"` // remote origin: the id URL
	URL          string `json:"url,omitzero"` // remote origin: the page for people
	ClippedCount int    `json:"clippedCount"`
	IsHidden     bool   `json:"isHidden,omitzero"` // the content is withheld: say so instead of showing an empty note

	// Forks: CherryPick and its descendants.
	DeleteAt          time.Time  `json:"deleteAt,omitzero"`
	DisableRightClick bool       `json:"disableRightClick,omitzero"`
	HasPoll           bool       `json:"hasPoll,omitzero"`
	Event             *NoteEvent `json:"event,omitzero"`
	// meisskey.
	ViaMobile  bool `json:"viaMobile,omitzero"`
	QuoteCount int  `json:"quoteCount,omitzero"`

	// Forks, for pages of their own.
	UpdatedAtHistory   Raw       `json:"updatedAtHistory,omitzero"` // times of earlier edits
	DeliveryTargets    Raw       `json:"deliveryTargets,omitzero"`
	HasDeliveryTargets bool      `json:"hasDeliveryTargets,omitzero"`
	CopyOnce           bool      `json:"copyOnce,omitzero"`
	Score              int       `json:"score,omitzero"`
	MyRenoteID         string    `json:"myRenoteId,omitzero"`
	ExpiresAt          time.Time `json:"expiresAt,omitzero"`
	References         Raw       `json:"references,omitzero"`

	// Sharkey.
	ThreadID       string   `json:"threadId,omitzero"`
	UserHost       string   `json:"userHost,omitzero"`
	MandatoryCW    string   `json:"mandatoryCW,omitzero"` // what moderators warn of
	MentionHandles Raw      `json:"mentionHandles,omitzero"`
	ProcessErrors  []string `json:"processErrors,omitzero"`
	IsMutingThread bool     `json:"isMutingThread,omitzero"`
	IsMutingNote   bool     `json:"isMutingNote,omitzero"`
	IsFavorited    bool     `json:"isFavorited,omitzero"`
	IsRenoted      bool     `json:"isRenoted,omitzero"`
	BypassSilence  bool     `json:"bypassSilence,omitzero"`

	// Known and not kept: meisskey says [Note.Reactions] in another form.
	ReactionCounts Ignored `json:"reactionCounts,omitzero"`
}

// NoteChannel is the board a note was posted in, as far as the note tells (P7.1).
//
//misskey:decode
type NoteChannel struct {
	ID                    string `json:"id"`
	Name                  string `json:"name"`
	Color                 string `json:"color"`
	IsSensitive           bool   `json:"isSensitive"`
	AllowRenoteToExternal bool   `json:"allowRenoteToExternal"`
	UserID                string `json:"userId"`
}

// NoteEvent is the event attached to a note on CherryPick and its descendants.
//
//misskey:decode
type NoteEvent struct {
	Title string    `json:"title"`
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`

	Metadata Raw `json:"metadata,omitzero"`
}

// Poll is the poll of a note (P7.4). IsVoted of its choices is always false on a streamed note.
//
//misskey:decode
type Poll struct {
	Multiple  bool         `json:"multiple"`
	ExpiresAt time.Time    `json:"expiresAt,omitzero"` // zero: never
	Choices   []PollChoice `json:"choices"`
}

// PollChoice is one choice of a [Poll]; its place in the list is the number to vote with. Two choices with the same
// text are told the same number of votes by the server.
//
//misskey:decode
type PollChoice struct {
	Text    string `json:"text"`
	Votes   int    `json:"votes"`
	IsVoted bool   `json:"isVoted"`
	ID      *int   `json:"id,omitzero"` // meisskey: the number to vote with, instead of its place
}

// IsPureRenote reports whether the note only repeats another one: reactions and favourites then go to [Note.Inner]
// (P7.1). It looks at the ids, so it also holds when the renoted note was deleted or not sent along.
func (n *Note) IsPureRenote() bool {
	return n.RenoteID != "" && n.Text == nil && n.CW == nil && n.ReplyID == "" && n.Poll == nil &&
		!n.HasPoll && len(n.FileIDs) == 0 && len(n.Files) == 0 && !n.IsHidden
}

// IsQuote reports whether the note renotes another one and adds something of its own.
func (n *Note) IsQuote() bool { return n.RenoteID != "" && !n.IsPureRenote() }

// Inner returns the note that reactions, votes and favourites go to: the renoted one for a pure renote, else n itself.
// It returns nil when that note is gone or was not sent along.
func (n *Note) Inner() *Note {
	if n.IsPureRenote() {
		return n.Renote
	}
	return n
}

// InnerID is the id of the note that reactions go to. Unlike [Note.Inner] it is always known.
func (n *Note) InnerID() string {
	if n.IsPureRenote() {
		return n.RenoteID
	}
	return n.ID
}

// RenoteDeleted reports whether the server says that the renoted note was deleted (P7.1).
func (n *Note) RenoteDeleted() bool { return n.RenoteID != "" && n.RenoteState == EmbeddedNull }

// ReplyDeleted reports whether the server says that the note replied to was deleted (P7.1).
func (n *Note) ReplyDeleted() bool { return n.ReplyID != "" && n.ReplyState == EmbeddedNull }

// IsMinimized reports whether this is only a stub of a note, as misskey.io sends it to those who ask for it (P3.7).
func (n *Note) IsMinimized() bool { return n.UserID == "" }

// DecodeNote decodes a note. The error is set only when raw is not a JSON object or has no id.
func DecodeNote(raw []byte) (*Note, error) {
	n := new(Note)
	return n, decodeEntity(raw, "note", n, &n.ID)
}

// DecodeNotes decodes a list of notes. Elements without an id are left out; the error is set only when raw is not a
// JSON array.
func DecodeNotes(raw []byte) ([]Note, error) {
	notes, err := decodeList[Note](raw, "notes")
	kept := notes[:0]
	for i := range notes {
		if notes[i].ID != "" {
			kept = append(kept, notes[i])
		}
	}
	return kept, err
}

// embedded decodes a note inside a note and remembers how it came.
func (d *decoder) embedded(v *fastjson.Value, to **Note) Embedded {
	switch {
	case v.Type() == fastjson.TypeNull:
		*to = nil
		return EmbeddedNull
	case v.Type() != fastjson.TypeObject || d.depth >= maxNesting:
		d.mistyped(v)
		*to = nil
		return EmbeddedCut
	}
	*to = new(Note)
	(*to).decode(d, v)
	return EmbeddedThere
}

// finish fills what follows from the other members once all of them were read.
func (n *Note) finish(d *decoder) {
	n.MyReaction = NormalizeReaction(n.MyReaction)
	if n.ReactionCount == 0 {
		n.ReactionCount = n.Reactions.Sum()
	}
}

// CreatedNote is the answer of notes/create.
//
//misskey:decode
type CreatedNote struct {
	Note *Note `json:"createdNote,omitzero"`
}
