package accounts

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// SignIn is a MiAuth sign-in under way (P8.5). It is bound to the server it was started for, used once, and good for an
// hour.
type SignIn struct {
	Session     string         `json:"session"` // a random uuid; a secret until it is used
	Origin      string         `json:"origin"`
	Rights      misskey.Rights `json:"rights"`
	Permissions []string       `json:"permissions"`
	At          time.Time      `json:"at"`
	Back        string         `json:"back,omitempty"` // where to in the app afterwards: a path with its query
	For         string         `json:"for,omitempty"`  // user id of the account whose rights are to change; "": a new sign-in
}

const signInLife = time.Hour

// NewSignIn makes a sign-in; session is a fresh random uuid.
func NewSignIn(session, origin string, r misskey.Rights, now time.Time) SignIn {
	return SignIn{Session: session, Origin: origin, Rights: r, Permissions: misskey.Permissions(r), At: now}
}

func (s SignIn) expired(now time.Time) bool {
	return now.Sub(s.At) > signInLife || s.At.Sub(now) > signInLife
}

func (s SignIn) valid() bool {
	return isUUID(s.Session) && s.Origin != "" && !s.At.IsZero()
}

// Page is the page of the server to send the person to. app is the address of Nagare with its prefix and without a
// trailing slash, icon the address of its icon; returning false asks the server not to send the person back.
func (s SignIn) Page(app, icon string, returning bool) string {
	m := misskey.MiAuth{Origin: s.Origin, Session: s.Session, Name: "Nagare", Icon: icon, Permissions: s.Permissions}
	if returning {
		m.Callback = app + "/miauth"
	}
	return m.URL()
}

// ParseReturn reads the address that a server sent the person back to. Only a session in the form that we make counts.
func ParseReturn(rawQuery string) (session string, ok bool) {
	q, err := url.ParseQuery(rawQuery)
	if err != nil || len(q["session"]) != 1 {
		return "", false
	}
	session = q.Get("session")
	return session, isUUID(session)
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}

// SafeBack returns where to go after a sign-in: a path inside the app, else its start.
func SafeBack(back string) string {
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return "/"
	}
	return back
}

// Probe asks whether a server is a Misskey server that one can sign in to from here.
func (b *Book) Probe(ctx context.Context, origin string) error {
	m, err := b.api(origin, Token{}).Greet(ctx)
	if err != nil {
		return failure(origin, err)
	}
	if on, told := m.Features["miauth"]; told && !on {
		return &Failure{Code: FailNoMiAuth, Origin: origin}
	}
	return nil
}

// Finish asks the server for the token of an approved sign-in. The server gives it once: the caller keeps it at once.
// A Failure with FailDenied means not approved: denied, not yet answered, or answered before (the server does not say
// which); with one that is [Failure.Passing] the question did not get through and may be asked again.
func (b *Book) Finish(ctx context.Context, s SignIn, now time.Time) (Account, Token, error) {
	r, err := b.api(s.Origin, Token{}).CheckMiAuth(ctx, s.Session)
	if err != nil {
		return Account{}, Token{}, failure(s.Origin, err)
	}
	if r == nil {
		return Account{}, Token{}, &Failure{Code: FailDenied, Origin: s.Origin}
	}
	t, err := ParseToken(r.Token)
	if err != nil {
		return Account{}, Token{}, &Failure{Code: FailNotMisskey, Origin: s.Origin}
	}
	if r.User == nil || r.User.ID == "" { // older servers tell less
		if r.User, err = b.api(s.Origin, t).I(ctx); err != nil {
			return Account{}, Token{}, failure(s.Origin, err)
		}
	}
	a := describe(s.Origin, r.User, now)
	a.Rights, a.Permissions = s.Rights, slices.Clone(s.Permissions)
	return a, t, nil
}

// Adopt signs in with a token the person brought. Which permissions it has is not told by any server.
func (b *Book) Adopt(ctx context.Context, origin string, t Token, now time.Time) (Account, error) {
	u, err := b.api(origin, t).I(ctx)
	if err != nil {
		return Account{}, failure(origin, err)
	}
	if u.ID == "" {
		return Account{}, &Failure{Code: FailNotMisskey, Origin: origin}
	}
	return describe(origin, u, now), nil
}

