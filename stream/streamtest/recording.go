//go:build !js

package streamtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"
)

// Recording is what was said between clients and a server: one JSON line per
// frame, {t_ms, conn, dir, raw}, as in the recordings of real servers.
type Recording struct {
	// Origin is the recorded server's own address, "" if it was not recorded.
	Origin string
	// Joins are the connections to channels, in the order of the file.
	Joins []*RecordedJoin

	notes   map[string]*recordedNote
	updates []recordedEvent // noteUpdated, each event once
	news    []recordedEvent // emojiAdded, announcementCreated …, each once
	users   map[string]object
	end     time.Duration
}

// RecordedJoin is one connection to a channel and what came over it.
type RecordedJoin struct {
	Conn, Channel, ID string
	Params            map[string]any
	Acked             bool
	// NoteIDs are the ids of the notes, each once, in the order of arrival.
	NoteIDs []string

	events []recordedEvent
}

type recordedEvent struct {
	at   time.Duration
	kind string // type of the channel event or of the frame
	id   string // of the note, if it is about one
	body any
}

// recordedNote is a note with the state of its reactions over time.
type recordedNote struct {
	id     string
	full   object // the richest form
	states []recordedState
}

type recordedState struct {
	at        time.Duration
	reactions object
	deleted   bool
}

