package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
)

// pollEnds knows when the polls that rows show end: nothing arrives then, and their buttons would stay. The zero value
// waits for none.
type pollEnds struct {
	waited map[endingPoll]bool
	timer  *time.Timer
	wakes  time.Time // when the timer does; zero: it does not
}

type endingPoll struct {
	src store.Source
	row string // the note whose row shows the poll, its own or a quoted one
	at  int64  // in milliseconds, for times do not compare as keys
}

// maxPollWait is the longest wait at a time: a device that slept has slept through the timer too.
const maxPollWait = time.Minute

// expect remembers a poll, unless it has ended or never ends. It says whether that is new.
func (e *pollEnds) expect(src store.Source, row string, p *markup.Poll, now time.Time) bool {
	if p == nil || !p.ExpiresAt.After(now) {
		return false
	}
	ends := endingPoll{src, row, p.ExpiresAt.UnixMilli()}
	if e.waited[ends] {
		return false
	}
	if e.waited == nil {
		e.waited = map[endingPoll]bool{}
	}
	e.waited[ends] = true
	return true
}

// over forgets the polls that have ended and returns the rows that showed them, by source.
func (e *pollEnds) over(now time.Time) map[store.Source][]string {
	var rows map[store.Source][]string
	for p := range e.waited {
		if time.UnixMilli(p.at).After(now) {
			continue
		}
		delete(e.waited, p)
		if rows == nil {
			rows = map[store.Source][]string{}
		}
		rows[p.src] = append(rows[p.src], p.row)
	}
	return rows
}

// wait is how long it is until the next one ends; false where none is waited for.
func (e *pollEnds) wait(now time.Time) (time.Duration, bool) {
	wait, any := maxPollWait, false
	for p := range e.waited {
		wait, any = min(wait, time.UnixMilli(p.at).Sub(now)), true
	}
	return max(wait, 0) + time.Millisecond, any
}

// awaitPolls sees to it that the polls of a row end on the screen when they end. It may run inside Look, so it leaves the
// browser alone.
func (s *Session) awaitPolls(src store.Source, row string, polls ...*markup.Poll) {
	now := time.Now()
	for _, p := range polls {
		if s.pollEnds.expect(src, row, p, now) {
			s.armPolls(now)
		}
	}
}

func (s *Session) armPolls(now time.Time) {
	e := &s.pollEnds
	wait, any := e.wait(now)
	if !any || !e.wakes.IsZero() && !now.Add(wait).Before(e.wakes) {
		return
	}
	if e.timer != nil {
		e.timer.Stop()
	}
	e.wakes = now.Add(wait)
	e.timer = time.AfterFunc(wait, func() { ui.Window().Call("nagareFrame", s.pollsOver) })
}

// endPolls renders the rows anew whose polls have ended.
func (s *Session) endPolls() {
	now := time.Now()
	s.pollEnds.wakes = time.Time{}
	for src, rows := range s.pollEnds.over(now) {
		for _, c := range s.columns {
			if c.col.Spec.Source() == src {
				c.update(store.ColumnChange{Rows: rows})
			}
		}
		for _, l := range s.pages {
			if l.src == src {
				l.update(store.ColumnChange{Rows: rows})
			}
		}
	}
	s.armPolls(time.Now())
}
