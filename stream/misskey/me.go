package misskey

import (
	"encoding/json"
	"strings"

	"github.com/valyala/fastjson"
)

// Me is what a server tells only the owner of an account (P7.3).
//
//misskey:decode
type Me struct {
	AvatarID string `json:"avatarId"`
	BannerID string `json:"bannerId"`

	IsModerator bool `json:"isModerator"`
	IsAdmin     bool `json:"isAdmin"`

	InjectFeaturedNote       bool   `json:"injectFeaturedNote"`
	ReceiveAnnouncementEmail bool   `json:"receiveAnnouncementEmail"`
	AlwaysMarkNSFW           bool   `json:"alwaysMarkNsfw"`
	AutoSensitive            bool   `json:"autoSensitive"`
	CarefulBot               bool   `json:"carefulBot"`
	AutoAcceptFollowed       bool   `json:"autoAcceptFollowed"`
	NoCrawle                 bool   `json:"noCrawle"`
	PreventAILearning        bool   `json:"preventAiLearning"`
	IsExplorable             bool   `json:"isExplorable"`
	IsDeleted                bool   `json:"isDeleted"`
	HideOnlineStatus         bool   `json:"hideOnlineStatus"`
	BackupCodes              string `json:"twoFactorBackupCodesStock"`

	HasUnreadSpecifiedNotes         bool           `json:"hasUnreadSpecifiedNotes"`
	HasUnreadMentions               bool           `json:"hasUnreadMentions"`
	HasUnreadChatMessages           bool           `json:"hasUnreadChatMessages"`
	HasUnreadMessagingMessage       bool           `json:"hasUnreadMessagingMessage,omitzero"` // v12
	HasUnreadAnnouncement           bool           `json:"hasUnreadAnnouncement"`
	UnreadAnnouncements             []Announcement `json:"unreadAnnouncements"`
	HasUnreadAntenna                bool           `json:"hasUnreadAntenna"`
	HasUnreadChannel                bool           `json:"hasUnreadChannel"`
	HasUnreadNotification           bool           `json:"hasUnreadNotification"`
	UnreadNotificationsCount        int            `json:"unreadNotificationsCount"`
	HasPendingReceivedFollowRequest bool           `json:"hasPendingReceivedFollowRequest"`

	MutedWords       MutedWords        `json:"mutedWords"`
	HardMutedWords   MutedWords        `json:"hardMutedWords,omitzero"` // not on misskey.io
	MutedInstances   []string          `json:"mutedInstances"`
	NotifyFrom       NotificationRules `json:"notificationRecieveConfig"` // the spelling is the server's
	MutedNotifyTypes []string          `json:"mutingNotificationTypes,omitzero"`
	EmailNotifyTypes []string          `json:"emailNotificationTypes"`

	Achievements []Achievement `json:"achievements"`
	LoggedInDays int           `json:"loggedInDays"`
	Policies     Policies      `json:"policies"`

	Email            string `json:"email,omitzero"` // native tokens only
	EmailVerified    bool   `json:"emailVerified,omitzero"`
	SecurityKeysList Raw    `json:"securityKeysList,omitzero"`

	PostingLang                string   `json:"postingLang,omitzero"` // misskey.io, as the next three
	ViewingLangs               []string `json:"viewingLangs,omitzero"`
	ShowMediaInAllLanguages    bool     `json:"showMediaInAllLanguages,omitzero"`
	ShowHashtagsInAllLanguages bool     `json:"showHashtagsInAllLanguages,omitzero"`

	// Sharkey.
	DefaultSensitive            bool     `json:"defaultSensitive,omitzero"`
	DefaultCW                   string   `json:"defaultCW,omitzero"`
	DefaultCWPriority           string   `json:"defaultCWPriority,omitzero"`
	BackgroundID                string   `json:"backgroundId,omitzero"`
	IsSystem                    bool     `json:"isSystem,omitzero"`
	HasPendingSentFollowRequest bool     `json:"hasPendingSentFollowRequest,omitzero"`
	Permissions                 []string `json:"permissions,omitzero"`
	AllowUnsignedFetch          string   `json:"allowUnsignedFetch,omitzero"`
	SignupReason                string   `json:"signupReason,omitzero"`

	// Forks of v12.
	FederateBlocks          bool `json:"federateBlocks,omitzero"`
	BroadcastReactions      bool `json:"broadcastReactions,omitzero"`
	AllowFollow             bool `json:"allowFollow,omitzero"`
	ReferenceFollowersCount bool `json:"referenceFollowersCount,omitzero"`
}

