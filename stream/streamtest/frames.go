//go:build !js

package streamtest

import (
	"encoding/json"
)

// incoming is a frame from a client.
type incoming struct {
	Type string          `json:"type"`
	Body json.RawMessage `json:"body"`
}

// receive does what one client frame asks for (P2). Everything it does not
// understand is ignored: the protocol has no error frame (P1.6). An ack, when
// there is one, is returned and not sent, so that a burst of joins can be
// acknowledged out of order.
func (w *World) receive(s *socket, data []byte) (ack []byte) {
	if len(w.received) >= 2000 {
		w.received = append(w.received[:0], w.received[1000:]...)
	}
	w.received = append(w.received, string(data[:min(len(data), 4096)]))
	if w.flavour.rawPong() && string(data) == "ping" {
		s.send(outgoing{data: []byte("pong")})
		return nil
	}
	var in incoming
	if json.Unmarshal(data, &in) != nil {
		return nil
	}
	var body map[string]any
	if json.Unmarshal(in.Body, &body) != nil || body == nil {
		body = map[string]any{}
	}
	switch in.Type {
	case "connect":
		return w.join(s, body)
	case "disconnect":
		if id, ok := body["id"].(string); ok {
			w.leave(s, id)
		}
	case "channel", "ch":
		w.relay(s, in.Body)
	case "subNote", "s", "sr":
		if id, ok := body["id"].(string); ok && id != "" {
			s.captures[id]++
		}
	case "unsubNote", "un":
		if id, ok := body["id"].(string); ok && s.captures[id] > 0 {
			if s.captures[id]--; s.captures[id] == 0 {
				delete(s.captures, id)
			}
		}
	case "readNotification":
		if me := s.me(); me != nil {
			w.markAllRead(me)
		}
	}
	return nil
}

// join opens a channel or, without a word, does not (P2.7).
func (w *World) join(s *socket, body map[string]any) []byte {
	id, ok := body["id"].(string)
	name, ok2 := body["channel"].(string)
	if !ok || !ok2 {
		return nil
	}
	pong := false
	switch v := body["pong"].(type) {
	case nil:
	case bool:
		pong = v
	default:
		return nil
	}
	params, ok := body["params"].(map[string]any)
	if _, given := body["params"]; given && !ok {
		return nil
	}
	def := s.server.channels[name]
	if def == nil || (def.exists != nil && !def.exists(w.flavour)) || s.slots() >= w.flavour.channelLimit() {
		return nil
	}
	if def.login && (s.token == nil || !s.token.may(def.kind)) {
		return nil
	}
	for _, sub := range s.subs {
		if def.shared && sub.def == def && !sub.left {
			return nil
		}
	}
	sub := &subscription{socket: s, id: id, def: def, params: params}
	sub.minimize = w.flavour == IO2025_4 && truthy(params["minimize"]) && name != "hashtag"
	accepted := def.open == nil || def.open(w, sub)
	if accepted {
		s.subs = append(s.subs, sub)
	} else if w.flavour.ackMeansAccepted() {
		return nil
	} else {
		// Elsewhere a refusing channel still holds its slot and is acknowledged.
		sub.def = &channelDef{name: name}
		s.subs = append(s.subs, sub)
	}
	if !pong {
		return nil
	}
	return encode(object{{"type", "connected"}, {"body", object{{"id", id}}}})
}

// slots counts the connections that the server still knows by id.
func (s *socket) slots() int {
	n := 0
	for _, sub := range s.subs {
		if !sub.left {
			n++
		}
	}
	return n
}

// leave closes the first connection with that id. Others under the same id are
// forgotten and go on sending, and so do channels without teardown (P2.2, P2.6).
func (w *World) leave(s *socket, id string) {
	leak := s.server.faults.leaksIDs()
	first := true
	kept := s.subs[:0]
	for _, sub := range s.subs {
		if sub.id != id || sub.left {
			kept = append(kept, sub)
			continue
		}
		sub.left = true
		if !first || sub.def.sticky || leak {
			kept = append(kept, sub)
			first = false
			continue
		}
		first = false
		if sub.timer != nil {
			sub.timer.Stop()
		}
		if sub.def.closed != nil {
			sub.def.closed(w, sub)
		}
	}
	clear(s.subs[len(kept):])
	s.subs = kept
}

// relay hands a message to a channel (P2.3).
func (w *World) relay(s *socket, data json.RawMessage) {
	var m struct {
		ID   *string         `json:"id"`
		Type *string         `json:"type"`
		Body json.RawMessage `json:"body"`
	}
	if json.Unmarshal(data, &m) != nil || m.ID == nil || m.Type == nil || m.Body == nil {
		return
	}
	for _, sub := range s.subs {
		if sub.id == *m.ID && !sub.left && sub.def.message != nil {
			sub.def.message(w, sub, *m.Type, m.Body)
			return
		}
	}
}
