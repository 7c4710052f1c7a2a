package markup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"nagare/app/mfm"
	"nagare/stream/misskey"
)

// A text past either bound is shown as it was written (landscape 4, MFM under guard).
const (
	maxNodes = 3000
	maxMFM   = 20_000 // bytes
	maxDepth = 24     // of elements below the text's own box
)

// Rich is how a text of Misskey's markup is to be shown.
type Rich struct {
	Author  *misskey.User     // whose text it is: decides where its emoji and its short mentions belong
	Emojis  misskey.EmojiURLs // custom emoji that came with the text
	Simple  bool              // names, poll choices: emoji only (P9.1)
	Nyaize  bool              // speak as a cat (P9.7)
	Written bool              // where it exceeds the budget: show it as written
	Folded  bool              // only the first lines are seen
	Links   *[]Link           // takes the pages it links to, but for those its author wants no preview of; nil: nobody asks
}

// MFM writes a text of Misskey's markup (P9). What exceeds the budget of a note loses its markup, or keeps it as it was
// written; it answers whether that happened.
func MFM(w *Writer, p *Page, source string, r Rich) (heavy bool) {
	most := maxText
	switch {
	case r.Written:
		most = 0 // all of it: the reader asked
	case r.Folded:
		most = maxFolded
	}
	if len(source) > maxMFM {
		Plain(w, source, most)
		return true
	}
	var tree []mfm.Node
	if r.Simple {
		tree = mfm.ParseSimple(source)
	} else {
		tree = mfm.Parse(source)
	}
	m := rich{w: w, p: p, Rich: r, find: p.emojis(r.Emojis, r.Author), left: maxNodes}
	if m.exceeds(tree, 0) {
		if !r.Written {
			source = mfm.PlainText(tree)
		}
		Plain(w, source, most)
		return true
	}
	if r.Nyaize {
		mfm.Nyaize(tree)
	}
	m.nodes(tree, 1)
	return false
}

type rich struct {
	w *Writer
	p *Page
	Rich
	find EmojiFinder
	left int
}

// exceeds counts before anything is written.
func (m *rich) exceeds(tree []mfm.Node, depth int) bool {
	if depth > maxDepth {
		return true
	}
	for i := range tree {
		m.left--
		if m.left < 0 || m.exceeds(tree[i].Children, depth+1) {
			return true
		}
	}
	return false
}

// nodes writes siblings. zoom is how often the size was raised above them (P9.4, nested x2).
func (m *rich) nodes(tree []mfm.Node, zoom int) {
	for i := range tree {
		m.node(&tree[i], zoom)
	}
}

func (m *rich) node(n *mfm.Node, zoom int) {
	w := m.w
	switch n.Kind {
	case mfm.Text:
		w.Text(n.Text)
	case mfm.Plain:
		m.nodes(n.Children, zoom)
	case mfm.Bold:
		m.wrap(n, zoom, B)
	case mfm.Italic:
		m.wrap(n, zoom, I)
	case mfm.Strike:
		m.wrap(n, zoom, Del)
	case mfm.Small:
		m.wrap(n, zoom, Small)
	case mfm.Center:
		m.wrap(n, zoom, Div, Class("mfm-center"))
	case mfm.Quote:
		m.wrap(n, zoom, Blockquote)
	case mfm.Fn:
		m.fn(n, zoom)
	case mfm.Link:
		l, ok := SafeLink(n.Text)
		if !ok {
			m.nodes(n.Children, zoom)
			return
		}
		w.Start(A, append(Href(l), Title(l.URL()))...)
		m.nodes(n.Children, zoom)
		if !n.Mark {
			m.links(l)
			w.Icon("external-link")
		}
		w.End()
	case mfm.URL:
		m.url(n.Text)
	case mfm.Mention:
		m.mention(n)
	case mfm.Hashtag:
		l, _ := SafeLink(m.p.Origin + "/tags/" + url.PathEscape(n.Name))
		w.Start(A, append([]Attr{Class("hashtag"), Data("act", ActTag), Data("arg", n.Name)}, Href(l)...)...).Text("#" + n.Name).End()
	case mfm.Emoji:
		w.Elem(Span, n.Text, Class("uni"))
	case mfm.CustomEmoji:
		if img, ok := m.find(n.Name); ok {
			w.Emoji(img, ":"+n.Name+":", Title(":"+n.Name+":"))
		} else {
			w.Text(":" + n.Name + ":")
		}
	case mfm.InlineCode:
		w.Elem(Code, n.Text)
	case mfm.CodeBlock:
		w.Start(Pre, Tabindex(0)).Elem(Code, n.Text, If(n.Name != "", Data("lang", n.Name))).End()
	case mfm.MathInline:
		w.Elem(Code, n.Text, Class("math"))
	case mfm.MathBlock:
		w.Start(Pre, Class("math"), Tabindex(0)).Elem(Code, n.Text).End()
	case mfm.Search:
		l, _ := SafeLink("https://duckduckgo.com/?q=" + url.QueryEscape(n.Name))
		w.Start(Div, Class("mfm-search")).Elem(Span, n.Name)
		w.Start(A, append([]Attr{Class("button small")}, Href(l)...)...).Icon("search").Text(m.p.Printer.T("mfm.search")).End()
		w.End()
	default:
		w.Text(n.Text)
		m.nodes(n.Children, zoom)
	}
}

