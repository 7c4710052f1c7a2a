//go:build !js

package streamtest

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// serveOther answers everything that is neither API nor stream: pictures,
// nodeinfo, link previews, sign-in pages.
func (s *Server) serveOther(rw http.ResponseWriter, r *http.Request, path string) {
	w := s.world
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	name := strings.TrimSuffix(rest, ".svg")
	switch first {
	case "avatars", "banners":
		w.mu.Lock()
		u := w.person(name)
		w.mu.Unlock()
		switch {
		case u != nil && first == "avatars":
			writeSVG(rw, u.face.svg())
			return
		case u != nil:
			writeSVG(rw, bannerSVG(u.face.top, u.face.low))
			return
		case name == "server":
			writeSVG(rw, bannerSVG("#7cc4de", "#1f5f8b"))
			return
		}
	case "emoji-art":
		w.mu.Lock()
		e := w.emojiNamed(name)
		w.mu.Unlock()
		if e != nil {
			writeSVG(rw, e.art)
			return
		}
	case "emoji":
		w.mu.Lock()
		e := w.emojiNamed(strings.Split(strings.TrimSuffix(rest, ".webp"), "@")[0])
		w.mu.Unlock()
		if e != nil {
			rw.Header().Set("Cache-Control", "public, max-age=86400")
			http.Redirect(rw, r, s.base(r)+"/emoji-art/"+e.name+".svg", http.StatusMovedPermanently)
			return
		}
	case "previews":
		writeSVG(rw, previewSVG(rest))
		return
	case "files", "proxy":
		if s.serveFile(rw, r, rest) {
			return
		}
	case "decorations":
		writeSVG(rw, decorationSVG(name))
		return
	case "instances", "icons":
		writeSVG(rw, iconSVG(name))
		return
	case "identicon":
		writeSVG(rw, identiconSVG(rest))
		return
	case ".well-known":
		if rest == "nodeinfo" {
			rw.Header().Set("Access-Control-Allow-Origin", "*")
			writeJSON(rw, 200, object{{"links", []any{
				object{{"rel", "http://nodeinfo.diaspora.software/ns/schema/2.1"}, {"href", s.base(r) + "/nodeinfo/2.1"}},
				object{{"rel", "http://nodeinfo.diaspora.software/ns/schema/2.0"}, {"href", s.base(r) + "/nodeinfo/2.0"}}}}})
			return
		}
	case "nodeinfo":
		rw.Header().Set("Access-Control-Allow-Origin", "*")
		writeJSON(rw, 200, s.nodeinfo(rest))
		return
	case "url":
		s.preview(rw, r)
		return
	case "manifest.json":
		writeJSON(rw, 200, object{{"short_name", s.o.Name}, {"name", s.o.Name}, {"start_url", "/"}, {"display", "standalone"}, {"background_color", "#ffffff"}, {"theme_color", "#3b7ea1"}, {"icons", []any{}}})
		return
	case "miauth":
		s.miauthPage(rw, r, rest)
		return
	case "":
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(rw, `<!doctype html><meta charset=utf-8><meta name="application-name" content="Misskey"><title>%s</title><p>%s speaks Misskey's API. Point a client at %s.`, s.o.Name, s.o.Name, s.base(r))
		return
	}
	http.NotFound(rw, r)
}

// writeSVG sends a drawing. It must never run anything: browsers show it in
// <img>, and the policy keeps a direct visit harmless as well.
func writeSVG(rw http.ResponseWriter, svg string) {
	h := rw.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Content-Length", strconv.Itoa(len(svg)))
	rw.Write([]byte(svg))
}

// serveFile serves a drive file or its thumbnail.
func (s *Server) serveFile(rw http.ResponseWriter, r *http.Request, name string) bool {
	id, _, _ := strings.Cut(strings.TrimPrefix(name, "thumbnail-"), ".")
	w := s.world
	w.mu.Lock()
	f := w.files[id]
	w.mu.Unlock()
	if f == nil {
		return false
	}
	if f.picture != nil {
		writeSVG(rw, f.picture.svg())
		return true
	}
	h := rw.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	kind := f.kind
	if !strings.HasPrefix(kind, "image/") && !strings.HasPrefix(kind, "video/") && !strings.HasPrefix(kind, "audio/") {
		kind = "application/octet-stream"
	}
	h.Set("Content-Type", kind)
	rw.Write(f.data)
	return true
}

