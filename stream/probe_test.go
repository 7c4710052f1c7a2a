package stream

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"
)

func TestAHalfOpenSocketIsFoundInTime(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(3 * time.Minute)
		if c.State().Phase != Open {
			t.Fatal("a quiet but healthy socket was given up")
		}
		drain(ch.Reader())
		p.halve()
		at := time.Now()
		for c.State().Phase == Open {
			pass(100 * time.Millisecond)
			if time.Since(at) > 37*time.Second {
				t.Fatal("not found within quiet limit + 12 s")
			}
		}
		if c.State().Reason.Code != ReasonSilent {
			t.Errorf("reason %v", c.State().Reason)
		}
		pass(2 * time.Second)
		if ch.State().Phase != Live {
			t.Errorf("then %v", ch.State())
		}
		if g := gaps(drain(ch.Reader())); len(g) != 1 || g[0].Since.After(at) {
			t.Errorf("gap %v does not hold %v", g, at)
		}
	})
}

func TestTheProbeFindsWhatTheServerAnswers(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(*peer)
		want    probeKind
	}{
		{"current servers", func(p *peer) {}, probeReversi},
		{"13.x to 2024.1", func(p *peer) { p.noProbe["reversiGame"] = true }, probeHashtag},
		{"v12 and Firefish", func(p *peer) { p.noProbe["reversiGame"], p.rawPong = true, true }, probeHashtag},
		{"meisskey", func(p *peer) { p.noProbe["reversiGame"], p.noProbe["hashtag"], p.rawPong = true, true, true }, probePingText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubbleWith(t, Options{}, func(p *peer) { tt.prepare(p); p.lag = 80 * time.Millisecond }, func(t *testing.T, p *peer, c *Client) {
				pass(5 * time.Minute)
				if s := c.Stats(); s.Reconnects != 0 || s.RTTLast != 80*time.Millisecond || s.RTTMedian != 80*time.Millisecond {
					t.Errorf("stats %+v", s)
				}
				c.Close()
				if k := c.eng.probing; k != tt.want && !(tt.want == probeHashtag && k == probePingText && p.rawPong) {
					t.Errorf("settled on %d, want %d", k, tt.want)
				}
				for _, conn := range p.conns {
					if len(conn.ids) > 1 {
						t.Errorf("%d probes left joined", len(conn.ids))
					}
				}
			})
		})
	}
}

func TestProbeIdsAreFresh(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, p *peer, c *Client) {
		pass(10 * time.Minute)
		seen := map[string]bool{}
		for _, f := range p.sent("connect") {
			if seen[f.Body.ID] {
				t.Fatalf("%s used twice", f.Body.ID)
			}
			seen[f.Body.ID] = true
		}
		if len(seen) < 20 {
			t.Errorf("only %d probes in ten minutes of silence", len(seen))
		}
	})
}

func TestWakingProbesOrTriesAtOnceButOnceASecond(t *testing.T) {
	bubble(t, Options{Rand: func() float64 { return 0.99 }, LatencyEvery: -1}, func(t *testing.T, p *peer, c *Client) {
		pass(2 * time.Second)
		c.Wake(WakeVisible)
		pass(0)
		if n := len(p.sent("connect")); n != 1 {
			t.Fatalf("%d probes", n)
		}
		p.set(func() { p.refuse = errors.New("down") })
		p.drop()
		pass(60 * time.Second)
		for c.State().Phase != Waiting || time.Until(c.State().Until) < 5*time.Second {
			pass(time.Second)
		}
		before := len(p.dials)
		for range 50 {
			c.Wake(WakeOnline)
			pass(100 * time.Millisecond)
		}
		if n := len(p.dials) - before; n < 4 || n > 6 {
			t.Errorf("%d attempts in five seconds of waking", n)
		}
	})
}

// jumpy is a clock whose wall can be moved without its timers knowing, as when
// a machine sleeps.
type jumpy struct{ off atomic.Int64 }

func (j *jumpy) Now() time.Time                            { return time.Now().Add(time.Duration(j.off.Load())) }
func (j *jumpy) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }

