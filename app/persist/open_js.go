//go:build js

package persist

import (
	"context"
	"fmt"
	"syscall/js"

	"nagare/app/live"
	"nagare/app/store"
)

// Open returns what keeps columns here: IndexedDB, or memory where the page came without its script.
func Open() live.Persist {
	if s := js.Global().Get("nagareShelf"); s.Truthy() {
		return &shelf{s}
	}
	return new(Memory)
}

// shelf is web/persist.js.
type shelf struct{ js js.Value }

// Load implements live.Persist.
func (s *shelf) Load(ctx context.Context, key string) (store.Snapshot, bool, error) {
	var text []byte
	var found, none bool
	err := await(ctx, s.js.Call("load", key), func(v js.Value) {
		if v.Length() == 0 {
			return
		}
		if v = v.Index(0); v.Type() == js.TypeString {
			found, text = true, []byte(v.String())
		} else {
			none = true
		}
	})
	switch {
	case err != nil:
		return store.Snapshot{}, false, err
	case none:
		return store.Snapshot{}, false, fmt.Errorf("load a column: %w", live.ErrNoStorage)
	case !found:
		return store.Snapshot{}, false, nil
	}
	snap, ok := decode(text)
	return snap, ok, nil
}

// Save implements live.Persist.
func (s *shelf) Save(ctx context.Context, key string, snap store.Snapshot) error {
	text, err := encode(snap)
	if err != nil {
		return err
	}
	return s.write(ctx, "save a column", s.js.Call("save", key, string(text)))
}

// Forget implements live.Persist.
func (s *shelf) Forget(ctx context.Context, key string) error {
	return s.write(ctx, "forget a column", s.js.Call("forget", key))
}

func (s *shelf) write(ctx context.Context, what string, promise js.Value) error {
	word := ""
	if err := await(ctx, promise, func(v js.Value) { word = v.String() }); err != nil {
		return err
	}
	switch word {
	case "":
		return nil
	case "full":
		return fmt.Errorf("%s: %w", what, live.ErrNoRoom)
	}
	return fmt.Errorf("%s: %w", what, live.ErrNoStorage)
}

// await waits for a promise that never rejects. Its callback is released when the promise has settled, also when ctx
// ended before.
func await(ctx context.Context, promise js.Value, take func(js.Value)) error {
	done := make(chan js.Value, 1)
	var settled js.Func
	settled = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled.Release()
		v := js.Undefined()
		if len(args) > 0 {
			v = args[0]
		}
		done <- v
		return nil
	})
	promise.Call("then", settled)
	select {
	case v := <-done:
		take(v)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
