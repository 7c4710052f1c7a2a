//go:build !js

package streamtest

import (
	"net"
	"net/http"
	"sync"
)

// TB is the part of testing.TB that NewServer needs; it keeps the testing
// package out of binaries that only serve the demo.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// listener is a loopback port that can go away and come back.
type listener struct {
	addr string
	mu   sync.Mutex
	srv  *http.Server
	done chan struct{}
}

// NewServer starts a server on a free loopback port and closes it with the
// test. nil options mean the defaults.
func NewServer(tb TB, o *Options) *Server {
	tb.Helper()
	s := New(o)
	s.listen = &listener{addr: "127.0.0.1:0"}
	if err := s.Start(); err != nil {
		tb.Fatalf("streamtest: listen: %v", err)
	}
	s.URL = "http://" + s.listen.addr
	tb.Cleanup(s.Close)
	return s
}

// Start opens the listener again on the same port after Stop. The world has
// been kept.
func (s *Server) Start() error {
	l := s.listen
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.srv != nil {
		return nil
	}
	ln, err := net.Listen("tcp", l.addr)
	if err != nil {
		return err
	}
	l.addr = ln.Addr().String()
	l.srv = &http.Server{Handler: s}
	l.done = make(chan struct{})
	go func(srv *http.Server, done chan struct{}) { defer close(done); srv.Serve(ln) }(l.srv, l.done)
	return nil
}

// Stop closes the port and cuts every connection; the world goes on. Start
// brings the server back.
func (s *Server) Stop() {
	if l := s.listen; l != nil {
		l.mu.Lock()
		if l.srv != nil {
			l.srv.Close()
			<-l.done
			l.srv = nil
		}
		l.mu.Unlock()
	}
	s.Drop()
}
