//go:build !js

package streamtest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// The conformance test plays what recorded clients did, frame by frame and
// request by request, against a world shaped like the recorded one, and holds
// the answers' shapes (which keys, which JSON types) against the recorded
// answers. What differs is listed in conformance_known_test.go with its reason.

func unzip(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type recordedLine struct {
	T    float64 `json:"t_ms"`
	Conn string  `json:"conn"`
	Dir  string  `json:"dir"`
	Raw  string  `json:"raw"`
}

// stage is a server in the shape of the recorded one, and what is known about
// how recorded ids and tokens translate.
type stage struct {
	t     *testing.T
	s     *Server
	clock *FakeClock
	ids   map[string]string
	token map[string]string
	conns map[string]*stageConn
	marks int
}

type stageConn struct {
	name string
	conn *websocket.Conn
	kind websocket.MessageType // of what it sends
	got  [][]byte
	done chan struct{}
	mark chan struct{}
}

func newStage(t *testing.T, flavour Flavour) *stage {
	t.Helper()
	clock := NewFakeClock(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	s := NewServer(t, &Options{History: -1, Flavour: flavour, Clock: clock})
	g := &stage{t: t, s: s, clock: clock, ids: map[string]string{}, token: map[string]string{}, conns: map[string]*stageConn{}}
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.people {
		u.following, u.followers = map[string]*follow{}, map[string]*follow{}
		u.host, u.instance = "", nil
		u.roles, u.notifications = nil, nil
	}
	alice, bob, carol, admin := w.person("alice"), w.person("bob"), w.person("carol"), w.person("kanri")
	for _, f := range [][2]*user{{alice, bob}, {alice, carol}, {bob, alice}, {carol, alice}} {
		w.addFollow(f[0], f[1], w.born)
	}
	w.notices, w.messages, w.rooms, admin.name = nil, nil, nil, ""
	alice.achievements = []string{"viewInstanceChart", "cookieClicked"} // claimed before
	testers := w.roles[0]
	testers.icon = ""
	alice.roles, bob.roles = []*role{testers}, []*role{testers}
	w.emojis = append(w.emojis, &emoji{id: w.newID(), name: "fire_x", aliases: []string{}})
	list, board, ant := w.lists[0], w.boards[0], w.antennas[0]
	list.members = []*member{{id: w.newID(), user: bob}}
	board.owner = bob
	alice.boards = map[string]bool{board.id: true}
	ant.keywords = [][]string{{"antenna"}}
	room := &chatRoom{id: w.newID(), at: w.born, name: "Room", owner: alice, members: []*user{bob}, invited: map[*user]string{}}
	w.rooms = append(w.rooms, room)
	for recorded, ours := range map[string]string{
		"atwjhbymd32h0004": alice.id, "atwjhcdnd32h0005": bob.id, "atwjhcpad32h0006": carol.id, "atwjhbi1d32h0003": admin.id,
		"atwkhb22np3m0004": alice.id, "atwkhb7inp3m0005": bob.id, "atwkhdjhnp3m003m": room.id,
		"atwjk05vo89q002e": list.id, "atwjk04co89q002c": board.id, "atwjk079o89q002g": ant.id, "atwjk07no89q002h": testers.id,
	} {
		g.ids[recorded] = ours
	}
	for name, u := range map[string]*user{"ALICE": alice, "BOB": bob, "CAROL": carol, "ADMIN": admin, "MALLORY": w.person("mallory")} {
		for v, tok := range w.tokens {
			if tok.user == u && tok.native {
				g.token[name] = v
			}
		}
	}
	g.token["APP"] = w.newToken(alice, false, []string{"read:account", "write:notes"}).value
	g.token["BARE"] = w.newToken(alice, false, []string{"write:notes"}).value
	return g
}

// translate replaces recorded ids and tokens.
func (g *stage) translate(text string) string {
	for old, now := range g.ids {
		text = strings.ReplaceAll(text, old, now)
	}
	return text
}

// tokenFor guesses from a connection's name and address who it was.
func (g *stage) tokenFor(conn, url string) string {
	switch {
	case strings.HasPrefix(conn, "app-read"):
		return g.token["APP"]
	case strings.HasPrefix(conn, "app-no"):
		return g.token["BARE"]
	case strings.HasPrefix(conn, "carol"):
		return g.token["CAROL"]
	case strings.Contains(url, "TOKEN-BOB"), strings.HasPrefix(conn, "bob"):
		return g.token["BOB"]
	case strings.Contains(url, "TOKEN-ALICE"), strings.HasPrefix(conn, "alice"), conn == "official":
		return g.token["ALICE"]
	case strings.Contains(url, "TOKEN-ADMIN"), strings.HasPrefix(conn, "admin"):
		return g.token["ADMIN"]
	}
	return ""
}

func (g *stage) open(name, token string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	g.t.Cleanup(cancel)
	url := strings.Replace(g.s.URL, "http", "ws", 1) + "/streaming"
	if token != "" {
		url += "?i=" + token
	}
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		g.t.Fatalf("%s: %v", name, err)
	}
	conn.SetReadLimit(1 << 26)
	c := &stageConn{name: name, conn: conn, kind: websocket.MessageText, done: make(chan struct{}), mark: make(chan struct{}, 64)}
	g.conns[name] = c
	go func() {
		defer close(c.done)
		for {
			_, data, err := conn.Read(ctx)
			if err != nil {
				return
			}
			if bytes.HasPrefix(data, []byte(`{"type":"mark"`)) {
				c.mark <- struct{}{}
				continue
			}
			c.got = append(c.got, data)
		}
	}()
}

// send sends a frame and waits until the server has taken it in.
func (g *stage) send(c *stageConn, frame string) {
	g.marks++
	mark := fmt.Sprintf(`{"type":"mark%d"}`, g.marks)
	if c.conn.Write(context.Background(), c.kind, []byte(frame)) != nil ||
		c.conn.Write(context.Background(), websocket.MessageText, []byte(mark)) != nil {
		return
	}
	for i := 0; i < 1e7; i++ {
		g.s.world.mu.Lock()
		seen := slices.Contains(g.s.world.received, mark)
		g.s.world.mu.Unlock()
		if seen {
			return
		}
		runtime.Gosched()
	}
	g.t.Fatalf("%s: the server did not take %s", c.name, frame)
}

// settle waits until everything sent so far has been read.
func (g *stage) settle() {
	w := g.s.world
	w.mu.Lock()
	w.broadcast("mark", func(string) object { return nil })
	w.mu.Unlock()
	for _, c := range g.conns {
		select {
		case <-c.mark:
		case <-c.done:
		}
	}
}

// api does one recorded request as one person; the answer's status and body.
func (g *stage) api(as, path string, args any, multi map[string]any) (int, []byte) {
	var body bytes.Buffer
	kind := "application/json"
	if multi != nil {
		form := multipart.NewWriter(&body)
		form.WriteField("i", g.token[as])
		for k, v := range multi {
			if s, ok := v.(string); ok && k != "name" {
				form.WriteField(k, s)
			}
		}
		part, _ := form.CreateFormFile("file", fmt.Sprint(multi["name"]))
		if kind := filepath.Ext(fmt.Sprint(multi["name"])); kind == ".txt" || kind == ".bin" {
			part.Write([]byte("text, not picture"))
		} else {
			part.Write(append(testPNG(), fmt.Sprint(len(g.s.World().Files(as)))...)) // each another one: the same bytes are stored once
		}
		form.Close()
		kind = form.FormDataContentType()
	} else {
		m, ok := args.(map[string]any)
		if !ok {
			m = map[string]any{}
		}
		if as != "" && g.token[as] != "" {
			m["i"] = g.token[as]
		}
		text, _ := json.Marshal(m)
		body.WriteString(g.translate(string(text)))
	}
	res, err := http.Post(g.s.URL+"/api/"+path, kind, &body)
	if err != nil {
		g.t.Fatalf("%s: %v", path, err)
	}
	defer res.Body.Close()
	data, _ := io.ReadAll(res.Body)
	return res.StatusCode, data
}

func TestStreamsHaveTheRecordedShapes(t *testing.T) {
	for _, dir := range []string{"misskey-2025.4", "fork-2025.10"} {
		files, _ := filepath.Glob("testdata/" + dir + "/*.jsonl.gz")
		for _, path := range files {
			file := dir + "/" + strings.TrimSuffix(filepath.Base(path), ".jsonl.gz")
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				flavour := IO2025_4
				if dir == "fork-2025.10" {
					flavour = Upstream2025
				}
				judge(t, file, playRecording(t, newStage(t, flavour), unzip(t, path)), knownStreams[file])
			})
		}
	}
}

