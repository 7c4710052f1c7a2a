package misskey

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"github.com/valyala/fastjson"
)

// User is a person, bot or system account (P7.2). The fields here come everywhere; Detail and Me are nil unless the
// server sent the longer forms.
//
//misskey:fields
type User struct {
	ID       string `json:"id"`
	Name     string `json:"name"` // display name in plain MFM; "": show Username. See DisplayName
	Username string `json:"username"`
	Host     string `json:"host"` // "": on this server

	AvatarURL         string       `json:"avatarUrl"` // may be "" (P7.2)
	AvatarBlurhash    string       `json:"avatarBlurhash"`
	AvatarDecorations []Decoration `json:"avatarDecorations"`

	IsBot       bool          `json:"isBot"`
	IsCat       bool          `json:"isCat"` // newer servers leave nyaizing the text to the client (P9.7)
	IsLocked    bool          `json:"isLocked,omitzero"`
	IsProxy     bool          `json:"isProxy,omitzero"`    // CherryPick
	SpeakAsCat  bool          `json:"speakAsCat,omitzero"` // Sharkey, Firefish
	Emojis      EmojiURLs     `json:"emojis"`              // custom emojis of Name; remote users only
	OnlineState string        `json:"onlineStatus"`        // "online", "active", "offline", "unknown"
	BadgeRoles  []BadgeRole   `json:"badgeRoles,omitzero"`
	Instance    *UserInstance `json:"instance,omitzero"` // remote users only

	RequireSigninToViewContents  bool `json:"requireSigninToViewContents,omitzero"`
	MakeNotesFollowersOnlyBefore *int `json:"makeNotesFollowersOnlyBefore,omitzero"` // P7.2: unix seconds, or minus an age
	MakeNotesHiddenBefore        *int `json:"makeNotesHiddenBefore,omitzero"`
	SetFederationAvatarShape     bool `json:"setFederationAvatarShape,omitzero"` // CherryPick
	IsSquareAvatars              bool `json:"isSquareAvatars,omitzero"`          // CherryPick

	// Sharkey.
	NoIndex            bool     `json:"noindex,omitzero"`
	EnableRSS          bool     `json:"enableRss,omitzero"`
	MandatoryCW        string   `json:"mandatoryCW,omitzero"`
	RejectQuotes       bool     `json:"rejectQuotes,omitzero"`
	AttributionDomains []string `json:"attributionDomains,omitzero"`
	BypassSilence      bool     `json:"bypassSilence,omitzero"`
	Approved           bool     `json:"approved,omitzero"`

	// v12 and its forks.
	AvatarColor         string `json:"avatarColor,omitzero"`
	IsFox               bool   `json:"isFox,omitzero"`
	ShowTimelineReplies bool   `json:"showTimelineReplies,omitzero"`

	Detail *UserDetail `json:"-"`
	Me     *Me         `json:"-"`
}

// Decoration is one picture laid over an avatar (P7.2).
//
//misskey:decode
type Decoration struct {
	ID      string  `json:"id"`
	URL     string  `json:"url"`
	Angle   float64 `json:"angle,omitzero"` // turns
	FlipH   bool    `json:"flipH,omitzero"`
	OffsetX float64 `json:"offsetX,omitzero"`
	OffsetY float64 `json:"offsetY,omitzero"`
	Scale   float64 `json:"scale,omitzero"`   // CherryPick; 0: 1
	Opacity float64 `json:"opacity,omitzero"` // CherryPick; 0: 1

	ShowBelow bool `json:"showBelow,omitzero"` // Sharkey: behind the avatar
}

// BadgeRole is a role shown beside the name (P7.2).
//
//misskey:decode
type BadgeRole struct {
	Name         string `json:"name"`
	IconURL      string `json:"iconUrl"`
	DisplayOrder int    `json:"displayOrder"`
	Behavior     string `json:"behavior,omitzero"` // misskey.io
}

