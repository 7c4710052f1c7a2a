//go:build !js

package streamtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// ReplayOptions say how a recording is played. nil means the defaults.
type ReplayOptions struct {
	// Speed is how many times faster than life. Zero means instant: everything
	// recorded has already happened, and each channel gets all its notes at once
	// in their final state.
	Speed float64
	// Clock is the time. Zero means the system's clock.
	Clock Clock
	// Prefix is where the handler is mounted. Zero means the root.
	Prefix string
}

// replay is a server that knows only what was recorded.
type replay struct {
	rec *Recording
	o   ReplayOptions

	mu    sync.Mutex
	start time.Time // of play: the first connection
}

// ReplayHandler serves a recording as if it were a server. Any client's
// connect to a recorded channel is acknowledged and gets what that channel got
// (the join with the same params, else the busiest one of that name); the
// timelines over HTTP hold the same notes; captured notes get the recorded
// updates. Any token is accepted.
func ReplayHandler(recording io.Reader, o *ReplayOptions) (http.Handler, error) {
	rec, err := ReadRecording(recording)
	if err != nil {
		return nil, err
	}
	return rec.Handler(o), nil
}

// Handler serves the recording; see [ReplayHandler].
func (rec *Recording) Handler(o *ReplayOptions) http.Handler {
	p := &replay{rec: rec}
	if o != nil {
		p.o = *o
	}
	if p.o.Clock == nil {
		p.o.Clock = SystemClock{}
	}
	return p
}

// head is how much of the recording has happened.
func (p *replay) head() time.Duration {
	if p.o.Speed <= 0 {
		return p.rec.end
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.start.IsZero() {
		return 0
	}
	return time.Duration(float64(p.o.Clock.Now().Sub(p.start)) * p.o.Speed)
}

// ServeHTTP implements [http.Handler].
func (p *replay) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, strings.TrimSuffix(p.o.Prefix, "/"))
	base := "http://" + r.Host + p.o.Prefix
	switch {
	case path == "/streaming":
		p.stream(rw, r, base)
	case strings.HasPrefix(path, "/api/"):
		p.api(rw, r, strings.TrimPrefix(path, "/api/"), base)
	default:
		// Pictures of the recorded server are gone; every other one is a pattern.
		writeSVG(rw, identiconSVG(path))
	}
}

func (p *replay) write(v any, base string) []byte {
	b := encode(v)
	if p.rec.Origin != "" {
		b = bytes.ReplaceAll(b, []byte(p.rec.Origin), []byte(base))
	}
	return b
}

// note writes a note as it stands at a moment, with the notes inside it.
func (p *replay) note(o object, at time.Duration) object {
	id, _ := o.get("id").(string)
	n := p.rec.notes[id]
	out := append(object{}, o...)
	for i, f := range out {
		switch inner, _ := f.val.(object); {
		case (f.key == "renote" || f.key == "reply") && inner != nil:
			out[i].val = p.note(inner, at)
		case n == nil || o.get("reactions") == nil:
		case f.key == "reactions":
			r := n.at(at).reactions
			if r == nil {
				r = object{}
			}
			out[i].val = r
		case f.key == "reactionCount":
			sum := 0.0
			for _, c := range n.at(at).reactions {
				x, _ := c.val.(float64)
				sum += x
			}
			out[i].val = sum
		}
	}
	return out
}

