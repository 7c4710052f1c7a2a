package misskey

import "time"

// Announcement is a word from the administrators (P7.7). One that arrives by the socket is unread, whatever IsRead says.
//
//misskey:decode
type Announcement struct {
	ID               string    `json:"id"`
	CreatedAt        time.Time `json:"createdAt,omitzero"`
	UpdatedAt        time.Time `json:"updatedAt,omitzero"`
	Title            string    `json:"title"`
	Text             string    `json:"text"` // MFM
	ImageURL         string    `json:"imageUrl"`
	Icon             string    `json:"icon"`    // "info", "warning", "error", "success"
	Display          string    `json:"display"` // "dialog", "normal", "banner"
	NeedConfirmation bool      `json:"needConfirmationToRead"`
	Silence          bool      `json:"silence"`
	ForYou           bool      `json:"forYou"`
	IsRead           bool      `json:"isRead,omitzero"`
	NeedTutorial     bool      `json:"needEnrollmentTutorialToRead,omitzero"` // misskey.io, as the next two
	CloseDuration    int       `json:"closeDuration,omitzero"`                // seconds
	DisplayOrder     int       `json:"displayOrder,omitzero"`
	IsPrivate        bool      `json:"isPrivate,omitzero"`

	// The server's own database row, which [Me] has of unread ones.
	IsActive         bool   `json:"isActive,omitzero"`
	ForExistingUsers bool   `json:"forExistingUsers,omitzero"`
	UserID           string `json:"userId,omitzero"` // to whom alone it is said; "": to everybody
}
