package e2e

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// recordedNotes are the notes of the recordings that make a row, newest first, each once, but for those whose size was
// exaggerated to test a limit.
func recordedNotes(t *testing.T, most int) (notes []json.RawMessage) {
	files, err := filepath.Glob(filepath.Join(Root, "stream", "testdata", "recordings", "misskey-*.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]json.RawMessage{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 8<<20)
		for lines.Scan() {
			var l struct{ Raw string }
			var e struct {
				Type string
				Body struct {
					Type string
					Body json.RawMessage
				}
			}
			if json.Unmarshal(lines.Bytes(), &l) != nil || json.Unmarshal([]byte(l.Raw), &e) != nil || e.Type != "channel" || e.Body.Type != "note" {
				continue
			}
			var n struct {
				ID    string
				Text  *string
				User  json.RawMessage
				Files json.RawMessage
			}
			if json.Unmarshal(e.Body.Body, &n) == nil && n.ID != "" && n.User != nil && n.Files != nil && len(e.Body.Body) < 8000 {
				byID[n.ID] = e.Body.Body
			}
		}
		f.Close()
	}
	ids := make([]string, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	for _, id := range ids[:min(most, len(ids))] {
		notes = append(notes, byID[id])
	}
	return notes
}

// A hundred rows of recorded notes: written, parsed, laid out, in the width of a column.
func TestBenchRows(t *testing.T) {
	needBench(t)
	notes := recordedNotes(t, 100)
	if len(notes) < 50 {
		t.Fatalf("%d recorded notes", len(notes))
	}
	const times = `(() => {
		const took = [];
		for (let i = 0; i < 9; i++) {
			const box = document.createElement("div");
			box.className = "rows";
			const t = performance.now();
			fill(box);
			list.prepend(box);
			box.getBoundingClientRect();
			took.push(performance.now() - t);
			box.remove();
		}
		return took;
	})()`
	host := ServeNotes(t, notes)
	allow := []string{"ERR_", "the server responded with a status of", "Failed to load resource"}

	tab := NewTab(t)
	tab.WatchLists()
	tab.Expect(allow...)
	tab.Open(Serve(t, "-demo=false").URL + "/?c=localTimeline@" + host)
	tab.Until(`__lists.length && __lists[0].keys.length > 50`, "rows")
	shown := Eval[[]string](tab, `(() => {
		const l = __lists[0], keys = l.keys.filter((k) => k !== "tail" && !k.includes(":")), all = keys.slice();
		while (keys.length < 100) keys.push(keys[keys.length - all.length]);   // again from the first
		window.list = l.el;
		window.fill = (box) => {
			const t = document.createElement("template");
			t.innerHTML = l.cb.rows(keys.join("\n")).join("");
			box.append(t.content);
			nagareStyled(box);
		};
		return keys;
	})()`)
	we := Eval[[]float64](tab, times)

	other := NewTab(t)
	other.Expect(allow...)
	other.Load(serveRival(t) + "/rival.html?" + url.Values{"origin": {"http://" + host}, "tag": {"none"}}.Encode())
	other.Until(`document.documentElement.dataset.live`, "live rival")
	var same []json.RawMessage
	for _, id := range shown {
		i := slices.IndexFunc(notes, func(n json.RawMessage) bool { return strings.Contains(string(n[:min(len(n), 40)]), id) })
		if i < 0 {
			t.Fatalf("%s was not given", id)
		}
		same = append(same, notes[i])
	}
	raw, _ := json.Marshal(same)
	Eval[bool](other, `window.raws = `+string(raw)+`.map((n) => JSON.stringify(n)), window.list = document.querySelector(".list"),
		window.fill = (box) => { for (const r of raws) box.append(rivalRow(JSON.parse(r)).a); }, true`)
	they := Eval[[]float64](other, times)
	x, y := slices.Min(we), slices.Min(they)
	t.Logf("%d rows of %d notes: first time %.0f and %.0f ms", len(shown), len(notes), we[0], they[0])
	line(t, fmt.Sprintf("mount %d recorded notes", len(shown)), ms(x), ms(y), ratio(x, y), "120 ms", x <= 120)
}

// One reaction on a note in view: all that the main thread does for it, at first and on a page that is open for a while.
// An engine translates what runs often once more, ours and the rival's alike.
func TestBenchReaction(t *testing.T) {
	needBench(t)
	const n, soak = 150, 600
	first, warm := map[string]float64{}, map[string]float64{}
	for _, c := range contenders(t) {
		t.Run(c.name, func(t *testing.T) {
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 13})
			var ids []string
			for i := range 8 {
				ids = append(ids, server.Post(benchNote(i, "alpha")).ID)
			}
			tab := c.open(t, server, "alpha")
			tab.Until(`document.querySelector('[data-note-id="`+ids[0]+`"]')`, "row")
			Wait(t, 10*time.Second, "capture", func() bool { return len(server.Captured()) >= len(ids) })
			done := 0
			react := func(n int, every time.Duration) {
				tick := time.NewTicker(every)
				defer tick.Stop()
				for range n {
					<-tick.C
					id := ids[done%len(ids)]
					who := benchPeople[done/len(ids)%len(benchPeople)]
					if done/len(ids)/len(benchPeople)%2 == 0 {
						server.React(id, who, "👍")
					} else {
						server.Unreact(id, who)
					}
					done++
				}
			}
			for _, cost := range []map[string]float64{first, warm} {
				var m meter
				tab.measure(&m, func() { react(n, 50*time.Millisecond) })
				cost[c.name] = 1000 * m.busy / n
				react(soak, 25*time.Millisecond)
			}
		})
	}
	line(t, "one reaction, of the first 150", fmt.Sprintf("%.2f ms", first["nagare"]), fmt.Sprintf("%.2f ms", first["rival"]), ratio(first["nagare"], first["rival"]), "", true)
	line(t, "one reaction, after 750", fmt.Sprintf("%.2f ms", warm["nagare"]), fmt.Sprintf("%.2f ms", warm["rival"]), ratio(warm["nagare"], warm["rival"]), "4 ms", warm["nagare"] <= 4)
	for name, ms := range warm {
		if !strings.Contains("nagare rival", name) {
			t.Logf("%s: %.2f and %.2f ms", name, first[name], ms)
		}
	}
}
