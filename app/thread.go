package app

import (
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// thread is the page of one note: what it answers to, the note itself, and the replies to it as a tree, or who renoted it
// or reacted. All notes on it live.
type thread struct {
	ui.Compo

	s    *Session
	a    noteAddress
	src  store.Source
	ctx  ui.Context
	l    *pageList
	stop chan struct{}

	state  pageState
	shown  string // the note the page is about: of a renote the one inside
	title  string
	about  *misskey.Note // as last read
	up     []string      // what it answers to, the first note first
	upMore bool          // there is more before that
	upBusy bool
	tab    string
	trees  map[string]*branch // replies by the note they answer to
	people map[string]*roll   // by tab
	widths map[string]int     // depth by note
}

// branch are the replies to one note.
type branch struct {
	ids    []string // oldest first
	more   bool     // earlier ones are not loaded
	asked  bool
	busy   bool
	failed bool
}

const (
	tabReplies   = "replies"
	tabRenotes   = "renotes"
	tabReactions = "reactions"

	repliesPage = 30
	rollPage    = 40
	autoReplies = 6 // branches below the first that are loaded without being asked for

	newReplies = 20 * time.Second // no event tells of replies: they are asked for
)

func newThread(s *Session, a noteAddress) *thread {
	return &thread{s: s, a: a, state: pageLoading, tab: tabReplies,
		trees: map[string]*branch{}, people: map[string]*roll{tabRenotes: {}, tabReactions: {}}, widths: map[string]int{}}
}

func (t *thread) CompoID() string { return "note " + t.a.Origin + " " + t.a.ID }

func (t *thread) OnMount(ctx ui.Context) {
	t.ctx = ctx
	t.shown = t.a.ID
	t.s.entered(t.s.printer.T("thread.title"))
	t.s.whenSignedIn(func() { ctx.Dispatch(t.begin) })
}

// begin starts when it is known who looks.
func (t *thread) begin(ctx ui.Context) {
	t.src = t.s.source(t.a.Origin)
	l := newPageList(t.s, t.src)
	l.note, l.shape, l.own, l.act, l.changed = t.note, t.shape, t.own, t.act, t.changed
	t.l = l
	l.mount(t.JSValue().Call("querySelector", ".list"))
	t.load()
	t.stop = make(chan struct{})
	go t.watch(t.stop)
}

func (t *thread) OnDismount() {
	if t.l != nil {
		close(t.stop)
		t.l.unmount()
	}
}

// watch asks for new replies now and then.
func (t *thread) watch(stop chan struct{}) {
	tick := time.NewTicker(newReplies)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			t.ctx.Dispatch(func(ctx ui.Context) {
				ctx.PreventUpdate()
				if t.state == pageHere && t.tab == tabReplies && !ui.Window().Get("document").Get("hidden").Bool() {
					t.replies(t.shown, "")
				}
			})
		}
	}
}

// load asks for the note, then for what is around it.
func (t *thread) load() {
	t.state = pageLoading
	if t.l.hasNote(t.a.ID) { // a column has it: show it at once
		t.here()
	}
	t.l.ask(t.ctx, "notes/show", map[string]any{"noteId": t.a.ID}, oneNote, func(ctx ui.Context, raw []byte, err error) {
		if err != nil {
			t.state = failed(err)
			if t.state == pageNoAnswer && t.l.hasNote(t.shown) {
				t.state = pageHere
			}
			t.sync()
			return
		}
		t.here()
		if !t.l.hasNote(t.shown) {
			t.state = pageMissing
			return
		}
		t.ancestors("")
		t.replies(t.shown, "")
	})
}

// failed sorts a failed call by what the page says.
func failed(err error) pageState {
	switch code := misskey.CodeOf(err); {
	case strings.HasPrefix(code, "CONTENT_RESTRICTED"), code == "SIGNIN_REQUIRED", misskey.FaultOf(err) == misskey.FaultNeedsLogin:
		return pageHidden
	case strings.HasPrefix(code, "NO_SUCH"), code == misskey.CodeInvalidParam:
		return pageMissing
	}
	return pageNoAnswer
}

