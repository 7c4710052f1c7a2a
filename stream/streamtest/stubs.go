//go:build !js

package streamtest

import (
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

func collectionEndpoints() map[string]*endpoint { return nil }
func chatEndpoints() map[string]*endpoint       { return nil }
func reversiEndpoints() map[string]*endpoint    { return nil }
func signinEndpoints() map[string]*endpoint     { return nil }

func (s *Server) miauthCheck(session, base string) object                            { return object{{"ok", false}} }
func (s *Server) miauthPage(rw http.ResponseWriter, r *http.Request, session string) {}

var _ json.RawMessage

func (w *World) packClip(*clip) object { return nil }
func (s *script) noticed(*note)        {}
