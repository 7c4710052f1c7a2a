package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// serveMFM builds the page with package mfm the way the app is built and serves it beside mfm-js.
func serveMFM(t *testing.T) string {
	wasm := filepath.Join(t.TempDir(), "mfm.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", wasm, "./mfmpage")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the page: %v\n%s", err, out)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	file := func(path, name string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, name) })
	}
	file("/mfm.wasm", wasm)
	file("/wasm_exec.js", filepath.Join(string(bytes.TrimSpace(root)), "lib", "wasm", "wasm_exec.js"))
	file("/mfm-js.js", filepath.Join(Root, "app", "e2e", "rival", "mfm-js.min.js"))
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<!doctype html><meta charset="utf-8"><title>mfm</title><script src="/wasm_exec.js"></script><script src="/mfm-js.js"></script>
<script>const go = new Go(); WebAssembly.instantiateStreaming(fetch("/mfm.wasm"), go.importObject).then((r) => go.run(r.instance));</script>`)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

// mfmTexts are the texts of a corpus of package mfm.
func mfmTexts(t *testing.T, name string) (texts []string) {
	b, err := os.ReadFile(filepath.Join(Root, "app", "mfm", "testdata", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c struct {
			Text   string
			Simple bool
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if !c.Simple {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

// Package mfm parses as fast as mfm-js in the same browser. Both are warm, they take turns, and the best turn counts.
func TestBenchMFM(t *testing.T) {
	needBench(t)
	tab := NewTab(t)
	tab.Load(serveMFM(t))
	tab.Until(`window.mfmParse`, "parser")
	for _, c := range []struct {
		name, target string
		texts        []string
	}{
		{"recorded texts", "x1.0", mfmTexts(t, "recorded")},
		{"corpus", "x1.0", mfmTexts(t, "texts")},
		{"a usual note", "x1.0", []string{"今日は #Misskey を使っています！ @ai@misskey.example さん :blobcat: 🎉\n**太字** と [リンク](https://example.com/path) と https://example.com/"}},
	} {
		size := 0
		for _, s := range c.texts {
			size += len(s)
		}
		repeat := max(1, 20_000/size)
		list, _ := json.Marshal(c.texts)
		Eval[bool](tab, `window.texts = `+string(list)+`, window.theirs = (n) => { const t = performance.now(); for (let i = 0; i < n; i++) for (const s of texts) Mfm.parse(s); return performance.now() - t; }, true`)
		// Both have to find as much in the texts.
		a, b := Eval[int](tab, `mfmParse(texts, 1)[1]`), Eval[int](tab, `texts.reduce((n, s) => n + Mfm.parse(s).length, 0)`)
		if a != b {
			t.Errorf("%s: %d nodes, mfm-js has %d", c.name, a, b)
		}
		var we, they []float64
		for turn := range 12 {
			x := Eval[float64](tab, fmt.Sprintf(`mfmParse(texts, %d)[0]`, repeat))
			y := Eval[float64](tab, fmt.Sprintf(`theirs(%d)`, repeat))
			if turn > 1 {
				we, they = append(we, x/float64(repeat)), append(they, y/float64(repeat))
			}
		}
		x, y := slices.Min(we), slices.Min(they)
		line(t, "parse MFM, "+strings.TrimSpace(c.name)+" (beside mfm-js)", fmt.Sprintf("%.3f ms", x), fmt.Sprintf("%.3f ms", y), ratio(x, y), c.target, x <= y)
	}
}
