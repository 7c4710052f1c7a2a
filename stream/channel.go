package stream

import (
	"context"
	"fmt"
	"sync"
)

// Channel is one subscription, from [Client.Join] to Leave. It lives through
// reconnects; its methods may be called from any goroutine.
type Channel struct {
	client *Client
	key    uint64
	spec   ChannelSpec
	order  int
	reader *Reader
	sub    *sub // owned by run

	mu    sync.Mutex
	state ChannelState
}

// Key identifies the channel within its client, also through reconnects; the
// ids on the wire are new for every join.
func (ch *Channel) Key() uint64 { return ch.key }

// Spec returns what was joined, in the normal spelling.
func (ch *Channel) Spec() ChannelSpec { return ch.spec }

// State returns the channel's state. Its reader is told of every change.
func (ch *Channel) State() ChannelState {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return ch.state
}

// Reader returns the channel's event queue, always the same one. It ends after
// the channel is Left.
func (ch *Channel) Reader() *Reader { return ch.reader }

// Send sends a message to the channel (P2.3). A nil body is sent as {}. It
// fails with [ErrNotOpen] unless the channel has been asked for on an open
// socket; nothing is queued.
func (ch *Channel) Send(ctx context.Context, typ string, body any) error {
	raw, err := messageBody(body)
	what := "send " + typ + " to " + ch.spec.Name
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return ch.client.ask(ctx, what, func() error { return ch.client.eng.sendChannel(ch, typ, raw) })
}

// Leave gives the channel up: its state becomes Left and its reader ends after
// what it still holds. Leaving twice is fine.
func (ch *Channel) Leave() { ch.client.post(func() { ch.client.eng.leave(ch) }) }

// set changes the state and tells the reader. Only run calls it.
func (ch *Channel) set(to ChannelState) {
	ch.mu.Lock()
	from := ch.state
	ch.state = to
	ch.mu.Unlock()
	ch.reader.put(ChannelStateChanged{From: from, To: to})
}
