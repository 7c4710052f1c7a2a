// Package i18n holds every word a user of Nagare can read, in each language it speaks.
//
// A text is found by its Key; placeholders are {0}, {1} …. A key whose text counts something has a twin ending in
// ".one" for languages that tell one from many. The package knows nothing of screens: it turns keys into strings.
package i18n

import (
	"strconv"
	"strings"
)

// Lang is a language tag that Nagare has texts for.
type Lang string

// The languages, in the order a chooser lists them.
const (
	English  Lang = "en"
	Japanese Lang = "ja"
)

// Langs lists every language with the name it has for itself.
func Langs() []struct {
	Lang Lang
	Name string
} {
	return []struct {
		Lang Lang
		Name string
	}{{Japanese, "日本語"}, {English, "English"}}
}

// Detect picks the first of the browser's preferred languages that Nagare speaks, and English when it speaks none.
func Detect(preferred []string) Lang {
	for _, p := range preferred {
		base, _, _ := strings.Cut(strings.ToLower(p), "-")
		for _, l := range Langs() {
			if string(l.Lang) == base {
				return l.Lang
			}
		}
	}
	return English
}

// Printer turns keys into the words of one language. The zero Printer speaks English.
type Printer struct{ Lang Lang }

// T is the text of key with its placeholders filled. A key without a text yields the key itself, which the tests of
// this package rule out for every key that is written in the source.
func (p Printer) T(key string, args ...any) string {
	s, ok := texts(p.Lang)[key]
	if !ok {
		if s, ok = english[key]; !ok {
			return key
		}
	}
	return fill(s, args)
}

// N is the text of key for a count: n fills {0}, further arguments {1} and on.
func (p Printer) N(key string, n int, args ...any) string {
	args = append([]any{n}, args...)
	if n == 1 {
		if s, ok := texts(p.Lang)[key+".one"]; ok {
			return fill(s, args)
		}
	}
	return p.T(key, args...)
}

func texts(l Lang) map[string]string {
	if l == Japanese {
		return japanese
	}
	return english
}

func fill(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '{' && i+2 < len(s) && s[i+2] == '}' && s[i+1] >= '0' && s[i+1] <= '9' {
			if n := int(s[i+1] - '0'); n < len(args) {
				b.WriteString(word(args[n]))
			}
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func word(a any) string {
	switch a := a.(type) {
	case string:
		return a
	case int:
		return strconv.Itoa(a)
	case error:
		return a.Error()
	case interface{ String() string }:
		return a.String()
	}
	return ""
}
