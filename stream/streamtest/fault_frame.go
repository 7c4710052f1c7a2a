//go:build !js

package streamtest

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"time"
)

// deliver sends one frame through the faults. False means the connection is
// finished.
func (b *faultBox) deliver(ctx context.Context, s *socket, o outgoing) bool {
	if b.none() {
		return s.put(ctx, o.data)
	}
	here := func(f *Fault) bool {
		return f.Channel == o.channel || f.Channel == "" && f.Path == ""
	}
	if b.hit(Silence, here) != nil {
		return true
	}
	if f := b.hit(Delay, here); f != nil && !wait(ctx, b.server.clock, f.Delay) {
		return false
	}
	if !o.held && b.hit(Reorder, here) != nil {
		o.held = true
		b.server.clock.AfterFunc(150*time.Millisecond, func() { s.send(o) })
		return true
	}
	if b.hit(Truncate, here) != nil {
		s.wire.Write(halfFrame(o.data))
		s.wire.cut()
		return false
	}
	for _, kind := range []string{Oversize, BadUTF8, BadJSON, WrongType} {
		if f := b.hit(kind, here); f != nil {
			if !s.put(ctx, b.spoil(f, o.data)) {
				return false
			}
			if !f.Extra {
				return true
			}
		}
	}
	if b.hit(Duplicate, here) != nil && !s.put(ctx, o.data) {
		return false
	}
	return s.put(ctx, o.data)
}

// wait lets d pass on the clock; false when ctx ends first.
func wait(ctx context.Context, c Clock, d time.Duration) bool {
	done := make(chan struct{})
	t := c.AfterFunc(d, func() { close(done) })
	select {
	case <-done:
		return true
	case <-ctx.Done():
		t.Stop()
		return false
	}
}

// halfFrame is a WebSocket text frame that promises more than it holds.
func halfFrame(data []byte) []byte {
	head := []byte{0x81, 127, 0, 0, 0, 0, 0, 0, 0, 0}
	binary.BigEndian.PutUint64(head[2:], uint64(len(data)))
	return append(head, data[:len(data)/2]...)
}

func (b *faultBox) spoil(f *Fault, data []byte) []byte {
	switch f.Kind {
	case Oversize:
		size := f.Size
		if size == 0 {
			size = 8 << 20
		}
		return append(bytes.Clone(data), bytes.Repeat([]byte(" "), max(0, size-len(data)))...)
	case BadUTF8:
		i := bytes.LastIndex(data, []byte(`:"`)) // the JSON is sound but for these
		if i < 0 {
			return data
		}
		return slices.Concat(data[:i+2], []byte("\xff\xfe\xc0"), data[i+2:])
	case BadJSON:
		return data[:len(data)*2/3]
	}
	b.mu.Lock()
	b.turn++
	turn := b.turn
	b.mu.Unlock()
	return wrongType(data, turn)
}

// wrongType replaces the turn-th value of a JSON document, counted round, by
// one of another type.
func wrongType(data []byte, turn int) []byte {
	var doc any
	if json.Unmarshal(data, &doc) != nil {
		return data
	}
	var spots []func(v any)
	var values []any
	var walk func(v any, set func(v any))
	walk = func(v any, set func(v any)) {
		if set != nil {
			spots, values = append(spots, set), append(values, v)
		}
		switch v := v.(type) {
		case map[string]any:
			keys := make([]string, 0, len(v))
			for k := range v {
				keys = append(keys, k)
			}
			sort.Strings(keys)
			for _, k := range keys {
				walk(v[k], func(x any) { v[k] = x })
			}
		case []any:
			for i := range v {
				walk(v[i], func(x any) { v[i] = x })
			}
		}
	}
	walk(doc, nil)
	if len(spots) == 0 {
		return data
	}
	i := turn % len(spots)
	others := []any{nil, true, 12345.5, "wrong", []any{1, "x"}, map[string]any{"wrong": true}}
	k := (turn / len(spots)) % len(others)
	if same(values[i], others[k]) {
		k = (k + 1) % len(others)
	}
	spots[i](others[k])
	out, err := json.Marshal(doc)
	if err != nil {
		return data
	}
	return out
}

func same(a, b any) bool {
	kind := func(v any) int {
		switch v.(type) {
		case nil:
			return 0
		case bool:
			return 1
		case float64:
			return 2
		case string:
			return 3
		case []any:
			return 4
		}
		return 5
	}
	return kind(a) == kind(b)
}

// admit lets a request for /streaming through the faults; false means it has
// been dealt with.
func (b *faultBox) admit(rw http.ResponseWriter, r *http.Request) bool {
	if b.hit(Refuse, nil) != nil {
		if h, ok := rw.(http.Hijacker); ok {
			if conn, _, err := h.Hijack(); err == nil {
				conn.Close()
			}
		}
		return false
	}
	if f := b.hit(SlowAccept, nil); f != nil && !wait(r.Context(), b.server.clock, f.Delay) {
		return false
	}
	if f := b.hit(Upgrade, nil); f != nil {
		status := f.Status
		if status == 0 {
			status = http.StatusServiceUnavailable
		}
		rw.WriteHeader(status)
		return false
	}
	return true
}

// halfOpen silences a new connection if that is the fashion.
func (b *faultBox) halfOpen(w *wire) {
	if b.hit(HalfOpen, func(f *Fault) bool { return f.Every == 0 }) != nil {
		w.goSilent()
	}
}

// admitAPI lets an API request through the faults.
func (b *faultBox) admitAPI(rw http.ResponseWriter, r *http.Request, name string) bool {
	here := func(f *Fault) bool { return f.Path == "" || f.Path == name }
	if b.hit(HTTPHang, here) != nil {
		<-r.Context().Done()
		return false
	}
	if f := b.hit(Delay, func(f *Fault) bool { return f.Path != "" && f.Path == name }); f != nil && !wait(r.Context(), b.server.clock, f.Delay) {
		return false
	}
	if b.hit(HTTPPage, here) != nil {
		rw.Header().Del("Access-Control-Allow-Origin")
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		rw.WriteHeader(http.StatusBadGateway)
		rw.Write([]byte("<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"))
		return false
	}
	f := b.hit(HTTPStatus, here)
	if f == nil {
		return true
	}
	e := failWith(500, "Internal error occurred. Please contact us if the error persists.", "INTERNAL_ERROR", "5d37dbcb-891e-41ca-a3d6-e690c97775ac", "server")
	switch f.Status {
	case 0, 500:
		e.info = object{{"message", "injected"}, {"code", "Error"}, {"id", "00000000-0000-0000-0000-000000000000"}}
	case 401:
		e = errAuth
	case 403:
		e = errPermission
	case 429:
		pause := max(f.Delay, time.Second)
		e = limitError(b.server.clock.Now().Add(pause), 30)
		rw.Header().Set("Retry-After", strconv.Itoa(int(pause/time.Second)))
	default:
		e.status = f.Status
	}
	writeJSON(rw, e.status, e.body())
	return false
}
