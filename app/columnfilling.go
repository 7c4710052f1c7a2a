package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// filling decides when a column says that it fills a gap: most are filled in a moment, and words that come and go at once
// are only a flicker.
type filling struct {
	busy   bool
	serial int // of the filling
	shown  bool
}

const fillingAfter = time.Second

// heard takes note of how many gaps are being filled. began is true when a filling begins: lasted is to be told later.
func (f *filling) heard(gaps int) (serial int, began bool) {
	began = gaps > 0 && !f.busy
	if began {
		f.serial++
	}
	f.busy = gaps > 0
	f.shown = f.shown && f.busy
	return f.serial, began
}

// lasted says that a filling has gone on for long enough to be told, if it still goes on.
func (f *filling) lasted(serial int) {
	f.shown = f.shown || f.busy && f.serial == serial
}

// tellFilling follows what is being filled.
func (c *column) tellFilling() {
	serial, began := c.filling.heard(c.col.Filling)
	if began {
		c.ctx.After(fillingAfter, func(ui.Context) {
			c.filling.lasted(serial)
			c.tell()
		})
	}
}

// fills says whether the filling of a gap is what the head tells: not while there is something worse to tell.
func (c *column) fills() bool {
	switch c.col.State {
	case store.Live, store.Quiet, store.Unconfirmed:
		return c.filling.shown
	}
	return false
}
