//go:build !js

package streamtest

// Edit changes the text of a note and tells those who captured it, as forks
// with editing do (P4.2). It says whether anything changed.
func (w *World) Edit(noteID, text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.notes[noteID]
	if n == nil || n.pureRenote() || n.text != nil && *n.text == text {
		return false
	}
	n.text, n.edited = &text, w.now()
	w.read(n)
	var cw any
	if n.cw != nil {
		cw = *n.cw
	}
	w.publishUpdate(n, "updated", object{{"cw", cw}, {"text", text}})
	return true
}
