package misskey

import (
	"context"

	"nagare/stream/internal/token"
)

// TokenVerdict is what the HTTP API says about a token (P1.2). A socket that is refused tells nothing, so this is asked.
// Package stream has the same type.
type TokenVerdict = token.Verdict

// The verdicts.
const (
	TokenGood      = token.Good      // a socket may be had: keep trying
	TokenDead      = token.Dead      // unknown, revoked, or the account is gone: sign out
	TokenSuspended = token.Suspended // stop and say so
	TokenTooWeak   = token.TooWeak   // lacks read:account: calls may work, a socket does not
	TokenUnknown   = token.Unknown   // the server could not be asked: keep trying; the error says why
)

// CheckToken asks whether the API's token is good for a socket. An error comes with TokenUnknown only. It is what
// CheckToken of package stream's Options wants.
func (a *API) CheckToken(ctx context.Context) (TokenVerdict, error) {
	raw, err := a.Raw(ctx, "i", nil)
	switch FaultOf(err) {
	case "":
		if _, err := DecodeUser(raw); err != nil {
			return TokenUnknown, &Error{Endpoint: "i", Fault: FaultNotMisskey, Status: 200, Message: "the answer is not an account", Err: err}
		}
		return TokenGood, nil
	case FaultTokenDead, FaultNeedsLogin:
		return TokenDead, nil
	case FaultSuspended:
		return TokenSuspended, nil
	case FaultPermission:
		return TokenTooWeak, nil
	}
	return TokenUnknown, err
}
