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
	if w.sending() {
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

// sending reports whether the dialog has a note that cannot be changed any more.
func (w *writing) sending() bool { return w.phase == phaseSending || w.phase == phaseSettling }

// anew opens the dialog with the draft of a note that was deleted to be written anew.
func (w *writing) anew(src store.Source, d compose.Draft, n *misskey.Note) {
	// It is kept before anything else: the note is gone.
	if w.sending() && compose.Key(w.src, w.d.Target) == compose.Key(src, d.Target) {
		w.shelf().SaveAside(src, &d) // what is being sent has that place
	} else {
		w.makeRoom(src, d.Target)
		w.shelf().Save(src, &d)
	}
	w.begin(src, d.Target, n.Reply, n.Renote)
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
	w.d, w.start.Target = d, d.Target
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
	w.asked++ // what is still asked for belongs to no word any more
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

func (d *deck) onCompose(ctx ui.Context, e ui.Event) {
	if taking.On {
		d.s.compose()
	}
}
