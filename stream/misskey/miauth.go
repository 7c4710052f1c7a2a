package misskey

import (
	"context"
	"net/url"
	"strings"
)

// MiAuth describes a sign-in in the server's own page (P8.5).
type MiAuth struct {
	Origin      string
	Session     string // a fresh random uuid; keep it with the origin until the return
	Name        string // of this client, as the page shows it
	Icon        string // zero: none
	Callback    string // where to return to, with ?session= added; zero: nowhere, ask [API.CheckMiAuth] from time to time
	Permissions []string
}

// URL returns the page to send the person to.
func (m MiAuth) URL() string {
	q := url.Values{}
	for k, v := range map[string]string{"name": m.Name, "icon": m.Icon, "callback": m.Callback} {
		if v != "" {
			q.Set(k, v)
		}
	}
	u := m.Origin + "/miauth/" + url.PathEscape(m.Session) + "?" + q.Encode()
	if len(m.Permissions) > 0 {
		if len(q) > 0 {
			u += "&"
		}
		// Commas and colons stay readable, as the servers' documentation writes them.
		u += "permission=" + strings.ReplaceAll(url.QueryEscape(strings.Join(m.Permissions, ",")), "%2C", ",")
	}
	return u
}

// MiAuthResult is the fruit of a sign-in.
type MiAuthResult struct {
	Token string
	User  *User
}

// CheckMiAuth asks whether a sign-in was approved. The token is given exactly once: store it at once. A nil result
// without an error means not approved: pending, denied, unknown or already asked for; the server does not say which. It
// is never repeated by itself, and needs no Token.
func (a *API) CheckMiAuth(ctx context.Context, session string) (*MiAuthResult, error) {
	const endpoint = "miauth/check" // the session is a secret until it is used: errors do not show it
	if session == "" || strings.ContainsAny(session, "/?#%") {
		return nil, &Error{Endpoint: endpoint, Fault: FaultArguments, Message: "there is no such sign-in"}
	}
	body, err := a.post(ctx, endpoint, "miauth/"+session+"/check", []byte("{}"))
	if err != nil {
		return nil, err
	}
	var answer miauthAnswer
	if err := decodeEntity(body, "answer", &answer, nil); err != nil {
		return nil, &Error{Endpoint: endpoint, Fault: FaultNotMisskey, Status: 200, Message: "the answer has an unexpected shape", Err: err}
	}
	if !answer.OK || answer.Token == "" {
		return nil, nil
	}
	return &MiAuthResult{answer.Token, answer.User}, nil
}

//misskey:decode
type miauthAnswer struct {
	OK    bool   `json:"ok"`
	Token string `json:"token"`
	User  *User  `json:"user"`
}
