package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"nagare/web"
)

// files is the real set of assets with a program that is not one.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(web.Embedded, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "dist/") {
			return err
		}
		b, err := fs.ReadFile(web.Embedded, name)
		m[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	w.Write([]byte("\x00asm, or so"))
	w.Close()
	for _, program := range []string{"app", "watch"} {
		m["dist/"+program+".wasm.gz"] = &fstest.MapFile{Data: gz.Bytes()}
		m["dist/"+program+".wasm.br"] = &fstest.MapFile{Data: []byte("brotli")}
	}
	m["dist/wasm_exec.js"] = &fstest.MapFile{Data: []byte("class Go {}\n")}
	return m
}

func build(t *testing.T, o web.Options) *web.Site {
	t.Helper()
	if o.Files == nil {
		o.Files = files(t)
	}
	s, err := web.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s http.Handler, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(r *http.Response) string {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestPathsThatAreServed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		prefix, path string
		code         int
		ctype        string
	}{
		{"", "/", 200, "text/html"},
		{"", "/?c=localTimeline@misskey.example", 200, "text/html"},
		{"", "/settings", 200, "text/html"},
		{"", "/notes/9xabc@misskey.example", 200, "text/html"},
		{"", "/@user@host.tld", 200, "text/html"},
		{"", "/@user@host.tld/", 200, "text/html"},
		{"", "/anything/else", 200, "text/html"},
		{"", "/app-worker.js", 200, "text/javascript"},
		{"", "/manifest.webmanifest", 200, "application/manifest+json"},
		{"", "/robots.txt", 200, "text/plain"},
		{"", "/missing.png", 404, "text/plain"},
		{"", "/favicon.ico", 404, "text/plain"},
		{"", "/web/", 404, "text/plain"},
		{"", "/web", 404, "text/plain"},
		{"", "/web/000000000000/app.css", 404, "text/plain"},
		{"", "/web/app.wasm", 404, "text/plain"},
		{"", "/api/meta", 404, "text/plain"},
		{"", "/_demo/", 404, "text/plain"},
		{"", "/sitemap.xml", 404, "text/plain"},
		{"", "/ads.txt", 404, "text/plain"},
		{"", "/app.js", 404, "text/plain"},
		{"", "/app.css", 404, "text/plain"},
		{"", "/../server.go", 404, "text/plain"},
		{"/repo", "/repo/", 200, "text/html"},
		{"/repo/", "/repo/notes/9x@h.example", 200, "text/html"},
		{"/repo", "/repo", 308, ""},
		{"/repo", "/", 404, "text/plain"},
		{"/repo", "/repository", 404, "text/plain"},
		{"/repo", "/robots.txt", 200, "text/plain"},
		{"/a/b", "/a/b/app-worker.js", 200, "text/javascript"},
	} {
		r := get(build(t, web.Options{Prefix: c.prefix}), "GET", c.path)
		if r.StatusCode != c.code || !strings.HasPrefix(r.Header.Get("Content-Type"), c.ctype) {
			t.Errorf("prefix %q, %s: %d %s, want %d %s", c.prefix, c.path, r.StatusCode, r.Header.Get("Content-Type"), c.code, c.ctype)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := build(t, web.Options{})
	for _, path := range []string{"/", "/app-worker.js", "/missing.png", "/manifest.webmanifest"} {
		h := get(s, "GET", path).Header
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe-inline") {
			t.Errorf("%s: policy %s", path, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s: %q", path, name, h.Get(name))
			}
		}
		if h.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: Cache-Control %q", path, h.Get("Cache-Control"))
		}
	}
}

var quoted = regexp.MustCompile(`(?:href|src)="(/[^"]*)"`)

func TestEverythingThePageNamesIsThere(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/repo"} {
		s := build(t, web.Options{Prefix: prefix, Demo: "/_demo"})
		page := body(get(s, "GET", prefix+"/"))
		found := quoted.FindAllStringSubmatch(page, -1)
		if len(found) < 8 {
			t.Fatalf("only %d links in the page", len(found))
		}
		for _, m := range found {
			r := get(s, "GET", m[1])
			if r.StatusCode != 200 {
				t.Errorf("%s: %d", m[1], r.StatusCode)
			}
			if strings.Contains(m[1], "/web/") && r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("%s: Cache-Control %q", m[1], r.Header.Get("Cache-Control"))
			}
		}
		if !strings.Contains(page, `<meta name="nagare-demo" content="`+prefix+`/_demo">`) {
			t.Error("the demo is not announced")
		}
		if strings.Contains(page, "{{") {
			t.Errorf("unfilled: %.60s", page[strings.Index(page, "{{"):])
		}
		order := []string{"/wasm_exec.js", "/boot.js", "/app.js", "/list.js"}
		at := -1
		for _, name := range order {
			i := strings.Index(page, name)
			if i <= at {
				t.Errorf("scripts are not in the order %v", order)
			}
			at = i
		}
	}
	if page := body(get(build(t, web.Options{}), "GET", "/")); strings.Contains(page, "nagare-demo") {
		t.Error("a demo is announced that is not there")
	}
}

