package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// A theme as people share them: JSON5, its base, names, constants, changes, and what must not get through.
const sharedTheme = `// 夕方
{
	id: '00000000-aaaa-bbbb-cccc-000000000000',
	name: '夕方 <b>', author: "somebody", base: 'dark',
	props: {
		$night: '#1c1a2e',
		bg: '$night',
		panel: ':lighten<4<@bg',
		fg: 'rgb(240, 225, 205)',
		accent: '#ff8a5c',
		link: ':hue<200<@accent',
		mention: ':saturate<10<:darken<5<@accent',
		hashtag: '#2b2a3a', /* not to be read on this panel */
		divider: ':alpha<0.2<@fg',
		renote: 'red;} body { display: none',
		love: '@love',
		buttonBg: 'url(https://evil.example/x)',
		navBg: '#000',
	},
}`

func TestAMisskeyThemeIsImported(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server := streamtest.NewServer(t, &streamtest.Options{Seed: 21})
		site := Serve(t, "-demo=false")
		tab := NewTab(t)
		tab.Language(lang)
		note := server.Post(streamtest.NoteSpec{By: "bob", Text: "@alice #tag https://harbour.example/ **bold** `code`"})
		server.React(note.ID, "carol", "👍")
		tab.Open(site.URL + "/?c=localTimeline@" + hostOf(server))
		tab.row(0, note.ID)
		tab.Click(`[data-do="settings"]`)
		tab.Click(`#set-import`)
		tab.Until(`document.activeElement.matches("#theme-import textarea")`, "place to paste")
		tab.speaks(lang, "#dialog-settings")

		for name, code := range map[string]string{"no JSON5": "{ props: { bg: #123 } }", "nothing": "", "no colours": "{ props: { what: 1 } }", "no theme": "[1, 2]", "too deep": strings.Repeat("[", 5000)} {
			Eval[any](tab, `void (document.querySelector("#theme-import textarea").value = `+Quote(code)+`)`)
			tab.Click(`#theme-import .primary`)
			if got := tab.Text("#theme-import .themesaid.error"); got == "" || strings.Contains(got, "{0}") {
				t.Errorf("%s: what is said is %q", name, got)
			}
		}
		before := Eval[string](tab, `getComputedStyle(document.body).backgroundColor`)

		Eval[any](tab, `void (document.querySelector("#theme-import textarea").value = `+Quote(sharedTheme)+`)`)
		tab.Click(`#theme-import .primary`)
		tab.Until(`document.documentElement.dataset.theme === "dark" && document.querySelector("#set-theme").value === "imported"`, "theme in use")
		said := tab.Text("#theme-import .themesaid")
		for _, s := range []string{"夕方 <b>", "hashtag", "renote", "love", "buttonBg"} {
			if !strings.Contains(said, s) {
				t.Errorf("%q is missing in what is said: %s", s, said)
			}
		}
		tab.Shot("settings-theme-" + lang)
		tab.Axe("settings with an imported theme")
		colours := `(() => { const s = getComputedStyle(document.documentElement); return ["bg", "panel", "fg", "accent"].map((n) => s.getPropertyValue("--" + n).trim()).join() + " " + getComputedStyle(document.body).backgroundColor; })()`
		want := "#1c1a2e,#24213b,#f0e1cd,#ff8a5c rgb(28, 26, 46)"
		if got := Eval[string](tab, colours); got != want {
			t.Errorf("the colours are %s, want %s", got, want)
		}
		if style := Eval[string](tab, `document.documentElement.getAttribute("style")`); strings.Contains(style, "evil") || strings.Contains(style, "display") {
			t.Errorf("more than colours got through: %s", style)
		}
		tab.Key(kb.Escape)
		tab.Axe("deck with an imported theme")
		tab.Shot("deck-theme-" + lang)

		// It stays, and is there before the program is; what somebody wrote into the storage is vetted again.
		tab.Reload()
		if got := Eval[string](tab, colours); got != want {
			t.Errorf("after a reload the colours are %s", got)
		}
		Eval[any](tab, `(() => { const p = JSON.parse(localStorage["nagare.preferences"]); p.imported.vars = "bg:url(x);panel:#123456;-x:#000000;fg:red"; localStorage["nagare.preferences"] = JSON.stringify(p); })()`)
		tab.Reload()
		if got := Eval[string](tab, `document.documentElement.getAttribute("style")`); strings.TrimSpace(got) != "--panel: #123456;" {
			t.Errorf("what was written into the storage became %q", got)
		}

		tab.Click(`[data-do="settings"]`)
		tab.Click(`#set-import`)
		tab.Click(`#theme-import .actions .button:not(.primary)`)
		tab.Until(`getComputedStyle(document.body).backgroundColor === `+Quote(before)+` && document.querySelector("#set-theme").value === "auto"`, "the colours as they were")
	})
}

