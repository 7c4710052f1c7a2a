package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// chaos is one run of the browser chaos test: what was posted, and the page that has to show it.
type chaos struct {
	t      *testing.T
	rng    *rand.Rand
	server *streamtest.Server
	tab    *Tab
	cols   []func(n streamtest.NoteSpec) bool // which notes belong to which column
	posted []posted
	live   map[string]bool
	log    []string // the faults so far
	silent time.Time
}

type posted struct {
	id   string
	spec streamtest.NoteSpec
	at   time.Time
	// kept is true while the local channel is silenced: nobody can know of such a note before the next look over HTTP.
	kept bool
}

// TestChaos lets a server fail in every way while four columns watch it, and holds the page to its promise: at every
// moment each note is shown or stands inside a marked gap, and in the end nothing is missing, doubled or miscounted.
//
// NAGARE_CHAOS_NOTES, _FAULTS and _SEED set its size; make chaos runs a larger one.
func TestChaos(t *testing.T) {
	number := func(name string, def int) int {
		if n, err := strconv.Atoi(os.Getenv("NAGARE_CHAOS_" + name)); err == nil {
			return n
		}
		return def
	}
	notes, faults, seed := number("NOTES", 150), number("FAULTS", 12), number("SEED", 1)
	t.Logf("%d notes, %d faults, seed %d", notes, faults, seed)

	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{Seed: uint64(seed), Flavour: streamtest.Upstream2025})
	host := strings.TrimPrefix(server.URL, "http://")
	tag := func(n streamtest.NoteSpec, tag string) bool { return strings.Contains(n.Text, "#"+tag+" ") }
	c := &chaos{t: t, rng: rand.New(rand.NewPCG(uint64(seed), 1)), server: server, live: map[string]bool{}, cols: []func(streamtest.NoteSpec) bool{
		func(n streamtest.NoteSpec) bool { return true },
		func(n streamtest.NoteSpec) bool { return true },
		func(n streamtest.NoteSpec) bool { return tag(n, "odd") },
		func(n streamtest.NoteSpec) bool { return tag(n, "even") },
	}}
	for i := range 30 {
		c.post(i)
	}
	c.tab = NewTab(t)
	c.tab.Expect("WebSocket", "ERR_", "Failed to load resource", "Failed to fetch", "429", "503")
	c.tab.Open(site.URL + "/?c=localTimeline@" + host + "&c=globalTimeline@" + host + "&c=hashtag@" + host + ";q=odd&c=hashtag@" + host + ";q=even")
	for i := range c.cols {
		c.tab.state(i, "live")
	}

	perFault := max(1, notes/faults)
	for i := range notes {
		c.post(30 + i)
		if i%perFault == perFault-1 {
			c.fault()
		}
		if i%7 == 0 {
			c.checkNow()
		}
		time.Sleep(time.Duration(5+c.rng.IntN(30)) * time.Millisecond)
	}
	server.Heal()
	c.settle()
}

// post publishes a note and, now and then, lets somebody react, or deletes an older note.
func (c *chaos) post(i int) {
	spec := streamtest.NoteSpec{By: benchPeople[i%3], Text: fmt.Sprintf("note %d #%s 流れる", i, []string{"even", "odd"}[i%2])}
	n := c.server.Post(spec)
	c.posted = append(c.posted, posted{n.ID, spec, time.Now(), time.Now().Before(c.silent)})
	c.live[n.ID] = true
	if len(c.posted) < 10 {
		return
	}
	pick := func() string { return c.posted[len(c.posted)-1-c.rng.IntN(10)].id }
	switch c.rng.IntN(8) {
	case 0, 1, 2:
		c.server.React(pick(), benchPeople[c.rng.IntN(3)], []string{"👍", "🎉", "❤"}[c.rng.IntN(3)])
	case 3:
		c.server.Unreact(pick(), benchPeople[c.rng.IntN(3)])
	case 4:
		if id := pick(); c.live[id] && c.rng.IntN(3) == 0 {
			c.server.Delete(id)
			delete(c.live, id)
		}
	}
}

