package store

import (
	"maps"
	"slices"

	"nagare/stream/misskey"
)

// sameFace reports whether two copies of a note look the same but for what lives: reactions, votes and counts, which are
// told by themselves. What servers pack into one copy and not into another without a change of the note is not compared.
func sameFace(a, b *misskey.Note) bool {
	return same(a.Text, b.Text) && same(a.CW, b.CW) && a.Visibility == b.Visibility && a.LocalOnly == b.LocalOnly &&
		a.UpdatedAt.Equal(b.UpdatedAt) && a.IsHidden == b.IsHidden && (a.Poll == nil) == (b.Poll == nil) &&
		a.RenoteID == b.RenoteID && a.ReplyID == b.ReplyID && maps.Equal(a.Emojis, b.Emojis) &&
		slices.EqualFunc(a.Files, b.Files, func(x, y misskey.File) bool {
			return x.ID == y.ID && x.IsSensitive == y.IsSensitive && x.Comment == y.Comment
		}) && samePerson(a.User, b.User)
}

func samePerson(a, b *misskey.User) bool {
	return a == nil || b == nil || a.Name == b.Name && a.AvatarURL == b.AvatarURL
}

func same[T comparable](a, b *T) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

// face is the decoded form of a note, in which notes that were edited stand as they are now: its own copies of them are as
// old as it is.
func (s *Store) face(n *note) *misskey.Note {
	m := n.decoded
	renote, reply := s.faceInside(n, m.Renote), s.faceInside(n, m.Reply)
	if renote == m.Renote && reply == m.Reply {
		return m
	}
	now := *m
	now.Renote, now.Reply = renote, reply
	return &now
}

func (s *Store) faceInside(n *note, copied *misskey.Note) *misskey.Note {
	if copied == nil {
		return nil
	}
	inner := s.notes[noteKey{n.key.src, copied.ID}]
	if inner == nil || !inner.edited {
		return copied
	}
	if _, linked := inner.parents[n.key.id]; !linked {
		return copied // a circle is not linked
	}
	if v, ok := s.Note(n.key.src, copied.ID); ok {
		return v.Note
	}
	return copied
}
