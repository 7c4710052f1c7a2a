package app

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
)

// Pages that notes link to, shown in advance as the server tells of them (P8.8). Servers let only pages of their own
// origin read that answer, so it is asked for only where this page has the server's origin: on the demo, or where
// Nagare is installed beside a server.

// maxPreviewsKnown bounds what is remembered, maxPreviewsAsked how many questions are on the way at a time.
const (
	maxPreviewsKnown = 500
	maxPreviewsAsked = 3
)

// previewTable is what is known about pages, by server and address.
type previewTable struct {
	origin string // of this page
	known  map[previewKey]*markup.Preview
	wanted []previewKey
	asked  int
}

type previewKey struct{ server, address string }

// previewer answers with what is known about a page and finds out what is not; nil where no pages are shown in advance.
func (s *Session) previewer(src store.Source) func(address string) *markup.Preview {
	t := &s.previews
	if s.prefs.Unseen {
		return nil
	}
	server := src.Origin()
	if server != t.origin && !strings.HasPrefix(server, t.origin+"/") {
		return nil
	}
	return func(address string) *markup.Preview {
		key := previewKey{server, address}
		v, ok := t.known[key]
		if !ok {
			if len(t.known) >= maxPreviewsKnown {
				clear(t.known)
			}
			v = &markup.Preview{}
			t.known[key] = v
			t.wanted = append(t.wanted, key)
			go s.askPreviews() // not from here: the store is being looked at
		}
		return v
	}
}

// askPreviews sends the questions that may be on the way.
func (s *Session) askPreviews() {
	t := &s.previews
	for len(t.wanted) > 0 && t.asked < maxPreviewsAsked {
		key := t.wanted[0]
		t.wanted = t.wanted[1:]
		t.asked++
		ask := key.server + "/url?url=" + url.QueryEscape(key.address) + "&lang=" + string(s.printer.Lang)
		ui.Window().Call("nagareText", ask).Then(func(v ui.Value) {
			t.asked--
			s.previewCame(key, v.String())
			s.askPreviews()
		})
	}
}

// previewCame puts what a server told into the places that wait for it.
func (s *Session) previewCame(key previewKey, text string) {
	var a struct {
		Title, Description, Sitename, Icon, Thumbnail string
		Sensitive                                     bool
		Player                                        struct{ URL string }
	}
	html := ""
	if err := json.Unmarshal([]byte(text), &a); err == nil && (a.Title != "" || a.Description != "" || a.Thumbnail != "") {
		v := &markup.Preview{Title: a.Title, Description: a.Description, Site: a.Sitename, Icon: a.Icon, Thumbnail: a.Thumbnail,
			Plays: a.Player.URL != "", Sensitive: a.Sensitive, Known: true}
		s.previews.known[key] = v
		if l, ok := markup.SafeLink(key.address); ok {
			page := &markup.Page{Printer: s.printer, Now: time.Now(), Origin: key.server, Saver: s.prefs.Saver}
			var w markup.Writer
			markup.PreviewCard(&w, page, l, v)
			html = w.String()
		}
	} else {
		s.previews.known[key] = nil
	}
	ui.Window().Call("nagarePreview", key.address, html)
}
