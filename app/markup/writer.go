// Package markup turns what servers send into the escaped HTML that rows are made of.
//
// It is the only way from a server's text to the DOM (design, law 8). A Writer can produce only tags and attributes
// from its list, text reaches the result escaped, and an address reaches an attribute only as a Link or an Image that
// passed the gate of url.go. Nothing here knows of go-app, sockets or the browser, so all of it is tested natively.
package markup

import (
	"strconv"
	"unicode/utf8"
)

// Tag is an HTML element a Writer may produce. Its set is closed: only the constants of this package exist.
type Tag struct{ name string }

// The elements of a row.
var (
	A          = Tag{"a"}
	Article    = Tag{"article"}
	Aside      = Tag{"aside"}
	Audio      = Tag{"audio"}
	B          = Tag{"b"}
	Bdi        = Tag{"bdi"}
	Blockquote = Tag{"blockquote"}
	Button     = Tag{"button"}
	Code       = Tag{"code"}
	Del        = Tag{"del"}
	Div        = Tag{"div"}
	Em         = Tag{"em"}
	Footer     = Tag{"footer"}
	H3         = Tag{"h3"}
	Header     = Tag{"header"}
	I          = Tag{"i"}
	Li         = Tag{"li"}
	Ol         = Tag{"ol"}
	P          = Tag{"p"}
	Pre        = Tag{"pre"}
	Progress   = Tag{"progress"}
	Rp         = Tag{"rp"}
	Rt         = Tag{"rt"}
	Ruby       = Tag{"ruby"}
	Section    = Tag{"section"}
	Small      = Tag{"small"}
	Span       = Tag{"span"}
	Strong     = Tag{"strong"}
	Time       = Tag{"time"}
	Ul         = Tag{"ul"}
	Video      = Tag{"video"}
)

// Attr is one attribute of an element; only the functions of this package make one.
type Attr struct{ name, value string }

// Class sets the class; it takes words written in our source, never a server's.
func Class(c string) Attr { return Attr{"class", c} }

// Data sets data-{name}; the value may come from anywhere.
func Data(name, value string) Attr { return Attr{"data-" + name, value} }

// Aria sets aria-{name}; the value may come from anywhere.
func Aria(name, value string) Attr { return Attr{"aria-" + name, value} }

// Role sets the role.
func Role(r string) Attr { return Attr{"role", r} }

// Title sets the tooltip; the value may come from anywhere.
func Title(s string) Attr { return Attr{"title", s} }

// Lang sets the language of the content.
func Lang(s string) Attr { return Attr{"lang", s} }

// DateTime sets the machine-readable time of a time element.
func DateTime(s string) Attr { return Attr{"datetime", s} }

// ID sets the element's id; it takes ids composed in our source.
func ID(s string) Attr { return Attr{"id", s} }

// Tabindex sets the place in the tab order.
func Tabindex(n int) Attr { return Attr{"tabindex", strconv.Itoa(n)} }

// Num sets a numeric attribute such as value, max, width or height.
func Num(name string, n int) Attr {
	switch name {
	case "value", "max", "width", "height", "start":
		return Attr{name, strconv.Itoa(n)}
	}
	return Attr{}
}

// Flag sets a boolean attribute: hidden, disabled, controls, open.
func Flag(name string) Attr {
	switch name {
	case "hidden", "disabled", "controls", "open":
		return Attr{name, ""}
	}
	return Attr{}
}

// If keeps an attribute only when ok.
func If(ok bool, a Attr) Attr {
	if ok {
		return a
	}
	return Attr{}
}

// Writer collects escaped HTML. The zero Writer is ready to use.
type Writer struct {
	b    []byte
	open []Tag
}

// Start opens an element. Every Start is ended by End; String ends what is left open.
func (w *Writer) Start(t Tag, attrs ...Attr) *Writer {
	w.head(t.name, attrs)
	w.b = append(w.b, '>')
	w.open = append(w.open, t)
	return w
}

// End closes the element opened last; without one it does nothing.
func (w *Writer) End() *Writer {
	if n := len(w.open); n > 0 {
		w.b = append(w.b, '<', '/')
		w.b = append(w.b, w.open[n-1].name...)
		w.b = append(w.b, '>')
		w.open = w.open[:n-1]
	}
	return w
}

// Elem writes a whole element that holds nothing but text.
func (w *Writer) Elem(t Tag, text string, attrs ...Attr) *Writer {
	return w.Start(t, attrs...).Text(text).End()
}

// Text writes text, escaped. Control characters other than tab and newline are left out, invalid UTF-8 becomes U+FFFD.
func (w *Writer) Text(s string) *Writer {
	w.b = appendEscaped(w.b, s, false)
	return w
}

// Br writes a line break.
func (w *Writer) Br() *Writer {
	w.b = append(w.b, "<br>"...)
	return w
}

// Img writes a lazily loaded image in a box of its own. Its alternative text may be empty: then it is decoration.
func (w *Writer) Img(src Image, alt string, attrs ...Attr) *Writer {
	if src.url == "" {
		return w
	}
	attrs = append([]Attr{{"src", src.url}, {"alt", alt}, {"loading", "lazy"}, {"decoding", "async"}, {"referrerpolicy", "no-referrer"}, {"draggable", "false"}}, attrs...)
	w.head("img", attrs)
	w.b = append(w.b, '>')
	return w
}

// Icon writes one of our own icons, hidden from screen readers: whoever uses it gives the words beside it. It has the box of
// its lines too, so that web/list.js can draw them in place.
func (w *Writer) Icon(name string) *Writer {
	w.b = append(w.b, `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-`...)
	w.b = appendEscaped(w.b, name, true)
	w.b = append(w.b, `"></use></svg>`...)
	return w
}

// Len is how many bytes are written so far.
func (w *Writer) Len() int { return len(w.b) }

// String ends every open element and returns the HTML.
func (w *Writer) String() string { return string(w.Append(nil)) }

// Append is String, added to b.
func (w *Writer) Append(b []byte) []byte {
	for len(w.open) > 0 {
		w.End()
	}
	return append(b, w.b...)
}

func (w *Writer) head(name string, attrs []Attr) {
	if w.b == nil {
		w.b = make([]byte, 0, 512) // the least worth writing
	}
	w.b = append(w.b, '<')
	w.b = append(w.b, name...)
	for _, a := range attrs {
		if a.name == "" {
			continue
		}
		w.b = append(w.b, ' ')
		w.b = append(w.b, a.name...)
		w.b = append(w.b, '=', '"')
		w.b = appendEscaped(w.b, a.value, true)
		w.b = append(w.b, '"')
	}
}

func appendEscaped(b []byte, s string, attr bool) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '<':
				b = append(b, "&lt;"...)
			case c == '>':
				b = append(b, "&gt;"...)
			case c == '&':
				b = append(b, "&amp;"...)
			case c == '"' && attr:
				b = append(b, "&#34;"...)
			case c == '\'' && attr:
				b = append(b, "&#39;"...)
			case c < ' ' && c != '\n' && c != '\t', c == 0x7f:
			default:
				b = append(b, c)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(b, "\uFFFD"...)
		} else {
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return b
}