// ActTag is a click on a hashtag, which is its argument; with a modifier it is a link like any other.
const ActTag = "hashtag"

func (m *rich) wrap(n *mfm.Node, zoom int, t Tag, attrs ...Attr) {
	m.w.Start(t, attrs...)
	m.nodes(n.Children, zoom)
	m.w.End()
}

func (m *rich) url(s string) {
	l, ok := SafeLink(s)
	if !ok {
		m.w.Text(s)
		return
	}
	m.links(l)
	m.w.Start(A, append(Href(l), Title(l.URL()))...)
	u, err := url.Parse(l.URL())
	if err != nil {
		m.w.Text(s)
	} else {
		m.w.Elem(Span, DecodeHost(u.Host), Class("uhost"))
		rest := strings.TrimPrefix(strings.TrimPrefix(l.URL(), u.Scheme+"://"), u.Host)
		if pretty, err := url.PathUnescape(rest); err == nil && printable(pretty) {
			rest = pretty
		}
		if rest != "/" {
			m.w.Elem(Span, rest, Class("upath"))
		}
	}
	m.w.Icon("external-link").End()
}

// links remembers a page that the text links to.
func (m *rich) links(l Link) {
	if m.Links != nil && !slices.Contains(*m.Links, l) {
		*m.Links = append(*m.Links, l)
	}
}

func printable(s string) bool {
	for _, r := range s {
		if r <= ' ' || r == 0x7f || r == 0xFFFD || (r >= 0x200b && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return false
		}
	}
	return true
}

// mention links to the person: a mention without a host belongs to the author's server, not to ours (P9.5).
func (m *rich) mention(n *mfm.Node) {
	host := n.Host
	if host == "" && m.Author != nil {
		host = m.Author.Host
	}
	u := misskey.User{Username: n.Name, Host: host}
	if strings.EqualFold(host, m.p.Host) {
		u.Host = ""
	}
	m.w.Start(A, append([]Attr{Class("mention")}, card(m.p, &u)...)...)
	m.w.Text("@" + n.Name)
	if u.Host != "" {
		m.w.Elem(Span, "@"+DecodeHost(u.Host), Class("mhost"))
	}
	m.w.End()
}

