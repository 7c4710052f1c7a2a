//go:build !js

package streamtest

import (
	"encoding/json"
	"strings"
	"time"
)

// reversiGame is a game between two people (P7.11).
type reversiGame struct {
	id             string
	at             time.Time
	started, ended time.Time
	players        [2]*user
	ready          [2]bool
	blackIs        int // 1 or 2, 0 before the start
	bw             string
	loose          bool // isLlotheo: fewer stones win
	anywhere       bool // canPutEverywhere
	looped         bool
	limit          int
	board          []byte // 'b', 'w', '-'
	shape          []string
	turn           byte
	logs           [][]int64
	winner         *user
	surrendered    *user
}

func newReversi(id string, at time.Time, a, b *user) *reversiGame {
	g := &reversiGame{id: id, at: at, players: [2]*user{a, b}, bw: "random", limit: 90}
	g.lay([]string{"--------", "--------", "--------", "---wb---", "---bw---", "--------", "--------", "--------"})
	return g
}

func (g *reversiGame) lay(shape []string) {
	g.shape, g.board = shape, []byte(strings.Join(shape, ""))
}

// flips lists the stones that a move would turn.
func (g *reversiGame) flips(pos int, color byte) []int {
	width := len(g.shape[0])
	if pos < 0 || pos >= len(g.board) || g.board[pos] != '-' {
		return nil
	}
	other := byte('b' + 'w' - int(color))
	var out []int
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			var line []int
			x, y := pos%width+dx, pos/width+dy
			for (dx != 0 || dy != 0) && x >= 0 && y >= 0 && x < width && y*width+x < len(g.board) {
				c := g.board[y*width+x]
				if c == color {
					out = append(out, line...)
				}
				if c != other {
					break
				}
				line = append(line, y*width+x)
				x, y = x+dx, y+dy
			}
		}
	}
	return out
}

func (g *reversiGame) canMove(color byte) bool {
	for i := range g.board {
		if len(g.flips(i, color)) > 0 || g.anywhere && g.board[i] == '-' {
			return true
		}
	}
	return false
}

func (g *reversiGame) side(u *user) int {
	for i, p := range g.players {
		if p == u {
			return i + 1
		}
	}
	return 0
}

func addReversiChannels(table map[string]*channelDef) {
	table["reversi"] = &channelDef{login: true, kind: "read:account", shared: true, exists: Flavour.hasReversi}
	table["reversiGame"] = &channelDef{exists: Flavour.hasReversi, message: reversiMessage,
		open: func(w *World, s *subscription) bool {
			for _, g := range w.games {
				if g.id == s.param("gameId") {
					s.game = g
				}
			}
			return true
		}}
}

func (w *World) tellGame(g *reversiGame, event string, body func(v view) any) {
	for _, s := range w.socketList() {
		for _, sub := range s.subs {
			if sub.game == g {
				s.send(sub.frame(event, encode(body(view{base: s.base, me: s.me()}))))
			}
		}
	}
}

func reversiMessage(w *World, s *subscription, kind string, body json.RawMessage) {
	g, me := s.game, s.socket.me()
	if g == nil || me == nil || g.side(me) == 0 || !g.ended.IsZero() {
		return
	}
	side := g.side(me)
	switch kind {
	case "ready":
		var on bool
		if json.Unmarshal(body, &on) != nil || !g.started.IsZero() {
			return
		}
		g.ready[side-1] = on
		states := object{{"user1", g.ready[0]}, {"user2", g.ready[1]}}
		w.tellGame(g, "changeReadyStates", func(view) any { return states })
		if g.ready[0] && g.ready[1] {
			w.clock.AfterFunc(3*time.Second, func() { w.startGame(g) })
		}
	case "updateSettings":
		var m struct {
			Key   string
			Value any
		}
		if json.Unmarshal(body, &m) != nil || !g.started.IsZero() || g.ready[side-1] || !g.configure(m.Key, m.Value) {
			return
		}
		w.tellGame(g, "updateSettings", func(view) any { return object{{"userId", me.id}, {"key", m.Key}, {"value", m.Value}} })
	case "putStone":
		var m struct {
			Pos int
			ID  *string
		}
		if json.Unmarshal(body, &m) == nil {
			w.putStone(g, me, m.Pos, m.ID)
		}
	case "cancel":
		if g.started.IsZero() {
			g.ended = w.now()
			w.tellGame(g, "canceled", func(view) any { return object{{"userId", me.id}} })
		}
	case "claimTimeIsUp":
		if !g.started.IsZero() && w.now().Sub(g.lastMove()) > time.Duration(g.limit)*time.Second && g.side(me) != g.turnSide() {
			w.endGame(g, me)
		}
	}
}