// fault makes one thing go wrong.
func (c *chaos) fault() {
	k := c.rng.IntN(8)
	c.log = append(c.log, fmt.Sprintf("after %d notes: %s", len(c.posted), []string{"drop", "drop", "half-open", "refuse", "restart", "silence of local", "frozen", "reorder and duplicate"}[k]))
	switch k {
	case 0, 1:
		c.server.Drop()
	case 2:
		c.server.Inject(streamtest.Fault{Kind: streamtest.HalfOpen, For: 2 * time.Second})
	case 3:
		c.server.Inject(streamtest.Fault{Kind: streamtest.Refuse, For: time.Duration(1+c.rng.IntN(3)) * time.Second})
		c.server.Drop()
	case 4:
		c.server.Stop()
		time.Sleep(time.Duration(200+c.rng.IntN(1500)) * time.Millisecond)
		if err := c.server.Start(); err != nil {
			c.t.Fatal(err)
		}
	case 5:
		c.silent = time.Now().Add(1500 * time.Millisecond)
		for i := max(0, len(c.posted)-20); i < len(c.posted); i++ { // on their way when the silence begins
			c.posted[i].kept = true
		}
		c.server.Inject(streamtest.Fault{Kind: streamtest.Silence, Channel: "localTimeline", For: time.Second})
	case 6:
		// The page is told that it is hidden and frozen, and shown again. The browser's own freeze cannot be used: after
		// it headless Chromium paints no frame any more.
		hide := func(hidden bool, event string) {
			Eval[bool](c.tab, fmt.Sprintf(`(Object.defineProperty(document, "hidden", {configurable: true, get: () => %v}),
				document.dispatchEvent(new Event("visibilitychange")), document.dispatchEvent(new Event(%q)))`, hidden, event))
		}
		hide(true, "freeze")
		time.Sleep(time.Duration(300+c.rng.IntN(1200)) * time.Millisecond)
		hide(false, "resume")
	case 7:
		c.server.Inject(streamtest.Fault{Kind: streamtest.Reorder, Chance: 0.3, For: 2 * time.Second})
		c.server.Inject(streamtest.Fault{Kind: streamtest.Duplicate, Chance: 0.3, For: 2 * time.Second})
	}
}

// shown is what stands in a column from top to bottom: ids, and "gap" for a gap of any state but closed.
const shown = `[...document.querySelectorAll('[data-column]')].sort((a, b) => a.dataset.column - b.dataset.column).map((c) =>
	({state: c.dataset.state, items: [...c.querySelectorAll('[data-note-id],[data-gap]')].map((n) => n.dataset.noteId || 'gap')}))`

type shownColumn struct {
	State string
	Items []string
}

// checkNow looks for an unmarked hole among the rows in the page: between two neighbours no note may be missing unless a
// gap stands between them. A frame may still be on its way, so what looks wrong is looked at again; a column whose last
// word is that something is amiss claims nothing about what is newer than its newest row.
func (c *chaos) checkNow() {
	c.t.Helper()
	patience := 20
	if time.Since(c.silent) < 35*time.Second {
		patience = 60 // what a channel kept back at the edge of its silence is found by the next look over HTTP
	}
	for try := 0; ; try++ {
		bad := c.holes()
		if bad == "" {
			return
		}
		if try >= patience {
			var seen []string
			for i, col := range Eval[[]shownColumn](c.tab, shown) {
				line := fmt.Sprintf("column %d (%s):", i, col.State)
				for _, id := range col.Items {
					if id != "gap" {
						id = strings.TrimSuffix(c.text(id), " 流れる")
					}
					line += " [" + id + "]"
				}
				seen = append(seen, line)
			}
			c.t.Fatalf("an unmarked hole: %s\n%s\n%s", bad, strings.Join(c.log, "\n"), strings.Join(seen, "\n"))
		}
		time.Sleep(500 * time.Millisecond)
	}
}

