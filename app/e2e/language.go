package e2e

import "testing"

// Languages are those that the page speaks.
var Languages = []string{"en-US", "ja-JP"}

// inEachLanguage runs f once for each language of a browser: what a reader does works in all of them, and nothing that
// looks for words of one finds them only there.
func inEachLanguage(t *testing.T, f func(t *testing.T, lang string)) {
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) { f(t, lang) })
	}
}

// speaks fails the test where a control inside css is named in another language than the page is to speak.
func (b *Tab) speaks(lang, css string) {
	b.T.Helper()
	foreign := Eval[[]string](b, `[...document.querySelectorAll('`+css+` button[aria-label], `+css+` button[title]')].map((n) => n.getAttribute("aria-label") || n.title)
		.filter((s) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(s) !== `+Quote(lang)+`.startsWith("ja"))`)
	if len(foreign) > 0 {
		b.T.Errorf("in %s these are named %q", lang, foreign)
	}
	if got := Eval[string](b, `document.documentElement.lang`); got != lang[:2] {
		b.T.Errorf("the page says it speaks %q, the browser prefers %q", got, lang)
	}
}
