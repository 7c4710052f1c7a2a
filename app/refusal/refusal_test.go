package refusal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nagare/app/i18n"
	"nagare/app/refusal"
	"nagare/stream/misskey"
)

// What servers answer to the writes of this app (appendix A).
var answers = strings.Fields(`NO_SUCH_RENOTE_TARGET CANNOT_RENOTE_TO_A_PURE_RENOTE CANNOT_RENOTE_DUE_TO_VISIBILITY NO_SUCH_REPLY_TARGET
	CANNOT_REPLY_TO_AN_INVISIBLE_NOTE CANNOT_REPLY_TO_A_PURE_RENOTE CANNOT_REPLY_TO_SPECIFIED_VISIBILITY_NOTE_WITH_EXTENDED_VISIBILITY
	CANNOT_CREATE_ALREADY_EXPIRED_POLL NO_SUCH_CHANNEL YOU_HAVE_BEEN_BLOCKED NO_SUCH_FILE CANNOT_RENOTE_OUTSIDE_OF_CHANNEL
	CONTAINS_PROHIBITED_WORDS CONTAINS_TOO_MANY_MENTIONS REPLY_TO_BOT_NOT_ALLOWED ROLE_PERMISSION_DENIED MAX_LENGTH NO_SUCH_NOTE ACCESS_DENIED
	ALREADY_CLIPPED TOO_MANY_CLIP_NOTES CLIP_LIMIT_EXCEEDED CLIP_NOTES_LIMIT_EXCEEDED NO_SUCH_CLIP PIN_LIMIT_EXCEEDED NO_SUCH_USER
	CANNOT_REPORT_YOURSELF CANNOT_REPORT_THE_ADMIN FOLLOWEE_IS_YOURSELF BLOCKING BLOCKED FOLLOWING_BOT_NOT_ALLOWED BLOCKEE_IS_YOURSELF
	MUTEE_IS_YOURSELF CANNOT_BLOCK_DUE_TO_SERVER_POLICY CANNOT_MUTE_DUE_TO_SERVER_POLICY NO_SUCH_LIST TOO_MANY_USERS LIST_USERS_LIMIT_EXCEEDED
	INVALID_FILE_NAME INAPPROPRIATE NO_FREE_SPACE MAX_FILE_SIZE_EXCEEDED UNALLOWED_FILE_TYPE RESTRICTED_BY_ADMINISTRATOR ALREADY_VOTED ALREADY_EXPIRED
	NO_SUCH_ROOM NO_SUCH_MESSAGE RECIPIENT_IS_YOURSELF CONTENT_REQUIRED NO_SUCH_FOLDER NO_POLL INVALID_CHOICE FAILED_TO_RESOLVE_REMOTE_USER USER_SUSPENDED
	CANNOT_TRANSLATE_INVISIBLE_NOTE NO_TRANSLATE_SERVICE UNAVAILABLE`)

func TestEveryRefusalHasWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Langs() {
		p := i18n.Printer{Lang: l.Lang}
		for _, code := range answers {
			w := refusal.Words(p, fmt.Errorf("x: %w", &misskey.Error{Fault: misskey.FaultRefused, Code: code, Message: "English."}), "a.example")
			if strings.HasPrefix(w, "refusal.") || strings.Contains(w, code) || w == "" {
				t.Errorf("%s: %s: %q", l.Lang, code, w)
			}
		}
		for _, f := range []misskey.Fault{misskey.FaultUnreachable, misskey.FaultCanceled, misskey.FaultTimeout, misskey.FaultNotMisskey, misskey.FaultNoEndpoint,
			misskey.FaultNeedsLogin, misskey.FaultDisabled, misskey.FaultTokenDead, misskey.FaultSuspended, misskey.FaultPermission, misskey.FaultRateLimited,
			misskey.FaultProcessing, misskey.FaultRefused, misskey.FaultServer, misskey.FaultTooLarge, misskey.FaultArguments} {
			w := refusal.Words(p, &misskey.Error{Fault: f, RetryAfter: 90 * time.Minute, Message: "why", Status: 500}, "a.example")
			if strings.HasPrefix(w, "refusal.") || !strings.Contains(w, "a.example") {
				t.Errorf("%s: %s: %q", l.Lang, f, w)
			}
		}
	}
}

func TestWordsTellWhatTheServerMeant(t *testing.T) {
	t.Parallel()
	p := i18n.Printer{Lang: i18n.English}
	for _, c := range []struct {
		err  error
		want string
	}{
		{&misskey.Error{Fault: misskey.FaultRefused, Code: "SOMETHING_NEW", Message: "It rains."}, "It rains (SOMETHING_NEW)"},
		{&misskey.Error{Fault: misskey.FaultRateLimited, Code: misskey.CodeRateLimit, RetryAfter: 12 * time.Second}, "12 seconds"},
		{&misskey.Error{Fault: misskey.FaultRateLimited, RetryAfter: 100 * time.Second}, "2 minutes"},
		{&misskey.Error{Fault: misskey.FaultPermission, Code: "ACCESS_DENIED"}, "right"},
		{&misskey.Error{Fault: misskey.FaultRefused, Code: "ACCESS_DENIED"}, "not yours"},
		{fmt.Errorf("plain"), "a.example"},
	} {
		if got := refusal.Words(p, c.err, "a.example"); !strings.Contains(got, c.want) {
			t.Errorf("%v: %q, want %q in it", c.err, got, c.want)
		}
	}
	if refusal.Words(p, nil, "") != "" || !refusal.Done(&misskey.Error{Code: "ALREADY_MUTING"}) || refusal.Done(nil) || !refusal.Gone(&misskey.Error{Code: "NO_SUCH_NOTE"}) {
		t.Error("nil, done or gone")
	}
}
