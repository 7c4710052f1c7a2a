package mfm

import "strings"

// Walk visits every node in reading order, parents before children. Depth is
// 0 for the nodes given. When visit answers false the node's children are
// left out.
func Walk(nodes []Node, visit func(n *Node, depth int) bool) {
	walk(nodes, 0, visit)
}

func walk(nodes []Node, depth int, visit func(*Node, int) bool) {
	for i := range nodes {
		if visit(&nodes[i], depth) {
			walk(nodes[i].Children, depth+1, visit)
		}
	}
}

// Size is the number of nodes and how deep they go (0 for none, 1 for a flat
// text): what a renderer's budget is held against.
func Size(nodes []Node) (count, depth int) {
	Walk(nodes, func(_ *Node, d int) bool {
		count++
		depth = max(depth, d+1)
		return true
	})
	return count, depth
}

// PlainText is what remains when all markup is taken away: for titles,
// notifications, search and screen readers. Mentions, hashtags, emoji and
// addresses stay as written, of a link only its label stays, blocks are set
// apart by line breaks.
func PlainText(nodes []Node) string {
	if len(nodes) == 1 && nodes[0].Kind == Text {
		return nodes[0].Text
	}
	var b strings.Builder
	writePlain(&b, nodes)
	return b.String()
}

func writePlain(b *strings.Builder, nodes []Node) {
	afterBlock := false
	for i := range nodes {
		n := &nodes[i]
		block := n.Kind.IsBlock()
		if (block || afterBlock) && b.Len() > 0 {
			b.WriteByte('\n')
		}
		afterBlock = block
		switch n.Kind {
		case Hashtag:
			b.WriteByte('#')
			b.WriteString(n.Name)
		case CustomEmoji:
			b.WriteByte(':')
			b.WriteString(n.Name)
			b.WriteByte(':')
		case Search:
			b.WriteString(n.Name)
		case Link:
			writePlain(b, n.Children)
		default:
			b.WriteString(n.Text)
			writePlain(b, n.Children)
		}
	}
}