// here shows the note, from the store.
func (t *thread) here() {
	first := t.state != pageHere
	t.s.hub.Look(func(st *store.Store) {
		if inner := st.Inner(t.src, t.a.ID); inner != "" {
			t.shown = inner
		}
		if v, ok := st.Note(t.src, t.shown); ok && v.Note != nil {
			t.state = pageHere
			t.about = v.Note
			t.title = noteTitle(t.s.printer, v.Note)
			t.l.opened(t.shown, v.Note.UserID)
		}
	})
	if t.state == pageHere {
		t.s.titled(t.title)
	}
	t.sync()
	if first {
		t.ctx.Dispatch(nil)
	}
}

// noteTitle names a note in a few words.
func noteTitle(p printer, n *misskey.Note) string {
	title := p.T("thread.title")
	if n.User != nil && n.User.DisplayName() != "" {
		title = n.User.DisplayName()
	}
	switch text := []rune(strings.TrimSpace(deref(n.Text))); {
	case n.CW != nil && *n.CW != "":
		title += ": " + *n.CW
	case len(text) > 60:
		title += ": " + string(text[:60]) + "…"
	case len(text) > 0:
		title += ": " + string(text)
	}
	return title
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// get looks a note up.
func (t *thread) get(id string) (n *misskey.Note) {
	t.s.hub.Look(func(st *store.Store) {
		if v, ok := st.Note(t.src, id); ok {
			n = v.Note
		}
	})
	return n
}

const ancestorsPage = 30

// ancestors asks for what the note answers to; before is the earliest note known, "" at first.
func (t *thread) ancestors(before string) {
	from := before
	if from == "" {
		from = t.shown
	}
	if n := t.get(from); n == nil || n.ReplyID == "" {
		return
	}
	t.upBusy = true
	t.l.ask(t.ctx, "notes/conversation", map[string]any{"noteId": from, "limit": ancestorsPage}, notesOf, func(ctx ui.Context, raw []byte, err error) {
		t.upBusy = false
		t.upMore = err != nil
		if list, bad := misskey.DecodeNotes(raw); err == nil && bad == nil {
			t.upMore = len(list) == ancestorsPage
			var up []string
			for i := len(list) - 1; i >= 0; i-- {
				up = append(up, list[i].ID)
			}
			t.up = append(up, t.up...)
		}
		t.sync()
		t.l.refresh("up")
		t.l.refresh(t.shown)
		if before == "" {
			t.l.show(t.shown)
		}
	})
}

// replies asks for the newest replies to a note, or with until for those before it.
func (t *thread) replies(to, until string) {
	b := t.trees[to]
	if b == nil {
		b = &branch{}
		t.trees[to] = b
	}
	if b.busy {
		return
	}
	b.busy = true
	first := !b.asked
	b.asked = true
	params := map[string]any{"noteId": to, "limit": repliesPage}
	if until != "" {
		params["untilId"] = until
	}
	t.l.ask(t.ctx, "notes/replies", params, notesOf, func(ctx ui.Context, raw []byte, err error) {
		b.busy = false
		list, bad := misskey.DecodeNotes(raw)
		if b.failed = err != nil || bad != nil; !b.failed {
			if len(b.ids) == 0 || until != "" {
				b.more = len(list) >= repliesPage
			}
			t.graft(to, b, list)
		}
		t.sync()
		t.l.refresh("more:" + to)
		t.l.refresh("tabs")
		if first && to == t.shown && len(t.up) > 0 { // only now there is enough below to bring it to the top
			t.l.show(t.shown)
		}
	})
}

// graft puts replies into a branch, and asks for replies to the first few of them.
func (t *thread) graft(to string, b *branch, list []misskey.Note) {
	for i := range list {
		n := &list[i]
		if n.ReplyID != to || slices.Contains(b.ids, n.ID) {
			continue
		}
		b.ids = append(b.ids, n.ID)
		if to == t.shown && n.RepliesCount > 0 && len(t.trees) <= autoReplies {
			t.replies(n.ID, "")
		}
	}
	slices.Sort(b.ids)
}

func (t *thread) Render() ui.UI {
	p := t.s.printer
	host := t.s.host(t.a.Origin)
	return t.s.pageFrame("thread", p.T("thread.title"), host, t.s.pulse(t.l),
		ui.Div().Class("list").TabIndex(0).Aria("label", p.T("thread.title")).Role("region").DataSet("state", string(t.state)),
		ui.Div().Class("overlay").Body(t.s.blank(t.state, "thread", host, t.serverURL(), t.onRetry)),
	)
}

func (t *thread) serverURL() string { return t.a.Origin + "/notes/" + t.a.ID }

func (t *thread) onRetry(ctx ui.Context, e ui.Event) { t.load() }
