package app

import (
	"context"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// What can be done with a note: from the buttons below it, from its menu, and by keys. What can be undone is done at
// once and said; what cannot is asked about before.

// writerHand fills in what the viewer may do with the note that a row shows, besides reacting.
func (s *Session) writerHand(row *markup.Row, src store.Source, v store.NoteView) {
	if v.Note == nil || v.Deleted || !s.book.Can(src, "write:notes") {
		return
	}
	allowed, _ := compose.Renotable(v.Note, src.UserID())
	row.Hand.Write, row.Hand.Renote = true, len(allowed) > 0
	row.Hand.Renoted = s.renoted[renoteKey{src, v.Note.ID}] != nil
	if row.Note.IsPureRenote() && row.Note.UserID == src.UserID() {
		row.Hand.Renoted = true
	}
}

// noteDo does what a control of a row asks for; at is the control. It answers false for what it does not know.
func (s *Session) noteDo(src store.Source, row, act string, at ui.Value) bool {
	outer, n := s.noteAt(src, row)
	if n == nil {
		return false
	}
	if act == markup.ActMenu {
		s.noteMenu(src, outer, n, at)
		return true
	}
	if !taking.On {
		return false
	}
	switch act {
	case markup.ActReply:
		s.answer(src, n, false)
	case markup.ActRenote:
		s.renoteMenu(src, n, at)
	case "clip":
		if s.book.Can(src, "write:account") {
			s.menu(at, s.printer.T("act.clip"), []menuItem{{Label: s.printer.T("menu.loading"), Off: true}})
			s.clipMenu(src, n, nil)
		}
	default:
		return false
	}
	return true
}

// noteAt is the note of a row, and the note it shows: for a renote the one inside.
func (s *Session) noteAt(src store.Source, row string) (outer, shown *misskey.Note) {
	s.hub.Look(func(st *store.Store) {
		v, ok := st.Note(src, row)
		if !ok || v.Note == nil {
			return
		}
		outer, shown = v.Note, v.Note.Inner()
		if v.Note.IsPureRenote() {
			if in, ok := st.Note(src, v.Note.RenoteID); ok && in.Note != nil && !in.Deleted {
				shown = in.Note
			}
		}
	})
	return outer, shown
}

// refreshNote draws every row anew that shows a note of a source.
func (s *Session) refreshNote(src store.Source, id string) {
	for _, c := range s.columns {
		if c.list == nil || c.col.Spec.Source() != src {
			continue
		}
		for key := range c.mounted {
			if _, n := s.noteAt(src, key); n != nil && n.ID == id {
				c.list.Call("refresh", key)
			}
		}
	}
	for _, l := range s.pages {
		if l.src != src {
			continue
		}
		for key := range l.mounted {
			if row := l.note(key); row != "" {
				if _, n := s.noteAt(src, row); n != nil && n.ID == id {
					l.refresh(key)
				}
			}
		}
	}
}

// act asks a server for something. then is called with the outcome; what went wrong is said, with a way to try again.
// That things are already as they were wanted is no error.
func (s *Session) act(src store.Source, failed string, do func(ctx context.Context, api *misskey.API) error, then func(err error)) {
	go func() {
		api := s.hub.API(src)
		if api == nil {
			return
		}
		err := do(context.Background(), api)
		if refusal.Done(err) {
			err = nil
		}
		then(err)
		if err != nil {
			s.sayError(failed, err, src.Origin(), func() { s.act(src, failed, do, then) })
		}
	}()
}

// said is an outcome that is told in words.
func (s *Session) said(words string) func(error) {
	return func(err error) {
		if err == nil {
			s.say(words)
		}
	}
}

func (s *Session) pin(src store.Source, id string, on bool) {
	p := s.printer
	done := map[bool]string{true: "act.pin.done", false: "act.unpin.done"}[on]
	s.act(src, p.T("act.pin.failed"), func(ctx context.Context, api *misskey.API) error { return api.Pin(ctx, id, on) }, func(err error) {
		if err == nil {
			s.hub.Pin(src, id, on)
		}
		s.said(p.T(done))(err)
	})
}

// deleteNote deletes a note after asking; redraft opens it to be written anew, once it is gone.
func (s *Session) deleteNote(src store.Source, n *misskey.Note, redraft bool) {
	p := s.printer
	q := question{Title: p.T("act.delete.title"), Text: p.T("act.delete.text"), Yes: p.T("act.delete"), Danger: true}
	switch {
	case redraft:
		q.Title, q.Text, q.Yes = p.T("act.redraft.title"), p.T("act.redraft.text"), p.T("act.redraft")
	case n.IsPureRenote():
		q.Title, q.Text, q.Yes = p.T("act.unrenote"), p.T("act.unrenote.text"), p.T("act.unrenote")
	}
	s.ask(q, func(map[string]string) {
		if redraft && s.writing().sending() {
			s.say(p.T("compose.busy"))
			return
		}
		d := compose.Redraft(n, time.Now())
		s.act(src, p.T("act.delete.failed"), func(ctx context.Context, api *misskey.API) error {
			err := api.DeleteNote(ctx, n.ID)
			if refusal.Gone(err) {
				return nil
			}
			return err
		}, func(err error) {
			if err != nil {
				return
			}
			s.hub.Gone(src, n.ID)
			if n.IsPureRenote() {
				delete(s.renoted, renoteKey{src, n.RenoteID})
				s.refreshNote(src, n.RenoteID)
			}
			if !redraft {
				s.say(p.T("act.delete.done"))
				return
			}
			s.writing().anew(src, d, n)
		})
	})
}

// report tells the moderators about a person; link is the note it is about, "" for none.
func (s *Session) report(src store.Source, u *misskey.User, link string) {
	p := s.printer
	s.ask(question{Title: p.T("act.report.title", u.Acct()), Text: p.T("act.report.text", s.host(src.Origin())), Yes: p.T("act.report.send"), Danger: true,
		Fields: []questionField{{ID: "why", Label: p.T("act.report.why"), Long: true, Need: true, Max: 1800}}}, func(a map[string]string) {
		comment := strings.TrimSpace(a["why"])
		if link != "" {
			comment = "Note: " + link + "\n-----\n" + comment
		}
		s.act(src, p.T("act.report.failed"), func(ctx context.Context, api *misskey.API) error { return api.Report(ctx, u.ID, comment) }, s.said(p.T("act.report.done")))
	})
}
