package store

import (
	"time"

	"nagare/stream/misskey"
)

// NoteView is one note as it is now.
type NoteView struct {
	// Note is the decoded note. Its counters are those of the copy it was decoded from: show Reactions and Poll of
	// this view instead, and for the notes in Note.Renote and Note.Reply those of [Store.Note] by their own ids.
	Note *misskey.Note
	// Rev grows with every change of anything in this view or in that of a note it embeds.
	Rev uint64
	// Reactions are those with a count, in the server's order, new ones at the end. For a pure renote they are empty:
	// they belong to the inner note.
	Reactions []Reaction
	// MyReaction is the viewer's, "" for none or when it is not known.
	MyReaction string
	// Poll is nil without one.
	Poll *PollView
	// Deleted notes are still found while a quote or a reply that embeds them is shown.
	Deleted bool
	// Stale counts may be wrong because updates were missed; they are being read again.
	Stale bool
}

// Reaction is one pill.
type Reaction struct {
	Key   string // in the form of P4.3
	Count int    // at least 1
	Mine  bool
	URL   string // picture of a custom emoji; "" for unicode
}

// PollView is a poll as it is now.
type PollView struct {
	Multiple  bool
	ExpiresAt time.Time // zero: never
	Choices   []Choice
	Total     int
	Voted     bool // the viewer has voted
}

// Choice is one choice of a poll; its index is the number to vote with.
type Choice struct {
	Text  string
	Votes int
	Mine  bool
}

// Server is what is known about a server.
type Server struct {
	Origin string
	ServerMeta
	Known  bool // the server has described itself
	Reason Reason
	// Emojis are the server's own custom emoji by name. The map is shared and grows: look up only, do not range.
	Emojis map[string]Emoji
	// EmojisKnown is false while the table has not arrived; then [Server.EmojiURL] is a good guess.
	EmojisKnown bool
}

// ServerMeta is what a server tells about itself (P7.12), as far as the deck shows it.
type ServerMeta struct {
	Name, ShortName   string
	Description       string
	Version           string
	IconURL           string
	BannerURL         string
	ThemeColor        string
	MaxNoteTextLength int // 0: not told
	MediaProxy        string
	LTLAvailable      bool // for the anonymous
	GTLAvailable      bool
	PoliciesKnown     bool
}

// Emoji is a custom emoji of a server (P7.6).
type Emoji struct {
	Name      string
	Category  string
	Aliases   []string
	URL       string
	Sensitive bool
	LocalOnly bool
}

// EmojiURL is the picture of one of the server's own custom emoji: from its table, or by the address that redirects to
// it (P7.6). It is "" for a name that cannot be one.
func (s Server) EmojiURL(name string) string {
	if e, ok := s.Emojis[name]; ok && e.URL != "" {
		return e.URL
	}
	return emojiAddress(s.Origin, name, "")
}

// emojiAddress is the redirecting address of a custom emoji on a server, of its own or of another host's (P7.6).
func emojiAddress(origin, name, host string) string {
	if origin == "" || name == "" {
		return ""
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c != '_' && c != '-' && c != '+' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	for i := 0; i < len(host); i++ {
		c := host[i]
		if c != '.' && c != '-' && c != ':' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	if host != "" {
		return origin + "/emoji/" + name + "@" + host + ".webp"
	}
	return origin + "/emoji/" + name + ".webp"
}

// Snapshot is a column as it is kept over a reload.
type Snapshot struct {
	Notes    []RawNote // newest first
	Gaps     []Gap     // newest first
	Bottom   string    // everything from here up to the newest note is there, except in gaps; "" with End
	End      bool      // nothing older exists
	LastRead string
	Anchor   Position
	SavedAt  time.Time
}
