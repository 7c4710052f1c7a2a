package misskey

import (
	"errors"
	"net/url"
	"strings"
)

// ParseOrigin turns what a person types or a link carries into the origin of a server: "misskey.example",
// "https://misskey.example/notes/x", "@somebody@misskey.example" all name https://misskey.example. Without a scheme
// https is meant, except for loopback addresses and localhost, where it is http. A path is kept only where it is not one
// of Misskey's own pages, because a server may be mounted under one.
func ParseOrigin(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", errors.New("no server was named")
	}
	if !strings.Contains(s, "://") {
		if strings.HasPrefix(s, "@") || strings.Count(s, "@") == 1 {
			s = s[strings.LastIndexByte(s, '@')+1:]
		}
		scheme := "https://"
		if loopback(s) {
			scheme = "http://"
		}
		s = scheme + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Hostname() == "" {
		return "", errors.New("that is not the address of a server")
	}
	switch strings.ToLower(u.Scheme) {
	case "https", "http":
		u.Scheme = strings.ToLower(u.Scheme)
	case "wss":
		u.Scheme = "https"
	case "ws":
		u.Scheme = "http"
	default:
		return "", errors.New("a server's address begins with https://")
	}
	if u.User != nil {
		return "", errors.New("a server's address has no password in it")
	}
	if strings.ContainsAny(u.Host, " \t<>\"'`{}|\\^%") {
		return "", errors.New("that is not the address of a server")
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	} else {
		host = strings.TrimSuffix(host, ":80")
	}
	return u.Scheme + "://" + host + mountPath(u.EscapedPath()), nil
}

// mountPath keeps the part of a path under which a server may be mounted.
func mountPath(p string) string {
	p = strings.TrimRight(p, "/")
	parts := strings.Split(strings.TrimPrefix(p, "/"), "/")
	kept := ""
	for _, part := range parts {
		if part == "" || strings.HasPrefix(part, "@") || part == "." || part == ".." {
			break
		}
		switch part {
		case "notes", "tags", "channels", "clips", "users", "settings", "explore", "timeline", "about", "api", "streaming",
			"announcements", "my", "signup", "search", "pages", "play", "gallery", "miauth":
			return kept
		}
		kept += "/" + part
	}
	return kept
}

func loopback(hostport string) bool {
	h := hostport
	if i := strings.IndexAny(h, "/?#"); i >= 0 {
		h = h[:i]
	}
	if strings.HasPrefix(h, "[") {
		return strings.HasPrefix(h, "[::1]")
	}
	if i := strings.IndexByte(h, ':'); i >= 0 {
		h = h[:i]
	}
	h = strings.ToLower(h)
	return h == "localhost" || strings.HasSuffix(h, ".localhost") || isLoopback4(h)
}

func isLoopback4(h string) bool {
	parts := strings.Split(h, ".")
	if len(parts) != 4 || parts[0] != "127" {
		return false
	}
	for _, p := range parts {
		if _, ok := digits([]byte(p)); !ok || p == "" || len(p) > 3 {
			return false
		}
	}
	return true
}

func checkOrigin(origin string) error {
	if (!strings.HasPrefix(origin, "https://") && !strings.HasPrefix(origin, "http://")) ||
		strings.HasSuffix(origin, "/") || strings.ContainsAny(origin, " ?#@") {
		return errors.New("the origin must look like https://misskey.example")
	}
	return nil
}