func (p *replay) stream(rw http.ResponseWriter, r *http.Request, base string) {
	if r.Header.Get("Upgrade") == "" {
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	conn, err := websocket.Accept(rw, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return
	}
	p.mu.Lock()
	if p.start.IsZero() {
		p.start = p.o.Clock.Now()
	}
	p.mu.Unlock()
	k := &replaySocket{p: p, base: base, conn: conn, captures: map[string]int{}, wake: make(chan struct{}, 1)}
	k.run()
}

// replaySocket is one client of a replay.
type replaySocket struct {
	p    *replay
	base string
	conn *websocket.Conn

	mu       sync.Mutex
	queue    [][]byte
	captures map[string]int
	timers   []Timer
	wake     chan struct{}
	left     map[string]bool
}

func (k *replaySocket) run() {
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	defer done.Wait()
	defer cancel()
	defer k.conn.CloseNow()
	k.conn.SetReadLimit(16 << 20)
	done.Add(1)
	go func() {
		defer done.Done()
		for {
			select {
			case <-ctx.Done():
				return
			case <-k.wake:
			}
			k.mu.Lock()
			q := k.queue
			k.queue = nil
			k.mu.Unlock()
			for _, b := range q {
				if k.conn.Write(ctx, websocket.MessageText, b) != nil {
					return
				}
			}
		}
	}()
	k.follow(k.p.rec.updates, func(e recordedEvent) {
		if k.captures[e.id] > 0 {
			k.push(object{{"type", "noteUpdated"}, {"body", e.body}})
		}
	})
	k.follow(k.p.rec.news, func(e recordedEvent) { k.push(object{{"type", e.kind}, {"body", e.body}}) })
	for {
		_, data, err := k.conn.Read(ctx)
		if err != nil {
			break
		}
		k.receive(data)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, t := range k.timers {
		t.Stop()
	}
}

// push queues a frame; the socket is locked.
func (k *replaySocket) push(v any) {
	k.queue = append(k.queue, k.p.write(v, k.base))
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// follow plays events that still lie ahead at their time.
func (k *replaySocket) follow(events []recordedEvent, play func(e recordedEvent)) {
	if k.p.o.Speed <= 0 {
		return
	}
	head := k.p.head()
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, e := range events {
		if e.at < head {
			continue
		}
		pause := time.Duration(float64(e.at-head) / k.p.o.Speed)
		k.timers = append(k.timers, k.p.o.Clock.AfterFunc(pause, func() {
			k.mu.Lock()
			defer k.mu.Unlock()
			play(e)
		}))
	}
}

func (k *replaySocket) receive(data []byte) {
	var in struct {
		Type string
		Body struct {
			ID, Channel string
			Params      map[string]any
			Pong        bool
		}
	}
	if json.Unmarshal(data, &in) != nil {
		return
	}
	b := in.Body
	k.mu.Lock()
	switch in.Type {
	case "s", "sr", "subNote":
		k.captures[b.ID]++
	case "un", "unsubNote":
		if k.captures[b.ID]--; k.captures[b.ID] <= 0 {
			delete(k.captures, b.ID)
		}
	case "disconnect":
		if k.left == nil {
			k.left = map[string]bool{}
		}
		k.left[b.ID] = true
	}
	if in.Type != "connect" {
		k.mu.Unlock()
		return
	}
	j := k.p.rec.join(b.Channel, b.Params)
	// The probe of P1.5 must be answered even where nobody recorded one.
	if b.Pong && (j != nil && j.Acked || b.Channel == "reversiGame" || b.Channel == "main") {
		k.push(object{{"type", "connected"}, {"body", object{{"id", b.ID}}}})
	}
	if j != nil && k.p.o.Speed <= 0 {
		sent := map[string]bool{}
		for _, e := range j.events {
			if n := k.p.rec.notes[e.id]; e.kind == "note" && (sent[e.id] || n != nil && n.at(k.p.rec.end).deleted) {
				continue
			}
			sent[e.id] = true
			k.event(b.ID, e, k.p.rec.end)
		}
	}
	k.mu.Unlock()
	if j != nil {
		k.follow(j.events, func(e recordedEvent) { k.event(b.ID, e, e.at) })
	}
}

func (k *replaySocket) event(id string, e recordedEvent, at time.Duration) {
	if k.left[id] {
		return
	}
	body := e.body
	if o, ok := body.(object); ok && e.kind == "note" {
		body = k.p.note(o, at)
	}
	k.push(object{{"type", "channel"}, {"body", object{{"id", id}, {"type", e.kind}, {"body", body}}}})
}

// backfills says which channel a timeline endpoint belongs to (P3.4).
var backfills = map[string]string{
	"notes/timeline": "homeTimeline", "notes/local-timeline": "localTimeline", "notes/hybrid-timeline": "hybridTimeline",
	"notes/global-timeline": "globalTimeline", "notes/user-list-timeline": "userList", "antennas/notes": "antenna",
	"channels/timeline": "channel", "notes/search-by-tag": "hashtag", "roles/notes": "roleTimeline",
}

func (p *replay) api(rw http.ResponseWriter, r *http.Request, name, base string) {
	h := rw.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		rw.WriteHeader(http.StatusNoContent)
		return
	}
	args := map[string]any{}
	json.NewDecoder(http.MaxBytesReader(rw, r.Body, bodyLimit)).Decode(&args)
	answer := func(v any) {
		h.Set("Content-Type", "application/json; charset=utf-8")
		rw.Write(p.write(v, base))
	}
	c := &call{args: args}
	head := p.head()
	if channel, ok := backfills[name]; ok {
		answer(p.timeline(c, channel, head))
		return
	}
	switch name {
	case "meta":
		answer(object{{"name", "Recording"}, {"shortName", "Recording"}, {"uri", base}, {"version", "2025.4.1-replay"}, {"description", "A recording that plays again"},
			{"maxNoteTextLength", 3000}, {"themeColor", "#3b7ea1"}, {"iconUrl", base + "/icon"}, {"policies", object{{"ltlAvailable", true}, {"gtlAvailable", true}}},
			{"mediaProxy", base + "/proxy"}, {"features", object{{"miauth", true}}}})
	case "emojis":
		answer(object{{"emojis", p.emojis(base)}})
	case "ping":
		answer(object{{"pong", p.o.Clock.Now().UnixMilli()}})
	case "endpoints":
		list := []string{"meta", "emojis", "ping", "i", "notes/show", "notes/show-partial-bulk", "users/show", "i/notifications"}
		for n := range backfills {
			list = append(list, n)
		}
		sort.Strings(list)
		answer(list)
	case "i", "users/show":
		answer(p.me(c))
	case "i/notifications", "i/notifications-grouped":
		answer([]any{})
	case "notes/show":
		n := p.rec.notes[c.str("noteId")]
		if n == nil || n.at(head).deleted {
			writeJSON(rw, 400, fail("No such note.", "NO_SUCH_NOTE", "24fcbfc6-2e37-42b6-8388-c29b3861a08d").body())
			return
		}
		answer(p.note(n.full, head))
	case "notes/show-partial-bulk":
		out := []any{}
		for _, id := range c.strs("noteIds") {
			if n := p.rec.notes[id]; n != nil && !n.at(head).deleted {
				full := p.note(n.full, head)
				out = append(out, object{{"id", id}, {"reactions", full.get("reactions")}, {"reactionEmojis", full.get("reactionEmojis")}})
			}
		}
		answer(out)
	default:
		frameworkError(rw, 404, "Not Found", "Route POST:/api/"+name+" not found")
	}
}

func (p *replay) timeline(c *call, channel string, head time.Duration) any {
	params := map[string]any{}
	for k, v := range c.args {
		switch k {
		case "i", "limit", "sinceId", "untilId", "sinceDate", "untilDate", "allowPartial":
		default:
			params[k] = v
		}
	}
	notes := []*recordedNote{}
	if j := p.rec.join(channel, params); j != nil {
		for _, id := range j.NoteIDs {
			for _, e := range j.events {
				if n := p.rec.notes[id]; e.id == id && e.at <= head && n != nil && n.full.get("userId") != nil && !n.at(head).deleted {
					notes = append(notes, n)
					break
				}
			}
		}
	}
	sort.Slice(notes, func(i, j int) bool { return notes[i].id < notes[j].id })
	out := []any{}
	for _, n := range page(notes, c.pageWindow(10), func(n *recordedNote) string { return n.id }, func(*recordedNote) bool { return true }) {
		out = append(out, p.note(n.full, head))
	}
	return out
}

// me is whoever the token names ("TOKEN-ALICE" or "alice"), else somebody.
func (p *replay) me(c *call) any {
	want := strings.ToLower(strings.TrimPrefix(c.str("i"), "TOKEN-") + " " + c.str("username"))
	names := keysOf(p.rec.users)
	var best object
	for _, n := range names {
		if best == nil || strings.Contains(want, n) {
			best = p.rec.users[n]
		}
		if c.str("userId") != "" && p.rec.users[n].get("id") == c.str("userId") {
			best = p.rec.users[n]
			break
		}
	}
	return append(append(object{}, best...), object{{"unreadNotificationsCount", 0}, {"mutedWords", []any{}}, {"mutedInstances", []any{}}, {"policies", object{{"ltlAvailable", true}, {"gtlAvailable", true}}}}...)
}

// emojis are those that reactions and broadcasts named.
func (p *replay) emojis(base string) []any {
	urls := map[string]any{}
	for _, e := range p.rec.updates {
		body, _ := e.body.(object)
		detail, _ := body.get("body").(object)
		if emo, ok := detail.get("emoji").(object); ok {
			if name, ok := emo.get("name").(string); ok && strings.HasSuffix(name, "@.") {
				urls[strings.TrimSuffix(name, "@.")] = emo.get("url")
			}
		}
	}
	for _, e := range p.rec.news {
		body, _ := e.body.(object)
		if emo, ok := body.get("emoji").(object); ok && e.kind == "emojiAdded" {
			if name, ok := emo.get("name").(string); ok {
				urls[name] = emo.get("url")
			}
		}
	}
	for _, name := range []string{"blobcat", "party"} {
		if urls[name] == nil {
			urls[name] = base + "/emoji-art/" + name
		}
	}
	out := []any{}
	for _, name := range keysOf(urls) {
		out = append(out, object{{"aliases", []any{}}, {"name", name}, {"category", nil}, {"url", urls[name]}})
	}
	return out
}
