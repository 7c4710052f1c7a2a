package stream

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"sync"
	"time"
)

// Record is one line of a recording: a frame and when it passed.
type Record struct {
	At   time.Duration // since the beginning
	Conn string        // which socket
	Dir  Dir
	Raw  []byte
}

// Recorder writes what its Tap sees as lines of JSON, {"t_ms","conn","dir","raw"},
// which [ReadRecording] and [NewReplay] read. Frames come to it redacted, and
// are redacted once more.
type Recorder struct {
	mu    sync.Mutex
	w     io.Writer
	start time.Time
	err   error
}

// NewRecorder returns a recorder. Its Tap runs inside the client, so w must be
// quick: a buffer, or a file behind a bufio.Writer.
func NewRecorder(w io.Writer) *Recorder { return &Recorder{w: w} }

type recordLine struct {
	TMs  float64 `json:"t_ms"`
	Conn string  `json:"conn"`
	Dir  string  `json:"dir"`
	Raw  string  `json:"raw"`
}

// Tap is what to give to [Options].Tap.
func (r *Recorder) Tap(f Frame) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return
	}
	if r.start.IsZero() {
		r.start = f.At
	}
	line, err := json.Marshal(recordLine{
		TMs:  float64(f.At.Sub(r.start).Microseconds()) / 1000,
		Conn: "socket-" + strconv.Itoa(f.Socket),
		Dir:  f.Dir.String(),
		Raw:  string(Redact(f.Raw)),
	})
	if err == nil {
		_, err = r.w.Write(append(line, '\n'))
	}
	if err != nil {
		r.err = fmt.Errorf("record: %w", err)
	}
}

// Err returns the first failure to write, after which nothing more is written.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// ReadRecording yields the lines of a recording. A line that is none ends it
// with an error that names the line. Empty lines are skipped.
func ReadRecording(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s := bufio.NewScanner(r)
		s.Buffer(nil, 4*readLimit) // a frame at the limit, all of it escaped
		n := 0
		for s.Scan() {
			n++
			if len(s.Bytes()) == 0 {
				continue
			}
			rec, err := parseRecord(s.Bytes())
			if err != nil {
				yield(Record{}, fmt.Errorf("recording, line %d: %w", n, err))
				return
			}
			if !yield(rec, nil) {
				return
			}
		}
		if err := s.Err(); err != nil {
			yield(Record{}, fmt.Errorf("recording, line %d: %w", n+1, err))
		}
	}
}

func parseRecord(line []byte) (Record, error) {
	var l recordLine
	if err := json.Unmarshal(line, &l); err != nil {
		return Record{}, errors.New("not a line of JSON with t_ms, conn, dir and raw")
	}
	const year = 366 * 24 * float64(time.Hour/time.Millisecond)
	if !(l.TMs >= 0 && l.TMs <= year) {
		return Record{}, errors.New("t_ms is not a time since the beginning")
	}
	rec := Record{At: time.Duration(l.TMs * float64(time.Millisecond)), Conn: l.Conn, Raw: []byte(l.Raw)}
	switch l.Dir {
	case "send":
		rec.Dir = DirSend
	case "recv":
		rec.Dir = DirRecv
	case "event":
		rec.Dir = DirEvent
	default:
		return Record{}, errors.New("dir is not send, recv or event")
	}
	return rec, nil
}
