// Package mfm reads Misskey's markup (P9) into a tree.
//
// It never fails: whatever matches no element stays text. It takes time
// proportional to the length of its input, whatever the input, and its trees
// equal those of mfm-js 0.26, against which it is tested and fuzzed (see the
// folder oracle).
//
// It knows nothing of HTML, of servers, of what a function does or whether it
// is allowed: that is the renderer's part. In particular the addresses of
// links are http or https by the grammar, and otherwise as the author wrote
// them.
package mfm