// unseen does what Bob and Carol did beside the official client, whose file holds only what
// came of it.
func (g *stage) unseen(raw string) {
	var f struct {
		Type string
		Body struct {
			Type, ID string
			Body     struct{ ID, Reaction string }
		}
	}
	json.Unmarshal([]byte(raw), &f)
	id, note := f.Body.Body.ID, f.Body.ID
	switch f.Type + " " + f.Body.Type {
	case "channel note":
		text := "hello " + id         // the same words would be taken for the same note
		if id == "atwl1skg9z8400d6" { // a mention comes with it
			text = "@alice " + id
		}
		var answer struct{ CreatedNote struct{ ID string } }
		_, body := g.api("BOB", "notes/create", map[string]any{"text": text}, nil)
		json.Unmarshal(body, &answer)
		g.ids[id] = answer.CreatedNote.ID
	case "noteUpdated reacted":
		g.api("CAROL", "notes/reactions/create", map[string]any{"noteId": note, "reaction": f.Body.Body.Reaction}, nil)
	case "noteUpdated deleted":
		g.api("BOB", "notes/delete", map[string]any{"noteId": note}, nil)
	}
}

// padded makes a frame that was cut for the file, "…(65621 chars)", whole again.
func padded(frame string) string {
	head, tail, cut := strings.Cut(frame, "…(")
	var length int
	if _, err := fmt.Sscanf(tail, "%d chars)", &length); !cut || err != nil {
		return frame
	}
	const end = `"}}`
	return head + strings.Repeat("x", length-len(head)-len(end)) + end
}

