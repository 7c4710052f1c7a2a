//go:build !js

package streamtest

import (
	"net/url"
	"slices"
	"time"
)

// view is who looks, and under which address they know the server.
type view struct {
	me       *user
	base     string
	streamed bool // packed once for everybody (P3.3)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// packUser writes a UserLite (P7.2).
func (w *World) packUser(u *user, v view) object {
	o := object{
		{"id", u.id}, {"name", orNull(u.name)}, {"username", u.username}, {"host", orNull(u.host)},
		{"avatarUrl", w.avatarURL(u, v.base)}, {"avatarBlurhash", u.face.blurhash()}, {"avatarDecorations", packDecorations(u, v.base)},
		{"isBot", u.bot}, {"isCat", u.cat},
	}
	if u.hideHistory {
		o.set("requireSigninToViewContents", true)
	}
	if u.instance != nil {
		i := u.instance
		o.set("instance", object{{"name", i.name}, {"softwareName", i.software}, {"softwareVersion", i.version},
			{"iconUrl", v.base + "/instances/" + i.host + ".svg"}, {"faviconUrl", v.base + "/instances/" + i.host + ".svg"},
			{"themeColor", i.color}})
	}
	emojis := object{}
	if u.remote() {
		for _, m := range emojiPattern.FindAllStringSubmatch(u.name, -1) {
			if w.emojiNamed(m[1]) != nil {
				emojis.set(m[1], w.emojiURL(m[1], v.base))
			}
		}
	}
	o.set("emojis", emojis)
	o.set("onlineStatus", w.onlineStatus(u))
	if !u.remote() {
		badges := []any{}
		for _, r := range u.roles {
			if r.badge {
				badges = append(badges, object{{"name", r.name}, {"iconUrl", w.roleIcon(r, v.base)}, {"displayOrder", r.order}})
			}
		}
		o.set("badgeRoles", badges)
	}
	return o
}

func (w *World) onlineStatus(u *user) string {
	if u.remote() || u.active.IsZero() {
		return "unknown"
	}
	switch idle := w.now().Sub(u.active); {
	case u.sockets > 0 || idle < 10*time.Minute:
		return "online"
	case idle < 72*time.Hour:
		return "active"
	}
	return "offline"
}

func (w *World) avatarURL(u *user, base string) string {
	if u.uploadedAvatar != nil {
		return w.fileURL(u.uploadedAvatar, base)
	}
	return base + "/avatars/" + url.PathEscape(u.acct()) + ".svg"
}

func (w *World) roleIcon(r *role, base string) any {
	if r.icon == "" {
		return nil
	}
	return base + "/icons/" + r.icon + ".svg"
}

func (w *World) emojiURL(name, base string) string { return base + "/emoji-art/" + name + ".svg" }

// reactionURL is the picture of "name@." or "name@host".
func (w *World) reactionURL(key, base string) string {
	for i := range key {
		if key[i] == '@' {
			return w.emojiURL(key[:i], base)
		}
	}
	return w.emojiURL(key, base)
}

func packRoleLite(r *role, w *World, base string) object {
	return object{{"id", r.id}, {"name", r.name}, {"color", orNull(r.color)}, {"iconUrl", w.roleIcon(r, base)},
		{"description", r.description}, {"isModerator", r.moderator}, {"isAdministrator", false}, {"displayOrder", r.order}}
}

// packUserDetailed writes a UserDetailed, or for oneself the common part of a
// MeDetailed (P7.3).
func (w *World) packUserDetailed(u *user, v view) object {
	o := w.packUser(u, v)
	var uri, link any
	if u.remote() {
		uri, link = "https://"+u.host+"/users/"+u.id, "https://"+u.host+"/@"+u.username
	}
	var banner, bannerHash any
	if u.banner {
		banner, bannerHash = v.base+"/banners/"+url.PathEscape(u.acct())+".svg", u.face.blurhash()
	}
	var fetched any
	if u.remote() {
		fetched = u.active
	}
	fields := []any{}
	for _, f := range u.fields {
		fields = append(fields, object{{"name", f[0]}, {"value", f[1]}})
	}
	roles := []any{}
	for _, r := range u.roles {
		if r.public {
			roles = append(roles, packRoleLite(r, w, v.base))
		}
	}
	pinned, pinnedNotes := []string{}, []any{}
	for _, id := range u.pinned {
		if n := w.notes[id]; n != nil {
			pinned = append(pinned, id)
			pinnedNotes = append(pinnedNotes, w.packNote(n, v))
		}
	}
	updated := u.active
	if updated.IsZero() {
		updated = u.at
	}
	o = append(o, object{
		{"url", link}, {"uri", uri}, {"movedTo", nil}, {"alsoKnownAs", nil}, {"createdAt", u.at}, {"updatedAt", updated},
		{"lastFetchedAt", fetched}, {"bannerUrl", banner}, {"bannerBlurhash", bannerHash},
		{"isLocked", u.locked}, {"isSilenced", false}, {"isLimited", false}, {"isSuspended", u.suspended},
		{"description", orNull(u.description)}, {"location", orNull(u.location)}, {"birthday", orNull(u.birthday)}, {"lang", nil},
		{"fields", fields}, {"verifiedLinks", []any{}}, {"mutualLinkSections", []any{}},
		{"followersCount", len(u.followers)}, {"followingCount", len(u.following)}, {"notesCount", u.notesCount},
		{"pinnedNoteIds", pinned}, {"pinnedNotes", pinnedNotes}, {"pinnedPageId", nil}, {"pinnedPage", nil},
		{"publicReactions", true}, {"followersVisibility", "public"}, {"followingVisibility", "public"},
		{"chatScope", "mutual"}, {"canChat", w.chat}, {"roles", roles},
	}...)
	var memo any
	if v.me != nil {
		memo = orNull(v.me.memos[u.id])
	}
	o.set("memo", memo)
	if v.me == nil || v.me == u {
		return o
	}
	me := v.me
	if me.moderates() && !u.remote() {
		o = append(o, w.packPrivate(u, v)...)
	}
	f, back := me.following[u.id], u.following[me.id]
	_, muted := me.mutes[u.id]
	notify, replies := "none", false
	if f != nil {
		replies = f.withReplies
		if f.notify != "" {
			notify = f.notify
		}
	}
	o = append(o, object{
		{"isFollowing", f != nil}, {"isFollowed", back != nil},
		{"hasPendingFollowRequestFromYou", u.requests[me.id] != ""}, {"hasPendingFollowRequestToYou", me.requests[u.id] != ""},
		{"isBlocking", me.blocks[u.id]}, {"isBlocked", u.blocks[me.id]}, {"isMuted", muted}, {"isRenoteMuted", me.quiets[u.id]},
		{"notify", notify}, {"withReplies", replies},
	}...)
	if f != nil {
		o.set("followedMessage", nil)
	}
	return o
}

// packMe writes a MeDetailed; native tokens see a little more (P7.3).
func (w *World) packMe(u *user, v view, native bool) object {
	v.me = u
	o := append(w.packUserDetailed(u, v), w.packPrivate(u, v)...)
	if native {
		o = append(o, object{{"email", nil}, {"emailVerified", false}, {"securityKeysList", []any{}}}...)
	}
	return o
}

// packPrivate writes what of a MeDetailed only the person and moderators see.
func (w *World) packPrivate(u *user, v view) object {
	setting := func(key string, def any) any {
		if v, ok := u.settings[key]; ok {
			return v
		}
		return def
	}
	var notices any // nobody else's
	unread := false
	if v.me == u {
		list := []any{}
		for _, a := range w.notices {
			if !u.readNotices[a.id] && (a.to == nil || a.to == u) {
				list = append(list, w.packNotice(a, v))
			}
		}
		notices, unread = list, len(list) > 0
	}
	o := object{
		{"twoFactorEnabled", false}, {"usePasswordLessLogin", false}, {"securityKeys", false},
		{"avatarId", w.avatarID(u)}, {"bannerId", "b" + u.id[1:]},
		{"isModerator", u.moderates()}, {"isAdmin", u.admin},
		{"injectFeaturedNote", true}, {"receiveAnnouncementEmail", true}, {"alwaysMarkNsfw", setting("alwaysMarkNsfw", false)},
		{"autoSensitive", false}, {"carefulBot", false}, {"autoAcceptFollowed", true}, {"noCrawle", false},
		{"preventAiLearning", true}, {"isExplorable", true}, {"isDeleted", false}, {"twoFactorBackupCodesStock", "none"},
		{"hideOnlineStatus", setting("hideOnlineStatus", false)}, {"hasUnreadSpecifiedNotes", false}, {"hasUnreadMentions", false},
		{"hasUnreadChatMessages", w.unreadChat(u)}, {"hasUnreadAnnouncement", unread}, {"unreadAnnouncements", notices},
		{"hasUnreadAntenna", false}, {"hasUnreadChannel", false},
	}
	if v.me == u {
		o = append(o, object{{"followedMessage", setting("followedMessage", nil)},
			{"hasUnreadNotification", u.unread() > 0}, {"unreadNotificationsCount", u.unread()}}...)
	} else {
		o = append(o, object{{"moderationNote", ""}}...)
	}
	o = append(o, object{{"hasPendingReceivedFollowRequest", len(u.requests) > 0}}...)
	if w.flavour == IO2025_4 {
		o = append(o, object{{"postingLang", "ja-JP"}, {"viewingLangs", []string{"ja-JP", "unknown", "remote"}},
			{"showMediaInAllLanguages", true}, {"showHashtagsInAllLanguages", true}}...)
	}
	o.set("mutedWords", setting("mutedWords", append([][]string{}, u.mutedWords...)))
	if w.flavour != IO2025_4 {
		o.set("hardMutedWords", setting("hardMutedWords", []any{}))
	}
	achievements := []any{}
	for _, name := range append([]string{"notes1"}, u.achievements...) {
		achievements = append(achievements, object{{"name", name}, {"unlockedAt", u.at.UnixMilli() + 60000}})
	}
	return append(o, object{
		{"mutedInstances", append([]string{}, u.mutedHosts...)}, {"mutingNotificationTypes", []any{}}, {"notificationRecieveConfig", object{}},
		{"emailNotificationTypes", []string{"follow", "receiveFollowRequest"}}, {"achievements", achievements},
		{"loggedInDays", 1 + int(w.now().Sub(u.at)/(24*time.Hour))}, {"policies", w.policies(true)},
	}...)
}

// moderates says whether somebody sees what moderators see.
func (u *user) moderates() bool {
	return u.admin || slices.ContainsFunc(u.roles, func(r *role) bool { return r.moderator })
}

func (w *World) avatarID(u *user) any {
	if u.uploadedAvatar != nil {
		return u.uploadedAvatar.id
	}
	return "a" + u.id[1:]
}
