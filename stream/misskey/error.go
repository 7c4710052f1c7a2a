package misskey

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/valyala/fastjson"
)

// Fault sorts the ways in which a call can fail by what is to be done about them. It is a machine word; the words for
// people are the caller's.
type Fault string

// The faults. Every [Error] has one.
const (
	// FaultUnreachable: no answer at all. In a browser also: an answer without CORS headers, a refused redirect, a
	// blocked request; the page is not told which (P8.4).
	FaultUnreachable Fault = "unreachable"
	// FaultCanceled: the caller gave up. Whether a write arrived is not known.
	FaultCanceled Fault = "canceled"
	// FaultTimeout: connected perhaps, but no answer in time. Some servers never answer malformed tokens.
	FaultTimeout Fault = "timeout"
	// FaultNotMisskey: something answered, but not as a Misskey server does: a page, a redirect, another shape.
	FaultNotMisskey Fault = "not-misskey"
	// FaultNoEndpoint: a Misskey server that does not have this endpoint. Ask [API.Endpoints] before.
	FaultNoEndpoint Fault = "no-endpoint"
	// FaultNeedsLogin: the endpoint, or this content of it, is not for the anonymous.
	FaultNeedsLogin Fault = "needs-login"
	// FaultDisabled: the server, or the account's role, does not offer this timeline or function.
	FaultDisabled Fault = "disabled"
	// FaultTokenDead: the token is unknown or revoked: the account must sign in again.
	FaultTokenDead Fault = "token-dead"
	// FaultSuspended: the account is suspended.
	FaultSuspended Fault = "suspended"
	// FaultPermission: the token lacks the permission, or the account the role, or the endpoint takes no app tokens.
	FaultPermission Fault = "permission"
	// FaultRateLimited: wait for RetryAfter.
	FaultRateLimited Fault = "rate-limited"
	// FaultProcessing: the server is still busy with an identical request (P8.2, misskey.io).
	FaultProcessing Fault = "processing"
	// FaultRefused: the request was understood and refused; Code and ID say why (P appendix A).
	FaultRefused Fault = "refused"
	// FaultServer: the server or a proxy before it is in trouble.
	FaultServer Fault = "server"
	// FaultTooLarge: the answer exceeded the limit and was not read.
	FaultTooLarge Fault = "too-large"
	// FaultArguments: the call was wrong on our side and never sent.
	FaultArguments Fault = "arguments"
)

// Codes that callers ask for by name (P8.2, appendix A). Codes are not unique; ids are.
const (
	CodeInvalidParam       = "INVALID_PARAM"
	CodeCredentialRequired = "CREDENTIAL_REQUIRED"
	CodeAuthFailed         = "AUTHENTICATION_FAILED"
	CodePermissionDenied   = "PERMISSION_DENIED"
	CodeRateLimit          = "RATE_LIMIT_EXCEEDED"
	CodeNoSuchNote         = "NO_SUCH_NOTE"
	CodeNoSuchUser         = "NO_SUCH_USER"
	CodeAlreadyReacted     = "ALREADY_REACTED"
	CodeNotReacted         = "NOT_REACTED"
	CodeAlreadyVoted       = "ALREADY_VOTED"
	CodeProcessing         = "PROCESSING"
)

// Error is a failed call. Neither it nor what it wraps ever contains the token.
type Error struct {
	Endpoint string // such as "notes/show"
	Fault    Fault
	Status   int    // HTTP; 0: there was no answer
	Code     string // the server's word, such as NO_SUCH_NOTE; "": none
	ID       string // the server's uuid for endpoint and cause; the best key for exact handling (P8.2)
	Kind     string // "client", "server", "permission", "": not told
	Message  string // English, from the server, or what this package has to say
	Param    string // INVALID_PARAM: what was wrong, such as "#/properties/limit/maximum"
	// RetryAfter is how long to wait before trying again; 0: not told.
	RetryAfter time.Duration
	// Err is the cause below HTTP, if any: a context's error, a network error.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Endpoint)
	b.WriteString(": ")
	switch {
	case e.Code != "" && e.Message != "":
		b.WriteString(e.Message)
		b.WriteString(" (")
		b.WriteString(e.Code)
		b.WriteByte(')')
	case e.Code != "":
		b.WriteString(e.Code)
	case e.Message != "":
		b.WriteString(e.Message)
	default:
		b.WriteString(string(e.Fault))
	}
	if e.Status != 0 && e.Status/100 != 2 && e.Code == "" {
		b.WriteString(" (HTTP ")
		b.WriteString(strconv.Itoa(e.Status))
		b.WriteByte(')')
	}
	return b.String()
}

