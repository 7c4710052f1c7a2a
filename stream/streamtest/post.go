//go:build !js

package streamtest

import (
	"regexp"
	"strings"
	"time"
)

// NoteSpec says what to post. Only By and some content are needed.
type NoteSpec struct {
	// By is the author: "alice", "mei@hoshi.example" or an id. Zero means alice.
	By string
	// Text and CW; zero means none.
	Text, CW string
	// Visibility is public, home, followers or specified. Zero means public.
	Visibility string
	// To are the readers of a specified note.
	To []string
	// Reply and Renote are note ids. A Renote without text is a pure renote.
	Reply, Renote string
	// Channel is the id of a board.
	Channel string
	// LocalOnly notes do not leave the server.
	LocalOnly bool
	// Poll adds one when it has choices.
	Poll PollSpec
	// Pictures attaches that many drawn pictures; FileIDs attaches drive files.
	Pictures int
	FileIDs  []string
	// Sensitive hides the pictures behind a click.
	Sensitive bool
	// Acceptance is reactionAcceptance; zero means any reaction.
	Acceptance string
	// At gives the note an id of another moment: remote notes come late. Zero
	// means now.
	At time.Time

	scenes []string // which pictures suit; none: any
}

// PollSpec describes a poll.
type PollSpec struct {
	Choices  []string
	Multiple bool
	// Expires is when the poll ends. Zero means never.
	Expires time.Time
}

// Post publishes a note and returns it. An unknown author, target or an empty
// note yields the zero Note.
func (w *World) Post(s NoteSpec) Note {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.compose(s)
	if n == nil {
		return Note{}
	}
	w.add(n)
	return n.export()
}

func (w *World) compose(s NoteSpec) *note {
	if s.By == "" {
		s.By = "alice"
	}
	u := w.person(s.By)
	if u == nil {
		return nil
	}
	n := &note{user: u, at: s.At, visibility: s.Visibility, localOnly: s.LocalOnly, acceptance: s.Acceptance}
	if n.at.IsZero() {
		n.at = w.now()
	}
	if n.visibility == "" {
		n.visibility = "public"
	}
	if s.Text != "" {
		n.text = &s.Text
	}
	if s.CW != "" {
		n.cw = &s.CW
	}
	if s.Reply != "" {
		if n.reply = w.notes[s.Reply]; n.reply == nil {
			return nil
		}
	}
	if s.Renote != "" {
		if n.renote = w.notes[s.Renote]; n.renote == nil {
			return nil
		}
	}
	if s.Channel != "" {
		if n.board = w.board(s.Channel); n.board == nil {
			return nil
		}
		n.localOnly, n.visibility = true, "public"
	}
	for _, to := range s.To {
		if u := w.person(to); u != nil {
			n.visibleTo = append(n.visibleTo, u)
		}
	}
	for _, id := range s.FileIDs {
		if f := w.files[id]; f != nil {
			n.files = append(n.files, f)
		}
	}
	for range s.Pictures {
		n.files = append(n.files, w.newPicture(u, n.at, pictureSeed(w.rng, s.scenes), s.Sensitive))
	}
	if len(s.Poll.Choices) > 0 {
		n.poll = &poll{choices: s.Poll.Choices, multiple: s.Poll.Multiple, expires: s.Poll.Expires}
		n.poll.votes = make([]map[*user]bool, len(s.Poll.Choices))
		for i := range n.poll.votes {
			n.poll.votes[i] = map[*user]bool{}
		}
	}
	if n.text == nil && n.renote == nil && n.poll == nil && len(n.files) == 0 {
		return nil
	}
	return n
}

