package store

import "slices"

// Changes tells what an event changed, so that only the touched parts of the screen are drawn again.
type Changes struct {
	Columns map[ColumnID]ColumnChange
	Set     bool     // columns were added or removed: see [Store.Columns]
	Servers []string // origins whose [Server] changed
	// Notice is set when something is to be told to the person once, such as that nothing can be kept over a reload.
	Notice Notice
}

// ColumnChange is what changed in one column.
type ColumnChange struct {
	Head  bool     // state, reason, latency, details, read position
	Items bool     // rows or gaps came, went or moved
	Rows  []string // notes of this column whose rows show something that changed; each once
	All   bool     // more rows changed than are listed: look at every one shown
	// Anew are those of the rows that changed in more than their living parts, reactions, votes and counts: a note was
	// edited, theirs or one inside. AllAnew says that there are more than are listed.
	Anew    []string
	AllAnew bool
	// Closed are the gaps that were closed completely.
	Closed []Gap
	// Doubt are notes to be looked at by whoever applied the event; Merge does not carry them on. They are those whose content
	// the channel withheld, and those we hold that a page should have had and had not: deleted while nobody listened, or
	// filtered there and not here.
	Doubt []string
}

// Notice is a machine word for something to tell.
type Notice string

// The notices.
const (
	NoticeNone       Notice = ""
	NoticeMemoryOnly Notice = "memory-only" // nothing can be stored here, a reload forgets the timelines
	NoticeFull       Notice = "storage-full"
)

// Empty reports whether nothing changed.
func (c *Changes) Empty() bool {
	return len(c.Columns) == 0 && !c.Set && len(c.Servers) == 0 && c.Notice == NoticeNone
}

// Merge adds later changes.
func (c *Changes) Merge(later Changes) {
	for id, cc := range later.Columns {
		if have, ok := c.Columns[id]; ok {
			have.Head = have.Head || cc.Head
			have.Items = have.Items || cc.Items
			have.All = have.All || cc.All
			have.Closed = append(have.Closed, cc.Closed...)
			if n := len(have.Closed) - maxClosed; n > 0 {
				have.Closed = have.Closed[n:]
			}
			for _, r := range cc.Rows {
				have.addRow(r)
			}
			have.AllAnew = have.AllAnew || cc.AllAnew
			for _, r := range cc.Anew {
				have.addAnew(r)
			}
			c.Columns[id] = have
			continue
		}
		if c.Columns == nil {
			c.Columns = make(map[ColumnID]ColumnChange, len(later.Columns))
		}
		cc.Doubt = nil
		c.Columns[id] = cc
	}
	c.Set = c.Set || later.Set
	for _, o := range later.Servers {
		c.addServer(o)
	}
	if later.Notice != NoticeNone {
		c.Notice = later.Notice
	}
}

// Bounds of one ColumnChange: nobody may look for hours, while the page is hidden.
const (
	maxRows   = 200
	maxClosed = 20
)

func (c *ColumnChange) addRow(id string) {
	if c.All {
		return
	}
	if len(c.Rows) >= maxRows {
		c.All, c.Rows = true, nil
		return
	}
	for _, r := range c.Rows {
		if r == id {
			return
		}
	}
	c.Rows = append(c.Rows, id)
}

func (c *ColumnChange) addAnew(id string) {
	switch {
	case c.AllAnew || slices.Contains(c.Anew, id):
	case len(c.Anew) >= maxRows:
		c.AllAnew, c.Anew = true, nil
	default:
		c.Anew = append(c.Anew, id)
	}
}

// OnlyRows reports whether nothing changed but what rows show: what [Store.Column] said before still holds.
func (c *ColumnChange) OnlyRows() bool { return !c.Head && !c.Items && !c.All && len(c.Closed) == 0 }

// IsAnew reports whether the row of a note that changed is to be drawn anew as a whole.
func (c *ColumnChange) IsAnew(id string) bool { return c.AllAnew || slices.Contains(c.Anew, id) }

func (c *Changes) addServer(origin string) {
	for _, o := range c.Servers {
		if o == origin {
			return
		}
	}
	c.Servers = append(c.Servers, origin)
}

// column lets f record something about a column.
func (c *Changes) column(id ColumnID, f func(*ColumnChange)) {
	if c.Columns == nil {
		c.Columns = make(map[ColumnID]ColumnChange, 1)
	}
	cc := c.Columns[id]
	f(&cc)
	c.Columns[id] = cc
}

func (c *Changes) head(id ColumnID)  { c.column(id, func(cc *ColumnChange) { cc.Head = true }) }
func (c *Changes) items(id ColumnID) { c.column(id, func(cc *ColumnChange) { cc.Items = true }) }
func (c *Changes) row(id ColumnID, note string) {
	c.column(id, func(cc *ColumnChange) { cc.addRow(note) })
}
