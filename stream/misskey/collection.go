package misskey

import "time"

// Antenna collects notes by words and authors (P7.8). One that was not opened for long sleeps until its notes are
// fetched.
//
//misskey:decode
type Antenna struct {
	ID                   string     `json:"id"`
	CreatedAt            time.Time  `json:"createdAt,omitzero"`
	Name                 string     `json:"name"`
	Keywords             [][]string `json:"keywords"`
	ExcludeKeywords      [][]string `json:"excludeKeywords"`
	Src                  string     `json:"src"`
	UserListID           string     `json:"userListId"`
	UserGroupID          string     `json:"userGroupId,omitzero"`
	Users                []string   `json:"users"`
	CaseSensitive        bool       `json:"caseSensitive"`
	LocalOnly            bool       `json:"localOnly"`
	ExcludeBots          bool       `json:"excludeBots"`
	WithReplies          bool       `json:"withReplies"`
	WithFile             bool       `json:"withFile"`
	ExcludeFromSensitive bool       `json:"excludeNotesInSensitiveChannel"`
	IsActive             bool       `json:"isActive"`
	HasUnreadNote        bool       `json:"hasUnreadNote"`
	Notify               bool       `json:"notify"`
	Instances            []string   `json:"instances,omitzero"`     // Firefish
	OnlyFollowers        bool       `json:"onlyFollowers,omitzero"` // Tempura
}

// UserList is a list of users (P7.8).
//
//misskey:decode
type UserList struct {
	ID         string    `json:"id"`
	CreatedAt  time.Time `json:"createdAt,omitzero"`
	Name       string    `json:"name"`
	UserIDs    []string  `json:"userIds,omitzero"`
	IsPublic   bool      `json:"isPublic"`
	LikedCount int       `json:"likedCount,omitzero"`
	IsLiked    bool      `json:"isLiked,omitzero"`
}

// ListMember is somebody in a [UserList].
//
//misskey:decode
type ListMember struct {
	ID          string    `json:"id"`
	CreatedAt   time.Time `json:"createdAt,omitzero"`
	UserID      string    `json:"userId"`
	User        *User     `json:"user,omitzero"`
	WithReplies bool      `json:"withReplies"`
}

// Channel is a bulletin board (P7.8), not a channel of the socket.
//
//misskey:decode
type Channel struct {
	ID                    string    `json:"id"`
	CreatedAt             time.Time `json:"createdAt,omitzero"`
	LastNotedAt           time.Time `json:"lastNotedAt,omitzero"`
	Name                  string    `json:"name"`
	Description           string    `json:"description"`
	UserID                string    `json:"userId"`
	BannerURL             string    `json:"bannerUrl"`
	BannerID              string    `json:"bannerId,omitzero"`
	PinnedNoteIDs         []string  `json:"pinnedNoteIds"`
	PinnedNotes           []Note    `json:"pinnedNotes,omitzero"`
	Color                 string    `json:"color"`
	IsArchived            bool      `json:"isArchived"`
	UsersCount            int       `json:"usersCount"`
	NotesCount            int       `json:"notesCount"`
	IsSensitive           bool      `json:"isSensitive"`
	AllowRenoteToExternal bool      `json:"allowRenoteToExternal"`
	IsFollowing           bool      `json:"isFollowing,omitzero"`
	IsFavorited           bool      `json:"isFavorited,omitzero"`
	IsMuting              bool      `json:"isMuting,omitzero"`
	HasUnreadNote         bool      `json:"hasUnreadNote,omitzero"`

	// Hata.
	IsPrivate        bool     `json:"isPrivate,omitzero"`
	HasPassword      bool     `json:"hasPassword,omitzero"`
	ModeratorUserIDs []string `json:"moderatorUserIds,omitzero"`
	IsMember         bool     `json:"isMember,omitzero"`
	CanManage        bool     `json:"canManage,omitzero"`
}