// Unwrap returns the cause below HTTP, so that errors.Is finds context.Canceled.
func (e *Error) Unwrap() error { return e.Err }

// FaultOf returns the fault of a call's error, or "" for nil and for errors of other origin (such as a context's).
func FaultOf(err error) Fault {
	var e *Error
	if errors.As(err, &e) {
		return e.Fault
	}
	return ""
}

// CodeOf returns the server's code in a call's error, or "".
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// answerError reads a failed answer of any shape (P8.2). It returns nil when the answer is a success.
func answerError(endpoint string, resp *Response, now time.Time) *Error {
	e := &Error{Endpoint: endpoint, Status: resp.Status}
	body := trimSpace(resp.Body)
	ok := resp.Status == 200 || resp.Status == 204
	if ok && (len(body) == 0 || body[0] != '{') {
		if len(body) > 0 && body[0] == '<' {
			e.Fault, e.Message = FaultNotMisskey, "a web page came instead of an answer"
			return e
		}
		return nil
	}
	var v *fastjson.Value
	var p fastjson.Parser
	if len(body) > 0 && body[0] == '{' {
		if !ok || hasErrorMember(body) {
			v, _ = p.ParseBytes(body)
		} else {
			return nil
		}
	}
	if ok && (v == nil || text(v.Get("error"), "code") == "" && text(v.Get("error"), "id") == "") {
		return nil // an entity that happens to have a member called error
	}
	switch {
	case v == nil:
		e.Message = plainMessage(resp.Status)
	case v.Get("error") != nil && v.Get("error").Type() == fastjson.TypeObject:
		d := v.Get("error")
		e.Code, e.ID = text(d, "code"), text(d, "id")
		e.Kind, e.Message = text(d, "kind"), text(d, "message")
		if info := d.Get("info"); info != nil && info.Type() == fastjson.TypeObject {
			e.Param = text(info, "param")
			if e.Code == "INTERNAL_ERROR" && e.Message == "" {
				e.Message = text(info, "message")
			}
			if ms := info.GetFloat64("resetMs"); ms > 0 && ms < maxMillis {
				if wait := time.UnixMilli(int64(ms)).Sub(now); wait > 0 && wait < 24*time.Hour {
					e.RetryAfter = wait
				}
			}
		}
	case v.Get("error") != nil && v.Get("error").Type() == fastjson.TypeString:
		// The web framework's own shape: {statusCode, error: "Not Found", message}.
		e.Message = text(v, "message")
		if e.Message == "" {
			e.Message = text(v, "error")
		}
	default:
		e.Message = plainMessage(resp.Status)
	}
	if e.RetryAfter == 0 {
		if s, err := strconv.Atoi(strings.TrimSpace(resp.RetryAfter)); err == nil && s > 0 && s < 86400 {
			e.RetryAfter = time.Duration(s) * time.Second
		}
	}
	e.Fault = faultOf(e, v != nil, v != nil && v.Exists("statusCode"), body)
	if e.Fault == FaultRateLimited && e.RetryAfter == 0 {
		e.RetryAfter = defaultRetryAfter
	}
	return e
}

// defaultRetryAfter is how long to wait when a server limits without saying for how long (P8.3).
const defaultRetryAfter = 10 * time.Second

