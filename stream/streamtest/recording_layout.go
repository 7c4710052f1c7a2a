//go:build !js

package streamtest

import (
	"fmt"
	"net/url"
	"sort"
	"strings"
)

// Layout is the query of a link that opens a column for each timeline of the recording, under a host name for the
// server that replays it: "c=homeTimeline@demo&c=localTimeline@demo;withReplies=false".
func (rec *Recording) Layout(host string) string {
	var columns []string
	for _, j := range rec.Timelines() {
		c := j.Channel + "@" + host
		keys := make([]string, 0, len(j.Params))
		for k := range j.Params {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			c += ";" + k + "=" + url.QueryEscape(layoutParam(j.Params[k]))
		}
		columns = append(columns, "c="+c)
	}
	return strings.Join(columns, "&")
}

// Timelines are the joins of the recording that brought notes, one for each channel and parameters: those that a client
// is served.
func (rec *Recording) Timelines() []*RecordedJoin {
	var out []*RecordedJoin
	seen := map[*RecordedJoin]bool{}
	for _, j := range rec.Joins {
		if len(j.NoteIDs) == 0 || truthy(j.Params["minimize"]) {
			continue
		}
		if j = rec.join(j.Channel, j.Params); !seen[j] {
			seen[j] = true
			out = append(out, j)
		}
	}
	return out
}

// Remaining are the notes of a join that were not deleted by the end of the recording, newest first.
func (rec *Recording) Remaining(j *RecordedJoin) []string {
	var ids []string
	for _, id := range j.NoteIDs {
		if n := rec.notes[id]; n != nil && !n.at(rec.end).deleted {
			ids = append(ids, id)
		}
	}
	sort.Sort(sort.Reverse(sort.StringSlice(ids)))
	return ids
}

func layoutParam(v any) string {
	or, ok := v.([]any)
	if !ok {
		return fmt.Sprint(v)
	}
	var groups []string
	for _, g := range or {
		var and []string
		if g, ok := g.([]any); ok {
			for _, t := range g {
				and = append(and, fmt.Sprint(t))
			}
		}
		groups = append(groups, strings.Join(and, "+"))
	}
	return strings.Join(groups, ",")
}
