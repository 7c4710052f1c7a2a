package e2e

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"nagare/app/i18n"
	"nagare/app/markup"
	"nagare/stream/misskey"
)

// Whatever a part of a row held before, it ends as if it had been made of its HTML; and where one count is another, the
// elements stay that somebody may be pressing, and no HTML is read.
func TestPartsOfRowsBecomeWhatTheirHTMLSays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	page := &markup.Page{
		Printer: i18n.Printer{Lang: i18n.English},
		Now:     time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
		Origin:  "https://a.example",
		Host:    "a.example",
	}
	note, err := misskey.DecodeNote([]byte(`{"id":"n","createdAt":"2026-11-23T11:00:00.000Z","userId":"u","user":{"id":"u","username":"u"},"text":"t","poll":{"multiple":true,"choices":[]}}`))
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"👍", "❤️", ":blob@.:", ":a_b@b.example:", "a & b", `"><i>`}
	type step struct {
		HTML  string
		Still bool // only counts differ from the step before
	}
	sequences := make([][]step, 2)
	pills := func(r []markup.Reaction) string {
		var w markup.Writer
		markup.Reactions(&w, page, markup.Row{Key: "n", Note: note, Reactions: r})
		return w.String()
	}
	var row []markup.Reaction
	for range 600 {
		still := len(row) > 0 && rnd.IntN(2) == 0
		if still {
			x := &row[rnd.IntN(len(row))]
			still = x.Key != keys[4] && x.Key != keys[5] // those take a parser
			x.Count = 2 + (x.Count+rnd.IntN(50))%100     // one person, two people: the words stay
		} else {
			row = nil
			for _, i := range rnd.Perm(len(keys))[:rnd.IntN(len(keys)+1)] {
				row = append(row, markup.Reaction{Key: keys[i], Count: 2 + rnd.IntN(3), Mine: rnd.IntN(4) == 0, Joins: rnd.IntN(2) == 0})
			}
		}
		sequences[0] = append(sequences[0], step{pills(row), still})
	}
	for range 300 {
		poll := &markup.Poll{Multiple: rnd.IntN(2) == 0, Open: rnd.IntN(2) == 0}
		for i := range 2 + rnd.IntN(2) {
			poll.Choices = append(poll.Choices, markup.Choice{Text: []string{"tea", "a & b", "$[tada x]"}[i], Votes: rnd.IntN(3), Mine: rnd.IntN(3) == 0})
			poll.Total += poll.Choices[i].Votes
		}
		var w markup.Writer
		markup.PollList(&w, page, note, poll)
		sequences[1] = append(sequences[1], step{HTML: w.String()})
	}
	raw, err := json.Marshal(sequences)
	if err != nil {
		t.Fatal(err)
	}
	tab := Open(t, Serve(t, "-demo=false").URL+"/")
	tab.Until(`window.nagareMorph`, "the script")
	if wrong := Eval[[]string](tab, `(() => {
		const out = [], made = document.createElement("div");   // attributes may stand in another order
		const { set, ...rest } = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
		let still = 0, read = 0;
		Object.defineProperty(Element.prototype, "innerHTML", { ...rest, set(html) { read++; set.call(this, html); } });
		for (const steps of `+string(raw)+`) {
			const part = document.createElement("div");
			let was;
			for (const { HTML: html, Still } of steps) {
				const had = [...part.querySelectorAll("*")], of = new Map(had.map((n) => [n, n.dataset.reaction]));
				read = 0;
				nagareMorph(part, was, html);
				if (Still && read) out.push("HTML was read: " + was + " → " + html);
				made.innerHTML = html;
				if (!part.isEqualNode(made)) out.push(was + " → " + html + " is " + part.innerHTML);
				const has = [...part.querySelectorAll("*")];
				for (const n of has) if (of.has(n) && of.get(n) !== n.dataset.reaction) out.push("one pill became another: " + was + " → " + html);
				if (Still) still++;
				if (Still && (has.length !== had.length || has.some((n, i) => n !== had[i]))) out.push("not the same elements: " + was + " → " + html);
				was = html;
			}
			// And where a script of ours has been in it.
			part.append("more");
			nagareMorph(part, was, was);
			if (!part.isEqualNode(made)) out.push("what was added stays: " + part.innerHTML);
		}
		if (still < 100) out.push("only " + still + " changes of counts alone");
		return out.slice(0, 5);
	})()`); len(wrong) > 0 {
		t.Errorf("%d or more parts are wrong: %q", len(wrong), wrong)
	}
}
