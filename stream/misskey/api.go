package misskey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// API calls one server, anonymously or for one account. It may be used by several goroutines; its fields must not be
// changed after the first call. Only Origin is required.
type API struct {
	Origin string // such as "https://misskey.example"; may carry a path. See [ParseOrigin]
	Token  string // zero: anonymous

	Fetch   Fetcher       // zero: the platform's: fetch on wasm, net/http natively
	Limiter *Limiter      // zero: calls go out at once. Share one among all API values of an origin
	Timeout time.Duration // of one attempt; zero: 20 s; negative: none
	MaxBody int           // of an answer in bytes; zero: 8 MiB
	Retries int           // further attempts of a read that failed below HTTP or with 502, 503, 504; zero: 2; negative: none

	Now   func() time.Time                                 // zero: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // zero: a timer. It blocks for d, or until ctx ends: then its error
	Rand  func() float64                                   // zero: math/rand/v2.Float64; spreads retries
}

// Fetcher performs one HTTP exchange. It must not follow redirects (a token would go along to another origin), must not
// send cookies, and must stop reading beyond Request.Limit with [ErrTooLarge].
type Fetcher interface {
	Fetch(ctx context.Context, r *Request) (*Response, error)
}

// Request is one HTTP request.
type Request struct {
	Method      string
	URL         string
	ContentType string // "": no body
	Body        []byte
	Limit       int  // most bytes of the answer's body
	Cache       bool // an answer kept by the browser will do
	Opaque      bool // only whether anything answers is asked; Status and Body may stay empty. Redirects may be followed
}

// Response is the answer to a [Request], of whatever status.
type Response struct {
	Status      int
	ContentType string
	RetryAfter  string // the header of that name; a browser sees it only on its own origin (P8.3)
	Body        []byte
}

// ErrTooLarge is what a [Fetcher] returns when an answer exceeds its limit.
var ErrTooLarge = errors.New("the answer is larger than allowed")

var errTimeout = errors.New("no answer in time")

// Call calls an endpoint. params is marshalled to a JSON object; nil means {}. The token is added. out is filled by
// json.Unmarshal, so the types of this package decode tolerantly; nil drops the answer. The error is an *Error, except
// when ctx ended: then it is ctx's error wrapped in one.
func (a *API) Call(ctx context.Context, endpoint string, params, out any) error {
	body, err := a.Raw(ctx, endpoint, params)
	if err != nil || out == nil {
		return err
	}
	if len(body) == 0 {
		return &Error{Endpoint: endpoint, Fault: FaultNotMisskey, Status: 200, Message: "the answer was empty"}
	}
	if err := json.Unmarshal(body, out); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return nil // a member of the wrong type: the rest was read (P7)
		}
		return &Error{Endpoint: endpoint, Fault: FaultNotMisskey, Status: 200, Message: "the answer has an unexpected shape", Err: err}
	}
	return nil
}

// Raw is [API.Call] with the answer as it came; nil when there was none (HTTP 204). It is the caller's to keep.
func (a *API) Raw(ctx context.Context, endpoint string, params any) ([]byte, error) {
	body, err := a.encode(params, true)
	if err != nil {
		return nil, &Error{Endpoint: endpoint, Fault: FaultArguments, Message: "the parameters cannot be encoded", Err: err}
	}
	return a.post(ctx, endpoint, endpoint, body)
}

// post sends body to path, and again as far as that is safe. endpoint names the call in errors.
func (a *API) post(ctx context.Context, endpoint, path string, body []byte) ([]byte, error) {
	return a.send(ctx, endpoint, &Request{
		Method: "POST", URL: a.Origin + "/api/" + path, ContentType: "application/json", Body: body, Limit: a.maxBody(),
	})
}

func (a *API) send(ctx context.Context, endpoint string, r *Request) ([]byte, error) {
	if err := checkOrigin(a.Origin); err != nil {
		return nil, &Error{Endpoint: endpoint, Fault: FaultArguments, Message: err.Error()}
	}
	again := 0
	if safeToRepeat(endpoint) {
		if again = a.Retries; again == 0 {
			again = 2
		}
	}
	for attempt := 0; ; attempt++ {
		body, err := a.once(ctx, endpoint, r)
		if err == nil {
			return body, nil
		}
		if attempt >= again || ctx.Err() != nil || !passing(err) {
			return nil, a.withoutToken(err)
		}
		// Full jitter over 0.4 s, 0.8 s, …: many columns of one page fail at the same moment.
		wait := time.Duration(a.random() * float64(400*time.Millisecond<<attempt))
		if a.sleep(ctx, wait) != nil {
			return nil, a.withoutToken(err)
		}
	}
}

