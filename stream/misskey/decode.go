package misskey

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/valyala/fastjson"
)

// maxNesting bounds how deep entities inside entities are followed. Real ones stay below ten.
const maxNesting = 16

// keepParser is the size of input up to which a parser is used again; larger ones are left to the collector, so that one
// huge answer does not occupy memory for ever.
const keepParser = 1 << 20

// decoders holds parsers between uses. Nothing decoded refers to their memory.
var decoders = sync.Pool{New: func() any { return new(decoder) }}

// decoder turns parsed JSON into entities. Strings are gathered in one buffer per call.
type decoder struct {
	parser fastjson.Parser
	arena  strings.Builder
	depth  int

	strict *Findings // nil: do not collect
	entity string
	member string
}

// entity is what the generated code makes of a struct.
type entity interface {
	decode(d *decoder, v *fastjson.Value)
}

// Findings tell what a tolerant decoding passed over.
type Findings struct {
	Unknown  []string // "Entity.member", once each, in order of appearance
	Mistyped []string // likewise; null never counts as mistyped
}

func (f *Findings) add(list *[]string, what string) {
	for _, s := range *list {
		if s == what {
			return
		}
	}
	*list = append(*list, what)
}

// Inspect decodes raw into the entity that into points at, as json.Unmarshal would, and reports every member that was
// unknown or of the wrong type. It is meant for tests and for showing what a server sends beyond what is known here.
func Inspect(raw []byte, into any) (Findings, error) {
	e, ok := into.(entity)
	if !ok {
		return Findings{}, fmt.Errorf("inspect: %T is not an entity of this package", into)
	}
	var f Findings
	return f, decodeWith(raw, "entity", &f, func(d *decoder, v *fastjson.Value) error {
		e.decode(d, v)
		return nil
	})
}

// decodeEntity decodes an object. Where id is given it must be filled afterwards.
func decodeEntity(raw []byte, what string, e entity, id *string) error {
	return decodeWith(raw, what, nil, func(d *decoder, v *fastjson.Value) error {
		if v.Type() != fastjson.TypeObject {
			return fmt.Errorf("decode %s: a JSON object was expected, got %s", what, v.Type())
		}
		e.decode(d, v)
		if id != nil && *id == "" {
			return fmt.Errorf("decode %s: %w", what, errNoID)
		}
		return nil
	})
}

// unmarshal is [decodeEntity] by the rules of json.Unmarshaler, which leaves the value alone for null.
func unmarshal(raw []byte, what string, e entity) error {
	if string(raw) == "null" {
		return nil
	}
	return decodeEntity(raw, what, e, nil)
}

var errNoID = errors.New("it has no id")

// decodeList decodes an array of objects; elements that are no objects are left out.
func decodeList[T any, P interface {
	*T
	entity
}](raw []byte, what string) (list []T, err error) {
	err = decodeWith(raw, what, nil, func(d *decoder, v *fastjson.Value) error {
		if v.Type() != fastjson.TypeArray {
			return fmt.Errorf("decode %s: a JSON array was expected, got %s", what, v.Type())
		}
		decodeSlice[T, P](d, v, &list)
		return nil
	})
	return list, err
}

func decodeWith(raw []byte, what string, strict *Findings, f func(*decoder, *fastjson.Value) error) error {
	d := decoders.Get().(*decoder)
	defer func() {
		if len(raw) <= keepParser {
			d.arena, d.depth, d.strict = strings.Builder{}, 0, nil
			decoders.Put(d)
		}
	}()
	v, err := d.parser.ParseBytes(raw)
	if err != nil {
		// The parser's own text quotes the input, which may be anything and of any length.
		return fmt.Errorf("decode %s: the server sent no JSON", what)
	}
	d.strict = strict
	d.arena.Grow(len(raw) / 2)
	return f(d, v)
}

// enter begins an object; it returns nil when v is none or too deep. Every non-nil answer needs a leave.
func (d *decoder) enter(v *fastjson.Value) *fastjson.Object {
	if v.Type() != fastjson.TypeObject || d.depth >= maxNesting {
		d.mistyped(v)
		return nil
	}
	d.depth++
	return v.GetObject()
}

func (d *decoder) leave() { d.depth-- }

// at notes which member is being read, for findings.
func (d *decoder) at(entity string, member []byte) {
	if d.strict != nil {
		d.entity, d.member = entity, string(member)
	}
}

func (d *decoder) unknown() {
	if d.strict != nil {
		d.strict.add(&d.strict.Unknown, d.entity+"."+d.member)
	}
}

func (d *decoder) mistyped(v *fastjson.Value) {
	if d.strict != nil && v.Type() != fastjson.TypeNull {
		d.strict.add(&d.strict.Mistyped, d.entity+"."+d.member)
	}
}

// text copies b out of the parser's memory. All strings of one call lie in one buffer; when its estimate is too small it
// grows, and those already handed out keep the old one.
func (d *decoder) text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if !utf8.Valid(b) { // no frame of a browser's socket, but anything may come from elsewhere
		b = bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	from := d.arena.Len()
	d.arena.Write(b)
	return d.arena.String()[from:]
}

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
	if n > math.MaxInt32 || n < math.MinInt32 { // counts; no count is larger on any platform
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

func (f *Features) decode(d *decoder, v *fastjson.Value) {
	o, ok := d.members(v)
	if !ok {
		return
	}
	*f = make(Features, o.Len())
	o.Visit(func(k []byte, v *fastjson.Value) {
		var b bool
		d.bool(v, &b)
		(*f)[d.text(k)] = b
	})
}

// decodePtr decodes into a new value, or leaves nil what is no object.
func decodePtr[T any, P interface {
	*T
	entity
}](d *decoder, v *fastjson.Value, to **T) {
	*to = nil
	if v.Type() != fastjson.TypeObject || d.depth >= maxNesting {
		d.mistyped(v)
		return
	}
	*to = new(T)
	P(*to).decode(d, v)
}

func decodeSlice[T any, P interface {
	*T
	entity
}](d *decoder, v *fastjson.Value, to *[]T) {
	*to = nil
	list, ok := d.array(v)
	if !ok {
		return
	}
	*to = make([]T, 0, len(list))
	for _, e := range list {
		if e.Type() != fastjson.TypeObject {
			d.mistyped(e)
			continue
		}
		var t T
		*to = append(*to, t)
		P(&(*to)[len(*to)-1]).decode(d, e)
	}
}