func (c *chaos) holes() string {
	cols := Eval[[]shownColumn](c.tab, shown)
	kept := map[string]bool{}
	for _, p := range c.posted {
		kept[p.id] = p.kept
	}
	for i, col := range cols {
		want := c.belonging(i)
		at := map[string]int{}
		for j, id := range want {
			at[id] = j
		}
		last, gap := -1, false
		for _, id := range col.Items {
			if id == "gap" {
				gap = true
				continue
			}
			j, ok := at[id]
			if !ok { // deleted on the server, and the word of it still on its way
				continue
			}
			if last >= 0 && j <= last {
				return fmt.Sprintf("column %d: %s stands below %s", i, id, want[last])
			}
			missing := 0
			for k := last + 1; last >= 0 && k < j; k++ {
				if !kept[want[k]] || i != 0 {
					missing++
				}
			}
			if missing > 0 && !gap {
				return fmt.Sprintf("column %d (%s): %d notes are missing between %s (%s) and %s (%s)", i, col.State, missing, want[last], c.text(want[last]), id, c.text(id))
			}
			last, gap = j, false
		}
	}
	return ""
}

func (c *chaos) text(id string) string {
	for _, p := range c.posted {
		if p.id == id {
			return p.spec.Text
		}
	}
	return ""
}

// belonging are the ids a column should show, newest first.
func (c *chaos) belonging(column int) []string {
	var ids []string
	for i := len(c.posted) - 1; i >= 0; i-- {
		if p := c.posted[i]; c.live[p.id] && c.cols[column](p.spec) {
			ids = append(ids, p.id)
		}
	}
	return ids
}

// settle waits until all is well again, then reads every column from top to bottom.
func (c *chaos) settle() {
	c.t.Helper()
	start := time.Now()
	for i := range c.cols {
		c.tab.UntilIn(90*time.Second, `document.querySelector('[data-column="`+strconv.Itoa(i)+`"]:is([data-state="live"],[data-state="quiet"])')`, "live column after the chaos")
	}
	final := c.server.Post(streamtest.NoteSpec{By: "alice", Text: "final #even #odd 流れる"})
	c.posted = append(c.posted, posted{final.ID, streamtest.NoteSpec{Text: "final #even #odd 流れる"}, time.Now(), false})
	c.live[final.ID] = true
	for i := range c.cols {
		c.tab.UntilIn(30*time.Second, `document.querySelector('[data-column="`+strconv.Itoa(i)+`"] [data-note-id="`+final.ID+`"]')`, "last note")
	}
	// What a silence swallowed is found by the next looks of the witness, what was not in view is read again once it has
	// been seen: the columns are read until all is well, as long as that may take.
	var faults []string
	for limit := start.Add(2*time.Minute + time.Duration(len(c.posted))*100*time.Millisecond); ; time.Sleep(2 * time.Second) {
		faults = c.faults()
		if len(faults) == 0 || time.Now().After(limit) {
			break
		}
	}
	for _, f := range faults {
		c.t.Error(f)
	}
	c.t.Logf("settled after %v", time.Since(start).Round(time.Millisecond))
}

// faults reads every column from top to bottom and says what is not as on the server.
func (c *chaos) faults() (bad []string) {
	c.t.Helper()
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	counts := map[string]map[string]int{}
	for _, n := range c.server.Notes() {
		counts[n.ID] = n.Reactions
	}
	mine := map[string]bool{} // what is not mine is the town's own past
	for _, p := range c.posted {
		mine[p.id] = true
	}
	for i := range c.cols {
		want := c.belonging(i)
		got := c.tab.readColumn(i, want[len(want)-1], mine)
		seen := map[string]bool{}
		for _, id := range got.ids {
			if seen[id] {
				say("column %d shows %s twice", i, id)
			}
			seen[id] = true
		}
		if !slices.Equal(got.ids, want) {
			missing := 0
			for _, id := range want {
				if !seen[id] {
					missing++
				}
			}
			say("column %d shows %d notes, want %d (%d missing); gaps left: %d", i, len(got.ids), len(want), missing, got.gaps)
		}
		if got.gaps > 0 {
			say("column %d has %d gaps that could be closed", i, got.gaps)
		}
		for id, rs := range got.reactions {
			for k, n := range rs {
				if counts[id][k] != n {
					say("column %d, note %s: %d × %s, want %d", i, id, n, k, counts[id][k])
				}
			}
			for k, n := range counts[id] {
				if n > 0 && rs[k] == 0 {
					say("column %d, note %s: %s is missing", i, id, k)
				}
			}
		}
	}
	return bad
}
