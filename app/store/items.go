package store

import "nagare/stream/misskey"

// items lists what is to be shown.
func (t *timeline) items() []Item {
	n := len(t.ids)
	items := make([]Item, 0, n+len(t.gaps))
	g := 0
	for _, id := range t.ids {
		for g < len(t.gaps) && id <= max(t.gaps[g].After, t.gaps[g].low) {
			items = t.gapItem(items, g)
			g++
		}
		if t.loaded && id < t.bottom {
			break
		}
		items = append(items, Item{NoteID: id})
	}
	for ; g < len(t.gaps); g++ {
		items = t.gapItem(items, g)
	}
	return items
}

func (t *timeline) gapItem(items []Item, i int) []Item {
	g := &t.gaps[i]
	if g.Before == "" && (g.Cause == CausePolling || g.Cause == CauseStart) && g.low == "" {
		return items // the time until the next poll, or until the first acknowledgement, is not worth a mark
	}
	view := g.Gap
	view.Estimate = t.estimate(g)
	return append(items, Item{Gap: &view})
}

// estimate guesses how many notes a gap hides, from the pace of those next to it. 0 means no idea.
func (t *timeline) estimate(g *gap) int {
	from, ok := misskey.IDTime(g.After)
	if !ok {
		from = g.Since
	}
	to, ok := misskey.IDTime(g.Before)
	if !ok {
		to = g.Until
	}
	if from.IsZero() || to.IsZero() || !to.After(from) {
		return 0
	}
	const (
		most = 40
		far  = 5000 // times as long as the notes next to it took: they are a burst and tell nothing of it
	)
	i, _ := t.find(g.After)
	pace := func(ids []string) float64 {
		if len(ids) < 3 {
			return 0
		}
		a, ok1 := misskey.IDTime(ids[0])
		b, ok2 := misskey.IDTime(ids[len(ids)-1])
		if !ok1 || !ok2 || !a.After(b) || to.Sub(from)/far > a.Sub(b) {
			return 0
		}
		return float64(len(ids)-1) / a.Sub(b).Seconds()
	}
	p := pace(t.ids[i:min(i+most, len(t.ids))])
	if p == 0 {
		p = pace(t.ids[max(0, i-most):i])
	}
	n := p * to.Sub(from).Seconds()
	if n < 0.5 {
		return 0
	}
	return int(min(n+0.5, 1e6))
}
