package store

type noteKey struct {
	src Source
	id  string
}

type column struct{ view Column }
type note struct{}
type graves struct{}
type server struct{ view Server }
type decodedNotes struct{ limit int }

// Apply is the only way to change the store. It never fails: what cannot be understood is counted in the details of
// the column it was meant for.
func (s *Store) Apply(e Event) Changes { return Changes{} }

// Column returns a view of a column; false when there is none of that id.
func (s *Store) Column(id ColumnID) (Column, bool) { return Column{}, false }

// Note returns a note; false when it is not known, or no column shows it any more.
func (s *Store) Note(src Source, id string) (NoteView, bool) { return NoteView{}, false }

// Server returns what is known about a server. It is usable also for one nobody asked about: Known is false then.
func (s *Store) Server(origin string) Server { return Server{Origin: origin} }

// Seq counts the events applied so far; events that answer a question carry its value at the time of asking.
func (s *Store) Seq() uint64 { return s.seq }

// Epoch tells pages asked for before the last gap of a column from those after it. It is never 0 for a known column.
func (s *Store) Epoch(id ColumnID) uint64 { return 0 }

// Snapshot returns what to keep of a column over a reload: at most n notes. ok is false when there is nothing to keep.
func (s *Store) Snapshot(id ColumnID, n int) (snap Snapshot, ok bool) { return Snapshot{}, false }
