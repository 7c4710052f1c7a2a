// Package store holds what the client knows: columns, their timelines with the gaps in them, notes, reaction ledgers,
// servers. It is a reducer: [Store.Apply] takes an [Event] and returns the [Changes] it made, nothing else changes
// anything. It has no goroutine, no clock and no lock, knows neither sockets nor screens, and trusts nothing a server
// sent.
//
// Two laws of the design live here. A gap is data (law 3): a timeline is a list of ids together with the stretches of
// the id space it knows to be complete, and what lies between two such stretches is a [Gap]. Counts are sets (law 4):
// reactions are kept per user where the user is known, on top of the counts of the last full read.
//
// Views ([Column], [NoteView], [Server]) are values; what their slices and pointers lead to is never changed
// afterwards, so a view may be kept and read at any time. It must not be written to.
//
// Section numbers such as P7.14 point into the project's protocol reference.
package store
