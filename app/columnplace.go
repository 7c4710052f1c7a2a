package app

import (
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// Where the reader of a column is, and what they have read.

// recall takes over what was read when the column opened: once, and not before what was kept of the last visit is there.
func (c *column) recall() {
	if c.col.Recalled && !c.recalled {
		c.recalled, c.divider = true, c.col.LastRead
	}
}

// place puts the reader back where they were at the last visit, once.
func (c *column) place() {
	if c.placed || !c.recalled || len(c.col.Items) == 0 {
		return
	}
	c.placed = true
	for _, key := range c.keys {
		if a := c.col.Anchor; isNote(key) && key <= a.NoteID { // the note itself, or the next one if it is gone
			if key < a.NoteID {
				a.Offset = 0
			}
			c.call("show", key, a.Offset, c.divider) // what is newer is new, though it came before anybody could look
			break
		}
	}
	if c.col.Anchor.NoteID == "" && c.divider == "" {
		c.read()
	}
}

// read says that everything down from the newest note was seen.
func (c *column) read() {
	for _, it := range c.col.Items {
		if it.Gap == nil {
			c.s.hub.MarkRead(c.ID, it.NoteID)
			return
		}
	}
}

// leave marks as read what a reader who stayed at the top has seen come.
func (c *column) leave() {
	if c.following && c.placed {
		c.read()
	}
}

// onRested hears where the reader is, shortly after they scrolled.
func (c *column) onRested(args []ui.Value) any {
	at := args[0].String()
	if p, ok := resting(at); ok {
		c.s.hub.SetAnchor(c.ID, p)
	}
	if at == "" {
		c.read()
	}
	return nil
}

// resting reads what the list tells of where the reader is: the row at the upper edge and those below it, each with how much
// of it is cut off, a line each; nothing at the top. A gap or a divider may be gone at the next start, so that the note below
// marks the place. ok is false where there is none.
func resting(at string) (p store.Position, ok bool) {
	lines := strings.Split(at, "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		if isNote(lines[i]) {
			p.NoteID = lines[i]
			p.Offset, _ = strconv.Atoi(lines[i+1])
			return p, true
		}
	}
	return p, at == ""
}
