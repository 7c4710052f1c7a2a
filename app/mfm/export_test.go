package mfm

// ParseCounted parses and tells the steps taken; careful leaves out the
// straightforward first reading.
func ParseCounted(text string, careful bool) ([]Node, int) {
	return parseFull(text, 0, careful)
}
