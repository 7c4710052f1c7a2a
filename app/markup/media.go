package markup

import (
	"strconv"
	"strings"

	"nagare/stream/misskey"
)

// maxThumbs pictures are shown; the rest is counted.
const maxThumbs = 4

// Files writes the pictures and films of a note as a grid of fixed boxes, other files as links. Each opens on its
// server; what is sensitive stays covered until the reader asks.
func Files(w *Writer, p *Page, key string, files []misskey.File) {
	var seen, other []misskey.File
	for _, f := range files {
		if _, ok := SafeImage(f.URL, p.Origin); !ok {
			continue
		}
		if visual(f) {
			seen = append(seen, f)
		} else {
			other = append(other, f)
		}
	}
	if len(seen) > 0 {
		n := min(len(seen), maxThumbs)
		w.Start(Div, Class("media"), Data("n", strconv.Itoa(n)))
		for i := range seen[:n] {
			more := 0
			if i == n-1 {
				more = len(seen) - n
			}
			thumb(w, p, key, i, seen[i], more)
		}
		w.End()
	}
	if len(other) > 0 {
		w.Start(Ul, Class("files"))
		for _, f := range other {
			w.Start(Li)
			link(w, f)
			w.End()
		}
		w.End()
	}
}

func visual(f misskey.File) bool {
	return strings.HasPrefix(f.Type, "image/") || strings.HasPrefix(f.Type, "video/")
}

func thumb(w *Writer, p *Page, key string, i int, f misskey.File, more int) {
	fold := FoldMedia + strconv.Itoa(i)
	if f.IsSensitive && !p.open(key, fold) {
		w.Start(Div, Class("thumb"))
		w.Start(Button, Class("cover"), Data("act", FoldMedia), Data("arg", strconv.Itoa(i)))
		w.Icon("eye-off").Elem(B, p.Printer.T("media.sensitive")).Elem(Span, p.Printer.T("media.reveal"))
		w.End().End()
		return
	}
	kind := p.Printer.T("media.image")
	video := strings.HasPrefix(f.Type, "video/")
	if video {
		kind = p.Printer.T("media.video")
	}
	alt := f.Comment
	if alt == "" {
		alt = p.Printer.T("media.noalt")
	}
	address, _ := SafeLink(f.URL)
	words := p.Printer.T("media.described", kind, alt)
	attrs := append([]Attr{Class("thumb"), Title(f.Comment), Aria("label", words)}, Href(address)...)
	w.Start(A, attrs...)
	src := f.ThumbnailURL
	if src == "" && !video {
		src = f.URL
	}
	if img, ok := SafeImage(src, p.Origin); ok {
		w.Img(img, "")
	}
	if video {
		w.Start(Span, Class("play")).Icon("player-play").End()
	}
	w.Start(Span, Class("badges"), Aria("hidden", "true"))
	if f.Comment != "" {
		w.Elem(Span, p.Printer.T("media.alt"), Class("tag"))
	}
	if f.Type == "image/gif" {
		w.Elem(Span, "GIF", Class("tag"))
	}
	if more > 0 {
		w.Elem(Span, p.Printer.T("media.more", more), Class("tag"))
	}
	w.End().End()
}

func link(w *Writer, f misskey.File) {
	address, _ := SafeLink(f.URL)
	w.Start(A, Href(address)...)
	icon := "file"
	if strings.HasPrefix(f.Type, "audio/") {
		icon = "music"
	}
	w.Icon(icon).Elem(Span, f.Name, Class("fname"), Title(f.Name)).Elem(Span, Size(f.Size), Class("size")).End()
}
