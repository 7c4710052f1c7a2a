package skip

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestValueEndsWhereItEnds(t *testing.T) {
	values := []string{`""`, `"\""`, `"\\"`, `"\\\""`, `null`, `-1.5e3`, `{}`, `[]`, `{"a":[{"b":"}]\""},"[{",{}]}`, `["Y_y",{"_":"\u007d"}]`,
		`{"a":"` + strings.Repeat(`\\`, 40) + `","b":"` + strings.Repeat(`\"`, 70) + `"}`, `["あ` + strings.Repeat(`[`, 90) + `"]`,
		strings.Repeat(`[`, 70) + strings.Repeat(`]`, 70)}
	for _, v := range values {
		for pad := range 70 { // every place in a block
			for _, behind := range []string{"", "]", `,"x":{}}`, `}}`} {
				b := []byte(strings.Repeat(" ", pad) + v + behind)
				if end := Value(b, pad); end != pad+len(v) {
					t.Fatalf("%s: %d, want %d", b, end, pad+len(v))
				}
			}
			inner := []byte(`["` + strings.Repeat("x", pad) + `",` + v + `]`)
			if end := Value(inner, 0); end != len(inner) {
				t.Fatalf("%s: %d, want %d", inner, end, len(inner))
			}
			for cut := range inner {
				if end := Value(inner[:cut], 0); end != -1 {
					t.Fatalf("%s: %d, though it is cut", inner[:cut], end)
				}
			}
		}
	}
	for _, v := range []string{``, `{]`, `[}`, `[{]}`, `{"a":[}`, `nul`, `+1`, `"\"`} {
		if end := Value([]byte(v), 0); end != -1 {
			t.Errorf("%s: %d", v, end)
		}
	}
}

// FuzzValue holds it against the standard library.
func FuzzValue(f *testing.F) {
	for _, s := range []string{`{"a":"\\\"}"}`, `[[],{"_":"Y"}]x`, `"\u0022"`, `{"a":]`} {
		f.Add([]byte(s), byte(3))
	}
	f.Fuzz(func(t *testing.T, b []byte, pad byte) {
		end := Value(b, 0)
		if end > len(b) {
			t.Fatalf("%d of %d", end, len(b))
		}
		if json.Valid(b) {
			if from := Space(b, 0); Space(b, Value(b, from)) != len(b) {
				t.Fatalf("%q ends at %d", b, Value(b, from))
			}
		}
		moved := append([]byte(strings.Repeat(" ", int(pad))), b...)
		if again := Value(moved, int(pad)); again != end+int(pad) && (again != -1 || end != -1) {
			t.Fatalf("%q ends at %d, or at %d behind spaces", b, end, again)
		}
	})
}