func TestThePageNeedsNoInlineScriptButItsOwn(t *testing.T) {
	t.Parallel()
	r := get(build(t, web.Options{}), "GET", "/")
	page := body(r)
	before, rest, _ := strings.Cut(page, "<script>")
	own, after, _ := strings.Cut(rest, "</script>")
	sum := sha256.Sum256([]byte(own))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(r.Header.Get("Content-Security-Policy"), want) {
		t.Errorf("the policy does not allow the page's own script, %s", want)
	}
	for _, program := range []string{"app", "watch"} {
		if !regexp.MustCompile(`\["/web/\w+/` + program + `\.wasm", "11"\]`).MatchString(own) {
			t.Errorf("the page's script does not name %s.wasm and its size: %s", program, own)
		}
	}
	page = before + after
	for _, bad := range []string{`<script>`, ` style="`, ` onclick=`, ` onload=`, `javascript:`} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	if strings.Index(page, "<div class=\"sk\"") < strings.Index(page, "<body>") || !regexp.MustCompile(`<body>\s*<div class="sk"`).MatchString(page) {
		t.Error("the first element of the body, which go-app replaces, is not the skeleton")
	}
}

func TestNegotiation(t *testing.T) {
	t.Parallel()
	s := build(t, web.Options{})
	page := body(get(s, "GET", "/"))
	wasm := regexp.MustCompile(`/web/\w+/app\.wasm`).FindString(page)
	for _, c := range []struct{ path, accept, want string }{
		{wasm, "gzip, deflate, br, zstd", "br"},
		{wasm, "br;q=0, gzip", "gzip"},
		{wasm, "gzip;q=1.0, br;q=0.5", "gzip"},
		{wasm, "br;q=0,gzip;q=0", ""},
		{wasm, "*", "br"},
		{wasm, "*;q=0", ""},
		{wasm, "GZIP", "gzip"},
		{wasm, "br ; Q = 0.3", "br"},
		{wasm, "identity, br;q=0.1", ""},
		{wasm, "br;q=nonsense", ""},
		{wasm, "", ""},
		{wasm, "zstd, deflate", ""},
		{"/", "br, gzip", "gzip"}, // made at start, where there is no brotli
		{"/", "br", ""},
	} {
		r := get(s, "GET", c.path, "Accept-Encoding", c.accept)
		if got := r.Header.Get("Content-Encoding"); got != c.want {
			t.Errorf("%s, accepting %q: %q, want %q", c.path, c.accept, got, c.want)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: Vary %q", c.path, r.Header.Get("Vary"))
		}
		if n := len(body(r)); r.ContentLength >= 0 && int(r.ContentLength) != n {
			t.Errorf("%s: says %d bytes, sends %d", c.path, r.ContentLength, n)
		}
	}
	if got := body(get(s, "GET", wasm)); got != "\x00asm, or so" {
		t.Errorf("the plain program is %q", got)
	}
}

func TestValidators(t *testing.T) {
	t.Parallel()
	s := build(t, web.Options{})
	plain := get(s, "GET", "/").Header.Get("Etag")
	zipped := get(s, "GET", "/", "Accept-Encoding", "gzip").Header.Get("Etag")
	if plain == "" || plain == zipped {
		t.Fatalf("tags %q and %q must differ by encoding", plain, zipped)
	}
	for _, c := range []struct {
		tag  string
		code int
	}{
		{plain, 304}, {"W/" + plain, 304}, {`"other", ` + plain, 304}, {"*", 304}, {zipped, 200}, {`"other"`, 200}, {"", 200},
	} {
		r := get(s, "GET", "/", "If-None-Match", c.tag)
		if r.StatusCode != c.code {
			t.Errorf("If-None-Match: %s: %d, want %d", c.tag, r.StatusCode, c.code)
		}
		if r.StatusCode == 304 && body(r) != "" {
			t.Error("a 304 has a body")
		}
	}
	if r := get(s, "GET", "/missing.png", "If-None-Match", plain); r.StatusCode != 404 {
		t.Errorf("a missing file with a known tag: %d", r.StatusCode)
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	s := build(t, web.Options{})
	for _, m := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		r := get(s, m, "/")
		if r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", m, r.StatusCode, r.Header.Get("Allow"))
		}
	}
	head := get(s, "HEAD", "/")
	full := body(get(s, "GET", "/"))
	if head.StatusCode != 200 || body(head) != "" || head.Header.Get("Content-Length") == "" {
		t.Errorf("HEAD: %d, length %q", head.StatusCode, head.Header.Get("Content-Length"))
	}
	if full == "" {
		t.Error("GET is empty")
	}
}