// UserInstance tells about the server of a remote user (P7.2).
//
//misskey:decode
type UserInstance struct {
	Name            string `json:"name"`
	SoftwareName    string `json:"softwareName"`
	SoftwareVersion string `json:"softwareVersion"`
	IconURL         string `json:"iconUrl"`
	FaviconURL      string `json:"faviconUrl"`
	ThemeColor      string `json:"themeColor"`
	IsSilenced      bool   `json:"isSilenced,omitzero"` // Sharkey, as the next
	MandatoryCW     string `json:"mandatoryCW,omitzero"`
}

// UserDetail is what a profile adds to a [User] (P7.3).
//
//misskey:decode
type UserDetail struct {
	URL            string    `json:"url"`
	URI            string    `json:"uri"`
	MovedTo        string    `json:"movedTo"`
	AlsoKnownAs    []string  `json:"alsoKnownAs,omitzero"`
	CreatedAt      time.Time `json:"createdAt,omitzero"`
	UpdatedAt      time.Time `json:"updatedAt,omitzero"`
	LastFetchedAt  time.Time `json:"lastFetchedAt,omitzero"`
	BannerURL      string    `json:"bannerUrl"`
	BannerBlurhash string    `json:"bannerBlurhash"`
	IsSilenced     bool      `json:"isSilenced"`
	IsLimited      bool      `json:"isLimited"` // misskey.io
	IsSuspended    bool      `json:"isSuspended"`
	Description    string    `json:"description"` // MFM
	Location       string    `json:"location"`
	Birthday       string    `json:"birthday"` // YYYY-MM-DD
	Lang           string    `json:"lang"`

	Fields             []ProfileField `json:"fields"`
	VerifiedLinks      []string       `json:"verifiedLinks"`
	MutualLinkSections []LinkSection  `json:"mutualLinkSections,omitzero"` // misskey.io

	FollowersCount Tally `json:"followersCount"` // 0 also when hidden by the visibilities below
	FollowingCount Tally `json:"followingCount"`
	NotesCount     Tally `json:"notesCount"`

	PinnedNoteIDs []string `json:"pinnedNoteIds"`
	PinnedNotes   []Note   `json:"pinnedNotes"`
	PinnedPageID  string   `json:"pinnedPageId"`
	PinnedPage    Raw      `json:"pinnedPage,omitzero"`

	PublicReactions     bool       `json:"publicReactions"`
	FollowingVisibility string     `json:"followingVisibility"`
	FollowersVisibility string     `json:"followersVisibility"`
	ChatScope           string     `json:"chatScope,omitzero"` // since 2025.4
	CanChat             bool       `json:"canChat,omitzero"`
	Roles               []RoleLite `json:"roles"`
	FollowedMessage     string     `json:"followedMessage"`
	Memo                string     `json:"memo"`
	ModerationNote      string     `json:"moderationNote,omitzero"`
	TwoFactorEnabled    bool       `json:"twoFactorEnabled,omitzero"`
	UsePasswordLess     bool       `json:"usePasswordLessLogin,omitzero"`
	SecurityKeys        bool       `json:"securityKeys,omitzero"`

	// Sharkey.
	BackgroundURL      string `json:"backgroundUrl,omitzero"`
	BackgroundBlurhash string `json:"backgroundBlurhash,omitzero"`
	ListenBrainz       string `json:"listenbrainz,omitzero"`

	// v12 and its forks.
	BannerColor          string `json:"bannerColor,omitzero"`
	FFVisibility         string `json:"ffVisibility,omitzero"` // of both counts
	NotesCountVisibility string `json:"notesCountVisibility,omitzero"`
	MovedToURI           string `json:"movedToUri,omitzero"`
	Integrations         Raw    `json:"integrations,omitzero"`
	IsLocalSilenced      bool   `json:"isLocalSilenced,omitzero"`

	// What the viewer and this user are to each other. All false without a token (P7.3).
	IsFollowing                    bool   `json:"isFollowing,omitzero"`
	IsFollowed                     bool   `json:"isFollowed,omitzero"`
	HasPendingFollowRequestFromYou bool   `json:"hasPendingFollowRequestFromYou,omitzero"`
	HasPendingFollowRequestToYou   bool   `json:"hasPendingFollowRequestToYou,omitzero"`
	IsBlocking                     bool   `json:"isBlocking,omitzero"`
	IsBlocked                      bool   `json:"isBlocked,omitzero"`
	IsMuted                        bool   `json:"isMuted,omitzero"`
	IsRenoteMuted                  bool   `json:"isRenoteMuted,omitzero"`
	Notify                         string `json:"notify,omitzero"` // "normal", "none"
	WithReplies                    bool   `json:"withReplies,omitzero"`
}

