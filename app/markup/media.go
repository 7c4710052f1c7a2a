package markup

import (
	"strconv"
	"strings"

	"nagare/stream/misskey"
)

// maxThumbs pictures are shown; the rest is counted.
const maxThumbs = 4

// ActView is a click on a picture or film; its argument is the place among Visual.
const ActView = "view"

// Files writes the pictures and films of a note as a grid of fixed boxes that open in the viewer, sound with a player,
// other files as links. What is sensitive stays covered until the reader asks; a reader who saves data sees pictures only
// when they ask for them.
func Files(w *Writer, p *Page, key string, files []misskey.File) {
	gallery{p, key, ""}.write(w, files)
}

// Quoted is before the place of a file in the arguments of a quoted note's pictures.
const Quoted = "q"

// gallery is where files stand: in which row, and of what place in it is before each file's own.
type gallery struct {
	p       *Page
	key, of string
}

func (g gallery) at(i int) string { return g.of + strconv.Itoa(i) }

func (g gallery) open(fold string, i int) bool { return g.p.open(g.key, fold+g.at(i)) }

func (g gallery) write(w *Writer, files []misskey.File) {
	p := g.p
	seen := Visual(files, p.Origin)
	if len(seen) > 0 {
		n := min(len(seen), maxThumbs)
		var css CSS
		if f := &seen[0]; n == 1 && f.Properties.Width > 0 && f.Properties.Height > 0 { // as it is, within reason
			css.put("ratio", float64(f.Properties.Width)/float64(f.Properties.Height), 0.9, 2.4, "")
		}
		w.Start(Div, Class("media"), Data("n", strconv.Itoa(n)), css.attr())
		for i := range seen[:n] {
			more := 0
			if i == n-1 {
				more = len(seen) - n
			}
			g.thumb(w, i, &seen[i], more)
		}
		w.End()
		for i := range seen[:n] {
			if seen[i].Comment != "" && g.open(FoldAlt, i) {
				w.Start(P, Class("described")).Elem(B, p.Printer.T("media.alt")).Text(" ").Text(cut(seen[i].Comment, 3000)).End()
			}
		}
	}
	other := false
	for _, f := range files {
		if _, ok := SafeImage(f.URL, p.Origin); !ok || visual(f) {
			continue
		}
		if !other {
			other = true
			w.Start(Ul, Class("files"))
		}
		w.Start(Li)
		if strings.HasPrefix(f.Type, "audio/") {
			sound(w, p, f)
		} else {
			link(w, p, f, "file")
		}
		w.End()
	}
	if other {
		w.End()
	}
}

// Visual are the files that can be looked at, in order.
func Visual(files []misskey.File, origin string) []misskey.File {
	var seen []misskey.File
	for _, f := range files {
		if _, ok := SafeImage(f.URL, origin); ok && visual(f) {
			seen = append(seen, f)
		}
	}
	return seen
}

func visual(f misskey.File) bool {
	return strings.HasPrefix(f.Type, "image/") || IsVideo(&f)
}

// IsVideo tells films from pictures.
func IsVideo(f *misskey.File) bool { return strings.HasPrefix(f.Type, "video/") }

// Described is a file in words: what it is, and what its author says about it.
func Described(p *Page, f *misskey.File) string {
	kind := p.Printer.T("media.image")
	if IsVideo(f) {
		kind = p.Printer.T("media.video")
	}
	alt := f.Comment
	if alt == "" {
		alt = p.Printer.T("media.noalt")
	}
	return p.Printer.T("media.described", kind, alt)
}

