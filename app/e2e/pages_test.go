package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

// talk is a conversation on a server: what came before, the note, and answers to it.
type talk struct {
	server           *streamtest.Server
	site             *Site
	host             string
	root, note       streamtest.Note
	answers          []streamtest.Note
	below            streamtest.Note // an answer to the first answer
	pictures         streamtest.Note
	covered, renoted streamtest.Note
}

func newTalk(t *testing.T, prefix string) *talk {
	t.Helper()
	args := []string{"-demo=false"}
	if prefix != "" {
		args = append(args, "-prefix", prefix)
	}
	k := &talk{site: Serve(t, args...), server: streamtest.NewServer(t, &streamtest.Options{Seed: 11})}
	k.host = strings.TrimPrefix(k.server.URL, "http://")
	k.root = k.server.Post(streamtest.NoteSpec{By: "mei@hoshi.example", Text: "What does **everybody** read at night? :nagare:"})
	up := k.server.Post(streamtest.NoteSpec{By: "bob", Text: "Timetables of trams.", Reply: k.root.ID})
	k.note = k.server.Post(streamtest.NoteSpec{By: "alice", Text: "Rivers, mostly. They read me back, @bob #川", Reply: up.ID})
	for i := range 3 {
		k.answers = append(k.answers, k.server.Post(streamtest.NoteSpec{By: []string{"carol", "bob", "sora"}[i], Text: fmt.Sprint("answer ", i), Reply: k.note.ID}))
	}
	k.below = k.server.Post(streamtest.NoteSpec{By: "alice", Text: "an answer to an answer", Reply: k.answers[0].ID})
	k.server.React(k.note.ID, "bob", "🎉")
	k.server.React(k.note.ID, "carol", "❤")
	k.pictures = k.server.Post(streamtest.NoteSpec{By: "sora", Text: "four views", Pictures: 4})
	k.covered = k.server.Post(streamtest.NoteSpec{By: "sora", Text: "behind a cover", Pictures: 2, Sensitive: true})
	k.renoted = k.server.Post(streamtest.NoteSpec{By: "bob", Renote: k.note.ID})
	return k
}

func (k *talk) url(path string) string { return k.site.URL + path }

func (k *talk) deck(t *testing.T) *Tab {
	t.Helper()
	return k.deckIn(t, "en-US")
}

func (k *talk) deckIn(t *testing.T, lang string) *Tab {
	t.Helper()
	tab := NewTab(t)
	tab.Language(lang)
	tab.Open(k.url("/?c=localTimeline@" + k.host))
	tab.Until(`document.querySelector('[data-note-id="`+k.covered.ID+`"]')`, "the newest note")
	return tab
}

func inOver(s string) string { return `document.querySelector('.over ` + s + `')` }

func (k *talk) whole(t *testing.T, tab *Tab) {
	t.Helper()
	tab.Until(inOver(`.note.large[data-note-id="`+k.note.ID+`"]`), "the note, large")
	for _, n := range append([]streamtest.Note{k.root, k.below}, k.answers...) {
		tab.Until(inOver(`.note[data-note-id="`+n.ID+`"]`), "note "+n.Text)
	}
}

