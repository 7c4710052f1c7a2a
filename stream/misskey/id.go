package misskey

import (
	"strings"
	"time"
)

// CompareIDs orders two ids of the same server by time: negative when a is older (P7.14). Ids of different servers
// cannot be compared.
func CompareIDs(a, b string) int { return strings.Compare(a, b) }

// IDKind is the scheme by which a server makes its ids (P7.14).
type IDKind string

// The schemes. One server uses one of them for everything.
const (
	IDUnknown  IDKind = ""
	IDAid      IDKind = "aid"
	IDAidx     IDKind = "aidx"
	IDMeid     IDKind = "meid"
	IDMeidg    IDKind = "meidg"
	IDULID     IDKind = "ulid"
	IDObjectID IDKind = "objectid"
)

// epoch2000 is where aid and aidx begin to count, in milliseconds.
const epoch2000 = 946684800000

// meidZero is what meid adds to the milliseconds.
const meidZero = 0x800000000000

// KindOfID tells the scheme of an id by its shape.
func KindOfID(id string) IDKind {
	switch {
	case len(id) == 10 && base36(id):
		return IDAid
	case len(id) == 16 && base36(id):
		return IDAidx
	case len(id) == 24 && hex(id):
		if id[0] >= '8' { // also a … f: letters sort after digits
			return IDMeid
		}
		return IDObjectID
	case len(id) == 24 && id[0] == 'g' && hex(id[1:]):
		return IDMeidg
	case len(id) == 26 && crockford(id):
		return IDULID
	}
	return IDUnknown
}

// IDTime returns the moment an id was made, to the millisecond (objectid: to the second). ok is false for an id of
// unknown shape.
func IDTime(id string) (t time.Time, ok bool) {
	var ms int64
	switch KindOfID(id) {
	case IDAid, IDAidx:
		ms = number(id[:8], 36) + epoch2000
	case IDMeid:
		ms = number(id[:12], 16) - meidZero
	case IDMeidg:
		ms = number(id[1:12], 16)
	case IDULID:
		for i := 0; i < 10; i++ {
			ms = ms<<5 | int64(strings.IndexByte(crockfordDigits, id[i]))
		}
	case IDObjectID:
		ms = number(id[:8], 16) * 1000
	default:
		return time.Time{}, false
	}
	if ms < 0 || ms >= maxMillis {
		return time.Time{}, false
	}
	return time.UnixMilli(ms).UTC(), true
}

// IDAt returns the smallest id of a scheme at a moment: every id made at or after it is greater or equal. It serves to
// ask for what came after a time (as servers do with sinceDate, P3.4). ok is false for times the scheme cannot express.
func IDAt(kind IDKind, t time.Time) (id string, ok bool) {
	ms := t.UnixMilli()
	if ms < 0 || ms >= maxMillis {
		return "", false
	}
	switch kind {
	case IDAid, IDAidx:
		if ms < epoch2000 || ms-epoch2000 >= 2821109907456 { // 36^8
			return "", false
		}
		id = pad(ms-epoch2000, 36, 8)
		if kind == IDAid {
			return id + "00", true
		}
		return id + "00000000", true
	case IDMeid:
		return pad(ms+meidZero, 16, 12) + "000000000000", true
	case IDMeidg:
		return "g" + pad(ms, 16, 11) + "000000000000", true
	case IDULID:
		var b [10]byte
		for i := 9; i >= 0; i-- {
			b[i] = crockfordDigits[ms&31]
			ms >>= 5
		}
		return string(b[:]) + "0000000000000000", true
	case IDObjectID:
		if ms/1000 > 0x7fffffff {
			return "", false
		}
		return pad(ms/1000, 16, 8) + "0000000000000000", true
	}
	return "", false
}

const (
	lowDigits       = "0123456789abcdefghijklmnopqrstuvwxyz"
	crockfordDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

func base36(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

func hex(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func crockford(s string) bool {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(crockfordDigits, s[i]) < 0 {
			return false
		}
	}
	return true
}

// number reads digits that were checked before and fit.
func number(s string, base int64) (n int64) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c <= '9' {
			n = n*base + int64(c-'0')
		} else {
			n = n*base + int64(c-'a') + 10
		}
	}
	return n
}

func pad(n, base int64, width int) string {
	b := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		b[i] = lowDigits[n%base]
		n /= base
	}
	return string(b)
}
