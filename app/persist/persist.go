// Package persist keeps columns over a reload: in the browser's IndexedDB, through web/persist.js, and elsewhere in
// memory. What is kept is a courtesy, not a record: it may be gone at any time, and whatever is read is checked as if a
// server had sent it. Tokens never come near it.
package persist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"nagare/app/store"
)

// head is the first line of a kept column; the notes follow, one a line.
type head struct {
	Version  int            `json:"v"`
	SavedAt  time.Time      `json:"savedAt"`
	Bottom   string         `json:"bottom"`
	End      bool           `json:"end,omitempty"`
	LastRead string         `json:"lastRead,omitempty"`
	Anchor   store.Position `json:"anchor,omitzero"`
	Gaps     []store.Gap    `json:"gaps,omitempty"`
}

// version changes when what an older program kept cannot be read any more.
const version = 1

// Bounds of what is read back.
const (
	maxNotes = 500
	maxGaps  = 200
	maxText  = 8 << 20
)

// encode writes a snapshot as text. The notes stay the bytes they came as, so that nothing is decoded for keeping it.
func encode(snap store.Snapshot) ([]byte, error) {
	first, err := json.Marshal(head{version, snap.SavedAt, snap.Bottom, snap.End, snap.LastRead, snap.Anchor, snap.Gaps})
	if err != nil {
		return nil, fmt.Errorf("keep a column: %w", err)
	}
	size := len(first)
	for _, n := range snap.Notes {
		size += len(n.Raw) + 1
	}
	out := bytes.NewBuffer(make([]byte, 0, size))
	out.Write(first)
	for _, n := range snap.Notes {
		out.WriteByte('\n')
		if bytes.IndexByte(n.Raw, '\n') >= 0 { // only between tokens: in strings it is escaped
			if err := json.Compact(out, n.Raw); err != nil {
				return nil, fmt.Errorf("keep a column: %w", err)
			}
			continue
		}
		out.Write(n.Raw)
	}
	return out.Bytes(), nil
}

// decode reads what encode wrote. ok is false for anything else.
func decode(text []byte) (snap store.Snapshot, ok bool) {
	if len(text) > maxText {
		return snap, false
	}
	first, rest, _ := bytes.Cut(text, []byte{'\n'})
	var h head
	if json.Unmarshal(first, &h) != nil || h.Version != version || len(h.Gaps) > maxGaps {
		return snap, false
	}
	snap = store.Snapshot{SavedAt: h.SavedAt, Bottom: h.Bottom, End: h.End, LastRead: h.LastRead, Anchor: h.Anchor, Gaps: h.Gaps}
	for len(rest) > 0 && len(snap.Notes) < maxNotes {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte{'\n'})
		if len(line) > 0 {
			snap.Notes = append(snap.Notes, store.RawNote{Raw: bytes.Clone(line)}) // one note must not keep all the text
		}
	}
	return snap, true
}