func TestPagesThatNotesLinkToAreShownInAdvance(t *testing.T) {
	site := Serve(t, "-demo", "-demo-rate", "0")
	tab := NewTab(t)
	// The demo has the page's origin, so it may be asked.
	tab.Open(site.URL + "/?c=hashtag@demo;q=books&c=hashtag@demo;q=%E8%AA%AD%E6%9B%B8&c=hashtag@demo;q=birds")
	tab.Until(`document.querySelector(".preview .pcard")`, "card of a page")
	card := `document.querySelector(".preview .pcard")`
	if got := Eval[string](tab, card+`.href + " " + `+card+`.rel`); !strings.Contains(got, ".example/") || !strings.Contains(got, "noopener") {
		t.Errorf("the card leads to %s", got)
	}
	if got := Eval[float64](tab, `document.querySelector(".preview").getBoundingClientRect().height`); got != 92 {
		t.Errorf("a card is %v px high: its place is 92, rows would move", got)
	}
	Eval[any](tab, card+`.scrollIntoView({block: "center"})`)
	tab.Until(`[...document.querySelectorAll(".pthumb img")].some((i) => i.complete && i.naturalWidth)`, "picture of a page")
	tab.Axe("previews")
	tab.Shot("previews")
	tab.Click(`[data-do="settings"]`)
	tab.Click(`#set-saver`)
	tab.Until(`!document.querySelector(".pthumb img") && `+card, "words without pictures")
	tab.Click(`#set-unseen`)
	tab.Until(`!document.querySelector(".preview")`, "no cards")

	// Another server's answer could not be read: it is not asked.
	server, other := watch(t, &streamtest.Options{Seed: 22})
	note := server.Post(streamtest.NoteSpec{By: "bob", Text: "https://harbour.example/cam"})
	other.row(0, note.ID)
	other.Settle()
	if n := Eval[int](other, `document.querySelectorAll(".preview").length + performance.getEntriesByType("resource").filter((e) => e.name.includes("/url?")).length`); n != 0 {
		t.Error("a server of another origin was asked about a page")
	}
}

func TestNothingMovesWhereTheReaderWantsThat(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 23})
	note := server.Post(streamtest.NoteSpec{By: "bob", Text: "$[spin round] $[tada :blobcat:]"})
	tab.row(0, note.ID)
	moving := `[...document.querySelectorAll('` + rowOf(note.ID) + ` .mfm-move')].filter((n) => n.getAnimations().some((a) => a.playState === "running" && a.effect.getComputedTiming().iterations === Infinity)).length`
	tab.Until(moving+` === 2`, "movement")
	tab.Until(`document.querySelector('`+rowOf(note.ID)+` .emoji')`, "custom emoji")

	// Off the screen it rests.
	Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+`').toggleAttribute("data-offscreen", true)`)
	tab.Until(moving+` === 0`, "rest off the screen")
	Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+`').toggleAttribute("data-offscreen", false)`)
	tab.Until(moving+` === 2`, "movement")

	tab.Prefer("prefers-reduced-motion", "reduce")
	tab.Until(moving+` === 0`, "no movement for a device that asks for less")
	tab.Prefer("prefers-reduced-motion", "no-preference")
	tab.Until(moving+` === 2`, "movement")

	tab.Click(`[data-do="settings"]`)
	tab.Click(`#set-still`)
	tab.Until(moving+` === 0`, "no movement")
	tab.Until(`document.querySelector('`+rowOf(note.ID)+` .emoji')?.src.includes("static=1")`, "still emoji")
	tab.Until(`document.querySelector('`+rowOf(note.ID)+` .emoji').naturalWidth > 0`, "picture of the still emoji")
	// A server without still forms: the moving picture stands in.
	Eval[any](tab, `void (document.querySelector('`+rowOf(note.ID)+` .emoji').src = "/icons/none.svg")`)
	tab.Expect("404")
	tab.Until(`!document.querySelector('`+rowOf(note.ID)+` .emoji').src.includes("none") && document.querySelector('`+rowOf(note.ID)+` .emoji').naturalWidth > 0`, "the moving emoji instead")
	tab.Reload()
	tab.Until(`document.documentElement.hasAttribute("data-still")`, "the choice after a reload")
}

