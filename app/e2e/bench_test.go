package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
	cdpruntime "github.com/chromedp/cdproto/runtime"

	"nagare/stream/streamtest"
)

// The benchmarks run Nagare and a rival without a framework (rival/rival.js on misskey-js) in the same browser against
// the same kind of server, one after the other, and print ratios. They are no tests of time: run them with
//
//	make bench

func needBench(t *testing.T) {
	if os.Getenv("NAGARE_BENCH") == "" {
		t.Skip("a benchmark of minutes: run make bench")
	}
}

var benchTags = []string{"alpha", "beta", "gamma", "delta"}

// contender is one of the two pages under measurement.
type contender struct {
	name string
	open func(t *testing.T, server *streamtest.Server) *Tab
}

func contenders(t *testing.T) []contender {
	site := Serve(t, "-demo=false")
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(filepath.Join(Root, "app", "e2e", "rival"))))
	for _, css := range []string{"theme.css", "app.css"} {
		mux.HandleFunc("/"+css, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFile(w, r, filepath.Join(Root, "web", css))
		})
	}
	rival := httptest.NewServer(mux)
	t.Cleanup(rival.Close)
	return []contender{
		{"nagare", func(t *testing.T, s *streamtest.Server) *Tab {
			var q []string
			for _, tag := range benchTags {
				q = append(q, "c=hashtag@"+strings.TrimPrefix(s.URL, "http://")+";q="+tag)
			}
			tab := Open(t, site.URL+"/?"+strings.Join(q, "&"))
			for i := range benchTags {
				tab.Until(`document.querySelector('[data-column="`+fmt.Sprint(i)+`"][data-state="live"]')`, "live column")
			}
			return tab
		}},
		{"rival", func(t *testing.T, s *streamtest.Server) *Tab {
			q := url.Values{"origin": {s.URL}, "tag": benchTags}
			tab := NewTab(t)
			tab.Load(rival.URL + "/rival.html?" + q.Encode())
			tab.Until(`document.documentElement.dataset.live`, "live rival")
			return tab
		}},
	}
}

// probe makes the page measure itself: when each row was painted after its note was made, and long tasks.
const probe = `(() => {
  const made = (id) => parseInt(id.slice(0, 8), 36) + 946684800000;
  const p = window.__probe = { lag: [], long: [], fresh: [] };
  new PerformanceObserver((l) => { for (const e of l.getEntries()) p.long.push(e.duration); }).observe({ type: "longtask" });
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.timeOrigin + performance.now();
    for (const id of p.fresh.splice(0)) p.lag.push(now - made(id));
  };
  let due = false;
  const seen = new Set([...document.querySelectorAll("[data-note-id]")].map((n) => n.dataset.noteId));
  new MutationObserver((ms) => {
    for (const m of ms) for (const n of m.addedNodes) {
      if (!n.dataset || !n.dataset.noteId || seen.has(n.dataset.noteId)) continue;
      seen.add(n.dataset.noteId);
      p.fresh.push(n.dataset.noteId);
      if (!due) { due = true; requestAnimationFrame(() => { due = false; channel.port2.postMessage(0); }); }
    }
  }).observe(document.body, { childList: true, subtree: true });
  return true;
})()`

type result struct {
	busy     float64 // share of the main thread
	p50, p99 float64 // ms from post to paint
	long     int     // tasks over 50 ms
	longest  float64
	rows     int
}

func (b *Tab) taskSeconds() float64 {
	b.T.Helper()
	for _, m := range Call(b, performance.GetMetrics, cdp.Empty{}).Metrics {
		if m.Name == "TaskDuration" {
			return m.Value
		}
	}
	return 0
}

