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
	"strconv"
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
	program, err := s.program(files)
	if err != nil {
		return "", err
	}
	s.csp = policy(allow(program), allow(style.String()))

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
		"{{program}}", program,
		"{{icon}}", s.urls["icons/icon.svg"],
		"{{touch}}", s.urls["icons/touch-180.png"],
		"{{sprite}}", string(sprite),
	).Replace(string(template))
	return page, nil
}

// program is the script that chooses between the two programs.
func (s *Site) program(files fs.FS) (string, error) {
	b, err := fs.ReadFile(files, "program.js")
	if err != nil {
		return "", fmt.Errorf("read the page's script: %w", err)
	}
	var fill []string
	for _, name := range programs {
		fill = append(fill, "{{"+name+"}}", s.urls[name], "{{"+strings.TrimSuffix(name, "wasm")+"size}}", strconv.Itoa(s.sizes[name]))
	}
	return strings.NewReplacer(fill...).Replace(string(b)), nil
}

// allow is the source by which a policy allows an inline element with this content.
func allow(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// worker fills the service worker with the version and the list of what an
// offline start needs.
func (s *Site) worker(template string) []byte {
	var keep, chosen []string
	for _, p := range s.paths() {
		f := s.files[p]
		if f.ctype == "application/wasm" {
			chosen = append(chosen, s.prefix+p)
			continue
		}
		if f.ctype == "image/png" || p == "/robots.txt" || s.isSpare(p) {
			continue // the browser keeps the icons of an installed app itself
		}
		keep = append(keep, s.prefix+p)
	}
	list := func(paths []string) string {
		b, _ := json.MarshalIndent(paths, "", "  ") // strings always marshal
		return string(b)
	}
	return []byte(strings.NewReplacer("{{version}}", s.version, `"{{keep}}"`, list(keep), `"{{programs}}"`, list(chosen)).Replace(template))
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
