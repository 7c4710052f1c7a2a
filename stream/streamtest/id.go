//go:build !js

package streamtest

import (
	"strconv"
	"strings"
	"time"
)

// epoch2000 is where aid and aidx count milliseconds from (P7.14).
const epoch2000 = 946684800000

// idMaker makes aidx ids: 8 base-36 digits of milliseconds, 4 of the node and
// 4 of a counter, so that ids sort as byte strings by time (P7.14).
type idMaker struct {
	node    string
	counter int64
}

func newIDMaker(node uint64) *idMaker { return &idMaker{node: base36(int64(node%(36*36*36*36)), 4)} }

func (m *idMaker) at(t time.Time) string {
	m.counter++
	return idPrefix(t) + m.node + base36(m.counter%(36*36*36*36), 4)
}

// idPrefix is the time part of an id of that moment.
func idPrefix(t time.Time) string {
	return base36(max(t.UnixMilli()-epoch2000, 0), 8)
}

// idTime reads the moment out of an aidx id.
func idTime(id string) (time.Time, bool) {
	if len(id) < 8 {
		return time.Time{}, false
	}
	ms, err := strconv.ParseInt(id[:8], 36, 64)
	if err != nil {
		return time.Time{}, false
	}
	return time.UnixMilli(ms + epoch2000).UTC(), true
}

func base36(n int64, width int) string {
	s := strconv.FormatInt(n, 36)
	if len(s) < width {
		s = strings.Repeat("0", width-len(s)) + s
	}
	return s
}
