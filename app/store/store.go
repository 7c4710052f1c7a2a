package store

import "slices"

// Store is the state. The zero value is not usable: see [New]. It is not safe for concurrent use.
type Store struct {
	columns map[ColumnID]*column
	order   []ColumnID
	notes   map[noteKey]*note
	graves  map[Source]*graves
	servers map[string]*server
	cache   cache
	cap     int
	rev     uint64
	seq     uint64
}

// Options shape a store. The zero value is fine.
type Options struct {
	// Notes is how many notes a column keeps when nobody has scrolled further down. Zero means 400.
	Notes int
	// Decoded is how many decoded notes are kept at least, beside those shown. Zero means 256.
	Decoded int
}

// New returns an empty store.
func New(o Options) *Store {
	if o.Notes <= 0 {
		o.Notes = 400
	}
	if o.Decoded <= 0 {
		o.Decoded = 256
	}
	return &Store{
		columns: make(map[ColumnID]*column),
		notes:   make(map[noteKey]*note),
		graves:  make(map[Source]*graves),
		servers: make(map[string]*server),
		cache:   cache{limit: 2 * o.Decoded},
		cap:     o.Notes,
	}
}

// Columns returns the ids of all columns in their order.
func (s *Store) Columns() []ColumnID { return slices.Clone(s.order) }
