package stream

import "context"

// Outgoing is a message to a channel. The functions below make those of the
// protocol (P3.5); [Channel.Send] sends any other.
type Outgoing struct {
	Type string
	Body any
}

// Post sends a message; it is [Channel.Send] with both parts in one.
func (ch *Channel) Post(ctx context.Context, m Outgoing) error { return ch.Send(ctx, m.Type, m.Body) }

// RequestLog asks serverStats or queueStats for past values; they come back as
// statsLog, newest first. Newer servers want both fields typed.
func RequestLog(id string, length int) Outgoing {
	return Outgoing{"requestLog", map[string]any{"id": id, "length": length}}
}

// ChatRead marks the conversation of chatUser or chatRoom as read.
func ChatRead() Outgoing { return Outgoing{"read", struct{}{}} }

// MessagingRead marks one message of the old messaging channel as read.
func MessagingRead(messageID string) Outgoing {
	return Outgoing{"read", map[string]string{"id": messageID}}
}

// ReversiReady says whether one is ready to begin.
func ReversiReady(ready bool) Outgoing { return Outgoing{"ready", ready} }

// ReversiSettings changes a setting before the game: map, bw, isLlotheo,
// canPutEverywhere, loopedBoard or timeLimitForEachTurn.
func ReversiSettings(key string, value any) Outgoing {
	return Outgoing{"updateSettings", map[string]any{"key": key, "value": value}}
}

// ReversiPutStone is a move. The id comes back in the log event, by which one's
// own move is known.
func ReversiPutStone(pos int, id string) Outgoing {
	return Outgoing{"putStone", map[string]any{"pos": pos, "id": id}}
}

// ReversiClaimTimeIsUp ends a game whose other player took too long.
func ReversiClaimTimeIsUp() Outgoing { return Outgoing{"claimTimeIsUp", struct{}{}} }

// ReversiCancel gives a game up before it began.
func ReversiCancel() Outgoing { return Outgoing{"cancel", struct{}{}} }

// ReversiReaction shows an emoji to the other player (CherryPick).
func ReversiReaction(emoji string) Outgoing { return Outgoing{"reaction", emoji} }