func (m *rich) fn(n *mfm.Node, zoom int) {
	w := m.w
	class, vars := "", CSS{}
	switch n.Name {
	case "tada", "jelly", "twitch", "shake", "jump", "bounce", "rainbow", "spin":
		class = "mfm-move mfm-" + n.Name
		vars.time("speed", n)
		vars.time("delay", n)
		if n.Name == "spin" {
			if _, ok := n.Arg("x"); ok {
				class += " axis-x"
			} else if _, ok := n.Arg("y"); ok {
				class += " axis-y"
			}
			if _, ok := n.Arg("left"); ok {
				class += " dir-left"
			} else if _, ok := n.Arg("alternate"); ok {
				class += " dir-alternate"
			}
		}
	case "fade": // of some forks, as are crop and followmouse
		class = "mfm-move mfm-fade"
		vars.time("speed", n)
		vars.time("delay", n)
		if _, ok := n.Arg("loop"); ok {
			class += " loop"
		}
		if _, ok := n.Arg("out"); ok {
			class += " dir-left"
		}
	case "crop":
		class = "mfm-crop"
		for _, side := range []string{"top", "right", "bottom", "left"} {
			vars.number(side, n, 0, 0, 100, "%")
		}
	case "sparkle":
		class = "mfm-move mfm-sparkle"
	case "flip":
		_, h := n.Arg("h")
		_, v := n.Arg("v")
		switch {
		case h && v:
			class = "mfm-flip-hv"
		case v:
			class = "mfm-flip-v"
		default:
			class = "mfm-flip-h"
		}
	case "rotate":
		class = "mfm-rotate"
		vars.number("deg", n, 90, -36000, 36000, "deg")
	case "scale":
		class = "mfm-scale"
		vars.number("x", n, 1, -5, 5, "")
		vars.number("y", n, 1, -5, 5, "")
	case "position":
		class = "mfm-position"
		vars.number("x", n, 0, -10, 10, "em")
		vars.number("y", n, 0, -10, 10, "em")
	case "x2", "x3", "x4":
		size := []string{"", "mfm-x2", "mfm-x3", "mfm-x4"}[n.Name[1]-'1']
		switch zoom {
		case 1:
			class = size
		case 2:
			class = size + " half"
		default:
			class = "mfm-x1"
		}
		zoom++
	case "font":
		for _, f := range []string{"serif", "monospace", "cursive", "fantasy", "emoji", "math"} {
			if _, ok := n.Arg(f); ok {
				class = "mfm-font-" + f
				break
			}
		}
	case "fg":
		class = "mfm-fg"
		vars.color("fg", n, "f00")
	case "bg":
		class = "mfm-bg"
		vars.color("bg", n, "f00")
	case "border":
		class = "mfm-border"
		vars.number("width", n, 1, 0, 20, "px")
		vars.number("radius", n, 0, 0, 60, "px")
		vars.color("color", n, "")
		if s, _ := n.Arg("style"); borderStyles[s] {
			vars.set("style", s)
		}
		if _, ok := n.Arg("noclip"); !ok {
			class += " clip"
		}
	case "blur":
		w.Start(Span, Class("mfm-blur"), Tabindex(0))
		m.nodes(n.Children, zoom)
		w.End()
		return
	case "ruby":
		m.ruby(n, zoom)
		return
	case "unixtime":
		m.unixtime(n, zoom)
		return
	case "clickable", "followmouse":
		m.nodes(n.Children, zoom)
		return
	}
	if class == "" { // P9.4: unknown names are shown as they are
		w.Text("$[" + n.Name + " ")
		m.nodes(n.Children, zoom)
		w.Text("]")
		return
	}
	w.Start(Span, Class(class), vars.attr())
	m.nodes(n.Children, zoom)
	w.End()
}

var borderStyles = map[string]bool{"hidden": true, "dotted": true, "dashed": true, "solid": true, "double": true, "groove": true, "ridge": true, "inset": true, "outset": true}

func (m *rich) ruby(n *mfm.Node, zoom int) {
	w := m.w
	if len(n.Children) == 0 {
		return
	}
	if len(n.Children) == 1 && n.Children[0].Kind == mfm.Text {
		base, over, _ := strings.Cut(n.Children[0].Text, " ")
		rubyText(w, func() { w.Text(base) }, over)
		return
	}
	last := n.Children[len(n.Children)-1]
	if last.Kind != mfm.Text {
		m.nodes(n.Children, zoom)
		return
	}
	rubyText(w, func() { m.nodes(n.Children[:len(n.Children)-1], zoom) }, strings.TrimSpace(last.Text))
}

func rubyText(w *Writer, base func(), over string) {
	w.Start(Ruby)
	base()
	w.Elem(Rp, "(").Elem(Rt, over).Elem(Rp, ")").End()
}

func (m *rich) unixtime(n *mfm.Node, zoom int) {
	sec, err := strconv.ParseFloat(strings.TrimSpace(mfm.PlainText(n.Children)), 64)
	if err != nil || sec < -62135596800 || sec > 253402300799 {
		m.nodes(n.Children, zoom)
		return
	}
	t := time.Unix(int64(sec), 0).In(m.p.Now.Location())
	m.w.Start(Span, Class("mfm-time")).Icon("clock")
	m.w.Elem(Time, Exact(m.p.Printer, t), DateTime(t.UTC().Format(time.RFC3339)))
	m.w.End()
}
