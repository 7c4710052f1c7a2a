package mfm_test

import (
	"encoding/json"
	"strings"

	"nagare/app/mfm"
)

// oracleNode is a node as mfm-js gives it.
type oracleNode struct {
	Type     string         `json:"type"`
	Props    map[string]any `json:"props"`
	Children []oracleNode   `json:"children"`
}

// oracleCase is a text and what mfm-js makes of it (oracle/trees.mjs).
type oracleCase struct {
	Text   string       `json:"text"`
	Simple bool         `json:"simple,omitempty"`
	Tree   []oracleNode `json:"tree,omitempty"`
}

func (c oracleCase) parse() []mfm.Node {
	if c.Simple {
		return mfm.ParseSimple(c.Text)
	}
	return mfm.Parse(c.Text)
}

// difference is empty when our tree of the text equals that of mfm-js,
// otherwise it shows both.
func (c oracleCase) difference() string {
	want, got := sketchOracle(c.Tree), sketch(c.parse())
	if got == want {
		return ""
	}
	text, _ := json.Marshal(c.Text)
	return string(text) + "\n got  " + got + "\n want " + want
}

// Both trees are written in one form, where every string is quoted.

func sketch(nodes []mfm.Node) string {
	var b strings.Builder
	for i := range nodes {
		n := &nodes[i]
		b.WriteString(n.Kind.String())
		switch n.Kind {
		case mfm.Fn:
			put(&b, n.Name)
			args := map[string]any{}
			for _, a := range n.Args {
				args[a.Key] = any(a.Value)
				if a.Value == "" {
					args[a.Key] = true
				}
			}
			putArgs(&b, args)
		case mfm.Link, mfm.URL:
			put(&b, n.Text)
			put(&b, n.Mark)
		case mfm.Mention:
			put(&b, n.Text)
			put(&b, n.Name)
			put(&b, n.Host)
		case mfm.Hashtag, mfm.CustomEmoji:
			put(&b, n.Name)
		case mfm.CodeBlock, mfm.Search:
			put(&b, n.Text)
			put(&b, n.Name)
		case mfm.Text, mfm.Emoji, mfm.InlineCode, mfm.MathInline, mfm.MathBlock:
			put(&b, n.Text)
		}
		if len(n.Children) > 0 {
			b.WriteString("{" + sketch(n.Children) + "}")
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func sketchOracle(nodes []oracleNode) string {
	var b strings.Builder
	for _, n := range nodes {
		prop := func(name string) any {
			if v := n.Props[name]; v != nil {
				return v
			}
			return ""
		}
		flag := func(name string) any { return n.Props[name] == true }
		b.WriteString(n.Type)
		switch n.Type {
		case "text":
			put(&b, prop("text"))
		case "fn":
			put(&b, prop("name"))
			putArgs(&b, n.Props["args"].(map[string]any))
		case "link":
			put(&b, prop("url"))
			put(&b, flag("silent"))
		case "url":
			put(&b, prop("url"))
			put(&b, flag("brackets"))
		case "mention":
			put(&b, prop("acct"))
			put(&b, prop("username"))
			put(&b, prop("host"))
		case "hashtag":
			put(&b, prop("hashtag"))
		case "unicodeEmoji":
			put(&b, prop("emoji"))
		case "emojiCode":
			put(&b, prop("name"))
		case "inlineCode":
			put(&b, prop("code"))
		case "blockCode":
			put(&b, prop("code"))
			put(&b, prop("lang"))
		case "mathInline", "mathBlock":
			put(&b, prop("formula"))
		case "search":
			put(&b, prop("content"))
			put(&b, prop("query"))
		}
		if len(n.Children) > 0 {
			b.WriteString("{" + sketchOracle(n.Children) + "}")
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func put(b *strings.Builder, v any) {
	text, _ := json.Marshal(v)
	b.WriteByte(' ')
	b.Write(text)
}

// putArgs leaves out __proto__, which JavaScript does not keep in an object.
func putArgs(b *strings.Builder, args map[string]any) {
	delete(args, "__proto__")
	put(b, args)
}