// faultOf sorts an answer that was no success. framework tells that the web framework under Misskey wrote it.
func faultOf(e *Error, wasJSON, framework bool, body []byte) Fault {
	switch e.Code {
	case CodeCredentialRequired, "SIGNIN_REQUIRED", "CONTENT_RESTRICTED_BY_USER", "CONTENT_RESTRICTED_BY_SERVER":
		return FaultNeedsLogin
	case "LTL_DISABLED", "GTL_DISABLED", "STL_DISABLED", "BTL_DISABLED", "VRTL_DISABLED", "UNAVAILABLE":
		return FaultDisabled
	case CodeAuthFailed, "USER_IS_DELETED":
		return FaultTokenDead
	case "YOUR_ACCOUNT_SUSPENDED":
		return FaultSuspended
	case CodePermissionDenied, "ROLE_PERMISSION_DENIED", "YOUR_ACCOUNT_MOVED":
		return FaultPermission
	case "ACCESS_DENIED":
		if e.ID == "56f35758-7dd5-468b-8439-5d6fb8ec9b8e" { // endpoint takes no app tokens; elsewhere: not one's own
			return FaultPermission
		}
	case CodeRateLimit:
		return FaultRateLimited
	case CodeProcessing:
		return FaultProcessing
	case "UNKNOWN_API_ENDPOINT":
		return FaultNoEndpoint
	case "INTERNAL_ERROR":
		// misskey.io answers known causes with 400 and another id (P8.2): those are refusals.
		if e.Status == 400 {
			return FaultRefused
		}
		return FaultServer
	}
	switch {
	case e.Status == 202:
		return FaultProcessing
	case e.Status == 429:
		return FaultRateLimited
	case e.Status >= 500:
		return FaultServer
	case e.Code != "":
		return FaultRefused
	case e.Status == 401 && wasJSON:
		return FaultTokenDead
	case e.Status == 403 && (wasJSON || framework || len(body) == 0): // else a proxy's page
		return FaultPermission
	case e.Status == 404 && e.Endpoint == "meta":
		return FaultNotMisskey // every Misskey has this one
	case e.Status == 404 && (framework || string(body) == "Not Found"):
		return FaultNoEndpoint
	case e.Status == 404 && wasJSON:
		return FaultNotMisskey // some other software's API
	case e.Status >= 400 && e.Status != 404 && (wasJSON || len(body) == 0):
		return FaultRefused
	}
	return FaultNotMisskey
}

func plainMessage(status int) string {
	switch {
	case status >= 500:
		return "the server is in trouble"
	case status == 429:
		return "too many requests"
	case status == 202:
		return "the server is still busy with the same request"
	case status == 403:
		return "access was denied"
	case status/100 == 3:
		return "the server answered with a redirect"
	}
	return "what answered does not look like a Misskey server"
}

// hasErrorMember is a cheap look at a successful object: whether it begins as an error envelope, as misskey.io and
// proxies sometimes send with a status of success.
func hasErrorMember(body []byte) bool {
	i := 1
	for i < len(body) && isSpace(body[i]) {
		i++
	}
	const key = `"error"`
	return len(body) >= i+len(key) && string(body[i:i+len(key)]) == key
}

func text(v *fastjson.Value, key string) string {
	const most = 500 // a message for people; more is an attack or a page
	b := v.GetStringBytes(key)
	if len(b) > most {
		b = b[:most]
	}
	return strings.ToValidUTF8(string(b), "")
}

func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// transportError sorts what the fetcher could not do.
func transportError(endpoint string, err error) *Error {
	e := &Error{Endpoint: endpoint, Fault: FaultUnreachable, Message: "the server could not be reached", Err: err}
	switch {
	case errors.Is(err, errTimeout):
		e.Fault, e.Message = FaultTimeout, "the server did not answer in time"
	case errors.Is(err, ErrTooLarge):
		e.Fault, e.Message = FaultTooLarge, "the answer was too large"
	case errors.Is(err, context.DeadlineExceeded):
		e.Fault, e.Message = FaultTimeout, "the server did not answer in time"
	case errors.Is(err, context.Canceled):
		e.Fault, e.Message = FaultCanceled, "the call was given up"
	}
	return e
}
