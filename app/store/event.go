package store

import "time"

// Event is something that happened. The set is sealed: the types of this file.
type Event interface{ storeEvent() }

// RawNote is a note as a server sent it. Raw is kept: nobody may write to it afterwards.
type RawNote struct {
	ID  string // "": it is read from Raw
	Raw []byte
}

// ColumnAdded makes a column. Its ID must be new.
type ColumnAdded struct {
	ID   ColumnID
	Spec ColumnSpec
	At   time.Time
}

// ColumnStays chooses what a column does while the page is hidden; see [ColumnSpec].
type ColumnStays struct {
	ID    ColumnID
	Stays bool
}

// ColumnRemoved drops a column and every note only it showed.
type ColumnRemoved struct{ ID ColumnID }

// ColumnMoved puts a column at another place, counted from 0, among [Store.Columns].
type ColumnMoved struct {
	ID ColumnID
	To int
}

// StateSet tells how a column is doing.
type StateSet struct {
	ID     ColumnID
	State  ColumnState
	Reason Reason
	At     time.Time
}

// RTTSet tells the round trip of a column's socket.
type RTTSet struct {
	ID  ColumnID
	RTT time.Duration
}

// DetailsSet lets the numbers behind a column be counted.
type DetailsSet struct {
	ID  ColumnID
	Add func(*Details)
}

// NoteArrived is a note that came over the column's channel. Its place is that of its id (P7.14), wherever that is.
type NoteArrived struct {
	Column ColumnID
	Note   RawNote
	At     time.Time
}

// ChannelSaid is an event of a channel that is no note.
type ChannelSaid struct {
	Column ColumnID
	Type   string
	Body   []byte
	At     time.Time
}

// GapOpened says that from Since on the channel may have missed notes. The gap reaches up to now until Resumed, and
// what comes afterwards stands above it.
type GapOpened struct {
	Column ColumnID
	Cause  GapCause
	Since  time.Time // everything that arrived before was complete; zero: everything that arrived
	Reason Reason
}

// Resumed says that from At on nothing is missed any more.
type Resumed struct {
	Column ColumnID
	At     time.Time
}

// PageAsked says that a page is on its way: the first one (Key and Older zero), the next older one, or one for a gap.
type PageAsked struct {
	Column ColumnID
	Older  bool
	Key    string // of a gap
}

// PageFailed ends a PageAsked that brought nothing. Unfillable says that trying again would not help.
type PageFailed struct {
	Column     ColumnID
	Older      bool
	Key        string
	Reason     Reason
	Unfillable bool
}

// PageFetched is a part of the column's timeline as HTTP told it: all notes from the oldest one of the page up to
// Until, however many they are (a short page is not an end, P3.4).
type PageFetched struct {
	Column ColumnID
	// Epoch is [Store.Epoch] when the page was asked for. While it is unchanged a page without Until reaches up to now,
	// because what came later came over the channel. Zero: the page reaches only to its own newest note.
	Epoch uint64
	Notes []RawNote // in any order
	Until string    // the exclusive bound that was asked with; "": the newest page
	// Exhausted says that the server, asked twice, has nothing older than Until, or than this page's oldest note.
	Exhausted bool
	Older     bool
	Key       string
	Asked     uint64 // [Store.Seq] when it was asked for; zero: now
	// Rest says why something may be missing above a page that does not reach up to now. Zero keeps what a gap there
	// says, and stands for CauseUnread where there is none.
	Rest GapCause
	At   time.Time
}

// NoteRead is a note read by itself (notes/show): the newest truth about all of it.
type NoteRead struct {
	Source Source
	Raw    []byte
	Asked  uint64 // [Store.Seq] when it was asked for
}

// CountsRead are the reactions of a note read by notes/show-partial-bulk (P4.7).
type CountsRead struct {
	Source    Source
	ID        string
	Reactions []Count           // in the server's order
	Emojis    map[string]string // "name@host" → URL
	Asked     uint64            // [Store.Seq] when it was asked for
}

// Count is how often a note got one reaction.
type Count struct {
	Key string // in the form of P4.3
	N   int
}

