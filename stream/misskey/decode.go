package misskey

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/valyala/fastjson"
)

// maxNesting bounds how deep entities inside entities are followed. Servers send a quote of a quote of a quote with all of
// them (P7.1), so there is no end that all real ones keep to.
const maxNesting = 64

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
	v, err := d.parser.ParseBytes(paired(raw))
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
