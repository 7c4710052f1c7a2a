//go:build !wasm

package web

import (
	"net/http"
	"strings"
)

// loopback is what a page may talk to without TLS: servers on the same
// machine, such as the demo or a development instance.
const loopback = "http://localhost:* http://127.0.0.1:*"

// policy is the Content-Security-Policy, enforced as a header by the server
// and as a meta element on static hosts.
//
// No inline script but our own and no inline style attribute runs: dynamic style
// goes through the CSSOM, which the policy does not concern. Columns may point at
// any Misskey server, so connections and media are open to https and wss.
// The hashes are those of the shell's own script and style element.
func policy(script, style string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval' " + script,
		"style-src 'self' " + style,
		"img-src 'self' https: data: blob: " + loopback,
		"media-src 'self' https: blob: " + loopback,
		"connect-src 'self' https: wss: " + loopback + " ws://localhost:* ws://127.0.0.1:*",
		"font-src 'self'",
		"manifest-src 'self'",
		"worker-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
	}, "; ")
}

// SetHeaders sets what every response of this origin carries, whatever it is.
func SetHeaders(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
}

// permissions turns off what the app never asks for.
const permissions = "accelerometer=(), camera=(), display-capture=(), " +
	"geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"
