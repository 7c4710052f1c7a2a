package misskey

import "strings"

// safeToRepeat reports whether calling an endpoint twice is the same as calling it once. It knows the reads by name:
// what it does not know is not repeated. miauth/…/check is a read that must not be: it gives the token once (P8.5).
func safeToRepeat(endpoint string) bool {
	switch endpoint {
	case "meta", "stats", "server-info", "ping", "endpoints", "endpoint", "get-online-users-count", "emojis", "emoji",
		"announcements", "pinned-users", "i", "notes", "users", "drive", "my/apps":
		return true
	}
	area, verb := "", endpoint
	if i := strings.LastIndexByte(endpoint, '/'); i >= 0 {
		area, verb = endpoint[:i], endpoint[i+1:]
	}
	switch verb {
	case "show", "list", "users", "timeline", "local-timeline", "hybrid-timeline", "global-timeline", "bubble-timeline",
		"user-list-timeline", "recommended-timeline", "user-timeline", "room-timeline", "show-partial-bulk", "state",
		"conversation", "children", "replies", "renotes", "quotes", "clips", "search", "search-by-tag",
		"search-by-username-and-host", "featured", "featured-notes", "trend", "mentions", "notes", "relation", "followers",
		"following", "memberships", "get-memberships", "history", "inbox", "outbox", "owned", "joining", "members", "followed", "my-favorites", "find", "find-by-hash",
		"check-existence", "attached-notes", "files", "folders", "stream", "get", "get-all", "get-detail", "keys",
		"keys-with-type", "notifications", "notifications-grouped", "show-game", "games", "invitations", "verify",
		"show-instance", "vmimi-relay-timeline", "vmimi-relay-hybrid-timeline", "achievements", "recommendation":
		return true
	case "reactions":
		return area == "notes" || area == "users"
	case "favorites":
		return area == "i"
	}
	return false
}
