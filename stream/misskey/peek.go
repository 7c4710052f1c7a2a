package misskey

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// NotePeek is who says what, found without decoding the note. For passing over most notes of a busy timeline that is
// enough.
type NotePeek struct {
	ID       string
	UserID   string // of the author, as are the next two
	Username string
	Host     string // "": this server
	Text     string // "" also where there is none, as in a plain renote
}

// PeekNote looks at the bytes of a note, at less than a tenth of the price of [DecodeNote], and stops when it has seen
// all it wants: what comes later is not checked. Of a member that stands twice the first counts. It fails where there is
// no id.
func PeekNote(raw []byte) (NotePeek, error) {
	var id, userID, author, username, host, text []byte
	in := cursor{b: raw}
	for in.open(); (id == nil || author == nil || text == nil) && in.next(); {
		switch string(in.key) {
		case "id":
			first(&id, in.value)
		case "userId":
			first(&userID, in.value)
		case "text":
			first(&text, in.value)
		case "user":
			if author != nil {
				continue
			}
			author = in.value
			user := cursor{b: in.value}
			var uid []byte
			for user.open(); (uid == nil || username == nil || host == nil) && user.next(); {
				switch string(user.key) {
				case "id":
					first(&uid, user.value)
				case "username":
					first(&username, user.value)
				case "host":
					first(&host, user.value)
				}
			}
			if len(uid) > 2 && uid[0] == '"' {
				userID = uid
			}
		}
	}
	var p NotePeek
	var arena strings.Builder // one allocation for all of them; escapes only make them shorter
	arena.Grow(len(id) + len(userID) + len(username) + len(host) + len(text))
	for _, s := range [...]struct {
		to    *string
		value []byte
	}{{&p.ID, id}, {&p.UserID, userID}, {&p.Username, username}, {&p.Host, host}, {&p.Text, text}} {
		if from := arena.Len(); unquote(&arena, s.value) {
			*s.to = arena.String()[from:]
		}
	}
	if p.ID == "" {
		return NotePeek{}, fmt.Errorf("peek at note: %w", errNoID)
	}
	return p, nil
}

func first(to *[]byte, value []byte) {
	if *to == nil {
		*to = value
	}
}

// cursor goes over the members of a JSON object without looking into their values.
type cursor struct {
	b          []byte
	i          int
	key, value []byte // the key's text with its escapes, the value as it stands
}

func (c *cursor) open() {
	if c.i = skipSpace(c.b, 0); c.i >= len(c.b) || c.b[c.i] != '{' {
		c.i = len(c.b)
		return
	}
	c.i++
}

// next takes the next member; false: there is none, or what follows is not JSON.
func (c *cursor) next() bool {
	i := skipSpace(c.b, c.i)
	if i < len(c.b) && c.b[i] == ',' {
		i = skipSpace(c.b, i+1)
	}
	if i >= len(c.b) || c.b[i] != '"' {
		return false
	}
	end := closing(c.b, i+1)
	if end < 0 {
		return false
	}
	c.key = c.b[i+1 : end]
	if i = skipSpace(c.b, end+1); i >= len(c.b) || c.b[i] != ':' {
		return false
	}
	i = skipSpace(c.b, i+1)
	if end = valueEnd(c.b, i); end <= i {
		return false
	}
	c.value, c.i = c.b[i:end], end
	return true
}

// valueEnd returns the index after the value that begins at i, or -1.
func valueEnd(b []byte, i int) int {
	for depth := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			if i = closing(b, i+1); i < 0 {
				return -1
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return i // the end of what the value is in
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return -1
}

// unquote writes the text of a JSON string. false: it is none.
func unquote(to *strings.Builder, quoted []byte) bool {
	if len(quoted) < 2 || quoted[0] != '"' {
		return false
	}
	b := quoted[1 : len(quoted)-1]
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	for {
		i := bytes.IndexByte(b, '\\')
		if i < 0 || i+1 == len(b) {
			to.Write(b)
			return true
		}
		to.Write(b[:i])
		c := b[i+1]
		b = b[i+2:]
		switch c {
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		case 'u':
			r := hex4(b)
			if r < 0 {
				to.WriteRune(utf8.RuneError)
				continue
			}
			if b = b[4:]; utf16.IsSurrogate(r) {
				low := rune(-1)
				if len(b) > 2 && b[0] == '\\' && b[1] == 'u' {
					low = hex4(b[2:])
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					b = b[6:]
				}
			}
			to.WriteRune(r)
			continue
		}
		to.WriteByte(c)
	}
}

// hex4 reads four hexadecimal digits, or returns -1.
func hex4(b []byte) (r rune) {
	if len(b) < 4 {
		return -1
	}
	for _, c := range b[:4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}
