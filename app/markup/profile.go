package markup

import (
	"strconv"
	"strings"
	"time"

	"nagare/stream/misskey"
)

// Profile writes who somebody is (P7.3), as the first row of their page. mayFollow says that the reader can follow them.
func Profile(w *Writer, p *Page, key string, u *misskey.User, mayFollow bool) {
	d := u.Detail
	if d == nil {
		d = &misskey.UserDetail{}
	}
	w.Start(Div, Class("profile"), Data("key", key), Tabindex(-1), Aria("label", u.DisplayName()), Role("group"))
	banner(w, p, d)
	w.Start(Div, Class("who"))
	face(w, p, u, 96)
	w.Start(Div, Class("names"))
	w.Start(Div, Class("name"))
	names(w, p, u, u.DisplayName())
	w.End()
	w.Start(Div, Class("acct")).Text(fullAcct(p, u))
	if u.IsBot {
		w.Text(" ").Elem(Span, p.Printer.T("note.bot"), Class("bot"))
	}
	if u.IsLocked {
		w.Text(" ")
		marked(w, "lock", p.Printer.T("user.locked"))
	}
	w.End().End()
	if mayFollow {
		follow(w, p, d)
	}
	w.End()

	relation(w, p, d, !mayFollow)
	if u.IsRemote() {
		notice(w, "world", p.Printer.T("user.remote", DecodeHost(u.Host)))
	}
	if d.IsSuspended {
		notice(w, "ban", p.Printer.T("user.suspended"))
	}
	if d.MovedTo != "" {
		notice(w, "chevron-right", p.Printer.T("user.moved"))
	}
	roles(w, p, d.Roles)
	w.Start(Div, Class("text bio"))
	if strings.TrimSpace(d.Description) == "" {
		w.Elem(Span, p.Printer.T("user.nobio"), Class("muted"))
	} else {
		MFM(w, p, d.Description, Rich{Author: u, Emojis: u.Emojis})
	}
	w.End()
	facts(w, p, d)
	fields(w, p, u, d)
	counts(w, p, d)
	w.Start(Div, Class("actions"))
	if l := ServerProfile(p, u); l.URL() != "" {
		w.Start(A, append([]Attr{Class("button small")}, Href(l)...)...).Icon("external-link").Text(p.Printer.T("note.open", p.Host)).End()
	}
	if l, ok := SafeLink(d.URL); ok && u.IsRemote() {
		w.Start(A, append([]Attr{Class("button small")}, Href(l)...)...).Icon("world").Text(p.Printer.T("note.open", DecodeHost(u.Host))).End()
	}
	w.Start(Button, Class("button small"), Data("act", ActPerson), Aria("haspopup", "menu")).Icon("dots").Text(p.Printer.T("user.menu")).End()
	w.End().End()
}

// ActPerson is a click for the menu of the person that a page is about.
const ActPerson = "person"

// Card writes somebody in brief, for the card that a pointer brings up.
func Card(w *Writer, p *Page, u *misskey.User) {
	d := u.Detail
	if d == nil {
		d = &misskey.UserDetail{}
	}
	banner(w, p, d)
	w.Start(Div, Class("who"))
	face(w, p, u, 56)
	w.Start(Div, Class("names"))
	w.Start(A, append([]Attr{Class("name")}, Href(profile(p, u))...)...)
	names(w, p, u, u.DisplayName())
	w.End()
	w.Elem(Div, fullAcct(p, u), Class("acct"))
	w.End().End()
	relation(w, p, d, true)
	if strings.TrimSpace(d.Description) != "" {
		w.Start(Div, Class("text bio"))
		MFM(w, p, cut(d.Description, 400), Rich{Author: u, Emojis: u.Emojis})
		w.End()
	}
	counts(w, p, d)
}

// fullAcct is @name@host with the host always there, as other servers write it.
func fullAcct(p *Page, u *misskey.User) string {
	host := u.Host
	if host == "" {
		host = p.Host
	}
	return "@" + u.Username + "@" + DecodeHost(host)
}

