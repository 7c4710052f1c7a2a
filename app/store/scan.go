package store

import (
	"github.com/valyala/fastjson"
)

// maxDepth is how deep the JSON of a note may nest. Real ones reach about ten.
const maxDepth = 64

// maxRaw bounds one note, in bytes.
const maxRaw = 1 << 20

// head is what the store needs to know of a note before anybody looks at it: who it is and which notes it embeds. The
// rest stays undecoded bytes until a row is drawn (W3).
type head struct {
	id, userID        string
	renoteID, replyID string
	renote, reply     []byte // the embedded notes, parts of the raw bytes; nil: none
	orphan            bool   // the server says that the renoted note was deleted (P7.1)
	pure              bool   // only repeats another note
	poll              bool
	hidden            bool // its content is withheld
}

// scanNote reads the head of a note. ok is false when raw is not a JSON object with an id that later decoding can rely on.
func scanNote(raw []byte) (h head, ok bool) {
	if len(raw) > maxRaw || !shallow(raw) || fastjson.ValidateBytes(raw) != nil {
		return head{}, false
	}
	return scanValid(raw)
}

// scanValid is scanNote for bytes known to be valid, such as a note embedded in a valid one.
func scanValid(raw []byte) (h head, ok bool) {
	var said, more, renoteNull bool
	members(raw, func(key, v []byte) {
		switch string(key) {
		case "id":
			h.id = plainString(v)
		case "userId":
			h.userID = plainString(v)
		case "renoteId":
			h.renoteID = plainString(v)
		case "replyId":
			h.replyID = plainString(v)
		case "renote":
			h.renote, renoteNull = object(v), string(v) == "null"
		case "reply":
			h.reply = object(v)
		case "text", "cw":
			said = said || v[0] == '"'
		case "poll":
			h.poll = v[0] == '{'
			more = more || h.poll
		case "fileIds", "files":
			more = more || v[0] == '[' && len(v) > 2 && firstByte(v[1:]) != ']'
		case "isHidden":
			h.hidden = string(v) == "true"
		}
	})
	h.pure = h.renoteID != "" && !said && !more && !h.hidden && h.replyID == ""
	h.orphan = h.pure && renoteNull
	return h, h.id != "" && len(h.id) <= 64
}

// shallow reports whether the brackets of raw nest no deeper than maxDepth: recursive parsers run out of stack on what
// a hostile server may send.
func shallow(raw []byte) bool {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				return false
			}
		case '}', ']':
			depth--
		case '"':
			for i++; i < len(raw) && raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		}
	}
	return true
}

// members calls f for each member of a valid JSON object. Keys with escapes in them are not ones we look for.
func members(raw []byte, f func(key, value []byte)) {
	i := space(raw, 0)
	if i >= len(raw) || raw[i] != '{' {
		return
	}
	for i = space(raw, i+1); i < len(raw) && raw[i] == '"'; {
		start := i + 1
		end := quoteEnd(raw, start)
		if end < 0 {
			return
		}
		i = space(raw, end+1)
		if i >= len(raw) || raw[i] != ':' {
			return
		}
		i = space(raw, i+1)
		stop := valueEnd(raw, i)
		if stop <= i || stop > len(raw) {
			return
		}
		f(raw[start:end], raw[i:stop:stop])
		i = space(raw, stop)
		if i >= len(raw) || raw[i] != ',' {
			return
		}
		i = space(raw, i+1)
	}
}

// valueEnd returns the end of the JSON value that begins at i.
func valueEnd(raw []byte, i int) int {
	if i >= len(raw) {
		return -1
	}
	switch raw[i] {
	case '"':
		return quoteEnd(raw, i+1) + 1
	case '{', '[':
		depth := 0
		for ; i < len(raw); i++ {
			switch raw[i] {
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			case '"':
				if i = quoteEnd(raw, i+1); i < 0 {
					return -1
				}
			}
		}
		return -1
	}
	for ; i < len(raw); i++ {
		switch raw[i] {
		case ',', '}', ']', ' ', '\n', '\r', '\t':
			return i
		}
	}
	return i
}

// quoteEnd finds the quote that ends the string beginning at i, or -1.
func quoteEnd(raw []byte, i int) int {
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

func space(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\r' || raw[i] == '\t') {
		i++
	}
	return i
}

func firstByte(raw []byte) byte {
	if i := space(raw, 0); i < len(raw) {
		return raw[i]
	}
	return 0
}

// plainString is the value of a string without escapes, which ids never have; else "".
func plainString(v []byte) string {
	if len(v) < 2 || v[0] != '"' {
		return ""
	}
	for _, c := range v[1 : len(v)-1] {
		if c == '\\' || c < 0x20 {
			return ""
		}
	}
	return string(v[1 : len(v)-1])
}

func object(v []byte) []byte {
	if len(v) > 0 && v[0] == '{' {
		return v
	}
	return nil
}
