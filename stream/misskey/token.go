package misskey

import "context"

// TokenVerdict is what the HTTP API says about a token (P1.2). A socket that is refused tells nothing, so this is asked.
type TokenVerdict string

// The verdicts.
const (
	TokenGood      TokenVerdict = "good"      // a socket may be had: keep trying
	TokenDead      TokenVerdict = "dead"      // unknown, revoked, or the account is gone: sign out
	TokenSuspended TokenVerdict = "suspended" // stop and say so
	TokenNoStream  TokenVerdict = "no-stream" // lacks read:account: calls may work, a socket does not
	TokenUnknown   TokenVerdict = "unknown"   // the server could not be asked: keep trying; the error says why
)

// CheckToken asks whether the API's token is good for a socket. An error comes with TokenUnknown only.
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
		return TokenNoStream, nil
	}
	return TokenUnknown, err
}
