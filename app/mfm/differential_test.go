package mfm_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

var (
	differentialTime = flag.Duration("mfm.differential", 2*time.Second, "how long to compare random texts with mfm-js")
	differentialSeed = flag.Uint64("mfm.seed", 1, "the seed of the first batch of random texts")
)

// TestDifferential holds random texts against mfm-js itself. It runs where
// node and oracle/node_modules are there (npm ci in that folder).
func TestDifferential(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	if _, err := os.Stat("oracle/node_modules/mfm-js"); err != nil {
		t.Skip("run npm ci in app/mfm/oracle to compare with mfm-js")
	}
	known := corpus(t)
	start := time.Now()
	count, shown := 0, 0
	for seed := *differentialSeed; time.Since(start) < *differentialTime; seed++ {
		batch := randomBatch(seed, 3000)
		batch = append(batch, splicedBatch(seed, 1000, known)...)
		for _, c := range askOracle(t, node, batch) {
			count++
			if diff := c.difference(); diff != "" {
				t.Errorf("seed %d: %s", seed, diff)
				if shown++; shown >= 10 {
					t.FailNow()
				}
			}
		}
	}
	t.Logf("%d texts from seed %d on", count, *differentialSeed)
}

func askOracle(t *testing.T, node string, batch []oracleCase) []oracleCase {
	t.Helper()
	var in, stderr bytes.Buffer
	for _, c := range batch {
		line, _ := json.Marshal(c)
		in.Write(append(line, '\n'))
	}
	cmd := exec.Command(node, "oracle/trees.mjs")
	cmd.Stdin, cmd.Stderr = &in, &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("oracle: %v\n%s", err, stderr.String())
	}
	var cases []oracleCase
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c oracleCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if len(cases) != len(batch) {
		t.Fatalf("%d answers to %d texts", len(cases), len(batch))
	}
	return cases
}

// The pieces random texts are put together of. Marks are in several groups,
// so that texts about one thing come up often.
var randomPieces = [][]string{
	{"a", "b c", "1", "0", "x1", "あ", "漢字", "é", "z", "Q", " ", "　", "\t", "-", "_", ".", ",", "!", "?", "'", "\"", "´", "\u00a0", "\ufeff", "\u0085", "%", "&", ";", "=", "+", "|", "{", "}", "/"},
	{"\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n> ", "\n>", "\n```", "\n\\[", "\n<center>"},
	{"*", "**", "***", "_", "__", "~", "~~", "<b>", "</b>", "<i>", "</i>", "<s>", "</s>", "<small>", "</small>"},
	{"<b>x</b>", "**x**", "~~x~~", "*x*", "_x_", "__x__", "<small>x</small>", "***x***", "<i>x</i>", "<s>x</s>"},
	{"$[", "$[a ", "$[tada ", "$[a.b ", "$[a.b=c,d=1.5 ", "$[a.", "$[a.b,", "]", "]", "$[x2 y]", "$[a.b=", "$[a-"},
	{"[", "](", ")", "](http://b)", "](<http://b>)", "?[", "[a](http://b)", "?[a b](https://c.d/e_f)", "(", "](<", "](http://b"},
	{"http://", "https://", "http://a.b/c", "<http://a b>", "<https://あ>", "<https://", ">", "(", ")", "[", "]", ".", ",", "(a)", "[b]", ":80", "#x", "~y", "h", "http:/", "HTTP://a"},
	{"@", "@a", "@a@b.c", "@a.b", "@a-", "@-a", "@a@", "-", ".", "_", "@a_b@c-d.e-", "a@b"},
	{"#", "#a", "#1", "#a(b)", "#「あ」", "#あ（い）", "(", ")", "「", "」", "（", "）", "【", "】", "[", "]", "#😀", "#1a", "#a#b"},
	{":", ":a:", ":a_b-c+1:", "::", ":a", ":a@b:", ":あ:"},
	{"`", "``", "```", "`a`", "```\n", "\n```", "```js\n", "```\na\n```", "´", "`a´`", "\n```\n", "``` a b \n"},
	{"\\(", "\\)", "\\[", "\\]", "\\", "\\(x\\)", "\\[x\\]", "\n\\[", "\\]\n", "\\[\n", "\n\\]"},
	{"<center>", "</center>", "<center>\n", "\n</center>", "</center>\n", "<center>a</center>", "<plain>", "</plain>", "<plain>\n", "\n</plain>", "<plain>**a**</plain>", "<", ">", "</", "<br>"},
	{">", "> ", ">>", "> > ", ">　", "\n> a", "\n>\n", "\n> ", "> a\n> b\n", "\n\n> "},
	{" search", " Search", " [Search]", "　検索", " [検索]", " 検索\n", "search", "検索", " SEARCH\n", "\ta [search]", "]"},
	{"😀", "❤️", "❤", "\ufe0f", "\ufe0e", "\u200d", "👨", "👩", "🧑", "🏽", "🏻", "♂️", "♂", "➡️", "❤️", "💋", "🇯", "🇵", "🇯🇵", "1️⃣", "#️⃣", "*\u20e3", "\u20e3", "©", "©️", "™", "☺", "☝", "☝🏽", "👨‍👩‍👧", "🏴", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏳️‍🌈", "🏳", "🌈", "🤝", "🫱", "🫲", "🐰", "👁", "🗨", "🏃", "⛹️", "🫰", "👍", "〽", "㊗", "🦰", "🀄", "🃏"},
}

func randomBatch(seed uint64, n int) []oracleCase {
	r := rand.New(rand.NewPCG(seed, 9))
	cases := make([]oracleCase, n)
	for i := range cases {
		cases[i] = oracleCase{Text: randomText(r), Simple: r.IntN(12) == 0}
	}
	return cases
}

// splicedBatch puts pieces of known texts together with random marks between.
func splicedBatch(seed uint64, n int, known []oracleCase) []oracleCase {
	r := rand.New(rand.NewPCG(seed, 10))
	piece := func() string {
		text := []rune(known[r.IntN(len(known))].Text)
		from := r.IntN(len(text) + 1)
		to := from + r.IntN(len(text)-from+1)
		return string(text[from:min(to, from+80)])
	}
	cases := make([]oracleCase, n)
	for i := range cases {
		var b strings.Builder
		for range 1 + r.IntN(4) {
			group := randomPieces[r.IntN(len(randomPieces))]
			b.WriteString(piece())
			b.WriteString(group[r.IntN(len(group))])
		}
		cases[i] = oracleCase{Text: b.String(), Simple: r.IntN(12) == 0}
	}
	return cases
}

func randomText(r *rand.Rand) string {
	groups := make([][]string, 1+r.IntN(5))
	for i := range groups {
		groups[i] = randomPieces[r.IntN(len(randomPieces))]
	}
	var b strings.Builder
	if r.IntN(40) == 0 { // near the nesting limit
		for range 15 + r.IntN(7) {
			group := groups[r.IntN(len(groups))]
			b.WriteString([]string{"$[a ", "<b>", "> ", "**", group[r.IntN(len(group))]}[r.IntN(5)])
		}
	}
	for range 1 + r.IntN(24) {
		group := groups[r.IntN(len(groups))]
		if r.IntN(6) == 0 {
			group = randomPieces[0]
		}
		b.WriteString(group[r.IntN(len(group))])
	}
	return b.String()
}
