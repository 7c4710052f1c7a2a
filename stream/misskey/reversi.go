package misskey

import (
	"context"
	"time"
)

// ReversiGame is a game of reversi (P7.11). Lists leave out the forms, the log and the map.
//
//misskey:decode
type ReversiGame struct {
	ID                string    `json:"id"`
	CreatedAt         time.Time `json:"createdAt,omitzero"`
	StartedAt         time.Time `json:"startedAt,omitzero"`
	EndedAt           time.Time `json:"endedAt,omitzero"`
	IsStarted         bool      `json:"isStarted"`
	IsEnded           bool      `json:"isEnded"`
	User1Ready        bool      `json:"user1Ready,omitzero"`
	User2Ready        bool      `json:"user2Ready,omitzero"`
	User1ID           string    `json:"user1Id"`
	User2ID           string    `json:"user2Id"`
	User1             *User     `json:"user1,omitzero"`
	User2             *User     `json:"user2,omitzero"`
	WinnerID          string    `json:"winnerId"`
	Winner            *User     `json:"winner,omitzero"`
	SurrenderedUserID string    `json:"surrenderedUserId"`
	TimeoutUserID     string    `json:"timeoutUserId"`
	Black             int       `json:"black,omitzero"` // which of the two plays black: 1, 2, or 0 while open
	BW                string    `json:"bw"`             // "random", "1", "2"
	NoIrregularRules  bool      `json:"noIrregularRules"`
	IsLlotheo         bool      `json:"isLlotheo"`
	CanPutEverywhere  bool      `json:"canPutEverywhere"`
	LoopedBoard       bool      `json:"loopedBoard"`
	TimeLimit         int       `json:"timeLimitForEachTurn"` // seconds
	Logs              [][]int64 `json:"logs,omitzero"`        // [ms since the entry before, player (1 black), 0, pos]
	Map               []string  `json:"map,omitzero"`
	Form1             Raw       `json:"form1,omitzero"`
	Form2             Raw       `json:"form2,omitzero"`
	CRC32             string    `json:"crc32,omitzero"`
}

// ReversiEvent is the body of every event of the reversi channels (P3.5); which fields count depends on the event.
//
//misskey:decode
type ReversiEvent struct {
	Game *ReversiGame `json:"game,omitzero"` // matched, started, ended
	User *User        `json:"user,omitzero"` // invited

	User1 bool `json:"user1"` // changeReadyStates, as the next
	User2 bool `json:"user2"`

	UserID string `json:"userId,omitzero"` // updateSettings, canceled, reacted
	Key    string `json:"key,omitzero"`    // updateSettings
	Value  Raw    `json:"value,omitzero"`  // updateSettings

	Time      int64  `json:"time,omitzero"` // log: epoch milliseconds
	Player    bool   `json:"player"`        // log: true is black
	Operation string `json:"operation,omitzero"`
	Pos       int    `json:"pos"`
	ID        string `json:"id,omitzero"` // log: the move's own id, as its player chose it

	WinnerID string `json:"winnerId,omitzero"` // ended; "": a draw
	Reaction string `json:"reaction,omitzero"` // reacted, CherryPick
}

// ReversiGame asks for a game as it stands.
func (a *API) ReversiGame(ctx context.Context, id string) (*ReversiGame, error) {
	return one[ReversiGame](ctx, a, "reversi/show-game", params{"gameId": id})
}
