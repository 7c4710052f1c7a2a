//go:build !wasm

package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"strings"
)

// shell fills the page. What paints first is in the page itself, so that the
// first paint needs one response: the theme and the skeleton's styles, allowed
// by their hash, and the icons as an inline sprite (<use href="#name">). The
// version is not yet filled in.
func (s *Site) shell(files fs.FS) (string, error) {
	template, err := fs.ReadFile(files, "shell.html")
	if err != nil {
		return "", fmt.Errorf("read the shell: %w", err)
	}
	var style strings.Builder
	for _, name := range s.inline {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
		if strings.Contains(strings.ToLower(string(b)), "</style") {
			return "", fmt.Errorf("%s would end the style element it is put into", name)
		}
		style.Write(b)
	}
	sprite, err := fs.ReadFile(files, "icons.svg")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the icons: %w", err)
	}
	sum := sha256.Sum256([]byte(style.String()))
	s.csp = policy("'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")

	var links, scripts strings.Builder
	for _, name := range s.styles {
		fmt.Fprintf(&links, "<link rel=\"stylesheet\" href=\"%s\">\n", s.urls[name])
	}
	for _, name := range s.scripts {
		fmt.Fprintf(&scripts, "<script defer src=\"%s\"></script>\n", s.urls[name])
	}
	demo := ""
	if s.demo != "" {
		demo = fmt.Sprintf("<meta name=\"nagare-demo\" content=\"%s\">\n", html.EscapeString(s.prefix+s.demo))
	}
	if len(s.soon) > 0 {
		urls := make([]string, len(s.soon))
		for i, name := range s.soon {
			urls[i] = s.urls[name]
		}
		demo += fmt.Sprintf("<meta name=\"nagare-soon\" content=\"%s\">\n", strings.Join(urls, " "))
	}
	if s.layout != "" {
		demo += fmt.Sprintf("<meta name=\"nagare-layout\" content=\"%s\">\n", html.EscapeString(s.layout))
	}
	page := strings.NewReplacer(
		"{{csp}}", html.EscapeString(s.csp),
		"{{prefix}}", s.prefix,
		"{{style}}", style.String(),
		"{{styles}}", links.String(),
		"{{scripts}}", scripts.String(),
		"{{demo}}", demo,
		"{{wasm}}", s.urls["app.wasm"],
		"{{icon}}", s.urls["icons/icon.svg"],
		"{{touch}}", s.urls["icons/touch-180.png"],
		"{{sprite}}", string(sprite),
	).Replace(string(template))
	return page, nil
}

// worker fills the service worker with the version and the list of what an
// offline start needs.
func (s *Site) worker(template string) []byte {
	var keep []string
	for _, p := range s.paths() {
		if f := s.files[p]; f.ctype == "image/png" || p == "/robots.txt" || s.isSpare(p) {
			continue // the browser keeps the icons of an installed app itself
		}
		keep = append(keep, s.prefix+p)
	}
	list, _ := json.MarshalIndent(keep, "", "  ") // strings always marshal
	return []byte(strings.NewReplacer("{{version}}", s.version, "\"{{keep}}\"", string(list)).Replace(template))
}

// isSpare tells the files that an offline start does without: the sandbox is for those who build it, the data in late
// is of use only with a network.
func (s *Site) isSpare(p string) bool {
	for name, url := range s.urls {
		if url == s.prefix+p {
			return strings.HasPrefix(name, "sandbox/") || strings.HasPrefix(name, "late/") && strings.HasSuffix(name, ".json")
		}
	}
	return false
}
