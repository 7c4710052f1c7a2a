package markup_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nagare/app/i18n"
	"nagare/app/markup"
	"nagare/stream/misskey"
)

var page = markup.Page{
	Printer: i18n.Printer{Lang: i18n.English},
	Now:     time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
	Origin:  "https://a.example",
	Host:    "a.example",
	Emoji: func(name string) (string, bool) {
		return "/emoji/" + name + ".webp", name == "here"
	},
}

func render(t *testing.T, raw string, change func(*markup.Page, *markup.Row)) string {
	t.Helper()
	n, err := misskey.DecodeNote([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	p := page
	r := markup.Row{Key: n.ID, Note: n}
	r.Poll = poll(n)
	if change != nil {
		change(&p, &r)
	}
	var w markup.Writer
	markup.Note(&w, &p, r)
	return w.String()
}

func poll(n *misskey.Note) *markup.Poll {
	in := n.Inner()
	if in == nil || in.Poll == nil {
		return nil
	}
	p := &markup.Poll{Multiple: in.Poll.Multiple, ExpiresAt: in.Poll.ExpiresAt}
	for _, c := range in.Poll.Choices {
		p.Choices = append(p.Choices, markup.Choice{Text: c.Text, Votes: c.Votes, Mine: c.IsVoted})
		p.Total += c.Votes
	}
	return p
}

const bob = `"user":{"id":"u1","name":"Bob :here:","username":"bob","host":null,"avatarUrl":"/avatar/bob.png","emojis":{}}`

func TestARowShowsWhatTheNoteHas(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw       string
		want, not []string
	}{
		"a plain note": {
			`{"id":"n1","createdAt":"2026-11-23T11:57:00.000Z",` + bob + `,"text":"1 < 2 :here:","visibility":"public","renoteCount":3,"repliesCount":1200}`,
			[]string{`data-note-id="n1"`, `1 &lt; 2 <img src="https://a.example/emoji/here.webp"`, `>3m</time>`, `@bob`, `src="https://a.example/avatar/bob.png"`, `>1.2K<`, `title="3 renotes"`, `href="https://a.example/notes/n1"`},
			[]string{"ticker", "renote-of", "i-lock"},
		},
		"a pure renote shows the inner note": {
			`{"id":"r1","createdAt":"2026-11-23T11:59:00.000Z",` + bob + `,"text":null,"renoteId":"n2","renote":{"id":"n2","user":{"id":"u2","username":"carol"},"text":"inner"}}`,
			[]string{`data-note-id="r1"`, `data-renote-of="n2"`, `inner`, `@carol`, ` renoted</span>`, `href="https://a.example/notes/n2"`},
			[]string{"quote"},
		},
		"a pure renote of a deleted note says so": {
			`{"id":"r2",` + bob + `,"renoteId":"n2","renote":null}`,
			[]string{`data-renote-of="n2"`, "This note was deleted."}, nil,
		},
		"a quote has a box": {
			`{"id":"q1",` + bob + `,"text":"look","renoteId":"n2","renote":{"id":"n2","user":{"id":"u2","username":"carol"},"text":"inner","files":[{"id":"f","type":"image/png","url":"https://a.example/f.png"}]}}`,
			[]string{`class="quote"`, "look", "inner", `data-act="view" data-arg="q0"`}, nil,
		},
		"a content warning folds everything": {
			`{"id":"c1",` + bob + `,"text":"secret","cw":"careful","files":[{"id":"f","type":"image/png","url":"https://a.example/f.png"}]}`,
			[]string{"careful", `data-act="cw"`, `aria-expanded="false"`, "6 characters, 1 file"},
			[]string{`class="text"`, "f.png"},
		},
		"an empty content warning is one too": {
			`{"id":"c2",` + bob + `,"text":"secret","cw":""}`,
			[]string{`data-act="cw"`}, []string{`class="text"`},
		},
		"a hidden note says so": {
			`{"id":"h1",` + bob + `,"text":null,"isHidden":true}`,
			[]string{"shows this note to some people only"}, nil,
		},
		"no author at all": {
			`{"id":"x1","text":"lonely"}`, []string{"Unknown author", "lonely"}, []string{"@"},
		},
		"nothing but an id": {`{"id":"x2"}`, []string{`data-note-id="x2"`}, []string{"<time"}},
		"wrong types everywhere": {
			`{"id":"x3","text":5,"user":[],"files":"no","poll":7,"reactions":[],"visibility":{},"renote":"x"}`,
			[]string{`data-note-id="x3"`}, nil,
		},
		"a remote author has a ticker and emoji of its own": {
			`{"id":"m1","user":{"id":"u3","username":"dan","host":"b.example","instance":{"name":"B <Server>","faviconUrl":"https://b.example/f.ico"},"emojis":{}},"text":":here: :there:","emojis":{"there":"https://b.example/t.png"}}`,
			[]string{`class="ticker"`, "B &lt;Server&gt;", `src="https://b.example/t.png"`, ":here: ", `href="https://a.example/@dan@b.example"`}, []string{"/emoji/here"},
		},
		"a follower's note has a lock, an unknown visibility too": {
			`{"id":"v1",` + bob + `,"visibility":"public_non_ltl","localOnly":true}`,
			[]string{"i-lock", "Followers", "i-rocket-off"}, nil,
		},
		"a reply tells to whom": {
			`{"id":"p1",` + bob + `,"text":"yes","replyId":"n9","reply":{"id":"n9","user":{"id":"u2","username":"carol"},"text":"question?"}}`,
			[]string{`class="replyto"`, "question?", "carol"}, nil,
		},
		"a reply to a deleted note": {
			`{"id":"p2",` + bob + `,"text":"yes","replyId":"n9","reply":null}`, []string{"This note was deleted."}, nil,
		},
		"a poll counts": {
			`{"id":"o1",` + bob + `,"text":"?","poll":{"multiple":false,"expiresAt":"2026-11-23T13:00:00.000Z","choices":[{"text":"tea","votes":3,"isVoted":true},{"text":"<i>","votes":1}]}}`,
			[]string{`value="3" max="4"`, "tea", "&lt;i&gt;", "4 votes in all", "ends 13:00", "your choice"}, nil,
		},
		"files that are no pictures are links": {
			`{"id":"f1",` + bob + `,"files":[{"id":"a","type":"audio/mp3","name":"song.mp3","size":1500,"url":"https://a.example/s"},{"id":"b","type":"text/html","name":"x","url":"javascript:alert(1)"}]}`,
			[]string{"i-music", "song.mp3", "1.5 kB"}, []string{"javascript:"},
		},
		"a sensitive picture stays covered": {
			`{"id":"f2",` + bob + `,"files":[{"id":"a","type":"image/png","isSensitive":true,"url":"https://a.example/s.png","thumbnailUrl":"https://a.example/t.png"}]}`,
			[]string{`data-act="media"`, "Sensitive"}, []string{"s.png", "t.png"},
		},
		"five pictures are four and a count": {
			`{"id":"f3",` + bob + `,"files":[` + strings.TrimSuffix(strings.Repeat(`{"id":"a","type":"image/png","comment":"a cat","url":"https://a.example/s.png"},`, 5), ",") + `]}`,
			[]string{`data-n="4"`, "1 more", `aria-label="Image: a cat"`, ">ALT<"}, nil,
		},
		"long text is folded": {
			`{"id":"l1",` + bob + `,"text":"` + strings.Repeat("long ", 200) + `"}`,
			[]string{`class="text long"`, `data-act="long"`}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(t, c.raw, nil)
			for _, s := range c.want {
				if !strings.Contains(got, s) {
					t.Errorf("%q is missing in\n%s", s, got)
				}
			}
			for _, s := range c.not {
				if strings.Contains(got, s) {
					t.Errorf("%q should not be in\n%s", s, got)
				}
			}
		})
	}
}

