// Package chat holds one conversation: between two people, or in a room (P3.5, P7.10).
//
// A [Talk] changes only through [Talk.Apply]: a reducer without goroutine, clock or DOM, fed by nagare/app/live with
// what the channel says and with pages of its past. A message that is being written to the server is part of the
// conversation from the moment it was sent off. Whether it arrived is not always known: then the server is asked, and a
// message of one's own that says the same and was not known before is taken for it, so that a timeout never doubles one.
package chat