// once is one attempt, queued by the limiter.
func (a *API) once(ctx context.Context, endpoint string, r *Request) ([]byte, *Error) {
	key := endpoint
	if a.Token != "" {
		key += "\x00" + a.Token // limits are per account, or per address for the anonymous (P8.3)
	}
	release, err := a.Limiter.acquire(ctx, key, a)
	if err != nil {
		var limited *Error
		if errors.As(err, &limited) {
			limited.Endpoint = endpoint
			return nil, limited
		}
		return nil, transportError(endpoint, err)
	}
	defer release()

	resp, err := a.fetch(ctx, r)
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, transportError(endpoint, err)
	}
	if e := answerError(endpoint, resp, a.now()); e != nil {
		if e.Fault == FaultNeedsLogin && a.Token != "" && e.Code == CodeCredentialRequired {
			e.Fault = FaultTokenDead // a token was sent and not taken for one
		}
		if e.Fault == FaultRateLimited {
			a.Limiter.block(key, a.now().Add(e.RetryAfter))
		}
		return nil, e
	}
	if len(resp.Body) == 0 {
		return nil, nil
	}
	return resp.Body, nil
}

// fetch performs the exchange within the time limit.
func (a *API) fetch(ctx context.Context, r *Request) (*Response, error) {
	f := a.Fetch
	if f == nil {
		f = platformFetcher
	}
	limit := a.Timeout
	if limit == 0 {
		limit = 20 * time.Second
	}
	if limit < 0 {
		return f.Fetch(ctx, r)
	}
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timer, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		if a.sleep(timer, limit) == nil {
			cancel(errTimeout)
		}
	}()
	resp, err := f.Fetch(inner, r)
	if err != nil && context.Cause(inner) == errTimeout {
		return nil, errTimeout
	}
	return resp, err
}

// passing reports whether an error may be gone a moment later.
func passing(e *Error) bool {
	switch e.Fault {
	case FaultUnreachable:
		return true
	case FaultServer:
		return e.Status == 502 || e.Status == 503 || e.Status == 504
	}
	return false
}

// withoutToken makes sure that no text of an error shows the token, should a server or a network layer echo it.
func (a *API) withoutToken(e *Error) error {
	if a.Token == "" {
		return e
	}
	hide := func(s string) string { return strings.ReplaceAll(s, a.Token, "(token)") }
	e.Message, e.Code, e.ID, e.Kind, e.Param = hide(e.Message), hide(e.Code), hide(e.ID), hide(e.Kind), hide(e.Param)
	if e.Err != nil && strings.Contains(e.Err.Error(), a.Token) {
		e.Err = errors.New(hide(e.Err.Error()))
	}
	return e
}

// encode marshals params into an object and adds the token as the member i.
func (a *API) encode(params any, token bool) ([]byte, error) {
	body := []byte("{}")
	if params != nil {
		var err error
		if body, err = json.Marshal(params); err != nil {
			return nil, err
		}
		if string(body) == "null" {
			body = []byte("{}")
		}
	}
	if len(body) < 2 || body[0] != '{' {
		return nil, fmt.Errorf("parameters must be an object, not %T", params)
	}
	if !token || a.Token == "" {
		return body, nil
	}
	i, err := json.Marshal(a.Token)
	if err != nil {
		return nil, err
	}
	out := append([]byte(`{"i":`), i...)
	if len(body) > 2 {
		out = append(out, ',')
	}
	return append(out, body[1:]...), nil
}

func (a *API) maxBody() int {
	if a.MaxBody > 0 {
		return a.MaxBody
	}
	return 8 << 20
}

func (a *API) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

func (a *API) random() float64 {
	if a.Rand != nil {
		return a.Rand()
	}
	return rand.Float64()
}

func (a *API) sleep(ctx context.Context, d time.Duration) error {
	if a.Sleep != nil {
		return a.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
