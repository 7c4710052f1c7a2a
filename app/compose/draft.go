package compose

import (
	"strings"
	"time"

	"nagare/stream/misskey"
)

// Target says what a note answers to. The zero Target is a note of its own. Each target has its own draft.
type Target struct {
	ReplyID   string `json:"reply,omitempty"`
	QuoteID   string `json:"quote,omitempty"`
	ChannelID string `json:"channel,omitempty"` // a board; a reply within one has both
}

// own reports whether a note answers to none.
func (t Target) own() bool { return t.ReplyID == "" && t.QuoteID == "" }

// Draft is a note being written. It holds no token, and nothing of it is sent before [Send].
type Draft struct {
	Target
	Channel    string             `json:"channelName,omitempty"`
	Text       string             `json:"text,omitempty"`
	HasCW      bool               `json:"hasCW,omitempty"`
	CW         string             `json:"cw,omitempty"` // kept also while HasCW is off
	Visibility misskey.Visibility `json:"visibility,omitempty"`
	LocalOnly  bool               `json:"localOnly,omitempty"`
	To         []Person           `json:"to,omitempty"` // of a direct note
	Poll       *Poll              `json:"poll,omitempty"`
	Files      []File             `json:"files,omitempty"`  // in the drive already
	Unsent     []string           `json:"unsent,omitempty"` // names of files that had not reached the drive
	Attempt    *Attempt           `json:"attempt,omitempty"`
	At         time.Time          `json:"at,omitzero"` // last change
}

// Person is somebody a direct note is for.
type Person struct {
	ID   string `json:"id"`
	Acct string `json:"acct"`
}

// File is an attached file of the account's drive.
type File struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Type      string `json:"type"`
	Thumb     string `json:"thumb,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Sensitive bool   `json:"sensitive,omitempty"`
}

// FileOf is a drive file as an attachment.
func FileOf(f *misskey.File) File {
	thumb := f.ThumbnailURL
	if thumb == "" && strings.HasPrefix(f.Type, "image/") {
		thumb = f.URL
	}
	return File{ID: f.ID, Name: f.Name, Type: f.Type, Thumb: thumb, Comment: f.Comment, Sensitive: f.IsSensitive}
}

// Attempt is a sending whose outcome is not known: no answer came, or the page ended in between.
type Attempt struct {
	Note misskey.NewNote `json:"note"`
	At   time.Time       `json:"at"`
}

// Empty reports whether nothing would be lost with the draft.
func (d *Draft) Empty() bool {
	return strings.TrimSpace(d.Text) == "" && strings.TrimSpace(d.CW) == "" && d.Poll == nil && len(d.Files) == 0 &&
		len(d.Unsent) == 0 && d.Attempt == nil
}

// Note is what notes/create is asked for.
func (d *Draft) Note(now time.Time) misskey.NewNote {
	n := misskey.NewNote{Text: d.Text, Visibility: d.Visibility, LocalOnly: d.LocalOnly, ReplyID: d.ReplyID, RenoteID: d.QuoteID, ChannelID: d.ChannelID}
	if strings.TrimSpace(n.Text) == "" {
		n.Text = ""
	}
	if d.HasCW {
		cw := d.CW
		n.CW = &cw
	}
	if d.ChannelID != "" { // boards are public and stay on the server (P8.7)
		n.Visibility, n.LocalOnly = misskey.VisibilityPublic, true
	}
	if n.Visibility == misskey.VisibilitySpecified {
		n.VisibleUserIDs = []string{}
		for _, p := range d.To {
			n.VisibleUserIDs = append(n.VisibleUserIDs, p.ID)
		}
	}
	for _, f := range d.Files {
		n.FileIDs = append(n.FileIDs, f.ID)
	}
	if d.Poll != nil {
		n.Poll = d.Poll.note(now)
	}
	return n
}

// Redraft makes a draft of a note that is deleted to be written anew. Whom a direct note was for is known by id only.
func Redraft(n *misskey.Note, now time.Time) Draft {
	d := Draft{Target: Target{ReplyID: n.ReplyID, QuoteID: n.RenoteID, ChannelID: n.ChannelID}, Visibility: n.Visibility, LocalOnly: n.LocalOnly, At: now}
	if n.Text != nil {
		d.Text = *n.Text
	}
	if n.CW != nil {
		d.HasCW, d.CW = true, *n.CW
	}
	if n.Channel != nil {
		d.Channel = n.Channel.Name
	}
	for _, id := range n.VisibleUserIDs {
		d.To = append(d.To, Person{ID: id})
	}
	for i := range n.Files {
		d.Files = append(d.Files, FileOf(&n.Files[i]))
	}
	if p := n.Poll; p != nil {
		d.Poll = &Poll{Multiple: p.Multiple}
		for _, c := range p.Choices {
			d.Poll.Choices = append(d.Poll.Choices, c.Text)
		}
		if p.ExpiresAt.After(now) {
			d.Poll.Until = p.ExpiresAt
		}
	}
	return d
}
