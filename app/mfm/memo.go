package mfm

// memo remembers, for every position, depth and kind of content, what was
// found there. Answers lie in pages that exist only where something was
// asked.
type memo struct {
	pages map[pageKey]*page
	key   pageKey // of the page used last
	page  *page
	trail []int32 // positions that the chains under way have passed
}

const pageSize = 128

type page [pageSize]int32

type pageKey struct {
	number int32
	table  uint8 // 0: inline elements; 1+t: chains ending with t
	depth  uint8
	label  bool
}

func newMemo() *memo { return &memo{pages: map[pageKey]*page{}} }

func (m *memo) cell(table uint8, i, depth int, label bool) *int32 {
	key := pageKey{int32(i / pageSize), table, uint8(depth), label}
	if m.page == nil || m.key != key {
		found := m.pages[key]
		if found == nil {
			found = new(page)
			m.pages[key] = found
		}
		m.key, m.page = key, found
	}
	return &m.page[i%pageSize]
}

// inline is what begins at i and where it ends; 0 when not known.
func (m *memo) inline(i, depth int, label bool) (end int, what outcome) {
	v := *m.cell(0, i, depth, label)
	return int(v >> 2), outcome(v & 3)
}

func (m *memo) setInline(i, depth int, label bool, end int, what outcome) {
	*m.cell(0, i, depth, label) = int32(end)<<2 | int32(what)
}

// chainEnd is where a chain passing i stops, -1 when not known.
func (m *memo) chainEnd(i, depth int, t term, label bool) int {
	return int(*m.cell(1+uint8(t), i, depth, label)) - 1
}

func (m *memo) setChainEnd(i, depth int, t term, label bool, end int) {
	*m.cell(1+uint8(t), i, depth, label) = int32(end) + 1
}
