//go:build !js

package streamtest

import (
	"encoding/json"
	"math"
	"time"
)

// addStatsChannels adds serverStats and queueStats: figures every few seconds
// and a log on request (P3.5).
func addStatsChannels(table map[string]*channelDef) {
	every := func(pace func(f Flavour) time.Duration, figures func(t time.Time) object) *channelDef {
		def := &channelDef{shared: true}
		def.open = func(w *World, s *subscription) bool {
			w.repeat(s, pace(w.flavour), func() {
				s.socket.send(s.frame("stats", encode(figures(w.now()))))
			})
			return true
		}
		def.message = func(w *World, s *subscription, kind string, body json.RawMessage) {
			var ask struct {
				ID     *string  `json:"id"`
				Length *float64 `json:"length"`
			}
			if kind != "requestLog" || json.Unmarshal(body, &ask) != nil || ask.Length == nil || ask.ID == nil {
				return
			}
			log := []any{}
			if w.flavour != IO2025_4 || s.def.name != "queueStats" {
				for i := range min(200, max(0, int(*ask.Length))) {
					log = append(log, figures(w.now().Add(-time.Duration(i)*pace(w.flavour))))
				}
			}
			s.socket.send(s.frame("statsLog", encode(log)))
		}
		return def
	}
	table["queueStats"] = every(func(f Flavour) time.Duration {
		if f == IO2025_4 {
			return 30 * time.Second
		}
		return 10 * time.Second
	}, queueFigures)
	server := every(func(Flavour) time.Duration { return 2 * time.Second }, serverFigures)
	server.exists = Flavour.hasServerStats
	table["serverStats"] = server
}

// repeat calls f again and again while the subscription lasts.
func (w *World) repeat(s *subscription, pace time.Duration, f func()) {
	s.timer = w.clock.AfterFunc(pace, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if _, open := w.sockets[s.socket]; !open || s.left {
			return
		}
		f()
		w.repeat(s, pace, f)
	})
}

// wave is a smooth figure between 0 and 1 that depends on the time alone.
func wave(t time.Time, period, phase float64) float64 {
	x := float64(t.UnixMilli())/1000/period + phase
	return (math.Sin(x*2*math.Pi)*0.6 + math.Sin(x*5.1)*0.25 + math.Sin(x*13.7)*0.15 + 1) / 2
}

func serverFigures(t time.Time) object {
	return object{
		{"cpu", math.Round((0.08+wave(t, 90, 0)*0.34)*1000) / 1000},
		{"mem", object{{"used", int64(5.2e9 + wave(t, 600, .2)*9e8)}, {"active", int64(3.4e9 + wave(t, 400, .4)*6e8)}}},
		{"net", object{{"rx", int(60000 + wave(t, 45, .1)*240000)}, {"tx", int(90000 + wave(t, 50, .7)*380000)}}},
		{"fs", object{{"r", int(wave(t, 30, .3) * 60)}, {"w", int(20 + wave(t, 37, .9)*180)}}},
	}
}

func queueFigures(t time.Time) object {
	return object{
		{"deliver", object{{"activeSincePrevTick", int(wave(t, 70, .5) * 40)}, {"active", int(wave(t, 60, .1) * 6)}, {"waiting", int(wave(t, 80, .2) * 20)}, {"delayed", int(40 + wave(t, 900, .3)*30)}}},
		{"inbox", object{{"activeSincePrevTick", int(wave(t, 75, .6) * 60)}, {"active", int(wave(t, 55, .4) * 8)}, {"waiting", int(wave(t, 95, .8) * 5)}, {"delayed", int(wave(t, 500, .1) * 4)}}},
	}
}
