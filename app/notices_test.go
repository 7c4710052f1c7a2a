package app

import (
	"strings"
	"testing"

	"nagare/app/i18n"
)

// The types of protocol section 6.2, those of the forks too.
var noticeTypes = strings.Fields(`note mention reply quote renote pollEnded reaction follow receiveFollowRequest followRequestAccepted roleAssigned
	chatRoomInvitationReceived achievementEarned exportCompleted login createToken app test reaction:grouped renote:grouped noteScheduled
	scheduledNoteError scheduledNotePosted scheduledNotePostFailed sensitiveFlagAssigned edited groupInvited note:grouped reaction:groupedByUser
	unfollow blocked unblocked followRequestRejected loginFailed scheduledNoteFailed pollVote`)

func TestEveryKindOfNotificationHasWords(t *testing.T) {
	for _, typ := range noticeTypes {
		k, ok := noticeKinds[typ]
		if !ok || k.icon == "" {
			t.Errorf("%s is shown by its name", typ)
			continue
		}
		for _, lang := range []i18n.Lang{i18n.English, i18n.Japanese} {
			if w := (printer{Lang: lang}).T(k.key, "X"); w == "" || strings.HasPrefix(w, "notices.") {
				t.Errorf("%s in %s: %q", typ, lang, w)
			}
		}
	}
}