func TestAThreadShowsWhatItAnswersAndItsAnswers(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		k := newTalk(t, "")
		tab := NewTab(t)
		tab.Language(lang)
		tab.Open(k.url("/notes/" + k.note.ID + "@" + k.host))
		k.whole(t, tab)
		tab.speaks(lang, ".over")
		if got := Eval[string](tab, `[...document.querySelectorAll('.over [data-note-id]')].map((n) => n.innerText.match(/night|trams|Rivers|answer \d|an answer/)[0]).join()`); got != "night,trams,Rivers,answer 0,an answer,answer 1,answer 2" {
			t.Errorf("the order is %s", got)
		}
		if off := Eval[float64](tab, inOver(`.note.large`)+`.getBoundingClientRect().top - `+inOver(`.list`)+`.getBoundingClientRect().top`); off < -4 || off > 4 && !Eval[bool](tab, `(() => { const l = `+inOver(`.list`)+`; return l.scrollTop + l.clientHeight > l.scrollHeight - 4; })()`) {
			t.Errorf("the note is %.0f px from the top of its page, and there is more below", off)
		}
		if got := Eval[string](tab, inOver(`[data-note-id="`+k.below.ID+`"]`)+`.dataset.depth`); got != "2" {
			t.Errorf("the answer to an answer is at depth %q", got)
		}
		if got := Eval[string](tab, `document.title`); !strings.Contains(got, "Rivers") {
			t.Errorf("the window is called %q", got)
		}

		tab.Click(`.over [data-act="tab"][data-arg="reactions"]`)
		tab.Until(`document.querySelectorAll('.over .person').length === 2`, "who reacted")
		tab.Click(`.over [data-act="tab"][data-arg="renotes"]`)
		tab.Until(`document.querySelectorAll('.over .person').length === 1`, "who renoted")
		tab.Click(`.over [data-act="tab"][data-arg="replies"]`)

		tab.Until(inOver(`.state[data-state="live"]`), "live page")
		k.server.React(k.note.ID, "sora", "🎉")
		tab.Until(inOver(`.note.large [data-reaction="🎉"][data-count="2"]`), "a reaction to the note")
		k.server.React(k.answers[1].ID, "sora", "👍")
		tab.Until(inOver(`[data-note-id="`+k.answers[1].ID+`"] [data-reaction="👍"]`), "a reaction to an answer")
		k.server.Delete(k.answers[2].ID)
		tab.Until(`!`+inOver(`[data-note-id="`+k.answers[2].ID+`"]`), "a deleted answer gone")
		late := k.server.Post(streamtest.NoteSpec{By: "bob", Text: "late", Reply: k.note.ID})
		tab.UntilIn(40*time.Second, inOver(`[data-note-id="`+late.ID+`"]`), "a new answer")
		k.server.Delete(k.note.ID)
		tab.Until(inOver(`[data-page="deleted"]`), "word that the note is gone")
	})
}

func TestPagesSayWhyThereIsNothing(t *testing.T) {
	k := newTalk(t, "")
	tab := NewTab(t)
	tab.Expect("400", "404", "ERR_CONNECTION_REFUSED", "WebSocket")
	tab.Open(k.url("/notes/9none@" + k.host))
	tab.Until(inOver(`[data-page="missing"]`), "word that there is no such note")
	tab.Open(k.url("/@nobody@" + k.host))
	tab.Until(inOver(`[data-page="missing"]`), "word that there is nobody")
	tab.Open(k.url("/nonsense"))
	tab.Until(inOver(`.missing .button`), "word that there is no such page")

	k.server.Stop()
	tab.Open(k.url("/notes/" + k.note.ID + "@" + k.host))
	tab.Until(inOver(`[data-page="no-answer"]`), "word that the server does not answer")
	if err := k.server.Start(); err != nil {
		t.Fatal(err)
	}
	tab.Click(`.over [data-do="retry"]`)
	k.whole(t, tab)
}

func TestAPageOpensFromARowAndGivesTheDeckBack(t *testing.T) {
	for _, prefix := range []string{"", "/deep/down"} {
		t.Run("prefix "+prefix, func(t *testing.T) {
			k := newTalk(t, prefix)
			tab := k.deck(t)
			row := `#deck [data-note-id="` + k.pictures.ID + `"]`
			Eval[bool](tab, `window.kept = document.querySelector('`+row+`'), true`)

			Eval[bool](tab, `document.querySelector('`+row+`').focus(), true`)
			tab.Key(kb.Enter)
			tab.Until(inOver(`.note.large[data-note-id="`+k.pictures.ID+`"]`), "the page of the row")
			if got := Eval[string](tab, `location.pathname`); got != prefix+"/notes/"+k.pictures.ID+"@"+k.host {
				t.Errorf("the address is %s", got)
			}
			if got := Eval[string](tab, `document.activeElement.id`); got != "page-title" {
				t.Errorf("the focus is on %q", got)
			}
			tab.Key(kb.Escape)
			tab.Until(`location.pathname === `+Quote(prefix+"/")+` && document.activeElement === kept`, "the deck as it was, with the focus on the row")

			tab.Click(row + ` .time`)
			tab.Until(inOver(`.note.large[data-note-id="`+k.pictures.ID+`"]`), "the page by the link of the time")
			tab.Click(`.over .note.large .name`)
			tab.Until(inOver(`.profile`), "the page of the author")
			Eval[bool](tab, `history.back(), true`)
			tab.Until(inOver(`.note.large[data-note-id="`+k.pictures.ID+`"]`), "the note again")
			tab.Click(`.over [data-do="back"]`)
			tab.Until(`kept.isConnected && !document.querySelector('.under').inert`, "the deck again")
		})
	}
}

