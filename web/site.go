//go:build !wasm

// Package web is everything a browser fetches before it talks to a Misskey
// server: the shell page, the compressed wasm, scripts, styles, icons, the
// manifest and the service worker.
//
// All of it is made once, by Build, into one map from path to response. The
// map is served by [Site.ServeHTTP] or written by [Site.Export]: what works in
// the one works in the other. Nothing is read from disk afterwards and nothing
// depends on a request, so there is no request that can make it fetch, render
// or list anything.
//
// The package knows files and headers. It knows nothing of Misskey, and
// go-app's own http handler is never mounted: it serves only to produce app.js.
package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// ErrNotBuilt says that the binary holds no wasm.
var ErrNotBuilt = errors.New("the app has not been compiled into this binary: run \"make build\" and start bin/nagare")

// ErrPrefix says that a prefix cannot be part of a URL as it is.
var ErrPrefix = errors.New("prefix: write it like /repo or /a/b, with letters, digits and - _ . ~")

// Options shape a site. The zero value is the site at the root of its host,
// without a demo.
type Options struct {
	// Files holds the assets. Zero means Embedded.
	Files fs.FS
	// Prefix is the path the site lives under, such as "/repo". Zero means the
	// root. A trailing slash is dropped.
	Prefix string
	// Demo is the path, on the same host, under which a Misskey server answers,
	// such as "/_demo"; the shell announces it to the app. Zero means none.
	Demo string
	// Layout is the query of a layout link, such as "c=homeTimeline@demo", that
	// the app opens where the reader has no columns. Zero means the app's own
	// choice.
	Layout string
}

// Site is every static response, built once. It is safe for concurrent use.
type Site struct {
	prefix  string            // "" or "/repo"
	version string            // changes when any byte the browser gets changes
	files   map[string]*file  // by path below the prefix: "/", "/web/HASH/app.css"
	urls    map[string]string // asset name → URL with the prefix, for the shell and the app
	scripts []string          // names of deferred scripts, in the order they run
	styles  []string          // names of style sheets, in cascade order
	soon    []string          // names of what is fetched between first paint and mounting
	inline  []string          // names of style sheets that are part of the shell
	sizes   map[string]int    // of the programs, uncompressed
	demo    string
	layout  string
	csp     string
}

// Version is a short hash of all that the site serves.
func (s *Site) Version() string { return s.version }

// Prefix is the normalised path prefix, "" or "/repo".
func (s *Site) Prefix() string { return s.prefix }

// Build makes the site. It returns ErrNotBuilt when there is no wasm.
func Build(o Options) (*Site, error) {
	prefix, err := cleanPrefix(o.Prefix)
	if err != nil {
		return nil, err
	}
	if o.Files == nil {
		o.Files = Embedded
	}
	s := &Site{prefix: prefix, files: map[string]*file{}, urls: map[string]string{}, sizes: map[string]int{}, demo: o.Demo, layout: o.Layout}
	for _, name := range programs {
		if err := s.addWasm(o.Files, name); err != nil {
			return nil, err
		}
	}
	if err := s.addAssets(o.Files); err != nil {
		return nil, err
	}
	if err := s.addGoApp(); err != nil {
		return nil, err
	}
	s.addFixed("/robots.txt", "text/plain; charset=utf-8", []byte("User-agent: *\nDisallow: "+prefix+"/notes/\nDisallow: "+prefix+"/@\n"))
	s.addFixed("/manifest.webmanifest", "application/manifest+json", s.manifest())

	page, err := s.shell(o.Files)
	if err != nil {
		return nil, err
	}
	worker, err := fs.ReadFile(o.Files, "sw.js")
	if err != nil {
		return nil, fmt.Errorf("read the worker: %w", err)
	}
	// Page and worker carry the version: it covers them as they are without it.
	s.version = s.sum([]byte(page), worker)
	s.addFixed("/", "text/html; charset=utf-8", []byte(strings.ReplaceAll(page, "{{version}}", s.version)))
	// go-app registers this name.
	s.addFixed("/app-worker.js", "text/javascript; charset=utf-8", s.worker(string(worker)))
	return s, nil
}