// Check asks the server whether an account can still be used. An error means that it could not be asked.
func (b *Book) Check(ctx context.Context, src store.Source) (Trouble, error) {
	b.mu.Lock()
	i := b.index(src)
	if i < 0 {
		b.mu.Unlock()
		return TroubleNone, nil
	}
	api := b.api(src.Origin(), b.list[i].token)
	b.mu.Unlock()
	v, err := api.CheckToken(ctx)
	switch v {
	case misskey.TokenDead:
		return TroubleDead, nil
	case misskey.TokenSuspended:
		return TroubleSuspended, nil
	}
	return TroubleNone, err
}

func (b *Book) api(origin string, t Token) *misskey.API {
	return &misskey.API{Origin: origin, Token: t.Reveal(), Fetch: b.Fetch}
}

func describe(origin string, u *misskey.User, now time.Time) Account {
	return Account{Origin: origin, UserID: u.ID, Username: u.Username, Name: u.Name, Avatar: u.AvatarURL, Since: now}
}

// FailCode is a machine word for why a sign-in did not succeed.
type FailCode string

// The codes.
const (
	FailUnreachable    FailCode = "unreachable"     // nothing answers there
	FailTimeout        FailCode = "timeout"         // no answer in time
	FailNotMisskey     FailCode = "not-misskey"     // something answers, but no Misskey server
	FailServer         FailCode = "server"          // the server is in trouble; Detail says more
	FailRateLimited    FailCode = "rate-limited"    // the server asks to slow down
	FailNoMiAuth       FailCode = "no-miauth"       // the server is too old for it: a token can be pasted
	FailDenied         FailCode = "denied"          // not approved, or asked for before
	FailUnknownSession FailCode = "unknown-session" // not begun in this browser, or over
	FailExpired        FailCode = "expired"         // begun too long ago
	FailTokenDead      FailCode = "token-dead"      // the server does not know the token
	FailSuspended      FailCode = "suspended"       // the account is frozen
	FailPermission     FailCode = "permission"      // the token lacks read:account
	FailOther          FailCode = "other"           // Detail says more
)

// Failure is a sign-in that did not succeed. It never holds the token or the session.
type Failure struct {
	Code   FailCode
	Origin string
	Detail string // in the server's words; "": none
}

func (f *Failure) Error() string {
	s := "sign in"
	if f.Origin != "" {
		s += " on " + f.Origin
	}
	s += ": " + string(f.Code)
	if f.Detail != "" {
		s += " (" + f.Detail + ")"
	}
	return s
}

// Passing reports whether the same question may be asked again.
func (f *Failure) Passing() bool {
	switch f.Code {
	case FailUnreachable, FailTimeout, FailServer, FailRateLimited:
		return true
	}
	return false
}

func failure(origin string, err error) *Failure {
	f := &Failure{Origin: origin}
	switch misskey.FaultOf(err) {
	case misskey.FaultUnreachable:
		f.Code = FailUnreachable
	case misskey.FaultTimeout, misskey.FaultCanceled:
		f.Code = FailTimeout
	case misskey.FaultNotMisskey, misskey.FaultNoEndpoint, misskey.FaultTooLarge:
		f.Code = FailNotMisskey
	case misskey.FaultServer:
		f.Code = FailServer
	case misskey.FaultRateLimited:
		f.Code = FailRateLimited
	case misskey.FaultTokenDead, misskey.FaultNeedsLogin:
		f.Code = FailTokenDead
	case misskey.FaultSuspended:
		f.Code = FailSuspended
	case misskey.FaultPermission:
		f.Code = FailPermission
	default:
		f.Code = FailOther
	}
	var e *misskey.Error
	if errors.As(err, &e) {
		f.Detail = e.Code
		if f.Detail == "" && f.Code == FailServer && e.Status != 0 {
			f.Detail = "HTTP " + itoa(e.Status)
		}
	}
	return f
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
