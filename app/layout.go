package app

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// The layout as a link (design, section 5): each c of the query is one column,
//
//	channel[@host][;param=value…]
//
// A host without a scheme means https, but http for loopback addresses and localhost; "demo" is the embedded server.

// DemoHost is the name of the embedded demo in links.
const DemoHost = "demo"

// ParseLayout reads the columns of a raw query. (Not of url.Values: net/url refuses the semicolons.) Columns without a host get fallback, an origin; demo is the origin of the
// embedded demo, empty where none is offered. What cannot be read comes back in bad, as written.
func ParseLayout(query, demo, fallback string) (cols []store.ColumnSpec, bad []string) {
	for _, kv := range strings.Split(query, "&") {
		k, v, _ := strings.Cut(kv, "=")
		c, err := url.QueryUnescape(v)
		if k != "c" || c == "" && err == nil {
			continue
		}
		spec, ok := parseColumn(c, demo, fallback)
		if !ok || err != nil {
			bad = append(bad, c)
			continue
		}
		cols = append(cols, spec)
	}
	return cols, bad
}

func parseColumn(c, demo, fallback string) (store.ColumnSpec, bool) {
	target, rest, _ := strings.Cut(c, ";")
	channel, host, named := strings.Cut(target, "@")
	spec := store.ColumnSpec{Channel: channel, Origin: fallback}
	if !word(channel) {
		return spec, false
	}
	if named {
		spec.Origin = ParseOrigin(host, demo)
	}
	if spec.Origin == "" {
		return spec, false
	}
	for _, kv := range strings.Split(rest, ";") {
		if kv == "" {
			continue
		}
		k, v, _ := strings.Cut(kv, "=")
		if !word(k) {
			return spec, false
		}
		if k == seatParam {
			spec.AccountID = v
			continue
		}
		if k == hiddenParam {
			spec.Stays = v == hiddenStay
			continue
		}
		if spec.Params == nil {
			spec.Params = map[string]any{}
		}
		spec.Params[k] = paramValue(channel, k, v)
	}
	return spec, true
}

// paramValue gives a parameter its type: q of a hashtag is an OR of ANDs (P3.2), written a+b,c; truth values and
// numbers are what they look like; the rest is text.
func paramValue(channel, key, v string) any {
	if channel == "hashtag" && key == "q" {
		var or [][]string
		for _, group := range strings.Split(v, ",") {
			var and []string
			for _, tag := range strings.FieldsFunc(group, func(r rune) bool { return r == '+' || r == ' ' }) {
				if tag = strings.TrimLeft(tag, "#＃"); tag != "" {
					and = append(and, tag)
				}
			}
			if len(and) > 0 {
				or = append(or, and)
			}
		}
		return or
	}
	switch v {
	case "true", "":
		return true
	case "false":
		return false
	}
	if strings.HasSuffix(key, "Id") || strings.HasSuffix(key, "ID") {
		return v
	}
	if n, err := strconv.Atoi(v); err == nil && strconv.Itoa(n) == v {
		return n
	}
	return v
}

// FormatLayout writes columns as the query of a link. It holds hosts, channels and parameters, never an account.
func FormatLayout(cols []store.ColumnSpec, demo string) string {
	var b strings.Builder
	for i, c := range cols {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString("c=")
		b.WriteString(c.Channel + "@" + ShortHost(c.Origin, demo))
		keys := make([]string, 0, len(c.Params))
		for k := range c.Params {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			b.WriteString(";" + k + "=" + url.QueryEscape(formatParam(c.Params[k])))
		}
	}
	return b.String()
}

func formatParam(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case [][]string:
		groups := make([]string, len(v))
		for i, g := range v {
			groups[i] = strings.Join(g, "+")
		}
		return strings.Join(groups, ",")
	case []any: // the same, read back from storage
		var groups []string
		for _, g := range v {
			var and []string
			if g, ok := g.([]any); ok {
				for _, t := range g {
					if t, ok := t.(string); ok {
						and = append(and, t)
					}
				}
			}
			groups = append(groups, strings.Join(and, "+"))
		}
		return strings.Join(groups, ",")
	}
	return ""
}

// ParseOrigin turns what a person types as a server into its origin; empty when it is no server's name. It knows the
// demo, and takes a single word without a scheme for a slip of the hand.
func ParseOrigin(s, demo string) string {
	s = strings.TrimSpace(s)
	if s == DemoHost || demo != "" && s == demo {
		return demo
	}
	origin, err := misskey.ParseOrigin(s)
	if err != nil {
		return ""
	}
	if _, host, _ := strings.Cut(origin, "://"); !strings.Contains(s, "://") && !strings.ContainsAny(host, ".:") && host != "localhost" {
		return ""
	}
	return origin
}

// ShortHost is an origin as people write it: without https, and "demo" for the embedded demo.
func ShortHost(origin, demo string) string {
	if demo != "" && origin == demo {
		return DemoHost
	}
	host := strings.TrimPrefix(strings.TrimPrefix(origin, "https://"), "http://")
	if ParseOrigin(host, demo) != origin {
		return origin // another scheme than the one a bare host means
	}
	return host
}

func word(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}
