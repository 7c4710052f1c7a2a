//go:build !wasm

package web

import "embed"

// Embedded holds the hand-written assets beside this file and, in dist, what
// the build made of the wasm. On a fresh clone dist holds a placeholder only;
// Build then answers with ErrNotBuilt.
//
//go:embed *.css *.js *.html *.svg icons late soon sandbox all:dist
var Embedded embed.FS