func (g gallery) thumb(w *Writer, i int, f *misskey.File, more int) {
	p, at := g.p, g.at(i)
	shown := g.open(FoldMedia, i)
	w.Start(Div, Class("thumb"), If(f.Blurhash != "", Data("blurhash", f.Blurhash)))
	if f.IsSensitive && shown == p.Reveal { // what is asked for is the other way round there
		w.Start(Button, Class("cover"), Data("act", FoldMedia), Data("arg", at))
		w.Icon("eye-off").Elem(B, p.Printer.T("media.sensitive")).Elem(Span, p.Printer.T("media.reveal"))
		w.End().End()
		return
	}
	if p.Saver && !shown && !g.open(FoldLoad, i) {
		w.Start(Button, Class("cover saved"), Data("act", FoldLoad), Data("arg", at), Title(Described(p, f)))
		icon := "photo"
		if IsVideo(f) {
			icon = "movie"
		}
		w.Icon(icon).Elem(B, p.Printer.T("media.load")).Elem(Span, Size(f.Size))
		w.End()
		g.badges(w, i, f)
		w.End()
		return
	}
	address, _ := SafeImage(f.URL, p.Origin)
	link, _ := SafeLink(address.URL())
	words := Described(p, f)
	if more > 0 { // what is seen is part of what is said
		words += ", " + p.Printer.T("media.more", more)
	}
	w.Start(A, append([]Attr{Class("open"), Title(f.Comment), Aria("label", words), Data("act", ActView), Data("arg", at)}, Href(link)...)...)
	src := f.ThumbnailURL
	if src == "" && !IsVideo(f) {
		src = f.URL
	}
	if img, ok := SafeImage(src, p.Origin); ok {
		w.Img(img, "")
	}
	if IsVideo(f) {
		w.Start(Span, Class("play")).Icon("player-play").End()
	}
	if more > 0 {
		w.Elem(Span, p.Printer.T("media.more", more), Class("more"))
	}
	w.End()
	g.badges(w, i, f)
	if f.IsSensitive {
		words := p.Printer.T("media.hide")
		w.Start(Button, Class("hide"), Data("act", FoldMedia), Data("arg", at), Title(words), Aria("label", words)).Icon("eye-off").End()
	}
	w.End()
}

// badges say what kind of picture it is; the one for the description shows it.
func (g gallery) badges(w *Writer, i int, f *misskey.File) {
	p := g.p
	if f.Comment == "" && f.Type != "image/gif" && f.Type != "image/apng" {
		return
	}
	w.Start(Div, Class("badges"))
	if f.Comment != "" {
		w.Elem(Button, p.Printer.T("media.alt"), Class("tag"), Data("act", FoldAlt), Data("arg", g.at(i)),
			Title(p.Printer.T("media.alt.show")), Aria("expanded", strconv.FormatBool(g.open(FoldAlt, i))))
	}
	if f.Type == "image/gif" || f.Type == "image/apng" {
		w.Elem(Span, "GIF", Class("tag"))
	}
	w.End()
}

// sound writes a player that loads nothing before it is asked to.
func sound(w *Writer, p *Page, f misskey.File) {
	w.Start(Div, Class("sound"))
	link(w, p, f, "music")
	src, _ := SafeImage(f.URL, p.Origin)
	w.Start(Audio, Src(src), Flag("controls"), Preload("none"), Aria("label", p.Printer.T("media.described", p.Printer.T("media.audio"), f.Name))).End()
	w.End()
}

func link(w *Writer, p *Page, f misskey.File, icon string) {
	src, _ := SafeImage(f.URL, p.Origin)
	address, _ := SafeLink(src.URL())
	w.Start(A, append([]Attr{Class("file")}, Href(address)...)...)
	w.Icon(icon).Elem(Span, f.Name, Class("fname"), Title(f.Name)).Elem(Span, Size(f.Size), Class("size")).End()
}

// Stage writes one file as the viewer shows it: a picture with its small form below it until it is there, or a film with
// the browser's own controls, which never begins by itself.
func Stage(w *Writer, p *Page, f *misskey.File) {
	src, ok := SafeImage(f.URL, p.Origin)
	if !ok {
		return
	}
	small, _ := SafeImage(f.ThumbnailURL, p.Origin)
	w.Start(Div, Class("pic"))
	if IsVideo(f) {
		w.Start(Video, Src(src), Flag("controls"), Preload("metadata"), Poster(small), Aria("label", Described(p, f))).End()
	} else {
		alt := f.Comment
		if alt == "" {
			alt = p.Printer.T("media.noalt")
		}
		var size []Attr
		if f.Properties.Width > 0 && f.Properties.Height > 0 {
			size = []Attr{Num("width", f.Properties.Width), Num("height", f.Properties.Height)}
		}
		w.Img(src, alt, append(size, Class("full"))...)
	}
	w.End()
}
