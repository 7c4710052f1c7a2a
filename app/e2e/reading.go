package e2e

import (
	"strconv"
	"time"
)

// reading is what a reader finds who scrolls a column from top to bottom.
type reading struct {
	ids       []string // of notes, each as often as it stands there
	gaps      int
	reactions map[string]map[string]int
	renotes   map[string]string // note shown inside a renote
}

// readColumn scrolls a column from its top, as a reader would, until the oldest note wanted is read or nothing has come
// for a while, however long the server took for older notes before.
// only, if not nil, are the notes that count.
func (b *Tab) readColumn(column int, oldest string, only map[string]bool) reading {
	b.T.Helper()
	r := reading{reactions: map[string]map[string]int{}, renotes: map[string]string{}}
	type row struct {
		ID, Of    string
		Gap       bool
		Reactions map[string]int
	}
	seen := map[string]bool{}
	list := `document.querySelector('[data-column="` + strconv.Itoa(column) + `"] .list')`
	Eval[bool](b, list+`.scrollTop = 0, true`)
	for last := time.Now(); !seen[oldest]; {
		b.Settle()
		rows := Eval[[]row](b, `[...`+list+`.querySelectorAll('[data-note-id],[data-gap]')].map((n) => ({ID: n.dataset.noteId || n.dataset.gap, Gap: !n.dataset.noteId, Of: n.dataset.renoteOf || "",
			Reactions: Object.fromEntries([...n.querySelectorAll('[data-reaction]')].map((p) => [p.dataset.reaction, +p.dataset.count]))}))`)
		here := map[string]bool{}
		fresh := false
		for _, x := range rows {
			if here[x.ID] { // twice at the same time
				r.ids = append(r.ids, x.ID)
			}
			here[x.ID] = true
			if seen[x.ID] {
				continue
			}
			seen[x.ID], fresh = true, true
			switch {
			case x.Gap:
				r.gaps++
			case only == nil || only[x.ID]:
				r.ids = append(r.ids, x.ID)
				r.reactions[x.ID] = x.Reactions
				r.renotes[x.ID] = x.Of
			}
		}
		tail := Eval[string](b, list+`.querySelector('[data-older]')?.dataset.older ?? "out of view"`)
		patience := 2 * time.Second
		if tail == "loading" || tail == "more" {
			patience = 20 * time.Second
		}
		if fresh {
			last = time.Now()
		} else if time.Since(last) > patience {
			b.T.Logf("column %d ends at %d notes, older ones: %s", column, len(r.ids), tail)
			break
		} else {
			time.Sleep(50 * time.Millisecond)
		}
		Eval[bool](b, list+`.scrollTop += `+list+`.clientHeight, true`)
	}
	return r
}
