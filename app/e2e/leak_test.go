package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"

	"nagare/stream/streamtest"
)

// TestColumnsThatComeAndGoLeaveNothing opens and closes a deck of four columns twenty times: no element, listener or
// capture may be left, nor channel. (That no goroutine is left is shown natively: app/live/leak_test.go.)
func TestColumnsThatComeAndGoLeaveNothing(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: 61})
	for i := range 40 {
		server.Post(streamtest.NoteSpec{By: "alice", Text: fmt.Sprint("note ", i, " #go"), Pictures: i % 2})
	}
	host := hostOf(server)
	tab := Open(t, site.URL+"/?c=nothing")
	Call(tab, performance.Enable, performance.EnableParams{})
	measure := func() map[string]float64 {
		Call(tab, heapprofiler.CollectGarbage, cdp.Empty{})
		Call(tab, heapprofiler.CollectGarbage, cdp.Empty{})
		m := map[string]float64{}
		for _, x := range Call(tab, performance.GetMetrics, cdp.Empty{}).Metrics {
			m[x.Name] = x.Value
		}
		return m
	}
	// Pictures, scripts that come late and the browser's own pools are there by then. When the browser lets go of what it
	// holds for itself differs by a whole deck from round to round: what is there "at first" is the most of four rounds.
	const warm, early = 4, 4
	var deck float64
	first := map[string]float64{}
	for round := range warm + early + 20 {
		Eval[any](tab, `void goappNav("/?c=localTimeline@`+host+`&c=globalTimeline@`+host+`&c=hashtag@`+host+`;q=go&c=serverStats@`+host+`")`)
		for i := range 3 {
			tab.state(i, "live")
		}
		tab.Until(`document.querySelectorAll("[data-note-id]").length > 9`, "rows")
		n := server.Post(streamtest.NoteSpec{By: "bob", Text: fmt.Sprint("round ", round)})
		tab.row(0, n.ID)
		if round == warm {
			deck = Eval[float64](tab, `document.querySelectorAll(".deck *").length`)
		}
		Eval[any](tab, `void goappNav("/?c=nothing")`)
		tab.Until(`!document.querySelector("[data-note-id]") && !document.querySelector("[data-column]")`, "empty deck")
		if round >= warm && round < warm+early {
			for name, n := range measure() {
				first[name] = max(first[name], n)
			}
		}
	}
	for end := time.Now().Add(20 * time.Second); len(server.Captured())+len(server.Joined()) > 0 && time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
	}
	if c, j := server.Captured(), server.Joined(); len(c) > 0 || len(j) > 0 {
		t.Errorf("left on the server: captures %v, channels %v", c, j)
	}
	// The browser itself holds on to some nodes and listeners for a while; twenty rounds must not leave as many as one
	// deck has.
	last := measure()
	for name, slack := range map[string]float64{"Nodes": deck, "JSEventListeners": 60, "Documents": 0} {
		t.Logf("%s: %.0f at first, %.0f twenty rounds later", name, first[name], last[name])
		if last[name] > first[name]+slack {
			t.Errorf("%s grew from %.0f to %.0f", name, first[name], last[name])
		}
	}
}