// cleanPrefix accepts "", "/", "/a", "/a/" and "/a/b".
func cleanPrefix(p string) (string, error) {
	if p == "" || p == "/" {
		return "", nil
	}
	q := strings.TrimSuffix(p, "/")
	plain := func(r rune) bool {
		return r == '/' || r == '-' || r == '_' || r == '.' || r == '~' ||
			'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	if !strings.HasPrefix(q, "/") || q == "/" || path.Clean(q) != q || strings.ContainsFunc(q, func(r rune) bool { return !plain(r) }) {
		return "", fmt.Errorf("%w, not %q", ErrPrefix, p)
	}
	return q, nil
}

// addAssets adds every style sheet, script and icon under a URL that holds its
// hash, so that it can be cached for ever.
func (s *Site) addAssets(files fs.FS) error {
	names, err := assetNames(files)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == "theme.css" || name == "shell.css" {
			s.inline = append(s.inline, name)
			continue
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		// The build leaves wasm_exec.js in dist; for the browser it is one of the scripts.
		base := strings.TrimPrefix(name, "dist/")
		f := newFile(contentType(base), b)
		if packed, err := fs.ReadFile(files, "dist/"+packedName(base, f.hash)); err == nil {
			f.br = packed
		}
		s.addHashed(base, f)
		switch {
		case strings.HasPrefix(name, "late/"): // the app asks for it when it is needed
		case strings.HasPrefix(name, "soon/"): // late.js fetches it once the shell is painted, before the app mounts
			s.soon = append(s.soon, base)
		case path.Ext(base) == ".css":
			s.styles = append(s.styles, base)
		case path.Ext(base) == ".js":
			s.scripts = append(s.scripts, base)
		}
	}
	return nil
}

// assetNames lists the assets in the order the page needs them. A new style
// sheet or script beside this file is picked up without being named anywhere.
func assetNames(files fs.FS) ([]string, error) {
	var names []string
	for _, pattern := range []string{"*.css", "*.js", "*.svg", "*.png", "icons/*.svg", "icons/*.png", "soon/*.css", "soon/*.js", "late/*.js", "late/*.css", "late/*.json", "sandbox/*"} {
		m, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		names = append(names, m...)
	}
	if _, err := fs.Stat(files, "dist/wasm_exec.js"); err == nil {
		names = append(names, "dist/wasm_exec.js")
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "sw.js" || n == "program.js" || n == "icons.svg" })
	rank := func(n string) int {
		if i := slices.Index([]string{"theme.css", "shell.css", "app.css", "dist/wasm_exec.js", "boot.js"}, n); i >= 0 {
			return i
		}
		return 100
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return names, nil
}

// packedName is where the packer puts the brotli form of an asset. The name
// holds the hash of the source, so that a stale one is never served.
func packedName(name, hash string) string {
	return strings.ReplaceAll(name, "/", "_") + "." + hash + ".br"
}

func (s *Site) addHashed(name string, f *file) {
	p := "/web/" + f.hash + "/" + path.Base(name)
	f.cache = "public, max-age=31536000, immutable"
	s.files[p] = f
	s.urls[name] = s.prefix + p
}

func (s *Site) addFixed(p, ctype string, b []byte) {
	f := newFile(ctype, b)
	f.cache = "no-cache"
	s.files[p] = f
}

// paths lists the site's paths in a stable order.
func (s *Site) paths() []string {
	var ps []string
	for p := range s.files {
		ps = append(ps, p)
	}
	slices.Sort(ps)
	return ps
}

func (s *Site) sum(extra ...[]byte) string {
	h := sha256.New()
	fmt.Fprintln(h, s.prefix)
	for _, p := range s.paths() {
		fmt.Fprintln(h, p, s.files[p].hash)
	}
	for _, b := range extra {
		fmt.Fprintln(h, len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".wasm":
		return "application/wasm"
	}
	return "application/octet-stream"
}
