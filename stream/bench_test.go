package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// benchFrames are the note frames of the recordings, under one id.
func benchFrames(b *testing.B) [][]byte {
	var out [][]byte
	size := 0
	for _, l := range recordings(b)["misskey-2025.4-home.jsonl.gz"] {
		env, fault := scan([]byte(l.Raw))
		if l.Dir == "recv" && fault == "" && string(env.event) == "note" {
			out = append(out, channelFrame("0c0ffee0-1234-4321-8888-0123456789ab", "note", env.inner))
			size += len(out[len(out)-1])
		}
	}
	if len(out) == 0 {
		b.Fatal("no frames")
	}
	b.SetBytes(int64(size / len(out)))
	return out
}

func perSecond(b *testing.B) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s") }

func BenchmarkEnvelope(b *testing.B) {
	frames := benchFrames(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, fault := scan(frames[i%len(frames)]); fault != "" {
			b.Fatal(fault)
		}
		i++
	}
	perSecond(b)
}

// BenchmarkEnvelopeEncodingJSON is the same with the standard library, for scale.
func BenchmarkEnvelopeEncodingJSON(b *testing.B) {
	frames := benchFrames(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var env struct {
			Type string
			Body struct {
				ID, Type string
				Body     json.RawMessage
			}
		}
		if err := json.Unmarshal(frames[i%len(frames)], &env); err != nil {
			b.Fatal(err)
		}
		i++
	}
	perSecond(b)
}

// pipe is a transport that hands out the same frames for ever, each in memory
// of its own as a real socket does.
type pipe struct {
	frames [][]byte
	left   chan int
	ids    chan string
}

func (p *pipe) Dial(context.Context, string) (Conn, error) { return &pipeConn{pipe: p}, nil }

type pipeConn struct {
	*pipe
	n int
}

func (c *pipeConn) Read(ctx context.Context) ([]byte, error) {
	for c.n == 0 {
		select {
		case c.n = <-c.left:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	c.n--
	f := c.frames[c.n%len(c.frames)]
	return append(make([]byte, 0, len(f)), f...), nil
}

func (c *pipeConn) Write(_ context.Context, b []byte) error {
	var f sent
	if json.Unmarshal(b, &f) == nil && f.Type == "connect" {
		select {
		case c.ids <- f.Body.ID:
		default:
		}
	}
	return nil
}
func (c *pipeConn) Close() error { return nil }
func (c *pipeConn) Abandon()     {}

// BenchmarkRouting is the whole way of a frame from the socket to a reader that
// does not decode it: at most two allocations, the frame and the event.
func BenchmarkRouting(b *testing.B) {
	frames := benchFrames(b)
	p := &pipe{frames: frames, left: make(chan int), ids: make(chan string, 1)}
	const batch = 512
	c, err := Dial(b.Context(), "https://x", &Options{Transport: p, QueueSize: 2 * batch, LatencyEvery: -1,
		NewID: func() string { return "0c0ffee0-1234-4321-8888-0123456789ab" }, QuietLimit: time.Hour, AckTimeout: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	ch, err := c.Join(LocalTimeline(TimelineParams{}), nil)
	if err != nil {
		b.Fatal(err)
	}
	<-p.ids
	r := ch.Reader()
	b.ReportAllocs()
	b.ResetTimer()
	bytes := 0
	for done := 0; done < b.N; {
		n := min(batch, b.N-done)
		p.left <- n
		for got := 0; got < n; {
			e, err := r.Next(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if m, is := e.(Message); is {
				bytes += m.Size
				got++
			}
		}
		done += n
	}
	b.StopTimer()
	perSecond(b)
}

func TestAFrameCostsTwoAllocationsAtMost(t *testing.T) {
	res := testing.Benchmark(BenchmarkRouting)
	if n := res.AllocsPerOp(); n > 2 {
		t.Errorf("%d allocations a frame", n)
	}
	t.Log(res, res.MemString())
}

func BenchmarkJoin(b *testing.B) {
	p := &pipe{left: make(chan int), ids: make(chan string, 1)}
	c, err := Dial(b.Context(), "https://x", &Options{Transport: p})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		ch, err := c.Join(Hashtag([]string{fmt.Sprint(i)}), nil)
		if err != nil {
			b.Fatal(err)
		}
		ch.Leave()
		i++
	}
}
