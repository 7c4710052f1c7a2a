package misskey

import (
	"net/url"
	"strings"
)

// EmojiPicture is where a server shows the picture of a custom emoji named as in [ReactionEmojiKey]: "name", "name@." or
// "name@host" (P7.6). It serves where the URL itself is not known. It is "" for what is no emoji's name.
func EmojiPicture(origin, key string) string {
	name, host, _ := strings.Cut(key, "@")
	if name == "" {
		return ""
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' && c != '-' && c != '+' {
			return ""
		}
	}
	if host != "" && host != "." {
		name += "@" + host
	}
	return origin + "/emoji/" + url.PathEscape(name) + ".webp"
}

// NotePage is the note's page on its server.
func NotePage(origin, id string) string { return origin + "/notes/" + url.PathEscape(id) }

// UserPage is the user's page on a server.
func UserPage(origin string, u *User) string { return origin + "/" + u.Acct() }
