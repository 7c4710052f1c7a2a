package notify

import (
	"slices"
	"time"
)

// Alerts say what may disturb the person for one account. The zero value is silence.
type Alerts struct {
	Desktop bool     `json:"desktop,omitempty"` // the system's notifications
	Sound   bool     `json:"sound,omitempty"`
	Off     []Filter `json:"off,omitempty"`   // kinds that never disturb
	Quiet   bool     `json:"quiet,omitempty"` // nothing disturbs from From to Until
	From    int      `json:"from,omitempty"`  // minutes after midnight, where the reader is
	Until   int      `json:"until,omitempty"` // earlier than From: past midnight
}

// KindChat stands for chat messages among the kinds of Alerts.Off.
const KindChat Filter = "chat"

// Asleep reports whether a moment is within the quiet hours.
func (a Alerts) Asleep(at time.Time) bool {
	if !a.Quiet || a.From == a.Until {
		return false
	}
	m := at.Hour()*60 + at.Minute()
	if a.From < a.Until {
		return m >= a.From && m < a.Until
	}
	return m >= a.From || m < a.Until
}

// Wants says how an event of a kind may disturb at a moment.
func (a Alerts) Wants(kind Filter, at time.Time) (desktop, sound bool) {
	if slices.Contains(a.Off, kind) || a.Asleep(at) {
		return false, false
	}
	return a.Desktop, a.Sound
}
