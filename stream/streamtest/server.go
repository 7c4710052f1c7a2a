//go:build !js

package streamtest

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options shape a server. The zero value, or nil, is a ready world at rest
// that imitates misskey.io.
type Options struct {
	// Seed decides everything that looks like chance. Zero is a seed like any.
	Seed uint64
	// Rate is how many notes per second the script posts. Zero means silence:
	// only what the test does happens.
	Rate float64
	// Clock is the time. Zero means the system's clock.
	Clock Clock
	// History is how many notes lie in the past at start. Zero means 150,
	// negative none.
	History int
	// Flavour is the kind of server to imitate. Zero means IO2025_4.
	Flavour Flavour
	// Chat gives the server chat although its flavour has none.
	Chat bool
	// Prefix is the path under which the handler is mounted, such as "/_demo".
	// Zero means the root. Mount it without http.StripPrefix.
	Prefix string
	// Origin is the address clients use, with the prefix. Zero means that of
	// each request.
	Origin string
	// Name is the server's name in its meta. Zero means "Nagare demo".
	Name string
	// Faults are in force from the start; see [Server.Inject].
	Faults []Fault
	// Control serves POST /_control, by which a browser test steers the world
	// and its faults. Zero means off: it has no protection.
	Control bool
	// Keep is how many notes are remembered. Zero means 20,000.
	Keep int
	// Limits turns the recorded rate limits on. Zero means none.
	Limits bool
}

// Server is a fake Misskey server. It is an http.Handler; [NewServer] also
// gives it a listener.
type Server struct {
	// URL is the origin of a server made by NewServer, without a slash.
	URL string

	o        Options
	clock    Clock
	world    *World
	channels map[string]*channelDef
	api      map[string]*endpoint
	faults   *faultBox
	script   *script
	serial   int

	mu     sync.Mutex
	ended  bool
	open   map[*socket]struct{}
	gone   sync.WaitGroup
	listen *listener
}

// New makes a server without a listener: mount it as an http.Handler.
func New(o *Options) *Server {
	s := &Server{open: map[*socket]struct{}{}}
	if o != nil {
		s.o = *o
	}
	if s.o.Clock == nil {
		s.o.Clock = SystemClock{}
	}
	if s.o.Name == "" {
		s.o.Name = "Nagare demo"
	}
	if s.o.Keep == 0 {
		s.o.Keep = 20000
	}
	if s.o.History == 0 {
		s.o.History = 150
	}
	s.o.Prefix = strings.TrimSuffix(s.o.Prefix, "/")
	s.clock = s.o.Clock
	s.channels = channelTable()
	s.api = endpointTable()
	s.begin()
	s.faults = newFaultBox(s)
	for _, f := range s.o.Faults {
		s.Inject(f)
	}
	return s
}

// begin makes a fresh world, as at start and after a restart with lost state.
func (s *Server) begin() {
	w := newWorld(&s.o)
	w.populate()
	s.world = w
	s.script = newScript(w, s.o.Rate, s.o.Seed)
	s.script.remember(max(s.o.History, 0))
	s.script.start()
}

// World returns the world behind the server.
func (s *Server) World() *World { return s.world }

// Origin is the address under which clients reach the server, without a slash.
func (s *Server) Origin() string {
	if s.o.Origin != "" {
		return s.o.Origin
	}
	return s.URL + s.o.Prefix
}

// Close ends the script, every socket and the listener. It is safe to call
// more than once.
func (s *Server) Close() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.script.stop()
	s.Stop()
	s.Drop()
	s.gone.Wait()
}

// SetRate changes the script's pace: notes per second, 0 for silence.
func (s *Server) SetRate(perSecond float64) { s.script.setRate(perSecond) }

// Token returns the native token of a local user such as "alice"; "" if there
// is nobody of that name.
func (s *Server) Token(who string) string { return s.world.Token(who) }

// Post publishes a note; see [World.Post].
func (s *Server) Post(n NoteSpec) Note { return s.world.Post(n) }

// React lets somebody react; see [World.React].
func (s *Server) React(noteID, who, reaction string) bool {
	return s.world.React(noteID, who, reaction)
}

// Unreact takes a reaction back; see [World.Unreact].
func (s *Server) Unreact(noteID, who string) bool { return s.world.Unreact(noteID, who) }

// Vote votes in a poll; see [World.Vote].
func (s *Server) Vote(noteID, who string, choice int) bool { return s.world.Vote(noteID, who, choice) }

// Edit changes the text of a note; see [World.Edit].
func (s *Server) Edit(noteID, text string) bool { return s.world.Edit(noteID, text) }

// Delete deletes a note; see [World.Delete].
func (s *Server) Delete(noteID string) bool { return s.world.Delete(noteID) }

// Notes returns every note there is, oldest first.
func (s *Server) Notes() []Note { return s.world.Notes() }

// base is the origin as this request's client knows it.
func (s *Server) base(r *http.Request) string {
	if s.o.Origin != "" {
		return s.o.Origin
	}
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host + s.o.Prefix
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if s.o.Prefix != "" && (path == s.o.Prefix || strings.HasPrefix(path, s.o.Prefix+"/")) {
		path = path[len(s.o.Prefix):]
	}
	switch {
	case path == "/streaming":
		s.stream(rw, r)
	case strings.HasPrefix(path, "/api/"):
		s.serveAPI(rw, r, strings.TrimPrefix(path, "/api/"))
	case path == "/_control" && s.o.Control:
		s.control(rw, r)
	default:
		s.serveOther(rw, r, path)
	}
}

func (s *Server) track(k *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.open[k] = struct{}{}
	s.gone.Add(1)
	return true
}

func (s *Server) untrack(k *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, k)
	s.gone.Done()
}

// Drop cuts every open socket without a closing handshake. It returns how many
// there were.
func (s *Server) Drop() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.open {
		k.wire.cut()
	}
	return len(s.open)
}

// Sockets returns how many streaming connections are open.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// Now is the server's time.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Token returns the native token of a local user.
func (w *World) Token(who string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.person(who)
	if u == nil || u.remote() {
		return ""
	}
	var best *token
	for _, t := range w.tokens {
		if t.user == u && t.native && (best == nil || t.value < best.value) {
			best = t
		}
	}
	if best == nil {
		best = w.newToken(u, true, nil)
	}
	return best.value
}

// AppToken authorises an app for a local user with the given permissions
// (P8.5) and returns its token.
func (w *World) AppToken(who string, permissions ...string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.person(who)
	if u == nil || u.remote() {
		return ""
	}
	return w.newToken(u, false, permissions).value
}
