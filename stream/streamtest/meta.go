//go:build !js

package streamtest

import "cmp"

// policies are what everybody, or somebody signed in, may do (P7.3).
func (w *World) policies(signedIn bool) object {
	o := object{{"gtlAvailable", true}, {"ltlAvailable", true}, {"canPublicNote", true}}
	if w.flavour == IO2025_4 {
		for _, k := range []string{"canScheduleNote", "canInitiateConversation", "canCreateContent", "canUpdateContent",
			"canDeleteContent", "canPurgeAccount", "canUpdateAvatar", "canUpdateBanner", "canUseReaction", "canUpdateBioMedia"} {
			o.set(k, true)
		}
		o = append(o, object{{"scheduleNoteLimit", 10}, {"scheduleNoteMaxDays", 365}, {"antennaNotesLimit", 200},
			{"mutualLinkSectionLimit", 1}, {"mutualLinkLimit", 3}, {"skipNsfwDetection", false}}...)
	} else {
		o = append(o, object{{"uploadableFileTypes", []string{"text/plain", "image/*", "video/*", "audio/*"}},
			{"noteDraftLimit", 10}, {"scheduledNoteLimit", 1}, {"watermarkAvailable", true}}...)
	}
	return append(o, object{
		{"mentionLimit", 20}, {"canInvite", false}, {"inviteLimit", 0}, {"inviteLimitCycle", 10080}, {"inviteExpirationTime", 0},
		{"canManageCustomEmojis", false}, {"canManageAvatarDecorations", false}, {"canSearchNotes", w.flavour != IO2025_4},
		{"canUseTranslator", true}, {"canUseDriveFileInSoundSettings", false}, {"canHideAds", false}, {"driveCapacityMb", 100},
		{"maxFileSizeMb", 10}, {"alwaysMarkNsfw", false}, {"pinLimit", 5}, {"antennaLimit", 5}, {"wordMuteLimit", 200},
		{"webhookLimit", 3}, {"clipLimit", 10}, {"noteEachClipsLimit", 200}, {"userListLimit", 10}, {"userEachUserListsLimit", 50},
		{"rateLimitFactor", 1}, {"avatarDecorationLimit", 1}, {"canImportAntennas", true}, {"canImportBlocking", true},
		{"canImportFollowing", true}, {"canImportMuting", true}, {"canImportUserLists", true}, {"chatAvailability", cmp.Or(w.chatPolicy, "available")},
	}...)
}

// meta is what /api/meta answers (P7.12).
func (c *call) meta(detail bool) object {
	base := c.v.base
	o := object{
		{"maintainerName", "The Nagare demo"}, {"maintainerEmail", "demo@nagare.example"}, {"version", c.flavour.String()},
		{"name", c.server.o.Name}, {"shortName", "Nagare"}, {"uri", base},
		{"description", "A small, made-up town that lives inside this program. Nothing here leaves your computer."},
		{"langs", []any{}},
	}
	if c.flavour == IO2025_4 {
		o.set("dimensions", 10000)
	}
	for _, k := range []string{"tosUrl"} {
		o.set(k, nil)
	}
	o = append(o, object{{"repositoryUrl", "https://github.com/misskey-dev/misskey"}, {"feedbackUrl", "https://github.com/misskey-dev/misskey/issues/new"},
		{"impressumUrl", nil}, {"privacyPolicyUrl", nil}, {"inquiryUrl", nil}, {"disableRegistration", true}, {"emailRequiredForSignup", false},
		{"enableHcaptcha", false}, {"hcaptchaSiteKey", nil}, {"enableMcaptcha", false}, {"mcaptchaSiteKey", nil}, {"mcaptchaInstanceUrl", nil},
		{"enableRecaptcha", false}, {"recaptchaSiteKey", nil}, {"enableTurnstile", false}, {"turnstileSiteKey", nil}}...)
	if c.flavour == IO2025_4 {
		o.set("googleAnalyticsId", nil)
	} else {
		o.set("googleAnalyticsMeasurementId", nil)
	}
	o = append(o, object{{"enableTestcaptcha", false}, {"swPublickey", nil}, {"themeColor", "#3b7ea1"},
		{"mascotImageUrl", base + "/icons/server.svg"}, {"bannerUrl", base + "/banners/server.svg"}, {"infoImageUrl", nil},
		{"serverErrorImageUrl", nil}, {"notFoundImageUrl", nil}, {"iconUrl", base + "/icons/server.svg"}, {"backgroundImageUrl", nil},
		{"logoImageUrl", nil}, {"maxNoteTextLength", 3000}, {"defaultLightTheme", nil}, {"defaultDarkTheme", nil}, {"ads", []any{}}}...)
	if c.flavour == IO2025_4 {
		o.set("wellKnownWebsites", []any{})
	}
	o = append(o, object{{"notesPerOneAd", 0}, {"enableEmail", false}, {"enableServiceWorker", false}, {"translatorAvailable", false},
		{"serverRules", []string{"Be kind.", "おたがいさまの気持ちで。", "CW for spoilers, please."}}, {"policies", c.policies(false)},
		{"sentryForFrontend", nil}, {"mediaProxy", base + "/proxy"}, {"enableUrlPreview", true}}...)
	if c.flavour == IO2025_4 {
		o.set("enableSkebStatus", false)
	}
	o = append(o, object{{"noteSearchableScope", "global"}, {"maxFileSize", c.server.maxFile()}, {"federation", "all"}}...)
	if !detail {
		return o
	}
	return append(o, object{{"cacheRemoteFiles", false}, {"cacheRemoteSensitiveFiles", true}, {"requireSetup", false},
		{"proxyAccountName", "system.proxy"}, {"features", object{{"registration", false}, {"emailRequiredForSignup", false},
			{"hCaptcha", false}, {"hcaptcha", false}, {"mCaptcha", false}, {"mcaptcha", false}, {"reCaptcha", false},
			{"recaptcha", false}, {"turnstile", false}, {"objectStorage", false}, {"serviceWorker", false}, {"miauth", true}}}}...)
}

// maxFile is the largest upload the demo keeps, in bytes.
func (s *Server) maxFile() int { return 10 << 20 }
