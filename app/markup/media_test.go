package markup_test

import (
	"strings"
	"testing"

	"nagare/app/markup"
)

func TestMedia(t *testing.T) {
	t.Parallel()
	note := func(files string) string {
		return `{"id":"n1","userId":"u1",` + bob + `,"files":[` + files + `]}`
	}
	const picture = `{"id":"f1","type":"image/png","url":"https://a.example/f1.png","thumbnailUrl":"https://a.example/t1.webp","comment":"a \"boat\"","blurhash":"LEHV6nWB2yk8pyo0adR*.7kCMdnj","size":1500}`
	covered := strings.Replace(picture, `"id":"f1"`, `"id":"f1","isSensitive":true`, 1)
	for name, c := range map[string]struct {
		files     string
		saver     bool
		reveal    bool
		folds     string
		want, not []string
	}{
		"a picture opens in the viewer, and tells its description": {
			files: picture,
			want:  []string{`data-act="view"`, `data-arg="0"`, `src="https://a.example/t1.webp"`, `data-blurhash="LEHV6nWB2yk8pyo0adR*.7kCMdnj"`, `>ALT</button>`, `aria-label="Image: a &#34;boat&#34;"`},
			not:   []string{"described", ">GIF<"},
		},
		"the description is shown when asked for": {
			files: picture, folds: "alt0",
			want: []string{`aria-expanded="true"`, `class="described"`, `a "boat"</p>`},
		},
		"what is sensitive is covered": {
			files: covered,
			want:  []string{`data-act="media"`, "Sensitive"},
			not:   []string{"t1.webp", "f1.png", `data-act="view"`, "boat"},
		},
		"what was revealed can be covered again": {
			files: covered, folds: "media0",
			want: []string{"t1.webp", `class="hide"`},
		},
		"who wants to see what is sensitive sees it": {
			files: covered, reveal: true,
			want: []string{"t1.webp", `class="hide"`},
		},
		"and covers what is asked for": {
			files: covered, reveal: true, folds: "media0",
			want: []string{`class="cover"`}, not: []string{"t1.webp"},
		},
		"a data saver does not load what is revealed by itself": {
			files: covered, reveal: true, saver: true,
			want: []string{`data-act="load"`}, not: []string{"<img src=\"https://a.example/t1.webp\""},
		},
		"a data saver loads nothing by itself": {
			files: picture, saver: true,
			want: []string{`data-act="load"`, "1.5 kB"},
			not:  []string{"<img src=\"https://a.example/t1.webp\"", `data-act="view"`},
		},
		"but what was asked for": {
			files: picture, saver: true, folds: "load0",
			want: []string{`src="https://a.example/t1.webp"`},
		},
		"sound has a player that waits": {
			files: `{"id":"f2","type":"audio/ogg","url":"https://a.example/s.ogg","name":"s.ogg"}`,
			want:  []string{`<audio src="https://a.example/s.ogg" controls="" preload="none"`, `s.ogg</span>`},
			not:   []string{"autoplay"},
		},
		"films wait in the viewer": {
			files: `{"id":"f3","type":"video/mp4","url":"https://a.example/v.mp4"}`,
			want:  []string{`class="play"`, `data-act="view"`},
			not:   []string{"<video"},
		},
		"a script is no picture, nor a link": {
			files: `{"id":"f4","type":"image/png","url":"javascript:alert(1)"},{"id":"f5","type":"text/plain","url":"javascript:alert(1)","name":"x"},{"id":"f6","type":"audio/ogg","url":"data:audio/ogg,1"}`,
			not:   []string{"javascript", "data:audio", "<audio", `class="file"`},
		},
		"the fifth picture is counted, and said": {
			files: strings.Repeat(picture+",", 5) + picture,
			want:  []string{`data-n="4"`, `<span class="more">2 more</span>`, `, 2 more"`},
		},
	} {
		html := render(t, note(c.files), func(p *markup.Page, _ *markup.Row) {
			p.Saver, p.Reveal = c.saver, c.reveal
			p.Open = func(key, what string) bool { return what == c.folds }
		})
		for _, w := range c.want {
			if !strings.Contains(html, w) {
				t.Errorf("%s: %q is missing in\n\t%s", name, w, html)
			}
		}
		for _, w := range c.not {
			if strings.Contains(html, w) {
				t.Errorf("%s: %q is in\n\t%s", name, w, html)
			}
		}
	}
}

func TestRowsLinkToOurPages(t *testing.T) {
	t.Parallel()
	const raw = `{"id":"n1","userId":"u2","createdAt":"2026-11-23T11:59:00Z","text":"hi @bob and @amy@b.example","user":{"id":"u2","username":"carol","host":"c.example"},"replyId":"n0","reply":{"id":"n0","userId":"u1",` + bob + `,"text":"before"}}`
	html := render(t, raw, func(p *markup.Page, _ *markup.Row) {
		p.Pages = func(path string) string { return "/deep" + path }
	})
	for _, w := range []string{
		`class="time" href="/deep/notes/n1@a.example">`,
		`class="name" href="/deep/@carol@c.example@a.example" data-card="1">`,
		`class="replyto" href="/deep/notes/n0@a.example">`,
		`class="mention" href="/deep/@bob@c.example@a.example"`, // a short mention belongs to the author's server
		`class="mention" href="/deep/@amy@b.example@a.example"`,
		`href="https://a.example/notes/n1" target="_blank"`,
	} {
		if !strings.Contains(html, w) {
			t.Errorf("%q is missing in\n\t%s", w, html)
		}
	}
}
