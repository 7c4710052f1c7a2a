//go:build !js

package streamtest

import (
	"context"
	"encoding/json"
	"net/http"
)

type chatRoom struct{}
type chatMessage struct{}
type reversiGame struct{}
type authSession struct{}

func (w *World) unreadChat(u *user) bool        { return false }
func addChatChannels(map[string]*channelDef)    {}
func addReversiChannels(map[string]*channelDef) {}

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
func (s *Server) miauthPage(rw http.ResponseWriter, r *http.Request, session string) {}
func (s *Server) control(rw http.ResponseWriter, r *http.Request)                    { http.NotFound(rw, r) }

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
