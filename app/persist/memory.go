package persist

import (
	"context"
	"sync"

	"nagare/app/live"
	"nagare/app/store"
)

// Memory keeps columns for as long as the program runs: for tests, and where there is nothing better. The zero value is
// ready.
type Memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

var _ live.Persist = (*Memory)(nil)

// Load implements live.Persist.
func (m *Memory) Load(_ context.Context, key string) (store.Snapshot, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, ok := m.kept[key]
	if !ok {
		return store.Snapshot{}, false, nil
	}
	snap, ok := decode(text)
	return snap, ok, nil
}

// Save implements live.Persist.
func (m *Memory) Save(_ context.Context, key string, snap store.Snapshot) error {
	text, err := encode(snap)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = make(map[string][]byte)
	}
	m.kept[key] = text
	return nil
}

// Forget implements live.Persist.
func (m *Memory) Forget(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, key)
	return nil
}
