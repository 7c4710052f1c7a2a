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
	"misskey-2025.4/errors": {
		"x-queueStats stats: 1 recorded": "every 30 s by one clock of the server's, and where in it the file begins is not known",
		"huge-16777216 connected":        "not sent: 16 MiB take the test seconds",
	},
	"misskey-2025.4/broadcast": {
		"step admin/announcements/update": "a moderator's; no socket hears of it and no client of ours calls it",
		"step admin/announcements/delete": "as above",
	},
	"misskey-2025.4/main-notifications": {
		"signin lacks .headers.":            "the headers are those of whoever signs in, there a recording script",
		"admin adm newAbuseUserReport":      "none came within the 4 s until the file ends, though the channel was acknowledged; P3.5 says that moderators get it, and the only one there was the server's root",
		"1 driveFileCreated: none recorded": "the upload is answered with the id of a file of before the recording: the same bytes are stored once, and nothing was created",
	},
	"fork-2025.10/stats": {
		"ss stats: 19 recorded, 18 of ours": "every 2 s by one clock of the server's; ours is another",
		"ss statsLog adds []":               "there the log was empty 0.6 s into the file, although a figure came 0.3 s later; ours always has one",
	},
	"fork-2025.10/chat": {
		"lacks *ser.isProxy: bool":    "CherryPick has it in UserLite (P7.2); our flavour is Misskey 2025.10 itself",
		"lacks *ser.isLocked: bool":   "as above",
		"lacks *owner.isProxy: bool":  "as above",
		"lacks *owner.isLocked: bool": "as above",
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
	"options-preflight":            "it has a content type and so, to that framework, an empty body; no browser's preflight has",
	"notes-local-timeline-sinceId": "the recorded id is not of this world; paging has its own test",
}

// knownHTTP lists how our answers over HTTP differ and why.
var knownHTTP = map[string]string{
	"*emojis* adds .emojis[].category: null":        "the emoji of the stage has no category",
	"*i-notifications-bob lacks []":                 "bob's life before the recording",
	"*meta* .themeColor":                            "the town has a colour, an icon, a short name and rules",
	"*meta* .iconUrl":                               "as above",
	"*meta* .shortName":                             "as above",
	"*meta* .serverRules":                           "as above",
	"*roles-list adds [].iconUrl: string":           "our roles have icons",
	"*lacks *ser.isProxy: bool":                     "CherryPick has it in UserLite (P7.2); our flavour is Misskey 2025.10 itself",
	"*lacks *ser.isLocked: bool":                    "as above",
	"*lacks *owner.isProxy: bool":                   "as above",
	"*lacks *owner.isLocked: bool":                  "as above",
	"*no answer recorded has .fields[]":             "nobody there had any; P7.3 tells their shape",
	"*no answer recorded has .bannerBlurhash: null": "everybody looked at there had a banner; P7.3 has null",
	"*no answer recorded has .lastNotedAt: null":    "every channel there had a note; P7.8 has null",
	"*drive-folders adds []":                        "the people of the town have folders",
}
