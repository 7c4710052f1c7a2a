package e2e

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestInstallable(t *testing.T) {
	InDefaultProfile(t)
	site := Serve(t)
	tab := Open(t, site.URL+"/")
	tab.Controlled()
	tab.Installable()
	if log := strings.Join(tab.Console(), "\n"); strings.Contains(log, "updated") {
		t.Errorf("the first visit looks like an update: %s", log)
	}
}

func TestTheShellPaintsBeforeTheProgram(t *testing.T) {
	site := Serve(t)
	tab := NewTab(t)
	tab.Throttle(1.6e6, 150, 1)
	tab.Load(site.URL + "/")
	tab.Until(`performance.getEntriesByName("nagare:shell").length`, "first paint")
	if !Eval[bool](tab, `!!document.querySelector(".sk-col")`) {
		t.Error("the app was there before the skeleton could be seen")
	}
	t.Logf("first paint on 1.6 Mbit/s, 150 ms: %.0f ms", Eval[float64](tab, `performance.getEntriesByName("nagare:shell")[0].startTime`))
	tab.Shot("skeleton")
	tab.Throttle(0, 0, 1)
	tab.Until(Mounted, "mounted app")
	if !Eval[bool](tab, `performance.getEntriesByName("nagare:wasm").length === 1`) {
		t.Error("no mark nagare:wasm")
	}
}

func TestSkeletonLooksRight(t *testing.T) {
	site := Serve(t)
	tab := NewTab(t)
	tab.Throttle(400e3, 20, 1)
	tab.Load(site.URL + "/")
	tab.Until(`document.querySelector(".sk") && document.querySelector("#app-wasm-loader-label").innerText`, "skeleton")
	tab.EachLook(func(name string) { tab.Shot("skeleton-" + name) })
}

func TestLanguageOfTheShell(t *testing.T) {
	site := Serve(t)
	for tag, want := range map[string]string{"ja-JP": "ja", "en-GB": "en"} {
		tab := NewTab(t)
		tab.Language(tag)
		tab.Open(site.URL + "/")
		if got := Eval[string](tab, `document.documentElement.lang`); got != want {
			t.Errorf("%s: lang %q, want %q", tag, got, want)
		}
	}
}

func TestOfflineStart(t *testing.T) {
	site := Serve(t)
	tab := Open(t, site.URL+"/")
	tab.Controlled()
	site.Stop()
	tab.Expect("ERR_CONNECTION_REFUSED", "Failed to load resource", "WebSocket connection", "service worker")
	for _, path := range []string{"/", "/?source=pwa", "/notes/9xabc@misskey.example", "/@someone@host.tld?x=1", "/settings"} {
		tab.Open(site.URL + path)
		if got := Eval[string](tab, `location.pathname+location.search`); got != path {
			t.Errorf("%s ended at %s", path, got)
		}
	}
}

func TestWorkerLeavesTheRestAlone(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := Open(t, site.URL+"/")
	tab.Controlled()
	tab.Expect("404", "405")
	for _, c := range []struct {
		js   string
		want int
	}{
		{`fetch("/_demo/api/meta", {method: "POST", body: "{}"}).then((r) => r.status)`, 200},
		{`fetch("/api/meta").then((r) => r.status)`, 404},
		{`fetch("/missing.png").then((r) => r.status)`, 404},
		{`fetch("/", {method: "POST"}).then((r) => r.status)`, 405},
		{`fetch("/app.js").then((r) => r.status)`, 404},
	} {
		if got := Eval[int](tab, c.js); got != c.want {
			t.Errorf("%s: %d, want %d", c.js, got, c.want)
		}
	}
}

func TestTheCrashBarTellsWithoutTokens(t *testing.T) {
	site := Serve(t)
	for tag, want := range map[string]string{"ja": "再読み込み", "en": "Reload"} {
		tab := NewTab(t)
		tab.Language(tag)
		tab.Open(site.URL + "/")
		tab.Expect("panic", "index out of range", "goroutine", "exit code", "Go program has already exited", "exception", "log")
		// go-app's own entry, called wrongly, is a panic that every app has.
		Eval[any](tab, `(fs.writeSync(2, new TextEncoder().encode('wss://h.example/streaming?i=SECRETsecret1234 {"i":"SECRETsecret1234"}\n')), setTimeout(() => goappNav(), 0), 0)`)
		tab.Until(`document.querySelector("#crash[role=alert] button")`, "crash bar")
		if got := tab.Text("#crash button"); got != want {
			t.Errorf("%s: button %q, want %q", tag, got, want)
		}
		text := Eval[string](tab, `document.querySelector("#crash pre").textContent`)
		if !strings.Contains(text, "panic") || strings.Contains(text, "SECRET") {
			t.Errorf("crash text: %s", text)
		}
		tab.Shot("crash-" + tag)
		tab.Axe("crash bar")
		tab.Click("#crash button")
		tab.Until(`!document.getElementById("crash") && `+Mounted, "app after the reload")
	}
}

