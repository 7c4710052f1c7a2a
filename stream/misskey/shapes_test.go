package misskey_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"nagare/stream/misskey"
)

// What servers were not recorded to send, and the protocol reference or their source says they do.
func TestRareShapesAreKnownAndComeOutAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		into any
		raw  string
	}{
		"an unread announcement is a database row": {new(misskey.User), `{"id":"a","unreadAnnouncements":[{"id":"b","isActive":true,"forExistingUsers":true,"userId":"a"}]}`},
		"a server has advertisements":              {new(misskey.Meta), `{"version":"1","ads":[{"id":"a","ratio":1}],"notesPerOneAd":7,"enableHcaptcha":true,"hcaptchaSiteKey":"k","enableTurnstile":true}`},
		"a server has options for its client":      {new(misskey.Meta), `{"version":"1","clientOptions":{"entrancePageStyle":"classic"},"trustedLinkUrlPatterns":["a"],"disableRegistrationWhenInactive":true}`},
		"a draft is scheduled in milliseconds":     {new(misskey.NoteDraft), `{"id":"a","scheduledAt":1760000000000}`},
		"a draft is scheduled in ISO 8601":         {new(misskey.NoteDraft), `{"id":"a","scheduledAt":"2025-10-09T08:53:20.128Z"}`},
		"counts are hidden":                        {new(misskey.User), `{"id":"a","followersCount":"?","followingCount":3,"notesCount":-1}`},
		"grouped notes by their ids":               {new(misskey.Notification), `{"id":"a","type":"note:grouped","noteIds":["b","c"]}`},
		"a shared access of Sharkey":               {new(misskey.Notification), `{"id":"a","type":"sharedAccessGranted","permCount":3,"rank":"mod"}`},
		"an edited note with its history":          {new(misskey.Note), `{"id":"a","updatedAtHistory":["2025-10-09T08:53:20.128Z"],"hasDeliveryTargets":true,"score":3}`},
		"a note of Sharkey":                        {new(misskey.Note), `{"id":"a","threadId":"b","userHost":"c","mandatoryCW":"d","isMutingThread":true,"isFavorited":true,"processErrors":["e"]}`},
		"a person of Sharkey":                      {new(misskey.User), `{"id":"a","noindex":true,"approved":true,"mandatoryCW":"b","avatarDecorations":[{"id":"c","url":"d","showBelow":true}]}`},
		"more than two thousand million":           {new(misskey.InstanceStats), `{"notesCount":3000000000}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := misskey.Inspect([]byte(c.raw), c.into)
			if err != nil || len(found.Unknown)+len(found.Mistyped) > 0 {
				t.Fatalf("%v, %+v", err, found)
			}
			out, err := json.Marshal(c.into)
			if err != nil {
				t.Fatal(err)
			}
			var want, got map[string]any
			if err := json.Unmarshal([]byte(c.raw), &want); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			holds(t, name, want, got)
		})
	}
}

// holds reports what of want got does not say.
func holds(t *testing.T, where string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		got, _ := got.(map[string]any)
		for k, v := range want {
			holds(t, where+"."+k, v, got[k])
		}
	case []any:
		list, _ := got.([]any)
		if len(list) != len(want) {
			t.Errorf("%s: %v, not %v", where, got, want)
			return
		}
		for i := range want {
			holds(t, where, want[i], list[i])
		}
	default:
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s: %v, not %v", where, got, want)
		}
	}
}

func TestHalfAnEmojiTakesNothingWithIt(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`a\ud83d`:                "a\ufffd",
		`a\ud83d\u3042b`:         "a\ufffdあb",
		`\ude00b`:                "\ufffdb",
		`\ud83d\ud83d\ude00`:     "\ufffd😀",
		`\uD83D\uDE00`:           "😀",
		`\\ud83d`:                `\ud83d`,
		`\ud83d\n`:               "\ufffd\n",
		`\\\ud83dx`:              "\\\ufffdx",
		`plain \u3042 \" \n end`: "plain あ \" \n end",
	} {
		raw := `{"id":"a","text":"` + in + `"}`
		n, err := misskey.DecodeNote([]byte(raw))
		if err != nil || n.Text == nil || *n.Text != want {
			t.Errorf("%s: %v, %+v, not %q", in, err, n.Text, want)
		}
		if p, err := misskey.PeekNote([]byte(raw)); err != nil || p.Text != want {
			t.Errorf("%s: a glance says %q, %v, not %q", in, p.Text, err, want)
		}
	}
}

func TestAChainOfQuotesKeepsItsAuthors(t *testing.T) {
	t.Parallel()
	const deep = 25
	raw := strings.Repeat(`{"id":"a","user":{"id":"b"},"renoteId":"a","renote":`, deep) + `null` + strings.Repeat(`}`, deep)
	n, err := misskey.DecodeNote([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	for i := range deep {
		if n == nil || n.User == nil {
			t.Fatalf("%d of %d: %+v", i, deep, n)
		}
		n = n.Renote
	}
}

func TestEventsOfOneForkAreTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ channel, typ, raw string }{
		{"notesStats", "stats", `{"all":{"total":3},"local":{"total":1}}`},
		{"notesStats", "statsLog", `[{"all":{"total":3},"local":{"total":1}}]`},
		{"", "userStatsUpdated", `{"userIds":["a","b"]}`},
	} {
		e, found := misskey.InspectEvent(c.channel, c.typ, []byte(c.raw))
		if len(found.Unknown)+len(found.Mistyped) > 0 {
			t.Errorf("%s: %+v", c.typ, found)
		}
		if out, err := json.Marshal(e); err != nil || string(out) != c.raw {
			t.Errorf("%s: %T %s, %v", c.typ, e, out, err)
		}
	}
}