func TestAPersonsPage(t *testing.T) {
	k := newTalk(t, "")
	tab := Open(t, k.url("/@sora@"+k.host))
	tab.Until(inOver(`.profile .counts`), "profile")
	tab.Until(inOver(`[data-note-id="`+k.pictures.ID+`"]`), "a note")
	if n := tab.Count(`.over [data-note-id="` + k.answers[2].ID + `"]`); n != 0 {
		t.Error("replies are among the notes")
	}
	tab.Click(`.over [data-act="tab"][data-arg="replies"]`)
	tab.Until(inOver(`[data-note-id="`+k.answers[2].ID+`"]`), "a reply")
	tab.Click(`.over [data-act="tab"][data-arg="files"]`)
	tab.Until(`!`+inOver(`[data-note-id="`+k.answers[2].ID+`"]`)+` && `+inOver(`[data-note-id="`+k.pictures.ID+`"]`), "notes with files only")
	tab.Until(inOver(`.state[data-state="live"]`), "live page")
	k.server.React(k.pictures.ID, "bob", "👍")
	tab.Until(inOver(`[data-note-id="`+k.pictures.ID+`"] [data-reaction="👍"]`), "a reaction")

	tab.Open(k.url("/@mei@hoshi.example@" + k.host))
	tab.Until(inOver(`[data-note-id="`+k.root.ID+`"]`), "a note of somebody from elsewhere")
	if got := tab.Text(".over .told"); !strings.Contains(got, "hoshi.example") {
		t.Errorf("where they are from reads %q", got)
	}
}

func TestACardComesToAMouseThatRests(t *testing.T) {
	k := newTalk(t, "")
	tab := k.deck(t)
	link := `#deck [data-note-id="` + k.pictures.ID + `"] a.name`
	x, y := tab.middle(link)
	tab.mouse("mouseMoved", x, y, 0)
	tab.Until(`document.querySelector('#usercard:not([hidden]) .counts')`, "card")
	tab.Axe("card")
	tab.Shot("card")
	tab.Look(1400, 900, "dark")
	tab.Axe("card dark")
	tab.Look(1400, 900, "light")
	tab.mouse("mouseMoved", 5, 5, 0)
	tab.Until(`document.querySelector('#usercard[hidden]')`, "no card")
	Eval[bool](tab, `document.querySelector('`+link+`').focus(), true`)
	tab.Key("i")
	tab.Until(`document.querySelector('#usercard:not([hidden])')?.contains(document.activeElement)`, "card by the keyboard")
	tab.Key(kb.Escape)
	tab.Until(`document.querySelector('#usercard[hidden]') && document.activeElement === document.querySelector('`+link+`')`, "the focus back on the link")
}

