package misskey

import "github.com/valyala/fastjson"

// Raw is a JSON value kept as it came.
type Raw []byte

func (r *Raw) decode(d *decoder, v *fastjson.Value) {
	if v.Type() != fastjson.TypeNull {
		*r = v.MarshalTo(nil)
	}
}

// MarshalJSON writes the value back.
func (r Raw) MarshalJSON() ([]byte, error) {
	if len(r) == 0 {
		return []byte("null"), nil
	}
	return r, nil
}

// Ignored is a member that is known and deliberately not read.
type Ignored struct{}

func (*Ignored) decode(*decoder, *fastjson.Value) {}
