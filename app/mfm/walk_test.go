package mfm_test

import (
	"fmt"
	"slices"
	"testing"

	"nagare/app/mfm"
)

func TestWalk(t *testing.T) {
	t.Parallel()
	nodes := mfm.Parse("a **b [c](https://d)** `e`")
	var seen []string
	mfm.Walk(nodes, func(n *mfm.Node, depth int) bool {
		seen = append(seen, fmt.Sprintf("%d %v", depth, n.Kind))
		return n.Kind != mfm.Link
	})
	want := []string{"0 text", "0 bold", "1 text", "1 link", "0 text", "0 inlineCode"}
	if !slices.Equal(seen, want) {
		t.Errorf("%q, want %q", seen, want)
	}
	if count, depth := mfm.Size(nodes); count != 7 || depth != 3 {
		t.Errorf("size %d, %d", count, depth)
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          "",
		"a":                         "a",
		"**a** $[x2 b] :c: @d@e #f": "a b :c: @d@e #f",
		"[label](https://a.b) <https://あ> ❤️": "label https://あ ❤️",
		"a\n> b\n> c\nd":                         "a\nb\nc\nd",
		"```go\nx\n```\n`y` \\(z\\)":             "x\ny z",
		"x\n<center>y</center>z":                 "x\n<center>y</center>z",
		"words 検索":                               "words",
		"a\n\\[b\\]\n<plain>**c**</plain>":       "a\nb\n**c**",
		"<center>a</center>\n<center>b</center>": "a\nb",
	} {
		if got := mfm.PlainText(mfm.Parse(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestArg(t *testing.T) {
	t.Parallel()
	n := mfm.Parse("$[spin.speed=2s,left,speed=3s x]")[0]
	if v, ok := n.Arg("speed"); v != "3s" || !ok {
		t.Errorf("speed %q %v", v, ok)
	}
	if v, ok := n.Arg("left"); v != "" || !ok {
		t.Errorf("left %q %v", v, ok)
	}
	if _, ok := n.Arg("right"); ok {
		t.Error("right found")
	}
}
