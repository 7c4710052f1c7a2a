package mute

import (
	"slices"
	"strings"

	"nagare/stream/misskey"
)

// Rules are what is not wanted, of one origin: an account's settings, or this device.
type Rules struct {
	Soft    misskey.MutedWords // shown as "X said something"
	Hard    misskey.MutedWords // not shown
	Hosts   []string           // servers whose people are not shown
	Users   []string           // user ids, or names with a host such as @bob@b.example
	Renotes []string           // user ids whose pure renotes are not shown
}

// Local are the rules of this device, as they are written and kept: one a line.
type Local struct {
	Soft  string `json:"soft,omitempty"`
	Hard  string `json:"hard,omitempty"`
	Hosts string `json:"hosts,omitempty"`
	Users string `json:"users,omitempty"`
}

// Rules reads what was written.
func (l Local) Rules() Rules {
	return Rules{Soft: ParseWords(l.Soft), Hard: ParseWords(l.Hard), Hosts: ParseHosts(l.Hosts), Users: strings.Fields(l.Users)}
}

// Of are the settings that a server keeps for an account (P7.3).
func Of(me *misskey.Me) Rules {
	if me == nil {
		return Rules{}
	}
	return Rules{Soft: me.MutedWords, Hard: me.HardMutedWords, Hosts: me.MutedInstances}
}

// ParseWords reads word mutes as people write them, in the way of Misskey's own settings: each line is one, either words
// that must all occur or a /regular expression/flags.
func ParseWords(text string) misskey.MutedWords {
	list := misskey.MutedWords{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case len(line) > 2 && line[0] == '/' && strings.LastIndexByte(line, '/') > 0:
			list = append(list, misskey.MutedWord{Regexp: line})
		default:
			list = append(list, misskey.MutedWord{All: strings.Fields(line)})
		}
	}
	return list
}

// FormatWords writes word mutes for people to edit: the opposite of [ParseWords].
func FormatWords(list misskey.MutedWords) string {
	var lines []string
	for _, w := range list {
		switch {
		case w.Regexp != "":
			lines = append(lines, w.Regexp)
		case len(w.All) > 0:
			lines = append(lines, strings.Join(w.All, " "))
		}
	}
	return strings.Join(lines, "\n")
}

// ParseHosts reads the names of servers, one a line; what surrounds a name in an address is left out.
func ParseHosts(text string) []string {
	var hosts []string
	for _, h := range strings.Fields(text) {
		h = strings.ToLower(h)
		if i := strings.Index(h, "://"); i >= 0 {
			h = h[i+3:]
		}
		h, _, _ = strings.Cut(h, "/")
		h = strings.TrimLeft(h, "@")
		if h != "" && !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	return hosts
}