func (g *reversiGame) lastMove() time.Time {
	t := g.started
	for i, l := range g.logs {
		if i == 0 {
			t = time.UnixMilli(l[0])
		} else {
			t = t.Add(time.Duration(l[0]) * time.Millisecond)
		}
	}
	return t
}

func (g *reversiGame) turnSide() int {
	if g.turn == 'b' {
		return g.blackIs
	}
	return 3 - g.blackIs
}

func (g *reversiGame) configure(key string, value any) bool {
	b, isBool := value.(bool)
	switch key {
	case "map":
		list, _ := value.([]any)
		var shape []string
		for _, x := range list {
			row, ok := x.(string)
			if !ok || row == "" || len(shape) > 0 && len(row) != len(shape[0]) {
				return false
			}
			shape = append(shape, row)
		}
		if len(shape) == 0 {
			return false
		}
		g.lay(shape)
	case "bw":
		text, ok := value.(string)
		if !ok {
			return false
		}
		g.bw = text
	case "timeLimitForEachTurn":
		n, ok := value.(float64)
		if !ok {
			return false
		}
		g.limit = int(n)
	case "isLlotheo":
		g.loose = b
		return isBool
	case "canPutEverywhere":
		g.anywhere = b
		return isBool
	case "loopedBoard":
		g.looped = b
		return isBool
	default:
		return false
	}
	return true
}

func (w *World) startGame(g *reversiGame) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !g.started.IsZero() || !g.ready[0] || !g.ready[1] || !g.ended.IsZero() {
		return
	}
	g.started, g.turn = w.now(), 'b'
	switch g.bw {
	case "1", "2":
		g.blackIs = int(g.bw[0] - '0')
	default:
		g.blackIs = 1 + w.rng.IntN(2)
	}
	w.tellGame(g, "started", func(v view) any { return object{{"game", w.packGame(g, v)}} })
}

func (w *World) putStone(g *reversiGame, me *user, pos int, id *string) {
	if g.started.IsZero() || g.side(me) != g.turnSide() {
		return
	}
	turned := g.flips(pos, g.turn)
	if len(turned) == 0 && !(g.anywhere && pos >= 0 && pos < len(g.board) && g.board[pos] == '-') {
		return
	}
	now := w.now()
	delta := now.UnixMilli()
	if len(g.logs) > 0 {
		delta = now.Sub(g.lastMove()).Milliseconds()
	}
	black := g.turn == 'b'
	color := int64(0)
	if black {
		color = 1
	}
	g.logs = append(g.logs, []int64{delta, color, 0, int64(pos)})
	g.board[pos] = g.turn
	for _, i := range turned {
		g.board[i] = g.turn
	}
	w.tellGame(g, "log", func(view) any {
		return object{{"time", now.UnixMilli()}, {"player", black}, {"operation", "put"}, {"pos", pos}, {"id", id}}
	})
	other := byte('b' + 'w' - int(g.turn))
	switch {
	case g.canMove(other):
		g.turn = other
	case !g.canMove(g.turn):
		blacks, whites := strings.Count(string(g.board), "b"), strings.Count(string(g.board), "w")
		var winner *user
		if blacks != whites {
			side := 3 - g.blackIs
			if (blacks > whites) != g.loose {
				side = g.blackIs
			}
			winner = g.players[side-1]
		}
		w.endGame(g, winner)
	}
}

func (w *World) endGame(g *reversiGame, winner *user) {
	g.ended, g.winner = w.now(), winner
	var id any
	if winner != nil {
		id = winner.id
	}
	w.tellGame(g, "ended", func(v view) any { return object{{"winnerId", id}, {"game", w.packGame(g, v)}} })
}

