package app

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/chat"
	"nagare/app/markup"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// talkPane is one conversation: what was said, and the field for what is to be said (app/chatwrite.go). It stands on a
// page, or in a column. The messages are in an element that go-app never looks into; web/late/chat.js keeps them there.
type talkPane struct {
	ui.Compo

	s    *Session
	src  store.Source
	with misskey.Peer
	id   store.ColumnID
	own  bool
	told func(title string, state store.ColumnState)
	ctx  ui.Context
	hand ui.Value
	fn   ui.Func

	draft chat.Draft
	up    *chatUpload
	over  bool // the text is too long

	rows   map[string]string // as last given to the page, by key
	folds  map[string]bool
	files  map[string][]misskey.File
	said   map[string]*chat.Message
	shown  bool // the newest page came
	empty  bool
	state  store.ColumnState
	why    store.Reason
	fault  string // why the newest page did not come, a machine word
	unseen int    // came while the reader looked further up
}

func newTalkPane(s *Session, src store.Source, with misskey.Peer, id store.ColumnID, told func(string, store.ColumnState)) *talkPane {
	return &talkPane{s: s, src: src, with: with, id: id, told: told}
}

func (t *talkPane) CompoID() string {
	return "talk " + string(t.src) + " " + t.with.UserID + t.with.RoomID
}

func (t *talkPane) OnMount(ctx ui.Context) {
	t.ctx = ctx
	t.rows, t.folds, t.files, t.said = map[string]string{}, map[string]bool{}, map[string][]misskey.File{}, map[string]*chat.Message{}
	cs := t.s.chats()
	t.draft = cs.drafts(t.src).Load(t.with)
	if t.id == 0 {
		t.id, t.own = cs.column(t.src, t.with)
	}
	t.s.hub.TakeUp(t.id, t.draft.Out)
	cs.panes[t] = true
	t.s.onChange[t] = func() {
		clear(t.rows)
		t.update()
	}
	t.fn = ui.FuncOf(t.heard)
	cs.late(func() {
		if !cs.panes[t] {
			return
		}
		t.hand = ui.Window().Call("nagareTalk", t.JSValue(), t.fn)
		t.hand.Call("write", t.draft.Text)
		t.update()
		if t.own {
			t.hand.Call("focus")
		}
	})
	t.look()
	if t.s.chats().access[t.src] == chatUnknown { // in a column: the first to ask
		go func() {
			t.s.chats().learn(t.src)
			ctx.Dispatch(nil)
		}()
	}
}

func (t *talkPane) OnDismount() {
	cs := t.s.chats()
	delete(cs.panes, t)
	delete(t.s.onChange, t)
	if t.hand != nil {
		t.hand.Call("destroy")
		t.hand = nil
	}
	t.stopUpload()
	t.fn.Release()
	if t.own {
		cs.release(t.id)
	}
}

// look takes in how the connection is.
func (t *talkPane) look() {
	t.s.hub.Look(func(st *store.Store) {
		if col, ok := st.Column(t.id); ok {
			t.state, t.why = col.State, col.Reason
		}
	})
}

// update shows the conversation as it is now.
func (t *talkPane) update() {
	before := [...]any{t.state, t.why, t.shown, t.empty, t.fault}
	t.look()
	page := t.s.chats().page(t.src, func(key, what string) bool { return t.folds[key+" "+what] })
	var server store.Server
	t.s.hub.Look(func(st *store.Store) { server = st.Server(t.src.Origin()) })
	var keys []string
	changed := map[string]string{}
	title := ""
	var out []chat.Outgoing
	t.s.hub.Talk(t.id, func(k *chat.Talk, peer *misskey.User, room *misskey.ChatRoom) {
		title = talkTitle(t.s.printer, peer, room)
		out = k.Outgoing()
		t.shown, t.fault = k.Loaded(), ""
		t.empty = t.shown && len(k.Messages())+len(out) == 0
		if !t.shown && k.Older() == chat.Failed {
			t.fault = k.Why()
		}
		put := func(key string, write func(w *markup.Writer)) {
			var w markup.Writer
			write(&w)
			keys = append(keys, key)
			if html := w.String(); t.rows[key] != html {
				t.rows[key], changed[key] = html, html
			}
		}
		if t.shown && !t.empty {
			put("older", func(w *markup.Writer) { t.older(w, k) })
		}
		t.messages(page, server, k, out, put)
		if k.Gap() {
			put("gap", func(w *markup.Writer) {
				w.Elem(markup.Div, page.Printer.T("chat.gap"), markup.Class("msgday"), markup.Data("key", "gap"))
			})
		}
	})
	if t.told != nil {
		t.told(title, t.state)
	}
	t.keepOut(out)
	if t.hand != nil {
		raw, _ := json.Marshal(changed) // strings always marshal
		if t.hand.Call("set", strings.Join(keys, "\n"), string(raw)).Bool() {
			t.s.hub.ReadTalk(t.id)
		}
	}
	if len(t.rows) > 2*len(keys)+100 {
		kept := map[string]string{}
		for _, k := range keys {
			kept[k] = t.rows[k]
		}
		t.rows = kept
	}
	if before != [...]any{t.state, t.why, t.shown, t.empty, t.fault} {
		t.ctx.Dispatch(nil)
	}
}

