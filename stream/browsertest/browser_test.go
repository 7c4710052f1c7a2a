// Package browsertest runs package stream in Chromium, against the browser's own
// WebSocket, sees what is left after Close, and measures the package beside
// misskey-js. It is a module of its own so that its requirements are not
// stream's.
package browsertest

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/coder/websocket"
)

// site serves the page, its wasm and the misbehaving sockets.
func site(t testing.TB) (*httptest.Server, chan int) {
	t.Helper()
	dir := t.TempDir()
	wasm := filepath.Join(dir, "page.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", wasm, "./page")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the page: %v\n%s", err, out)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	closes := make(chan int, 8)
	mux := http.NewServeMux()
	file := func(path, name string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, name) })
	}
	file("/{$}", "page.html")
	for _, name := range []string{"pump.js", "rival.js", "count.js"} {
		file("/"+name, name)
	}
	file("/page.wasm", wasm)
	file("/wasm_exec.js", filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js"))
	file("/misskey-js.js", "../../app/e2e/rival/misskey-js.min.js")
	notes, err := recordedNotes()
	if err != nil {
		t.Fatal(err)
	}
	mux.HandleFunc("/notes.json", func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(notes) })
	socket := func(path string, f func(ctx context.Context, ws *websocket.Conn)) {
		mux.HandleFunc(path+"/streaming", func(w http.ResponseWriter, r *http.Request) {
			ws, err := websocket.Accept(w, r, nil)
			if err != nil {
				return
			}
			defer ws.CloseNow()
			f(r.Context(), ws)
		})
	}
	socket("/burst", func(ctx context.Context, ws *websocket.Conn) {
		_, b, err := ws.Read(ctx)
		var f struct{ Body struct{ ID string } }
		if err != nil || json.Unmarshal(b, &f) != nil {
			return
		}
		send := func(s string) { ws.Write(ctx, websocket.MessageText, []byte(s)) }
		send(fmt.Sprintf(`{"type":"connected","body":{"id":%q}}`, f.Body.ID))
		for i := range 10000 {
			send(fmt.Sprintf(`{"type":"channel","body":{"id":%q,"type":"note","body":{"id":"%d"}}}`, f.Body.ID, i))
		}
		for err == nil {
			_, _, err = ws.Read(ctx)
		}
	})
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	socket("/half", func(ctx context.Context, ws *websocket.Conn) { <-done }) // reads nothing, so answers no close
	socket("/big", func(ctx context.Context, ws *websocket.Conn) {
		ws.Write(ctx, websocket.MessageText, []byte(`"`+strings.Repeat("x", 4<<20)+`"`))
		_, _, err := ws.Read(ctx)
		closes <- int(websocket.CloseStatus(err))
	})
	mux.HandleFunc("/refuse/streaming", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv, closes
}

// recordedNotes are the notes of the recordings, those of usual length.
func recordedNotes() (notes []json.RawMessage, err error) {
	f, err := os.Open("../testdata/recordings/misskey-2025.4-home.jsonl.gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(z)
	for {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			return notes, nil
		}
		if err != nil {
			return nil, err
		}
		var l struct{ Dir, Raw string }
		var e struct {
			Body struct {
				Type string
				Body json.RawMessage
			}
		}
		if json.Unmarshal(line, &l) == nil && l.Dir == "recv" && json.Unmarshal([]byte(l.Raw), &e) == nil &&
			e.Body.Type == "note" && strings.Contains(string(e.Body.Body), `"user":{`) {
			notes = append(notes, e.Body.Body)
		}
	}
}

func chromium(t testing.TB) context.Context {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		t.Skip("no Chromium: install it or set CHROMIUM")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil { // started here, it outlives the limit of each visit
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// visit opens a page and returns what its case comes to.
func visit(t testing.TB, ctx context.Context, url string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	poll := func() (string, error) {
		return chromedp.Run(ctx, chromedp.Poll[string]("window.result", chromedp.WithPollingInterval(50*time.Millisecond)))
	}
	got, err := poll()
	for err != nil && strings.Contains(err.Error(), "Cannot find context") { // it asked the page before
		got, err = poll()
	}
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return got
}

func TestInTheBrowser(t *testing.T) {
	srv, closes := site(t)
	ctx := chromium(t)
	for name, want := range map[string]string{
		"burst":  "ok",
		"half":   "ok",
		"big":    "oversized",
		"refuse": "unreachable",
	} {
		if got := visit(t, ctx, srv.URL+"/?case="+name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	select {
	case code := <-closes:
		if code != 4009 {
			t.Errorf("the socket with too long a frame was closed with %d", code)
		}
	case <-time.After(5 * time.Second):
		t.Error("the socket with too long a frame was not closed")
	}
}