func TestAClockJumpMeansTheMachineSlept(t *testing.T) {
	clock := &jumpy{}
	bubble(t, Options{Clock: clock, LatencyEvery: -1}, func(t *testing.T, p *peer, c *Client) {
		pass(time.Second)
		p.push(`{"type":"x"}`)
		pass(0)
		if n := len(p.sent("connect")); n != 0 {
			t.Fatalf("%d probes without a reason", n)
		}
		clock.off.Store(int64(time.Hour))
		p.push(`{"type":"x"}`) // whatever wakes the client first; else a timer does
		pass(0)
		if n := len(p.sent("connect")); n != 1 {
			t.Errorf("%d probes after an hour's sleep", n)
		}
	})
}

func TestAHealthySocketSurvivesSleep(t *testing.T) {
	clock := &jumpy{}
	bubble(t, Options{Clock: clock}, func(t *testing.T, p *peer, c *Client) {
		ch := join(t, c, LocalTimeline(TimelineParams{}))
		pass(10 * time.Second)
		clock.off.Store(int64(time.Hour))
		pass(time.Minute)
		if ch.State().Phase != Live || c.Stats().Reconnects != 0 {
			t.Errorf("given up: %v", c.State())
		}
	})
}

func TestADialThatDoesNotEndIsGivenUp(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.stall = true }, func(t *testing.T, p *peer, c *Client) {
		pass(14 * time.Second)
		if c.State().Phase != Connecting {
			t.Fatal(c.State())
		}
		pass(1001 * time.Millisecond)
		if st := c.State(); st.Reason.Code != ReasonTimeout {
			t.Fatal(st)
		}
		p.set(func() { p.stall = false })
		pass(time.Minute)
		if c.State().Phase != Open {
			t.Fatal(c.State())
		}
	})
}

func TestTheServersRetryAfterIsObeyed(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) {
		p.refuse = &DialError{Status: 429, RetryAfter: 40 * time.Second, Err: errors.New("Too Many Requests")}
	}, func(t *testing.T, p *peer, c *Client) {
		pass(39 * time.Second)
		if n := len(p.dials); n != 1 {
			t.Errorf("%d attempts", n)
		}
		if r := c.State().Reason; r.Code != ReasonHTTPStatus || r.Detail[:3] != "429" {
			t.Errorf("reason %v", r)
		}
	})
}

func TestAttemptsAreNeverTwoInASecond(t *testing.T) {
	for seed := range uint64(50) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			jitter := rand.New(rand.NewPCG(seed, 2))
			bubbleWith(t, Options{Rand: jitter.Float64}, func(p *peer) { p.refuse = errors.New("down") }, func(t *testing.T, p *peer, c *Client) {
				for range 40 {
					join(t, c, Hashtag([]string{fmt.Sprint(r.Uint64())}))
				}
				for range 300 {
					pass(time.Duration(r.IntN(2000)) * time.Millisecond)
					if r.IntN(3) == 0 {
						c.Wake(WakeOnline)
					}
					switch r.IntN(10) {
					case 0:
						p.set(func() { p.refuse = nil })
					case 1, 2:
						p.set(func() { p.refuse = errors.New("down") })
						p.drop()
					}
				}
				p.set(func() {
					for i := 1; i < len(p.dials); i++ {
						if d := p.dials[i].Sub(p.dials[i-1]); d < time.Second {
							t.Errorf("attempts %d and %d are %v apart", i-1, i, d)
						}
					}
				})
			})
		})
	}
}

// TestASlowStartIsNotShownForAMinute: what delayed the first answer is gone, the figure is right soon after.
func TestASlowStartIsNotShownForAMinute(t *testing.T) {
	bubbleWith(t, Options{}, func(p *peer) { p.lag = 900 * time.Millisecond }, func(t *testing.T, p *peer, c *Client) {
		pass(2500 * time.Millisecond)
		if s := c.Stats(); s.RTTLast != 900*time.Millisecond {
			t.Fatalf("the first round trip is %v", s.RTTLast)
		}
		p.mu.Lock()
		p.lag = 20 * time.Millisecond
		p.mu.Unlock()
		pass(5 * time.Second)
		if s := c.Stats(); s.RTTLast != 20*time.Millisecond {
			t.Errorf("five seconds later it is still %v", s.RTTLast)
		}
		before := len(p.sent("connect"))
		pass(10 * time.Minute)
		if n := len(p.sent("connect")) - before; n > 35 {
			t.Errorf("%d questions in ten silent minutes", n)
		}
	})
}