// NoteGone says that a note does not exist any more, learned by reading it.
type NoteGone struct {
	Source Source
	ID     string
}

// NoteUpdated is what happened to a captured note (P4.1). Raw is the frame's body: {id, type, body}.
type NoteUpdated struct {
	Source Source
	Raw    []byte
}

// Reacting is the viewer's own reaction, before the server has answered; Reaction "" takes it back.
type Reacting struct {
	Source   Source
	ID       string
	Reaction string
}

// ReactFailed takes a Reacting back because the server refused it.
type ReactFailed struct {
	Source   Source
	ID       string
	Reaction string // what was tried
}

// Voting is the viewer's own vote, before the server has answered; Undo takes it back.
type Voting struct {
	Source Source
	ID     string
	Choice int
	Undo   bool
}

// Watched says that updates of notes arrive from now on, or do not any more. While they arrive, what is counted from
// them is better than what copies of the note inside other notes say. Those of a note that no row shows are stale all the
// same: they are as old as the note that cites it, and nobody reads them.
type Watched struct {
	Source Source
	IDs    []string
	On     bool
}

// CapturesLost says that updates of captured notes may be missing since the last event: counts of this source are
// stale until they are read again.
type CapturesLost struct{ Source Source }

// Read sets how far a column was read. It never goes back.
type Read struct {
	Column ColumnID
	NoteID string
}

// Anchored remembers where the reader is, for the next start.
type Anchored struct {
	Column ColumnID
	At     Position
}

// Shown says which notes are near the view. They are not trimmed away, and their decoded forms are kept.
type Shown struct {
	Column ColumnID
	IDs    []string
}

// ServerRead is what a server told about itself.
type ServerRead struct {
	Origin string
	Meta   ServerMeta
}

// EmojisRead is a server's whole table of custom emoji.
type EmojisRead struct {
	Origin string
	Emojis []Emoji
}

// EmojisChanged are custom emoji that were added or changed (P5).
type EmojisChanged struct {
	Origin  string
	Emojis  []Emoji
	Deleted []string // names
}

// ServerFailed says that a server's description could not be read.
type ServerFailed struct {
	Origin string
	Reason Reason
}

// SnapshotLoaded puts what was kept of an earlier visit below what has arrived since; between the two is a gap.
type SnapshotLoaded struct {
	Column   ColumnID
	Snapshot Snapshot
}

// Recalled says that what was kept of an earlier visit is here, or that nothing more of it is to be expected.
type Recalled struct{ Column ColumnID }

// Noticed is something to be told to the person.
type Noticed struct{ Notice Notice }

func (ColumnAdded) storeEvent()    {}
func (ColumnStays) storeEvent()    {}
func (ColumnRemoved) storeEvent()  {}
func (ColumnMoved) storeEvent()    {}
func (StateSet) storeEvent()       {}
func (RTTSet) storeEvent()         {}
func (DetailsSet) storeEvent()     {}
func (NoteArrived) storeEvent()    {}
func (ChannelSaid) storeEvent()    {}
func (GapOpened) storeEvent()      {}
func (Resumed) storeEvent()        {}
func (PageAsked) storeEvent()      {}
func (PageFailed) storeEvent()     {}
func (PageFetched) storeEvent()    {}
func (NoteRead) storeEvent()       {}
func (CountsRead) storeEvent()     {}
func (NoteGone) storeEvent()       {}
func (NoteUpdated) storeEvent()    {}
func (Reacting) storeEvent()       {}
func (ReactFailed) storeEvent()    {}
func (Voting) storeEvent()         {}
func (CapturesLost) storeEvent()   {}
func (Watched) storeEvent()        {}
func (Read) storeEvent()           {}
func (Anchored) storeEvent()       {}
func (Shown) storeEvent()          {}
func (ServerRead) storeEvent()     {}
func (EmojisRead) storeEvent()     {}
func (EmojisChanged) storeEvent()  {}
func (ServerFailed) storeEvent()   {}
func (SnapshotLoaded) storeEvent() {}
func (Recalled) storeEvent()       {}
func (Noticed) storeEvent()        {}
