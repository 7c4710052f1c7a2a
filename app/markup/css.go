package markup

import (
	"strconv"
	"strings"

	"nagare/app/mfm"
)

// CSS collects the few dynamic values of a text: numbers, times and colours, each parsed and written anew, so nothing
// of the text itself gets through. The page's policy allows no style attribute; web/list.js reads data-css and sets
// the custom properties --mfm-NAME through the CSSOM.
type CSS struct{ b strings.Builder }

func (c *CSS) set(name, value string) {
	if c.b.Len() > 0 {
		c.b.WriteByte(';')
	}
	c.b.WriteString(name + ":" + value)
}

func (c *CSS) attr() Attr {
	if c.b.Len() == 0 {
		return Attr{}
	}
	return Attr{"data-css", c.b.String()}
}

// number takes an argument as a number within bounds; what is none becomes the default.
func (c *CSS) number(name string, n *mfm.Node, def, lo, hi float64, unit string) {
	v := def
	if s, ok := n.Arg(name); ok {
		if f, err := strconv.ParseFloat(s, 64); err == nil && f == f {
			v = f
		}
	}
	c.set(name, strconv.FormatFloat(min(max(v, lo), hi), 'f', -1, 64)+unit)
}

// time takes an argument like 1.5s (P9.4); what is none is left to the style sheet. Nothing blinks faster than three
// times a second.
func (c *CSS) time(name string, n *mfm.Node) {
	s, ok := n.Arg(name)
	if !ok || !strings.HasSuffix(s, "s") {
		return
	}
	f, err := strconv.ParseFloat(strings.TrimSuffix(s, "s"), 64)
	if err != nil || f != f {
		return
	}
	lo := 0.3
	if name == "delay" {
		lo = -60
	}
	c.set(name, strconv.FormatFloat(min(max(f, lo), 60), 'f', -1, 64)+"s")
}

// color takes three to six hexadecimal digits.
func (c *CSS) color(name string, n *mfm.Node, def string) {
	s, ok := n.Arg("color")
	if !ok || !hex(s) {
		s = def
	}
	if s != "" {
		c.set(name, "#"+s)
	}
}

func hex(s string) bool {
	if len(s) != 3 && len(s) != 4 && len(s) != 6 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// put sets a number within bounds; what is none is left out.
func (c *CSS) put(name string, v, lo, hi float64, unit string) {
	if v == v && v != 0 {
		c.set(name, strconv.FormatFloat(min(max(v, lo), hi), 'f', -1, 64)+unit)
	}
}
