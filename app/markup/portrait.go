package markup

import "nagare/stream/misskey"

// maxDecorations are laid over an avatar; servers allow 16.
const maxDecorations = 4

// avatar is the picture of somebody and a link to their page. Their name beside it is one too, so this one is left out
// for screen readers and the keyboard.
func avatar(w *Writer, p *Page, u *misskey.User) {
	attrs := append([]Attr{Class(frame(u)), Tabindex(-1), Aria("hidden", "true")}, card(p, u)...)
	w.Start(A, attrs...)
	portrait(w, p, u, 48)
	w.End()
}

// face is an avatar that is no link.
func face(w *Writer, p *Page, u *misskey.User, size int) {
	w.Start(Span, Class(frame(u)), Aria("hidden", "true"))
	portrait(w, p, u, size)
	w.End()
}

// mini is a small face in a line of text.
func mini(w *Writer, p *Page, u *misskey.User, size int) {
	w.Start(Span, Class("avatar mini"), Aria("hidden", "true"))
	portrait(w, p, u, size)
	w.End()
}

func frame(u *misskey.User) string {
	if u != nil && u.IsCat {
		return "avatar cat"
	}
	return "avatar"
}

// portrait is the picture of an avatar and what is laid over it (P7.2).
func portrait(w *Writer, p *Page, u *misskey.User, size int) {
	if u == nil {
		w.Icon("user")
		return
	}
	if img, ok := SafeImage(u.AvatarURL, p.Origin); ok {
		w.Img(img, "", Num("width", size), Num("height", size))
	} else {
		w.Icon("user")
	}
	if p.Bare {
		return
	}
	for i, d := range u.AvatarDecorations {
		img, ok := SafeImage(d.URL, p.Origin)
		if !ok || i >= maxDecorations {
			continue
		}
		var css CSS
		css.put("angle", d.Angle, -1, 1, "turn")
		css.put("x", d.OffsetX*100, -50, 50, "%")
		css.put("y", d.OffsetY*100, -50, 50, "%")
		if d.FlipH {
			css.set("flip", "-1")
		}
		w.Img(img, "", Class("deco"), css.attr())
	}
}