// run posts at a pace and measures the page meanwhile.
func run(t *testing.T, tab *Tab, server *streamtest.Server, rate int, d time.Duration) result {
	t.Helper()
	Eval[bool](tab, probe)
	Call(tab, performance.Enable, performance.EnableParams{})
	start, busy := time.Now(), tab.taskSeconds()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	var last string
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
		case <-tick.C:
			n := server.Post(benchNote(i))
			last = n.ID
			if i%5 == 0 {
				server.React(n.ID, "bob", "👍")
			}
			continue
		}
		break
	}
	took := time.Since(start)
	r := result{busy: (tab.taskSeconds() - busy) / took.Seconds()}
	tab.Until(`document.querySelector('[data-note-id="`+last+`"]')`, "last note")
	lag := Eval[[]float64](tab, `window.__probe.lag`)
	long := Eval[[]float64](tab, `window.__probe.long`)
	sort.Float64s(lag)
	if n := len(lag); n > 0 {
		r.p50, r.p99, r.rows = lag[n/2], lag[n*99/100], n
	}
	for _, l := range long {
		r.long++
		r.longest = max(r.longest, l)
	}
	return r
}

var benchPeople = []string{"alice", "bob", "carol"}

func benchNote(i int) streamtest.NoteSpec {
	tag := "#" + benchTags[i%len(benchTags)]
	return streamtest.NoteSpec{By: benchPeople[i%len(benchPeople)], Text: fmt.Sprintf("note %d %s 流れる水は腐らない。 :nagare: https://a.example/%d with some more words to fill two lines of the row", i, tag, i)}
}

func TestBenchLive(t *testing.T) {
	needBench(t)
	all := map[string]map[int]result{}
	for _, c := range contenders(t) {
		all[c.name] = map[int]result{}
		for _, rate := range []int{2, 10, 50} {
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 11})
			for i := range 40 {
				server.Post(benchNote(i))
			}
			tab := c.open(t, server)
			d := 15 * time.Second
			if rate == 2 {
				d = 20 * time.Second
			}
			r := run(t, tab, server, rate, d)
			all[c.name][rate] = r
			t.Logf("%-7s %2d notes/s over four columns: busy %4.1f %%, post to paint p50 %5.1f ms p99 %6.1f ms, %d long tasks (longest %.0f ms), %d rows", c.name, rate, 100*r.busy, r.p50, r.p99, r.long, r.longest, r.rows)
		}
	}
	for _, rate := range []int{2, 10, 50} {
		n, r := all["nagare"][rate], all["rival"][rate]
		t.Logf("ratio at %2d notes/s: busy %.2f, p50 %.2f, p99 %.2f", rate, n.busy/r.busy, n.p50/r.p50, n.p99/r.p99)
	}
	if n := all["nagare"][50]; n.long > 0 {
		t.Errorf("%d tasks over 50 ms at 50 notes/s, want none", n.long)
	}
	if x := all["nagare"][50].busy / all["rival"][50].busy; x > 1.5 {
		t.Errorf("busy share %.2f times the rival's, want at most 1.5", x)
	}
}

// heap is what the page holds after a collection: JavaScript objects and, with the wasm memory, all buffers.
func (b *Tab) heap() (js, buffers float64) {
	b.T.Helper()
	Call(b, heapprofiler.CollectGarbage, cdp.Empty{})
	u := Call(b, cdpruntime.GetHeapUsage, cdp.Empty{})
	return u.UsedSize / 1e6, u.BackingStorageSize / 1e6
}

func TestBenchHeap(t *testing.T) {
	needBench(t)
	for _, c := range contenders(t) {
		server := streamtest.NewServer(t, &streamtest.Options{Seed: 12})
		tab := c.open(t, server)
		var js, buf [2]float64
		for i := range 10_000 {
			n := server.Post(benchNote(i))
			if i%100 == 99 {
				tab.Until(`document.querySelector('[data-note-id="`+n.ID+`"]')`, "note")
			}
			switch i + 1 {
			case 2000:
				js[0], buf[0] = tab.heap()
			case 10_000:
				js[1], buf[1] = tab.heap()
			}
		}
		t.Logf("%-7s heap after 2,000 notes: %.1f MB JavaScript, %.1f MB buffers; after 10,000: %.1f MB, %.1f MB (x%.2f in all)", c.name, js[0], buf[0], js[1], buf[1], (js[1]+buf[1])/(js[0]+buf[0]))
		if c.name == "nagare" && js[1]+buf[1] > 1.2*(js[0]+buf[0]) {
			t.Errorf("the heap grew from %.1f to %.1f MB", js[0]+buf[0], js[1]+buf[1])
		}
	}
}