// Tally is how many there are of something that may be hidden.
type Tally int

// Hidden is the tally of what the server does not tell (CherryPick sends "?").
const Hidden Tally = math.MinInt32

func (n *Tally) decode(d *decoder, v *fastjson.Value) {
	if b, err := v.StringBytes(); err == nil && string(b) == "?" {
		*n = Hidden
		return
	}
	d.int(v, (*int)(n))
}

// MarshalJSON writes what servers send.
func (n Tally) MarshalJSON() ([]byte, error) {
	if n == Hidden {
		return []byte(`"?"`), nil
	}
	return strconv.AppendInt(nil, int64(n), 10), nil
}

// ProfileField is one row of the table in a profile. Value is MFM.
//
//misskey:decode
type ProfileField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// LinkSection is a group of banners in a profile on misskey.io.
//
//misskey:decode
type LinkSection struct {
	Name  string       `json:"name"`
	Links []MutualLink `json:"mutualLinks"`
}

// MutualLink is one banner of a [LinkSection].
//
//misskey:decode
type MutualLink struct {
	ID          string `json:"id"`
	URL         string `json:"url"`
	FileID      string `json:"fileId"`
	Description string `json:"description"`
	ImgSrc      string `json:"imgSrc"`
}

// DisplayName is the name to show: Name, or Username where there is none.
func (u *User) DisplayName() string {
	if u.Name != "" {
		return u.Name
	}
	return u.Username
}

// Acct is the user's address: "@name" here, "@name@host" elsewhere.
func (u *User) Acct() string {
	if u.Host == "" {
		return "@" + u.Username
	}
	return "@" + u.Username + "@" + u.Host
}

// IsRemote reports whether the user lives on another server than the one that told about them.
func (u *User) IsRemote() bool { return u.Host != "" }

// DecodeUser decodes a user of any length. The error is set only when raw is not a JSON object or has no id.
func DecodeUser(raw []byte) (*User, error) {
	u := new(User)
	return u, decodeEntity(raw, "user", u, &u.ID)
}

// decode sorts each member into the short form, the profile or the owner's part. The two longer parts come into being
// with the first member that belongs to them.
func (u *User) decode(d *decoder, v *fastjson.Value) {
	o := d.enter(v)
	if o == nil {
		return
	}
	o.Visit(func(k []byte, v *fastjson.Value) {
		d.at("User", k)
		if u.field(d, k, v) {
			return
		}
		detail := u.Detail
		if detail == nil {
			detail = new(UserDetail)
		}
		if detail.field(d, k, v) {
			u.Detail = detail
			return
		}
		me := u.Me
		if me == nil {
			me = new(Me)
		}
		if me.field(d, k, v) {
			u.Me = me
			return
		}
		d.unknown()
	})
	d.leave()
}

// MarshalJSON writes the parts that are there as one object, as servers do.
func (u User) MarshalJSON() ([]byte, error) {
	type lite User
	return json.Marshal(struct {
		lite
		*UserDetail
		*Me
	}{lite(u), u.Detail, u.Me})
}
