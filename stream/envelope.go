package stream

import (
	"encoding/json"

	"nagare/stream/internal/skip"
)

// envelope is what routing needs of a frame, as slices of it.
type envelope struct {
	kind  frameKind
	typ   []byte // the top-level type
	body  []byte // the top-level body; nil: none
	id    []byte // body.id of a channel, connected or noteUpdated frame
	event []byte // body.type of a channel or noteUpdated frame
	inner []byte // body.body of these; nil: none
}

type frameKind uint8

const (
	frameOther frameKind = iota
	frameChannel
	frameConnected
	frameNoteUpdated
)

// scan finds the envelope of a frame without decoding it and without allocating
// for frames as servers write them. It answers a Malformed kind, or "".
//
// The fast path checks that the frame is bracketed and quoted to its end, which
// a cut frame never is; what stands inside a body is left to whoever decodes it.
// Frames in any other spelling (key order, white space, escapes) take the slow
// path, which accepts exactly what is JSON. Of duplicate keys the last counts.
func scan(raw []byte) (envelope, string) {
	if env, ok := scanFast(raw); ok {
		return env, ""
	}
	return scanSlow(raw)
}

const (
	fastHead  = `{"type":"`
	fastBody  = `","body":`
	fastID    = `{"id":"`
	fastEvent = `","type":"`
)

func scanFast(raw []byte) (env envelope, ok bool) {
	if !hasPrefix(raw, 0, fastHead) {
		return env, false
	}
	i := len(fastHead)
	end := plainString(raw, i)
	if end < 0 || !hasPrefix(raw, end, fastBody) {
		return env, false
	}
	env.typ = raw[i:end]
	env.kind = kindOf(env.typ)
	i = end + len(fastBody)
	bodyAt := i
	if env.kind == frameOther {
		if end = skip.Value(raw, i); end < 0 || end+1 != len(raw) || raw[end] != '}' {
			return env, false
		}
		env.body = raw[bodyAt:end]
		return env, true
	}
	if !hasPrefix(raw, i, fastID) {
		return env, false
	}
	i += len(fastID)
	if end = plainString(raw, i); end < 0 {
		return env, false
	}
	env.id = raw[i:end]
	if hasPrefix(raw, end, fastEvent) {
		i = end + len(fastEvent)
		if end = plainString(raw, i); end < 0 {
			return env, false
		}
		env.event = raw[i:end]
		if hasPrefix(raw, end, fastBody) {
			i = end + len(fastBody)
			if end = skip.Value(raw, i); end < 0 {
				return env, false
			}
			env.inner = raw[i:end]
			end-- // stand where a closing quote would
		}
	} else if env.kind != frameConnected {
		return env, false
	}
	if end+3 != len(raw) || raw[end+1] != '}' || raw[end+2] != '}' {
		return env, false
	}
	env.body = raw[bodyAt : end+2]
	return env, true
}

func kindOf(typ []byte) frameKind {
	switch string(typ) {
	case "channel":
		return frameChannel
	case "connected":
		return frameConnected
	case "noteUpdated":
		return frameNoteUpdated
	}
	return frameOther
}

func hasPrefix(b []byte, at int, prefix string) bool {
	return len(b)-at >= len(prefix) && string(b[at:at+len(prefix)]) == prefix
}

// plainString returns the index of the quote that closes the string whose text
// begins at i, or -1 if it has escapes, control characters or no end.
func plainString(b []byte, i int) int {
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i
		case c == '\\' || c < 0x20:
			return -1
		}
	}
	return -1
}

// scanSlow reads a frame in any valid spelling.
func scanSlow(raw []byte) (env envelope, fault string) {
	if !json.Valid(raw) {
		return env, MalformedJSON
	}
	typ, body := json.RawMessage(nil), json.RawMessage(nil)
	if !eachKey(raw, func(key string, value []byte) {
		switch key {
		case "type":
			typ = value
		case "body":
			body = value
		}
	}) {
		return env, MalformedJSON
	}
	var ok bool
	if env.typ, ok = stringValue(typ); !ok {
		return env, MalformedType
	}
	env.kind, env.body = kindOf(env.typ), body
	if env.kind == frameOther {
		return env, ""
	}
	var id, event []byte
	if body == nil || !eachKey(body, func(key string, value []byte) {
		switch key {
		case "id":
			id = value
		case "type":
			event = value
		case "body":
			env.inner = value
		}
	}) {
		return env, MalformedEnvelope
	}
	if env.id, ok = stringValue(id); !ok {
		return env, MalformedEnvelope
	}
	if env.event, ok = stringValue(event); !ok && env.kind != frameConnected {
		return env, MalformedEnvelope
	}
	return env, ""
}

// eachKey calls f for every key of a valid JSON object; false: it is none.
func eachKey(b []byte, f func(key string, value []byte)) bool {
	i := skip.Space(b, 0)
	if i >= len(b) || b[i] != '{' {
		return false
	}
	for i = skip.Space(b, i+1); i < len(b) && b[i] == '"'; {
		end := skip.String(b, i+1)
		if end < 0 {
			return false
		}
		key, ok := stringValue(b[i:end])
		if i = skip.Space(b, end); !ok || i >= len(b) || b[i] != ':' {
			return false
		}
		i = skip.Space(b, i+1)
		if end = skip.Value(b, i); end < 0 {
			return false
		}
		f(string(key), b[i:end])
		if i = skip.Space(b, end); i < len(b) && b[i] == ',' {
			i = skip.Space(b, i+1)
		}
	}
	return true
}

// stringValue returns the text of a JSON string, a slice of it if it has no escapes.
func stringValue(b []byte) ([]byte, bool) {
	if len(b) < 2 || b[0] != '"' {
		return nil, false
	}
	if plainString(b, 1) == len(b)-1 {
		return b[1 : len(b)-1], true
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return nil, false
	}
	return []byte(s), true
}
