package app

import (
	"context"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// As whom and for whom a note is written.

// discard throws the draft away after asking.
func (w *writing) discard() {
	if w.d.Untouched(&w.start) {
		w.reset()
		w.close()
		return
	}
	p := w.s.printer
	w.s.ask(question{Title: p.T("compose.discard.title"), Text: p.T("compose.discard.text"), Yes: p.T("compose.discard"), Danger: true}, func(map[string]string) {
		w.reset()
		w.close()
	})
}

// reset begins the draft anew.
func (w *writing) reset() {
	w.giveUpUploads()
	w.shelf().Forget(w.src, w.d.Target)
	w.d = w.fresh(w.d.Target)
	w.start = w.d
	w.phase, w.err, w.problem = phaseWriting, nil, ""
}

// leaveTarget makes a reply or a quote a note of its own, keeping the words.
func (w *writing) leaveTarget() {
	d := w.d
	w.shelf().Forget(w.src, d.Target)
	w.reply, w.quote = nil, nil
	w.start = w.fresh(compose.Target{})
	d.Target, d.Channel = compose.Target{}, ""
	w.instead(d)
	w.focusSoon("text")
}

// chooseAccount offers the accounts of the same server for an answer, and all of them for a note of its own.
func (w *writing) chooseAccount(at ui.Value) {
	s := w.s
	var items []menuItem
	for _, a := range s.writers() {
		src := a.Source()
		if w.d.Target != (compose.Target{}) && src.Origin() != w.src.Origin() {
			continue
		}
		items = append(items, menuItem{Label: or(a.Name, a.Username), Note: a.Acct(s.host(a.Origin)), Icon: "user", On: checked(src == w.src), do: func() { w.writeAs(src) }})
	}
	s.menu(at, s.printer.T("compose.as"), items)
}

// writeAs goes on in another account's name. Its own unfinished draft comes first, or after what is written here.
// Files belong to the account that uploaded them.
func (w *writing) writeAs(src store.Source) {
	if src == w.src || w.sending() || w.phase == phaseUnknown {
		return
	}
	untouched := w.d.Untouched(&w.start)
	d := w.d
	w.save()
	w.s.change(func(p *Preferences) { p.Writer = string(src) })
	if !untouched && src.Origin() != w.src.Origin() {
		d.To = nil
	}
	if !untouched {
		w.shelf().Forget(w.src, d.Target)
		if len(d.Files) > 0 || len(w.queue.List) > 0 {
			d.Files = nil
			w.s.say(w.s.printer.T("compose.files.left"))
		}
	}
	w.begin(src, d.Target, w.reply, w.quote)
	if !untouched {
		d.Visibility = compose.Narrow(d.Visibility, compose.Allowed(w.reply, w.quote, true))
		w.instead(d)
	}
}

// instead goes on with another draft. One that is unfinished in its place is found again after it.
func (w *writing) instead(d compose.Draft) {
	w.makeRoom(w.src, d.Target)
	w.d, w.phase, w.err = d, phaseWriting, nil
	if d.Attempt != nil {
		w.phase = phaseUnknown
	}
	w.touched()
}

// makeRoom sets aside what is unfinished in a place, and says so.
func (w *writing) makeRoom(src store.Source, t compose.Target) {
	if w.shelf().SetAside(src, t) {
		w.s.say(w.s.printer.T("compose.aside"))
	}
}

// chooseVisibility offers who may see the note, and in which board it appears.
func (w *writing) chooseVisibility(at ui.Value) {
	s, p := w.s, w.s.printer
	var items []menuItem
	for _, v := range compose.Allowed(w.reply, w.quote, w.mayPublic()) {
		items = append(items, menuItem{Label: p.T("visibility." + string(v)), Note: p.T("compose.visibility." + string(v)), Icon: visibilityIcon(v), Off: w.d.ChannelID != "",
			On: checked(w.d.ChannelID == "" && v == w.d.Visibility), do: func() {
				w.d.Visibility = v
				w.touched()
			}})
	}
	items = append(items, separator, menuItem{Label: p.T("note.localonly"), Note: p.T("compose.local.note"), Icon: "rocket-off", On: checked(w.d.LocalOnly || w.d.ChannelID != ""), Off: w.d.ChannelID != "",
		do: func() { w.do("local", "", nil, 0, 0) }})
	if w.reply == nil && w.quote == nil && s.book.Can(w.src, "read:channels") {
		label := p.T("compose.channel")
		if w.d.Channel != "" {
			label = w.d.Channel
		}
		items = append(items, separator, menuItem{Label: label, Icon: "device-tv", More: true, do: w.chooseChannel})
	}
	s.menu(at, p.T("compose.visibility"), items)
}

// chooseChannel lists the boards the account follows.
func (w *writing) chooseChannel() {
	p := w.s.printer
	top := []menuItem{{Label: p.T("compose.channel.none"), Icon: "x", On: checked(w.d.ChannelID == ""), do: func() { w.toChannel("", "") }}}
	fetch := func(ctx context.Context, api *misskey.API) ([]misskey.Channel, error) {
		return api.FollowedChannels(ctx, misskey.Page{Limit: 100})
	}
	lateMenu(w.s, w.src, p.T("compose.channel"), top, fetch, func(list []misskey.Channel) (items []menuItem) {
		if len(list) == 0 {
			items = append(items, menuItem{Label: p.T("compose.channel.empty"), Off: true})
		}
		for _, c := range list {
			items = append(items, menuItem{Label: c.Name, Icon: "device-tv", Off: c.IsArchived, On: checked(c.ID == w.d.ChannelID), do: func() { w.toChannel(c.ID, c.Name) }})
		}
		return items
	})
}

// toChannel moves the note to a board, "" for none.
func (w *writing) toChannel(id, name string) {
	w.d.ChannelID, w.d.Channel = id, name
	w.start.Target = w.d.Target
	w.touched()
}

func visibilityIcon(v misskey.Visibility) string {
	switch v {
	case misskey.VisibilityPublic, "":
		return "world"
	case misskey.VisibilityHome:
		return "home"
	case misskey.VisibilitySpecified:
		return "mail"
	}
	return "lock"
}

// addressee looks up who a direct note is also for.
func (w *writing) addressee(acct string) {
	name, host, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(acct), "@"), "@")
	if name == "" {
		return
	}
	src := w.src
	go func() {
		u, err := w.s.hub.API(src).UserNamed(context.Background(), name, host)
		if w.src != src {
			return
		}
		if err != nil {
			w.s.sayError("", err, src.Origin(), nil)
			return
		}
		for _, p := range w.d.To {
			if p.ID == u.ID {
				return
			}
		}
		w.d.To = append(w.d.To, compose.Person{ID: u.ID, Acct: u.Acct()})
		w.touched()
		if w.hand != nil {
			w.hand.Call("fill", `{"to":""}`)
		}
	}()
}
