package markup

import (
	"net/url"
	"strings"
)

// Link is an address that may stand in an href: it passed SafeLink, or it is a path of our own.
type Link struct {
	url     string
	foreign bool
}

// URL is the address as it will stand in the page; empty for the zero Link.
func (l Link) URL() string { return l.url }

// Image is an address that may stand in a src: it passed SafeImage.
type Image struct {
	url   string
	spare string // to be shown when that fails; "": none
}

// URL is the address as it will stand in the page; empty for the zero Image.
func (i Image) URL() string { return i.url }

// SafeLink lets http, https and mailto through, and nothing that carries credentials, control characters or no host
// (design, law 8). The address comes back normalised by net/url.
func SafeLink(s string) (Link, bool) {
	u, ok := vet(s)
	if !ok {
		return Link{}, false
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return Link{}, false
		}
	case "mailto":
		if u.Opaque == "" {
			return Link{}, false
		}
	default:
		return Link{}, false
	}
	return Link{u.String(), true}, true
}

// SafeImage lets http and https addresses through that SafeLink would; relative ones are resolved against base, the
// server's origin, because Misskey names some of its own pictures by path alone.
func SafeImage(s, base string) (Image, bool) {
	if strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") {
		s = base + s
	}
	u, ok := vet(s)
	if !ok || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return Image{}, false
	}
	return Image{url: u.String()}, true
}

// Own is a link to a page of ours. The path is composed in our source; path segments that come from elsewhere are
// escaped by the caller with url.PathEscape.
func Own(path string) Link { return Link{url: path} }

// Href sets the address of a link. A foreign one opens in a tab of its own, tells the other side nothing of ours and
// is no endorsement.
func Href(l Link) []Attr {
	if l.url == "" {
		return nil
	}
	if !l.foreign {
		return []Attr{{"href", l.url}}
	}
	return []Attr{{"href", l.url}, {"target", "_blank"}, {"rel", "noopener noreferrer nofollow"}}
}

// Src sets the address of an audio or video element.
func Src(i Image) Attr { return Attr{"src", i.url} }

// Poster sets the picture of a film that has not begun.
func Poster(i Image) Attr {
	if i.url == "" {
		return Attr{}
	}
	return Attr{"poster", i.url}
}

// Preload says how much of a sound or film is loaded before it is played: "none" or "metadata".
func Preload(how string) Attr { return Attr{"preload", how} }

func vet(s string) (*url.URL, bool) {
	if len(s) > 8192 {
		return nil, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] == 0x7f || s[i] == '\\' {
			return nil, false
		}
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil {
		return nil, false
	}
	return u, true
}

// host is the name of the server a link leads to, as it is shown.
func (l Link) host() string {
	u, err := url.Parse(l.url)
	if err != nil {
		return ""
	}
	return DecodeHost(u.Host)
}
