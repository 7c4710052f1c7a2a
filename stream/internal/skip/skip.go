// Package skip finds where JSON values end, without decoding them. Quotes and
// brackets must match; what else stands between them is not looked at.
package skip

import (
	"encoding/binary"
	"encoding/json"
	"math/bits"
)

// Space returns the index of the first byte from i on that is no white space.
func Space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// Value returns the index after the value that begins at i, or -1.
func Value(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		return String(b, i+1)
	case '{', '[':
		return Rest(b, i+1, b[i])
	}
	start := i
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] > ' ' && b[i] != '"' {
		i++
	}
	switch string(b[start:i]) {
	case "null", "true", "false":
		return i
	}
	if !json.Valid(b[start:i]) {
		return -1
	}
	return i
}

const (
	ones        = 0x0101010101010101
	highs       = 0x80 * ones
	lows        = 0x7f * ones
	quotes      = '"' * ones
	backslashes = '\\' * ones
)

// String returns the index after the quote that closes the string whose text
// begins at i, or -1. It looks at block64 bytes at a time: most strings are short,
// for which a call to bytes.IndexByte costs more than it saves.
func String(b []byte, i int) int {
	start := i
	for {
		for ; i+8 <= len(b); i += 8 {
			w := binary.LittleEndian.Uint64(b[i:]) ^ quotes
			if z := (w - ones) &^ w & highs; z != 0 {
				i += bits.TrailingZeros64(z) >> 3
				goto quote
			}
		}
		for ; i < len(b); i++ {
			if b[i] == '"' {
				goto quote
			}
		}
		return -1
	quote:
		back := i
		for back > start && b[back-1] == '\\' {
			back--
		}
		i++
		if (i-1-back)&1 == 0 {
			return i
		}
	}
}

// Rest returns the index after the bracket that closes the object or array that
// i is in, outside of any string, or -1. open is the bracket that opened it.
//
// It takes 64 bytes at a time and finds what is quoted by arithmetic, after
// simdjson: jumping from quote to quote, a processor guesses each jump wrong.
func Rest(b []byte, i int, open byte) int {
	kinds := kind(open) // one bit for each of the innermost open brackets: 1 is {
	known := 1          // how many of them, at most 64; deeper in, those further out are forgotten
	depth := 1
	var inside uint64  // all ones: the block begins in a string
	var escaped uint64 // 1: the block begins behind a backslash
	var tail [64]byte
	for ; i < len(b); i += 64 {
		block := &tail
		if len(b)-i >= 64 {
			block = (*[64]byte)(b[i:])
		} else {
			copy(tail[:], b[i:]) // what is behind is zero
		}
		m := marks{straight: highs}
		m = m.before(block[56:]).before(block[48:]).before(block[40:]).before(block[32:]) // not a loop: a seventh faster
		m = m.before(block[24:]).before(block[16:]).before(block[8:]).before(block[:])
		quoted, brackets := ^m.text, ^m.plain
		if m.straight != highs || escaped != 0 {
			var slashes uint64
			for at, c := range block {
				if c == '\\' {
					slashes |= 1 << at
				}
			}
			behind := escaped // what is escaped
			escaped = 0
			for slashes &^= behind; slashes != 0; {
				at := bits.TrailingZeros64(slashes)
				slashes &^= 3 << at
				behind |= 2 << at
				if at == 63 {
					escaped = 1
				}
			}
			quoted &^= behind
		}
		// From each quote to the next: a bit is the parity of those up to it.
		quoted ^= quoted << 1
		quoted ^= quoted << 2
		quoted ^= quoted << 4
		quoted ^= quoted << 8
		quoted ^= quoted << 16
		quoted ^= quoted << 32
		quoted ^= inside
		inside = uint64(int64(quoted) >> 63)
		for brackets &^= quoted; brackets != 0; brackets &= brackets - 1 {
			at := bits.TrailingZeros64(brackets)
			switch c := block[at]; c {
			case '{', '[':
				kinds = kinds<<1 | kind(c)
				known = min(known+1, 64)
				depth++
			case '}', ']':
				if known > 0 {
					if kinds&1 != kind(c) {
						return -1
					}
					known--
				}
				kinds >>= 1
				if depth--; depth == 0 {
					return i + at + 1
				}
			}
		}
	}
	return -1
}

// kind tells { and } from [ and ].
func kind(bracket byte) uint64 { return uint64(bracket) >> 5 & 1 }

// marks tells the bytes of a block apart, a bit for each.
type marks struct {
	text     uint64 // 1: no quote
	plain    uint64 // 1: no bracket, nor Y, y or _, which only stand in strings
	straight uint64 // not highs: there is a backslash
}

// before puts the marks of eight bytes before m. Unless it is the one looked
// for, the low bits of a byte overflow into its high one.
func (m marks) before(b []byte) marks {
	w := binary.LittleEndian.Uint64(b)
	low := w &^ highs
	return marks{
		m.text<<8 | pack((low^quotes)+lows|w),
		m.plain<<8 | pack((low|'&'*ones)^lows+lows|w),
		m.straight & ((low ^ backslashes) + lows | w),
	}
}

// pack puts the high bits of the bytes side by side.
func pack(w uint64) uint64 { return w & highs * 0x0002040810204081 >> 56 }
