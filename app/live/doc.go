// Package live joins sockets and the HTTP API to the store: it subscribes, fetches, merges, fills gaps, re-reads what
// updates were missed for, and gives up channels while nobody looks. It knows nothing of components.
//
// [Hub] is the whole of it. One stream client serves all columns of a source; one mutex guards the store and everything
// of the hub, so that a view of the store is never half of a change. No goroutine, timer or callback survives
// [Hub.Close].
//
// The order of things for a column is the design's law 2: join, be acknowledged, fetch, merge by id. The first page is
// also asked for at once, beside the socket, because it is the witness that tells why a server says nothing (P2.7) and
// because it is there sooner; it is not trusted to reach up to now, the one fetched after the acknowledgement is.
package live
