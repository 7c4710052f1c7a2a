//go:build !js

package streamtest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// testPNG is a small picture to upload.
func testPNG() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 32, 24))
	for y := range 24 {
		for x := range 32 {
			img.Set(x, y, color.RGBA{uint8(x * 8), uint8(y * 10), 120, 255})
		}
	}
	var b bytes.Buffer
	png.Encode(&b, img)
	return b.Bytes()
}

// knownStreams lists, by recording, how our answers differ and why. A key is
// the difference or the parts of it set apart by stars; one that begins with a
// star may be idle.
var knownStreams = map[string]map[string]string{
	"misskey-2025.4/home": {
		"ltl note":          "one note more reached the recorded client: caches of followings live 10 s there, ours are always fresh",
		"ltl note lacks":    "as above",
		"*note: * recorded": "as above",
	},
	"misskey-2025.4/lists-antennas-channels": {
		"alice list note: 8 recorded, 9 of ours": "list members are cached for 5 s there",
	},
	"misskey-2025.4/drive": {
		"lacks .blurhash: null":     "the stage uploads a picture for every file, the recorder also other files",
		"lacks .thumbnailUrl: null": "as above",
	},
	"misskey-2025.4/errors": {
		"app-read-account x-main unreadNotification": "two belong to what the recorder did before the file begins",
		"x-queueStats stats":                         "the recorded server ticks for all sockets at once, ours per join",
		"binary connected":                           "binary frames are not in the file as frames",
		"huge-":                                      "frames over 4,000 characters are cut in the file",
	},
	"misskey-2025.4/official-client": {
		"official ": "the file holds the page's own HTTP, which the stage does not drive",
	},
	"misskey-2025.4/main-notifications": {
		"signin lacks .headers":        "the headers are those of whoever signs in",
		"adds .achievement":            "the recorded person had these achievements already",
		"otification: 19 recorded, 21": "as above",
		"admin main":                   "an administrator sees moderation fields, and as an own follower the full MeDetailed",
		"admin adm newAbuseUserReport": "the recorded server mails reports first and answered later than the recorder waited",
		"m1 driveFileCreated":          "the recorder's uploads failed",
		"1 driveFileCreated":           "as above",
		"meUpdated: 8 recorded":        "the recorded server also tells it after achievements, roles and sign-ins",
	},
	"fork-2025.10/stats": {
		"stats: 19 recorded, 18 of ours": "the first tick comes earlier there: one clock for all",
		"statsLog adds []":               "the recorded server had just started and had no log",
	},
	"fork-2025.10/chat": {
		"lacks*isProxy":  "a field of the fork alone",
		"lacks*isLocked": "UserLite has it on that fork alone",
	},
}

// knownCalls are recorded exchanges that cannot be repeated, with the reason.
var knownCalls = map[string]string{
	"drive-files-create-anon":      "the stage signs every upload; TestUploads covers it",
	"drive-files-create-nofile":    "as above",
	"drive-files-create-toolarge":  "as above",
	"err-bad-bearer":               "the stage sends tokens in the body",
	"i-bearer":                     "as above",
	"err-token-type":               "the recorded server never answers",
	"err-rate-limit":               "limits are off in the stage; TestLimits covers it",
	"notes-create-err-rate-limit":  "as above",
	"signin-flow-too-soon":         "sign-in is not throttled",
	"signup-disabled":              "nobody can sign up in the town",
	"notes-local-timeline-sinceId": "the recorded id is not of this world; paging has its own test",
}

// knownHTTP lists how our answers over HTTP differ and why.
var knownHTTP = map[string]string{
	"*emojis adds .emojis[].category: null":      "the emoji of the stage has no category",
	"*i-notifications-bob lacks":                 "bob's life before the recording",
	"*meta* .themeColor":                         "the town has a colour, an icon, a short name and rules",
	"*meta* .iconUrl":                            "as above",
	"*meta* .shortName":                          "as above",
	"*meta* .serverRules":                        "as above",
	"*roles-list adds [].iconUrl: string":        "our roles have icons",
	"*lacks*isProxy":                             "a field of the fork alone",
	"*lacks*isLocked":                            "UserLite has it on that fork alone",
	"*chat-messages-user-timeline lacks [].file": "no message of the stage has a file",
}