// add gives the note its id, files it and tells everyone who listens.
func (w *World) add(n *note) {
	n.id = w.ids.at(n.at)
	w.read(n)
	w.insert(n)
	n.user.notesCount++
	n.user.active = w.now()
	if n.board != nil {
		n.board.notes++
		n.board.lastNoted = n.at
	}
	if n.reply != nil {
		n.reply.replies++
	}
	if n.renote != nil && n.renote.user != n.user && !n.user.bot {
		n.renote.renotes++
	}
	w.collect(n)
	w.publishNote(n)
	w.notifyAbout(n)
	w.watchPoll(n)
}

var (
	mentionPattern = regexp.MustCompile(`(?:^|[^\w@/])@([A-Za-z0-9_-]+)(?:@([A-Za-z0-9.-]+\w))?`)
	hashtagPattern = regexp.MustCompile(`(?:^|[\s、。「」（）()])[#＃]([^\s#.,!?'"/:：「」（）()\[\]、。！？<>]+)`)
	emojiPattern   = regexp.MustCompile(`:([A-Za-z0-9_]+):`)
	codePattern    = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`|https?://\\S+|<plain>.*?</plain>")
)

// read works out the mentions, hashtags and emoji of a note's text.
func (w *World) read(n *note) {
	text := ""
	if n.text != nil {
		text = *n.text
	}
	if n.cw != nil {
		text = *n.cw + "\n" + text
	}
	for _, c := range pollTexts(n.poll) {
		text += "\n" + c
	}
	text = codePattern.ReplaceAllString(text, " ")
	n.mentions, n.tags, n.emojis = nil, nil, nil
	for _, m := range mentionPattern.FindAllStringSubmatch(text, -1) {
		acct := m[1]
		if m[2] != "" {
			acct += "@" + m[2]
		} else if n.user.host != "" {
			acct += "@" + n.user.host
		}
		if u := w.person(acct); u != nil && !n.mentionsUser(u) {
			n.mentions = append(n.mentions, u)
		}
	}
	if n.reply != nil && n.reply.user != n.user && !n.mentionsUser(n.reply.user) {
		n.mentions = append(n.mentions, n.reply.user)
	}
	if n.visibility == "specified" {
		for _, u := range n.visibleTo {
			if !n.mentionsUser(u) {
				n.mentions = append(n.mentions, u)
			}
		}
	}
	seen := map[string]bool{}
	for _, m := range hashtagPattern.FindAllStringSubmatch(text, -1) {
		if t := strings.ToLower(m[1]); !seen["#"+t] {
			seen["#"+t] = true
			n.tags = append(n.tags, m[1])
		}
	}
	for _, m := range emojiPattern.FindAllStringSubmatch(text, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			n.emojis = append(n.emojis, m[1])
		}
	}
}

func pollTexts(p *poll) []string {
	if p == nil {
		return nil
	}
	return p.choices
}

// Delete removes a note and tells those who captured it. It says whether the
// note existed.
func (w *World) Delete(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.notes[id]
	if n == nil {
		return false
	}
	w.drop(n)
	return true
}

// drop deletes a note; its renotes and replies go with it silently, as they
// do on servers before 2025.8 (P7.1).
func (w *World) drop(n *note) {
	if n.deleted {
		return
	}
	n.deleted = true
	w.remove(n)
	n.user.notesCount--
	if n.reply != nil {
		n.reply.replies--
	}
	if n.renote != nil {
		n.renote.renotes = max(0, n.renote.renotes-1)
	}
	w.publishUpdate(n, "deleted", object{{"deletedAt", w.now()}})
	if w.flavour.orphansStay() {
		return
	}
	for i := len(w.timeline) - 1; i >= 0; i-- {
		if c := w.timeline[i]; c.renote == n || c.reply == n {
			c.deleted = true
			c.user.notesCount--
			w.remove(c)
		}
	}
}

// Notes returns every note there is, oldest first.
func (w *World) Notes() []Note {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]Note, len(w.timeline))
	for i, n := range w.timeline {
		out[i] = n.export()
	}
	return out
}

// Note returns one note as it is now; false when it does not exist.
func (w *World) Note(id string) (Note, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.notes[id]
	return n.export(), n != nil
}
