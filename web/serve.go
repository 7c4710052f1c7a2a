//go:build !wasm

package web

import (
	"net/http"
	"path"
	"strconv"
	"strings"
)

// ServeHTTP answers GET and HEAD. A path that is no file and does not look
// like one is a place inside the app and gets the shell; what looks like a
// file, or lies outside the prefix, is 404.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	SetHeaders(w.Header())
	w.Header().Set("Content-Security-Policy", s.csp+"; frame-ancestors 'none'")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD here", http.StatusMethodNotAllowed)
		return
	}
	p := r.URL.Path
	if p == "/robots.txt" { // robots look at the root of the host only
		s.files[p].serve(w, r)
		return
	}
	if s.prefix != "" && p == s.prefix {
		u := *r.URL
		u.Path = s.prefix + "/"
		http.Redirect(w, r, u.RequestURI(), http.StatusPermanentRedirect)
		return
	}
	p, inside := strings.CutPrefix(p, s.prefix)
	if !inside || !strings.HasPrefix(p, "/") {
		notFound(w)
		return
	}
	f, ok := s.files[p]
	if !ok {
		if !appPath(p) {
			notFound(w)
			return
		}
		f = s.files["/"]
	}
	f.serve(w, r)
}

func notFound(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-cache")
	http.Error(w, "404: nothing here", http.StatusNotFound)
}

// appPath tells a place inside the app (/notes/9x@misskey.example,
// /@user@host.tld, /settings) from a file that does not exist. The worker and
// static hosts follow the same rule.
func appPath(p string) bool {
	for _, reserved := range []string{"/web/", "/api/", "/_"} {
		if strings.HasPrefix(p, reserved) || p+"/" == reserved {
			return false
		}
	}
	last := path.Base(p)
	return !strings.Contains(last, ".") || strings.Contains(last, "@")
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	enc, body := f.negotiate(r.Header.Get("Accept-Encoding"))
	tag := f.etag(enc)
	h := w.Header()
	h.Set("Content-Type", f.ctype)
	h.Set("Cache-Control", f.cache)
	h.Set("Etag", tag)
	if f.br != nil || f.gz != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if noneMatch(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if enc != "" {
		h.Set("Content-Encoding", enc)
	}
	b := body()
	h.Set("Content-Length", strconv.Itoa(len(b)))
	if r.Method == http.MethodHead {
		return
	}
	w.Write(b) // a client that leaves is no error
}

// etag differs per encoding, as a strong validator must.
func (f *file) etag(enc string) string {
	if enc == "" {
		return `"` + f.hash + `"`
	}
	return `"` + f.hash + "-" + enc + `"`
}

func noneMatch(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}

// negotiate picks the encoding with the greatest weight; of equals brotli, then
// gzip, then none.
func (f *file) negotiate(accept string) (string, func() []byte) {
	enc, body, best := "", f.raw, 0.0
	for _, c := range []struct {
		name string
		b    []byte
	}{{"br", f.br}, {"gzip", f.gz}} {
		if q := weight(accept, c.name); c.b != nil && q > best {
			enc, body, best = c.name, func() []byte { return c.b }, q
		}
	}
	if weight(accept, "identity") > best && best > 0 && strings.Contains(accept, "identity") {
		return "", f.raw
	}
	return enc, body
}

// weight is the q value of a coding in Accept-Encoding, 0 when not accepted.
func weight(accept, coding string) float64 {
	star := 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		q := 1.0
		for param := range strings.SplitSeq(params, ";") {
			if v, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(param), " ", ""), "q="); ok {
				n, err := strconv.ParseFloat(v, 64)
				if err != nil || n < 0 || n > 1 {
					n = 0
				}
				q = n
			}
		}
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case coding, "x-" + coding:
			return q
		case "*":
			star = q
		}
	}
	return star
}
