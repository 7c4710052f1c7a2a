package store

// tally counts the votes of one poll as a set, as [ledger] does for reactions: a vote is a user and a choice.
type tally struct {
	base   []int // votes per choice at the last full read
	mine   []bool
	voters map[vote]ballot // votes that events told
	at     uint64          // of the last of them
}

type vote struct {
	user   string
	choice int
}

type ballot struct {
	at      uint64 // when it came
	counted bool   // base has it
}

// voted is a vote. It says whether it is new.
func (t *tally) voted(user string, choice int, seq uint64) bool {
	if user == "" || choice < 0 || choice >= maxChoices {
		return false
	}
	v := vote{user, choice}
	if _, ok := t.voters[v]; ok {
		return false
	}
	if t.voters == nil {
		t.voters = make(map[vote]ballot)
	}
	t.voters[v] = ballot{at: seq}
	t.at = max(t.at, seq)
	return true
}

// unvote takes an own vote back that the server refused.
func (t *tally) unvote(user string, choice int) bool {
	v := vote{user, choice}
	_, ok := t.voters[v]
	delete(t.voters, v)
	return ok
}

// maxChoices bounds what a server may claim; it allows ten.
const maxChoices = 64

// rebase makes a full read the new base. mine is nil when the read does not know the viewer.
func (t *tally) rebase(base []int, mine []bool, asked uint64) {
	for v, b := range t.voters {
		b.counted = b.at <= asked
		t.voters[v] = b
	}
	t.base = base
	if mine != nil {
		t.mine = mine
	}
}

func (t *tally) count(choice int) int {
	n := 0
	if choice < len(t.base) {
		n = t.base[choice]
	}
	for v, b := range t.voters {
		if v.choice == choice && !b.counted {
			n++
		}
	}
	return max(n, 0)
}

func (t *tally) isMine(me string, choice int) bool {
	if choice < len(t.mine) && t.mine[choice] {
		return true
	}
	_, ok := t.voters[vote{me, choice}]
	return ok && me != ""
}
