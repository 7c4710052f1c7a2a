package misskey

import (
	"errors"

	"nagare/stream/internal/skip"
)

var errShape = errors.New("no JSON array")

// elements cuts a JSON array into the bytes of its elements, without decoding them.
func elements(raw []byte) (list [][]byte, err error) {
	i := skip.Space(raw, 0)
	if i == len(raw) || raw[i] != '[' {
		return nil, errShape
	}
	if i = skip.Space(raw, i+1); i < len(raw) && raw[i] == ']' {
		return nil, nil
	}
	for {
		end := skip.Value(raw, i)
		if end < 0 {
			return nil, errShape
		}
		list = append(list, raw[i:end:end]) // appending to one must not write into the next
		switch i = skip.Space(raw, end); {
		case i == len(raw) || raw[i] != ',' && raw[i] != ']':
			return nil, errShape
		case raw[i] == ']':
			return list, nil
		}
		i = skip.Space(raw, i+1)
	}
}

// topString returns the string member key of a JSON object without decoding the rest, or "". Escapes in the value are not
// undone: ids have none.
func topString(raw []byte, key string) string {
	in := cursor{b: raw}
	for in.open(); in.next(); {
		is := string(in.key) == key
		value := in.skip()
		if !is {
			continue
		}
		if len(value) < 2 || value[0] != '"' {
			return ""
		}
		return string(value[1 : len(value)-1])
	}
	return ""
}