func TestASilentProgramIsNoticed(t *testing.T) {
	site := Serve(t)
	tab := Open(t, site.URL+"/")
	tab.Until(`window.nagarePing && window.nagarePong`, "ping of the app")
	Eval[any](tab, `(() => { const heard = nagarePong; window.pongs = 0; nagarePong = () => { window.pongs++; heard(); }; })()`)
	tab.Until(`window.pongs > 0`, "answer of the UI goroutine")
	if Eval[bool](tab, `!!document.getElementById("crash")`) {
		t.Error("a living program is called stopped")
	}
	Eval[any](tab, `void (window.nagarePing = () => {})`) // as if it had been asked and never answered
	tab.Until(`document.querySelector("#crash[role=alert]")`, "crash bar")
}

// exported writes the site under prefix and returns the folder.
func exported(t *testing.T, prefix string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command(Binary(t), "export", "-o", dir, "-prefix", prefix).CombinedOutput(); err != nil {
		t.Fatalf("export: %v: %s", err, out)
	}
	return dir
}

// pages serves a folder as plain hosts do: a file, index.html, else 404.html.
func pages(dir, prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, inside := strings.CutPrefix(r.URL.Path, prefix)
		if !inside {
			http.NotFound(w, r)
			return
		}
		name := filepath.Join(dir, filepath.FromSlash(path))
		if strings.HasSuffix(path, "/") {
			name = filepath.Join(name, "index.html")
		}
		if b, err := os.ReadFile(name); err == nil {
			w.Header().Set("Cache-Control", "max-age=600") // as GitHub Pages does
			w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(b)))
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(b))
			return
		}
		page, err := os.ReadFile(filepath.Join(dir, "404.html"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(page)
	})
}

func TestExportUnderAPrefix(t *testing.T) {
	InDefaultProfile(t)
	host := hosted(t, pages(exported(t, "/repo"), "/repo"))
	defer host.Close()
	tab := NewTab(t)
	tab.Expect("404 (Not Found)", // the first visit of a deep link is one, on a plain host
		"misskey.example", "b.example") // which are not there
	const deep = "/repo/notes/9xabc@misskey.example"
	tab.Open(host.URL + deep)
	tab.Reload()
	if got := Eval[string](tab, `location.pathname`); got != deep {
		t.Errorf("the deep link ended at %s", got)
	}
	tab.Open(host.URL + "/repo/")
	tab.Controlled()
	tab.Installable()
	if got := Eval[string](tab, `navigator.serviceWorker.ready.then((r) => new URL(r.scope).pathname)`); got != "/repo/" {
		t.Errorf("the worker's scope is %s", got)
	}
	// From now on without the host.
	host.Close()
	tab.Expect("ERR_CONNECTION_REFUSED", "Failed to load resource")
	for _, path := range []string{"/repo/", "/repo/?c=localTimeline@h.example", deep, "/repo/@a@b.example"} {
		tab.Open(host.URL + path)
	}
}

// folder is a host whose files are swapped while it runs.
type folder struct {
	mu  sync.Mutex
	dir string
}

func (f *folder) set(dir string) { f.mu.Lock(); f.dir = dir; f.mu.Unlock() }
func (f *folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	dir := f.dir
	f.mu.Unlock()
	pages(dir, "").ServeHTTP(w, r)
}

