//go:build !js

package streamtest

import "encoding/json"

// Joined is one channel that one socket has joined.
type Joined struct {
	Socket  int    // serial number of the connection, counted from 1
	User    string // "" when anonymous
	Channel string
	ID      string
	Params  string // as JSON
}

// Joined lists every connection to a channel that is in force now.
func (s *Server) Joined() []Joined {
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Joined
	for _, k := range w.socketList() {
		for _, sub := range k.subs {
			if sub.left {
				continue
			}
			j := Joined{Socket: k.serial, Channel: sub.def.name, ID: sub.id}
			if me := k.me(); me != nil {
				j.User = me.username
			}
			if sub.params != nil {
				p, _ := json.Marshal(sub.params)
				j.Params = string(p)
			}
			out = append(out, j)
		}
	}
	return out
}

// Captured returns how many sockets capture each note id now.
func (s *Server) Captured() map[string]int {
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for _, k := range w.socketList() {
		for id := range k.captures {
			out[id]++
		}
	}
	return out
}

// Received returns the last frames that clients sent, oldest first, at most
// 2,000.
func (s *Server) Received() []string {
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.received...)
}
