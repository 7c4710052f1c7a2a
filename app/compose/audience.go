package compose

import (
	"slices"
	"strings"

	"nagare/app/mfm"
	"nagare/stream/misskey"
)

// Visibilities, widest first.
var visibilities = []misskey.Visibility{misskey.VisibilityPublic, misskey.VisibilityHome, misskey.VisibilityFollowers, misskey.VisibilitySpecified}

func rank(v misskey.Visibility) int {
	if i := slices.Index(visibilities, v); i >= 0 {
		return i
	}
	return 2 // unknown: as followers (P11.4)
}

// Allowed are the visibilities to choose from. A reply to a direct note must be direct (P8.7). A reply or quote of a
// narrower note may well be wider on the server, but is narrowed by it silently, so it is not offered.
func Allowed(reply, quote *misskey.Note, mayPublic bool) []misskey.Visibility {
	from := 0
	if !mayPublic {
		from = 1
	}
	for _, n := range []*misskey.Note{reply, quote} {
		if n != nil {
			from = max(from, rank(n.Visibility))
		}
	}
	return visibilities[from:]
}

// Narrow is v, or the widest allowed one when v is not allowed.
func Narrow(v misskey.Visibility, allowed []misskey.Visibility) misskey.Visibility {
	if len(allowed) == 0 {
		return v
	}
	if v == "" {
		v = misskey.VisibilityPublic
	}
	if rank(v) < rank(allowed[0]) {
		return allowed[0]
	}
	return v
}

// Renotable tells with which visibilities me may renote a note, widest first; none means it may not be (P8.7). A note
// inside a board that does not let its notes out can be renoted in that board only; out is false then.
func Renotable(n *misskey.Note, me string) (allowed []misskey.Visibility, out bool) {
	out = true
	if n.Channel != nil && !n.Channel.AllowRenoteToExternal {
		out = false
	}
	switch {
	case n.IsHidden:
		return nil, out
	case n.Visibility == misskey.VisibilityPublic || n.Visibility == "":
		return visibilities[:3], out
	case n.Visibility == misskey.VisibilityHome:
		return visibilities[1:3], out
	case n.Visibility == misskey.VisibilityFollowers && n.UserID == me:
		return visibilities[2:3], out
	}
	return nil, out
}

// Addressees are who a reply begins with: the author, and whom the note mentions, without me. host is the server's own
// name. Mentions without a host belong to the author's server (P9.5).
func Addressees(n *misskey.Note, me *misskey.User, host string) []string {
	var out []string
	add := func(name, at string) {
		if strings.EqualFold(at, host) {
			at = ""
		}
		if me != nil && at == "" && strings.EqualFold(name, me.Username) {
			return
		}
		acct := "@" + name
		if at != "" {
			acct += "@" + at
		}
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, acct) }) {
			out = append(out, acct)
		}
	}
	if n.User != nil {
		add(n.User.Username, n.User.Host)
	}
	if n.Text != nil {
		mfm.Walk(mfm.Parse(*n.Text), func(m *mfm.Node, _ int) bool {
			if m.Kind == mfm.Mention && len(out) < 20 {
				at := m.Host
				if at == "" && n.User != nil {
					at = n.User.Host
				}
				add(m.Name, at)
			}
			return true
		})
	}
	return out
}

// Start is the draft that a reply, a quote or a note of its own begins with.
func Start(t Target, reply, quote *misskey.Note, me *misskey.User, host string, usual misskey.Visibility, localOnly, mayPublic bool) Draft {
	d := Draft{Target: t, LocalOnly: localOnly}
	d.Visibility = Narrow(usual, Allowed(reply, quote, mayPublic))
	for _, n := range []*misskey.Note{reply, quote} {
		if n == nil {
			continue
		}
		d.LocalOnly = d.LocalOnly || n.LocalOnly
		if n.Channel != nil && d.ChannelID == n.Channel.ID {
			d.Channel = n.Channel.Name
		}
	}
	if reply == nil {
		return d
	}
	if who := Addressees(reply, me, host); len(who) > 0 {
		d.Text = strings.Join(who, " ") + " "
	}
	if reply.CW != nil {
		d.HasCW, d.CW = true, *reply.CW
	}
	if reply.Visibility == misskey.VisibilitySpecified {
		meID := ""
		if me != nil {
			meID = me.ID
		}
		if reply.User != nil && reply.UserID != meID {
			d.To = append(d.To, Person{reply.UserID, reply.User.Acct()})
		}
		for _, id := range reply.VisibleUserIDs {
			if id != meID && id != reply.UserID {
				d.To = append(d.To, Person{ID: id})
			}
		}
	}
	return d
}

// Untouched reports whether a draft still is what [Start] made: then nothing is lost by closing it.
func (d *Draft) Untouched(start *Draft) bool {
	return d.Text == start.Text && d.HasCW == start.HasCW && d.CW == start.CW && d.Poll == nil && len(d.Files) == 0 &&
		len(d.Unsent) == 0 && d.Attempt == nil
}