// nextVersion copies an exported site as if it had been built anew.
func nextVersion(t *testing.T, dir, mark string) string {
	t.Helper()
	to := t.TempDir()
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`name="nagare-version" content="([0-9a-f]+)"`).FindSubmatch(page)
	if version == nil {
		t.Fatal("the page carries no version")
	}
	old := string(version[1])
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !strings.HasSuffix(name, ".wasm") {
			b = []byte(strings.ReplaceAll(string(b), old, mark+old[len(mark):]))
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), b, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func TestUpdates(t *testing.T) {
	first := exported(t, "")
	second := nextVersion(t, first, "bbbb")
	broken := nextVersion(t, first, "cccc")
	sheets, err := filepath.Glob(filepath.Join(broken, "web", "*", "app.css"))
	if err != nil || len(sheets) != 1 {
		t.Fatalf("style sheets: %v %v", sheets, err)
	}
	mixed := nextVersion(t, first, "dddd") // an upload that has not reached the page yet

	var host folder
	host.set(first)
	server := hosted(t, &host)
	defer server.Close()
	tab := Open(t, server.URL+"/")
	tab.Controlled()
	tab.Expect("404", "update a ServiceWorker", "install")
	const shells = `caches.keys().then((k) => k.filter((n) => n.startsWith("nagare-shell-")).join())`
	before := Eval[string](tab, shells)
	Eval[any](tab, `(window.updates = 0, (() => { const told = goappOnUpdate; goappOnUpdate = () => { window.updates++; told(); }; })(), 0)`)
	const update = `navigator.serviceWorker.getRegistration().then((r) => r.update()).then((r) => new Promise((done) => {
		const w = r.installing || r.waiting || r.active;
		const look = () => { if (w.state === "activated" || w.state === "redundant") done(w.state); };
		w.addEventListener("statechange", look); look();
	}))`

	// A file is missing: nothing changes, the old version goes on without the host.
	if err := os.RemoveAll(filepath.Dir(sheets[0])); err != nil {
		t.Fatal(err)
	}
	// The browser's cache would have the old one: a new version has new names.
	for _, name := range []string{"index.html", "app-worker.js", "404.html"} {
		replaceIn(t, filepath.Join(broken, name), "/"+filepath.Base(filepath.Dir(sheets[0]))+"/", "/cccccccccccc/")
	}
	host.set(broken)
	if state := Eval[string](tab, update); state != "redundant" {
		t.Errorf("a broken update is %s", state)
	}
	if after := Eval[string](tab, shells); after != before {
		t.Errorf("a broken update changed the caches from %s to %s", before, after)
	}

	// The page is still the old one while the worker is new.
	old, err := os.ReadFile(filepath.Join(first, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mixed, "index.html"), old, 0o644); err != nil {
		t.Fatal(err)
	}
	host.set(mixed)
	if state := Eval[string](tab, update); state != "redundant" {
		t.Errorf("a mixed update is %s", state)
	}
	if n := Eval[int](tab, `window.updates`); n != 0 {
		t.Errorf("the app was told of %d updates that failed", n)
	}
	tab.Open(server.URL + "/settings") // the old version still starts
	Eval[any](tab, `(window.updates = 0, (() => { const told = goappOnUpdate; goappOnUpdate = () => { window.updates++; told(); }; })(), 0)`)

	host.set(second)
	if state := Eval[string](tab, update); state != "activated" {
		t.Errorf("a good update is %s", state)
	}
	tab.Until(`window.updates === 1`, "word of the update in the app")
	tab.Until(shells+`.then((s) => s.startsWith("nagare-shell-bbbb") && !s.includes(","))`, "only the new cache")
	if v := Eval[string](tab, `document.querySelector("meta[name=nagare-version]").content`); strings.HasPrefix(v, "bbbb") {
		t.Error("the page changed under the reader")
	}
	tab.Reload()
	if v := Eval[string](tab, `document.querySelector("meta[name=nagare-version]").content`); !strings.HasPrefix(v, "bbbb") {
		t.Errorf("after the reload it is still version %s", v)
	}
	server.Close()
	tab.Expect("ERR_CONNECTION_REFUSED", "Failed to load resource")
	tab.Open(server.URL + "/inspector")
}

func replaceIn(t *testing.T, path, old, new string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(b), old, new)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestStopsAtOnceWhenAsked(t *testing.T) {
	site := Serve(t, "-demo")
	tab := Open(t, site.URL+"/")
	tab.Expect("ERR_CONNECTION_REFUSED", "Failed to load resource", "WebSocket")
	start := time.Now()
	site.Stop()
	if took := time.Since(start); took > 4500*time.Millisecond {
		t.Errorf("stopping took %v", took)
	}
}