// Clip is a collection of notes (P7.8).
//
//misskey:decode
type Clip struct {
	ID             string    `json:"id"`
	CreatedAt      time.Time `json:"createdAt,omitzero"`
	LastClippedAt  time.Time `json:"lastClippedAt,omitzero"`
	UserID         string    `json:"userId"`
	User           *User     `json:"user,omitzero"`
	Name           string    `json:"name"`
	Description    string    `json:"description"`
	IsPublic       bool      `json:"isPublic"`
	FavoritedCount int       `json:"favoritedCount"`
	IsFavorited    bool      `json:"isFavorited,omitzero"`
	NotesCount     int       `json:"notesCount,omitzero"`
}

// NoteReaction is somebody's reaction to a note (P7.8a).
//
//misskey:decode
type NoteReaction struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	User      *User     `json:"user,omitzero"`
	Type      string    `json:"type"` // as P4.3
	Note      *Note     `json:"note,omitzero"`
}

// NoteFavorite is a note in one's favourites (P7.8a).
//
//misskey:decode
type NoteFavorite struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	NoteID    string    `json:"noteId"`
	Note      *Note     `json:"note,omitzero"`
}

// NoteState is what a menu on a note needs to know (notes/state).
//
//misskey:decode
type NoteState struct {
	IsFavorited   bool `json:"isFavorited"`
	IsMutedThread bool `json:"isMutedThread"`
	IsRenoted     bool `json:"isRenoted,omitzero"` // CherryPick
}

// Following is that somebody follows somebody (P7.8a). One of the two users is filled.
//
//misskey:decode
type Following struct {
	ID         string    `json:"id"`
	CreatedAt  time.Time `json:"createdAt,omitzero"`
	FolloweeID string    `json:"followeeId"`
	FollowerID string    `json:"followerId"`
	Followee   *User     `json:"followee,omitzero"`
	Follower   *User     `json:"follower,omitzero"`
}

// FollowRequest waits for an answer (P7.8a).
//
//misskey:decode
type FollowRequest struct {
	ID       string `json:"id"`
	Follower *User  `json:"follower,omitzero"`
	Followee *User  `json:"followee,omitzero"`
}

// Relation is what the viewer and a user are to each other (users/relation).
//
//misskey:decode
type Relation struct {
	ID                             string `json:"id"`
	IsFollowing                    bool   `json:"isFollowing"`
	IsFollowed                     bool   `json:"isFollowed"`
	HasPendingFollowRequestFromYou bool   `json:"hasPendingFollowRequestFromYou"`
	HasPendingFollowRequestToYou   bool   `json:"hasPendingFollowRequestToYou"`
	IsBlocking                     bool   `json:"isBlocking"`
	IsBlocked                      bool   `json:"isBlocked"`
	IsMuted                        bool   `json:"isMuted"`
	IsRenoteMuted                  bool   `json:"isRenoteMuted"`
	// Following is the server's own database row on misskey.io; the flags above say the same.
	Following *Ignored `json:"following,omitzero"`
}

// Muting is an entry of one's list of muted users (P7.8a).
//
//misskey:decode
type Muting struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	ExpiresAt time.Time `json:"expiresAt,omitzero"`
	MuteeID   string    `json:"muteeId"`
	Mutee     *User     `json:"mutee,omitzero"`
}

// Blocking is an entry of one's list of blocked users (P7.8a).
//
//misskey:decode
type Blocking struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	BlockeeID string    `json:"blockeeId"`
	Blockee   *User     `json:"blockee,omitzero"`
}

// HashtagTrend is one row of hashtags/trend.
//
//misskey:decode
type HashtagTrend struct {
	Tag        string `json:"tag"`
	Chart      []int  `json:"chart"`
	UsersCount int    `json:"usersCount"`
}

// Hashtag is what a server knows about a tag (P7.8a).
//
//misskey:decode
type Hashtag struct {
	Tag                       string `json:"tag"`
	MentionedUsersCount       int    `json:"mentionedUsersCount"`
	MentionedLocalUsersCount  int    `json:"mentionedLocalUsersCount"`
	MentionedRemoteUsersCount int    `json:"mentionedRemoteUsersCount"`
	AttachedUsersCount        int    `json:"attachedUsersCount"`
	AttachedLocalUsersCount   int    `json:"attachedLocalUsersCount"`
	AttachedRemoteUsersCount  int    `json:"attachedRemoteUsersCount"`
}