func TestAnOpenFoldShowsWhatIsInside(t *testing.T) {
	t.Parallel()
	got := render(t, `{"id":"c1",`+bob+`,"text":"secret","cw":"careful","files":[{"id":"f","type":"image/png","isSensitive":true,"url":"https://a.example/f.png"}]}`,
		func(p *markup.Page, _ *markup.Row) { p.Open = func(string, string) bool { return true } })
	for _, s := range []string{"secret", "f.png", `aria-expanded="true"`, "Show less"} {
		if !strings.Contains(got, s) {
			t.Errorf("%q is missing in\n%s", s, got)
		}
	}
}

func TestWhatIsDeletedIsNotShownInsideOtherNotes(t *testing.T) {
	t.Parallel()
	raw := `{"id":"q1",` + bob + `,"text":"look","renoteId":"n2","renote":{"id":"n2","user":{"id":"u2","username":"carol"},"text":"quoted"},"replyId":"n3","reply":{"id":"n3","user":{"id":"u2","username":"carol"},"text":"answered"}}`
	for name, c := range map[string]struct {
		quote, reply bool
		want, not    []string
	}{
		"nothing is deleted":                     {false, false, []string{"quoted", "answered"}, []string{"deleted"}},
		"the quoted note is deleted":             {true, false, []string{"answered", `role="group" aria-label="Quoted note"><p class="muted">This note was deleted.`}, []string{"quoted"}},
		"the note that it replies to is deleted": {false, true, []string{"quoted", `<span class="said muted">This note was deleted.`}, []string{"answered"}},
	} {
		got := render(t, raw, func(_ *markup.Page, r *markup.Row) { r.QuoteGone, r.ReplyGone = c.quote, c.reply })
		for _, s := range c.want {
			if !strings.Contains(got, s) {
				t.Errorf("%s: %q is missing in\n%s", name, s, got)
			}
		}
		for _, s := range c.not {
			if strings.Contains(got, s) {
				t.Errorf("%s: %q in\n%s", name, s, got)
			}
		}
	}
}

