package notify

import (
	"slices"

	"nagare/app/mute"
	"nagare/stream/misskey"
)

// Row is one row of the list: a notification, or neighbours that say the same of the same note.
type Row struct {
	Key     string                  // stays while the group grows upwards
	N       *misskey.Notification   // the newest member
	Members []*misskey.Notification // newest first, N among them
	New     bool                    // not seen before the last time everything was read
	Muted   mute.Verdict            // Soft: show only that it is there
	Gap     bool                    // not a notification: here something may be missing
}

// Filter is which kinds of notification are shown.
type Filter string

// The filters.
const (
	All       Filter = ""
	Mentions  Filter = "mentions"
	Reactions Filter = "reactions"
	Renotes   Filter = "renotes"
	Follows   Filter = "follows"
	Others    Filter = "others"
)

// Filters are all of them, in the order to show.
func Filters() []Filter { return []Filter{All, Mentions, Reactions, Renotes, Follows, Others} }

// Has reports whether a type of notification (P6.2) passes the filter.
func (f Filter) Has(typ string) bool { return f == All || f == FilterOf(typ) }

// FilterOf is the filter, other than All, that a type of notification belongs to.
func FilterOf(typ string) Filter {
	switch typ {
	case misskey.NotifyMention, misskey.NotifyReply, misskey.NotifyQuote:
		return Mentions
	case misskey.NotifyReaction, misskey.NotifyReactionGrouped, "reaction:groupedByUser":
		return Reactions
	case misskey.NotifyRenote, misskey.NotifyRenoteGrouped:
		return Renotes
	case misskey.NotifyFollow, misskey.NotifyReceiveRequest, misskey.NotifyRequestAccepted, "followRequestRejected", "unfollow", "blocked", "unblocked":
		return Follows
	}
	return Others
}

// GapKey is the key of the row where something may be missing.
const GapKey = "gap:notify"

// Rows makes the list as it is shown: filtered, muted, neighbours grouped. hidden counts what the mutes keep away.
func (b *Box) Rows(f Filter, mutes *mute.Set) (rows []Row, hidden int) {
	rows = make([]Row, 0, len(b.list)+1)
	gap := b.gap.Open
	for _, n := range b.list {
		if gap && misskey.CompareIDs(n.ID, b.gap.After) <= 0 {
			rows, gap = append(rows, Row{Key: GapKey, Gap: true}), false
		}
		if !f.Has(n.Type) {
			continue
		}
		v := mutes.JudgeNotification(n)
		if v.Level == mute.Hard {
			hidden++
			continue
		}
		fresh := b.marked != "" && misskey.CompareIDs(n.ID, b.marked) > 0
		if k := len(rows) - 1; k >= 0 && !rows[k].Gap && rows[k].Muted == v && sameTarget(rows[k].N, n) {
			r := &rows[k]
			r.Members, r.Key = append(r.Members, n), "n:"+n.ID
			continue
		}
		rows = append(rows, Row{Key: "n:" + n.ID, N: n, Members: []*misskey.Notification{n}, New: fresh, Muted: v})
	}
	if gap {
		rows = append(rows, Row{Key: GapKey, Gap: true})
	}
	return rows, hidden
}

// sameTarget reports whether two notifications say the same of the same note.
func sameTarget(a, b *misskey.Notification) bool {
	if a.Type != b.Type || a.Note == nil || b.Note == nil {
		return false
	}
	switch a.Type {
	case misskey.NotifyReaction:
		return a.Note.ID == b.Note.ID
	case misskey.NotifyRenote:
		return a.Note.RenoteID != "" && a.Note.RenoteID == b.Note.RenoteID
	}
	return false
}

// Find returns the row with a key.
func Find(rows []Row, key string) (Row, bool) {
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Key == key })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}
