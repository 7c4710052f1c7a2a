// Command pack compresses what the browser gets. It is a module of its own so
// that the brotli encoder stays out of the app's requirements.
//
//	pack -level 11 -bin BIN DIR    (DIR is web: reads its assets, fills DIR/dist)
//	pack -size DIR                 (DIR is an exported site: prints the parts against their budgets)
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

func main() {
	level := flag.Int("level", brotli.BestCompression, "brotli level, 0 to 11")
	bin := flag.String("bin", "", "the folder with the compiled programs")
	size := flag.Bool("size", false, "print sizes of an exported site instead; exit 1 over budget")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "pack: name one folder")
		os.Exit(2)
	}
	do := func() error { return pack(flag.Arg(0), *bin, *level) }
	if *size {
		do = func() error { return report(flag.Arg(0)) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// programs are packed beside each other: it takes half a minute for each.
var programs = []string{"app.wasm", "watch.wasm"}

// pack writes dist/{app,watch}.wasm.{br,gz} and, for each asset, dist/NAME.HASH.br,
// where the server looks for it. Work done before is not done again unless a
// higher level is asked for.
func pack(dir, bin string, level int) error {
	dist := filepath.Join(dir, "dist")
	packed := make(chan error)
	for _, name := range programs {
		wasm, err := os.ReadFile(filepath.Join(bin, name))
		if err != nil {
			return fmt.Errorf("the programs come first (make wasm): %w", err)
		}
		go func() { packed <- packWasm(dist, name, wasm, level) }()
	}
	for range programs {
		if err := <-packed; err != nil {
			return err
		}
	}
	assets, err := find(dir)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for name, path := range assets {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		to := strings.ReplaceAll(name, "/", "_") + "." + hash(b)[:12] + ".br"
		keep[to] = true
		if _, err := os.Stat(filepath.Join(dist, to)); err == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dist, to), brotlied(b, brotli.BestCompression), 0o644); err != nil {
			return err
		}
	}
	old, err := filepath.Glob(filepath.Join(dist, "*.br"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if name := filepath.Base(path); !strings.HasSuffix(name, ".wasm.br") && !keep[name] {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// find lists what has a brotli form, by its name in the site. The shell, the
// worker and app.js are made when the server starts and only gzipped.
func find(dir string) (map[string]string, error) {
	assets := map[string]string{}
	for _, pattern := range []string{"*.css", "*.js", "icons/*.svg", "soon/*.js", "soon/*.css", "late/*.js", "late/*.css", "late/*.json", "dist/wasm_exec.js"} {
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			name, err := filepath.Rel(dir, path)
			if err != nil {
				return nil, err
			}
			name = filepath.ToSlash(name)
			assets[strings.TrimPrefix(name, "dist/")] = path
		}
	}
	for _, inShell := range []string{"sw.js", "program.js", "theme.css", "shell.css"} {
		delete(assets, inShell)
	}
	return assets, nil
}

// packWasm remembers beside them, in dist/NAME.packed, what it last compressed and how well.
func packWasm(dist, name string, wasm []byte, level int) error {
	note := filepath.Join(dist, name+".packed")
	sum := hash(wasm)
	if b, err := os.ReadFile(note); err == nil {
		had, at, _ := strings.Cut(strings.TrimSpace(string(b)), " ")
		if n, err := strconv.Atoi(at); err == nil && had == sum && n >= level && exists(dist, name+".br", name+".gz") {
			return nil
		}
	}
	os.Remove(note) // a missing note only means work done twice
	var gz bytes.Buffer
	w, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return err
	}
	w.Write(wasm) // a bytes.Buffer takes everything
	w.Close()
	for to, b := range map[string][]byte{name + ".br": brotlied(wasm, level), name + ".gz": gz.Bytes()} {
		if err := os.WriteFile(filepath.Join(dist, to), b, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(note, fmt.Appendf(nil, "%s %d\n", sum, level), 0o644)
}

func exists(dir string, names ...string) bool {
	for _, n := range names {
		if _, err := os.Stat(filepath.Join(dir, n)); err != nil {
			return false
		}
	}
	return true
}

func hash(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func brotlied(b []byte, level int) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: level, LGWin: 24})
	w.Write(b) // a bytes.Buffer takes everything
	w.Close()
	return out.Bytes()
}