// packGame writes a ReversiGameDetailed.
func (w *World) packGame(g *reversiGame, v view) object {
	when := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	}
	person := func(u *user) (any, any) {
		if u == nil {
			return nil, nil
		}
		return u.id, w.packUser(u, v)
	}
	winnerID, winner := person(g.winner)
	surrendered, _ := person(g.surrendered)
	var black any
	if g.blackIs > 0 {
		black = g.blackIs
	}
	logs := []any{}
	for _, l := range g.logs {
		logs = append(logs, []any{l[0], l[1], l[2], l[3]})
	}
	return object{{"id", g.id}, {"createdAt", g.at}, {"startedAt", when(g.started)}, {"endedAt", when(g.ended)}, {"isStarted", !g.started.IsZero()}, {"isEnded", !g.ended.IsZero()},
		{"form1", nil}, {"form2", nil}, {"user1Ready", g.ready[0]}, {"user2Ready", g.ready[1]}, {"user1Id", g.players[0].id}, {"user2Id", g.players[1].id},
		{"user1", w.packUser(g.players[0], v)}, {"user2", w.packUser(g.players[1], v)}, {"winnerId", winnerID}, {"winner", winner}, {"surrenderedUserId", surrendered},
		{"timeoutUserId", nil}, {"black", black}, {"bw", g.bw}, {"noIrregularRules", false}, {"isLlotheo", g.loose}, {"canPutEverywhere", g.anywhere}, {"loopedBoard", g.looped},
		{"timeLimitForEachTurn", g.limit}, {"logs", logs}, {"map", g.shape}}
}

// reversiEndpoints match players and show games.
func reversiEndpoints() map[string]*endpoint {
	invited := map[[2]string]bool{}
	find := func(c *call) *reversiGame {
		for _, g := range c.games {
			if g.id == c.str("gameId") {
				return g
			}
		}
		return nil
	}
	return map[string]*endpoint{
		"reversi/match": {login: true, kind: "write:account", only: Flavour.hasReversi, params: "userId id?; noIrregularRules bool; multiple bool", run: func(c *call) any {
			other := c.users[c.str("userId")]
			switch {
			case other == c.me:
				return fail("Target is yourself.", "TARGET_IS_YOURSELF", "96fd7bd6-d2bc-426c-a865-d055dcd2828e")
			case other == nil:
				return fail("No such user.", "NO_SUCH_USER", "0b4f0559-b484-4e31-9581-3f73cee89b28")
			}
			if invited[[2]string{other.id, c.me.id}] {
				delete(invited, [2]string{other.id, c.me.id})
				g := newReversi(c.newID(), c.now(), other, c.me)
				c.games = append(c.games, g)
				c.tell(other, "reversi", "matched", func(v view) any { return object{{"game", c.packGame(g, v)}} })
				return c.packGame(g, c.v)
			}
			invited[[2]string{c.me.id, other.id}] = true
			c.tell(other, "reversi", "invited", func(v view) any { return object{{"user", c.packUser(c.me, v)}} })
			return nothing{}
		}},
		"reversi/invitations": {login: true, kind: "read:account", only: Flavour.hasReversi, run: func(c *call) any {
			out := []any{}
			for _, u := range c.people {
				if invited[[2]string{u.id, c.me.id}] {
					out = append(out, c.packUser(u, c.v))
				}
			}
			return out
		}},
		"reversi/games": {only: Flavour.hasReversi, params: paging(100) + "my bool", run: func(c *call) any {
			out := []any{}
			for _, g := range c.games {
				out = append(out, c.packGame(g, c.v))
			}
			return out
		}},
		"reversi/show-game": {only: Flavour.hasReversi, params: "*gameId id", run: func(c *call) any {
			if g := find(c); g != nil {
				return c.packGame(g, c.v)
			}
			return fail("No such game.", "NO_SUCH_GAME", "f13a03db-fae1-46c9-87f3-43c8165419e1")
		}},
		"reversi/surrender": {login: true, kind: "write:account", only: Flavour.hasReversi, params: "*gameId id", run: func(c *call) any {
			g := find(c)
			switch {
			case g == nil:
				return fail("No such game.", "NO_SUCH_GAME", "ace0b11f-e0a6-4076-a30d-e8284c81b2df")
			case !g.ended.IsZero():
				return fail("That game has already ended.", "ALREADY_ENDED", "6c2ad4a6-cbf1-4a5b-b187-b772826cfc6d")
			case g.side(c.me) == 0:
				return fail("Access denied.", "ACCESS_DENIED", "6e04164b-a992-4c93-8489-2123069973e1")
			}
			g.surrendered = c.me
			c.endGame(g, g.players[2-g.side(c.me)])
			return nothing{}
		}},
	}
}
