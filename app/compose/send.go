package compose

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nagare/stream/misskey"
)

// Server is what sending needs of a server; *misskey.API is one.
type Server interface {
	CreateNote(ctx context.Context, n misskey.NewNote) (*misskey.Note, error)
	FindWritten(ctx context.Context, me string, n misskey.NewNote, since time.Time) (*misskey.Note, error)
}

// Sending is one note on its way, in the name of me.
type Sending struct {
	Server Server
	Me     string
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error
	// Keep is called with the attempt before anything is sent, and with nil once its outcome is known. It must keep
	// it where it outlives the page: a page that ends in between asks the server on the next start.
	Keep func(*Attempt)
	// Ours are ids of notes known to be written before, which an answer to "was it written" must not be taken for.
	Ours []string
}

// ErrUnknown is wrapped by errors of [Sending.Send] after which the note may have been written all the same. The
// next Send, given the attempt that was kept, asks before it writes.
var ErrUnknown = errors.New("whether the note was written is not known")

// EarlierError is returned when an earlier attempt turns out to have succeeded although the draft was changed since.
// Nothing was sent this time.
type EarlierError struct{ Note *misskey.Note }

func (e *EarlierError) Error() string { return "what was sent before had arrived" }

// lateness is how long after an attempt its note may still be on its way into the server's database.
const lateness = 10 * time.Second

// Send writes a note exactly once. before is the attempt that an earlier Send left behind; it is settled first: a note
// that was written is returned instead of being written again.
func (s *Sending) Send(ctx context.Context, n misskey.NewNote, before *Attempt) (*misskey.Note, error) {
	if before != nil {
		found, err := s.settle(ctx, before)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
		}
		s.Keep(nil)
		if found != nil {
			if same(n, before.Note) {
				return found, nil
			}
			return nil, &EarlierError{found}
		}
	}
	s.Keep(&Attempt{Note: n, At: s.Now()})
	note, err := s.Server.CreateNote(ctx, n)
	if err != nil && Uncertain(err) {
		return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	s.Keep(nil)
	return note, err
}

// settle finds out what became of an attempt. A fresh one is asked about twice: a slow server may be about to write it.
func (s *Sending) settle(ctx context.Context, a *Attempt) (*misskey.Note, error) {
	for {
		found, err := s.Server.FindWritten(ctx, s.Me, a.Note, a.At)
		if err != nil {
			return nil, err
		}
		if found != nil && !slices.Contains(s.Ours, found.ID) {
			return found, nil
		}
		age := s.Now().Sub(a.At)
		if age >= lateness || age < 0 {
			return nil, nil
		}
		if err := s.Sleep(ctx, min(lateness-age, 2*time.Second)); err != nil {
			return nil, err
		}
	}
}

// Uncertain reports whether a note may have been written although notes/create failed with err.
func Uncertain(err error) bool {
	switch misskey.FaultOf(err) {
	case misskey.FaultUnreachable, misskey.FaultTimeout, misskey.FaultCanceled, misskey.FaultServer, misskey.FaultNotMisskey,
		misskey.FaultTooLarge, misskey.FaultProcessing:
		return true
	case "":
		return err != nil
	}
	return false
}

// same reports whether two notes would read the same.
func same(a, b misskey.NewNote) bool {
	return a.Text == b.Text && (a.CW == nil) == (b.CW == nil) && (a.CW == nil || *a.CW == *b.CW) && a.Visibility == b.Visibility &&
		a.LocalOnly == b.LocalOnly && a.ReplyID == b.ReplyID && a.RenoteID == b.RenoteID && a.ChannelID == b.ChannelID &&
		slices.Equal(a.FileIDs, b.FileIDs) && slices.Equal(a.VisibleUserIDs, b.VisibleUserIDs) && samePoll(a.Poll, b.Poll)
}

func samePoll(a, b *misskey.NewPoll) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Multiple == b.Multiple && slices.Equal(a.Choices, b.Choices)
}
