package app

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/compose"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// writing is the note being written and all that belongs to it. It outlives the dialog that shows it, so that a sending
// goes on while the dialog is closed or another page is opened.
type writing struct {
	s    *Session
	view *composer // the dialog, while a page shows it
	hand ui.Value  // web/compose.js
	open bool
	used bool // it was opened at least once: until then nothing of it is in the page

	src          store.Source // the account that writes
	me           *misskey.User
	d, start     compose.Draft
	reply, quote *misskey.Note
	queue        compose.Queue
	stops        map[int]func() // of uploads under way
	preview      bool
	word         compose.Word
	words        []completion
	asked        int // serial number of the completion asked for last
	table        emojiList
	blobOf       map[int]int

	phase   phase
	err     error
	problem compose.Problem
	until   time.Time // of a pause the server asked for
	unkept  bool      // the browser keeps no drafts
	ours    []string  // notes written since the page was opened
}

// phase is what happens to the note now.
type phase string

const (
	phaseWriting  phase = ""
	phaseSending  phase = "sending"
	phaseSettling phase = "settling" // finding out what became of an earlier attempt
	phaseUnknown  phase = "unknown"  // it may have been written
	phaseFailed   phase = "failed"   // it was not
	phaseWaiting  phase = "waiting"  // the server asks for a pause
	phaseOffline  phase = "offline"
)

func (s *Session) writing() *writing {
	if w, ok := s.write.(*writing); ok {
		return w
	}
	w := &writing{s: s, stops: map[int]func(){}}
	s.write = w
	return w
}

// writers are the accounts that may write.
func (s *Session) writers() []accounts.Account {
	var out []accounts.Account
	for _, a := range s.book.All() {
		if a.Trouble == accounts.TroubleNone && a.Can("write:notes") {
			out = append(out, a)
		}
	}
	return out
}

// compose opens the dialog for a new note, in the name of the account used last or of the column in use.
func (s *Session) compose() {
	list := s.writers()
	if len(list) == 0 {
		s.say(s.printer.T("compose.nobody"))
		return
	}
	src := list[0].Source()
	for _, a := range list {
		if string(a.Source()) == s.prefs.Writer {
			src = a.Source()
		}
	}
	s.writing().begin(src, compose.Target{}, nil, nil)
}

// answer opens the dialog for a reply to a note, or for a quote of it.
func (s *Session) answer(src store.Source, n *misskey.Note, quote bool) {
	t := compose.Target{ReplyID: n.ID}
	if n.Channel != nil {
		t.ChannelID = n.Channel.ID
	}
	if quote {
		t = compose.Target{QuoteID: n.ID}
		if n.Channel != nil && !n.Channel.AllowRenoteToExternal {
			t.ChannelID = n.Channel.ID
		}
		s.writing().begin(src, t, nil, n)
		return
	}
	s.writing().begin(src, t, n, nil)
}

// begin opens the dialog on a target. A draft that was left there is taken up again.
func (w *writing) begin(src store.Source, t compose.Target, reply, quote *misskey.Note) {
	if w.phase == phaseSending || w.phase == phaseSettling {
		if w.d.Target != t || w.src != src {
			w.s.say(w.s.printer.T("compose.busy"))
		}
		w.show()
		return
	}
	w.giveUpUploads()
	w.src, w.reply, w.quote, w.me = src, reply, quote, nil
	w.phase, w.err, w.problem, w.preview, w.until = phaseWriting, nil, "", false, time.Time{}
	w.start = w.fresh(t)
	w.d = w.start
	if d, ok := w.shelf().Load(src, t); ok {
		w.takeUp(d)
	}
	w.s.hub.Describe(src.Origin())
	w.s.hub.Emojis(src.Origin())
	w.learn()
	w.show()
}

// fresh is what a draft begins with.
func (w *writing) fresh(t compose.Target) compose.Draft {
	a, _ := w.s.book.Get(w.src)
	me := &misskey.User{ID: a.UserID, Username: a.Username}
	usual, local := w.usual()
	return compose.Start(t, w.reply, w.quote, me, w.s.host(w.src.Origin()), usual, local, w.mayPublic())
}

// takeUp goes on with a kept draft.
func (w *writing) takeUp(d compose.Draft) {
	w.d = d
	w.d.Visibility = compose.Narrow(d.Visibility, compose.Allowed(w.reply, w.quote, w.mayPublic()))
	if w.d.Channel == "" {
		w.d.Channel = w.start.Channel
	}
	if d.Attempt != nil {
		w.phase = phaseUnknown
	}
}

// usual is the account's default audience: what it last wrote a note of its own with.
func (w *writing) usual() (misskey.Visibility, bool) {
	u := w.s.prefs.Usual[string(w.src)]
	v := misskey.Visibility(strings.TrimSuffix(u, "!"))
	if !v.Known() || v == misskey.VisibilitySpecified {
		v = misskey.VisibilityPublic
	}
	return v, strings.HasSuffix(u, "!")
}