// messages writes the rows from the oldest to the newest.
func (t *talkPane) messages(page *markup.Page, server store.Server, k *chat.Talk, out []chat.Outgoing, put func(string, func(*markup.Writer))) {
	writes := t.s.chats().access[t.src] != chatReadonly
	var day time.Time
	author := ""
	clear(t.said)
	begin := func(by string, at time.Time) (head bool) {
		if at = at.Local(); at.YearDay() != day.YearDay() || at.Year() != day.Year() {
			day, author = at, ""
			put("day:"+at.Format(time.DateOnly), func(w *markup.Writer) { markup.Day(w, page, "day:"+at.Format(time.DateOnly), at) })
		}
		head, author = author != by, by
		return head
	}
	for _, m := range k.Messages() {
		row := markup.Message{Key: m.ID, Author: k.User(m.FromUserID), Mine: m.Mine, Head: begin(m.FromUserID, m.CreatedAt), Named: t.with.RoomID != "",
			Text: deref(m.Text), Emojis: m.Emojis, At: m.CreatedAt, React: writes && !m.Mine}
		if m.FromUser != nil {
			row.Author = m.FromUser
		}
		if m.File != nil {
			row.Files = []misskey.File{*m.File}
		}
		t.files[m.ID], t.said[m.ID] = row.Files, m
		for _, r := range m.Reactions {
			x := markup.Reaction{Key: r.Key, Count: r.Count, Mine: r.Mine, Joins: row.React && (r.Mine || joinable(misskey.NormalizeReaction(r.Key), server, false))}
			if name, host, custom := misskey.SplitReaction(misskey.NormalizeReaction(r.Key)); custom && host == "" {
				x.URL = server.EmojiURL(name)
			}
			row.Reactions = append(row.Reactions, x)
		}
		put(m.ID, func(w *markup.Writer) { markup.MessageRow(w, page, row) })
	}
	for _, o := range out {
		key := "out:" + strconv.Itoa(o.Key)
		row := markup.Message{Key: key, Mine: true, Head: begin(k.Me(), o.At), Text: o.Text, At: o.At, State: string(o.State), Arg: strconv.Itoa(o.Key)}
		if o.File != nil {
			row.Files = []misskey.File{*o.File}
		}
		t.files[key] = row.Files
		if o.State == chat.SendFailed {
			row.Why = t.whyLost(o.Why)
		}
		put(key, func(w *markup.Writer) { markup.MessageRow(w, page, row) })
	}
}

// older writes what is known about earlier messages.
func (t *talkPane) older(w *markup.Writer, k *chat.Talk) {
	p := t.s.printer
	w.Start(markup.Div, markup.Class("msgolder"), markup.Data("key", "older"), markup.Data("older", string(k.Older())))
	switch k.Older() {
	case chat.Loading:
		w.Text(p.T("page.loading"))
	case chat.Failed:
		w.Elem(markup.Span, t.words(k.Why())).Text(" ").Elem(markup.Button, p.T("column.retry"), markup.Class("button small"), markup.Data("act", "older"))
	case chat.End:
		w.Text(p.T("chat.begin"))
	default:
		w.Elem(markup.Button, p.T("chat.older"), markup.Class("button small"), markup.Data("act", "older"))
	}
	w.End()
}

// words are those for a reason of the hub's.
func (t *talkPane) words(code string) string {
	host := t.s.host(t.src.Origin())
	if words := t.s.printer.T("reason."+code, host, ""); !strings.HasPrefix(words, "reason.") {
		return words
	}
	return t.s.printer.T("reason.unknown", host)
}

// heard is what web/late/chat.js tells.
func (t *talkPane) heard(_ ui.Value, args []ui.Value) any {
	switch args[0].String() {
	case "input":
		t.input(args[1].String())
	case "send":
		t.send()
	case "files":
		t.take(args[1].String())
	case "do":
		t.do(args[1].String(), args[2])
	case "act":
		t.act(args[1].String(), args[2].String(), args[3].String(), args[4])
	case "older":
		t.s.hub.OlderTalk(t.id)
	case "bottom":
		t.s.hub.ReadTalk(t.id)
	case "unseen":
		if n := args[1].Int(); n != t.unseen {
			t.unseen = n
			t.ctx.Dispatch(nil)
		}
	}
	return nil
}

