package app

import (
	"slices"
	"strings"
	"time"
)

// Which rows a column's list has.

// sync gives the list its keys.
func (c *column) sync() {
	if c.part != nil {
		c.keys = c.part.keys()
		listed(c.list, c.visible, "set", strings.Join(c.keys, "\n"))
		return
	}
	c.judge()
	c.recall()
	divided := false // the note that was read last need not be there any more
	keys := make([]string, 0, len(c.col.Items)+2)
	for _, it := range c.col.Items {
		key := it.NoteID
		if c.hidden[key] {
			continue
		}
		if it.Gap != nil {
			key = gapKey(it.Gap)
		}
		if below := it.Gap == nil && key <= c.divider; below && !divided {
			if divided = true; len(keys) > 0 {
				keys = append(keys, dividerKey)
			}
		}
		keys = append(keys, key)
	}
	for i := 0; i < len(c.col.Events) && len(c.col.Items) == 0; i++ {
		keys = append(keys, eventKey(&c.col.Events[i]))
	}
	if len(c.col.Items) > 0 {
		keys = append(keys, tailKey)
		mark("nagare:first-note")
	}
	old := c.keys
	c.keys = keys
	if fresh, gone, ok := grown(old, keys); ok {
		c.add(keys[:fresh], gone)
	} else {
		c.arrived = time.Now()
		listed(c.list, c.visible, "set", strings.Join(keys, "\n"))
	}
	c.place()
}

// mostFresh bounds what is taken for new rows above the others.
const mostFresh = 50

// grown reports whether all that happened is that fresh keys came above and gone ones left from before the last.
func grown(old, keys []string) (fresh, gone int, ok bool) {
	if len(old) == 0 || len(keys) == 0 {
		return 0, 0, false
	}
	fresh = slices.Index(keys[:min(mostFresh+1, len(keys))], old[0])
	if gone = fresh + len(old) - len(keys); fresh < 1 || gone < 0 || gone > len(old)-1 {
		return 0, 0, false
	}
	kept := len(old) - 1 - gone
	return fresh, gone, keys[len(keys)-1] == old[len(old)-1] && slices.Equal(keys[fresh:fresh+kept], old[:kept])
}

// add gives the list rows that came above the others, with what they look like where the reader will see them at once.
func (c *column) add(keys []string, gone int) {
	args := []any{strings.Join(keys, "\n"), gone}
	if c.following {
		// A fade costs a third of a second of frames: it is for columns in which little happens.
		if time.Since(c.arrived) > 10*time.Second {
			for _, key := range keys[:min(3, len(keys))] {
				c.fresh[key] = true
			}
		}
		for _, html := range c.rows(keys[:min(10, len(keys))]) {
			args = append(args, html)
		}
	}
	c.arrived = time.Now()
	listed(c.list, c.visible, "add", args...)
}
