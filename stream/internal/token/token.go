// Package token is the word of an HTTP API about a token (P1.2). Package stream acts on it and package misskey gets it;
// neither needs to know the other.
package token

// Verdict says whether a token is good for a socket.
type Verdict string

// The verdicts.
const (
	Unknown   Verdict = "" // the server could not be asked: keep trying
	Good      Verdict = "good"
	Dead      Verdict = "dead"
	Suspended Verdict = "suspended"
	TooWeak   Verdict = "too-weak"
)
