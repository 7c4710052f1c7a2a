package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// How many people a glance shows, and a page of the whole list.
const (
	fewPeople  = 10
	pagePeople = 30
)

// people fetches who gave a reaction and lets web/late/people.js show it. arg is its request: a serial number, "some" or
// "all", the reaction, and the id to go on below.
func (s *Session) people(src store.Source, id, arg string) {
	f := strings.SplitN(arg, "\n", 4)
	if len(f) != 4 {
		return
	}
	req, _ := strconv.Atoi(f[0])
	mode, key, until := f[1], f[2], f[3]
	shown := markup.Reaction{Key: key}
	page := &markup.Page{Printer: s.printer, Now: time.Now(), Origin: src.Origin(), Host: s.host(src.Origin())}
	s.hub.Look(func(st *store.Store) {
		id = or(st.Inner(src, id), id)
		server := st.Server(src.Origin())
		page.Emoji = func(name string) (string, bool) { u := server.EmojiURL(name); return u, u != "" }
		if v, ok := st.Note(src, id); ok {
			for _, r := range v.Reactions {
				if r.Key == key {
					shown.URL, shown.Count = r.URL, r.Count
				}
			}
		}
	})
	limit := pagePeople
	if mode != "all" {
		limit = fewPeople
	}
	go func() {
		params := map[string]any{"noteId": id, "type": key, "limit": limit}
		if until != "" {
			params["untilId"] = until
		}
		var list []misskey.NoteReaction
		err := s.hub.Call(context.Background(), src, "notes/reactions", params, &list)
		users := make([]*misskey.User, 0, len(list))
		for i := range list {
			users = append(users, list[i].User)
		}
		next, below := "", ""
		switch {
		case err != nil:
			below = s.printer.T("people.failed", refusal.Words(s.printer, err, s.host(src.Origin())))
		case len(list) == 0 && until == "":
			below = s.printer.T("people.none")
		case mode != "all" && shown.Count > len(list):
			below = s.printer.T("people.more", shown.Count-len(list))
		case mode == "all" && len(list) == limit:
			next = list[len(list)-1].ID
		}
		var w markup.Writer
		markup.People(&w, page, shown, users, below)
		ui.Window().Get("nagarePeople").Call("show", req, mode, w.String(), next, until == "", map[string]any{
			"title": markup.ReactionName(key), "more": s.printer.T("people.load"), "close": s.printer.T("app.close"),
		})
	}()
}
