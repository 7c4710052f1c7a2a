//go:build !js

package streamtest

import (
	"time"
)

// note is one note with everything that happened to it.
type note struct {
	id         string
	at         time.Time
	user       *user
	text, cw   *string
	visibility string
	localOnly  bool
	acceptance string
	visibleTo  []*user
	reply      *note
	renote     *note
	board      *board
	files      []*file
	poll       *poll
	tags       []string
	mentions   []*user
	emojis     []string // custom emoji names used in the text

	renotes, replies int
	reactions        reactionTally
	deleted          bool
	edited           time.Time // when last; zero: never
	charm            float64   // how much the script's crowd likes it
}

// reactionTally keeps counts in the order in which the reactions first came.
type reactionTally struct {
	order []string
	count map[string]int
	list  []*reaction // in the order they were made
}

type reaction struct {
	id   string
	at   time.Time
	user *user
	key  string
}

func (t *reactionTally) of(u *user) *reaction {
	for _, r := range t.list {
		if r.user == u {
			return r
		}
	}
	return nil
}

func (t *reactionTally) add(r *reaction) {
	if t.count == nil {
		t.count = map[string]int{}
	}
	if t.count[r.key] == 0 {
		t.order = append(t.order, r.key)
	}
	t.count[r.key]++
	t.list = append(t.list, r)
}

func (t *reactionTally) remove(u *user) *reaction {
	for i, r := range t.list {
		if r.user != u {
			continue
		}
		t.list = append(t.list[:i:i], t.list[i+1:]...)
		if t.count[r.key]--; t.count[r.key] <= 0 {
			delete(t.count, r.key)
			for j, k := range t.order {
				if k == r.key {
					t.order = append(t.order[:j:j], t.order[j+1:]...)
					break
				}
			}
		}
		return r
	}
	return nil
}

type poll struct {
	choices  []string
	votes    []map[*user]bool
	multiple bool
	expires  time.Time // zero: never
	told     bool
}

// pureRenote says whether the note only passes another one on (P7.1).
func (n *note) pureRenote() bool {
	return n.renote != nil && n.text == nil && n.cw == nil && n.reply == nil && n.poll == nil && len(n.files) == 0
}

// mentionsUser says whether u is addressed in the text.
func (n *note) mentionsUser(u *user) bool {
	for _, m := range n.mentions {
		if m == u {
			return true
		}
	}
	return false
}

// visible says whether me (nil: a visitor) may read the note.
func (n *note) visible(me *user) bool {
	switch n.visibility {
	case "public", "home":
		return true
	}
	if me == nil {
		return false
	}
	if n.user == me || n.mentionsUser(me) {
		return true
	}
	if n.visibility == "followers" {
		return me.follows(n.user) || (n.reply != nil && n.reply.user == me)
	}
	for _, u := range n.visibleTo {
		if u == me {
			return true
		}
	}
	return false
}

// hidden says whether the author's settings keep me from reading the content.
func (n *note) hidden(me *user) bool { return me == nil && n.user.hideHistory }

// unwanted says whether me asked not to see the note: mutes, blocks, muted
// servers and muted renotes (P3.3).
func (n *note) unwanted(me *user) bool { return n.unwantedFrom(me, nil) }

// unwantedFrom is unwanted for who looks at the page of somebody: that one's own
// notes are there, muted or not.
func (n *note) unwantedFrom(me, opened *user) bool {
	if me == nil {
		return false
	}
	if me.shuns(n.user) && (n.user != opened || n.user.blocks[me.id]) {
		return true
	}
	if n.reply != nil && me.shuns(n.reply.user) {
		return true
	}
	if n.renote != nil && me.shuns(n.renote.user) {
		return true
	}
	return n.pureRenote() && me.quiets[n.user.id]
}

// Note is a note as tests look at it. It is a copy: later changes do not show.
type Note struct {
	ID, UserID, Author string // Author is name or name@host
	Text, CW           string
	Visibility         string
	ReplyID, RenoteID  string
	ChannelID          string
	CreatedAt          time.Time
	Reactions          map[string]int
	Votes              []int
	Deleted            bool
}

func (n *note) export() Note {
	if n == nil {
		return Note{}
	}
	out := Note{ID: n.id, UserID: n.user.id, Author: n.user.acct(), Visibility: n.visibility, CreatedAt: n.at,
		Reactions: map[string]int{}, Deleted: n.deleted}
	if n.text != nil {
		out.Text = *n.text
	}
	if n.cw != nil {
		out.CW = *n.cw
	}
	if n.reply != nil {
		out.ReplyID = n.reply.id
	}
	if n.renote != nil {
		out.RenoteID = n.renote.id
	}
	if n.board != nil {
		out.ChannelID = n.board.id
	}
	for k, v := range n.reactions.count {
		out.Reactions[k] = v
	}
	if n.poll != nil {
		for _, v := range n.poll.votes {
			out.Votes = append(out.Votes, len(v))
		}
	}
	return out
}

type emoji struct {
	id, name, category string
	aliases            []string
	sensitive, local   bool
	license            string
	art                string // SVG
}

type board struct {
	id, name, description, color string
	at, lastNoted                time.Time
	owner                        *user
	notes                        int
	sensitive                    bool
	favorites                    map[string]bool
}

type userList struct {
	id, name string
	at       time.Time
	owner    *user
	members  []*member
	public   bool
}

type member struct {
	id          string
	at          time.Time
	user        *user
	withReplies bool
}

func (l *userList) has(u *user) *member { return membership(l.members, u) }

func membership(list []*member, u *user) *member {
	for _, m := range list {
		if m.user == u {
			return m
		}
	}
	return nil
}

type antenna struct {
	id, name, source   string
	at                 time.Time
	owner              *user
	keywords, excludes [][]string
	withReplies, files bool
	localOnly          bool
	list               *userList
	users              []string
	caught             []*note
}

type clip struct {
	id, name, description string
	at, lastClipped       time.Time
	owner                 *user
	public                bool
	notes                 []*note
}

type announcement struct {
	id, title, text, icon, display string
	at                             time.Time
	to                             *user // nil: everybody
}
