package misskey

import (
	"time"

	"github.com/valyala/fastjson"
)

// EmojiURLs maps the names of custom emojis to their pictures. A name has no colons; emojis of reactions are named
// "name@host" or "name@." (P4.3).
type EmojiURLs map[string]string

// decode takes the map of today's servers and the array of {name, url} of v12 and older alike (P7.1).
func (m *EmojiURLs) decode(d *decoder, v *fastjson.Value) {
	*m = nil
	switch v.Type() {
	case fastjson.TypeNull:
	case fastjson.TypeObject:
		o := v.GetObject()
		o.Visit(func(k []byte, v *fastjson.Value) {
			var url string
			if d.string(v, &url); url != "" {
				m.set(d.text(k), url, o.Len())
			}
		})
	case fastjson.TypeArray:
		list := v.GetArray()
		for _, e := range list {
			var name, url string
			if e.Type() != fastjson.TypeObject {
				d.mistyped(e)
				continue
			}
			if u := e.Get("url"); u != nil {
				d.string(u, &url)
			}
			if n := e.Get("name"); n != nil {
				d.string(n, &name)
			}
			if name != "" && url != "" {
				m.set(name, url, len(list))
			}
		}
	default:
		d.mistyped(v)
	}
}

func (m *EmojiURLs) set(name, url string, room int) {
	if *m == nil {
		*m = make(EmojiURLs, room)
	}
	(*m)[name] = url
}

// Emoji is a custom emoji of a server (P7.6). The list of all of them carries only the first fields.
//
//misskey:decode
type Emoji struct {
	Name        string   `json:"name"`
	Category    string   `json:"category"`
	Aliases     []string `json:"aliases"`
	URL         string   `json:"url"`
	LocalOnly   bool     `json:"localOnly,omitzero"`
	IsSensitive bool     `json:"isSensitive,omitzero"`
	// Roles that may, and on misskey.io may not, react with it. Empty: everybody may.
	RolesAllowed []string `json:"roleIdsThatCanBeUsedThisEmojiAsReaction,omitzero"`
	RolesDenied  []string `json:"roleIdsThatCanNotBeUsedThisEmojiAsReaction,omitzero"`

	ID          string    `json:"id,omitzero"`
	Host        string    `json:"host,omitzero"`
	License     string    `json:"license,omitzero"`
	CreatedAt   time.Time `json:"createdAt,omitzero"`
	UpdatedAt   time.Time `json:"updatedAt,omitzero"`
	RequestedBy string    `json:"requestedBy,omitzero"` // misskey.io
	Memo        string    `json:"memo,omitzero"`        // misskey.io
	Width       int       `json:"width,omitzero"`       // Firefish, pixels, as the next
	Height      int       `json:"height,omitzero"`
}

//misskey:decode
type emojiTable struct {
	Emojis []Emoji `json:"emojis"`
}

// DecodeEmojis decodes the answer of /api/emojis, or the same list inside the meta of v12 (P7.6).
func DecodeEmojis(raw []byte) ([]Emoji, error) {
	var t emojiTable
	err := decodeEntity(raw, "emojis", &t, nil)
	return t.Emojis, err
}
