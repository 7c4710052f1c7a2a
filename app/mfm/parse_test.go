package mfm_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"nagare/app/mfm"
)

// corpus reads the committed texts with the trees that mfm-js gave for them.
func corpus(tb testing.TB) []oracleCase {
	tb.Helper()
	f, err := os.Open("testdata/trees.jsonl.gz")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	return readCases(tb, unzipped)
}

func readCases(tb testing.TB, r io.Reader) (cases []oracleCase) {
	tb.Helper()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c oracleCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			tb.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return cases
}

func TestGolden(t *testing.T) {
	t.Parallel()
	cases := corpus(t)
	if len(cases) < 1000 {
		t.Fatalf("only %d texts in the corpus", len(cases))
	}
	for _, c := range cases {
		if diff := c.difference(); diff != "" {
			t.Error(diff)
		}
	}
}

// The second, careful reading must answer what the first does.
func TestCarefulIsTheSame(t *testing.T) {
	t.Parallel()
	cases := append(corpus(t), randomBatch(77, 4000)...)
	for _, c := range cases {
		quick, careful := mfm.Parse(c.Text), parseCarefully(c.Text)
		if !reflect.DeepEqual(quick, careful) {
			t.Errorf("%q\n quick   %s\n careful %s", c.Text, sketch(quick), sketch(careful))
		}
	}
}

func parseCarefully(text string) []mfm.Node {
	nodes, _ := mfm.ParseCounted(text, true)
	return nodes
}

// hostile are texts that grow without bound, each an attempt at making the
// parser read the same part again and again.
var hostile = map[string]func(n int) string{
	"plain":           repeat("a"),
	"japanese":        repeat("あいう "),
	"emoji":           repeat("👩🏽‍🚀"),
	"newlines":        repeat("\n"),
	"tones":           repeat("🏻"),
	"joined":          repeat("👩‍"),
	"functions":       repeat("$[a "),
	"functions, end":  func(n int) string { return repeat("$[a ")(n) + "]" },
	"tags":            repeat("<b>"),
	"tags, end":       func(n int) string { return repeat("<b>")(n) + "</b>" },
	"stars":           repeat("*"),
	"bold":            repeat("**a "),
	"brackets":        repeat("["),
	"labels":          repeat("[a"),
	"labels, end":     func(n int) string { return repeat("[a")(n) + "](x" },
	"labels, lines":   repeat("[**a\n"),
	"silent labels":   repeat("?[<b>[a](http"),
	"links, mixed":    repeat("[$[a [<b>**x"),
	"links, all":      repeat("[$[a ***[~~<i>[<s>[<small>["),
	"links, closed":   repeat("[$[a x](http://y)"),
	"links, unlinked": repeat("[:a:]"),
	"labels, 20":      repeat("[<b><i><s><small>$[a ***a"),
	"center":          repeat("<center>\n"),
	"center, end":     func(n int) string { return repeat("<center>\n**")(n) + "\n</center>x" },
	"center, links":   repeat("<center>\n[<b>[a $[b "),
	"center, all":     repeat("<center>\n<b><i>**~~[$[a \n</center>x"),
	"code":            repeat("```a\n"),
	"code inside":     repeat("`a\n``"),
	"math":            repeat(`\(a`),
	"math blocks":     repeat("\\[\n"),
	"plain tags":      repeat("<plain>"),
	"quotes":          repeat("> "),
	"quoted lines":    repeat("> a\n"),
	"nested quotes":   repeat(">>>>>>>>>>>>>>>>>>>>>>>> a\n"),
	"quoted centers":  repeat("> > <center>[<b>[a\n"),
	"search":          repeat(" search a"),
	"search lines":    repeat("a search b\n"),
	"addresses":       repeat("http://("),
	"addresses, long": repeat("http://((((((((((((((((((((aaaaaaaaaaaaaaaaaaaaaaaaaaa"),
	"angles":          repeat("<http://"),
	"hashtags":        repeat("#(((((((((((((((((((((((a"),
	"hashtag":         func(n int) string { return "#" + repeat("(a)")(n) },
	"mentions":        repeat("@a@b"),
	"mention":         func(n int) string { return "@" + repeat("a-")(n) },
	"emoji codes":     repeat(":a"),
	"italics":         repeat("_a "),
	"strikes":         repeat("~~a\n"),
	"arguments, all":  func(n int) string { return "$[a." + manyArgs(n) + " x]" },
	"arguments":       func(n int) string { return repeat("$[a.")(n/2) + repeat("b=c,")(n/2) },
	"carriage":        repeat("\r<center>\r"),
}

func repeat(part string) func(int) string {
	return func(n int) string { return strings.Repeat(part, n/len(part)+1) }
}

// Doubling the text must not more than about double the work. Work is counted
// in the parser's own steps, so that a slow machine cannot fail this.
func TestLinear(t *testing.T) {
	t.Parallel()
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			_, previous := mfm.ParseCounted(text(12_500), false)
			for n := 25_000; n <= 100_000; n *= 2 {
				_, steps := mfm.ParseCounted(text(n), false)
				if ratio := float64(steps) / float64(max(previous, 1)); ratio > 2.3 {
					t.Errorf("%d bytes: %d steps, %.2f times those of half the length", n, steps, ratio)
				}
				previous = steps
			}
			if perByte := previous / 100_000; perByte > 300 {
				t.Errorf("%d steps a byte", perByte)
			}
		})
	}
}

func TestDepthIsBounded(t *testing.T) {
	t.Parallel()
	for name, text := range hostile {
		if _, depth := mfm.Size(mfm.Parse(text(20_000))); depth > 22 {
			t.Errorf("%s: %d levels", name, depth)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range corpus(f) {
		f.Add(c.Text)
	}
	for _, c := range randomBatch(3, 200) {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		nodes := mfm.Parse(text)
		if careful := parseCarefully(text); !reflect.DeepEqual(nodes, careful) {
			t.Errorf("quick   %s\ncareful %s", sketch(nodes), sketch(careful))
		}
		_, steps := mfm.ParseCounted(text, false)
		if limit := 600*len(text) + 10_000; steps > limit {
			t.Errorf("%d steps for %d bytes", steps, len(text))
		}
		checkShape(t, nodes)
		checkShape(t, mfm.ParseSimple(text))
		mfm.PlainText(nodes)
		mfm.Nyaize(nodes)
	})
}

// checkShape holds a tree to what Node promises.
func checkShape(t *testing.T, nodes []mfm.Node) {
	t.Helper()
	textBefore := false
	for i := range nodes {
		n := &nodes[i]
		if n.Kind == mfm.Text {
			if textBefore || n.Text == "" {
				t.Errorf("an empty text or two side by side: %s", sketch(nodes))
			}
		}
		textBefore = n.Kind == mfm.Text
		if (n.Kind == mfm.Link || n.Kind == mfm.URL) && !strings.HasPrefix(n.Text, "http://") && !strings.HasPrefix(n.Text, "https://") {
			t.Errorf("address %q", n.Text)
		}
		checkShape(t, n.Children)
	}
}

func manyArgs(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "k%d,", i)
	}
	return b.String() + "k"
}
