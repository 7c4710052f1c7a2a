package stream

import (
	"context"
	"errors"
	"strings"
	"syscall/js"
	"testing"
	"time"
)

// fakeSocket stands in for the browser's WebSocket, which node lacks: it counts
// listeners, so that the tests see what is left behind.
const fakeSocket = `(() => {
	const all = [];
	class Fake {
		constructor(url) {
			if (url.includes("bad")) throw new SyntaxError(url);
			this.url = url; this.sent = []; this.listeners = {}; this.count = 0; this.closes = [];
			all.push(this);
		}
		addEventListener(n, f, { once } = {}) { f.once = once; (this.listeners[n] ||= []).push(f); this.count++; }
		removeEventListener(n, f) {
			const l = this.listeners[n] || [], i = l.indexOf(f);
			if (i >= 0) { l.splice(i, 1); this.count--; }
		}
		fire(n, e) {
			for (const f of [...(this.listeners[n] || [])]) {
				if (f.once) this.removeEventListener(n, f);
				f(e || {});
			}
		}
		send(s) { if (this.broken) throw new Error("InvalidStateError"); this.sent.push(s); }
		close(code) {
			if (code !== 1000 && !(code >= 3000 && code <= 4999)) throw new Error("InvalidAccessError");
			this.closes.push(code);
		}
	}
	Fake.all = all;
	return Fake;
})()`

// browser installs the fake and returns how to get the nth socket made.
func browser(t *testing.T) func(n int) js.Value {
	t.Helper()
	class := js.Global().Call("eval", fakeSocket)
	old := js.Global().Get("WebSocket")
	js.Global().Set("WebSocket", class)
	t.Cleanup(func() { js.Global().Set("WebSocket", old) })
	return func(n int) js.Value {
		for range 1000 {
			if class.Get("all").Length() > n {
				return class.Get("all").Index(n)
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatal("no socket was made")
		return js.Undefined()
	}
}

func dialFake(t *testing.T, nth func(int) js.Value, n int) (Conn, js.Value) {
	t.Helper()
	go func() { nth(n).Call("fire", "open") }()
	conn, err := platformTransport().Dial(t.Context(), "wss://x/streaming")
	if err != nil {
		t.Fatal(err)
	}
	return conn, nth(n)
}

func message(ws js.Value, s string) {
	init := js.Global().Get("Object").New()
	init.Set("data", s)
	ws.Call("fire", "message", js.Global().Get("MessageEvent").New("message", init))
}

func closing(ws js.Value, code int, reason string) {
	e := js.Global().Get("Object").New()
	e.Set("code", code)
	e.Set("reason", reason)
	ws.Call("fire", "close", e)
}

func TestABrowserSocketCarriesText(t *testing.T) {
	conn, ws := dialFake(t, browser(t), 0)
	for _, s := range []string{"a", `{"text":"あ😀"}`, ""} {
		message(ws, s)
	}
	for _, want := range []string{"a", `{"text":"あ😀"}`, ""} {
		if b, err := conn.Read(t.Context()); err != nil || string(b) != want {
			t.Fatalf("got %q %v", b, err)
		}
	}
	if err := conn.Write(t.Context(), []byte("あ")); err != nil || ws.Get("sent").Index(0).String() != "あ" {
		t.Errorf("sent %v", err)
	}
	conn.Close()
	if n := ws.Get("count").Int(); n != 0 {
		t.Errorf("%d listeners are left", n)
	}
	if ws.Get("closes").Index(0).Int() != 1000 {
		t.Error("not closed with 1000")
	}
	if _, err := conn.Read(t.Context()); err == nil {
		t.Error("read after close")
	}
	if err := conn.Write(t.Context(), nil); err == nil {
		t.Error("write after close")
	}
	conn.Abandon() // twice is fine
}

func TestFramesThatCameBeforeTheCloseAreStillRead(t *testing.T) {
	conn, ws := dialFake(t, browser(t), 0)
	message(ws, "last words")
	closing(ws, 1008, "Disconnected - too many requests")
	if b, err := conn.Read(t.Context()); err != nil || string(b) != "last words" {
		t.Fatalf("got %q %v", b, err)
	}
	_, err := conn.Read(t.Context())
	if err == nil || !strings.Contains(err.Error(), "1008") || !strings.Contains(err.Error(), "too many") {
		t.Errorf("got %v", err)
	}
	if n := ws.Get("count").Int(); n != 0 {
		t.Errorf("%d listeners are left", n)
	}
}

func TestADialThatIsGivenUpLeavesNothing(t *testing.T) {
	nth := browser(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := platformTransport().Dial(ctx, "wss://x/"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if ws := nth(0); ws.Get("count").Int() != 0 || ws.Get("closes").Length() != 1 {
		t.Error("the socket was not let go")
	}
	go func() { closing(nth(1), 1006, "") }()
	if _, err := platformTransport().Dial(t.Context(), "wss://x/?i=s3cret"); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
	if n := nth(1).Get("count").Int(); n != 0 {
		t.Errorf("%d listeners are left", n)
	}
	if _, err := platformTransport().Dial(t.Context(), "bad?i=s3cret"); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}

func TestATooLongFrameClosesWithACodeScriptsMayUse(t *testing.T) {
	conn, ws := dialFake(t, browser(t), 0)
	message(ws, strings.Repeat("x", readLimit+1))
	if _, err := conn.Read(t.Context()); !errors.Is(err, errOversized) {
		t.Errorf("got %v", err)
	}
	if ws.Get("closes").Index(0).Int() != closeOversized {
		t.Error("not closed")
	}
}

func TestAFailingSendIsAnError(t *testing.T) {
	conn, ws := dialFake(t, browser(t), 0)
	ws.Set("broken", true)
	if err := conn.Write(t.Context(), []byte("x")); err == nil {
		t.Error("no error")
	}
	conn.Abandon()
}

func TestAClientOnABrowserSocketLeavesNothingBehind(t *testing.T) {
	nth := browser(t)
	c, err := Dial(t.Context(), "https://x", nil)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := c.Join(LocalTimeline(TimelineParams{}), nil)
	if err != nil {
		t.Fatal(err)
	}
	ws := nth(0)
	ws.Call("fire", "open")
	for range 1000 {
		if ws.Get("sent").Length() > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	f := ws.Get("sent").Index(0).String()
	_, rest, _ := strings.Cut(f, `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	message(ws, string(idFrame("connected", id)))
	for range 10000 {
		message(ws, eventFrame(id, "note", `{"id":"1"}`))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for n := 0; n < 10000; {
		e, err := ch.Reader().Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case Message:
			n++
		case Gap:
			n += e.Dropped
		}
	}
	c.Close()
	if n := ws.Get("count").Int(); n != 0 {
		t.Errorf("%d listeners are left", n)
	}
	if ws.Get("closes").Length() != 1 {
		t.Error("not closed once")
	}
}
