package e2e

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// started is when things happened after the page was asked for, in ms.
type started struct{ Paint, Wasm, Mounted, Note float64 }

func (b *Tab) started() started {
	b.T.Helper()
	b.UntilIn(60*time.Second, `performance.getEntriesByName("nagare:first-note").length && performance.getEntriesByName("first-contentful-paint").length`, "first note")
	return Eval[started](b, `((at) => ({ Paint: at("first-contentful-paint"), Wasm: at("nagare:wasm"), Mounted: at("nagare:mounted"), Note: at("nagare:first-note") }))((n) => (performance.getEntriesByName(n)[0] || { startTime: 0 }).startTime)`)
}

// The start, cold under throttles and from the worker's cache. Every cold start has an origin of its own, for which the
// browser has kept nothing. The throttle is on the page: what the worker fetches in the background is not slowed.
func TestBenchStart(t *testing.T) {
	needBench(t)
	binaries := []string{""}
	for _, also := range strings.Split(os.Getenv("NAGARE_BENCH_ALSO"), ",") {
		if _, path, ok := strings.Cut(also, "="); ok {
			binaries = append(binaries, path)
		}
	}
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 14})
	open := "/?c=localTimeline@" + strings.TrimPrefix(server.URL, "http://")
	for _, x := range []struct {
		name                  string
		bits, latency, slower float64
		rounds                int
		paint, note           float64 // budgets, ms; 0: none
	}{
		{"cold, 1.6 Mbit/s, 150 ms, CPU/4", 1.6e6, 150, 4, 2, 600, 10_000},
		{"cold, 9 Mbit/s, 60 ms, CPU/4", 9e6, 60, 4, 3, 0, 3_000},
		{"cold, no throttle", 0, 0, 1, 3, 0, 0},
	} {
		runs := make([][]started, len(binaries))
		for range rounds(x.rounds) {
			for i, path := range binaries {
				t.Run(x.name, func(t *testing.T) {
					site := &Site{t: t, addr: freeAddr(t), args: []string{"-demo=false"}, binary: path}
					site.Start()
					defer site.Stop()
					tab := NewTab(t)
					tab.Throttle(x.bits, x.latency, x.slower)
					tab.Load(site.URL + open)
					runs[i] = append(runs[i], tab.started())
				})
			}
		}
		tell(t, x.name, runs, binaries, x.paint, x.note)
	}
	// Once more, with everything in the worker's cache.
	runs := make([][]started, len(binaries))
	for i, path := range binaries {
		t.Run("from the worker's cache", func(t *testing.T) {
			site := &Site{t: t, addr: freeAddr(t), args: []string{"-demo=false"}, binary: path}
			site.Start()
			defer site.Stop()
			tab := Open(t, site.URL+open)
			tab.Controlled()
			time.Sleep(2 * time.Second) // the browser keeps compiled code after a while
			for range rounds(5) {
				tab.Load("about:blank")
				tab.Load(site.URL + open)
				runs[i] = append(runs[i], tab.started())
			}
		})
	}
	tell(t, "from the worker's cache", runs, binaries, 0, 500)
}

// tell adds the median of the starts to the table, and logs what other binaries needed.
func tell(t *testing.T, name string, runs [][]started, binaries []string, paint, note float64) {
	middle := func(all []started, of func(started) float64) float64 {
		var v []float64
		for _, s := range all {
			v = append(v, of(s))
		}
		if len(v) == 0 {
			return 0
		}
		slices.Sort(v)
		return v[(len(v)-1)/2]
	}
	for i, all := range runs {
		s := started{middle(all, func(s started) float64 { return s.Paint }), middle(all, func(s started) float64 { return s.Wasm }),
			middle(all, func(s started) float64 { return s.Mounted }), middle(all, func(s started) float64 { return s.Note })}
		if i > 0 {
			t.Logf("%s, %s: paint %.0f, wasm %.0f, mounted %.0f, first note %.0f ms", binaries[i], name, s.Paint, s.Wasm, s.Mounted, s.Note)
			continue
		}
		t.Logf("%s: paint %.0f, wasm %.0f, mounted %.0f, first note %.0f ms", name, s.Paint, s.Wasm, s.Mounted, s.Note)
		add := func(what string, got, budget float64) {
			target := ""
			if budget > 0 {
				target = fmt.Sprintf("%.1f s", budget/1000)
			}
			line(t, name+": "+what, fmt.Sprintf("%.2f s", got/1000), "", "", target, budget == 0 || got <= budget)
		}
		add("paint", s.Paint, paint)
		add("note", s.Note, note)
	}
}