func TestCatsAndDecorationsFollowTheReader(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 24})
	cat := server.Post(streamtest.NoteSpec{By: "tama", Text: "なるほど"})
	worn := server.Post(streamtest.NoteSpec{By: "june", Text: "leaves"})
	tab.row(0, cat.ID)
	tab.row(0, worn.ID)
	tab.Until(`document.querySelector('`+rowOf(cat.ID)+` .text').innerText === "にゃるほど" && document.querySelector('`+rowOf(cat.ID)+` .avatar.cat')`, "a cat that speaks as one")
	tab.Until(`document.querySelector('`+rowOf(worn.ID)+` .avatar .deco')?.naturalWidth`, "decoration")
	tab.Click(`[data-do="settings"]`)
	tab.Click(`#set-human`)
	tab.Click(`#set-bare`)
	tab.Until(`document.querySelector('`+rowOf(cat.ID)+` .text').innerText === "なるほど"`, "a cat that speaks as people do")
	tab.Until(`!document.querySelector(".deco")`, "bare avatars")
}

func TestATextThatIsTooHeavyCanBeReadAsWritten(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server := streamtest.NewServer(t, &streamtest.Options{Seed: 25})
		site := Serve(t, "-demo=false")
		tab := NewTab(t)
		tab.Language(lang)
		tab.Open(site.URL + "/?c=localTimeline@" + hostOf(server))
		tab.state(0, "live")
		note := server.Post(streamtest.NoteSpec{By: "bob", Text: strings.Repeat("*a* ", 1600)})
		tab.row(0, note.ID)
		text := `document.querySelector('` + rowOf(note.ID) + ` .text').textContent`
		tab.Until(text+`.startsWith("a a a")`, "the text without its markup")
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+` [data-act="written"]').focus()`)
		tab.Key(kb.Enter)
		tab.Until(text+`.startsWith("*a* *a*") && document.activeElement.matches('[data-act="written"][aria-expanded="true"]')`, "the text as written, the focus where it was")
	})
}

func TestTheSandboxIsAccessibleInEveryLook(t *testing.T) {
	site := Serve(t, "-demo=false")
	for _, lang := range Languages {
		tab := NewTab(t)
		tab.Language(lang)
		tab.Open(site.URL + "/sandbox")
		tab.Until(`document.querySelectorAll(".specimen").length > 30 && !document.querySelector(".sandbox .error:not([hidden])")`, "every state of a note")
		tab.EachLook(func(look string) {
			tab.Axe("sandbox " + lang + " " + look)
			if n := Eval[int](tab, `document.querySelector(".sandbox").scrollWidth - document.querySelector(".sandbox").clientWidth`); n > 0 {
				t.Errorf("%s: the sandbox is %d px too wide", look, n)
			}
		})
		// With every fold open there is more to see.
		Eval[any](tab, `document.querySelectorAll('.specimen button:is([data-act="cw"], [data-act="long"], [data-act="media"], [data-act="written"], [data-act="alt"])').forEach((b) => b.click())`)
		for _, scheme := range []string{"dark", "light"} {
			tab.Look(390, 844, scheme)
			tab.Settle()
			tab.Axe("sandbox unfolded " + lang + " " + scheme)
		}
	}
}
