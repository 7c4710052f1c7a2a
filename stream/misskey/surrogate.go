package misskey

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// paired returns JSON in which every half of a surrogate pair that stands alone is U+FFFD. Servers cut texts by UTF-16
// units, so half an emoji may be left; the parser would take what follows for the other half, and lose it. raw itself is
// left as it is.
func paired(raw []byte) []byte {
	own := false
	for i := 0; ; {
		n := bytes.IndexByte(raw[i:], '\\')
		if i += n; n < 0 || i+6 > len(raw) {
			return raw
		}
		r := rune(-1)
		if raw[i+1] == 'u' {
			r = hex4(raw[i+2:])
		}
		switch {
		case r < 0:
			i += 2
		case !utf16.IsSurrogate(r):
			i += 6
		case i+12 <= len(raw) && raw[i+6] == '\\' && raw[i+7] == 'u' && utf16.DecodeRune(r, hex4(raw[i+8:])) != utf8.RuneError:
			i += 12
		default:
			if !own {
				raw, own = bytes.Clone(raw), true
			}
			copy(raw[i+2:], "fffd")
			i += 6
		}
	}
}
