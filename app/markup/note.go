package markup

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"nagare/app/i18n"
	"nagare/app/mfm"
	"nagare/stream/misskey"
)

// Page is what all rows of a column share.
type Page struct {
	Printer i18n.Printer
	Now     time.Time
	Origin  string                           // of the server the notes come from, without a trailing slash
	Host    string                           // the server's name as shown
	Emoji   func(name string) (string, bool) // address of one of this server's own custom emoji; nil: none known
	Nyaize  bool                             // cats speak as cats (P9.7)
	Open    func(key, what string) bool      // whether the reader opened a fold of a row; nil: all are closed
	Pages   func(path string) string         // address of a page of ours; nil: there is none, links lead to the server
	Saver   bool                             // pictures are loaded only when asked for
	Reveal  bool                             // sensitive pictures are covered only when asked for
	Still   bool                             // custom emoji do not move
	Bare    bool                             // nothing is laid over avatars
	Preview func(address string) *Preview    // what is known about a page that a note links to; nil: none are shown
}

// Row is one row: a note and what is live about it.
type Row struct {
	Key       string        // the row's key in its list
	Note      *misskey.Note // a pure renote shows the note inside it
	Reactions []Reaction    // of the shown note, in the order to show
	Poll      *Poll         // of the shown note, with current counts
	Fresh     bool          // arrived while the reader was watching: it is faded in
	Large     bool          // the note that its page is about
	Threaded  bool          // what it answers to stands in the same list
	Depth     int           // below the note it replies to, as in a tree; 0: none
	Pinned    bool          // pinned by its author
	QuotePoll *Poll         // of the quoted note, with current counts; nil: as it came
	QuoteGone bool          // the note it quotes was deleted since
	ReplyGone bool          // likewise the one it replies to
	Hand      Hand          // what the viewer may do with the shown note
}

// Hand is what the viewer may do with a note. The zero Hand only looks.
type Hand struct {
	React bool   // give and take reactions
	Like  bool   // the author accepts nothing but a heart
	Mine  string // the viewer's reaction; empty: none

	Write   bool // reply, quote
	Renote  bool // the author lets it be renoted by the viewer
	Renoted bool // the viewer renoted it, as far as is known
}

// Reaction is one pill.
type Reaction struct {
	Key   string // P4.3
	Count int
	Mine  bool
	URL   string // picture of a custom emoji; empty: the key is shown as text
	Joins bool   // the viewer may give or take it back with a click
}

// The folds a reader can open in a row.
const (
	FoldCW    = "cw"
	FoldLong  = "long"
	FoldMedia = "media" // with the file's place
	FoldLoad  = "load"  // likewise: load it although data is saved
	FoldAlt   = "alt"   // likewise: its description

	FoldWritten = "written" // show a text that is too heavy as it was written
	FoldPills   = "pills"   // the reactions past the first ones
)

// Text beyond either bound is folded.
const (
	longText  = 500
	longLines = 9
	maxText   = 20_000 // bytes shown even when unfolded; servers allow 3,000 characters
	maxFolded = 4_000  // bytes of a text without markup under its fold
)

// maxShownDepth is how far a tree of replies is indented.
const maxShownDepth = 5

func indent(depth int) Attr {
	return If(depth > 0, Data("depth", strconv.Itoa(min(depth, maxShownDepth))))
}

// Note writes a whole row. A note with missing members shows what it has.
func Note(w *Writer, p *Page, r Row) {
	if r.Note == nil {
		broken(w, p, r.Key)
		return
	}
	shown := r.Note.Inner()
	class := "note"
	if r.Fresh {
		class += " fresh"
	}
	if r.Large {
		class += " large"
	}
	attrs := []Attr{Class(class), Data("note-id", r.Note.ID), Data("key", r.Key), Tabindex(-1), indent(r.Depth)}
	if r.Note.IsPureRenote() {
		attrs = append(attrs, Data("renote-of", r.Note.RenoteID))
	}
	attrs = append(attrs, Aria("label", label(p, r.Note, shown)))
	w.Start(Article, attrs...)
	if r.Pinned {
		w.Start(Div, Class("line pinned")).Icon("pin").Elem(Span, p.Printer.T("user.pinned"), Class("who")).End()
	}
	if r.Note.IsPureRenote() {
		renoteLine(w, p, r.Note)
	}
	switch {
	case shown == nil:
		w.Elem(P, p.Printer.T("note.deleted"), Class("muted"))
	default:
		if shown.ReplyID != "" && !r.Threaded {
			w.Start(A, append([]Attr{Data("part", "replyto"), Class("replyto")}, Href(threadLink(p, shown.ReplyID))...)...)
			ReplyTo(w, p, r)
			w.End()
		}
		w.Start(Div, Class("main"))
		avatar(w, p, shown.User)
		w.Start(Div, Class("body"))
		head(w, p, shown)
		ticker(w, p, shown.User)
		content(w, p, r, shown)
		w.Start(Div, Class("reactions"), Data("part", "reactions"))
		Reactions(w, p, r)
		w.End()
		foot(w, p, r, shown)
		w.End().End()
	}
	w.End()
}

