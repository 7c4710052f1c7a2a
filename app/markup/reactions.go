package markup

import (
	"strconv"
	"strings"
)

// maxReactions pills are shown before the rest is folded (landscape 5.1).
const maxReactions = 16

// What the controls of a row ask for, as their data-act.
const (
	ActReact   = "react"   // give or take back the reaction in the argument
	ActPick    = "pick"    // choose a reaction
	ActLike    = "like"    // give a heart
	ActUnreact = "unreact" // take the reaction back
	ActVote    = "vote"    // vote for the choice in the argument
	ActPeople  = "people"  // list who gave the reaction in the argument
)

// Reactions writes the pills of a row, without the box around them.
func Reactions(w *Writer, p *Page, r Row) {
	shown := r.Reactions
	if len(shown) > maxReactions && !p.open(r.Key, FoldPills) {
		shown = shown[:maxReactions]
	}
	for _, x := range shown {
		pill(w, p, x)
	}
	if rest := len(r.Reactions) - len(shown); rest > 0 {
		w.Start(Button, Class("reaction rest"), Data("act", FoldPills), Aria("label", p.Printer.T("react.all", rest)), Aria("expanded", "false"))
		w.Elem(Span, p.Printer.T("note.more.reactions", rest), Aria("hidden", "true")).End()
	}
}

// ReactButton writes the button that gives a reaction, or takes one's own back.
func ReactButton(w *Writer, p *Page, r Row) {
	act, icon, words := ActPick, "mood-plus", "react.add"
	switch {
	case !r.Hand.React:
		return
	case r.Hand.Mine != "":
		act, icon, words = ActUnreact, "minus", "react.remove"
	case r.Hand.Like:
		act, icon, words = ActLike, "heart", "react.like"
	}
	attrs := []Attr{Class("act " + act), Data("act", act), Title(p.Printer.T(words)), Aria("label", p.Printer.T(words))}
	if act == ActPick {
		attrs = append(attrs, Aria("haspopup", "dialog"))
	}
	w.Start(Button, attrs...).Icon(icon).End()
}

func pill(w *Writer, p *Page, r Reaction) {
	name := ReactionName(r.Key)
	words := p.Printer.N("note.reaction", r.Count, name)
	if r.Mine {
		words = p.Printer.T("note.reaction.mine", words)
	}
	attrs := []Attr{Class("reaction"), Data("reaction", r.Key), Data("count", strconv.Itoa(r.Count)), Title(name), Aria("label", words)}
	if r.Mine {
		attrs = append(attrs, Data("mine", "true"))
	}
	if r.Joins {
		w.Start(Button, append(attrs, Data("act", ActReact), Data("arg", r.Key), Aria("pressed", strconv.FormatBool(r.Mine)))...)
	} else {
		w.Start(Span, append(attrs, Role("img"))...)
	}
	if img, ok := p.pillEmoji(r); ok {
		w.Emoji(img, "")
	} else {
		w.Elem(Span, glyph(r.Key), Class("uni"), Aria("hidden", "true"))
	}
	w.Elem(Span, strconv.Itoa(r.Count), Class("n"), Aria("hidden", "true"))
	w.End()
}

// ReactionName is the reaction as people say it: ":name@.:" is ":name:" (P4.3).
func ReactionName(key string) string {
	if !strings.HasPrefix(key, ":") {
		return key
	}
	name, host, _ := strings.Cut(strings.Trim(key, ":"), "@")
	if host == "" || host == "." {
		return ":" + name + ":"
	}
	return ":" + name + "@" + host + ":"
}

// glyph is what stands for a reaction without a picture. Hearts and the like are given their coloured form.
func glyph(key string) string {
	if strings.HasPrefix(key, ":") {
		return ReactionName(key)
	}
	if !strings.ContainsRune(key, '\uFE0F') && len([]rune(key)) == 1 {
		return key + "\uFE0F"
	}
	return key
}