// Achievement is one badge of honour (P7.13).
//
//misskey:decode
type Achievement struct {
	Name       string `json:"name"`
	UnlockedAt int64  `json:"unlockedAt"` // epoch milliseconds
}

// MutedWord is one entry of the word mutes, which only clients apply (P3.3): either words that must all occur, or a
// regular expression written as /pattern/flags.
type MutedWord struct {
	All    []string
	Regexp string // with its slashes and flags; "" when All is used
}

// MutedWords is the list of word mutes of an account (P7.3).
type MutedWords []MutedWord

func (m *MutedWords) decode(d *decoder, v *fastjson.Value) {
	list, ok := d.array(v)
	if !ok {
		return
	}
	*m = make(MutedWords, 0, len(list))
	for _, e := range list {
		switch e.Type() {
		case fastjson.TypeArray:
			var words []string
			d.strings(e, &words)
			*m = append(*m, MutedWord{All: words})
		case fastjson.TypeString:
			var s string
			d.string(e, &s)
			if strings.HasPrefix(s, "/") {
				*m = append(*m, MutedWord{Regexp: s})
			} else {
				*m = append(*m, MutedWord{All: strings.Fields(s)})
			}
		default:
			d.mistyped(e)
		}
	}
}

// MarshalJSON writes the form that i/update takes.
func (w MutedWord) MarshalJSON() ([]byte, error) {
	if w.Regexp != "" {
		return json.Marshal(w.Regexp)
	}
	return json.Marshal(w.All)
}

// NotificationRule says from whom a type of notification is wanted (P7.3).
//
//misskey:decode
type NotificationRule struct {
	Type       string `json:"type"` // "all", "following", "follower", "mutualFollow", "followingOrFollower", "never", "list"
	UserListID string `json:"userListId,omitzero"`
}

// NotificationRules maps types of notification to rules; a type that is missing is wanted from everybody.
type NotificationRules map[string]NotificationRule

func (n *NotificationRules) decode(d *decoder, v *fastjson.Value) {
	o, ok := d.members(v)
	if !ok {
		return
	}
	*n = make(NotificationRules, o.Len())
	o.Visit(func(k []byte, v *fastjson.Value) {
		var r NotificationRule
		r.decode(d, v)
		(*n)[d.text(k)] = r
	})
}

// Policies are what a role, an account or everybody on a server is allowed (P7.3). The set differs by version and
// fork, so the values stay raw and are asked for by name.
type Policies map[string]Raw

func (p *Policies) decode(d *decoder, v *fastjson.Value) {
	o, ok := d.members(v)
	if !ok {
		return
	}
	*p = make(Policies, o.Len())
	o.Visit(func(k []byte, v *fastjson.Value) {
		var raw Raw
		raw.decode(d, v)
		(*p)[d.text(k)] = raw
	})
}

// Bool is the policy called name, or otherwise where the server does not have it or has it as something else.
func (p Policies) Bool(name string, otherwise bool) bool {
	switch string(p[name]) {
	case "true":
		return true
	case "false":
		return false
	}
	return otherwise
}

// Number is the policy called name, or otherwise.
func (p Policies) Number(name string, otherwise float64) float64 {
	if v, err := fastjson.ParseBytes(p[name]); err == nil {
		if n, err := v.Float64(); err == nil {
			return n
		}
	}
	return otherwise
}

// Text is the policy called name, or otherwise.
func (p Policies) Text(name, otherwise string) string {
	if v, err := fastjson.ParseBytes(p[name]); err == nil {
		if s, err := v.StringBytes(); err == nil {
			return string(s)
		}
	}
	return otherwise
}

// Timeline reports whether a timeline is offered, by the name of its channel. What the policies do not mention is
// offered; whether it truly is the server says on asking.
func (p Policies) Timeline(channel string) bool {
	switch channel {
	case "localTimeline", "hybridTimeline":
		return p.Bool("ltlAvailable", true)
	case "globalTimeline":
		return p.Bool("gtlAvailable", true)
	case "bubbleTimeline":
		return p.Bool("btlAvailable", true)
	}
	return true
}
