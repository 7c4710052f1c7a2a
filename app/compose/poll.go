package compose

import (
	"strings"
	"time"

	"nagare/stream/misskey"
)

// The bounds of a poll (P8.7).
const (
	MinChoices = 2
	MaxChoices = 10
)

// Poll is a poll being written. It ends at Until, or After from the sending, or never.
type Poll struct {
	Choices  []string      `json:"choices"`
	Multiple bool          `json:"multiple,omitempty"`
	Until    time.Time     `json:"until,omitzero"`
	After    time.Duration `json:"after,omitempty"`
}

// NewPoll is a poll with two choices to fill in, open for a day.
func NewPoll() *Poll { return &Poll{Choices: []string{"", ""}, After: 24 * time.Hour} }

// Set changes a choice; there is always one more to fill in until there are ten.
func (p *Poll) Set(i int, text string) {
	if i >= 0 && i < len(p.Choices) {
		p.Choices[i] = text
	}
}

// Add adds an empty choice.
func (p *Poll) Add() {
	if len(p.Choices) < MaxChoices {
		p.Choices = append(p.Choices, "")
	}
}

// Remove takes a choice out, as long as two are left.
func (p *Poll) Remove(i int) {
	if len(p.Choices) > MinChoices && i >= 0 && i < len(p.Choices) {
		p.Choices = append(p.Choices[:i:i], p.Choices[i+1:]...)
	}
}

// filled are the choices with words in them.
func (p *Poll) filled() []string {
	var out []string
	for _, c := range p.Choices {
		if c = strings.TrimSpace(c); c != "" {
			out = append(out, c)
		}
	}
	return out
}

func (p *Poll) problem(now time.Time) Problem {
	choices := p.filled()
	if len(choices) < MinChoices {
		return ProblemFewChoices
	}
	seen := map[string]bool{}
	for _, c := range choices {
		if seen[c] {
			return ProblemSameChoices
		}
		seen[c] = true
	}
	if !p.Until.IsZero() && !p.Until.After(now) {
		return ProblemPollOver
	}
	return ""
}

func (p *Poll) note(now time.Time) *misskey.NewPoll {
	n := &misskey.NewPoll{Choices: p.filled(), Multiple: p.Multiple}
	switch {
	case !p.Until.IsZero():
		n.ExpiresAt = p.Until.UnixMilli()
	case p.After > 0:
		n.ExpiredAfter = p.After.Milliseconds()
	}
	return n
}