func TestAQuoteHasFoldsOfItsOwn(t *testing.T) {
	t.Parallel()
	quoting := func(members string) string {
		return `{"id":"q1",` + bob + `,"text":"look","cw":"outer","renoteId":"n2","renote":{"id":"n2","user":{"id":"u2","username":"carol"},` + members + `}}`
	}
	long := strings.Repeat("word ", 200)
	warned := quoting(`"cw":"careful","text":"secret","poll":{"choices":[{"text":"tea","votes":2}]}`)
	for name, c := range map[string]struct {
		raw, open string
		want, not []string
	}{
		"a warning is closed":                   {warned, "cw", []string{"careful", `data-act="cw" data-arg="q" aria-expanded="false"`, "6 characters, poll"}, []string{"secret", "tea"}},
		"a warning is opened by itself":         {warned, "cw cwq", []string{`data-act="cw" data-arg="q" aria-expanded="true"`, "secret", "tea", "2 votes in all"}, []string{`data-act="vote"`, "6 characters"}},
		"a long text is folded":                 {quoting(`"text":"` + long + `"`), "cw long", []string{`class="text long"`, `data-act="long" data-arg="q" aria-expanded="false"`}, nil},
		"a long text is unfolded":               {quoting(`"text":"` + long + `"`), "cw longq", []string{"word word"}, []string{"text long", `data-act="long"`}},
		"a heavy text is shown as it was typed": {quoting(`"text":"` + strings.Repeat("**b**", 1600) + `"`), "cw writtenq", []string{"**b****b**", `data-act="written" data-arg="q" aria-expanded="true"`}, []string{"text long"}},
	} {
		got := render(t, c.raw, func(p *markup.Page, _ *markup.Row) {
			p.Open = func(key, what string) bool { return slices.Contains(strings.Fields(c.open), what) }
		})
		for _, s := range c.want {
			if !strings.Contains(got, s) {
				t.Errorf("%s: %q is missing in\n%.3000s", name, s, got)
			}
		}
		for _, s := range c.not {
			if strings.Contains(got, s) {
				t.Errorf("%s: %q in\n%.3000s", name, s, got)
			}
		}
	}
}

func TestATextOfAnyLengthCanBeReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"too many bytes": strings.Repeat("**流れる水は腐らない。** ", 3400) + "the end",
		"too many nodes": strings.Repeat("$[x2 a]", 2000) + "the end",
		"too many lines": strings.Repeat(".\\n", 19_000) + "the end",
	} {
		raw := `{"id":"h1",` + bob + `,"text":"` + text + `"}`
		for what, open := range map[string]string{"folded": "", "unfolded": "long"} {
			show := func(more string) string {
				return render(t, raw, func(p *markup.Page, _ *markup.Row) {
					p.Open = func(_, fold string) bool { return fold == open || fold == more }
				})
			}
			if got := show("none"); strings.Contains(got, "the end") && name != "too many nodes" || !strings.Contains(got, `data-act="written" aria-expanded="false"`) {
				t.Errorf("%s, %s: not cut, or no switch", name, what)
			}
			if got := show(markup.FoldWritten); !strings.Contains(got, "the end") || strings.Contains(got, `data-act="long"`) || !strings.Contains(got, `data-act="written" aria-expanded="true"`) {
				t.Errorf("%s, %s: the end is out of reach, or there is no way back", name, what)
			}
		}
	}
}

func TestPillsTellCountAndOwn(t *testing.T) {
	t.Parallel()
	var rs []markup.Reaction
	for range 20 {
		rs = append(rs, markup.Reaction{Key: "👍", Count: 1})
	}
	rs[0] = markup.Reaction{Key: ":blobcat@.:", Count: 2, Mine: true, URL: "https://a.example/blobcat.webp"}
	rs[1] = markup.Reaction{Key: ":x@b.example:", Count: 1, URL: "javascript:alert(1)"}
	var w markup.Writer
	markup.Reactions(&w, &page, markup.Row{Key: "x", Reactions: rs})
	got := w.String()
	for _, s := range []string{`data-reaction=":blobcat@.:" data-count="2"`, ":blobcat:: 2 reactions, yours among them", `src="https://a.example/blobcat.webp"`, ":x@b.example:", "4 more", `"👍: 1 reaction"`} {
		if !strings.Contains(got, s) {
			t.Errorf("%q is missing in\n%s", s, got)
		}
	}
	if strings.Contains(got, "javascript:") {
		t.Error("an address passed that is none")
	}
}

func TestAGapSaysWhatIsMissingAndWhy(t *testing.T) {
	t.Parallel()
	var w markup.Writer
	markup.GapRow(&w, &page, "gap:1", markup.Gap{Key: "1", State: "open", Cause: "connection-lost", Since: page.Now.Add(-time.Hour), Until: page.Now, Estimate: 40})
	got := w.String()
	for _, s := range []string{`data-gap="1"`, `data-gap-state="open"`, "11:00 to 12:00", "about 40 notes", "the connection was lost", `data-act="gap"`} {
		if !strings.Contains(got, s) {
			t.Errorf("%q is missing in\n%s", s, got)
		}
	}
}

