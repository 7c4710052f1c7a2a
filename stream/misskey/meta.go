package misskey

import "github.com/valyala/fastjson"

// Meta is what a server tells about itself (P7.12). The first part comes everywhere; with detail it also tells Features.
//
//misskey:decode
type Meta struct {
	Name                string   `json:"name"`
	ShortName           string   `json:"shortName"`
	URI                 string   `json:"uri"` // the server's origin
	Version             string   `json:"version"`
	BasedMisskeyVersion string   `json:"basedMisskeyVersion,omitzero"` // CherryPick
	ProvidesTarball     bool     `json:"providesTarball,omitzero"`
	Description         string   `json:"description"`
	Langs               []string `json:"langs"`
	MaintainerName      string   `json:"maintainerName"`
	MaintainerEmail     string   `json:"maintainerEmail"`
	TosURL              string   `json:"tosUrl"`
	RepositoryURL       string   `json:"repositoryUrl"`
	FeedbackURL         string   `json:"feedbackUrl"`
	ImpressumURL        string   `json:"impressumUrl"`
	PrivacyPolicyURL    string   `json:"privacyPolicyUrl"`
	InquiryURL          string   `json:"inquiryUrl"`
	DisableRegistration bool     `json:"disableRegistration"`
	EmailRequired       bool     `json:"emailRequiredForSignup"`
	SWPublicKey         string   `json:"swPublickey"`
	ThemeColor          string   `json:"themeColor"`
	IconURL             string   `json:"iconUrl"`
	BannerURL           string   `json:"bannerUrl"`
	BackgroundImageURL  string   `json:"backgroundImageUrl"`
	LogoImageURL        string   `json:"logoImageUrl"`
	InfoImageURL        string   `json:"infoImageUrl"`
	ServerErrorImageURL string   `json:"serverErrorImageUrl"`
	NotFoundImageURL    string   `json:"notFoundImageUrl"`
	MascotImageURL      string   `json:"mascotImageUrl"`
	MaxNoteTextLength   int      `json:"maxNoteTextLength"` // 0: not told; 3000 is usual
	MaxFileSize         int64    `json:"maxFileSize,omitzero"`
	EnableEmail         bool     `json:"enableEmail"`
	EnableServiceWorker bool     `json:"enableServiceWorker"`
	TranslatorAvailable bool     `json:"translatorAvailable"`
	ServerRules         []string `json:"serverRules"`
	Policies            Policies `json:"policies"` // what everybody may, also without an account
	MediaProxy          string   `json:"mediaProxy"`
	EnableURLPreview    bool     `json:"enableUrlPreview"`
	NoteSearchableScope string   `json:"noteSearchableScope"`
	Federation          string   `json:"federation"`
	DefaultLightTheme   string   `json:"defaultLightTheme"` // JSON5
	DefaultDarkTheme    string   `json:"defaultDarkTheme"`
	Dimensions          int      `json:"dimensions,omitzero"` // misskey.io
	CacheRemoteFiles    bool     `json:"cacheRemoteFiles,omitzero"`
	CacheSensitiveFiles bool     `json:"cacheRemoteSensitiveFiles,omitzero"`
	RequireSetup        bool     `json:"requireSetup,omitzero"`
	ProxyAccountName    string   `json:"proxyAccountName,omitzero"`
	Features            Features `json:"features,omitzero"`
	WellKnownWebsites   []string `json:"wellKnownWebsites,omitzero"` // misskey.io
	EnableSkebStatus    bool     `json:"enableSkebStatus,omitzero"`  // misskey.io
	Emojis              []Emoji  `json:"emojis,omitzero"`            // v12

	// v12 and older say these here instead of in Policies.
	DisableLocalTimeline  bool `json:"disableLocalTimeline,omitzero"`
	DisableGlobalTimeline bool `json:"disableGlobalTimeline,omitzero"`

	// CherryPick, Hata and newer servers.
	ClientOptions                   Raw      `json:"clientOptions,omitzero"`
	TrustedLinkURLPatterns          []string `json:"trustedLinkUrlPatterns,omitzero"`
	DisableRegistrationWhenInactive bool     `json:"disableRegistrationWhenInactive,omitzero"`
	DisablePublicNoteWhenInactive   bool     `json:"disablePublicNoteWhenInactive,omitzero"`
	ModeratorInactivityLimitDays    int      `json:"moderatorInactivityLimitDays,omitzero"`
	YouBlockedImageURL              string   `json:"youBlockedImageUrl,omitzero"`
	CustomRobotsTxt                 string   `json:"customRobotsTxt,omitzero"`
	EnableServerMachineStats        bool     `json:"enableServerMachineStats,omitzero"`

	// Sharkey.
	About                   string `json:"about,omitzero"`
	DonationURL             string `json:"donationUrl,omitzero"`
	ApprovalRequired        bool   `json:"approvalRequiredForSignup,omitzero"`
	EnableAchievements      bool   `json:"enableAchievements,omitzero"`
	RobotsTxt               string `json:"robotsTxt,omitzero"`
	EnableFC                bool   `json:"enableFC,omitzero"`
	FCSiteKey               string `json:"fcSiteKey,omitzero"`
	SidebarLogoURL          string `json:"sidebarLogoUrl,omitzero"`
	MaxCWLength             int    `json:"maxCwLength,omitzero"`
	MaxRemoteCWLength       int    `json:"maxRemoteCwLength,omitzero"`
	MaxAltTextLength        int    `json:"maxAltTextLength,omitzero"`
	MaxRemoteAltTextLength  int    `json:"maxRemoteAltTextLength,omitzero"`
	MaxRemoteNoteTextLength int    `json:"maxRemoteNoteTextLength,omitzero"`
	DefaultLike             string `json:"defaultLike,omitzero"`

	// v12.
	ErrorImageURL              string   `json:"errorImageUrl,omitzero"`
	DriveCapacityPerLocalUser  int      `json:"driveCapacityPerLocalUserMb,omitzero"`
	DriveCapacityPerRemoteUser int      `json:"driveCapacityPerRemoteUserMb,omitzero"`
	PinnedPages                []string `json:"pinnedPages,omitzero"`
	PinnedClipID               string   `json:"pinnedClipId,omitzero"`
	ProxyRemoteFiles           bool     `json:"proxyRemoteFiles,omitzero"`
	EnableTwitter              bool     `json:"enableTwitterIntegration,omitzero"`
	EnableGithub               bool     `json:"enableGithubIntegration,omitzero"`
	EnableDiscord              bool     `json:"enableDiscordIntegration,omitzero"`
	Secure                     bool     `json:"secure,omitzero"`

	// Of little use to a client: captchas belong to the server's own sign-up page, advertisements to its own pages.
	Ads                 Raw    `json:"ads,omitzero"`
	NotesPerOneAd       int    `json:"notesPerOneAd,omitzero"`
	EnableHcaptcha      bool   `json:"enableHcaptcha,omitzero"`
	HcaptchaSiteKey     string `json:"hcaptchaSiteKey,omitzero"`
	EnableMcaptcha      bool   `json:"enableMcaptcha,omitzero"`
	McaptchaSiteKey     string `json:"mcaptchaSiteKey,omitzero"`
	McaptchaInstanceURL string `json:"mcaptchaInstanceUrl,omitzero"`
	EnableRecaptcha     bool   `json:"enableRecaptcha,omitzero"`
	RecaptchaSiteKey    string `json:"recaptchaSiteKey,omitzero"`
	EnableTurnstile     bool   `json:"enableTurnstile,omitzero"`
	TurnstileSiteKey    string `json:"turnstileSiteKey,omitzero"`
	EnableTestcaptcha   bool   `json:"enableTestcaptcha,omitzero"`
	GoogleAnalyticsID   string `json:"googleAnalyticsId,omitzero"`
	GoogleMeasurementID string `json:"googleAnalyticsMeasurementId,omitzero"`
	SentryForFrontend   Raw    `json:"sentryForFrontend,omitzero"`
}

// Features are the yes-or-no facts of a detailed [Meta].
type Features map[string]bool

// DecodeMeta decodes the answer of /api/meta. The error is set only when raw is not a JSON object or tells no version,
// which no Misskey leaves out.
func DecodeMeta(raw []byte) (*Meta, error) {
	m := new(Meta)
	return m, decodeEntity(raw, "meta", m, &m.Version)
}

func (f *Features) decode(d *decoder, v *fastjson.Value) {
	o, ok := d.members(v)
	if !ok {
		return
	}
	*f = make(Features, o.Len())
	o.Visit(func(k []byte, v *fastjson.Value) {
		var b bool
		d.bool(v, &b)
		(*f)[d.text(k)] = b
	})
}
