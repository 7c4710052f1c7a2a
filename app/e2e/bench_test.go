package e2e

import (
	"bytes"
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
	"github.com/chromedp/cdproto/performance"

	"nagare/stream/streamtest"
)

// The benchmarks run Nagare and a rival without a framework (rival/rival.js on misskey-js) in the same browser against
// the same kind of server, turn by turn, and print a table with ratios at the end. They are no tests of time: run them
// with
//
//	make bench
//
// NAGARE_BENCH_ALSO=name=path,… lets further nagare binaries take part, to compare builds; NAGARE_BENCH_ROUNDS=n
// repeats more often.

func needBench(t *testing.T) {
	if os.Getenv("NAGARE_BENCH") == "" {
		t.Skip("a benchmark of minutes: run make bench")
	}
}

// benchLines are those of the table that is printed when all benchmarks are over.
var benchLines []string

// line adds to the table: what was measured of us, of the rival, their ratio where there are both, and the target; met
// tells whether it was reached. A target that was missed fails the benchmark.
func line(t *testing.T, what, ours, rival, ratio, target string, met bool) {
	t.Helper()
	sign := "ok"
	if target == "" {
		sign = ""
	} else if !met {
		sign = "MISSED"
		t.Errorf("%s: %s, ratio %s; the target is %s", what, ours, ratio, target)
	}
	l := fmt.Sprintf("%-48s %14s %14s %7s   %-12s %s", what, ours, rival, ratio, target, sign)
	t.Log(l)
	benchLines = append(benchLines, strings.TrimRight(l, " "))
}

// printBench prints the table; TestMain calls it.
func printBench() {
	if len(benchLines) == 0 {
		return
	}
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("\n%-48s %14s %14s %7s   %-12s (load %s)\n%s\n", "", "nagare", "rival", "ratio", "target", bytes.TrimSpace(load), strings.Join(benchLines, "\n"))
}

func ratio(a, b float64) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", a/b)
}

func rounds(n int) int {
	var more int
	if fmt.Sscan(os.Getenv("NAGARE_BENCH_ROUNDS"), &more); more > 0 {
		return more
	}
	return n
}

var benchTags = []string{"alpha", "beta", "gamma", "delta"}

// contender is one of the pages under measurement. open shows columns of the tags.
type contender struct {
	name string
	open func(t *testing.T, server *streamtest.Server, tags ...string) *Tab
}

// contenders returns Nagare, the rival, and whoever else was asked to take part.
func contenders(t *testing.T) []contender {
	rival := serveRival(t)
	list := []contender{ours("nagare", Serve(t, "-demo=false")), {"rival", func(t *testing.T, s *streamtest.Server, tags ...string) *Tab {
		tab := NewTab(t)
		tab.Load(rival + "/rival.html?" + url.Values{"origin": {s.URL}, "tag": tags}.Encode())
		tab.Until(`document.documentElement.dataset.live`, "live rival")
		return tab
	}}}
	for _, also := range strings.Split(os.Getenv("NAGARE_BENCH_ALSO"), ",") {
		if name, path, ok := strings.Cut(also, "="); ok {
			site := &Site{t: t, addr: freeAddr(t), args: []string{"-demo=false"}, binary: path}
			site.Start()
			t.Cleanup(site.Stop)
			list = append(list, ours(name, site))
		}
	}
	return list
}

func ours(name string, site *Site) contender {
	return contender{name, func(t *testing.T, s *streamtest.Server, tags ...string) *Tab {
		var q []string
		for _, tag := range tags {
			q = append(q, "c=hashtag@"+strings.TrimPrefix(s.URL, "http://")+";q="+tag)
		}
		tab := NewTab(t)
		tab.WatchLists()
		tab.Open(site.URL + "/?" + strings.Join(q, "&"))
		for i := range tags {
			tab.Until(`document.querySelector('[data-column="`+fmt.Sprint(i)+`"][data-state="live"]')`, "live column")
		}
		return tab
	}}
}

// serveRival serves the rival with our styles and icons, so that both paint the same.
func serveRival(t *testing.T) string {
	mux := http.NewServeMux()
	at := func(parts ...string) string { return filepath.Join(append([]string{Root}, parts...)...) }
	mux.Handle("/", http.FileServer(http.Dir(at("app", "e2e", "rival"))))
	page, err := os.ReadFile(at("app", "e2e", "rival", "rival.html"))
	if err != nil {
		t.Fatal(err)
	}
	sprite, err := os.ReadFile(at("web", "icons.svg"))
	if err != nil {
		t.Fatal(err)
	}
	page = bytes.Replace(page, []byte("</body>"), append(sprite, "</body>"...), 1)
	mux.HandleFunc("/rival.html", func(w http.ResponseWriter, r *http.Request) { w.Write(page) })
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, css := range []string{"theme.css", "app.css"} {
		mux.HandleFunc("/"+css, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, at("web", css)) })
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
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

// meter adds up what a page did while it was measured.
type meter struct {
	busy, time float64   // seconds of work on the main thread, and that passed
	lag        []float64 // ms from post to paint
	long       int       // tasks over 50 ms
	longest    float64
}

func (m *meter) share() float64 { return m.busy / m.time }

func (m *meter) at(percent int) float64 {
	if len(m.lag) == 0 {
		return 0
	}
	sort.Float64s(m.lag)
	return m.lag[min(len(m.lag)*percent/100, len(m.lag)-1)]
}

// busy is how long the main thread has worked so far, in seconds. It counts processor time: what other processes take
// meanwhile is not its work.
func (b *Tab) busy() float64 {
	b.T.Helper()
	for _, m := range Call(b, performance.GetMetrics, cdp.Empty{}).Metrics {
		if m.Name == "TaskDuration" {
			return m.Value
		}
	}
	return 0
}

// measure adds to m what the page does during f.
func (b *Tab) measure(m *meter, f func()) {
	b.T.Helper()
	Eval[bool](b, probe)
	Call(b, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	start, busy := time.Now(), b.busy()
	f()
	m.busy += b.busy() - busy
	m.time += time.Since(start).Seconds()
	b.Settle()
	m.lag = append(m.lag, Eval[[]float64](b, `window.__probe.lag`)...)
	for _, l := range Eval[[]float64](b, `window.__probe.long`) {
		m.long++
		m.longest = max(m.longest, l)
	}
}

// pace posts notes about the tags at a rate, with a reaction to every fifth, and returns the last.
func pace(server *streamtest.Server, rate int, d time.Duration, tags ...string) (last string) {
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := range int(d.Seconds() * float64(rate)) {
		<-tick.C
		n := server.Post(benchNote(i, tags...))
		last = n.ID
		if i%5 == 0 {
			server.React(n.ID, "bob", "👍")
		}
	}
	return last
}

var benchPeople = []string{"alice", "bob", "carol"}

func benchNote(i int, tags ...string) streamtest.NoteSpec {
	tag := "#" + tags[i%len(tags)]
	return streamtest.NoteSpec{By: benchPeople[i%len(benchPeople)], Text: fmt.Sprintf("note %d %s 流れる水は腐らない。 :nagare: https://a.example/%d with some more words to fill two lines of the row", i, tag, i)}
}
