//go:build js

package misskey

import (
	"context"
	"errors"
	"strings"
	"sync"
	"syscall/js"
	"testing"
	"time"
)

// server starts a small server inside of node, which the tests then reach through fetch, as a browser would.
func server(t *testing.T) (origin string) {
	t.Helper()
	require := js.Global().Get("require")
	if require.IsUndefined() {
		t.Skip("this is not node")
	}
	make := js.Global().Get("Function").New("require", `
		return require("http").createServer((req, res) => {
			if (req.url === "/api/echo") { res.setHeader("x-cookie", String(req.headers.cookie)); req.pipe(res) }
			else if (req.url === "/api/referrer") res.end(JSON.stringify({r: req.headers.referer || "", c: req.headers.cookie || ""}))
			else if (req.url === "/api/nothing") { res.statusCode = 204; res.end() }
			else if (req.url === "/api/big") { for (let i = 0; i < 50; i++) res.write("x".repeat(1000)); res.end() }
			else if (req.url === "/api/away") { res.statusCode = 307; res.setHeader("location", "/api/echo"); res.end() }
			else if (req.url === "/api/limited") { res.statusCode = 429; res.setHeader("retry-after", "7"); res.end() }
			else if (req.url === "/api/slow") {}
			else if (req.url === "/api/half") { res.write("["); }
			else if (req.url === "/api/cut") { res.write("["); setImmediate(() => res.destroy()) }
		})`)
	s := make.Invoke(require)
	listening := newSignal()
	defer listening.Release()
	s.Call("listen", 0, "127.0.0.1", listening.Func)
	<-listening.fired
	t.Cleanup(func() {
		s.Call("closeAllConnections")
		s.Call("close")
	})
	return "http://127.0.0.1:" + js.Global().Get("String").Invoke(s.Call("address").Get("port")).String()
}

type signal struct {
	js.Func
	fired chan struct{}
}

func newSignal() signal {
	s := signal{fired: make(chan struct{}, 1)}
	s.Func = js.FuncOf(func(js.Value, []js.Value) any { s.fired <- struct{}{}; return nil })
	return s
}

func TestFetchInTheBrowser(t *testing.T) {
	origin := server(t)
	f := new(jsFetcher)
	api := &API{Origin: origin, Token: "sEcReT", Fetch: f, MaxBody: 20000, Retries: -1}
	ctx := context.Background()

	if b, err := api.Raw(ctx, "echo", map[string]any{"a": "日本"}); err != nil || string(b) != `{"i":"sEcReT","a":"日本"}` {
		t.Errorf("%s %v", b, err)
	}
	long := strings.Repeat("x", 15000)
	if b, err := api.Raw(ctx, "echo", map[string]any{"a": long}); err != nil || len(b) != 15000+len(`{"i":"sEcReT","a":""}`) {
		t.Errorf("%d %v", len(b), err)
	}
	if b, err := api.Raw(ctx, "referrer", nil); err != nil || string(b) != `{"r":"","c":""}` {
		t.Errorf("%s %v", b, err)
	}
	if b, err := api.Raw(ctx, "nothing", nil); err != nil || b != nil {
		t.Errorf("%q %v", b, err)
	}
	if _, err := f.Fetch(ctx, &Request{Method: "GET", URL: origin + "/api/big", Opaque: true, Limit: 1}); err != nil {
		t.Errorf("something is there: %v", err)
	}
	if _, err := f.Fetch(ctx, &Request{Method: "GET", URL: "http://127.0.0.1:1/", Opaque: true, Limit: 1}); err == nil {
		t.Error("nothing is there")
	}
	for endpoint, want := range map[string]Fault{"big": FaultTooLarge, "away": FaultUnreachable, "limited": FaultRateLimited, "cut": FaultUnreachable} {
		if _, err := api.Raw(ctx, endpoint, nil); FaultOf(err) != want {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
	for _, endpoint := range []string{"slow", "half"} {
		canceled, cancel := context.WithCancel(ctx)
		time.AfterFunc(5*time.Millisecond, cancel)
		if _, err := api.Raw(canceled, endpoint, nil); !errors.Is(err, context.Canceled) || FaultOf(err) != FaultCanceled {
			t.Errorf("%s: %v", endpoint, err)
		}
		api.Timeout = 5 * time.Millisecond
		if _, err := api.Raw(ctx, endpoint, nil); FaultOf(err) != FaultTimeout {
			t.Errorf("%s: %v", endpoint, err)
		}
		api.Timeout = 0
	}
	api.Origin = "http://127.0.0.1:1"
	if _, err := api.Raw(ctx, "x", nil); FaultOf(err) != FaultUnreachable {
		t.Errorf("%v", err)
	}

	api.Origin = origin
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if b, err := api.Raw(ctx, "echo", nil); err != nil || len(b) == 0 {
				t.Error(err)
			}
		})
	}
	all.Wait()

	for range 100 { // aborted promises settle in their own time
		if f.funcs.Load() == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if n := f.funcs.Load(); n != 0 {
		t.Errorf("%d functions were not released", n)
	}
}

// The page's XMLHttpRequest is not in node: a small one that records what is done with it stands in.
func TestUploadInTheBrowser(t *testing.T) {
	js.Global().Get("Function").New(`
		globalThis.XMLHttpRequest = class {
			constructor() { globalThis.lastXHR = this; this.upload = {}; this.headers = {} }
			open(method, url) { this.method = method; this.url = url; this.responseURL = url }
			setRequestHeader(k, v) { this.headers[k] = v }
			getResponseHeader() { return "application/json" }
			abort() { this.aborted = true; if (this.onabort) this.onabort() }
			async send(form) {
				this.fields = [...form.keys()].join()
				this.file = await form.get("file").text()
				if (this.url.includes("hang")) return
				if (this.url.includes("fail")) { this.onerror(); return }
				this.upload.onprogress({loaded: 3, total: 5})
				this.status = 200
				this.responseText = JSON.stringify({id: "f"})
				if (this.url.includes("away")) this.responseURL = "https://elsewhere.example/"
				this.onload()
			}
		}`).Invoke()
	defer js.Global().Delete("XMLHttpRequest")
	f := new(jsFetcher)
	api := &API{Origin: "https://misskey.example", Token: "sEcReT", Fetch: f}
	var sent int64
	u := &Upload{Name: "a.png", Type: "image/png", Data: []byte("bytes"), Comment: "c", Progress: func(n, _ int64) { sent = n }}
	file, err := api.Upload(context.Background(), u)
	if err != nil || file.ID != "f" || sent != 3 {
		t.Errorf("%+v %v %d", file, err, sent)
	}
	xhr := js.Global().Get("lastXHR")
	if got := xhr.Get("fields").String(); got != "name,comment,file" || xhr.Get("file").String() != "bytes" ||
		xhr.Get("headers").Get("Authorization").String() != "Bearer sEcReT" || strings.Contains(xhr.Get("url").String(), "sEcReT") {
		t.Errorf("%s", got)
	}
	for path, want := range map[string]Fault{"/fail": FaultUnreachable, "/away": FaultUnreachable} {
		api.Origin = "https://misskey.example" + path
		if _, err := api.Upload(context.Background(), u); FaultOf(err) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	api.Origin = "https://misskey.example/hang"
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(5*time.Millisecond, cancel)
	if _, err := api.Upload(ctx, u); FaultOf(err) != FaultCanceled || !js.Global().Get("lastXHR").Get("aborted").Bool() {
		t.Errorf("%v", err)
	}
	if n := f.funcs.Load(); n != 0 {
		t.Errorf("%d functions were not released", n)
	}
}
