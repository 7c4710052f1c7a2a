package mfm

// Nyaize makes the texts of a tree speak as a cat (P9.7), in place: all but
// those in quotes, links, plain parts and code. It is for authors with isCat,
// where the reader allows it and the server has not done it already.
func Nyaize(nodes []Node) {
}
