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
	attrs := []Attr{Class(class), Data("note-id", r.Note.ID), Data("key", r.Key), Tabindex(-1)}
	if r.Depth > 0 {
		attrs = append(attrs, Data("depth", strconv.Itoa(min(r.Depth, maxShownDepth))))
	}
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

// ReplyTo writes what the shown note of r replies to, in short.
func ReplyTo(w *Writer, p *Page, r Row) {
	n := r.Note.Inner()
	w.Icon("arrow-back-up")
	switch {
	case r.ReplyGone || n.ReplyDeleted():
		w.Elem(Span, p.Printer.T("note.deleted"), Class("said muted"))
	case n.Reply != nil:
		if n.Reply.User != nil {
			mini(w, p, n.Reply.User, 24)
		}
		w.Start(Span, Class("said"))
		w.Start(B)
		names(w, p, n.Reply.User, author(p, n.Reply.User))
		w.End().Text(" ")
		summary(w, p, n.Reply)
		w.End()
	default:
		w.Elem(Span, p.Printer.T("note.reply.to", "…"), Class("said"))
	}
}

// summary is a note in a line or two.
func summary(w *Writer, p *Page, n *misskey.Note) {
	switch {
	case n.IsHidden:
		w.Text(p.Printer.T("note.hidden"))
	case n.CW != nil:
		MFM(w, p, bare(*n.CW, 150), Rich{Author: n.User, Emojis: n.Emojis, Simple: true})
		w.Text(" …")
	case n.Text != nil:
		MFM(w, p, bare(*n.Text, 150), Rich{Author: n.User, Emojis: n.Emojis, Simple: true})
	}
	if len(n.Files) > 0 {
		w.Text(" (" + p.Printer.N("note.cw.files", len(n.Files)) + ")")
	}
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

func head(w *Writer, p *Page, n *misskey.Note) {
	w.Start(Header, Class("head"))
	u := n.User
	if u == nil {
		w.Elem(Span, p.Printer.T("note.noauthor"), Class("name"))
	} else {
		w.Start(A, append([]Attr{Class("name")}, card(p, u)...)...)
		names(w, p, u, u.DisplayName())
		w.End()
		w.Elem(Span, u.Acct(), Class("acct"))
		if u.IsBot {
			w.Elem(Span, p.Printer.T("note.bot"), Class("bot"))
		}
		for _, r := range u.BadgeRoles {
			if img, ok := SafeImage(r.IconURL, p.Origin); ok {
				w.Img(img, r.Name, Class("badge"), Title(r.Name))
			}
		}
	}
	w.Start(Span, Class("info"))
	if !n.UpdatedAt.IsZero() {
		marked(w, "edit", p.Printer.T("note.edited"))
	}
	w.Start(A, append([]Attr{Class("time")}, Href(threadLink(p, n.ID))...)...)
	if n.CreatedAt.IsZero() {
		marked(w, "clock", p.Printer.T("note.undated")) // the link needs words
	}
	timeTag(w, p.Printer, n.CreatedAt, p.Now)
	w.End()
	visibility(w, p, n)
	w.End().End()
}

// visibility writes an icon only where the note is not public, and one where it is not federated.
func visibility(w *Writer, p *Page, n *misskey.Note) {
	icon := ""
	v := n.Visibility
	switch v {
	case "", misskey.VisibilityPublic:
	case misskey.VisibilityHome:
		icon = "home"
	case misskey.VisibilitySpecified:
		icon = "mail"
	default: // P11.4: what we do not know is shown as the narrower
		icon, v = "lock", misskey.VisibilityFollowers
	}
	if icon != "" {
		marked(w, icon, p.Printer.T("visibility."+string(v)))
	}
	if n.LocalOnly {
		marked(w, "rocket-off", p.Printer.T("note.localonly"))
	}
}

func marked(w *Writer, icon, words string) {
	w.Start(Span, pictured(words)...).Icon(icon).End()
}

// pictured makes an element a picture of words, for the eye as a tip and for the ear. Words that are there but hidden
// would cost more: each clips, and that makes the browser put its layers together anew.
func pictured(words string, more ...Attr) []Attr {
	return append(more, Title(words), Role("img"), Aria("label", words))
}

func ticker(w *Writer, p *Page, u *misskey.User) {
	if u == nil || !u.IsRemote() {
		return
	}
	name := u.Host
	in := u.Instance
	var css CSS
	if in != nil {
		if c := strings.TrimPrefix(in.ThemeColor, "#"); hex(c) && len(c) != 4 {
			css.set("fg", "#"+c)
		}
	}
	w.Start(Div, Class("ticker"), Title(u.Host), css.attr())
	if in != nil {
		if in.Name != "" {
			name = in.Name
		}
		icon := in.FaviconURL
		if icon == "" {
			icon = in.IconURL
		}
		if img, ok := SafeImage(icon, p.Origin); ok {
			w.Img(img, "", Num("width", 13), Num("height", 13))
		}
	}
	w.Elem(Span, cut(name, 60)).End()
}

func content(w *Writer, p *Page, r Row, n *misskey.Note) {
	if n.IsHidden {
		w.Elem(P, p.Printer.T("note.hidden"), Class("muted"))
		return
	}
	if n.CW != nil && !warning(w, p, r.Key, "", n) {
		return
	}
	text(w, p, r.Key, "", n, r.Large)
	Files(w, p, r.Key, n.Files)
	if r.Poll != nil {
		w.Start(Div, Data("part", "poll"))
		PollList(w, p, n, r.Poll)
		w.End()
	}
	if n.IsQuote() {
		w.Start(Div, Class("quote"), Data("part", "quote"), Role("group"), Aria("label", p.Printer.T("note.quote")))
		Quote(w, p, r)
		w.End()
	}
	if n.Channel != nil && n.Channel.Name != "" {
		l, _ := SafeLink(p.Origin + "/channels/" + url.PathEscape(n.Channel.ID))
		w.Start(A, append([]Attr{Class("board")}, Href(l)...)...).Icon("device-tv").Text(cut(n.Channel.Name, 60)).End()
	}
}

// warning writes a content warning and the button that opens it, and answers whether it is open. of is "" for the row's own
// note, [Quoted] for the one it quotes: each has folds of its own. What the warning says is in a box of its own, which clips
// as that of a text does: neither its row's neighbours nor the button beside it can be covered by what it draws.
func warning(w *Writer, p *Page, key, of string, n *misskey.Note) (open bool) {
	open = p.open(key, FoldCW+of)
	w.Start(Div, Class("cw")).Start(Div, Class("warn"))
	MFM(w, p, *n.CW, Rich{Author: n.User, Emojis: n.Emojis})
	w.End()
	words := "note.cw.show"
	if open {
		words = "note.cw.hide"
	}
	foldButton(w, FoldCW, of, "button small", open).Text(p.Printer.T(words))
	if inside := folded(p, n); inside != "" && !open {
		w.Elem(Small, " ("+inside+")")
	}
	w.End().End()
	return open
}

// foldButton begins the button of a fold.
func foldButton(w *Writer, fold, of, class string, open bool) *Writer {
	return w.Start(Button, Class(class), Data("act", fold), If(of != "", Data("arg", of)), Aria("expanded", strconv.FormatBool(open)))
}

// text writes the body of a note, of as for [warning]. What is long is folded, but for what is large or was behind a
// warning. Where the markup exceeds its budget it is shown without, and said so: the reader may have it as it was written,
// all of it.
func text(w *Writer, p *Page, key, of string, n *misskey.Note, large bool) {
	if n.Text == nil || *n.Text == "" {
		return
	}
	cat := n.User != nil && n.User.IsCat && p.Nyaize
	written := p.open(key, FoldWritten+of)
	long := n.CW == nil && !large && !written && (len([]rune(*n.Text)) > longText || strings.Count(*n.Text, "\n") >= longLines) && !p.open(key, FoldLong+of)
	var links []Link
	rich := Rich{Author: n.User, Emojis: n.Emojis, Nyaize: cat, Written: written, Folded: long}
	if p.Preview != nil && of == "" {
		rich.Links = &links
	}
	class := "text"
	if long {
		class = "text long"
	}
	w.Start(Div, Class(class))
	heavy := MFM(w, p, *n.Text, rich)
	w.End()
	if long {
		foldButton(w, FoldLong, of, "button small unfold", false).Text(p.Printer.T("note.long.show")).End()
	}
	if heavy {
		w.Start(P, Class("told")).Icon("alert-triangle").Elem(Span, p.Printer.T("note.heavy"))
		words := "note.written.show"
		if written {
			words = "note.written.hide"
		}
		foldButton(w, FoldWritten, of, "button small", written).Text(p.Printer.T(words)).End()
		w.End()
	}
	previews(w, p, links)
}

func (p *Page) open(key, what string) bool { return p.Open != nil && p.Open(key, what) }

// folded says how much a content warning hides.
func folded(p *Page, n *misskey.Note) string {
	var s []string
	if n.Text != nil && *n.Text != "" {
		s = append(s, p.Printer.N("note.cw.chars", len([]rune(*n.Text))))
	}
	if len(n.Files) > 0 {
		s = append(s, p.Printer.N("note.cw.files", len(n.Files)))
	}
	if n.Poll != nil {
		s = append(s, p.Printer.T("note.cw.poll"))
	}
	return strings.Join(s, ", ")
}

// Quote writes the note that the shown note of r quotes.
func Quote(w *Writer, p *Page, r Row) {
	q := r.Note.Inner().Renote
	if q == nil || r.QuoteGone {
		w.Elem(P, p.Printer.T("note.deleted"), Class("muted"))
		return
	}
	w.Start(Div, Class("main"))
	avatar(w, p, q.User)
	w.Start(Div, Class("body"))
	head(w, p, q)
	switch {
	case q.IsHidden:
		w.Elem(P, p.Printer.T("note.hidden"), Class("muted"))
	case q.CW == nil || warning(w, p, r.Key, Quoted, q):
		text(w, p, r.Key, Quoted, q, false)
		gallery{p, r.Key, Quoted}.write(w, q.Files)
		if q.Poll != nil {
			w.Start(Div, Data("part", "quotepoll"))
			QuotePoll(w, p, r)
			w.End()
		}
	}
	w.End().End()
}

// QuotePoll writes the poll of the quoted note, to look at only: one votes on the note itself.
func QuotePoll(w *Writer, p *Page, r Row) {
	q, poll := r.Note.Inner().Renote, r.QuotePoll
	if poll == nil {
		poll = PollOf(q.Poll)
	}
	PollList(w, p, q, poll)
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

func count(w *Writer, icon string, n int, words string) {
	w.Start(Span, pictured(words, Class("count"))...).Icon(icon)
	if n > 0 {
		w.Start(Span, Aria("hidden", "true")).Text(Count(n)).End()
	}
	w.End()
}
