package markup_test

import (
	"strings"
	"testing"

	"nagare/app/markup"
)

func TestTextNeverBecomesMarkup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"a tag is shown, not made":           {`<img src=x onerror=alert(1)>`, `&lt;img src=x onerror=alert(1)&gt;`},
		"an entity stays as written":         {`&lt;`, `&amp;lt;`},
		"control characters are dropped":     {"a\x00b\x1bc\x7f", "abc"},
		"line ends and tabs are kept":        {"a\n\tb", "a\n\tb"},
		"invalid UTF-8 becomes a marker":     {"a\xffb", "a\uFFFDb"},
		"Japanese and emoji pass unharmed":   {"流れ🎏", "流れ🎏"},
		"quotes need no escape outside tags": {`"'`, `"'`},
	} {
		t.Run(name, func(t *testing.T) {
			var w markup.Writer
			if got := w.Text(c.in).String(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAttributesCannotBeBrokenOutOf(t *testing.T) {
	t.Parallel()
	var w markup.Writer
	w.Start(markup.Div, markup.Data("note-id", `"><script>alert('x')</script>`), markup.Title("a'b")).End()
	got := w.String()
	want := `<div data-note-id="&#34;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" title="a&#39;b"></div>`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStringEndsWhatIsOpen(t *testing.T) {
	t.Parallel()
	var w markup.Writer
	w.Start(markup.Div).Start(markup.Span).Text("x")
	if got := w.String(); got != "<div><span>x</span></div>" {
		t.Error(got)
	}
	w.End().End()
	if got := w.String(); got != "<div><span>x</span></div>" {
		t.Error("ending too often changed the result:", got)
	}
}

func TestTheGateLetsOnlyHarmlessAddressesThrough(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{
		"https://misskey.example/notes/1":      true,
		"http://127.0.0.1:3000/x?y=1#z":        true,
		"mailto:a@b.example":                   true,
		"javascript:alert(1)":                  false,
		"JaVaScRiPt:alert(1)":                  false,
		" javascript:alert(1)":                 false,
		"java\tscript:alert(1)":                false,
		"data:text/html,<script>":              false,
		"vbscript:x":                           false,
		"https://user:pw@evil.example/":        false,
		"https://user@evil.example/":           false,
		"//evil.example/":                      false,
		"https:evil.example":                   false,
		"https://":                             false,
		"/own/path":                            false,
		"https://a.example\\@evil.example":     false,
		"":                                     false,
		"file:///etc/passwd":                   false,
		"https://日本.example/流れ":                true,
		"https://[::1/":                        false,
		"blob:https://a.example/1":             false,
		"https://" + strings.Repeat("a", 9000): false,
	} {
		if _, ok := markup.SafeLink(in); ok != want {
			t.Errorf("SafeLink(%.60q) = %v, want %v", in, ok, want)
		}
	}
}

func TestPicturesMayBeNamedByPath(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/assets/ai.png":            "https://a.example/assets/ai.png",
		"https://b.example/1.png":   "https://b.example/1.png",
		"//b.example/1.png":         "",
		"mailto:a@b.example":        "",
		"data:image/png;base64,AAA": "",
	} {
		img, ok := markup.SafeImage(in, "https://a.example")
		if img.URL() != want || ok != (want != "") {
			t.Errorf("SafeImage(%q) = %q, %v; want %q", in, img.URL(), ok, want)
		}
	}
}

func FuzzWriterKeepsItsPromise(f *testing.F) {
	f.Add(`<a href="x">`, `"onclick=`)
	f.Add("\xff<", "\x00'")
	f.Fuzz(func(t *testing.T, text, attr string) {
		var w markup.Writer
		got := w.Start(markup.Span, markup.Title(attr)).Text(text).End().String()
		inner := strings.TrimSuffix(strings.TrimPrefix(got, `<span title="`), `</span>`)
		value, body, ok := strings.Cut(inner, `">`)
		if !ok || strings.ContainsAny(value, `"<>'`) || strings.ContainsAny(body, "<>") {
			t.Errorf("markup leaked: %q", got)
		}
	})
}