// act is a click on a control of a row.
func (t *talkPane) act(act, key, arg string, at ui.Value) {
	n, _ := strconv.Atoi(arg)
	switch act {
	case "older":
		t.s.hub.OlderTalk(t.id)
	case markup.FoldMedia, markup.FoldLoad, markup.FoldAlt:
		t.folds[key+" "+act+arg] = !t.folds[key+" "+act+arg]
		t.update()
	case markup.ActTag:
		t.s.openTag(t.src, arg)
	case markup.ActView:
		t.s.viewFiles(t.s.chats().page(t.src, nil), t.files[key], arg, func(fold string) bool { return t.folds[key+" "+fold] })
	case markup.ActAgain:
		t.s.hub.SayAgain(t.id, n)
	case markup.ActDrop:
		t.s.hub.Unsay(t.id, n)
	case markup.ActPick:
		t.pick(key)
	case markup.ActReact:
		if m := t.said[key]; m != nil && !m.Mine {
			for _, r := range m.Reactions {
				if r.Key == arg {
					t.react(key, arg, !r.Mine)
				}
			}
		}
	case markup.ActMenu:
		t.menu(key, at)
	}
}

func (t *talkPane) pick(key string) {
	t.s.pickReaction(t.src, false, func(reaction string) { t.react(key, reaction, true) })
}

func (t *talkPane) react(key, reaction string, on bool) {
	if m := t.said[key]; on && m != nil {
		for _, r := range m.Reactions {
			if r.Mine && misskey.NormalizeReaction(r.Key) == misskey.NormalizeReaction(reaction) {
				return // servers would keep it twice (P3.5)
			}
		}
	}
	if name, host, custom := misskey.SplitReaction(misskey.NormalizeReaction(reaction)); custom && host == "" {
		reaction = ":" + name + ":"
	}
	failed := map[bool]string{true: "react.failed", false: "react.unfailed"}[on]
	t.s.hub.ReactTalk(t.id, key, reaction, on, func(err error) {
		if err != nil {
			t.s.sayError(t.s.printer.T(failed), err, t.src.Origin(), func() { t.react(key, reaction, on) })
		}
	})
}

// menu is what can be done with a message.
func (t *talkPane) menu(key string, at ui.Value) {
	m, p := t.said[key], t.s.printer
	if m == nil {
		return
	}
	var items []menuItem
	if text := deref(m.Text); text != "" {
		items = append(items, menuItem{Label: p.T("act.copy.text"), Icon: "copy", do: func() { t.s.copy(text) }})
	}
	writes := t.s.chats().access[t.src] != chatReadonly
	if writes && !m.Mine {
		items = append(items, menuItem{Label: p.T("react.add"), Icon: "mood-plus", do: func() { t.pick(key) }})
	}
	if writes && m.Mine {
		items = append(items, menuItem{Label: p.T("act.delete"), Icon: "trash", Danger: true, do: func() {
			t.s.ask(question{Title: p.T("chat.delete.title"), Text: p.T("chat.delete.text"), Yes: p.T("act.delete"), Danger: true}, func(map[string]string) { t.remove(key) })
		}})
	}
	if len(items) == 0 {
		items = []menuItem{{Label: p.T("chat.nothing"), Off: true}}
	}
	t.s.menu(at, p.T("chat.menu"), items)
}

func (t *talkPane) remove(key string) {
	t.s.hub.DeleteTalk(t.id, key, func(err error) {
		if err != nil && misskey.CodeOf(err) != "NO_SUCH_MESSAGE" {
			t.s.sayError(t.s.printer.T("act.delete.failed"), err, t.src.Origin(), func() { t.remove(key) })
		}
	})
}

func (t *talkPane) Render() ui.UI {
	p := t.s.printer
	return ui.Div().Class("talk").DataSet("state", string(t.state)).Body(
		ui.Div().Class("talktrouble").Role("status").Hidden(!t.shown || t.reason() == "").Body(icon("plug-connected-x"), ui.Span().Text(t.reason())),
		ui.Div().Class("talkwrap").Body(
			ui.Div().Class("messages").TabIndex(0).Role("log").Aria("label", p.T("chat.messages")),
			ui.Div().Class("overlay").Body(t.blank(p)),
			ui.Button().Class("pill").DataSet("do", "bottom").Hidden(t.unseen == 0).Body(icon("chevron-down"), ui.Span().Text(p.N("chat.new", t.unseen))),
		),
		t.writer(p),
	)
}

// reason is what is wrong with the connection, in words.
func (t *talkPane) reason() string {
	if t.why.Code == "" || t.state == store.Live || t.state == store.Quiet {
		return ""
	}
	return t.words(string(t.why.Code))
}

func (t *talkPane) blank(p printer) ui.UI {
	words := t.reason()
	if t.fault != "" {
		words = t.words(t.fault)
	}
	switch {
	case t.shown && t.empty:
		return ui.Div().Class("blank").Body(icon("messages"), ui.P().Text(p.T("chat.empty")))
	case t.shown:
		return nil
	case words != "":
		return ui.Div().Class("blank").Role("status").Body(icon("alert-triangle"), ui.P().Text(words),
			ui.Button().Class("button").DataSet("do", "retry").Body(icon("refresh"), ui.Span().Text(p.T("column.retry"))))
	}
	return ui.Div().Class("blank").Role("status").Body(ui.Div().Class("spinner"), ui.P().Text(p.T("page.loading")))
}

// retryNow asks again for a conversation that did not come.
func (t *talkPane) retryNow() { t.s.hub.Retry(t.id) }