func banner(w *Writer, p *Page, d *misskey.UserDetail) {
	w.Start(Div, Class("banner"), If(d.BannerBlurhash != "" && d.BannerURL != "", Data("blurhash", d.BannerBlurhash)))
	if img, ok := SafeImage(d.BannerURL, p.Origin); ok {
		w.Img(img, "")
	}
	w.End()
}

func notice(w *Writer, icon, words string) {
	w.Start(P, Class("told")).Icon(icon).Elem(Span, words).End()
}

func roles(w *Writer, p *Page, list []misskey.RoleLite) {
	if len(list) == 0 {
		return
	}
	w.Start(Ul, Class("roles"), Aria("label", p.Printer.T("user.roles")))
	for i, r := range list {
		if i >= 30 {
			break
		}
		var css CSS
		if c := strings.TrimPrefix(r.Color, "#"); hex(c) {
			css.set("fg", "#"+c)
		}
		w.Start(Li, Title(r.Description), css.attr())
		if img, ok := SafeImage(r.IconURL, p.Origin); ok {
			w.Img(img, "", Num("width", 16), Num("height", 16))
		}
		w.Elem(Span, cut(r.Name, 60)).End()
	}
	w.End()
}

func facts(w *Writer, p *Page, d *misskey.UserDetail) {
	t := p.Printer
	w.Start(Ul, Class("facts"))
	fact := func(icon, name, value string) {
		if value != "" {
			w.Start(Li).Icon(icon).Elem(Span, name, Class("vh")).Text(" ").Elem(Span, cut(value, 100)).End()
		}
	}
	fact("map-pin", t.T("user.location"), d.Location)
	if day, err := time.Parse("2006-01-02", d.Birthday); err == nil {
		fact("cake", t.T("user.birthday"), Date(t, day))
	}
	if !d.CreatedAt.IsZero() {
		fact("calendar", t.T("user.joined"), t.T("user.since", Date(t, d.CreatedAt.In(p.Now.Location()))))
	}
	w.End()
}

func fields(w *Writer, p *Page, u *misskey.User, d *misskey.UserDetail) {
	if len(d.Fields) == 0 {
		return
	}
	w.Start(Ul, Class("fields"), Aria("label", p.Printer.T("user.fields")))
	for i, f := range d.Fields {
		if i >= 32 {
			break
		}
		w.Start(Li).Start(B, Class("fname"))
		MFM(w, p, cut(f.Name, 200), Rich{Author: u, Emojis: u.Emojis, Simple: true})
		w.End().Start(Span, Class("fvalue text"))
		MFM(w, p, cut(f.Value, 2000), Rich{Author: u, Emojis: u.Emojis})
		for _, l := range d.VerifiedLinks {
			if l == f.Value {
				w.Text(" ")
				marked(w, "check", p.Printer.T("user.verified"))
			}
		}
		w.End().End()
	}
	w.End()
}

func counts(w *Writer, p *Page, d *misskey.UserDetail) {
	w.Start(Ul, Class("counts"))
	for _, c := range []struct {
		key    string
		n      misskey.Tally
		hidden bool
	}{
		{"user.notes", d.NotesCount, false},
		{"user.following", d.FollowingCount, d.FollowingVisibility != "" && d.FollowingVisibility != "public" && d.FollowingCount == 0},
		{"user.followers", d.FollowersCount, d.FollowersVisibility != "" && d.FollowersVisibility != "public" && d.FollowersCount == 0},
	} {
		n, exact := Count(int(c.n)), strconv.Itoa(int(c.n))
		if c.hidden || c.n == misskey.Hidden { // 0 says nothing (P7.3)
			n, exact = "–", p.Printer.T("user.uncounted")
		}
		w.Start(Li, Title(exact)).Elem(B, n).Text(" ").Elem(Span, p.Printer.T(c.key)).End()
	}
	w.End()
}
