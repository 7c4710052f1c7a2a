package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"

	"nagare/stream/streamtest"
)

// ServeNotes serves a fake server whose local timeline is exactly the given notes, newest first, as raw as they are. It
// returns the server's host.
func ServeNotes(t testing.TB, notes []json.RawMessage) string {
	t.Helper()
	fake := streamtest.New(&streamtest.Options{History: -1})
	t.Cleanup(fake.Close)
	body, err := json.Marshal(notes)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]json.RawMessage{}
	for _, n := range notes {
		var id struct{ ID string }
		if err := json.Unmarshal(n, &id); err != nil {
			t.Fatal(err)
		}
		byID[id.ID] = n
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		timeline, show := r.URL.Path == "/api/notes/local-timeline", r.URL.Path == "/api/notes/show"
		if !timeline && !show || r.Method != http.MethodPost {
			fake.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "application/json")
		asked, _ := io.ReadAll(r.Body)
		if show {
			var q struct{ NoteID string }
			json.Unmarshal(asked, &q)
			if n := byID[q.NoteID]; n != nil {
				w.Write(n)
			} else {
				w.WriteHeader(http.StatusBadRequest)
			}
			return
		}
		if bytes.Contains(asked, []byte(`"untilId"`)) || bytes.Contains(asked, []byte(`"sinceId"`)) {
			io.WriteString(w, "[]")
			return
		}
		w.Write(body)
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

// WatchLists makes every list of the pages loaded from now on an item of window.__lists, to be measured from inside.
func (b *Tab) WatchLists() {
	b.T.Helper()
	Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `(() => {
		window.__lists = [];
		window.__violations = [];
		addEventListener("securitypolicyviolation", (e) => __violations.push(e.violatedDirective + " " + e.blockedURI));
		let make;
		Object.defineProperty(window, "nagareList", { get: () => make && ((el, cb) => { const l = make(el, cb); __lists.push(l); return l; }), set: (f) => { make = f; }, configurable: true });
	})()`})
}
