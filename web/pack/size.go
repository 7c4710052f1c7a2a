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
	watchBudget = 1_600_000 // what a first visit waits for
	wasmBudget  = 1_900_000
	wasmWarning = 1_800_000
	shellBudget = 40_000
)

// report prints every part of an exported site as brotli 11 makes it and says
// whether the budgets hold and whether code is linked that must not be.
func report(dir string) error {
	var shell int
	wasm := map[string][]byte{}
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
			wasm[name] = b
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
	var faults []string
	for _, name := range programs {
		packed := map[string]int{}
		for _, ext := range []string{".br", ".gz"} {
			paths, err := filepath.Glob(filepath.Join(dir, "web", "*", name+ext))
			if err != nil || len(paths) != 1 {
				return fmt.Errorf("%s holds no %s%s: run make build", dir, name, ext)
			}
			info, err := os.Stat(paths[0])
			if err != nil {
				return err
			}
			packed[ext] = int(info.Size())
		}
		budget, br := watchBudget, packed[".br"]
		if name == "app.wasm" {
			budget = wasmBudget
		}
		fmt.Printf("%-34s %10d\n", name+" raw", len(wasm[name]))
		fmt.Printf("%-34s %10d\n", name+" gzip 9", packed[".gz"])
		fmt.Printf("%-34s %10d  budget %d\n", name+" brotli 11", br, budget)
		switch {
		case br > budget:
			faults = append(faults, fmt.Sprintf("%s is %d bytes over its budget", name, br-budget))
		case name == "app.wasm" && br > wasmWarning:
			fmt.Println("warning: app.wasm is near its budget")
		}
		faults = append(faults, unwanted(wasm[name])...)
	}
	for _, p := range parts {
		fmt.Printf("%-34s %10d  raw %d\n", "  "+p.name+" brotli", p.br, p.raw)
	}
	fmt.Printf("%-34s %10d  budget %d\n", "shell + CSS + JS brotli", shell, shellBudget)

	if shell > shellBudget {
		faults = append(faults, fmt.Sprintf("shell + CSS + JS are %d bytes over their budget", shell-shellBudget))
	}
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