func (w *writing) mayPublic() bool {
	if w.me == nil {
		return true
	}
	silenced := w.me.Detail != nil && w.me.Detail.IsSilenced
	return !silenced && (w.me.Me == nil || w.me.Me.Policies.Bool("canPublicNote", true))
}

// learn asks the server about the account: what its role allows, how large files may be.
func (w *writing) learn() {
	src := w.src
	if me := w.s.selves[src]; me != nil {
		w.me = me
		return
	}
	go func() {
		api := w.s.hub.API(src)
		if api == nil {
			return
		}
		me, err := api.I(context.Background())
		if err != nil {
			return // everything works without; the server will refuse what it does not allow
		}
		if w.s.selves == nil {
			w.s.selves = map[store.Source]*misskey.User{}
		}
		w.s.selves[src] = me
		if w.src == src {
			w.me = me
			w.d.Visibility = compose.Narrow(w.d.Visibility, compose.Allowed(w.reply, w.quote, w.mayPublic()))
			w.redraw()
		}
	}()
}

// show opens the dialog, or leaves it open.
func (w *writing) show() {
	w.open, w.used = true, true
	if w.view == nil {
		return // a page without the dialog; it opens with the next one that has it
	}
	w.view.ctx.Dispatch(func(ctx ui.Context) {
		ctx.Defer(func(ui.Context) {
			if w.hand == nil {
				return
			}
			w.hand.Call("open")
			w.fill()
			w.hand.Call("focus", "text", true)
		})
	})
}

// close closes the dialog. The draft stays, the uploads go on.
func (w *writing) close() {
	w.open = false
	w.save()
	if w.hand != nil {
		w.hand.Call("close")
	}
	w.redraw()
}

func (w *writing) redraw() {
	if w.view != nil && w.used {
		w.view.ctx.Dispatch(func(ctx ui.Context) { ctx.Defer(func(ui.Context) { w.fill() }) })
	}
}

// fill gives the fields what they hold.
func (w *writing) fill() {
	if w.hand == nil {
		return
	}
	values := map[string]string{"text": w.d.Text, "cw": w.d.CW}
	if p := w.d.Poll; p != nil {
		for i, c := range p.Choices {
			values["poll."+strconv.Itoa(i)] = c
		}
		values["poll-multiple"] = ""
		if p.Multiple {
			values["poll-multiple"] = "1"
		}
		values["poll-end"] = pollEnd(p)
		if !p.Until.IsZero() {
			values["poll-until"] = p.Until.Local().Format("2006-01-02T15:04")
		}
	}
	raw, _ := json.Marshal(values)
	w.hand.Call("fill", string(raw))
}

// heard is what web/compose.js tells.
func (w *writing) heard(_ ui.Value, args []ui.Value) any {
	switch args[0].String() {
	case "input":
		w.input(args[1].String(), args[2].String(), args[3].Int(), args[4].Bool())
	case "caret":
		if args[2].Int() == args[3].Int() {
			w.complete(args[1].String(), args[2].Int())
		}
	case "pick":
		w.pick(args[1].Int())
	case "files":
		w.take(args[1].String())
	case "do":
		var at ui.Value
		from, to := 0, 0
		if len(args) > 5 {
			at, from, to = args[3], args[4].Int(), args[5].Int()
		}
		w.do(args[1].String(), args[2].String(), at, from, to)
	}
	return nil
}

// input is a change of a field by the writer.
func (w *writing) input(field, value string, caret int, composing bool) {
	p := w.d.Poll
	switch {
	case field == "text":
		w.d.Text = value
		if !composing {
			w.complete(value, caret)
		}
	case field == "cw":
		w.d.CW = value
	case p == nil:
		return
	case field == "poll-multiple":
		p.Multiple = value == "1"
	case field == "poll-end":
		setPollEnd(p, value, time.Now())
	case field == "poll-until":
		if t, err := time.ParseInLocation("2006-01-02T15:04", value, time.Local); err == nil {
			p.Until = t
		}
	case strings.HasPrefix(field, "poll."):
		if i, err := strconv.Atoi(field[len("poll."):]); err == nil {
			p.Set(i, value)
		}
	}
	w.touched()
}

// touched keeps the draft after every change: nothing is lost when the page dies.
func (w *writing) touched() {
	w.problem = ""
	if w.phase == phaseFailed || w.phase == phaseOffline {
		w.phase, w.err = phaseWriting, nil
	}
	w.save()
	w.redraw()
}

func (w *writing) shelf() compose.Shelf { return compose.Shelf{Storage: pageStorage{}} }

func (w *writing) save() {
	w.d.At = time.Now()
	w.d.Unsent = w.queue.Names()
	if w.d.Untouched(&w.start) {
		w.shelf().Forget(w.src, w.d.Target)
		return
	}
	w.unkept = !w.shelf().Save(w.src, &w.d)
}

// pageStorage is the browser's storage, which never fails loudly (web/page.js).
type pageStorage struct{}

