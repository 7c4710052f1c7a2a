package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	cdpruntime "github.com/chromedp/cdproto/runtime"

	"nagare/stream/streamtest"
)

// live measures every contender while notes come, round by round.
func live(t *testing.T, list []contender, n, rate int, d time.Duration, tags ...string) map[string]*meter {
	all := map[string]*meter{}
	for round := range n {
		for _, c := range list {
			t.Run(fmt.Sprintf("%d per second, round %d, %s", rate, round+1, c.name), func(t *testing.T) {
				server := streamtest.NewServer(t, &streamtest.Options{Seed: 11})
				for i := range 40 {
					server.Post(benchNote(i, tags...))
				}
				tab := c.open(t, server, tags...)
				time.Sleep(6 * time.Second) // what the start leaves to do, of either, is not measured here
				m := all[c.name]
				if m == nil {
					m = &meter{}
					all[c.name] = m
				}
				tab.measure(m, func() {
					last := pace(server, rate, d, tags...)
					tab.Until(`document.querySelector('[data-note-id="`+last+`"]')`, "last note")
				})
			})
		}
	}
	for name, m := range all {
		t.Logf("%-7s %2d notes/s, %d columns: busy %4.1f %%, post to paint p50 %5.1f ms p99 %6.1f ms, %d long tasks (longest %.0f ms), %d rows", name, rate, len(tags), 100*m.share(), m.at(50), m.at(99), m.long, m.longest, len(m.lag))
	}
	return all
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
func ms(x float64) string      { return fmt.Sprintf("%.1f ms", x) }

// sameRows holds a row of every contender beside the rival's: whoever shows less has less to do.
func sameRows(t *testing.T, list []contender) {
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 11})
	server.Post(benchNote(0, benchTags...))
	tags := map[string]string{}
	for _, c := range list {
		tags[c.name] = Eval[string](c.open(t, server, benchTags...), `[...document.querySelector("[data-note-id]").querySelectorAll("*")].map((n) => n.localName).sort().join(" ")`)
	}
	for name, is := range tags {
		if is != tags["rival"] {
			t.Errorf("rows of %s and of the rival are not of the same elements:\n%s\n%s", name, is, tags["rival"])
		}
	}
}

func TestBenchLive(t *testing.T) {
	needBench(t)
	list := contenders(t)
	sameRows(t, list)
	for _, x := range []struct {
		rate   int
		d      time.Duration
		rounds int
	}{{2, 15 * time.Second, 2}, {10, 10 * time.Second, 2}, {50, 10 * time.Second, 3}} {
		all := live(t, list, rounds(x.rounds), x.rate, x.d, benchTags...)
		rival := all["rival"]
		for _, c := range list {
			if c.name == "rival" {
				continue
			}
			m, name := all[c.name], ""
			if c.name != "nagare" {
				name = c.name + ": "
			}
			if name == "" {
				what := fmt.Sprintf("%d notes/s, four columns: ", x.rate)
				line(t, what+"busy", percent(m.share()), percent(rival.share()), ratio(m.share(), rival.share()), "x1.5", m.share() <= 1.5*rival.share())
				switch x.rate {
				case 2:
					line(t, what+"paint p50", ms(m.at(50)), ms(rival.at(50)), ratio(m.at(50), rival.at(50)), "40 ms", m.at(50) <= 40)
					line(t, what+"paint p99", ms(m.at(99)), ms(rival.at(99)), ratio(m.at(99), rival.at(99)), "120 ms", m.at(99) <= 120)
				default:
					line(t, what+"paint p50", ms(m.at(50)), ms(rival.at(50)), ratio(m.at(50), rival.at(50)), "", true)
					line(t, what+"paint p99", ms(m.at(99)), ms(rival.at(99)), ratio(m.at(99), rival.at(99)), "", true)
				}
				if x.rate == 50 {
					line(t, what+"busy", percent(m.share()), "", "", "60 %", m.share() <= 0.6)
					line(t, what+"tasks over 50 ms", fmt.Sprintf("%d, %.0f ms", m.long, m.longest), fmt.Sprintf("%d, %.0f ms", rival.long, rival.longest), "", "none", m.long == 0)
				}
				continue
			}
			t.Logf("%s%d notes/s: busy x%.2f of the rival, x%.2f of nagare", name, x.rate, m.share()/rival.share(), m.share()/all["nagare"].share())
		}
	}
}

// One column as busy as the busiest timelines there are.
func TestBenchFlood(t *testing.T) {
	needBench(t)
	list := contenders(t)
	all := live(t, list, 1, 30, 30*time.Second, "alpha")
	m, rival := all["nagare"], all["rival"]
	const what = "30 notes/s, one column: "
	line(t, what+"busy", percent(m.share()), percent(rival.share()), ratio(m.share(), rival.share()), "40 %", m.share() <= 0.4)
	line(t, what+"tasks over 50 ms", fmt.Sprintf("%d, %.0f ms", m.long, m.longest), fmt.Sprintf("%d, %.0f ms", rival.long, rival.longest), "", "none", m.long == 0)
}

// heap is what the page holds after a collection: JavaScript objects, buffers, and the memory of the wasm program, which
// only ever grows.
func (b *Tab) heap() (js, buffers float64) {
	b.T.Helper()
	Call(b, heapprofiler.CollectGarbage, cdp.Empty{})
	u := Call(b, cdpruntime.GetHeapUsage, cdp.Empty{})
	wasm := Eval[float64](b, `window.nagareMemory ? nagareMemory() : 0`)
	b.T.Logf("JavaScript %.1f MB, buffers %.1f MB, wasm memory %.1f MB", u.UsedSize/1e6, u.BackingStorageSize/1e6, wasm/1e6)
	return u.UsedSize / 1e6, (u.BackingStorageSize + wasm) / 1e6
}

func TestBenchHeap(t *testing.T) {
	needBench(t)
	type held struct{ js, buffers [2]float64 }
	all := map[string]held{}
	list := contenders(t)
	for _, c := range list {
		t.Run(c.name, func(t *testing.T) {
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 12})
			tab := c.open(t, server, benchTags...)
			var h held
			for i := range 10_000 {
				n := server.Post(benchNote(i, benchTags...))
				if i%100 == 99 {
					tab.Until(`document.querySelector('[data-note-id="`+n.ID+`"]')`, "note")
				}
				switch i + 1 {
				case 2000:
					h.js[0], h.buffers[0] = tab.heap()
				case 10_000:
					h.js[1], h.buffers[1] = tab.heap()
				}
			}
			all[c.name] = h
		})
	}
	for _, c := range list {
		h := all[c.name]
		t.Logf("%-7s heap after 2,000 notes: %.1f MB JavaScript, %.1f MB buffers; after 10,000: %.1f MB, %.1f MB", c.name, h.js[0], h.buffers[0], h.js[1], h.buffers[1])
	}
	n, r := all["nagare"], all["rival"]
	sum := func(h held, i int) float64 { return h.js[i] + h.buffers[i] }
	mb := func(x float64) string { return fmt.Sprintf("%.1f MB", x) }
	line(t, "heap after 2,000 notes", mb(sum(n, 0)), mb(sum(r, 0)), ratio(sum(n, 0), sum(r, 0)), "", true)
	line(t, "heap after 10,000 notes", mb(sum(n, 1)), mb(sum(r, 1)), ratio(sum(n, 1), sum(r, 1)), "", true)
	line(t, "heap growth from 2,000 to 10,000", "x"+ratio(sum(n, 1), sum(n, 0)), "x"+ratio(sum(r, 1), sum(r, 0)), "", "x1.2", sum(n, 1) <= 1.2*sum(n, 0))
}
