package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func counts(l *ledger) string { return fmt.Sprint(l.counts()) }

func TestLedger(t *testing.T) {
	t.Parallel()
	type step func(l *ledger, seq uint64)
	react := func(u, k string) step { return func(l *ledger, seq uint64) { l.reacted(u, k, seq) } }
	unreact := func(u, k string) step { return func(l *ledger, seq uint64) { l.unreacted(u, k, seq) } }
	try := func(k string) step { return func(l *ledger, seq uint64) { l.try("me", k, seq) } }
	fail := func(k string) step { return func(l *ledger, seq uint64) { l.fail("me", k, seq) } }
	know := func(u, k string) step { return func(l *ledger, seq uint64) { l.know(u, k) } }
	read := func(asked uint64, base ...Count) step {
		return func(l *ledger, seq uint64) { l.rebase(base, min(asked, seq)) }
	}
	const now = 1 << 40
	cases := []struct {
		name  string
		steps []step
		want  string
	}{
		{"one", []step{react("u", "a")}, "[{a 1}]"},
		{"the same event twice", []step{react("u", "a"), react("u", "a")}, "[{a 1}]"},
		{"on top of a read", []step{read(now, Count{"a", 3}), react("u", "a")}, "[{a 4}]"},
		{"taken back, the read knew", []step{read(now, Count{"a", 3}), unreact("u", "a")}, "[{a 2}]"},
		{"taken back twice", []step{read(now, Count{"a", 3}), unreact("u", "a"), unreact("u", "a")}, "[{a 2}]"},
		{"never negative", []step{read(now, Count{"a", 0}), unreact("u", "a"), unreact("v", "a")}, "[]"},
		{"changed", []step{read(now, Count{"a", 1}), unreact("u", "a"), react("u", "b")}, "[{b 1}]"},
		{"changed, events swapped", []step{read(now, Count{"a", 1}), react("u", "b"), unreact("u", "a")}, "[{b 1}]"},
		{"changed, events swapped and doubled", []step{read(now, Count{"a", 1}), react("u", "b"), unreact("u", "a"), react("u", "b"),
			unreact("u", "a")}, "[{b 1}]"},
		{"changed, the first of the two lost", []step{react("u", "a"), react("u", "b")}, "[{b 1}]"},
		{"server order, then arrival", []step{react("u", "z"), read(now, Count{"m", 1}, Count{"b", 1}, Count{"z", 1}), react("v", "a")},
			"[{m 1} {b 1} {z 1} {a 1}]"},
		{"a pair the read counted", []step{read(now, Count{"a", 1}), know("u", "a"), react("u", "a")}, "[{a 1}]"},
		{"own and its echo", []step{try("a"), react("me", "a")}, "[{a 1}]"},
		{"own refused", []step{try("a"), fail("a")}, "[]"},
		{"own refused after the echo", []step{try("a"), react("me", "a"), fail("a")}, "[{a 1}]"},
		{"own change and its two echoes", []step{react("me", "a"), try("b"), unreact("me", "a"), react("me", "b")}, "[{b 1}]"},
		{"own change refused", []step{react("me", "a"), try("b"), fail("b")}, "[{a 1}]"},
		{"own, and the server stores another", []step{try("a"), react("me", "❤")}, "[{❤ 1}]"},
		{"own taken back, then refused", []step{react("me", "a"), try(""), fail("")}, "[{a 1}]"},
		{"two own before the first answer, both refused", []step{try("a"), try("b"), fail("a"), fail("b")}, "[]"},
		{"an event older than the read is in it", []step{react("u", "a"), read(now, Count{"a", 1})}, "[{a 1}]"},
		{"an event during the read is kept", []step{read(now), react("u", "a"), read(1)}, "[{a 1}]"},
		{"nobody, nothing", []step{react("", "a"), react("u", ""), unreact("", "a"), unreact("u", "")}, "[]"},
	}
	for _, c := range cases {
		l := new(ledger)
		for i, s := range c.steps {
			s(l, uint64(i+1))
		}
		if got := counts(l); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A ledger that hears every event, each as often as it likes as long as a user's next one is later, counts as the server
// does, whenever it is read in between.
func TestLedgerFollowsTheServer(t *testing.T) {
	t.Parallel()
	keys := []string{"👍", "🎉", ":neko@.:", "❤"}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		server := map[string]string{} // user → reaction
		heard := map[string]bool{}
		l := new(ledger)
		table := func() (base []Count) {
			n := map[string]int{}
			for _, k := range server {
				n[k]++
			}
			for _, k := range keys {
				if n[k] > 0 || r.IntN(3) == 0 { // zero values may appear
					base = append(base, Count{k, n[k]})
				}
			}
			return base
		}
		for range r.IntN(5) { // before we came
			server[fmt.Sprint("u", r.IntN(6))] = keys[r.IntN(len(keys))]
		}
		seq := uint64(1)
		l.rebase(table(), seq)
		for range 40 {
			seq++
			u := fmt.Sprint("u", r.IntN(6))
			k := keys[r.IntN(len(keys))]
			had := server[u]
			switch {
			case r.IntN(8) == 0:
				l.rebase(table(), seq)
				continue
			case r.IntN(3) == 0 && had != "":
				delete(server, u)
				heard[u] = true
				for range 1 + r.IntN(2) {
					l.unreacted(u, had, seq)
				}
			case had == k:
				if heard[u] { // said again; of a stranger it could not be known
					l.reacted(u, k, seq)
				}
				continue
			default:
				server[u], heard[u] = k, true
				events := []func(){func() { l.reacted(u, k, seq) }}
				if had != "" {
					events = append(events, func() { l.unreacted(u, had, seq) })
				}
				if r.IntN(2) == 0 {
					slices.Reverse(events)
				}
				for _, e := range events {
					e()
				}
				if had == "" && r.IntN(3) == 0 {
					events[0]()
				}
			}
			want := slices.DeleteFunc(table(), func(c Count) bool { return c.N == 0 })
			got := l.counts()
			byKey := func(a, b Count) int { return slices.Index(keys, a.Key) - slices.Index(keys, b.Key) }
			slices.SortFunc(got, byKey)
			slices.SortFunc(want, byKey)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: %v, the server has %v", seed, got, want)
			}
		}
	}
}

func TestTally(t *testing.T) {
	t.Parallel()
	var p tally
	p.rebase([]int{3, 1}, nil, 1)
	p.voted("u", 0, 2)
	p.voted("u", 0, 3)
	p.voted("me", 1, 4)
	p.voted("u", 99, 5)
	p.voted("u", -1, 5)
	if p.count(0) != 4 || p.count(1) != 2 || !p.isMine("me", 1) || p.isMine("me", 0) || p.isMine("", 1) {
		t.Errorf("%+v", p)
	}
	p.rebase([]int{4, 2}, nil, 10)
	p.voted("u", 0, 11) // an echo of what the read has counted
	if p.count(0) != 4 || p.count(1) != 2 || !p.isMine("me", 1) {
		t.Errorf("after a read: %+v", p)
	}
	if !p.unvote("me", 1) || p.isMine("me", 1) {
		t.Errorf("after undoing: %+v", p)
	}
}
