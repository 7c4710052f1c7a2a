package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Budgets of the design, section 7.
const (
	wasmBudget  = 1_900_000
	wasmWarning = 1_800_000
	shellBudget = 40_000
)

// report prints every part of an exported site as brotli 11 makes it and says
// whether the budgets hold and whether code is linked that must not be.
func report(dir string) error {
	var shell int
	var wasm []byte
	var wasmBr, wasmGz int
	type part struct {
		name    string
		raw, br int
	}
	var parts []part
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.Base(path)
		switch filepath.Ext(name) {
		case ".wasm":
			wasm = b
		case ".html", ".css", ".js", ".webmanifest", ".svg":
			if name == "404.html" { // the same page again
				return nil
			}
			br := len(brotlied(b, 11))
			if in("soon", b, name) {
				name += " (after first paint)"
			} else if in("late", b, name) {
				name += " (when needed)"
			} else {
				shell += br
			}
			parts = append(parts, part{name, len(b), br})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if wasm == nil {
		return fmt.Errorf("%s holds no wasm", dir)
	}
	for ext, n := range map[string]*int{".br": &wasmBr, ".gz": &wasmGz} {
		paths, err := filepath.Glob(filepath.Join(dir, "web", "*", "app.wasm"+ext))
		if err != nil || len(paths) != 1 {
			return fmt.Errorf("%s holds no app.wasm%s: run make build", dir, ext)
		}
		info, err := os.Stat(paths[0])
		if err != nil {
			return err
		}
		*n = int(info.Size())
	}
	fmt.Printf("%-34s %10d\n", "app.wasm raw", len(wasm))
	fmt.Printf("%-34s %10d\n", "app.wasm gzip 9", wasmGz)
	fmt.Printf("%-34s %10d  budget %d, warning at %d\n", "app.wasm brotli 11", wasmBr, wasmBudget, wasmWarning)
	for _, p := range parts {
		fmt.Printf("%-34s %10d  raw %d\n", "  "+p.name+" brotli", p.br, p.raw)
	}
	fmt.Printf("%-34s %10d  budget %d\n", "shell + CSS + JS brotli", shell, shellBudget)

	var faults []string
	if wasmBr > wasmBudget {
		faults = append(faults, fmt.Sprintf("app.wasm is %d bytes over its budget", wasmBr-wasmBudget))
	} else if wasmBr > wasmWarning {
		fmt.Println("warning: app.wasm is near its budget")
	}
	if shell > shellBudget {
		faults = append(faults, fmt.Sprintf("shell + CSS + JS are %d bytes over their budget", shell-shellBudget))
	}
	faults = append(faults, unwanted(wasm)...)
	if len(faults) > 0 {
		return fmt.Errorf("%s", strings.Join(faults, "; "))
	}
	fmt.Println("sizes: within the budgets")
	return nil
}

// forbidden are symbols whose presence means that a browser program carries a
// server's or a client's half of net/http, TLS, or test code. The linker drops
// what nobody reaches; what is reached keeps its name in the function table,
// also when symbols are stripped.
var forbidden = []string{
	`net/http.(*Transport).dialConn`,
	`net/http.(*http2Transport).RoundTrip`,
	`net/http.(*Server).Serve`,
	`net/http.(*conn).serve`,
	`crypto/tls.(*Conn).clientHandshake`,
	`net/http/httptest.`,
	`nagare/stream/streamtest.`,
	`nagare/web.`,
	`testing.tRunner`,
}

func unwanted(wasm []byte) (faults []string) {
	for _, name := range forbidden {
		if bytes.Contains(wasm, []byte(name)) {
			faults = append(faults, "the wasm links "+strings.TrimSuffix(name, "."))
		}
	}
	return faults
}

// in tells whether a file of the site is one of a folder of web.
func in(folder string, b []byte, name string) bool {
	have, err := os.ReadFile(filepath.Join("..", folder, name))
	return err == nil && bytes.Equal(have, b)
}
