package app

import (
	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/store"
)

// pageMutes is what the reader does not want to see in the list of a page. The note and the person that they opened
// themselves are spared.
type pageMutes struct {
	set   *mute.Set
	rev   uint64
	known bool
	shown uint64                  // the rev that the whole list was drawn with last
	by    map[string]mute.Verdict // of the notes judged so far

	note   string // the row that is spared
	person string // whose rows are spared what is against the person, by id
}

// opened says what the page is about.
func (l *pageList) opened(row, personID string) {
	if m := &l.mutes; m.note != row || m.person != personID {
		m.note, m.person, m.known = row, personID, false
	}
}

// rules takes in the rules if they changed. It must not run inside Look.
func (l *pageList) rules() {
	set, rev := l.s.hub.Mutes(l.src)
	if m := &l.mutes; !m.known || m.rev != rev {
		m.set, m.rev, m.known, m.by = set.Except(m.person), rev, true, map[string]mute.Verdict{}
	}
}

// judge looks at the note of a row. It runs inside Look.
func (m *pageMutes) judge(st *store.Store, src store.Source, key, id string) mute.Verdict {
	if key == m.note || m.set.Empty() {
		return mute.Verdict{}
	}
	verdict, ok := m.by[id]
	if !ok {
		if v, here := st.Note(src, id); here && v.Note != nil {
			verdict = m.set.Judge(v.Note)
			m.by[id] = verdict
		}
	}
	return verdict
}

// covered says which rule covers a row; Show: none, or the reader opened it. It runs inside Look.
func (l *pageList) covered(st *store.Store, key, id string) mute.Verdict {
	v := l.mutes.judge(st, l.src, key, id)
	if v.Level != mute.Show && l.folds[key+" "+markup.FoldMuted] {
		return mute.Verdict{}
	}
	return v
}

// hides reports whether the list leaves a note out.
func (l *pageList) hides(key, id string) (hides bool) {
	l.rules()
	l.s.hub.Look(func(st *store.Store) { hides = l.mutes.judge(st, l.src, key, id).Level == mute.Hard })
	return hides
}

// remutePages shows the pages anew when the rules changed.
func (s *Session) remutePages() {
	for _, l := range s.pages {
		if rev := s.hub.MutesRev(); l.list != nil && l.mutes.shown != rev {
			l.mutes.shown = rev
			l.redraw()
		}
	}
}