// ReadRecording reads a recording. Lines of dir "event" are notes of the
// recorder and are skipped, except for the address and for channels that were
// joined before the recording began.
func ReadRecording(r io.Reader) (*Recording, error) {
	rec := &Recording{notes: map[string]*recordedNote{}, users: map[string]object{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	open := map[string]*RecordedJoin{}
	type seen struct {
		conn string
		recordedEvent
	}
	var updated []seen
	newsConn := ""
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var line struct {
			T    float64 `json:"t_ms"`
			Conn string  `json:"conn"`
			Dir  string  `json:"dir"`
			Raw  string  `json:"raw"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("recording line %d: %w", n, err)
		}
		at := time.Duration(line.T * float64(time.Millisecond))
		rec.end = max(rec.end, at)
		frame, _ := parseJSON([]byte(line.Raw)).(object)
		body, _ := frame.get("body").(object)
		kind, _ := frame.get("type").(string)
		standing := false // a channel that was joined before the recording began
		if k, _ := frame.get("kind").(string); line.Dir == "event" && k == "joined" {
			standing, body = true, frame
		}
		switch {
		case line.Dir == "event" && !standing:
			if url, _ := frame.get("url").(string); rec.Origin == "" && strings.Contains(url, "/streaming") {
				rec.Origin = strings.Replace(url[:strings.Index(url, "/streaming")], "ws", "http", 1)
			}
		case standing || line.Dir == "send" && kind == "connect":
			j := &RecordedJoin{Conn: line.Conn}
			j.Channel, _ = body.get("channel").(string)
			j.ID, _ = body.get("id").(string)
			if p, ok := body.get("params").(object); ok {
				json.Unmarshal(encode(p), &j.Params)
			}
			if pong, _ := body.get("pong").(bool); !pong {
				j.Acked = true // it did not ask to be told
			}
			open[line.Conn+"\x00"+j.ID] = j
			rec.Joins = append(rec.Joins, j)
		case line.Dir == "recv" && kind == "connected":
			if id, ok := body.get("id").(string); ok && open[line.Conn+"\x00"+id] != nil {
				open[line.Conn+"\x00"+id].Acked = true
			}
		case line.Dir == "recv" && kind == "channel":
			id, _ := body.get("id").(string)
			e := recordedEvent{at: at, body: body.get("body")}
			e.kind, _ = body.get("type").(string)
			if o, ok := e.body.(object); ok {
				if e.id, _ = o.get("id").(string); e.kind == "note" {
					rec.learn(o, at)
				}
				rec.search(o, at)
			}
			if j := open[line.Conn+"\x00"+id]; j != nil {
				j.add(e)
			}
		case line.Dir == "recv" && kind == "noteUpdated":
			e := recordedEvent{at: at, body: body, kind: kind}
			e.id, _ = body.get("id").(string)
			updated = append(updated, seen{line.Conn, e})
		case line.Dir == "recv" && frame != nil:
			if newsConn == "" {
				newsConn = line.Conn
			}
			if newsConn == line.Conn {
				rec.news = append(rec.news, recordedEvent{at: at, kind: kind, body: body})
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	// Several connections heard the same event: for each note the one that
	// heard most is believed.
	heard := map[string]map[string]int{}
	for _, u := range updated {
		if heard[u.id] == nil {
			heard[u.id] = map[string]int{}
		}
		heard[u.id][u.conn]++
	}
	for _, u := range updated {
		best := u.conn
		for conn, n := range heard[u.id] {
			if n > heard[u.id][best] || n == heard[u.id][best] && conn < best {
				best = conn
			}
		}
		if u.conn == best {
			rec.updates = append(rec.updates, u.recordedEvent)
			rec.apply(u.recordedEvent)
		}
	}
	return rec, nil
}

func (j *RecordedJoin) add(e recordedEvent) {
	j.events = append(j.events, e)
	if e.kind != "note" {
		return
	}
	for _, id := range j.NoteIDs {
		if id == e.id {
			return
		}
	}
	j.NoteIDs = append(j.NoteIDs, e.id)
}

// learn keeps the richest form of a note and what its reactions were.
func (rec *Recording) learn(o object, at time.Duration) {
	id, _ := o.get("id").(string)
	if id == "" {
		return
	}
	n := rec.notes[id]
	if n == nil {
		n = &recordedNote{id: id}
		rec.notes[id] = n
	}
	if len(o) > len(n.full) {
		n.full = o
	}
	if r, ok := o.get("reactions").(object); ok {
		n.states = append(n.states, recordedState{at: at, reactions: r})
	}
}

// search finds notes and people inside an event's body.
func (rec *Recording) search(v any, at time.Duration) {
	switch v := v.(type) {
	case object:
		if name, ok := v.get("username").(string); ok && len(v) > len(rec.users[name]) {
			rec.users[name] = v
		}
		if v.get("userId") != nil && v.get("visibility") != nil {
			rec.learn(v, at)
		}
		for _, f := range v {
			rec.search(f.val, at)
		}
	case []any:
		for _, x := range v {
			rec.search(x, at)
		}
	}
}

// apply carries a noteUpdated into the note's history.
func (rec *Recording) apply(e recordedEvent) {
	n := rec.notes[e.id]
	if n == nil {
		return
	}
	s := n.at(e.at)
	body, _ := e.body.(object)
	detail, _ := body.get("body").(object)
	key, _ := detail.get("reaction").(string)
	next := recordedState{at: e.at, deleted: s.deleted, reactions: append(object{}, s.reactions...)}
	add := func(by float64) {
		for i, f := range next.reactions {
			if c, _ := f.val.(float64); f.key == key {
				if next.reactions[i].val = c + by; c+by <= 0 {
					next.reactions = append(next.reactions[:i:i], next.reactions[i+1:]...)
				}
				return
			}
		}
		if by > 0 {
			next.reactions.set(key, by)
		}
	}
	switch body.get("type") {
	case "reacted":
		add(1)
	case "unreacted":
		add(-1)
	case "deleted":
		next.deleted = true
	default:
		return
	}
	n.states = append(n.states, next)
	sort.SliceStable(n.states, func(i, j int) bool { return n.states[i].at < n.states[j].at })
}

func (n *recordedNote) at(t time.Duration) recordedState {
	var s recordedState
	for _, x := range n.states {
		if x.at <= t {
			s = x
		}
	}
	return s
}

// Reactions returns a note's reaction counts at the end of the recording, as
// the frames tell them: the last snapshot and the events after it.
func (rec *Recording) Reactions(noteID string) map[string]int {
	out := map[string]int{}
	if n := rec.notes[noteID]; n != nil {
		for _, f := range n.at(rec.end).reactions {
			if c, ok := f.val.(float64); ok {
				out[f.key] = int(c)
			}
		}
	}
	return out
}

// join finds the recorded join that suits a request best: same channel and
// params, else same channel with the most events.
func (rec *Recording) join(channel string, params map[string]any) *RecordedJoin {
	text := func(p map[string]any) string {
		if len(p) == 0 { // none at all and an empty object mean the same
			return ""
		}
		return string(encode(p))
	}
	want := text(params)
	var best *RecordedJoin
	for _, j := range rec.Joins {
		if j.Channel != channel || truthy(j.Params["minimize"]) {
			continue
		}
		if text(j.Params) == want && len(j.events) > 0 {
			return j
		}
		if best == nil || len(j.events) > len(best.events) {
			best = j
		}
	}
	return best
}

// get returns the value of a key, nil if there is none.
func (o object) get(key string) any {
	for _, f := range o {
		if f.key == key {
			return f.val
		}
	}
	return nil
}

// parseJSON reads JSON and keeps the order of keys; nil when it is broken.
func parseJSON(data []byte) any {
	d := json.NewDecoder(bytes.NewReader(data))
	v, err := parseValue(d)
	if err != nil {
		return nil
	}
	return v
}

func parseValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			k, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			o.set(k.(string), v)
		}
		_, err := d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}
