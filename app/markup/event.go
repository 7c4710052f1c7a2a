package markup

import (
	"bytes"
	"encoding/json"
	"time"
)

// maxEvent bytes of an event are shown.
const maxEvent = 4000

// Event writes something a channel said that is not a note, as it came: its name, and its body as readable JSON.
func Event(w *Writer, p *Page, key, typ string, body []byte, at time.Time) {
	w.Start(Article, Class("note event"), Data("event", typ), Data("key", key), Tabindex(-1), Aria("label", typ))
	w.Start(Header, Class("head")).Elem(Span, typ, Class("name"))
	w.Start(Span, Class("info"))
	timeTag(w, p.Printer, at, p.Now)
	w.End().End()
	if len(body) > 0 && string(body) != "null" {
		var out bytes.Buffer
		text := string(body)
		if json.Indent(&out, body, "", "  ") == nil {
			text = out.String()
		}
		if len(text) > maxEvent {
			text = cut(text, maxEvent)
		}
		w.Start(Div, Class("text")).Start(Pre, Tabindex(0)).Elem(Code, text).End().End()
	}
	w.End()
}
