package misskey

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/valyala/fastjson"
)

// ReactionCount is how often a note got one reaction.
type ReactionCount struct {
	Reaction string
	Count    int
}

// Reactions are the reactions of a note in the server's order, which is the order in which they are to be shown.
// A count may be zero (P7.1).
type Reactions []ReactionCount

// Count returns how often reaction occurs.
func (r Reactions) Count(reaction string) int {
	for i := range r {
		if r[i].Reaction == reaction {
			return r[i].Count
		}
	}
	return 0
}

// Sum returns how many reactions there are.
func (r Reactions) Sum() int {
	sum := 0
	for i := range r {
		sum += r[i].Count
	}
	return sum
}

// decode keeps the server's strings; two spellings of one reaction are one (P4.3), and their counts are added up.
func (r *Reactions) decode(d *decoder, v *fastjson.Value) {
	*r = nil
	o, ok := d.members(v)
	if !ok {
		return
	}
	*r = make(Reactions, 0, o.Len())
	var seen map[string]int // only for lists long enough to make looking through them dear
	if o.Len() > 32 {
		seen = make(map[string]int, o.Len())
	}
	o.Visit(func(k []byte, v *fastjson.Value) {
		var n int
		if d.int(v, &n); n < 0 {
			n = 0
		}
		key := NormalizeReaction(d.text(k))
		if seen != nil {
			if i, ok := seen[key]; ok {
				(*r)[i].Count += n
				return
			}
			seen[key] = len(*r)
		} else {
			for i := range *r {
				if (*r)[i].Reaction == key {
					(*r)[i].Count += n
					return
				}
			}
		}
		*r = append(*r, ReactionCount{key, n})
	})
}

// MarshalJSON writes the map that servers send, in order.
func (r Reactions) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range r {
		if i > 0 {
			b.WriteByte(',')
		}
		k, err := json.Marshal(r[i].Reaction)
		if err != nil {
			return nil, err
		}
		b.Write(k)
		b.WriteByte(':')
		n, _ := json.Marshal(r[i].Count)
		b.Write(n)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// NormalizeReaction brings a reaction into the one spelling under which it is counted (P4.3): unicode without variation
// selectors (unless joined by ZWJ), custom emojis as ":name@.:" or ":name@host:", the words of old servers as unicode.
func NormalizeReaction(s string) string {
	if len(s) > 2 && s[0] == ':' && s[len(s)-1] == ':' {
		if strings.IndexByte(s, '@') < 0 {
			return s[:len(s)-1] + "@.:"
		}
		return s
	}
	if len(s) > 0 && s[0] < 0x80 {
		if u, ok := reactionWord(s); ok {
			return u
		}
		return s
	}
	if strings.Contains(s, "\ufe0f") && !strings.Contains(s, "\u200d") && utf8.ValidString(s) {
		return strings.ReplaceAll(s, "\ufe0f", "")
	}
	return s
}

// reactionWord translates the reactions of v10 and v11.
func reactionWord(s string) (string, bool) {
	switch s {
	case "like":
		return "👍", true
	case "love":
		return "❤", true
	case "laugh":
		return "😆", true
	case "hmm":
		return "🤔", true
	case "surprise":
		return "😮", true
	case "congrats":
		return "🎉", true
	case "angry":
		return "💢", true
	case "confused":
		return "😥", true
	case "rip":
		return "😇", true
	case "pudding":
		return "🍮", true
	case "star":
		return "⭐", true
	}
	return "", false
}

// SplitReaction takes a custom emoji reaction apart. custom is false for unicode. host is "" for an emoji of the server
// that told about it.
func SplitReaction(reaction string) (name, host string, custom bool) {
	if len(reaction) < 3 || reaction[0] != ':' || reaction[len(reaction)-1] != ':' {
		return reaction, "", false
	}
	name, host, _ = strings.Cut(reaction[1:len(reaction)-1], "@")
	if host == "." {
		host = ""
	}
	return name, host, true
}

// ReactionEmojiKey is the key of a reaction in [Note.ReactionEmojis]: the reaction without its colons. It is "" for
// unicode.
func ReactionEmojiKey(reaction string) string {
	if _, _, custom := SplitReaction(reaction); !custom {
		return ""
	}
	return reaction[1 : len(reaction)-1]
}

// SendableReaction is the form in which a reaction seen on a note may be given by oneself: unicode as it is, a custom
// emoji as the one of the same name on one's own server. Whether there is one must be looked up by the caller: a server
// answers an unknown one by silently storing ❤ (P4.3).
func SendableReaction(reaction string) string {
	name, _, custom := SplitReaction(reaction)
	if !custom {
		return reaction
	}
	return ":" + name + ":"
}