func (s *Server) nodeinfo(version string) object {
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	users, posts := 0, 0
	for _, u := range w.people {
		if !u.remote() {
			users++
			posts += u.notesCount
		}
	}
	software := object{{"name", "misskey"}, {"version", s.o.Flavour.String()}}
	if version == "2.1" {
		software = append(software, object{{"homepage", "https://github.com/misskey-dev/misskey"}, {"repository", "https://github.com/misskey-dev/misskey"}}...)
	}
	return object{{"version", version}, {"software", software}, {"protocols", []string{"activitypub"}},
		{"services", object{{"inbound", []any{}}, {"outbound", []string{"atom1.0", "rss2.0"}}}}, {"openRegistrations", false},
		{"usage", object{{"users", object{{"total", users}, {"activeHalfyear", nil}, {"activeMonth", nil}}}, {"localPosts", posts}, {"localComments", 0}}},
		{"metadata", object{{"nodeName", s.o.Name}, {"nodeDescription", "A made-up town"}, {"maintainer", object{{"name", "The Nagare demo"}, {"email", "demo@nagare.example"}}},
			{"langs", []any{}}, {"disableRegistration", true}, {"maxNoteTextLength", 3000}, {"themeColor", "#3b7ea1"}}}}
}

func bannerSVG(top, low string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 320" width="960" height="320"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient></defs><rect width="960" height="320" fill="url(#g)"/><g fill="none" stroke="#fff" stroke-width="3" opacity=".35"><path d="M0 230c80-40 160-40 240 0s160 40 240 0 160-40 240 0 160 40 240 0"/><path d="M0 260c80-40 160-40 240 0s160 40 240 0 160-40 240 0 160 40 240 0"/><path d="M0 290c80-40 160-40 240 0s160 40 240 0 160-40 240 0 160 40 240 0"/></g><circle cx="760" cy="90" r="46" fill="#fff" opacity=".5"/></svg>`, top, low)
}

// iconSVG draws the icon of a server, a role or this server itself.
func iconSVG(name string) string {
	switch name {
	case "server":
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="128" height="128">` + emojiDrawings[5].body + `</svg>`
	case "house", "owl":
		f := face{kind: name, top: "#e4f1ea", low: "#a9cdb8", skin: "#f7e3b5", hair: "#5b7f6b", shirt: "#c8553d"}
		return f.svg()
	}
	color, letter := "#6b7f8f", "?"
	if in, ok := instances[name]; ok {
		color = in.color
	}
	if r, n := utf8.DecodeRuneInString(name); n > 0 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
		letter = strings.ToUpper(string(r))
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64"><rect width="64" height="64" rx="14" fill="%s"/><path d="M0 50c16-10 48-10 64 0v14H0z" fill="#fff" opacity=".18"/><text x="32" y="34" dominant-baseline="central" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="800" font-size="36" fill="#fff">%s</text></svg>`, color, letter)
}

// identiconSVG draws a symmetric pattern out of a name.
func identiconSVG(name string) string {
	h := fnv.New64a()
	h.Write([]byte(name))
	v := h.Sum64()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 5" width="128" height="128"><rect width="5" height="5" fill="#eef1f4"/><g fill="hsl(%d 45%% 50%%)">`, v%360)
	for y := range 5 {
		for x := range 3 {
			if v>>(8+uint(y*3+x))&1 == 1 {
				fmt.Fprintf(&b, `<rect x="%d" y="%d" width="1.020" height="1.020"/>`, x, y)
				if x < 2 {
					fmt.Fprintf(&b, `<rect x="%d" y="%d" width="1.020" height="1.020"/>`, 4-x, y)
				}
			}
		}
	}
	b.WriteString(`</g></svg>`)
	return b.String()
}