// label is what a screen reader says of the row as a whole.
func label(p *Page, n, shown *misskey.Note) string {
	var b strings.Builder
	if n.IsPureRenote() {
		b.WriteString(p.Printer.T("note.renoted", author(p, n.User)))
		b.WriteString(": ")
	}
	if shown == nil {
		b.WriteString(p.Printer.T("note.deleted"))
		return b.String()
	}
	b.WriteString(author(p, shown.User))
	text := ""
	switch {
	case shown.CW != nil:
		text = *shown.CW
	case shown.Text != nil:
		text = *shown.Text
	}
	if text != "" {
		b.WriteString(": ")
		b.WriteString(bare(text, 120))
	}
	return b.String()
}

// bare is the beginning of a text without the marks of its markup, which nobody wants to hear or to see in a line.
func bare(s string, n int) string {
	s = cut(s, 3*n)
	if strings.ContainsAny(s, "$*_~<>`[\\") {
		s = mfm.PlainText(mfm.Parse(s))
	}
	return cut(s, n)
}

func cut(s string, n int) string {
	i := 0
	for at := range s {
		if i == n {
			return s[:at] + "…"
		}
		i++
	}
	return s
}

func author(p *Page, u *misskey.User) string {
	if u == nil || u.DisplayName() == "" {
		return p.Printer.T("note.noauthor")
	}
	return u.DisplayName()
}

func broken(w *Writer, p *Page, key string) {
	w.Start(Article, Class("note"), Data("key", key), Tabindex(-1))
	w.Elem(P, p.Printer.T("note.broken"), Class("muted"))
	w.End()
}

func renoteLine(w *Writer, p *Page, n *misskey.Note) {
	w.Start(Div, Class("line")).Icon("repeat")
	if n.User != nil {
		mini(w, p, n.User, 22)
	}
	w.Start(Span, Class("who"))
	name := author(p, n.User)
	before, after, _ := strings.Cut(p.Printer.T("note.renoted", "\x00"), "\x00")
	w.Text(before).Start(A, card(p, n.User)...)
	names(w, p, n.User, name)
	w.End().Text(after).End()
	w.Start(Span, Class("at"))
	timeTag(w, p.Printer, n.CreatedAt, p.Now)
	visibility(w, p, n)
	w.End().End()
}

// names writes a display name, its custom emoji as pictures.
func names(w *Writer, p *Page, u *misskey.User, name string) {
	if u == nil {
		w.Text(name)
		return
	}
	w.Start(Bdi)
	MFM(w, p, cut(strings.ReplaceAll(name, "\n", " "), 100), Rich{Author: u, Emojis: u.Emojis, Simple: true})
	w.End()
}

// profile is the user's page: ours, else that of the server the note came from.
func profile(p *Page, u *misskey.User) Link {
	if u == nil || u.Username == "" {
		return Link{}
	}
	if p.Pages != nil {
		return Own(p.Pages(UserPath(u.Username, u.Host, p.Host)))
	}
	return ServerProfile(p, u)
}

// card are the attributes of a link to somebody's page of ours: a pointer that rests on it brings up their card.
func card(p *Page, u *misskey.User) []Attr {
	attrs := Href(profile(p, u))
	if p.Pages != nil && len(attrs) > 0 {
		attrs = append(attrs, Data("card", "1"))
	}
	return attrs
}

// UserPath is the path of our page about a person as a server knows them; home is their own server, "" when it is that
// one (app/address.go).
func UserPath(username, home, server string) string {
	acct := url.PathEscape(username)
	if home != "" {
		acct += "@" + url.PathEscape(home)
	}
	return "/@" + acct + "@" + url.PathEscape(server)
}

// NotePath is the path of our page about a note of a server.
func NotePath(id, server string) string {
	return "/notes/" + url.PathEscape(id) + "@" + url.PathEscape(server)
}

// threadLink is the note's page: ours, else the server's.
func threadLink(p *Page, id string) Link {
	if id == "" {
		return Link{}
	}
	if p.Pages != nil {
		return Own(p.Pages(NotePath(id, p.Host)))
	}
	return permalink(p, id)
}

// ServerProfile is a person's page on the server that is asked.
func ServerProfile(p *Page, u *misskey.User) Link {
	acct := "@" + url.PathEscape(u.Username)
	if u.Host != "" {
		acct += "@" + url.PathEscape(u.Host)
	}
	l, _ := SafeLink(p.Origin + "/" + acct)
	return l
}

func permalink(p *Page, id string) Link {
	l, _ := SafeLink(p.Origin + "/notes/" + url.PathEscape(id))
	return l
}

func foot(w *Writer, p *Page, r Row, n *misskey.Note) {
	w.Start(Footer, Class("foot"))
	writeButtons(w, p, r, n)
	w.Start(Span, Class("hand"), Data("part", "react"))
	ReactButton(w, p, r)
	w.End()
	if l := permalink(p, n.ID); l.URL() != "" && !r.Hand.Write { // for who only reads, it is what one does most
		words := p.Printer.T("note.open", p.Host)
		w.Start(A, append([]Attr{Class("open"), Title(words), Aria("label", words)}, Href(l)...)...).Icon("external-link").End()
	}
	menuButton(w, p)
	w.End()
}

// count writes a number that is no button, and looks like none.
func count(w *Writer, icon string, n int, words string) {
	w.Start(Span, pictured(words, Class("count"))...).Icon(icon)
	if n > 0 {
		w.Start(Span, Aria("hidden", "true")).Text(Count(n)).End()
	}
	w.End()
}