func (pageStorage) Get(k string) string {
	return ui.Window().Get("nagareStorage").Call("get", k).String()
}
func (pageStorage) Set(k, v string) bool {
	return ui.Window().Get("nagareStorage").Call("set", k, v).Bool()
}
func (pageStorage) Remove(k string) { ui.Window().Get("nagareStorage").Call("remove", k) }

// forgetDrafts drops what an account that signs out was writing.
func (s *Session) forgetDrafts(src store.Source) {
	compose.Shelf{Storage: pageStorage{}}.ForgetAccount(src)
	delete(s.selves, src)
}

// do is a click on a button of the dialog, or its key.
func (w *writing) do(what, arg string, at ui.Value, from, to int) {
	i, _ := strconv.Atoi(arg)
	switch what {
	case "close":
		w.close()
		return
	case "send":
		w.send()
		return
	case "discard":
		w.discard()
		return
	case "account":
		w.chooseAccount(at)
		return
	case "visibility":
		w.chooseVisibility(at)
		return
	case "file":
		w.fileMenu(at, i)
		return
	case "drive":
		w.fromDrive()
		return
	case "cw":
		w.d.HasCW = !w.d.HasCW
		w.touched()
		w.focusSoon(map[bool]string{true: "cw", false: "text"}[w.d.HasCW])
		return
	case "local":
		w.d.LocalOnly = !w.d.LocalOnly
	case "poll":
		if w.d.Poll == nil {
			w.d.Poll = compose.NewPoll()
			w.focusSoon("poll.0")
		} else {
			w.d.Poll = nil
			w.focusSoon("text")
		}
	case "poll-add":
		w.addChoice(len(w.d.Poll.Choices) - 1)
	case "poll-next":
		w.addChoice(i)
	case "poll-remove":
		w.d.Poll.Remove(i)
		w.focusSoon("poll." + strconv.Itoa(max(0, min(i, len(w.d.Poll.Choices)-1))))
	case "preview":
		w.preview = !w.preview
	case "emoji", "mention", "tag", "fn":
		w.insert(map[string]string{"emoji": ":", "mention": "@", "tag": "#", "fn": "$["}[what], from, to)
		return
	case "to":
		w.addressee(arg)
		return
	case "untarget":
		w.leaveTarget()
		return
	case "to-remove":
		if i < len(w.d.To) {
			w.d.To = append(w.d.To[:i:i], w.d.To[i+1:]...)
		}
	case "upload-cancel":
		w.cancelUpload(i)
	case "upload-retry":
		w.queue.Retry(i)
		w.uploadNext()
	case "lost":
		w.d.Unsent = nil
	}
	w.touched()
}

func (w *writing) addChoice(after int) {
	p := w.d.Poll
	if p == nil {
		return
	}
	if after >= len(p.Choices)-1 {
		p.Add()
	}
	w.touched()
	w.focusSoon("poll." + strconv.Itoa(min(after+1, len(p.Choices)-1)))
}

// focusSoon moves the focus once the field is there.
func (w *writing) focusSoon(field string) {
	if w.view != nil {
		w.view.ctx.Dispatch(func(ctx ui.Context) {
			ctx.Defer(func(ui.Context) {
				w.fill()
				w.hand.Call("focus", field, true)
			})
		})
	}
}

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
	w.d = d
	w.touched()
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

// writeAs goes on in another account's name. Its own unfinished draft comes first, unless something is written here.
// Files belong to the account that uploaded them.
func (w *writing) writeAs(src store.Source) {
	if src == w.src || w.phase == phaseSending || w.phase == phaseSettling || w.phase == phaseUnknown {
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
		w.d = d
		w.touched()
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
	s, p := w.s, w.s.printer
	src := w.src
	top := []menuItem{{Label: p.T("compose.channel.none"), Icon: "x", On: checked(w.d.ChannelID == ""), do: func() { w.toChannel("", "") }}}
	s.setMenu(p.T("compose.channel"), append(top, menuItem{Label: p.T("menu.loading"), Off: true}))
	go func() {
		list, err := s.hub.API(src).FollowedChannels(context.Background(), misskey.Page{Limit: 100})
		items := top
		if err != nil {
			items = append(items, menuItem{Label: refusal.Words(p, err, s.host(src.Origin())), Icon: "alert-triangle", Off: true})
		} else if len(list) == 0 {
			items = append(items, menuItem{Label: p.T("compose.channel.empty"), Off: true})
		}
		for _, c := range list {
			items = append(items, menuItem{Label: c.Name, Icon: "device-tv", Off: c.IsArchived, On: checked(c.ID == w.d.ChannelID), do: func() { w.toChannel(c.ID, c.Name) }})
		}
		s.setMenu(p.T("compose.channel"), items)
	}()
}

// toChannel moves the note to a board, "" for none. It is another target, with a draft of its own.
func (w *writing) toChannel(id, name string) {
	w.shelf().Forget(w.src, w.d.Target)
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

func (d *deck) onCompose(ctx ui.Context, e ui.Event) {
	if taking.On {
		d.s.compose()
	}
}
