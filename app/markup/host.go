package markup

import "strings"

// DecodeHost shows a host name as people write it: labels in Punycode (RFC 3492) are decoded. A label that does not
// decode stays as it is.
func DecodeHost(host string) string {
	if !strings.Contains(host, "xn--") {
		return host
	}
	labels := strings.Split(host, ".")
	for i, l := range labels {
		if rest, ok := strings.CutPrefix(l, "xn--"); ok {
			if s, ok := punycode(rest); ok && printable(s) {
				labels[i] = s
			}
		}
	}
	return strings.Join(labels, ".")
}

func punycode(s string) (string, bool) {
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i > 0 {
		for _, r := range s[:i] {
			if r >= 0x80 {
				return "", false
			}
			out = append(out, r)
		}
		s = s[i+1:]
	}
	n, i, bias := 128, 0, 72
	for len(s) > 0 {
		old, w := i, 1
		for k := 36; ; k += 36 {
			if len(s) == 0 {
				return "", false
			}
			c := int(s[0])
			s = s[1:]
			switch {
			case c >= '0' && c <= '9':
				c += 26 - '0'
			case c >= 'a' && c <= 'z':
				c -= 'a'
			case c >= 'A' && c <= 'Z':
				c -= 'A'
			default:
				return "", false
			}
			i += c * w
			if i > 1<<26 {
				return "", false
			}
			t := min(max(k-bias, 1), 26)
			if c < t {
				break
			}
			w *= 36 - t
		}
		size := len(out) + 1
		delta := i - old
		if old == 0 {
			delta /= 700
		} else {
			delta /= 2
		}
		delta += delta / size
		k := 0
		for delta > 455 {
			delta /= 35
			k += 36
		}
		bias = k + 36*delta/(delta+38)
		n += i / size
		i %= size
		if n > 0x10FFFF || len(out) > 63 {
			return "", false
		}
		out = append(out[:i], append([]rune{rune(n)}, out[i:]...)...)
		i++
	}
	return string(out), true
}
