package app

import (
	"slices"
	"strconv"
	"strings"

	"nagare/app/store"
)

// mergeColumns does to the columns that are kept what a tab did to its own: before and after are those of the tab. Other
// tabs keep theirs in the same place, and none shows what another one added. Where nothing is kept yet, the tab's are.
func mergeColumns(before, after, kept []store.ColumnSpec, demo string) []store.ColumnSpec {
	if len(kept) == 0 {
		return after
	}
	known := map[string]store.ColumnSpec{}
	names := func(cols []store.ColumnSpec) []string {
		times := map[string]int{}
		out := make([]string, len(cols))
		for i, c := range cols {
			n := keptAs(c, demo)
			times[n]++
			n += "#" + strconv.Itoa(times[n])
			out[i], known[n] = n, c
		}
		return out
	}
	was, is, out := names(before), names(after), names(kept)
	out = slices.DeleteFunc(out, func(n string) bool { return slices.Contains(was, n) && !slices.Contains(is, n) })

	both := func(in, and []string) []string {
		return slices.DeleteFunc(slices.Clone(in), func(n string) bool { return !slices.Contains(and, n) })
	}
	if !slices.Equal(both(was, is), both(is, was)) { // moved: what both have takes the tab's order, in the same places
		order := both(is, out)
		for i, n := range out {
			if slices.Contains(is, n) {
				out[i], order = order[0], order[1:]
			}
		}
	}

	for i := len(is) - 1; i >= 0; i-- { // from the last, so that what follows is there
		n := is[i]
		if slices.Contains(was, n) || slices.Contains(out, n) {
			continue
		}
		at := len(out)
		for _, next := range is[i+1:] {
			if j := slices.Index(out, next); j >= 0 {
				at = j
				break
			}
		}
		out = slices.Insert(out, at, n)
	}

	cols := make([]store.ColumnSpec, len(out))
	for i, n := range out {
		cols[i] = known[n]
	}
	return cols
}

// keptAs is how one column is kept: what is kept alike is the same column.
func keptAs(c store.ColumnSpec, demo string) string { return KeptLayout([]store.ColumnSpec{c}, demo) }

// joinColumns puts the columns of a link behind one's own, without those that are there already.
func joinColumns(own, linked []store.ColumnSpec, demo string) []store.ColumnSpec {
	out := slices.Clone(own)
	for _, c := range linked {
		if !slices.ContainsFunc(out, func(o store.ColumnSpec) bool { return sameColumn(o, c, demo) }) {
			out = append(out, c)
		}
	}
	return out
}

// sameColumn reports whether two columns show the same notes: whose account looks matters only where one is needed.
func sameColumn(a, b store.ColumnSpec, demo string) bool {
	link := func(c store.ColumnSpec) string { return FormatLayout([]store.ColumnSpec{c}, demo) }
	return link(a) == link(b) && (a.AccountID == b.AccountID || !needsLogin(a.Channel))
}

// badColumn says what is wrong with a column of a link: its server, or else its timeline.
func badColumn(p printer, c, demo string) string {
	target, _, _ := strings.Cut(c, ";")
	if channel, host, named := strings.Cut(target, "@"); named && word(channel) && ParseOrigin(host, demo) == "" {
		return p.T("reason.bad-host", host, channelName(p, channel))
	}
	return p.T("reason.bad-column", c)
}
