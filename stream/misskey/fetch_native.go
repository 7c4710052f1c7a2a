//go:build !js

package misskey

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// platformFetcher is the [Fetcher] used where an [API] names none.
var platformFetcher Fetcher = nativeFetcher{&http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}}

type nativeFetcher struct{ client *http.Client }

func (f nativeFetcher) Fetch(ctx context.Context, r *Request) (*Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.ContentLength > int64(r.Limit) {
		return nil, ErrTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(r.Limit)+1))
	if err != nil {
		return nil, err
	}
	if len(body) > r.Limit {
		return nil, ErrTooLarge
	}
	return &Response{
		Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"),
		RetryAfter: resp.Header.Get("Retry-After"), Body: body,
	}, nil
}
