package markup

import (
	"net/url"
	"strings"

	"nagare/stream/misskey"
)

// emojis finds the pictures of custom emoji in what u wrote: a remote author's come with the note, this server's own
// come from its list (P9.6).
func (p *Page) emojis(with misskey.EmojiURLs, u *misskey.User) EmojiFinder {
	remote := u != nil && u.IsRemote()
	return func(name string) (Image, bool) {
		s, ok := with[name]
		if !ok && !remote && p.Emoji != nil {
			s, ok = p.Emoji(name)
		}
		if !ok {
			return Image{}, false
		}
		host := ""
		if remote {
			host = u.Host
		}
		return p.emoji(s, name, host)
	}
}

// emoji is the picture of an emoji whose address is known. For a reader who wants it still it is the server's own still
// form (P7.6), and the moving one stands by should the server have no such thing.
func (p *Page) emoji(address, name, host string) (Image, bool) {
	img, ok := SafeImage(address, p.Origin)
	if !ok || !p.Still || !plainName(name) {
		return img, ok
	}
	if host != "" {
		name += "@" + url.PathEscape(host)
	}
	still, ok := SafeImage(p.Origin+"/emoji/"+name+".webp?static=1", "")
	if !ok {
		return img, true
	}
	still.spare = img.url
	return still, true
}

// pillEmoji is the picture of a reaction.
func (p *Page) pillEmoji(r Reaction) (Image, bool) {
	name, host, _ := strings.Cut(strings.Trim(r.Key, ":"), "@")
	if host == "." {
		host = ""
	}
	return p.emoji(r.URL, name, host)
}

func plainName(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
		default:
			return false
		}
	}
	return s != ""
}

// Emoji writes the picture of a custom emoji.
func (w *Writer) Emoji(img Image, alt string, attrs ...Attr) *Writer {
	return w.Img(img, alt, append([]Attr{Class("emoji"), If(img.spare != "", Data("spare", img.spare))}, attrs...)...)
}