// middle is the centre of the first element that matches.
func (b *Tab) middle(css string) (x, y float64) {
	b.T.Helper()
	p := Eval[[]float64](b, `(() => { const e = document.querySelector(`+Quote(css)+`); e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	b.Settle() // a scroll takes the card away
	return p[0], p[1]
}

func (b *Tab) mouse(kind string, x, y, deltaY float64) {
	b.T.Helper()
	p := input.DispatchMouseEventParams{Type: input.DispatchMouseEventType(kind), X: x, Y: y}
	if kind == "mouseWheel" {
		p.DeltaX, p.DeltaY = 0.01, deltaY // without a DeltaX it is refused
	}
	if kind == "mousePressed" || kind == "mouseReleased" {
		p.Button, p.ClickCount = "left", 1
	}
	Call(b, input.DispatchMouseEvent, p)
}

// drag is a finger that goes from one place to another.
func (b *Tab) drag(x1, y1, x2, y2 float64) {
	b.T.Helper()
	touch := func(kind input.DispatchTouchEventType, at ...*input.TouchPoint) {
		Call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: at})
	}
	touch("touchStart", &input.TouchPoint{X: x1, Y: y1})
	for i := 1.0; i <= 5; i++ {
		touch("touchMove", &input.TouchPoint{X: x1 + (x2-x1)*i/5, Y: y1 + (y2-y1)*i/5})
	}
	touch("touchEnd")
}

const place = `document.querySelector('#viewer .place').innerText`

func TestTheViewer(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		k := newTalk(t, "")
		tab := k.deckIn(t, lang)
		thumb := `#deck [data-note-id="` + k.pictures.ID + `"] .thumb:nth-child(2) .open`
		open := `document.querySelector('#viewer[open] .pic img')`
		closed := `!document.querySelector('#viewer').open && document.activeElement === document.querySelector('` + thumb + `')`

		// By mouse.
		x, y := tab.middle(thumb)
		tab.Click(thumb)
		tab.Until(open, "open viewer")
		tab.Until(place+` === "2 / 4"`, "place")
		tab.speaks(lang, "#viewer")
		if got := Eval[string](tab, `fetch(document.querySelector('#viewer [data-do="original"]').href, {mode: "no-cors"}).then((r) => r.type + " " + document.querySelector('#viewer [data-do="original"]').download)`); !strings.HasPrefix(got, "opaque ") || len(got) < 10 {
			t.Errorf("the way to the file itself is %q", got)
		}
		Eval[bool](tab, `HTMLAnchorElement.prototype.click = function () { window.kept = [this.download, this.href]; }, true`)
		tab.Click(`#viewer [data-do="original"]`)
		tab.Until(`window.kept && kept[0] === document.querySelector('#viewer [data-do="original"]').download && kept[1].startsWith("blob:")`, "the file, to be kept")
		Eval[bool](tab, `delete HTMLAnchorElement.prototype.click`)
		tab.Click(`#viewer [data-do="next"]`)
		tab.Until(place+` === "3 / 4"`, "the next picture")
		tab.mouse("mouseWheel", 700, 450, -400)
		tab.Until(`+document.querySelector('#viewer').dataset.zoom > 1.5`, "larger picture")
		before := Eval[string](tab, `document.querySelector('#viewer .pic').style.transform`)
		tab.mouse("mousePressed", 700, 450, 0)
		tab.mouse("mouseMoved", 640, 420, 0)
		tab.mouse("mouseReleased", 640, 420, 0)
		if after := Eval[string](tab, `document.querySelector('#viewer .pic').style.transform`); after == before {
			t.Errorf("dragging did not move the enlarged picture: %s", after)
		}
		tab.Click(`#viewer [data-do="close"]`)
		tab.Until(closed, "closed viewer, the focus back")
		_, _ = x, y

		// By keyboard.
		tab.Key(kb.Enter)
		tab.Until(open, "open viewer")
		tab.Key(kb.ArrowLeft)
		tab.Until(place+` === "1 / 4"`, "the picture before")
		tab.Key("+")
		tab.Until(`+document.querySelector('#viewer').dataset.zoom > 1.3`, "larger picture")
		tab.Key("0")
		tab.Until(`document.querySelector('#viewer').dataset.zoom === "1.00"`, "picture as it was")
		tab.Key(kb.Escape)
		tab.Until(closed, "closed viewer, the focus back")

		// The browser's way back closes it and stays on the deck.
		tab.Key(kb.Enter)
		tab.Until(open, "open viewer")
		Eval[bool](tab, `history.back(), true`)
		tab.Until(closed+` && location.search.startsWith("?c=")`, "closed viewer on the same page")

		// By touch.
		tab.Look(390, 844, "light")
		Eval[bool](tab, `document.querySelector('`+thumb+`').click(), true`)
		tab.Until(open, "open viewer")
		tab.drag(300, 420, 80, 430)
		tab.Until(place+` === "3 / 4"`, "the next picture by a swipe")
		tab.drag(80, 420, 300, 430)
		tab.Until(place+` === "2 / 4"`, "the one before by a swipe")
		tab.drag(200, 300, 210, 620)
		tab.Until(`!document.querySelector('#viewer').open`, "viewer closed by a swipe down")
	})
}