func TestManifest(t *testing.T) {
	t.Parallel()
	s := build(t, web.Options{Prefix: "/repo"})
	var m struct {
		ID, Scope string
		StartURL  string `json:"start_url"`
		Icons     []struct{ Src, Sizes, Purpose string }
		Shortcuts []struct{ URL string }
	}
	if err := json.Unmarshal([]byte(body(get(s, "GET", "/repo/manifest.webmanifest"))), &m); err != nil {
		t.Fatal(err)
	}
	for _, u := range append([]string{m.ID, m.Scope, m.StartURL}, m.Shortcuts[0].URL) {
		if !strings.HasPrefix(u, "/repo/") {
			t.Errorf("%q is outside the prefix", u)
		}
	}
	have := map[string]bool{}
	for _, i := range m.Icons {
		have[i.Sizes+" "+i.Purpose] = true
		if r := get(s, "GET", i.Src); r.StatusCode != 200 {
			t.Errorf("icon %s: %d", i.Src, r.StatusCode)
		}
	}
	for _, want := range []string{"192x192 any", "512x512 any", "192x192 maskable", "512x512 maskable", "512x512 monochrome"} {
		if !have[want] {
			t.Errorf("no icon %s", want)
		}
	}
}

func TestWorker(t *testing.T) {
	t.Parallel()
	s := build(t, web.Options{Prefix: "/repo"})
	w := body(get(s, "GET", "/repo/app-worker.js"))
	list := regexp.MustCompile(`(?s)const KEEP = (\[.*?\]);`).FindStringSubmatch(w)
	if list == nil {
		t.Fatalf("no list in the worker: %.300s", w)
	}
	var keep []string
	if err := json.Unmarshal([]byte(list[1]), &keep); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(keep, "\n")
	for _, need := range []string{"/repo/\n", "app.css", "wasm_exec.js", "boot.js", "app.js", "manifest.webmanifest"} {
		if !strings.Contains(all, need) {
			t.Errorf("the worker does not keep %s", strings.TrimSpace(need))
		}
	}
	for _, p := range keep {
		if r := get(s, "GET", p); r.StatusCode != 200 {
			t.Errorf("the worker keeps %s: %d", p, r.StatusCode)
		}
	}
	if !regexp.MustCompile(`const PROGRAMS = \[\s*"/repo/web/\w+/(app|watch)\.wasm",\s*"/repo/web/\w+/(app|watch)\.wasm"\s*\];`).MatchString(w) || strings.Contains(all, ".wasm") {
		t.Error("the worker does not tell the two programs from the rest")
	}
	if !strings.Contains(w, `"`+s.Version()+`"`) {
		t.Error("the worker carries no version")
	}
}

func TestVersionFollowsContent(t *testing.T) {
	t.Parallel()
	same := build(t, web.Options{}).Version()
	if again := build(t, web.Options{}).Version(); again != same {
		t.Errorf("two builds of the same are %s and %s", same, again)
	}
	for _, name := range []string{"app.css", "boot.js", "sw.js", "program.js", "shell.html", "theme.css", "icons.svg", "icons/icon.svg"} {
		f := files(t)
		f[name] = &fstest.MapFile{Data: append(append([]byte(nil), f[name].Data...), '\n')}
		if v := build(t, web.Options{Files: f}).Version(); v == same {
			t.Errorf("%s changed and the version did not", name)
		}
	}
	if v := build(t, web.Options{Demo: "/_demo"}).Version(); v == same {
		t.Error("the demo does not change the version")
	}
}

func TestStaleBrotliIsNotServed(t *testing.T) {
	t.Parallel()
	f := files(t)
	f["dist/app.css.000000000000.br"] = &fstest.MapFile{Data: []byte("of another app.css")}
	s := build(t, web.Options{Files: f})
	css := regexp.MustCompile(`/web/\w+/app\.css`).FindString(body(get(s, "GET", "/")))
	if r := get(s, "GET", css, "Accept-Encoding", "br"); r.Header.Get("Content-Encoding") == "br" {
		t.Error("it is")
	}
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	without := files(t)
	delete(without, "dist/watch.wasm.gz")
	if _, err := web.Build(web.Options{Files: without}); !errors.Is(err, web.ErrNotBuilt) {
		t.Errorf("without wasm: %v", err)
	}
	for _, p := range []string{"repo", "/a//b", "/a/../b", "/a b", "/\"", "/é", "//", "/a/."} {
		if _, err := web.Build(web.Options{Files: files(t), Prefix: p}); !errors.Is(err, web.ErrPrefix) {
			t.Errorf("prefix %q: %v", p, err)
		}
	}
}
