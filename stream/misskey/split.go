package misskey

import (
	"errors"

	"nagare/stream/internal/skip"
)

var errShape = errors.New("no JSON array")

// elements cuts a JSON array into the bytes of its elements, without decoding them. The input must be valid JSON, or at
// least an error is returned rather than a wrong cut where brackets do not match.
func elements(raw []byte) ([][]byte, error) {
	raw = trimSpace(raw)
	if len(raw) < 2 || raw[0] != '[' || raw[len(raw)-1] != ']' {
		return nil, errShape
	}
	var out [][]byte
	depth, start := 0, 1
	cut := func(end int) error {
		e := trimSpace(raw[start:end])
		if len(e) == 0 {
			return errShape
		}
		out = append(out, e[:len(e):len(e)]) // appending to one must not write into the next
		return nil
	}
	for i := 1; i < len(raw)-1; i++ {
		switch raw[i] {
		case '"':
			for i++; i < len(raw)-1 && raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return nil, errShape
			}
		case ',':
			if depth == 0 {
				if err := cut(i); err != nil {
					return nil, err
				}
				start = i + 1
			}
		}
	}
	if depth != 0 {
		return nil, errShape
	}
	if len(out) == 0 && len(trimSpace(raw[start:len(raw)-1])) == 0 {
		return nil, nil
	}
	return out, cut(len(raw) - 1)
}

// topString returns the string member key of a JSON object without decoding the rest, or "". Escapes in the value are not
// undone: ids have none.
func topString(raw []byte, key string) string {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			s := i + 1
			j := skip.String(raw, s)
			if j < 0 {
				return ""
			}
			i = j - 1
			if depth != 1 || string(raw[s:i]) != key {
				continue
			}
			j = skip.Space(raw, j)
			if j >= len(raw) || raw[j] != ':' {
				continue // a value, not a key
			}
			if j = skip.Space(raw, j+1); j >= len(raw) || raw[j] != '"' {
				return ""
			}
			end := skip.String(raw, j+1)
			if end < 0 {
				return ""
			}
			return string(raw[j+1 : end-1])
		}
	}
	return ""
}
