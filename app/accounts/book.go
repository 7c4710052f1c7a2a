package accounts

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// Account is one sign-in, without its secret.
type Account struct {
	Origin      string         `json:"origin"` // of the server
	UserID      string         `json:"userId"`
	Username    string         `json:"username"`
	Name        string         `json:"name,omitempty"` // display name, plain
	Avatar      string         `json:"avatar,omitempty"`
	Rights      misskey.Rights `json:"rights,omitempty"`      // "": not known, as for a pasted token
	Permissions []string       `json:"permissions,omitempty"` // nil: not known
	Since       time.Time      `json:"since"`
	Trouble     Trouble        `json:"trouble,omitempty"`
}

// Trouble is why an account cannot be used any more.
type Trouble string

// The troubles.
const (
	TroubleNone        Trouble = ""
	TroubleDead        Trouble = "dead"        // the server does not know the token: revoked, or the account is gone
	TroubleRegenerated Trouble = "regenerated" // the person made a new token elsewhere (P6.1 myTokenRegenerated)
	TroubleSuspended   Trouble = "suspended"   // the server froze the account
)

// Source is the scope of the account's notes.
func (a Account) Source() store.Source { return store.SourceOf(a.Origin, a.UserID) }

// Acct is how the account is written below its name, on a server shown as host.
func (a Account) Acct(host string) string { return "@" + a.Username + "@" + host }

// Can reports whether the account's token may use a permission, as far as is known.
func (a Account) Can(permission string) bool {
	return a.Permissions == nil || slices.Contains(a.Permissions, permission)
}

// Book is everybody who is signed in here, and the sign-ins under way. Its methods may be called from any goroutine.
type Book struct {
	Fetch misskey.Fetcher // zero: the platform's. Not to be changed after the first call

	mu      sync.Mutex
	list    []entry
	pending map[string]SignIn
}

type entry struct {
	Account
	token Token
}

// Record is one thing for the vault to keep under a name; an empty Value means to forget it.
type Record struct{ Name, Value string }

// The names of records.
const (
	accountPrefix = "account:"
	signInPrefix  = "signin:"
)

// kept is an account as the vault keeps it: the only form with the secret in it.
type kept struct {
	Account
	Secret string `json:"token"`
}

// Load takes in what the vault kept. What cannot be read, or does not belong under its name, is left out.
func (b *Book) Load(records []Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list, b.pending = nil, map[string]SignIn{}
	for _, r := range records {
		switch {
		case strings.HasPrefix(r.Name, accountPrefix):
			var k kept
			if json.Unmarshal([]byte(r.Value), &k) != nil {
				continue
			}
			t, err := ParseToken(k.Secret)
			if err != nil || k.Origin == "" || k.UserID == "" || r.Name != accountName(k.Source()) {
				continue
			}
			b.list = append(b.list, entry{k.Account, t})
		case strings.HasPrefix(r.Name, signInPrefix):
			var s SignIn
			if json.Unmarshal([]byte(r.Value), &s) == nil && s.valid() && r.Name == signInPrefix+s.Session {
				b.pending[s.Session] = s
			}
		}
	}
	slices.SortStableFunc(b.list, func(x, y entry) int { return x.Since.Compare(y.Since) })
}

func accountName(src store.Source) string { return accountPrefix + string(src) }

// Put adds an account, or replaces the one of the same person on the same server, and returns what to keep.
func (b *Book) Put(a Account, t Token) Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	a.Permissions = slices.Clone(a.Permissions)
	if i := b.index(a.Source()); i >= 0 {
		a.Since = b.list[i].Since // it keeps its place
		b.list[i] = entry{a, t}
	} else {
		b.list = append(b.list, entry{a, t})
	}
	return record(entry{a, t})
}

func record(e entry) Record {
	raw, err := json.Marshal(kept{e.Account, e.token.Reveal()})
	if err != nil { // strings, times and lists of strings always marshal
		return Record{Name: accountName(e.Source())}
	}
	return Record{accountName(e.Source()), string(raw)}
}

// Remove signs an account out and returns what to forget.
func (b *Book) Remove(src store.Source) Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := b.index(src); i >= 0 {
		b.list = slices.Delete(b.list, i, i+1)
	}
	return Record{Name: accountName(src)}
}

