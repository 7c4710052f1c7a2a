//go:build !js

package streamtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"nagare/stream/streamtest"
)

// client is the smallest thing that speaks the protocol.
type client struct {
	t    *testing.T
	conn *websocket.Conn
	ctx  context.Context
}

func dial(t *testing.T, s *streamtest.Server, token string) *client {
	t.Helper()
	url := strings.Replace(s.URL, "http", "ws", 1) + "/streaming"
	if token != "" {
		url += "?i=" + token
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	conn.SetReadLimit(1 << 24)
	t.Cleanup(func() { conn.CloseNow() })
	return &client{t: t, conn: conn, ctx: ctx}
}

func (c *client) send(frame string) {
	c.t.Helper()
	if err := c.conn.Write(c.ctx, websocket.MessageText, []byte(frame)); err != nil {
		c.t.Fatalf("send: %v", err)
	}
}

type frame struct {
	Type string `json:"type"`
	Body struct {
		ID   string          `json:"id"`
		Type string          `json:"type"`
		Body json.RawMessage `json:"body"`
	} `json:"body"`
}

func (c *client) next() frame {
	c.t.Helper()
	_, data, err := c.conn.Read(c.ctx)
	if err != nil {
		c.t.Fatalf("read: %v", err)
	}
	var f frame
	if err := json.Unmarshal(data, &f); err != nil {
		c.t.Fatalf("frame %q: %v", data, err)
	}
	return f
}

// join joins a channel and waits for the ack.
func (c *client) join(channel, id, params string) {
	c.t.Helper()
	if params == "" {
		params = "{}"
	}
	c.send(`{"type":"connect","body":{"channel":"` + channel + `","id":"` + id + `","params":` + params + `,"pong":true}}`)
	if f := c.next(); f.Type != "connected" || f.Body.ID != id {
		c.t.Fatalf("join %s: got %+v", channel, f)
	}
}

// call posts to the API and decodes the answer.
func call(t *testing.T, s *streamtest.Server, name string, args any, out any) int {
	t.Helper()
	body, _ := json.Marshal(args)
	res, err := http.Post(s.URL+"/api/"+name, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer res.Body.Close()
	data, _ := io.ReadAll(res.Body)
	if out != nil {
		if err := json.Unmarshal(data, out); err != nil {
			t.Fatalf("%s: %v in %s", name, err, data)
		}
	}
	return res.StatusCode
}

func TestANoteReachesTheChannelsItBelongsTo(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	c := dial(t, s, s.Token("bob"))
	c.join("localTimeline", "l", "")
	c.join("globalTimeline", "g", "")
	n := s.Post(streamtest.NoteSpec{By: "alice", Text: "hello"})
	for range 2 {
		f := c.next()
		if f.Body.Type != "note" || !bytes.Contains(f.Body.Body, []byte(`"id":"`+n.ID+`"`)) {
			t.Errorf("got %+v", f)
		}
	}
	c.send(`{"type":"s","body":{"id":"` + n.ID + `"}}`)
	c.join("queueStats", "probe", "")
}

func TestPagingTurnsRoundWithSinceIDAlone(t *testing.T) {
	t.Parallel()
	s := streamtest.NewServer(t, &streamtest.Options{History: -1})
	var ids []string
	for range 6 {
		ids = append(ids, s.Post(streamtest.NoteSpec{Text: "x"}).ID)
	}
	var got []struct{ ID string }
	call(t, s, "notes/local-timeline", map[string]any{"sinceId": ids[1], "limit": 2}, &got)
	if len(got) != 2 || got[0].ID != ids[2] || got[1].ID != ids[3] {
		t.Errorf("sinceId: %v of %v", got, ids)
	}
	call(t, s, "notes/local-timeline", map[string]any{"untilId": ids[4], "limit": 2}, &got)
	if len(got) != 2 || got[0].ID != ids[3] || got[1].ID != ids[2] {
		t.Errorf("untilId: %v of %v", got, ids)
	}
	call(t, s, "notes/local-timeline", map[string]any{"sinceId": ids[0], "untilId": ids[4], "limit": 2}, &got)
	if len(got) != 2 || got[0].ID != ids[3] {
		t.Errorf("both: %v of %v", got, ids)
	}
}
