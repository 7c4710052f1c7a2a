// Package e2e tests Nagare in a real browser, against the built binary.
//
// A test opens tabs of one shared Chromium and fails when a page of its tabs
// logged an error, threw an exception or broke its Content-Security-Policy,
// unless the test said beforehand that it would ([Tab.Expect]):
//
//	site := e2e.Serve(t, "-demo", "-demo-rate", "0")
//	tab := e2e.Open(t, site.URL+"/?c=localTimeline@demo")
//	tab.Until(`document.querySelector("[data-note-id]")`, "a note")
//
// Servers to point columns at come from streamtest, in the test's own process.
// The package is a module of its own: no browser driver gets into Nagare's
// requirements.
package e2e

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Root is the root of the repository.
var Root = func() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}()

// Binary returns the path of the nagare binary: that of NAGARE_BIN, else one
// built now, once per process, with fast compression.
func Binary(t testing.TB) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var binary = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("NAGARE_BIN"); path != "" {
		return path, nil
	}
	cmd := exec.Command("make", "-C", Root, "build", "LEVEL=4")
	cmd.Env = append(os.Environ(), "MAKEFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("make build: %w\n%s", err, out)
	}
	return filepath.Join(Root, "bin", "nagare"), nil
})

// Site is a running nagare process.
type Site struct {
	URL string // where the app is, without a trailing slash

	t    testing.TB
	addr string
	args []string
	stop func()

	binary string // "" means that of Binary
}

// Serve starts nagare on a free loopback port with further arguments (a
// command such as replay goes first) and stops it with the test.
func Serve(t testing.TB, args ...string) *Site {
	t.Helper()
	s := &Site{t: t, addr: freeAddr(t), args: args}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Start starts the process again after Stop, on the same port.
func (s *Site) Start() {
	s.t.Helper()
	args := append([]string{"-addr", s.addr}, s.args...)
	if len(s.args) > 0 && s.args[0] == "replay" {
		args = append([]string{"replay", "-addr", s.addr}, s.args[1:]...)
	}
	if s.binary == "" {
		s.binary = Binary(s.t)
	}
	cmd := exec.Command(s.binary, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	s.stop = sync.OnceFunc(func() {
		cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			cmd.Process.Kill()
			<-ended
		}
	})
	// It prints its address when it is listening.
	line, err := bufio.NewReader(stdout).ReadString('\n')
	go func() {
		io.Copy(io.Discard, stdout)
		cmd.Wait()
		close(ended)
	}()
	if err != nil {
		<-ended
		s.t.Fatalf("nagare %s ended at once: %s", strings.Join(args, " "), stderr.String())
	}
	_, url, _ := strings.Cut(strings.TrimSpace(line), " http")
	s.URL = strings.TrimSuffix("http"+url, "/")
}

// Stop ends the process; connections break, the port refuses.
func (s *Site) Stop() {
	if s.stop != nil {
		s.stop()
	}
}

var usedPorts sync.Map

// freeAddr never gives the same port twice: the browser keeps what it stored
// for an origin.
func freeAddr(t testing.TB) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		addr := l.Addr().String()
		l.Close()
		if _, used := usedPorts.LoadOrStore(addr, true); !used {
			return addr
		}
	}
	t.Fatal("no free port")
	return ""
}

// Wait asks f every few milliseconds until it holds, for what happens outside
// the page. Inside a page use [Tab.Until].
func Wait(t testing.TB, limit time.Duration, what string, f func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !f() {
		select {
		case <-ctx.Done():
			t.Fatalf("no %s within %v", what, limit)
		case <-tick.C:
		}
	}
}

// findChromium looks where systems keep it. CHROMIUM names another one.
func findChromium() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, path := range []string{
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium or Chrome: install it (Debian: apt-get install chromium; macOS: brew install --cask chromium) or set CHROMIUM to its path")
}

// hosted serves files for a page at an address that no page had before: what an earlier one keeps in the browser under
// the same origin is not to be found.
func hosted(t testing.TB, h http.Handler) *httptest.Server {
	t.Helper()
	for range 100 {
		s := httptest.NewServer(h)
		if _, used := usedPorts.LoadOrStore(s.Listener.Addr().String(), true); !used {
			return s
		}
		s.Close()
	}
	t.Fatal("no free port")
	return nil
}
