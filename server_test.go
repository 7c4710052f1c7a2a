//go:build !wasm

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nagare/web"
)

// built tells whether this test binary holds a wasm, as after make build.
func built() bool {
	_, err := web.Embedded.ReadFile("dist/app.wasm.gz")
	return err == nil
}

func TestWrongCalls(t *testing.T) {
	t.Parallel()
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { busy.Close() }) // after the parallel subtests
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a recording"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		args  []string
		code  int
		says  string
		built bool // needs the wasm to get that far
	}{
		{"an unknown flag", []string{"-nonsense"}, 2, "-nonsense", false},
		{"an unknown command", []string{"serve"}, 2, `"serve" is not a command`, false},
		{"a flag without its value", []string{"-addr"}, 2, "-addr", false},
		{"a rate that is no number", []string{"-demo-rate", "fast"}, 2, "-demo-rate", false},
		{"a negative rate", []string{"-demo", "-demo-rate", "-1"}, 2, "-demo-rate", false},
		{"an unknown fault", []string{"-demo", "-demo-faults", "nonsense"}, 2, "-demo-faults", true},
		{"a prefix without a slash", []string{"-prefix", "repo"}, 2, "-prefix", true},
		{"an unknown flag of export", []string{"export", "-x"}, 2, "-x", false},
		{"export to nowhere", []string{"export"}, 2, "-o DIR", false},
		{"export with a bad prefix", []string{"export", "-o", "x", "-prefix", "a b"}, 2, "-prefix", true},
		{"export into a file", []string{"export", "-o", file}, 1, "folder you may write to", true},
		{"replay of nothing", []string{"replay"}, 2, "one recording", false},
		{"replay of a missing file", []string{"replay", file + ".missing"}, 1, "no such file", false},
		{"replay of something else", []string{"replay", file}, 1, "no recording", true},
		{"replay backwards", []string{"replay", "-speed", "-1", file}, 2, "-speed", false},
		{"a busy port", []string{"-addr", busy.Addr().String()}, 1, "in use", true},
		{"no address", []string{"-addr", "nonsense"}, 1, "-addr", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.built && !built() {
				t.Skip("needs make build")
			}
			var out, errs bytes.Buffer
			code := run(t.Context(), c.args, &out, &errs)
			if code != c.code || !strings.Contains(errs.String(), c.says) {
				t.Errorf("code %d, %q; want %d and %q", code, errs.String(), c.code, c.says)
			}
			if n := strings.Count(errs.String(), "\n"); n != 1 {
				t.Errorf("%d lines of error: %q", n, errs.String())
			}
		})
	}
}

func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ arg, says string }{
		{"-help", "-demo-faults"}, {"-help", "export -o DIR"}, {"-h", "replay [flags] FILE"}, {"-version", "nagare "},
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), []string{c.arg}, &out, &errs); code != 0 || errs.Len() > 0 || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: code %d, %q %q", c.arg, code, out.String(), errs.String())
		}
	}
}

func TestWithoutWasmItSaysWhatToDo(t *testing.T) {
	t.Parallel()
	if built() {
		t.Skip("the wasm is there")
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), nil, &out, &errs); code != 1 || !strings.Contains(errs.String(), "make build") {
		t.Errorf("code %d, %q", code, errs.String())
	}
}

// start runs the command and returns the address it prints.
func start(t *testing.T, args ...string) (url string, stop func() int) {
	t.Helper()
	if !built() {
		t.Skip("needs make build")
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	code := make(chan int, 1)
	var errs bytes.Buffer
	go func() {
		if len(args) > 0 && args[0] == "replay" {
			args = slices.Insert(slices.Clone(args), 1, "-addr", "127.0.0.1:0")
		} else {
			args = append([]string{"-addr", "127.0.0.1:0"}, args...)
		}
		code <- run(ctx, args, w, &errs)
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		cancel()
		t.Fatalf("it ended: %s", errs.String())
	}
	go io.Copy(io.Discard, r)
	_, url, _ = strings.Cut(strings.TrimSpace(line), "http")
	return "http" + strings.TrimSuffix(url, "/"), func() int {
		cancel()
		select {
		case c := <-code:
			return c
		case <-time.After(10 * time.Second):
			t.Error("it does not stop")
			return -1
		}
	}
}

func fetch(t *testing.T, method, url string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b), res.Header
}

func TestServesTheSiteAndTheDemo(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/repo"} {
		url, stop := start(t, "-demo", "-demo-rate", "0", "-prefix", prefix)
		if !strings.HasSuffix(url, prefix) {
			t.Errorf("prefix %q: it prints %s", prefix, url)
		}
		if code, page, _ := fetch(t, "GET", url+"/"); code != 200 || !strings.Contains(page, `content="`+prefix+`/_demo"`) {
			t.Errorf("prefix %q: page %d", prefix, code)
		}
		code, meta, h := fetch(t, "POST", url+"/_demo/api/meta")
		if code != 200 || !strings.Contains(meta, `"version"`) {
			t.Errorf("prefix %q: meta %d %.100s", prefix, code, meta)
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("prefix %q: what the demo says may act as a page: %v", prefix, h)
		}
		if _, page, _ := fetch(t, "GET", url+"/_demo"); strings.Contains(page, "app-wasm-loader") {
			t.Errorf("prefix %q: /_demo is the shell", prefix)
		}
		if c := stop(); c != 0 {
			t.Errorf("prefix %q: it ended with %d", prefix, c)
		}
	}
}

func TestReplays(t *testing.T) {
	t.Parallel()
	packed, err := os.Open("stream/streamtest/testdata/misskey-2025.4/home.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "home.jsonl")
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	url, stop := start(t, "replay", file)
	defer stop()
	code, notes, _ := fetch(t, "POST", url+"/_demo/api/notes/timeline")
	if code != 200 || !strings.HasPrefix(notes, `[{"id":`) {
		t.Errorf("the recorded notes: %d %.200s", code, notes)
	}
	if _, page, _ := fetch(t, "GET", url+"/"); !strings.Contains(page, `content="/_demo"`) {
		t.Error("the recording is not announced as the demo")
	}
}

func TestWithoutDemoNothingIsMounted(t *testing.T) {
	t.Parallel()
	url, stop := start(t)
	defer stop()
	if code, _, _ := fetch(t, "GET", url+"/_demo/api/meta"); code != 404 {
		t.Errorf("the demo answers %d", code)
	}
	if _, page, _ := fetch(t, "GET", url+"/"); strings.Contains(page, "nagare-demo") {
		t.Error("a demo is announced")
	}
}

func TestTheAddressThatIsPrinted(t *testing.T) {
	t.Parallel()
	got := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	for _, c := range []struct{ asked, prefix, want string }{
		{"localhost:8080", "", "http://localhost:8080/"},
		{":8080", "", "http://localhost:8080/"},
		{"0.0.0.0:8080", "/x", "http://localhost:8080/x/"},
		{"[::1]:0", "", "http://[::1]:8080/"},
		{"192.168.1.2:8080", "", "http://192.168.1.2:8080/"},
	} {
		if s := url(got, c.asked, c.prefix); s != c.want {
			t.Errorf("asked for %q: %s, want %s", c.asked, s, c.want)
		}
	}
}
