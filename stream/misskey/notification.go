package misskey

import "time"

// The types of [Notification] (P6.2). Show others as a plain card made from whatever they carry.
const (
	NotifyNote                = "note"
	NotifyMention             = "mention"
	NotifyReply               = "reply"
	NotifyRenote              = "renote"
	NotifyQuote               = "quote"
	NotifyReaction            = "reaction"
	NotifyPollEnded           = "pollEnded"
	NotifyFollow              = "follow"
	NotifyReceiveRequest      = "receiveFollowRequest"
	NotifyRequestAccepted     = "followRequestAccepted"
	NotifyRoleAssigned        = "roleAssigned"
	NotifyChatInvitation      = "chatRoomInvitationReceived"
	NotifyAchievement         = "achievementEarned"
	NotifyExportCompleted     = "exportCompleted"
	NotifyLogin               = "login"
	NotifyCreateToken         = "createToken"
	NotifyApp                 = "app"
	NotifyTest                = "test"
	NotifyReactionGrouped     = "reaction:grouped"
	NotifyRenoteGrouped       = "renote:grouped"
	NotifyNoteGrouped         = "note:grouped" // forks
	NotifyScheduled           = "noteScheduled"
	NotifyScheduledError      = "scheduledNoteError"
	NotifyScheduledPosted     = "scheduledNotePosted"
	NotifyScheduledPostFailed = "scheduledNotePostFailed"
	NotifySensitiveFlag       = "sensitiveFlagAssigned"  // misskey.io
	NotifyEdited              = "edited"                 // Sharkey
	NotifyGroupInvited        = "groupInvited"           // CherryPick, v12
	NotifyPollVote            = "pollVote"               // v12
	NotifyReactionsOfUser     = "reaction:groupedByUser" // Hata
	NotifyUnfollow            = "unfollow"               // Tempura, as the next five
	NotifyBlocked             = "blocked"
	NotifyUnblocked           = "unblocked"
	NotifyRequestRejected     = "followRequestRejected"
	NotifyLoginFailed         = "loginFailed"
	NotifyScheduledFailed     = "scheduledNoteFailed"
)

// Notification is one notification (P6.2). Which fields are filled depends on Type; grouped ones have Users or
// Reactions instead of User. Groups differ from call to call, so compare members, not ids.
//
//misskey:decode
type Notification struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	Type      string    `json:"type"`
	IsRead    bool      `json:"isRead,omitzero"` // v12
	UserID    string    `json:"userId,omitzero"`
	User      *User     `json:"user,omitzero"`
	Note      *Note     `json:"note,omitzero"`    // renote: the renoting note, whose Renote is one's own
	NoteIDs   []string  `json:"noteIds,omitzero"` // note:grouped of CherryPick, which sends them without the notes

	Reaction  string                 `json:"reaction,omitzero"`  // as P4.3
	Reactions []NotificationReaction `json:"reactions,omitzero"` // reaction:grouped, newest first
	Users     []User                 `json:"users,omitzero"`     // renote:grouped, newest first
	Choice    *int                   `json:"choice,omitzero"`    // pollVote of old servers

	Message        string          `json:"message,omitzero"` // followRequestAccepted
	Role           *Role           `json:"role,omitzero"`
	Invitation     *ChatInvitation `json:"invitation,omitzero"`
	Achievement    string          `json:"achievement,omitzero"`
	ExportedEntity string          `json:"exportedEntity,omitzero"`
	FileID         string          `json:"fileId,omitzero"`
	ImportedEntity string          `json:"importedEntity,omitzero"` // Sharkey, as the next two
	PermCount      int             `json:"permCount,omitzero"`
	Rank           string          `json:"rank,omitzero"`
	InvitationID   string          `json:"invitationId,omitzero"` // Hata

	Body   string `json:"body,omitzero"` // app, as the next two
	Header string `json:"header,omitzero"`
	Icon   string `json:"icon,omitzero"`
	Link   string `json:"link,omitzero"` // Hata

	Draft     *NoteDraft `json:"draft,omitzero"`     // misskey.io
	NoteDraft *NoteDraft `json:"noteDraft,omitzero"` // upstream since 2025.10
	IP        string     `json:"ip,omitzero"`        // forks: login, loginFailed
	Reason    string     `json:"reason,omitzero"`    // Tempura
}

// NotificationReaction is one member of a group of reactions.
//
//misskey:decode
type NotificationReaction struct {
	User      *User     `json:"user,omitzero"`
	Reaction  string    `json:"reaction"`
	Note      *Note     `json:"note,omitzero"` // Hata, as the next
	CreatedAt time.Time `json:"createdAt,omitzero"`
}

// DecodeNotification decodes a notification. The error is set only when raw is not a JSON object or has no id.
func DecodeNotification(raw []byte) (*Notification, error) {
	n := new(Notification)
	return n, decodeEntity(raw, "notification", n, &n.ID)
}

// DecodeNotifications decodes a list of notifications. The error is set only when raw is not a JSON array.
func DecodeNotifications(raw []byte) ([]Notification, error) {
	return decodeList[Notification](raw, "notifications")
}

func (n *Notification) finish(d *decoder) {
	if n.Reaction != "" {
		n.Reaction = NormalizeReaction(n.Reaction)
	}
	for i := range n.Reactions {
		n.Reactions[i].Reaction = NormalizeReaction(n.Reactions[i].Reaction)
	}
}
