package compose

import (
	"strings"
	"time"
	"unicode/utf16"
)

// Problem is why a draft cannot be sent yet; "" when it can. It is a machine word, worded by the caller.
type Problem string

// The problems, in the order in which they are told.
const (
	ProblemEmpty       Problem = "empty"
	ProblemLong        Problem = "long"
	ProblemCWEmpty     Problem = "cw-empty"
	ProblemCWLong      Problem = "cw-long"
	ProblemFewChoices  Problem = "poll-few"
	ProblemSameChoices Problem = "poll-same"
	ProblemPollOver    Problem = "poll-over"
	ProblemFiles       Problem = "files" // more than a note takes
	ProblemUploading   Problem = "uploading"
	ProblemUploads     Problem = "upload-failed"
	ProblemNobody      Problem = "nobody" // a direct note to nobody
)

// The bounds of P8.7 where the server tells none.
const (
	DefaultLimit = 3000
	MaxCW        = 100
	MaxFiles     = 16
)

// Length is how servers count a text: in UTF-16 units, as Misskey's own client shows it.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// Check tells what stands against sending a draft. limit is the server's length of a text, 0 when it did not tell.
func (d *Draft) Check(limit int, uploads []Upload, now time.Time) Problem {
	if limit <= 0 {
		limit = DefaultLimit
	}
	blank := strings.TrimSpace(d.Text) == ""
	for _, u := range uploads {
		switch u.State {
		case UploadFailed:
			return ProblemUploads
		case UploadWaiting, UploadSending:
			return ProblemUploading
		}
	}
	switch {
	case blank && d.Poll == nil && len(d.Files) == 0:
		return ProblemEmpty
	case Length(d.Text) > limit:
		return ProblemLong
	case d.HasCW && strings.TrimSpace(d.CW) == "":
		return ProblemCWEmpty
	case d.HasCW && Length(d.CW) > MaxCW:
		return ProblemCWLong
	case len(d.Files) > MaxFiles:
		return ProblemFiles
	}
	if d.Poll != nil {
		if p := d.Poll.problem(now); p != "" {
			return p
		}
	}
	if d.Visibility == "specified" && d.ChannelID == "" && len(d.To) == 0 && d.ReplyID == "" {
		return ProblemNobody
	}
	return ""
}
