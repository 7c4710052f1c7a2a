package misskey

import (
	"math"
	"time"

	"github.com/valyala/fastjson"
)

// The methods here read one member each: what is null, or of another type, leaves the zero value.

func (d *decoder) string(v *fastjson.Value, to *string) {
	if v.Type() != fastjson.TypeString {
		*to = ""
		d.mistyped(v)
		return
	}
	b, _ := v.StringBytes()
	*to = d.text(b)
}

func (d *decoder) stringPtr(v *fastjson.Value, to **string) {
	*to = nil
	if v.Type() != fastjson.TypeString {
		d.mistyped(v)
		return
	}
	s := new(string)
	d.string(v, s)
	*to = s
}

func (d *decoder) bool(v *fastjson.Value, to *bool) {
	switch v.Type() {
	case fastjson.TypeTrue:
		*to = true
	case fastjson.TypeFalse:
		*to = false
	default:
		*to = false
		d.mistyped(v)
	}
}

func (d *decoder) int64(v *fastjson.Value, to *int64) {
	*to = 0
	if v.Type() != fastjson.TypeNumber {
		d.mistyped(v)
		return
	}
	if n, err := v.Int64(); err == nil {
		*to = n
		return
	}
	// 1.5e3 and friends. What is no finite number of this size is as good as absent.
	if f, err := v.Float64(); err == nil && f > -(1<<53) && f < 1<<53 {
		*to = int64(f)
		return
	}
	d.mistyped(v)
}

func (d *decoder) int(v *fastjson.Value, to *int) {
	var n int64
	d.int64(v, &n)
	if int64(int(n)) != n { // where an int has 32 bits
		n = 0
		d.mistyped(v)
	}
	*to = int(n)
}

func (d *decoder) intPtr(v *fastjson.Value, to **int) {
	*to = nil
	if v.Type() != fastjson.TypeNumber {
		d.mistyped(v)
		return
	}
	n := new(int)
	d.int(v, n)
	*to = n
}

func (d *decoder) float64(v *fastjson.Value, to *float64) {
	*to = 0
	if v.Type() != fastjson.TypeNumber {
		d.mistyped(v)
		return
	}
	f, err := v.Float64()
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		d.mistyped(v)
		return
	}
	*to = f
}

// time reads ISO 8601, and epoch milliseconds as some fields of some servers have it.
func (d *decoder) time(v *fastjson.Value, to *time.Time) {
	*to = time.Time{}
	switch v.Type() {
	case fastjson.TypeString:
		b, _ := v.StringBytes()
		if t, ok := parseTime(b); ok {
			*to = t
			return
		}
	case fastjson.TypeNumber:
		var ms int64
		if d.int64(v, &ms); ms > 0 && ms < maxMillis {
			*to = time.UnixMilli(ms).UTC()
			return
		}
	}
	d.mistyped(v)
}

// maxMillis is the end of the year 9999, beyond which a time cannot be written as ISO 8601.
const maxMillis = 253402300800000

// parseTime reads the one form servers write, 2025-04-10T05:12:33.128Z, without the generality of time.Parse; anything
// else goes there.
func parseTime(b []byte) (time.Time, bool) {
	if len(b) == 24 && b[4] == '-' && b[7] == '-' && b[10] == 'T' && b[13] == ':' && b[16] == ':' && b[19] == '.' && b[23] == 'Z' {
		year, ok1 := digits(b[0:4])
		month, ok2 := digits(b[5:7])
		day, ok3 := digits(b[8:10])
		hour, ok4 := digits(b[11:13])
		minute, ok5 := digits(b[14:16])
		second, ok6 := digits(b[17:19])
		ms, ok7 := digits(b[20:23])
		if ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7 && month >= 1 && month <= 12 && day >= 1 && day <= 28 &&
			hour < 24 && minute < 60 && second < 60 {
			return time.Date(year, time.Month(month), day, hour, minute, second, ms*1e6, time.UTC), true
		}
	}
	t, err := time.Parse(time.RFC3339, string(b))
	if err != nil {
		return time.Time{}, false
	}
	return t.UTC(), true
}

func digits(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// array returns the elements of v. ok is false when it is no array.
func (d *decoder) array(v *fastjson.Value) (list []*fastjson.Value, ok bool) {
	if v.Type() != fastjson.TypeArray {
		d.mistyped(v)
		return nil, false
	}
	return v.GetArray(), true
}

// members returns v as a map. ok is false when it is no object.
func (d *decoder) members(v *fastjson.Value) (o *fastjson.Object, ok bool) {
	if v.Type() != fastjson.TypeObject {
		d.mistyped(v)
		return nil, false
	}
	return v.GetObject(), true
}

func (d *decoder) strings(v *fastjson.Value, to *[]string) {
	*to = nil
	list, ok := d.array(v)
	if !ok {
		return
	}
	*to = make([]string, 0, len(list))
	for _, e := range list {
		if e.Type() != fastjson.TypeString {
			d.mistyped(e)
			continue
		}
		var s string
		d.string(e, &s)
		*to = append(*to, s)
	}
}

func (d *decoder) stringLists(v *fastjson.Value, to *[][]string) {
	*to = nil
	list, ok := d.array(v)
	if !ok {
		return
	}
	*to = make([][]string, 0, len(list))
	for _, e := range list {
		var l []string
		d.strings(e, &l)
		*to = append(*to, l)
	}
}

func (d *decoder) ints(v *fastjson.Value, to *[]int) {
	*to = nil
	list, ok := d.array(v)
	if !ok {
		return
	}
	*to = make([]int, 0, len(list))
	for _, e := range list {
		var n int
		d.int(e, &n)
		*to = append(*to, n)
	}
}

func (d *decoder) int64Lists(v *fastjson.Value, to *[][]int64) {
	*to = nil
	list, ok := d.array(v)
	if !ok {
		return
	}
	*to = make([][]int64, 0, len(list))
	for _, e := range list {
		row, ok := d.array(e)
		if !ok {
			continue
		}
		ns := make([]int64, len(row))
		for i, n := range row {
			d.int64(n, &ns[i])
		}
		*to = append(*to, ns)
	}
}
