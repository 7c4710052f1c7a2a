//go:build !js

package persist

import "nagare/app/live"

// Open returns what keeps columns here.
func Open() live.Persist { return new(Memory) }
