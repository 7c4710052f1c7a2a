package store

import (
	"maps"
	"strings"
)

// Source is the scope of every note: a server as seen by one viewer. It is "https://host" for the anonymous and
// "https://host#userID" for an account, because what a note says depends on who asks (P7.15.2).
type Source string

// SourceOf names the scope of an account, or of the anonymous when accountID is "".
func SourceOf(origin, accountID string) Source {
	if accountID == "" {
		return Source(origin)
	}
	return Source(origin + "#" + accountID)
}

// Origin is the server's part of a source.
func (s Source) Origin() string {
	origin, _, _ := strings.Cut(string(s), "#")
	return origin
}

// UserID is the viewer, "" for the anonymous.
func (s Source) UserID() string {
	_, id, _ := strings.Cut(string(s), "#")
	return id
}

// ColumnID names a column for as long as the program runs. It is never used again.
type ColumnID int

// ColumnSpec says what a column shows.
type ColumnSpec struct {
	Channel   string         // as in P3.1, such as "localTimeline"; or a timeline without a channel, such as "user"
	Origin    string         // the server, such as "https://misskey.example"; see misskey.ParseOrigin
	AccountID string         // the viewer's user id; "": anonymous
	Params    map[string]any // the channel's parameters (P3.2)
	Stays     bool           // it goes on however long the page is hidden; false: it is left after a while
}

// Source is the scope of the column's notes.
func (c ColumnSpec) Source() Source { return SourceOf(c.Origin, c.AccountID) }

// clone copies the specification, so that nobody's map is shared.
func (c ColumnSpec) clone() ColumnSpec {
	c.Params = maps.Clone(c.Params)
	return c
}