func TestAContentWarningIsOpenedAndClosed(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		server := streamtest.NewServer(t, &streamtest.Options{Seed: 26})
		site := Serve(t, "-demo=false")
		tab := NewTab(t)
		tab.Language(lang)
		note := server.Post(streamtest.NoteSpec{By: "bob", CW: "the end of the film", Text: "it was the lighthouse", Pictures: 1})
		tab.Open(site.URL + "/?c=localTimeline@" + hostOf(server))
		tab.row(0, note.ID)
		button := rowOf(note.ID) + ` [data-act="cw"]`
		hidden := `!document.querySelector('` + rowOf(note.ID) + `').innerText.includes("lighthouse") && !document.querySelector('` + rowOf(note.ID) + ` .media') && document.querySelector('` + button + `[aria-expanded="false"]')`
		shown := `document.querySelector('` + rowOf(note.ID) + `').innerText.includes("lighthouse") && document.querySelector('` + rowOf(note.ID) + ` .media') && document.querySelector('` + button + `[aria-expanded="true"]')`
		tab.Until(hidden, "warning")
		if got, want := tab.Text(button), map[string]string{"en-US": "21 characters", "ja-JP": "21文字"}[lang]; !strings.Contains(strings.ReplaceAll(got, " 文", "文"), want) {
			t.Errorf("the button says %q", got)
		}
		tab.Click(button)
		tab.Until(shown, "what was hidden, by mouse")
		tab.Key(kb.Enter)
		tab.Until(hidden+` && document.activeElement.matches('[data-act="cw"]')`, "warning again, by keyboard on the same button")
		Eval[any](tab, `document.querySelector('`+rowOf(note.ID)+`').focus()`)
		tab.Key("v")
		tab.Until(shown, "what was hidden, by the key of the row")
		tab.Look(390, 844, "dark")
		tab.Until(shown, "the row on a phone")
		tab.tap(button, 0)
		tab.Until(hidden, "warning, by touch")
	})
}

func TestPicturesOfAQuotedNote(t *testing.T) {
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 27})
	tab := NewTab(t)
	inside := server.Post(streamtest.NoteSpec{By: "bob", Text: "two views", Pictures: 2, Sensitive: true})
	note := server.Post(streamtest.NoteSpec{By: "carol", Text: "worth a look", Renote: inside.ID, Pictures: 1})
	tab.Open(Serve(t, "-demo=false").URL + "/?c=localTimeline@" + hostOf(server))
	tab.row(0, note.ID)
	quote := rowOf(note.ID) + ` .quote`
	tab.Until(`document.querySelectorAll('`+quote+` .cover').length === 2 && !document.querySelector('`+quote+` .thumb img')`, "covered pictures in the quote")
	tab.Click(quote + ` .thumb:first-child .cover`)
	tab.Until(`document.querySelector('`+quote+` .thumb:first-child img') && document.querySelectorAll('`+quote+` .cover').length === 1`, "one picture asked for")
	tab.Click(quote + ` .thumb:first-child .open`)
	tab.Until(`document.querySelector('#viewer[open] .pic img') && `+place+`.includes("2")`, "the pictures of the quoted note in the viewer")
	tab.Key(kb.ArrowRight)
	tab.Until(`document.querySelector('#viewer .stage .cover')`, "cover over the second picture")
	tab.Key(kb.Escape)
	tab.Until(`!document.querySelector('#viewer').open && document.activeElement.closest(".quote")`, "focus back in the quote")
}

func TestCoveredPicturesStayCovered(t *testing.T) {
	inEachLanguage(t, func(t *testing.T, lang string) {
		k := newTalk(t, "")
		tab := k.deckIn(t, lang)
		row := `#deck [data-note-id="` + k.covered.ID + `"]`
		if n := tab.Count(row + ` .thumb img`); n != 0 {
			t.Errorf("%d covered pictures are in the page", n)
		}
		tab.Click(row + ` .thumb:first-child .cover`)
		tab.Until(`document.querySelector('`+row+` .thumb:first-child img')`, "picture asked for")
		tab.Click(row + ` .thumb:first-child .open`)
		tab.Until(`document.querySelector('#viewer[open] .pic img')`, "open viewer")
		tab.Key(kb.ArrowRight)
		tab.Until(`document.querySelector('#viewer .stage .cover')`, "cover over the second picture")
		tab.EachLook(func(name string) { tab.Axe("covered in the viewer " + name) })
		tab.Look(1400, 900, "light")
		tab.Click(`#viewer .stage .cover`)
		tab.Until(`document.querySelector('#viewer .pic img')`, "second picture asked for")
		tab.Key(kb.Escape)
		tab.Until(`!document.querySelector('#viewer').open`, "closed viewer")
		tab.Click(row + ` .thumb:first-child .hide`)
		tab.Until(`!document.querySelector('`+row+` .thumb img')`, "covered again")

		tab.Click(`[data-do="settings"]`)
		tab.Click(`#set-reveal`)
		tab.Until(`document.querySelectorAll('`+row+` .thumb img').length > 1 && !document.querySelector('`+row+` .cover')`, "pictures of who wants no covers")
	})
}

