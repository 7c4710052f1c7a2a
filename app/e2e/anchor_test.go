package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// holding is a script that keeps how far a row was ever painted from where it was. A fresh IntersectionObserver tells
// of each frame where the row is after all layout, as it is painted; a script that looks by itself may come before.
const holding = `((id) => {
  const row = () => document.querySelector('[data-note-id="' + id + '"]');
  const was = row().getBoundingClientRect().top;
  window.held = { far: 0, frames: 0, gone: 0 };
  const look = () => {
    held.frames++;
    const painted = new IntersectionObserver(([e]) => {
      painted.disconnect();
      held.far = Math.max(held.far, Math.abs(e.boundingClientRect.top - was));
    });
    const r = row();
    if (r) painted.observe(r); else held.gone++;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return true;
})`

// TestNothingMovesTheRowUnderTheEye holds the list to its promise through all that changes its height: arrivals, a gap
// that opens and is filled, pictures, folds, votes and deletions.
func TestNothingMovesTheRowUnderTheEye(t *testing.T) {
	for _, size := range Sizes {
		t.Run(size.Name, func(t *testing.T) {
			server, tab := watch(t, &streamtest.Options{Seed: 31})
			tab.Expect("WebSocket", "ERR_", "Failed to load resource")
			tab.Look(size.Width, size.Height, "light")
			var ids []string
			for i := range 60 {
				n := streamtest.NoteSpec{By: "alice", Text: strings.Repeat(fmt.Sprint("note ", i, " "), 1+i%13)}
				switch i % 4 {
				case 0, 2:
					n.Pictures = 1 + i%3
				case 1:
					n.CW, n.Text = "soup", strings.Repeat("a long story ", 40)
				case 3:
					n.Poll = streamtest.PollSpec{Choices: []string{"yes", "no", "later"}}
				}
				ids = append(ids, server.Post(n).ID)
			}
			tab.row(0, ids[59])
			tab.Settle()
			eye := ids[30]
			// As a reader goes there: by the keyboard, row by row, so that the heights on the way are known.
			Eval[bool](tab, `(document.querySelector(".list").focus(), true)`)
			focused := `(document.activeElement.dataset || {}).noteId === ` + Quote(eye)
			for range 40 {
				if Eval[bool](tab, focused) {
					break
				}
				tab.Key("j")
			}
			if !Eval[bool](tab, focused) {
				t.Fatal("the row in the middle was not reached")
			}
			tab.Settle()
			Eval[bool](tab, holding+`(`+Quote(eye)+`)`)
			holds := func(after string) {
				t.Helper()
				tab.Settle()
				h := Eval[struct {
					Far          float64
					Frames, Gone int
				}](tab, `window.held`)
				if h.Far > 1 || h.Gone > 0 || h.Frames == 0 {
					t.Errorf("%s: the row was seen %.1f px from its place, %d of %d frames without it", after, h.Far, h.Gone, h.Frames)
				}
			}
			unseen := func(n int) {
				tab.Until(fmt.Sprintf(`(document.querySelector(".pill")?.dataset.unseen|0) === %d`, n), fmt.Sprint(n, " unseen notes"))
			}

			for i := range 500 {
				n := streamtest.NoteSpec{By: "bob", Text: strings.Repeat(fmt.Sprint("new ", i, " "), 1+i%9)}
				if i%50 == 0 {
					n.Pictures = 2
				}
				server.Post(n)
				if i%50 == 49 {
					unseen(i + 1)
					holds(fmt.Sprint(i+1, " arrivals"))
				}
			}

			server.Stop()
			tab.Until(`document.querySelector('[data-column="0"]:is([data-state="lost"],[data-state="offline"])')`, "lost connection")
			for i := range 70 {
				server.Post(streamtest.NoteSpec{By: "carol", Text: fmt.Sprint("missed ", i)})
			}
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			tab.UntilIn(40*time.Second, `document.querySelector('[data-column="0"][data-state="live"]')`, "live column")
			unseen(570)
			tab.Until(`!document.querySelector('[data-gap]')`, "filled gap")
			holds("a filled gap")

			// Pictures near the row come only now, as on a slow network.
			if n := Eval[int](tab, `(() => {
				const all = [...document.querySelectorAll(".list .media img")];
				for (const i of all) { const src = i.src; i.loading = "eager"; i.removeAttribute("src"); i.removeAttribute("width"); i.removeAttribute("height"); requestAnimationFrame(() => { i.src = src + "#again"; }); }
				return all.length;
			})()`); n < 4 {
				t.Errorf("only %d pictures around the row", n)
			}
			tab.Until(`[...document.querySelectorAll(".list .media img")].every((i) => i.complete && i.naturalWidth)`, "pictures")
			holds("pictures")

			// Everything that folds, above, in and below the view.
			n := Eval[int](tab, `(() => { const all = [...document.querySelectorAll('.list [data-act="cw"]')]; for (const b of all) b.click(); return all.length; })()`)
			if n < 2 {
				t.Errorf("only %d folds around the row", n)
			}
			holds("opened folds")
			for i := 22; i < 40; i++ {
				server.Vote(ids[i], "bob", 1)
				server.React(ids[i], "bob", "👍")
				server.React(ids[i], "carol", "🎉")
			}
			tab.Until(`document.querySelectorAll('.list [data-reaction="🎉"]').length > 3`, "reactions")
			holds("votes and reactions")

			for i := 20; i <= 40; i++ {
				if ids[i] != eye {
					server.Delete(ids[i])
				}
			}
			tab.Until(`!document.querySelector('[data-note-id="`+ids[29]+`"]') && !document.querySelector('[data-note-id="`+ids[31]+`"]')`, "deletions")
			holds("20 deletions")
		})
	}
}
