package misskey

import "reflect"

// EmojiTable is the answer of /api/emojis.
type EmojiTable = emojiTable

// NewElement returns a new element of the slice that list points at.
func NewElement(list any) any { return reflect.New(reflect.TypeOf(list).Elem().Elem()).Interface() }

// Elements and TopString cut lists of notes without decoding them.
var (
	Elements  = elements
	TopString = topString
	RawNotes  = rawNotes
)
