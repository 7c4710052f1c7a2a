package app

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/stream/misskey"
)

// sandbox shows every state a note can be in, from fixtures: for the eye, for axe and for screenshots.
type sandbox struct {
	ui.Compo
	s     *Session
	rows  []sandboxRow
	folds map[string]bool
	err   string
}

type sandboxRow struct {
	Title string          `json:"title"`
	State string          `json:"state"` // what the note itself does not say
	Raw   json.RawMessage `json:"note"`
	note  *misskey.Note
}

func newSandbox(s *Session) *sandbox { return &sandbox{s: s, folds: map[string]bool{}} }

func (b *sandbox) CompoID() string { return "sandbox" }

func (b *sandbox) OnMount(ctx ui.Context) {
	ui.Window().Call("nagareText", b.s.asset("sandbox/sandbox.json")).Then(func(v ui.Value) {
		text := v.String()
		ctx.Dispatch(func(ctx ui.Context) {
			b.read(text, time.Now())
			ctx.Defer(func(ui.Context) { ui.Window().Call("nagareStyled", b.JSValue()) })
		})
	})
}

// read fills the fixtures' holes: addresses of our own pictures, and times relative to now.
func (b *sandbox) read(text string, now time.Time) {
	origin := b.origin()
	var filled strings.Builder
	for {
		before, rest, hole := strings.Cut(text, "{{")
		filled.WriteString(before)
		if !hole {
			break
		}
		var name string
		name, text, _ = strings.Cut(rest, "}}")
		if asset, ok := strings.CutPrefix(name, "asset:"); ok {
			filled.WriteString(origin + b.s.asset(asset))
			continue
		}
		sec, _ := strconv.Atoi(strings.TrimPrefix(name, "now"))
		filled.WriteString(now.Add(time.Duration(sec) * time.Second).UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	if err := json.Unmarshal([]byte(filled.String()), &b.rows); err != nil {
		b.err = err.Error()
	}
	for i := range b.rows {
		b.rows[i].note, _ = misskey.DecodeNote(b.rows[i].Raw)
	}
}

func (b *sandbox) origin() string { return ui.Window().Get("location").Get("origin").String() }

func (b *sandbox) onClick(ctx ui.Context, e ui.Event) {
	hit := e.Get("target").Call("closest", "[data-act]")
	if !hit.Truthy() {
		return
	}
	e.PreventDefault()
	key := hit.Call("closest", "[data-key]").Get("dataset").Get("key").String()
	act := hit.Get("dataset").Get("act").String()
	if arg := hit.Get("dataset").Get("arg"); arg.Truthy() {
		act += arg.String()
	}
	b.folds[key+" "+act] = !b.folds[key+" "+act]
	ctx.Defer(func(ui.Context) { ui.Window().Call("nagareStyled", b.JSValue()) })
}

func (b *sandbox) Render() ui.UI {
	page := &markup.Page{
		Printer: b.s.printer, Now: time.Now(), Origin: b.origin(), Host: "misskey.example", Nyaize: true,
		Emoji:   func(name string) (string, bool) { return b.origin() + b.s.asset("icons/icon.svg"), name == "nagare" },
		Open:    func(key, what string) bool { return b.folds[key+" "+what] },
		Still:   b.s.still,
		Bare:    b.s.prefs.Bare,
		Preview: b.preview,
	}
	var body []ui.UI
	for _, r := range b.rows {
		row := markup.Row{Key: "broken"}
		if r.note != nil {
			row = staticRow(r.note, page)
			r.live(&row)
		}
		var w markup.Writer
		markup.Note(&w, page, row)
		body = append(body, ui.Section().Class("specimen").Aria("label", r.Title).Body(ui.H2().Text(r.Title), ui.Raw(w.String())))
	}
	return ui.Main().Class("sandbox").OnClick(b.onClick).Body(
		ui.H1().Text("Sandbox"),
		ui.P().Class("error").Hidden(b.err == "").Text(b.err),
		ui.Div().Class("specimens").Body(body...),
	)
}

// preview knows pages by what their addresses say.
func (b *sandbox) preview(address string) *markup.Preview {
	v := &markup.Preview{Known: true, Title: "A page with a title that is too long for its card", Site: "A site", Description: "What the page says about itself, in more words than there is room for on the card of it.",
		Icon: b.origin() + b.s.asset("icons/icon.svg"), Thumbnail: b.origin() + b.s.asset("sandbox/picture-2.svg"),
		Plays: strings.Contains(address, "cam"), Sensitive: strings.Contains(address, "dark")}
	switch {
	case strings.Contains(address, "broken"):
		return nil
	case strings.Contains(address, "misskey.example"), strings.Contains(address, "流"):
		return &markup.Preview{} // still waited for
	case strings.Contains(address, "plain"):
		return &markup.Preview{Known: true, Title: "Words only"}
	}
	return v
}

// live gives a row the state that elsewhere the store and the account of the reader do.
func (r sandboxRow) live(row *markup.Row) {
	switch r.State {
	case "like":
		row.Hand = markup.Hand{React: true, Like: true, Write: true, Renote: true}
	case "unrenotable":
		row.Hand = markup.Hand{React: true, Write: true}
	case "vote":
		row.Poll.Open = true
	case "pinned":
		row.Pinned = true
	case "gone":
		row.QuoteGone, row.ReplyGone = true, true
	}
}

// staticRow is a row whose live parts are those of the note itself.
func staticRow(n *misskey.Note, page *markup.Page) markup.Row {
	row := markup.Row{Key: n.ID, Note: n}
	in := n.Inner()
	if in == nil {
		return row
	}
	for _, r := range in.Reactions {
		url := in.ReactionEmojis[strings.Trim(r.Reaction, ":")]
		if name, ok := strings.CutSuffix(strings.Trim(r.Reaction, ":"), "@."); ok {
			url, _ = page.Emoji(name)
		}
		row.Reactions = append(row.Reactions, markup.Reaction{Key: r.Reaction, Count: r.Count, Mine: r.Reaction == in.MyReaction, URL: url})
	}
	if in.MyReaction != "" {
		row.Hand = markup.Hand{React: true, Write: true, Renote: true, Renoted: true, Mine: in.MyReaction}
		for i := range row.Reactions {
			row.Reactions[i].Joins = true
		}
	}
	if in.Poll != nil {
		row.Poll = markup.PollOf(in.Poll)
	}
	return row
}
