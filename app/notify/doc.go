// Package notify holds what concerns one account: its notifications, how many of them are unread, who asks to follow it,
// and which of all that may disturb the person.
//
// A [Box] belongs to one account of one server and changes only through [Box.Apply]: a reducer without goroutine, clock
// or DOM, fed by nagare/app/live with what the main channel says (P6.1) and with pages of i/notifications (P6.3). What
// the account is told twice, live and by a page, is there once. Servers group notifications differently on every call
// (P6.2), so pages are asked for ungrouped and neighbours are grouped here, live ones included; what a server grouped
// nevertheless is shown as it came.
//
// A hole is data here as in timelines: after an interruption [Box.Gap] stands above the last notification that is known
// to be complete until everything after it was asked for.
package notify