func FuzzNoteIsHarmless(f *testing.F) {
	f.Add(`{"id":"1","text":"<script>","cw":"\"onx=","user":{"id":"u","name":"'><img src=x onerror=1>","avatarUrl":"javascript:1"}}`)
	f.Add(`{"id":"1","renoteId":"2","renote":{"id":"2","text":"x","files":[{"type":"image/svg","url":"https://x.example/\"><"}]}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		n, err := misskey.DecodeNote([]byte(raw))
		if err != nil {
			return
		}
		p := page
		r := markup.Row{Key: n.ID, Note: n}
		r.Poll = poll(n)
		if in := n.Inner(); in != nil {
			for _, x := range in.Reactions {
				r.Reactions = append(r.Reactions, markup.Reaction{Key: x.Reaction, Count: x.Count})
			}
		}
		var w markup.Writer
		markup.Note(&w, &p, r)
		got := strings.ToLower(w.String())
		for _, bad := range []string{"<script", "<img src=x", "javascript:\"", `href="javascript`, `src="javascript`, "<iframe", "<style"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q in %s", bad, got)
			}
		}
	})
}

func BenchmarkNote(b *testing.B) {
	n, err := misskey.DecodeNote([]byte(`{"id":"n1","createdAt":"2026-11-23T11:57:00.000Z",` + bob + `,"text":"hello :here: https://a.example/x some more words","visibility":"public","renoteCount":3,"repliesCount":12,"files":[{"id":"a","type":"image/png","comment":"a cat","url":"https://a.example/s.png"}]}`))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var w markup.Writer
		markup.Note(&w, &page, markup.Row{Key: "n1", Note: n, Reactions: []markup.Reaction{{Key: "👍", Count: 3}}})
	}
}

func TestAGapIsToldInWords(t *testing.T) {
	t.Parallel()
	hour := func(g markup.Gap) markup.Gap {
		g.Key, g.State, g.Cause = "1", "open", "hidden"
		g.Since, g.Until = page.Now.Add(-time.Hour), page.Now
		return g
	}
	for name, c := range map[string]struct {
		gap       markup.Gap
		want, not string
	}{
		"one note":                    {hour(markup.Gap{Estimate: 1}), "11:00 to 12:00 · about 1 note · ", "why"},
		"several notes":               {hour(markup.Gap{Estimate: 2}), "about 2 notes · ", "why"},
		"less than a minute":          {markup.Gap{State: "open", Since: page.Now, Until: page.Now.Add(time.Second)}, "around 12:00 · ", " to "},
		"it could not be fetched":     {hour(markup.Gap{Why: "It rains."}), `why">It rains.</span>`, "Next try"},
		"it is tried again":           {hour(markup.Gap{Why: "It rains.", RetryAt: page.Now.Add(9 * time.Second)}), `why">It rains. Next try 12:00:09</span>`, ""},
		"the time to try again is up": {hour(markup.Gap{Why: "It rains.", RetryAt: page.Now.Add(-time.Second)}), `why">It rains.</span>`, "Next try"},
	} {
		t.Run(name, func(t *testing.T) {
			var w markup.Writer
			markup.GapRow(&w, &page, "gap:1", c.gap)
			if got := w.String(); !strings.Contains(got, c.want) || c.not != "" && strings.Contains(got, c.not) {
				t.Error(got)
			}
		})
	}
}

func TestACoveredNoteNamesItsAuthor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw, want string
	}{
		"a note":           {`{"id":"n1",` + bob + `,"text":"secret tofu"}`, `class="who"><bdi>Bob <img`},
		"a renoted note":   {`{"id":"n1","user":{"id":"u2","username":"eve"},"renoteId":"n2","renote":{"id":"n2",` + bob + `,"text":"secret tofu"}}`, `class="who"><bdi>Bob <img`},
		"without a user":   {`{"id":"n1","text":"secret tofu"}`, ` said something (tofu)`},
		"a renote of none": {`{"id":"n1",` + bob + `,"renoteId":"n2","renote":null}`, `Covered by a mute: tofu`},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := misskey.DecodeNote([]byte(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			var w markup.Writer
			markup.MutedRow(&w, &page, markup.Row{Key: n.ID, Note: n}, "tofu")
			if got := w.String(); !strings.Contains(got, c.want) || strings.Contains(got, "secret") {
				t.Error(got)
			}
		})
	}
}

func TestCountsOfWhoMayNotWriteAreNoButtons(t *testing.T) {
	t.Parallel()
	got := render(t, `{"id":"n1",`+bob+`,"text":"x","repliesCount":0,"renoteCount":2}`, nil)
	if strings.Contains(got, `data-act="reply"`) || strings.Contains(got, `data-act="renote"`) ||
		!strings.Contains(got, `<span class="count" title="0 replies"`) || !strings.Contains(got, `<span class="count" title="2 renotes"`) {
		t.Error(got)
	}
}
