//go:build !js

package streamtest

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"sync"
)

// wire is the TCP connection below a WebSocket, with the ways in which a
// network fails: cut at once, or gone without a word.
type wire struct {
	net.Conn
	mu     sync.Mutex
	silent bool
	once   sync.Once
	done   chan struct{}
}

// cut ends the connection with no closing handshake.
func (c *wire) cut() { c.Close() }

// Close closes the connection once.
func (c *wire) Close() error {
	var err error
	c.once.Do(func() { close(c.done); err = c.Conn.Close() })
	return err
}

// goSilent makes the connection half-open: what is written vanishes and
// nothing that arrives is seen any more.
func (c *wire) goSilent() {
	c.mu.Lock()
	c.silent = true
	c.mu.Unlock()
}

func (c *wire) isSilent() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.silent
}

// Write sends, or pretends to when the wire is half-open.
func (c *wire) Write(b []byte) (int, error) {
	if c.isSilent() {
		return len(b), nil
	}
	return c.Conn.Write(b)
}

// Read reads; on a half-open wire it drains what comes and returns nothing.
func (c *wire) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		if err != nil || !c.isSilent() {
			return n, err
		}
	}
}

// wireWriter hands out a wire when the WebSocket takes the connection over.
type wireWriter struct {
	http.ResponseWriter
	wire *wire
}

// Hijack implements [http.Hijacker].
func (w *wireWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	h, ok := w.ResponseWriter.(http.Hijacker)
	if !ok {
		return nil, nil, errors.New("streamtest: the connection cannot be taken over")
	}
	conn, rw, err := h.Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.wire = &wire{Conn: conn, done: make(chan struct{})}
	return w.wire, rw, nil
}
