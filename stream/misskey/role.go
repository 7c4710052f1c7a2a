package misskey

import (
	"time"
)

// RoleLite is a role as profiles show it (P7.3).
//
//misskey:decode
type RoleLite struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Color           string `json:"color"`
	IconURL         string `json:"iconUrl"`
	Description     string `json:"description"`
	IsModerator     bool   `json:"isModerator"`
	IsAdministrator bool   `json:"isAdministrator"`
	DisplayOrder    int    `json:"displayOrder"`
}

// Role is a role in full (P7.8a).
//
//misskey:decode
type Role struct {
	ID              string    `json:"id"`
	CreatedAt       time.Time `json:"createdAt,omitzero"`
	UpdatedAt       time.Time `json:"updatedAt,omitzero"`
	Name            string    `json:"name"`
	Color           string    `json:"color"`
	IconURL         string    `json:"iconUrl"`
	Description     string    `json:"description"`
	IsModerator     bool      `json:"isModerator"`
	IsAdministrator bool      `json:"isAdministrator"`
	DisplayOrder    int       `json:"displayOrder"`
	Target          string    `json:"target"`
	CondFormula     Raw       `json:"condFormula,omitzero"`
	IsPublic        bool      `json:"isPublic"`
	IsExplorable    bool      `json:"isExplorable"` // only then there is a timeline of its members
	AsBadge         bool      `json:"asBadge"`
	BadgeBehavior   string    `json:"badgeBehavior,omitzero"` // misskey.io
	KeepOnMove      bool      `json:"preserveAssignmentOnMoveAccount,omitzero"`
	CanEditMembers  bool      `json:"canEditMembersByModerator"`
	Policies        Policies  `json:"policies"`
	UsersCount      int       `json:"usersCount"`
}
