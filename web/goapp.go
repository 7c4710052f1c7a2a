//go:build !wasm

package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// addGoApp adds app.js, the half of go-app that runs outside the wasm. It is
// asked of go-app's handler, which is used for nothing else: served openly it
// would fetch and cache what a Host header names.
//
// The app finds in its environment (ui.Getenv): GOAPP_ROOT_PREFIX, the path
// prefix with a trailing slash; NAGARE_ASSETS, a JSON object from asset name
// ("icons/icon-192.png") to URL.
func (s *Site) addGoApp() error {
	assets, err := json.Marshal(s.urls)
	if err != nil {
		return fmt.Errorf("list the assets: %w", err)
	}
	h := &ui.Handler{
		Name: "Nagare", ShortName: "Nagare", Title: "Nagare",
		Icon:         ui.Icon{Default: "/i", Large: "/i", SVG: "/i", Maskable: "/i"}, // unset means GitHub
		Resources:    resolver{s},
		Env:          map[string]string{"NAGARE_ASSETS": string(assets)},
		LoadingLabel: "{progress}%",
		Version:      s.sum(),
	}
	var got capture
	h.ServeHTTP(&got, &http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/app.js"}, Header: http.Header{}})
	// go-app passes the program through a stream of its own to show progress. The
	// browser keeps compiled code only for a response that it made itself; with
	// the worker in place there is no progress worth showing. Which program it is
	// the page has chosen before (program.js).
	streamed := fmt.Sprintf(`fetchWithProgress("%s", showProgress)`, s.urls["app.wasm"])
	b := got.body.Bytes()
	for _, r := range [][2]string{
		{streamed, `navigator.serviceWorker?.controller ? fetch(nagareProgram.url) : fetchWithProgress(nagareProgram.url, showProgress)`},
		{"let contentLength = goappWasmContentLength;", "let contentLength = nagareProgram.size;"},
	} {
		if got.code != 0 && got.code != http.StatusOK || bytes.Count(b, []byte(r[0])) != 1 {
			return errors.New("go-app no longer makes app.js the way this package expects")
		}
		b = bytes.Replace(b, []byte(r[0]), []byte(r[1]), 1)
	}
	s.addHashed("app.js", newFile(contentType("app.js"), b))
	// After boot.js, which wraps what app.js starts, and before the deferred helpers.
	at := 0
	for i, name := range s.scripts {
		if name == "boot.js" {
			at = i + 1
		}
	}
	s.scripts = append(s.scripts[:at:at], append([]string{"app.js"}, s.scripts[at:]...)...)
	return nil
}

// resolver gives go-app the site's URLs. It is not an http.Handler on purpose.
type resolver struct{ s *Site }

func (r resolver) Resolve(location string) string {
	if strings.Contains(location, "://") || strings.HasPrefix(location, "data:") {
		return location
	}
	if location == "/web/app.wasm" {
		return r.s.urls["app.wasm"]
	}
	return r.s.prefix + "/" + strings.TrimLeft(location, "/")
}

// capture is a response that is kept.
type capture struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (c *capture) Header() http.Header {
	if c.header == nil {
		c.header = http.Header{}
	}
	return c.header
}
func (c *capture) WriteHeader(code int)        { c.code = code }
func (c *capture) Write(b []byte) (int, error) { return c.body.Write(b) }
