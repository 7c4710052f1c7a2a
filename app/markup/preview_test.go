package markup_test

import (
	"strings"
	"testing"

	"nagare/app/markup"
)

const linking = `{"id":"p1",` + bob + `,"text":"https://a.example/x [b](https://b.example/) ?[quiet](https://c.example/) https://a.example/x javascript:alert(1) https://u:p@d.example/ https://e.example/ https://f.example/"}`

func TestPagesAreShownInAdvance(t *testing.T) {
	t.Parallel()
	full := &markup.Preview{Known: true, Title: "<b>T</b>", Description: "about", Site: "S", Icon: "https://a.example/i.png", Thumbnail: "https://a.example/t.png", Plays: true}
	for name, c := range map[string]struct {
		known   *markup.Preview
		saver   bool
		has     []string
		without []string
	}{
		"what is known is on a card": {known: full,
			has:     []string{`data-preview="https://a.example/x"`, `data-preview="https://b.example/"`, "&lt;b&gt;T", "https://a.example/t.png", "https://a.example/i.png", "about", `rel="noopener noreferrer nofollow"`, "#i-player-play"},
			without: []string{`data-preview="https://c.example/`, "d.example/\"", `data-preview="https://f.example/`, "<b>T", "<iframe"}},
		"who saves data sees words":         {known: full, saver: true, has: []string{"about"}, without: []string{"t.png", "i.png"}},
		"a sensitive page has no picture":   {known: &markup.Preview{Known: true, Title: "x", Thumbnail: "https://a.example/t.png", Sensitive: true}, has: []string{"#i-eye-off"}, without: []string{"t.png"}},
		"an address that is none is left":   {known: &markup.Preview{Known: true, Title: "x", Thumbnail: "javascript:alert(1)", Icon: "data:text/html,x"}, without: []string{`src="javascript`, `src="data`}},
		"what is not known yet has a place": {known: &markup.Preview{}, has: []string{`class="preview"`}, without: []string{"pcard"}},
		"what nobody can tell has none":     {known: nil, without: []string{"preview"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(t, linking, func(p *markup.Page, _ *markup.Row) {
				p.Saver = c.saver
				p.Preview = func(string) *markup.Preview { return c.known }
			})
			check(t, got, c.has, c.without)
		})
	}
	asked := 0
	render(t, linking, func(p *markup.Page, _ *markup.Row) { p.Preview = func(string) *markup.Preview { asked++; return nil } })
	if asked != 3 {
		t.Errorf("%d pages were asked for, want 3", asked)
	}
}

func check(t *testing.T, got string, has, without []string) {
	t.Helper()
	for _, s := range has {
		if !strings.Contains(got, s) {
			t.Errorf("%q is missing in\n%s", s, got)
		}
	}
	for _, s := range without {
		if strings.Contains(got, s) {
			t.Errorf("%q is in\n%s", s, got)
		}
	}
}

func TestAHeavyTextIsShownWithoutItsMarkup(t *testing.T) {
	t.Parallel()
	note := `{"id":"h1",` + bob + `,"text":"` + strings.Repeat("**b** ", 2000) + `"}`
	got := render(t, note, nil)
	check(t, got, []string{"too heavy", `data-act="written"`, "Show as written", "b b b"}, []string{"**", "<b>b</b>"})
	got = render(t, note, func(p *markup.Page, _ *markup.Row) { p.Open = func(string, string) bool { return true } })
	check(t, got, []string{"**b** **b**", "Show without markup", `aria-expanded="true"`}, []string{"<b>b</b>"})
}

func TestWhoWantsNothingToMoveGetsStillEmoji(t *testing.T) {
	t.Parallel()
	remote := `"user":{"id":"u","username":"r","host":"far.example","emojis":{"n":"https://far.example/n.gif"}}`
	still := func(p *markup.Page, r *markup.Row) {
		p.Still = true
		p.Emoji = func(name string) (string, bool) { return "https://a.example/files/" + name + ".gif", name == "here" }
		r.Reactions = []markup.Reaction{{Key: ":here@.:", Count: 1, URL: "https://a.example/files/here.gif"}, {Key: ":x@b.example:", Count: 1, URL: "https://b.example/x.gif"}, {Key: ":ぴ:", Count: 1, URL: "https://b.example/p.gif"}}
	}
	got := render(t, `{"id":"e1",`+bob+`,"text":":here:"}`, still)
	check(t, got, []string{`src="https://a.example/emoji/here.webp?static=1"`, `data-spare="https://a.example/files/here.gif"`, `src="https://a.example/emoji/x@b.example.webp?static=1"`, `src="https://b.example/p.gif"`}, nil)
	got = render(t, `{"id":"e2",`+remote+`,"text":":e:","emojis":{"e":"https://far.example/e.gif"}}`, still)
	check(t, got, []string{`src="https://a.example/emoji/e@far.example.webp?static=1"`}, nil)
	got = render(t, `{"id":"e1",`+bob+`,"text":":here:"}`, func(p *markup.Page, r *markup.Row) { still(p, r); p.Still = false })
	check(t, got, []string{`src="https://a.example/files/here.gif"`}, []string{"static", "data-spare"})
}

func TestDecorationsAreBoundedAndCanBeLeftOut(t *testing.T) {
	t.Parallel()
	deco := `{"url":"https://a.example/d.png","angle":9,"flipH":true,"offsetX":7,"offsetY":-0.1}`
	u := `"user":{"id":"u","username":"r","avatarUrl":"https://a.example/a.png","avatarDecorations":[` + strings.Repeat(deco+",", 9) + `{"url":"javascript:1"}]}`
	quoted := `{"id":"d1",` + u + `,"text":"x","replyId":"r","reply":{"id":"r",` + u + `,"text":"y"},"renoteId":"q","renote":{"id":"q",` + u + `,"text":"z"}}`
	got := render(t, quoted, nil)
	if n := strings.Count(got, `class="deco"`); n != 12 {
		t.Errorf("%d decorations on three avatars, want 12 in\n%s", n, got)
	}
	check(t, got, []string{`data-css="angle:1turn;x:50%;y:-10%;flip:-1"`}, []string{"javascript"})
	check(t, render(t, quoted, func(p *markup.Page, _ *markup.Row) { p.Bare = true }), []string{"a.png"}, []string{`"deco"`})
}
