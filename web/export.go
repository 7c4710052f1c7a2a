//go:build !wasm

package web

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Export writes the site below dir, for a host that serves files and knows
// nothing of the app. dir is what the host shows under the prefix.
//
// Beside each compressible file lies its .br and .gz form, for hosts that look
// for them. 404.html is the shell, so that a link into the app works on hosts
// that answer unknown paths with it; .nojekyll and _headers are for the hosts
// that read them.
func (s *Site) Export(dir string) error {
	for _, p := range s.paths() {
		name := p
		if p == "/" {
			name = "/index.html"
		}
		f := s.files[p]
		if err := put(dir, name, f.raw()); err != nil {
			return err
		}
		if f.br != nil {
			if err := put(dir, name+".br", f.br); err != nil {
				return err
			}
		}
		if f.gz != nil {
			if err := put(dir, name+".gz", f.gz); err != nil {
				return err
			}
		}
	}
	if err := put(dir, "/404.html", s.files["/"].raw()); err != nil {
		return err
	}
	if err := put(dir, "/.nojekyll", nil); err != nil {
		return err
	}
	return put(dir, "/_headers", s.headersFile())
}

// headersFile tells Netlify- and Cloudflare-like hosts what the server would
// send. The policy is in the page, too.
func (s *Site) headersFile() []byte {
	return []byte(strings.Join([]string{
		s.prefix + "/*",
		"  X-Content-Type-Options: nosniff",
		"  Referrer-Policy: no-referrer",
		"  Cross-Origin-Opener-Policy: same-origin",
		"  Content-Security-Policy: " + s.csp + "; frame-ancestors 'none'",
		s.prefix + "/web/*",
		"  Cache-Control: public, max-age=31536000, immutable",
		"",
	}, "\n"))
}

func put(dir, name string, b []byte) error {
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := os.WriteFile(to, b, 0o644); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
