package mfm

// Kind says which element a [Node] is, and with it which fields are set.
type Kind uint8

// The elements of P9.3. Fields not named are zero.
const (
	// Text: Text is the literal text, line breaks kept. Two Text nodes never
	// stand side by side.
	Text Kind = iota
	// Bold, Italic, Strike, Small and Center: Children.
	Bold
	Italic
	Strike
	Small
	Center
	// Quote: Children, which may contain blocks.
	Quote
	// Fn, $[name.args content]: Name, Args, Children. Names are not checked.
	// The "big" of ***x*** is a Fn named tada.
	Fn
	// Plain: Children is one Text node, to be shown as it is.
	Plain
	// Link: Text is the address, Children the label, Mark for the silent form
	// ?[label](url).
	Link
	// URL: Text is the address, Mark for the form in angle brackets.
	URL
	// Mention: Text is as written (@user or @user@host), Name the user, Host
	// the host, empty when not written: then it is the author's host.
	Mention
	// Hashtag: Name is the tag without its #.
	Hashtag
	// Emoji: Text is one Unicode emoji.
	Emoji
	// CustomEmoji: Name is the name without its colons.
	CustomEmoji
	// InlineCode: Text is the code.
	InlineCode
	// CodeBlock: Text is the code, Name the language, empty when not given.
	CodeBlock
	// MathInline and MathBlock: Text is the formula.
	MathInline
	MathBlock
	// Search: Name is the query, Text the whole as written.
	Search
)

var kindNames = [...]string{
	"text", "bold", "italic", "strike", "small", "center", "quote", "fn", "plain", "link", "url", "mention",
	"hashtag", "unicodeEmoji", "emojiCode", "inlineCode", "blockCode", "mathInline", "mathBlock", "search",
}

// String is the name mfm-js gives the element.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// IsBlock tells the elements that stand on lines of their own.
func (k Kind) IsBlock() bool {
	switch k {
	case Center, Quote, CodeBlock, MathBlock, Search:
		return true
	}
	return false
}

// Node is one element of a tree. All strings are parts of the parsed text,
// except inside a quote, where they are parts of the text without its quote
// marks.
type Node struct {
	Kind     Kind
	Mark     bool
	Text     string
	Name     string
	Host     string
	Args     []Arg
	Children []Node
}

// Arg is one argument of a function: key=value, or only key, whose Value is
// then empty (a written value never is).
type Arg struct {
	Key, Value string
}

// Arg finds an argument of a function. A key without value is found with an
// empty value.
func (n *Node) Arg(key string) (value string, ok bool) {
	for i := range n.Args {
		if n.Args[i].Key == key {
			return n.Args[i].Value, true
		}
	}
	return "", false
}
