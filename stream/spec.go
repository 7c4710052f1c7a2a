package stream

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ChannelSpec says which channel, with which parameters (P3). Two equal ones
// share one place on the wire.
type ChannelSpec struct {
	Name string
	// Params is a JSON object; empty means none.
	Params json.RawMessage
}

// Custom is any channel with any parameters, for what the catalogue lacks. A
// nil or empty map means none. Params that JSON cannot express make [Client.Join]
// fail.
func Custom(name string, params map[string]any) ChannelSpec {
	if len(params) == 0 {
		return ChannelSpec{Name: name}
	}
	raw, err := json.Marshal(params)
	if err != nil {
		raw = json.RawMessage("?") // refused by normal, with a word about it
	}
	return ChannelSpec{Name: name, Params: raw}
}

// normal returns the spec with params in one spelling (keys sorted, compact),
// so that equal ones are equal strings.
func (s ChannelSpec) normal() (ChannelSpec, error) {
	if s.Name == "" {
		return s, errors.New("join: the channel has no name")
	}
	trimmed := bytes.TrimSpace(s.Params)
	if len(trimmed) == 0 || string(trimmed) == "null" {
		return ChannelSpec{Name: s.Name}, nil
	}
	dec := json.NewDecoder(bytes.NewReader(trimmed))
	dec.UseNumber() // ids that look like numbers stay exact
	var m map[string]any
	if err := dec.Decode(&m); err != nil || dec.More() {
		return s, fmt.Errorf("join %s: params are not a JSON object", s.Name)
	}
	if len(m) == 0 {
		return ChannelSpec{Name: s.Name}, nil
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return s, fmt.Errorf("join %s: params: %w", s.Name, err)
	}
	return ChannelSpec{Name: s.Name, Params: raw}, nil
}

func (s ChannelSpec) key() string { return s.Name + "\x00" + string(s.Params) }
