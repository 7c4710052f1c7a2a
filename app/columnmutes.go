package app

import (
	"nagare/app/mute"
	"nagare/app/store"
)

// columnMutes is what the reader does not want to see in a column. The notes stay in the store: a rule that is taken
// back shows them again, and what is hidden is counted.
type columnMutes struct {
	rev    uint64
	by     map[string]mute.Verdict // of the notes judged so far that are muted in some way
	judged map[string]bool
	hidden int
}

func (m *columnMutes) hides(id string) bool  { return m.by[id].Level == mute.Hard }
func (m *columnMutes) covers(id string) bool { return m.by[id].Level == mute.Soft }

// judge looks at the notes of the column that are new, or at all of them when the rules changed.
func (c *column) judge() {
	set, rev := c.s.hub.Mutes(c.col.Spec.Source())
	m := &c.mutes
	if set.Empty() {
		*m = columnMutes{rev: rev}
		return
	}
	if m.rev != rev || m.judged == nil {
		*m = columnMutes{rev: rev, by: map[string]mute.Verdict{}, judged: map[string]bool{}}
	}
	m.hidden = 0
	c.s.hub.Look(func(st *store.Store) {
		for _, it := range c.col.Items {
			if it.Gap != nil {
				continue
			}
			if !m.judged[it.NoteID] {
				m.judged[it.NoteID] = true
				if v, ok := st.Note(c.col.Spec.Source(), it.NoteID); ok && v.Note != nil {
					if verdict := set.Judge(v.Note); verdict.Level != mute.Show {
						m.by[it.NoteID] = verdict
					}
				}
			}
			if m.hides(it.NoteID) {
				m.hidden++
			}
		}
	})
	if len(m.judged) > 4*len(c.col.Items)+200 { // of notes long gone
		m.judged = nil
	}
}

// remute shows the columns anew when the rules changed.
func (s *Session) remute() {
	rev := s.hub.MutesRev()
	if rev == s.muteRev {
		return
	}
	s.muteRev = rev
	for _, c := range s.columns {
		if c.part == nil && c.list != nil && c.mutes.rev != rev {
			c.sync()
			for key := range c.mounted {
				c.call("refresh", key)
			}
		}
	}
}
