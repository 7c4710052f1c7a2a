package compose

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// Target says what a note answers to. The zero Target is a note of its own. Each target has its own draft.
type Target struct {
	ReplyID   string `json:"reply,omitempty"`
	QuoteID   string `json:"quote,omitempty"`
	ChannelID string `json:"channel,omitempty"` // a board; a reply within one has both
}

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

// Key names the draft of an account for a target, in the browser's storage. A note of its own has one place, whichever
// board it is for: that is part of the draft, so that it is found again by who only wants to go on writing.
func Key(src store.Source, t Target) string {
	k := draftPrefix + string(src) + "|"
	switch {
	case t.ReplyID != "":
		return k + "reply:" + t.ReplyID
	case t.QuoteID != "":
		return k + "quote:" + t.QuoteID
	}
	return k
}

// own reports whether a note answers to none.
func (t Target) own() bool { return t.ReplyID == "" && t.QuoteID == "" }

const (
	draftPrefix = "nagare.draft:"
	indexKey    = "nagare.drafts"
	maxDrafts   = 40
)

// Storage keeps strings by key, as localStorage does. Get answers "" for what is not there; Set whether it was kept.
type Storage interface {
	Get(key string) string
	Set(key, value string) bool
	Remove(key string)
}

// Shelf keeps drafts, each under the key of its account and target. It forgets the oldest when there are too many.
type Shelf struct{ Storage Storage }

// Load returns a kept draft; ok is false when there is none that can be read. That of a note of its own is for the board
// it was written for, or none.
func (s Shelf) Load(src store.Source, t Target) (d Draft, ok bool) {
	raw := s.Storage.Get(Key(src, t))
	if raw == "" && t.own() {
		raw = s.moved(src)
	}
	if raw == "" || json.Unmarshal([]byte(raw), &d) != nil {
		return Draft{Target: t}, false
	}
	if !t.own() || d.Empty() {
		d.Target = t
	}
	return d, !d.Empty()
}

// moved is the newest draft for a board of those that were kept by board once, and nothing opened: it has its place now.
func (s Shelf) moved(src store.Source) string {
	to := Key(src, Target{})
	list := s.index()
	for i := len(list) - 1; i >= 0; i-- {
		if strings.HasPrefix(list[i], to+"channel:") {
			raw := s.Storage.Get(list[i])
			s.forget(list[i])
			if raw != "" {
				s.put(to, raw)
				return raw
			}
		}
	}
	return ""
}

// Save keeps a draft, or forgets it when it is empty. It answers false when the browser did not keep it.
func (s Shelf) Save(src store.Source, d *Draft) bool {
	key := Key(src, d.Target)
	if d.Empty() {
		s.forget(key)
		return true
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return false
	}
	return s.put(key, string(raw))
}

func (s Shelf) put(key, raw string) bool {
	list := slices.DeleteFunc(s.index(), func(k string) bool { return k == key })
	list = append(list, key)
	for len(list) > maxDrafts {
		s.Storage.Remove(list[0])
		list = list[1:]
	}
	s.Storage.Set(indexKey, strings.Join(list, "\n"))
	return s.Storage.Set(key, raw)
}

// Forget drops the draft of a target.
func (s Shelf) Forget(src store.Source, t Target) { s.forget(Key(src, t)) }

// ForgetAccount drops every draft of an account that signs out.
func (s Shelf) ForgetAccount(src store.Source) {
	for _, k := range s.index() {
		if strings.HasPrefix(k, draftPrefix+string(src)+"|") {
			s.forget(k)
		}
	}
}

func (s Shelf) forget(key string) {
	s.Storage.Remove(key)
	before := s.index()
	if after := slices.DeleteFunc(slices.Clone(before), func(k string) bool { return k == key }); len(after) != len(before) {
		s.Storage.Set(indexKey, strings.Join(after, "\n"))
	}
}

func (s Shelf) index() []string {
	if raw := s.Storage.Get(indexKey); raw != "" {
		return strings.Split(raw, "\n")
	}
	return nil
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