func TestBlurhashesStandInForPictures(t *testing.T) {
	site := Serve(t)
	tab := Open(t, site.URL+"/")
	for hash, want := range map[string]int{
		"LEHV6nWB2yk8pyo0adR*.7kCMdnj": 1, "00OZZy": 1,
		"": 0, "L": 0, "LEHV6nWB2yk8pyo0adR*.7kCMdn": 0, "~~~~~~": 0, "\"><b>": 0, "LEHV6nWB2yk8pyo0adR*.7kCMd ü": 0, strings.Repeat("L", 5000): 0,
	} {
		n := Eval[int](tab, `(() => { const row = document.createElement("div"), box = document.createElement("div"); box.dataset.blurhash = `+Quote(hash)+`; row.append(box); nagareBlur(row); nagareBlur(row); return box.querySelectorAll("canvas").length; })()`)
		if n != want {
			t.Errorf("%.30q: %d canvases, want %d", hash, n, want)
		}
	}
	if got := Eval[string](tab, `(() => { const row = document.createElement("div"); row.innerHTML = "<div data-blurhash='00OZZy'></div>"; nagareBlur(row); return row.querySelector("canvas").getContext("2d").getImageData(3, 3, 1, 1).data.join(); })()`); got != "255,128,0,255" && !strings.HasSuffix(got, ",255") {
		t.Errorf("a plain hash is painted %s", got)
	}
}

func TestADataSaverLoadsWhatIsAskedFor(t *testing.T) {
	k := newTalk(t, "")
	tab := k.deck(t)
	tab.Click(`[data-do="settings"]`)
	tab.Click(`#set-saver`)
	tab.Key(kb.Escape)
	row := `#deck [data-note-id="` + k.pictures.ID + `"]`
	tab.Until(`document.querySelector('`+row+`') && !document.querySelector('`+row+` .thumb img')`, "no pictures")
	tab.Click(row + ` .thumb:first-child .saved`)
	tab.Until(`document.querySelectorAll('`+row+` .thumb img').length === 1`, "the picture asked for")
}

func TestNoAccessibilityFaultOnPages(t *testing.T) {
	k := newTalk(t, "")
	for _, lang := range []string{"en-US", "ja-JP"} {
		tab := NewTab(t)
		tab.Language(lang)
		for name, path := range map[string]string{"thread": "/notes/" + k.note.ID, "user": "/@sora", "remote": "/@mei@hoshi.example"} {
			tab.Open(k.url(path + "@" + k.host))
			tab.Until(inOver(`.note`), "notes")
			tab.Until(inOver(`.state[data-state="live"]`), "live page")
			if lang == "ja-JP" && name == "thread" && !strings.Contains(tab.Text(".over .tabs"), "返信") {
				t.Error("the page does not speak Japanese")
			}
			tab.EachLook(func(look string) {
				tab.Shot(name + "-" + lang + "-" + look)
				tab.Axe(name + " " + lang + " " + look)
			})
		}
		tab.Look(1400, 900, "light")
		tab.Open(k.url("/notes/" + k.pictures.ID + "@" + k.host))
		tab.Click(`.over .thumb .open`)
		tab.Until(`document.querySelector('#viewer[open] .pic img')?.complete`, "open viewer")
		tab.EachLook(func(look string) {
			tab.Shot("viewer-" + lang + "-" + look)
			tab.Axe("viewer " + lang + " " + look)
		})
	}
}

func TestEscapeHidesTheListOfPeopleBeforeItLeavesThePage(t *testing.T) {
	server, tab := watch(t, &streamtest.Options{Seed: 28})
	note := server.Post(streamtest.NoteSpec{By: "carol", Text: "who was it?"})
	server.React(note.ID, "bob", "👍")
	tab.row(0, note.ID)
	tab.Click(rowOf(note.ID) + ` .time`)
	pill := `.over .note.large [data-reaction="👍"]`
	tab.Until(`document.querySelector(`+Quote(pill)+`) && window.nagarePeople`, "the page of the note")
	tab.hover(pill)
	tab.Until(`document.querySelector(".people:popover-open")?.innerText.includes("@bob")`, "who reacted")
	tab.Key(kb.Escape)
	tab.Until(`!document.querySelector(".people:popover-open")`, "no list")
	if tab.Count(".over .pageframe") == 0 {
		t.Fatal("the key that hid the list left the page too")
	}
	tab.Key(kb.Escape)
	tab.Until(`!document.querySelector(".over .pageframe") && location.pathname === "/"`, "the deck")
}
