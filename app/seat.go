package app

import (
	"slices"

	"nagare/app/store"
)

// A seat is the account a column looks with. Links never tell it; the layout kept in this browser does, by user id, in
// the parameter as. The parameter hidden=stay is of the same kind.

const (
	seatParam   = "as"
	hiddenParam = "hidden"
	hiddenStay  = "stay"
)

// KeptLayout is FormatLayout with the accounts and what the columns do while hidden, for this browser only.
func KeptLayout(cols []store.ColumnSpec, demo string) string {
	out := ""
	for i, c := range cols {
		if i > 0 {
			out += "&"
		}
		out += FormatLayout([]store.ColumnSpec{c}, demo)
		if c.AccountID != "" && word(c.AccountID) {
			out += ";" + seatParam + "=" + c.AccountID
		}
		if c.Stays {
			out += ";" + hiddenParam + "=" + hiddenStay
		}
	}
	return out
}

// SeatLayout gives the anonymous columns of a server to an account that signed in, and puts its home timeline first if
// there is none yet.
func SeatLayout(cols []store.ColumnSpec, origin, accountID string) []store.ColumnSpec {
	out := slices.Clone(cols)
	home := false
	for i := range out {
		if out[i].Origin == origin && out[i].AccountID == "" {
			out[i].AccountID = accountID
		}
		home = home || out[i].Origin == origin && out[i].AccountID == accountID && out[i].Channel == "homeTimeline"
	}
	if !home {
		out = append([]store.ColumnSpec{{Channel: "homeTimeline", Origin: origin, AccountID: accountID}}, out...)
	}
	return out
}

// UnseatLayout takes an account out of a layout: columns that need one go, the others are anonymous from then on.
func UnseatLayout(cols []store.ColumnSpec, src store.Source) []store.ColumnSpec {
	var out []store.ColumnSpec
	for _, c := range cols {
		if c.Source() == src && c.AccountID != "" {
			if needsLogin(c.Channel) {
				continue
			}
			c.AccountID = ""
		}
		out = append(out, c)
	}
	return out
}
