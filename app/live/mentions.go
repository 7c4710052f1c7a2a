package live

import (
	"encoding/json"

	"nagare/stream"
	"nagare/stream/misskey"
)

// Mentions and Direct are channels of columns with the notes that mention an account, and those of them addressed to it
// alone. They are none of the server's: their past is asked for (P3.4), what is new is heard on main (P6.1).
const (
	Mentions = "mentions"
	Direct   = "direct"
)

// heardOnMain tells the timelines that are a part of main.
func heardOnMain(channel string) bool { return channel == Mentions || channel == Direct }

// newNote reports whether a message of the column's channel is a new note of its timeline.
func (c *column) newNote(e stream.Message) bool {
	if !heardOnMain(c.spec.Channel) {
		return e.Type == "note" && (c.hasTimeline || isTimeline(c.spec.Channel))
	}
	var n struct {
		Visibility misskey.Visibility `json:"visibility"`
	}
	return e.Type == "mention" && json.Unmarshal(e.Body, &n) == nil && (c.spec.Channel == Mentions || n.Visibility == misskey.VisibilitySpecified)
}
