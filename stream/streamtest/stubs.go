//go:build !js

package streamtest

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

type chatRoom struct{}
type chatMessage struct{}
type reversiGame struct{}
type authSession struct{}
type face struct{ n int }

func (f face) blurhash() string { return "eJEUW_.TNND]IdpMt6RmN3Rp9SIdt4%ExnD]Idt2xnt2oyoeayWCay" }

type picture struct {
	name, alt     string
	width, height int
}

func newPicture(seed int) *picture {
	return &picture{name: "picture", alt: "a picture", width: 640, height: 400}
}
func (p *picture) svg() string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"><rect width="640" height="400" fill="#8ac"/></svg>`
}
func (p *picture) blurhash() string                        { return face{}.blurhash() }
func (w *World) unreadChat(u *user) bool                   { return false }
func (w *World) packNotice(a *announcement, v view) object { return nil }
func addChatChannels(map[string]*channelDef)               {}
func addReversiChannels(map[string]*channelDef)            {}

func noteEndpoints() map[string]*endpoint { return nil }
func userEndpoints() map[string]*endpoint { return nil }
func accountEndpoints() map[string]*endpoint {
	return map[string]*endpoint{"i": {login: true, kind: "read:account", run: func(c *call) any { return c.packMe(c.me, c.v, c.token.native) }}}
}
func relationEndpoints() map[string]*endpoint   { return nil }
func driveEndpoints() map[string]*endpoint      { return nil }
func collectionEndpoints() map[string]*endpoint { return nil }
func chatEndpoints() map[string]*endpoint       { return nil }
func reversiEndpoints() map[string]*endpoint    { return nil }
func signinEndpoints() map[string]*endpoint     { return nil }

func readMultipart(rw http.ResponseWriter, r *http.Request, c *call, limit int) bool { return true }
func (s *Server) miauthCheck(session, base string) object                            { return object{{"ok", false}} }
func (s *Server) serveOther(rw http.ResponseWriter, r *http.Request, path string) {
	http.NotFound(rw, r)
}
func (s *Server) control(rw http.ResponseWriter, r *http.Request) { http.NotFound(rw, r) }

func (w *World) populate() {
	for i, p := range []struct{ name, user, host string }{{"Alice", "alice", ""}, {"Bob", "bob", ""}, {"Carol", "carol", ""}, {"芽衣", "mei", "hoshi.example"}} {
		u := w.addPerson(&user{name: p.name, username: p.user, host: p.host, at: w.born.Add(-time.Duration(400-i) * 24 * time.Hour)})
		if p.host == "" {
			w.newToken(u, true, nil)
		} else {
			u.instance = &instance{host: p.host, name: "星の停留所", software: "misskey", version: "2025.10.2", color: "#3b4cca"}
		}
	}
	for _, a := range []string{"alice", "bob", "carol"} {
		for _, b := range []string{"alice", "bob", "carol", "mei@hoshi.example"} {
			if a != b {
				w.addFollow(w.person(a), w.person(b), w.born)
			}
		}
	}
}

func (w *World) remember(n int) {
	for i := range max(n, 0) {
		who := w.people[i%len(w.people)]
		n := w.compose(NoteSpec{By: who.acct(), Text: "おはようございます。今日もいい天気。", At: w.born.Add(-time.Duration(n-i) * time.Minute)})
		w.add(n)
	}
}

type script struct {
	w    *World
	rate float64
	t    Timer
	n    int
}

func newScript(w *World, rate float64) *script { return &script{w: w, rate: rate} }
func (s *script) start() {
	if s.rate <= 0 {
		return
	}
	s.t = s.w.clock.AfterFunc(time.Duration(float64(time.Second)/s.rate), func() {
		s.n++
		s.w.Post(NoteSpec{By: []string{"alice", "bob", "carol", "mei@hoshi.example"}[s.n%4], Text: "Hello from the demo #nagare"})
		s.start()
	})
}
func (s *script) stop() {
	if s.t != nil {
		s.t.Stop()
	}
}
func (s *script) setRate(r float64) { s.stop(); s.rate = r; s.start() }

// Fault is something that goes wrong on purpose.
type Fault struct{ Kind string }

// Inject puts a fault in force.
func (s *Server) Inject(Fault) (lift func()) { return func() {} }

type faultBox struct{}

func newFaultBox(*Server) *faultBox                                        { return &faultBox{} }
func (*faultBox) admit(http.ResponseWriter, *http.Request) bool            { return true }
func (*faultBox) admitAPI(http.ResponseWriter, *http.Request, string) bool { return true }
func (*faultBox) halfOpen(*wire) bool                                      { return false }
func (*faultBox) leaksIDs() bool                                           { return false }
func (*faultBox) deliver(ctx context.Context, s *socket, o outgoing) bool  { return s.put(ctx, o.data) }

var _ json.RawMessage
