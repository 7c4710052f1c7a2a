//go:build !js

package streamtest

import (
	"encoding/json"
	"net/http"
	"time"
)

// command is the body of POST /_control. Times are in milliseconds.
//
//	{"do":"post","by":"bob","text":"hi"}          → the note
//	{"do":"react","id":NOTE,"by":"carol","reaction":"👍"}  also unreact, vote (choice), delete
//	{"do":"follow","by":"bob","whom":"alice"}     also unfollow
//	{"do":"fault","fault":{"Kind":"delay","DelayMs":500}}   also heal
//	{"do":"drop"}, {"do":"rate","rate":5}, {"do":"token","by":"alice"}, {"do":"state"}
type command struct {
	Do, ID, By, Whom, Text, CW, Visibility, Reply, Renote, Channel, Reaction string
	Choices                                                                  []string
	Choice, Pictures                                                         int
	Rate                                                                     float64
	Fault                                                                    struct {
		Fault
		DelayMs, ForMs, EveryMs int
	}
}

// control lets a browser test steer the server. It answers with JSON and any
// origin may call it, which is why it must be asked for in [Options].
func (s *Server) control(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Headers", "content-type")
	if r.Method == http.MethodOptions {
		rw.WriteHeader(http.StatusNoContent)
		return
	}
	var c command
	if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, bodyLimit)).Decode(&c); err != nil {
		writeJSON(rw, 400, object{{"error", "the body is not a command: " + err.Error()}})
		return
	}
	var result any = true
	switch c.Do {
	case "post":
		n := s.Post(NoteSpec{By: c.By, Text: c.Text, CW: c.CW, Visibility: c.Visibility, Reply: c.Reply, Renote: c.Renote, Channel: c.Channel, Pictures: c.Pictures, Poll: PollSpec{Choices: c.Choices}})
		result = n
	case "react":
		result = s.React(c.ID, c.By, c.Reaction)
	case "unreact":
		result = s.Unreact(c.ID, c.By)
	case "vote":
		result = s.Vote(c.ID, c.By, c.Choice)
	case "delete":
		result = s.Delete(c.ID)
	case "follow":
		result = s.world.Follow(c.By, c.Whom)
	case "unfollow":
		result = s.world.Unfollow(c.By, c.Whom)
	case "fault":
		f := c.Fault.Fault
		ms := time.Millisecond
		f.Delay, f.For, f.Every = f.Delay+time.Duration(c.Fault.DelayMs)*ms, f.For+time.Duration(c.Fault.ForMs)*ms, f.Every+time.Duration(c.Fault.EveryMs)*ms
		s.Inject(f)
	case "heal":
		s.Heal()
	case "drop":
		result = s.Drop()
	case "rate":
		s.SetRate(c.Rate)
	case "token":
		result = s.Token(c.By)
	case "state":
		result = struct {
			Sockets  int
			Joined   []Joined
			Captured map[string]int
		}{s.Sockets(), s.Joined(), s.Captured()}
	default:
		writeJSON(rw, 400, object{{"error", "unknown command " + c.Do}})
		return
	}
	writeJSON(rw, 200, object{{"ok", result}})
}