func playRecording(t *testing.T, g *stage, data []byte) []string {
	recorded, ours := map[string]*heard{}, map[string]*heard{}
	end := func(name string) {
		c := g.conns[name]
		if c == nil {
			return
		}
		g.settle()
		c.conn.CloseNow()
		<-c.done
		for _, f := range c.got {
			collectFrames(ours, name, f)
		}
		delete(g.conns, name)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 64<<20)
	last := 0.0
	type step struct {
		key, id string // who and what; the id in our answer
		status  int
		body    any
	}
	var pending []step // recorded requests of which the answer is awaited
	var steps []string // how the answers differ
	for lines.Scan() {
		var l recordedLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if l.T > last {
			g.clock.Advance(time.Duration((l.T - last) * float64(time.Millisecond)))
			last = l.T
		}
		switch l.Dir {
		case "send":
			if c := g.conns[l.Conn]; c != nil {
				if frame := padded(l.Raw); len(frame) < 2<<20 { // of those beyond, the test would take seconds
					g.send(c, g.translate(frame))
				}
			}
		case "recv":
			if l.Conn == "official" {
				g.unseen(l.Raw)
			}
			collectFrames(recorded, l.Conn, []byte(l.Raw))
		case "event":
			var e struct {
				Kind, URL, As, Path string
				Raw                 string
				ID                  string
				Status              int
				Body, Multipart     map[string]any
			}
			if json.Unmarshal([]byte(l.Raw), &e) != nil {
				continue
			}
			switch e.Kind {
			case "open":
				end(l.Conn) // the page was loaded anew
				g.open(l.Conn, g.tokenFor(l.Conn, e.URL))
			case "close":
				end(l.Conn)
			case "sent-as-binary-frame":
				if c := g.conns[l.Conn]; c != nil {
					c.kind = websocket.MessageBinary
					g.send(c, e.Raw)
					c.kind = websocket.MessageText
				}
			case "http-request":
				status, body := g.api(strings.ToUpper(e.As), e.Path, e.Body, e.Multipart)
				var answer struct {
					ID          string
					CreatedNote struct{ ID string }
				}
				json.Unmarshal(body, &answer)
				p := step{key: e.As + " " + e.Path, id: answer.ID + answer.CreatedNote.ID, status: status}
				json.Unmarshal(body, &p.body)
				pending = append(pending, p)
			case "http-response":
				for i, p := range pending {
					if p.key == e.As+" "+e.Path {
						if e.ID != "" && p.id != "" {
							g.ids[e.ID] = p.id
						}
						if e.Status != p.status || (e.ID == "") != (p.id == "") {
							steps = append(steps, fmt.Sprintf("step %s: status %d and id %q recorded, %d and %q of ours", e.Path, e.Status, e.ID, p.status, p.id))
						}
						if a, b := errorCore(e.Body), errorCore(p.body); e.Status >= 400 && a != b {
							steps = append(steps, fmt.Sprintf("step %s: error %s recorded, %s of ours", e.Path, a, b))
						}
						pending = append(pending[:i:i], pending[i+1:]...)
						break
					}
				}
			}
		}
	}
	for name := range g.conns {
		end(name)
	}
	return append(differences(recorded, ours), steps...)
}
