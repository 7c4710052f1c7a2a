//go:build js

package misskey

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"syscall/js"
)

// platformFetcher is the [Fetcher] used where an [API] names none.
var platformFetcher Fetcher = new(jsFetcher)

// jsFetcher goes through the browser's fetch.
type jsFetcher struct {
	funcs atomic.Int64 // js.Funcs not released yet; the tests want 0 in the end
}

func (f *jsFetcher) Fetch(ctx context.Context, r *Request) (*Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	global := js.Global()
	abort := global.Get("AbortController").New()
	init := map[string]any{
		"method":         r.Method,
		"credentials":    "omit",        // cookies change the answer's CORS on misskey.io (P8.4)
		"redirect":       "error",       // the body holds the token: it goes to no other origin
		"referrerPolicy": "no-referrer", // the page's address names what is being read
		"cache":          "no-store",
		"signal":         abort.Get("signal"),
	}
	if r.Cache {
		delete(init, "cache")
	}
	if r.Opaque {
		init["mode"], init["redirect"] = "no-cors", "follow"
	}
	if r.ContentType != "" {
		init["headers"] = map[string]any{"Content-Type": r.ContentType}
		body := global.Get("Uint8Array").New(len(r.Body))
		js.CopyBytesToJS(body, r.Body)
		init["body"] = body
	}
	resp, err := f.await(ctx, abort, global.Call("fetch", r.URL, init))
	if err != nil {
		return nil, err
	}
	if r.Opaque {
		abort.Call("abort") // the body is not wanted
		return new(Response), nil
	}
	headers := resp.Get("headers")
	out := &Response{
		Status: resp.Get("status").Int(), ContentType: header(headers, "content-type"),
		RetryAfter: header(headers, "retry-after"),
	}
	if resp.Get("body").IsNull() {
		return out, nil
	}
	reader := resp.Get("body").Call("getReader")
	for {
		chunk, err := f.await(ctx, abort, reader.Call("read"))
		if err != nil {
			return nil, err
		}
		if chunk.Get("done").Bool() {
			return out, nil
		}
		value := chunk.Get("value")
		n := value.Get("byteLength").Int()
		if len(out.Body)+n > r.Limit {
			abort.Call("abort")
			return nil, ErrTooLarge
		}
		at := len(out.Body)
		if cap(out.Body)-at < n {
			grown := make([]byte, at, max(2*cap(out.Body), at+n))
			copy(grown, out.Body)
			out.Body = grown
		}
		out.Body = out.Body[:at+n]
		js.CopyBytesToGo(out.Body[at:], value)
	}
}

func header(headers js.Value, name string) string {
	if v := headers.Call("get", name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// await waits for a promise. When ctx ends first it aborts the request and returns at once; the callbacks release
// themselves when the promise settles, which an abort makes it do.
func (f *jsFetcher) await(ctx context.Context, abort, promise js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	settled := make(chan result, 1) // buffered: nobody may be waiting any more, and a callback must never block the page
	var then, catch js.Func
	var once sync.Once
	release := func() {
		once.Do(func() {
			then.Release()
			catch.Release()
			f.funcs.Add(-2)
		})
	}
	f.funcs.Add(2)
	then = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- result{value: args[0]}
		release()
		return nil
	})
	catch = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- result{err: reason(args)}
		release()
		return nil
	})
	promise.Call("then", then, catch)
	select {
	case r := <-settled:
		return r.value, r.err
	case <-ctx.Done():
		abort.Call("abort")
		return js.Undefined(), ctx.Err()
	}
}

// reason is why a promise was rejected. Only the kind of error is told: its message may hold addresses.
func reason(args []js.Value) error {
	if len(args) > 0 && args[0].Type() == js.TypeObject {
		if name := args[0].Get("name"); name.Type() == js.TypeString {
			return errors.New("fetch: " + name.String())
		}
	}
	return errors.New("fetch failed")
}
