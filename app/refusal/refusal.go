// Package refusal words what a server answered when it did not do what it was asked for: in the server's meaning, in the
// reader's language, and with what to do next (P8.2, appendix A).
package refusal

import (
	"strings"
	"time"

	"nagare/app/i18n"
	"nagare/stream/misskey"
)

// Words tells why a call to a server failed. host is the server's name as shown.
func Words(p i18n.Printer, err error, host string) string {
	if err == nil {
		return ""
	}
	e := detail(err)
	if key, ok := codes[e.Code]; ok && e.Fault != misskey.FaultRateLimited {
		if e.Code == "ACCESS_DENIED" && e.Fault == misskey.FaultPermission {
			return p.T("refusal.permission", host)
		}
		return p.T("refusal."+key, host)
	}
	switch e.Fault {
	case misskey.FaultRateLimited:
		return p.T("refusal.rate-limited", host, Wait(p, e.RetryAfter))
	case misskey.FaultRefused, misskey.FaultArguments:
		return p.T("refusal.refused", host, meaning(e))
	case "":
		return p.T("refusal.unreachable", host)
	}
	return p.T("refusal."+string(e.Fault), host)
}

// Done reports whether an error says only that things are already as they were wanted: then it is no failure.
func Done(err error) bool {
	switch misskey.CodeOf(err) {
	case "ALREADY_FAVORITED", "NOT_FAVORITED", "ALREADY_PINNED", "ALREADY_FOLLOWING", "NOT_FOLLOWING", "ALREADY_MUTING", "NOT_MUTING",
		"ALREADY_BLOCKING", "NOT_BLOCKING", "ALREADY_ADDED", "FOLLOW_REQUEST_NOT_FOUND", misskey.CodeAlreadyReacted, misskey.CodeNotReacted:
		return true
	}
	return false
}

// Gone reports whether an error says that the thing acted on does not exist any more, so that deleting it is done.
func Gone(err error) bool { return misskey.CodeOf(err) == misskey.CodeNoSuchNote }

// Wait is a time to wait, in words.
func Wait(p i18n.Printer, d time.Duration) string {
	s := int((d + time.Second - 1) / time.Second)
	switch {
	case s <= 1:
		return p.N("refusal.seconds", 1)
	case s < 90:
		return p.N("refusal.seconds", s)
	case s < 5400:
		return p.N("refusal.minutes", (s+59)/60)
	}
	return p.N("refusal.hours", (s+3599)/3600)
}

// meaning is the server's own word where we have none.
func meaning(e *misskey.Error) string {
	if e.Message != "" && e.Code != "" {
		return strings.TrimRight(e.Message, ".") + " (" + e.Code + ")"
	}
	return strings.TrimSpace(e.Message + e.Code)
}

// codes are the words for the refusals of what Nagare does, by the server's code (appendix A). Codes that mean the same
// share their words.
var codes = map[string]string{
	"NO_SUCH_NOTE": "gone", "NO_SUCH_RENOTE_TARGET": "gone", "NO_SUCH_REPLY_TARGET": "gone", "CANNOT_REPLY_TO_AN_INVISIBLE_NOTE": "gone",
	"CANNOT_RENOTE_TO_A_PURE_RENOTE": "pure", "CANNOT_REPLY_TO_A_PURE_RENOTE": "pure", "CANNOT_REACT_TO_RENOTE": "pure",
	"CANNOT_RENOTE_DUE_TO_VISIBILITY":                                    "visibility",
	"CANNOT_REPLY_TO_SPECIFIED_VISIBILITY_NOTE_WITH_EXTENDED_VISIBILITY": "direct",
	"CANNOT_RENOTE_OUTSIDE_OF_CHANNEL":                                   "board",
	"CANNOT_CREATE_ALREADY_EXPIRED_POLL":                                 "poll-over", "ALREADY_EXPIRED": "poll-over", "ALREADY_VOTED": "voted",
	"NO_SUCH_CHANNEL": "no-board", "YOU_HAVE_BEEN_BLOCKED": "blocked", "BLOCKED": "blocked", "BLOCKING": "blocking",
	"NO_SUCH_FILE": "no-file", "CONTAINS_PROHIBITED_WORDS": "words", "CONTAINS_TOO_MANY_MENTIONS": "mentions",
	"REPLY_TO_BOT_NOT_ALLOWED": "bot", "FOLLOWING_BOT_NOT_ALLOWED": "bot", "MAX_LENGTH": "length", "ACCESS_DENIED": "not-yours",
	"ROLE_PERMISSION_DENIED": "role", "RESTRICTED_BY_ROLE": "role", "YOUR_ACCOUNT_MOVED": "moved",
	"TOO_MANY_CLIP_NOTES": "clip-full", "CLIP_NOTES_LIMIT_EXCEEDED": "clip-full", "TOO_MANY_CLIPS": "clips-full", "CLIP_LIMIT_EXCEEDED": "clips-full",
	"NO_SUCH_CLIP": "no-clip", "ALREADY_CLIPPED": "clipped", "PIN_LIMIT_EXCEEDED": "pins-full", "NO_SUCH_USER": "no-user",
	"FOLLOWEE_IS_YOURSELF": "yourself", "MUTEE_IS_YOURSELF": "yourself", "BLOCKEE_IS_YOURSELF": "yourself", "CANNOT_REPORT_YOURSELF": "yourself",
	"CANNOT_REPORT_THE_ADMIN": "staff", "CANNOT_BLOCK_ADMINISTRATOR": "staff", "CANNOT_MUTE_ADMINISTRATOR": "staff", "CANNOT_RENOTE_MUTE_ADMINISTRATOR": "staff",
	"CANNOT_BLOCK_DUE_TO_SERVER_POLICY": "staff", "CANNOT_MUTE_DUE_TO_SERVER_POLICY": "staff", "CANNOT_UNFOLLOW_DUE_TO_SERVER_POLICY": "staff",
	"NO_SUCH_LIST": "no-list", "TOO_MANY_USERS": "list-full", "LIST_LIMIT_EXCEEDED": "list-full", "LIST_USERS_LIMIT_EXCEEDED": "list-full",
	"INVALID_FILE_NAME": "file-name", "INAPPROPRIATE": "inappropriate", "NO_FREE_SPACE": "no-space", "MAX_FILE_SIZE_EXCEEDED": "file-size",
	"UNALLOWED_FILE_TYPE": "file-type", "RESTRICTED_BY_ADMINISTRATOR": "file-fixed",
	"NO_SUCH_FOLDER": "no-folder", "NO_SUCH_ROOM": "no-room", "NO_SUCH_MESSAGE": "no-message", "RECIPIENT_IS_YOURSELF": "yourself", "CONTENT_REQUIRED": "empty",
	"NO_POLL": "no-choice", "INVALID_CHOICE": "no-choice", "FAILED_TO_RESOLVE_REMOTE_USER": "unresolved", "USER_SUSPENDED": "no-user",
	"CANNOT_TRANSLATE_INVISIBLE_NOTE": "gone", "NO_TRANSLATE_SERVICE": "disabled", "UNAVAILABLE": "disabled",
}
