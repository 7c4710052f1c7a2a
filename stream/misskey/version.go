package misskey

import (
	"strings"
)

// Version is a server's version (P11.1). Forks count in their own way: Sharkey, CherryPick and Firefish have numbers far
// below a year. For what a server can do, ask [API.Endpoints] rather than comparing versions.
type Version struct {
	Number []int  // 2025.4.1 → [2025 4 1]
	Suffix string // "mhq.13" of "2025.4.1-mhq.13": forks name themselves here
}

// ParseVersion reads a version as meta tells it. What cannot be read has no number.
func ParseVersion(s string) (v Version) {
	s, v.Suffix, _ = strings.Cut(s, "-")
	for _, part := range strings.Split(s, ".") {
		n, ok := digits([]byte(part))
		if !ok || part == "" || len(part) > 9 {
			break
		}
		v.Number = append(v.Number, n)
	}
	return v
}

// AtLeast reports whether v is the version given or a later one. A missing part counts as 0.
func (v Version) AtLeast(number ...int) bool {
	for i := range max(len(number), len(v.Number)) {
		have, want := 0, 0
		if i < len(v.Number) {
			have = v.Number[i]
		}
		if i < len(number) {
			want = number[i]
		}
		if have != want {
			return have > want
		}
	}
	return true
}

// IsCalendar reports whether the version counts in years, as Misskey and its close forks do since 2023.9.
func (v Version) IsCalendar() bool { return v.AtLeast(2023) }

// NyaizesItself reports whether the server has already nyaized the text of cats (P7.1): those before 13 do, later ones
// leave it to the client. Firefish, which counts from 1, does too.
func (v Version) NyaizesItself() bool {
	return len(v.Number) > 0 && !v.AtLeast(13) && v.Number[0] != 4 // 4: CherryPick, which is a late Misskey
}
