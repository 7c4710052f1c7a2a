package app

import (
	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/store"
)

// verdicts is what the reader does not want to see of a list. The notes stay in the store: a rule that is taken back
// shows them again. The zero value hides nothing until the rules come.
type verdicts struct {
	set    *mute.Set
	rev    uint64
	ruled  bool
	judged map[string]mute.Verdict // by note
}

// maxJudged is how many notes are remembered: more than the deepest column has.
const maxJudged = 20_000

// follow takes in the rules. Before a list is looked through, that is, for it also makes room.
func (v *verdicts) follow(set *mute.Set, rev uint64) {
	if v.ruled && v.rev == rev && len(v.judged) < maxJudged {
		return
	}
	v.set, v.rev, v.ruled, v.judged = set, rev, true, nil
}

// forget has notes that changed judged again: they may say something else. It reports whether rows may have to go, or come.
func (v *verdicts) forget(ch *store.ColumnChange) bool {
	if ch.All || ch.AllAnew {
		v.judged = nil
	}
	for _, ids := range [][]string{ch.Rows, ch.Anew} {
		for _, id := range ids {
			delete(v.judged, id)
		}
	}
	return !v.set.Empty() && (ch.AllAnew || len(ch.Anew) > 0)
}

// of looks at a note. It runs inside Look.
func (v *verdicts) of(st *store.Store, src store.Source, id string) mute.Verdict {
	if v.set.Empty() {
		return mute.Verdict{}
	}
	verdict, ok := v.judged[id]
	if ok {
		return verdict
	}
	n, here := st.Note(src, id)
	if !here || n.Note == nil {
		return mute.Verdict{}
	}
	verdict = v.set.Judge(n.Note)
	if v.judged == nil {
		v.judged = map[string]mute.Verdict{}
	}
	v.judged[id] = verdict
	return verdict
}

// verdict is what is said of a row of a column. It runs inside Look.
func (c *column) verdict(st *store.Store, id string) mute.Verdict {
	return c.mutes.of(st, c.col.Spec.Source(), id)
}

// judge looks at the column's notes: which ones it leaves out is in c.hidden. Those looked at before cost a lookup.
func (c *column) judge() {
	c.mutes.follow(c.s.hub.Mutes(c.col.Spec.Source()))
	c.hidden = nil
	if c.mutes.set.Empty() {
		return
	}
	c.s.hub.Look(func(st *store.Store) {
		for _, it := range c.col.Items {
			if it.Gap == nil && c.verdict(st, it.NoteID).Level == mute.Hard {
				if c.hidden == nil {
					c.hidden = map[string]bool{}
				}
				c.hidden[it.NoteID] = true
			}
		}
	})
}

// spared is what the reader of a page opened themselves.
type spared struct {
	row    string // by key
	person string // whose notes are spared what is against the person, by id
}

// opened says what the page is about.
func (l *pageList) opened(row, personID string) {
	if now := (spared{row, personID}); l.spared != now {
		l.spared, l.mutes = now, verdicts{}
	}
}

// rules takes in the rules if they changed. It must not run inside Look.
func (l *pageList) rules() {
	set, rev := l.s.hub.Mutes(l.src)
	l.mutes.follow(set.Except(l.spared.person), rev)
}

// verdict is what is said of a row. It runs inside Look.
func (l *pageList) verdict(st *store.Store, key, id string) mute.Verdict {
	if key == l.spared.row {
		return mute.Verdict{}
	}
	return l.mutes.of(st, l.src, id)
}

// covered says which rule covers a row; Show: none, or the reader opened it. It runs inside Look.
func (l *pageList) covered(st *store.Store, key, id string) mute.Verdict {
	if l.folds[key+" "+markup.FoldMuted] {
		return mute.Verdict{}
	}
	return l.verdict(st, key, id)
}

// hides reports whether the list leaves a note out.
func (l *pageList) hides(key, id string) (hides bool) {
	l.rules()
	l.s.hub.Look(func(st *store.Store) { hides = l.verdict(st, key, id).Level == mute.Hard })
	return hides
}

// remute shows columns and pages anew when the rules changed.
func (s *Session) remute() {
	rev := s.hub.MutesRev()
	if rev == s.muteRev {
		return
	}
	s.muteRev = rev
	for _, c := range s.columns {
		if c.part == nil && c.list != nil {
			c.sync()
			for key := range c.mounted {
				c.call("refresh", key)
			}
		}
	}
	for id, l := range s.pages {
		if id == l.shelf && l.list != nil { // a list may stand for a column too
			l.redraw()
		}
	}
}
