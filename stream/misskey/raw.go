package misskey

import (
	"encoding/json"

	"github.com/valyala/fastjson"
)

// Raw is a JSON value kept as it came.
type Raw []byte

func (r *Raw) decode(d *decoder, v *fastjson.Value) {
	*r = nil
	if v.Type() == fastjson.TypeNull {
		return
	}
	// The parser lets numbers such as nan pass; what is kept here is written out again and must be JSON.
	if b := v.MarshalTo(nil); json.Valid(b) {
		*r = b
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