// SetTrouble notes why an account cannot be used, or that it can again. ok is false when that is no news.
func (b *Book) SetTrouble(src store.Source, t Trouble) (r Record, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.index(src)
	if i < 0 || b.list[i].Trouble == t || b.list[i].Trouble == TroubleRegenerated && t == TroubleDead {
		return Record{}, false // regenerated tells more than dead
	}
	b.list[i].Trouble = t
	return record(b.list[i]), true
}

// Renew takes in what a server says of an account now: name and picture may be others than at the sign-in. ok is false when
// that is no news.
func (b *Book) Renew(src store.Source, u *misskey.User) (r Record, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.index(src)
	if i < 0 || u.ID != b.list[i].UserID {
		return Record{}, false
	}
	e := &b.list[i]
	if e.Username == u.Username && e.Name == u.Name && e.Avatar == u.AvatarURL {
		return Record{}, false
	}
	e.Username, e.Name, e.Avatar = u.Username, u.Name, u.AvatarURL
	return record(*e), true
}

func (b *Book) index(src store.Source) int {
	return slices.IndexFunc(b.list, func(e entry) bool { return e.Source() == src })
}

// All returns the accounts, the oldest sign-in first.
func (b *Book) All() []Account { return b.of("") }

// Of returns the accounts on a server.
func (b *Book) Of(origin string) []Account { return b.of(origin) }

func (b *Book) of(origin string) []Account {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []Account
	for _, e := range b.list {
		if origin == "" || e.Origin == origin {
			out = append(out, e.Account)
		}
	}
	return out
}

// Get returns the account of a source.
func (b *Book) Get(src store.Source) (Account, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i := b.index(src); i >= 0 {
		return b.list[i].Account, true
	}
	return Account{}, false
}

// First returns the account that a new column of a server gets: the first without trouble; "" when there is none.
func (b *Book) First(origin string) string {
	for _, a := range b.Of(origin) {
		if a.Trouble == TroubleNone {
			return a.UserID
		}
	}
	return ""
}

// Can reports whether a source is a signed-in account whose token may use a permission.
func (b *Book) Can(src store.Source, permission string) bool {
	a, ok := b.Get(src)
	return ok && a.Trouble == TroubleNone && a.Can(permission)
}

// Credentials returns the secret of a source for requests to its server, in the form that live.Options.Accounts wants.
// ok is false for the anonymous and for who is not signed in.
func (b *Book) Credentials(src store.Source) (token string, permissions []string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.index(src)
	if i < 0 {
		return "", nil, false
	}
	return b.list[i].token.Reveal(), slices.Clone(b.list[i].Permissions), true
}

// Begin notes a sign-in under way and returns what to keep until the return, and what to forget: those grown too old.
func (b *Book) Begin(s SignIn) (keep Record, forget []Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pending == nil {
		b.pending = map[string]SignIn{}
	}
	for _, old := range slices.Sorted(maps.Keys(b.pending)) {
		if b.pending[old].expired(s.At) {
			delete(b.pending, old)
			forget = append(forget, Record{Name: signInPrefix + old})
		}
	}
	b.pending[s.Session] = s
	raw, err := json.Marshal(s)
	if err != nil { // it always marshals
		return Record{Name: signInPrefix + s.Session}, forget
	}
	return Record{signInPrefix + s.Session, string(raw)}, forget
}

// Pending returns the sign-in of a session that this browser began; a Failure tells why there is none. Nothing but the
// session comes from the address that the person returned to: the server, the rights and the way back are those kept.
func (b *Book) Pending(session string, now time.Time) (SignIn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := b.pending[session]
	switch {
	case !ok:
		return SignIn{}, &Failure{Code: FailUnknownSession}
	case s.expired(now):
		return s, &Failure{Code: FailExpired, Origin: s.Origin}
	}
	return s, nil
}

// Waiting returns the youngest sign-in under way, for who came back without the server's help.
func (b *Book) Waiting(now time.Time) (SignIn, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var best SignIn
	for _, s := range b.pending {
		if !s.expired(now) && (best.Session == "" || s.At.After(best.At)) {
			best = s
		}
	}
	return best, best.Session != ""
}

// End forgets a sign-in and returns what the vault shall forget.
func (b *Book) End(session string) Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.pending, session)
	return Record{Name: signInPrefix + session}
}
