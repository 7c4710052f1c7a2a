//go:build !js

package live_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
	"nagare/stream/streamtest"
)

// TestChaos lets a server misbehave in every way while people post, react and delete, and then compares every column
// with what the server has: each note once, in order of ids, no gap left, every count right.
func TestChaos(t *testing.T) {
	seeds := 2
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		flavour := []streamtest.Flavour{streamtest.IO2025_4, streamtest.Upstream2025}[seed%2]
		t.Run(fmt.Sprintf("seed %d %v", seed, flavour), func(t *testing.T) {
			t.Parallel()
			chaos(t, uint64(seed), flavour)
		})
	}
}

func chaos(t *testing.T, seed uint64, flavour streamtest.Flavour) {
	r := rand.New(rand.NewPCG(seed, 5))
	srv := streamtest.NewServer(t, &streamtest.Options{Seed: seed, Flavour: flavour})
	o := fast()
	o.HiddenAfter = 30 * time.Millisecond
	o.Stream.QueueSize = 64
	o.Accounts = func(store.Source) (string, []string, bool) { return srv.Token("alice"), nil, true }
	d := newDeck(t, o)
	specs := []store.ColumnSpec{
		{Channel: "localTimeline", Origin: srv.URL},
		{Channel: "globalTimeline", Origin: srv.URL},
		{Channel: "localTimeline", Origin: srv.URL, Params: map[string]any{"withRenotes": false}},
		{Channel: "homeTimeline", Origin: srv.URL, AccountID: "alice"},
	}
	cols := map[store.ColumnID]store.ColumnSpec{}
	for _, spec := range specs {
		cols[d.hub.Add(spec)] = spec
	}
	for id := range cols {
		d.settled(id)
	}
	var posted []string
	who := []string{"alice", "bob", "carol"}
	first := srv.Post(streamtest.NoteSpec{By: "alice", Text: "the first"}).ID
	look := func() { // as a screen does: what is at the top is visible
		for id := range cols {
			c := d.column(id)
			notes, _ := ids(c)
			d.hub.SetVisible(id, notes[:min(len(notes), 12)])
		}
		d.hub.View(func(*store.Store, store.Changes) {})
	}
	var lifts []func()
	for step := range 150 {
		for range r.IntN(6) {
			spec := streamtest.NoteSpec{By: who[r.IntN(3)], Text: fmt.Sprintf("note %d", len(posted))}
			if len(posted) > 0 && r.IntN(5) == 0 {
				spec.Renote = posted[r.IntN(len(posted))]
				if r.IntN(2) == 0 {
					spec.Text = ""
				}
			}
			if n := srv.Post(spec); n.ID != "" {
				posted = append(posted, n.ID)
			}
		}
		for range r.IntN(4) {
			if n := len(posted); n > 0 {
				srv.React(posted[max(0, n-1-r.IntN(10))], who[r.IntN(3)], []string{"👍", "🎉", "❤"}[r.IntN(3)])
			}
		}
		if r.IntN(12) == 0 && len(posted) > 0 {
			srv.Delete(posted[max(0, len(posted)-1-r.IntN(20))])
		}
		if step%5 == 0 {
			look()
		}
		if len(lifts) > 0 && r.IntN(3) == 0 {
			lifts[0]()
			lifts = lifts[1:]
		}
		switch r.IntN(24) {
		case 0:
			srv.Drop()
		case 1:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.HalfOpen}))
		case 2:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.Upgrade, Status: 503}))
			srv.Drop()
		case 3:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.Delay, Delay: 60 * time.Millisecond}))
		case 4:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.Duplicate, Chance: 0.5}))
		case 5:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.Reorder, Chance: 0.5}))
		case 6:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.BadJSON, Chance: 0.2}))
		case 7:
			lifts = append(lifts, srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Status: 502, Chance: 0.5}))
		case 8:
			d.hub.Hidden(true)
			lifts = append(lifts, func() { d.hub.Hidden(false) })
		case 9:
			srv.Stop()
			lifts = append(lifts, func() { srv.Start() })
		case 10:
			d.hub.Look(func(*store.Store) { time.Sleep(40 * time.Millisecond) }) // a screen that takes too long
		case 11:
			d.hub.Wake(0)
		}
		time.Sleep(time.Duration(r.IntN(15)) * time.Millisecond)
	}
	for _, lift := range lifts {
		lift()
	}
	srv.Start()
	srv.Heal()
	d.hub.Hidden(false)
	last := srv.Post(streamtest.NoteSpec{By: "alice", Text: "the last"}).ID

	api := &misskey.API{Origin: srv.URL}
	mine := &misskey.API{Origin: srv.URL, Token: srv.Token("alice")}
	for id, spec := range cols {
		a := api
		if spec.AccountID != "" {
			a = mine
		}
		want, counts := ideal(t, a, spec, first)
		if len(want) < 50 || want[0] != last {
			t.Fatalf("the server has only %d notes", len(want))
		}
		explain := func() string {
			got, _ := ids(d.column(id))
			var missing, extra []string
			for _, n := range want {
				if !slices.Contains(got, n) {
					missing = append(missing, n)
				}
			}
			for _, n := range got {
				if n >= first && !slices.Contains(want, n) {
					w, ok := srv.World().Note(n)
					extra = append(extra, fmt.Sprint(n, ok, w.Deleted, w.RenoteID != ""))
				}
			}
			return fmt.Sprintf("missing %v, too many %v", missing, extra)
		}
		t.Cleanup(func() {
			if t.Failed() {
				t.Log(spec.Channel, spec.Params, explain())
			}
		})
		d.until(fmt.Sprintf("%s %v to be as the server has it", spec.Channel, spec.Params), func(s *store.Store) bool {
			c, _ := s.Column(id)
			got, gaps := ids(c)
			for i, n := range got {
				if i > 0 && n >= got[i-1] {
					t.Fatalf("%s stands below %s", n, got[i-1])
				}
			}
			if i := slices.Index(got, first); i >= 0 {
				got = got[:i+1]
			}
			// What was deleted while nobody listened stays until it is looked at.
			got = slices.DeleteFunc(slices.Clone(got), func(n string) bool { _, ok := srv.World().Note(n); return !ok })
			return c.State == store.Live && len(gaps) == 0 && slices.Equal(got, want)
		})
		notes, _ := ids(d.column(id))
		d.hub.SetVisible(id, notes[:min(len(notes), 40)])
		d.until("what was deleted to go once it is looked at", func(s *store.Store) bool {
			c, _ := s.Column(id)
			got, _ := ids(c)
			return slices.Equal(got[:min(len(got), 30)], want[:min(len(want), 30)])
		})
		d.until(fmt.Sprintf("%s: counts as the server has them", spec.Channel), func(s *store.Store) bool {
			for _, n := range want[:min(len(want), 40)] {
				if s.Inner(spec.Source(), n) != n {
					continue
				}
				v, ok := s.Note(spec.Source(), n)
				if !ok || len(v.Reactions) != len(counts[n]) {
					return false
				}
				for _, p := range v.Reactions {
					if counts[n][p.Key] != p.Count {
						return false
					}
				}
			}
			return true
		})
	}
}

// ideal is a timeline as the server tells it, down to a note.
func ideal(t *testing.T, api *misskey.API, spec store.ColumnSpec, first string) (want []string, counts map[string]map[string]int) {
	t.Helper()
	counts = map[string]map[string]int{}
	until := ""
	for {
		page, err := api.Timeline(context.Background(), misskey.TimelineSource{Channel: spec.Channel, Params: spec.Params},
			misskey.Page{UntilID: until, Limit: 100})
		if err != nil || len(page) == 0 {
			t.Fatalf("the server's own timeline: %v, %d notes", err, len(page))
		}
		for _, raw := range page {
			n, err := misskey.DecodeNote(raw.Raw)
			if err != nil {
				t.Fatal(err)
			}
			if n.IsPureRenote() && n.RenoteDeleted() {
				continue // a renote of nothing is not shown
			}
			want = append(want, n.ID)
			counts[n.ID] = map[string]int{}
			for _, c := range n.Reactions {
				if c.Count > 0 {
					counts[n.ID][c.Reaction] = c.Count
				}
			}
			if n.ID == first {
				return want, counts
			}
		}
		until = page[len(page)-1].ID
	}
}
