//go:build !js

package streamtest

import (
	"strings"
	"time"
)

// user is one account, local or remote.
type user struct {
	id, username, host string
	name               string // "" shows the username
	at                 time.Time
	bot, cat, locked   bool
	admin, suspended   bool
	hideHistory        bool // requireSigninToViewContents
	description        string
	location, birthday string
	fields             [][2]string
	instance           *instance
	face               face
	roles              []*role
	uploadedAvatar     *file
	banner             bool

	following map[string]*follow // by followee id
	followers map[string]*follow // by follower id
	requests  map[string]string  // follow requests received: user id → request id
	mutes     map[string]time.Time
	quiets    map[string]bool // renote mutes
	blocks    map[string]bool
	boards    map[string]bool // followed boards
	threads   map[string]bool // muted threads
	memos     map[string]string

	mutedWords, hardMutedWords [][]string
	mutedHosts                 []string
	favorites                  []*favorite
	pinned                     []string
	notifications              []*notification // ascending by id
	readUpTo                   string          // id of the last notification read
	registry                   map[string]any
	readNotices                map[string]bool
	achievements               []string // beyond the first note's

	notesCount int
	active     time.Time // last activity, for onlineStatus
	sockets    int
	settings   map[string]any // what i/update stored and nothing else reads
}

// follow is one edge of who follows whom.
type follow struct {
	id          string
	at          time.Time
	by, whom    *user
	withReplies bool
	notify      string
}

type favorite struct {
	id   string
	note *note
}

// instance is what a server tells about the home of a remote user.
type instance struct{ host, name, software, version, color string }

// token is one way to sign in: native, or an app's with its permissions.
type token struct {
	value  string
	user   *user
	native bool
	kinds  map[string]bool
	name   string
	at     time.Time
}

func (t *token) may(kind string) bool {
	return t != nil && (t.native || kind == "" || t.kinds[kind])
}

type role struct {
	id, name, color, icon, description string
	badge, public, explorable          bool
	moderator                          bool
	order                              int
	at                                 time.Time
}

// acct is name or name@host, as mentions write it.
func (u *user) acct() string {
	if u.host == "" {
		return u.username
	}
	return u.username + "@" + u.host
}

func (u *user) remote() bool { return u.host != "" }

func (u *user) follows(other *user) bool { return u != nil && u.following[other.id] != nil }

// shuns says whether u asked never to see other.
func (u *user) shuns(other *user) bool {
	if u == nil || other == nil || u == other {
		return false
	}
	if _, ok := u.mutes[other.id]; ok {
		return true
	}
	if other.blocks[u.id] {
		return true
	}
	for _, h := range u.mutedHosts {
		if h != "" && (other.host == h || strings.HasSuffix(other.host, "."+h)) {
			return true
		}
	}
	return false
}

func (w *World) addPerson(u *user) *user {
	if u.id == "" {
		u.id = w.ids.at(u.at)
	}
	u.face.hash = u.face.blurhash()
	u.following, u.followers = map[string]*follow{}, map[string]*follow{}
	u.requests, u.mutes = map[string]string{}, map[string]time.Time{}
	u.quiets, u.blocks, u.boards = map[string]bool{}, map[string]bool{}, map[string]bool{}
	u.threads, u.memos, u.registry = map[string]bool{}, map[string]string{}, map[string]any{}
	u.readNotices, u.settings = map[string]bool{}, map[string]any{}
	w.users[u.id] = u
	w.handles[strings.ToLower(u.acct())] = u
	w.people = append(w.people, u)
	return u
}

func (w *World) addFollow(by, whom *user, at time.Time) *follow {
	f := &follow{id: w.ids.at(at), at: at, by: by, whom: whom}
	by.following[whom.id], whom.followers[by.id] = f, f
	return f
}

// newToken makes a token that looks like the real thing and depends only on
// the seed.
func (w *World) newToken(u *user, native bool, kinds []string) *token {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	n := 16
	if !native {
		n = 32
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[w.rng.IntN(len(letters))]
	}
	t := &token{value: string(b), user: u, native: native, kinds: map[string]bool{}, at: w.now()}
	for _, k := range kinds {
		t.kinds[k] = true
	}
	w.tokens[t.value] = t
	return t
}
