package app

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
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

// roll is a list of who did something to the note, newest first.
type roll struct {
	entries []rollEntry
	more    bool
	asked   bool
	busy    bool
	failed  bool
}

type rollEntry struct {
	id    string
	user  *misskey.User
	at    time.Time
	react *markup.Reaction
	note  bool // a quote: shown as a note
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

// keys is the page from top to bottom.
func (t *thread) keys() []string {
	if t.state != pageHere {
		return nil
	}
	var keys []string
	if t.upMore || t.upBusy && len(t.up) == 0 {
		keys = append(keys, "up")
	}
	for _, id := range t.up {
		if t.l.hasNote(id) {
			keys = append(keys, id)
		}
	}
	keys = append(keys, t.shown, "tabs")
	if t.tab == tabReplies {
		clear(t.widths)
		return t.grow(keys, t.shown, 0)
	}
	r := t.people[t.tab]
	for i := range r.entries {
		if e := &r.entries[i]; !e.note {
			keys = append(keys, "who:"+e.id)
		} else if t.l.hasNote(e.id) {
			keys = append(keys, e.id)
		}
	}
	return append(keys, "more:"+t.tab)
}

// grow adds the replies to a note and those to them.
func (t *thread) grow(keys []string, to string, depth int) []string {
	b := t.trees[to]
	n := t.get(to)
	if b == nil || b.more || b.failed || b.busy && len(b.ids) == 0 || depth == 0 && len(b.ids) == 0 {
		if depth == 0 || b != nil || n != nil && n.RepliesCount > 0 {
			if t.widths["more:"+to] = 0; depth > 0 {
				t.widths["more:"+to] = depth + 1
			}
			keys = append(keys, "more:"+to)
		}
	}
	if b == nil || depth > 40 {
		return keys
	}
	for _, id := range b.ids {
		if !t.l.hasNote(id) {
			continue
		}
		t.widths[id] = depth + 1
		keys = append(keys, id)
		keys = t.grow(keys, id, depth+1)
	}
	return keys
}

func (t *thread) sync() {
	t.l.set(t.keys())
	t.ctx.Dispatch(nil)
}

// changed hears of updates of the notes. A note that is gone takes the page with it.
func (t *thread) changed(ch store.ColumnChange) {
	if t.state == pageHere && !t.l.hasNote(t.shown) {
		t.state = pageGone
	}
	if ch.Items || ch.Head || t.state == pageGone {
		t.sync()
	}
}

func (t *thread) note(key string) string {
	if key == "" || key == "tabs" || key == "up" || strings.Contains(key, ":") {
		return ""
	}
	if key == t.shown {
		return t.a.ID
	}
	return key
}

func (t *thread) shape(key string, row *markup.Row) {
	row.Large = key == t.shown
	row.Threaded = t.widths[key] > 0 || row.Large && len(t.up) > 0 || slices.Index(t.up, key) > 0
	row.Depth = t.widths[key]
}

// own writes the rows that are no notes.
func (t *thread) own(w *markup.Writer, page *markup.Page, key string) {
	p := page.Printer
	what, arg, _ := strings.Cut(key, ":")
	switch what {
	case "up":
		words := p.T("thread.earlier")
		if t.upBusy {
			words = p.T("page.loading")
		}
		markup.More(w, key, words, 0, t.upBusy, true)
	case "tabs":
		t.tabs(w, page)
	case "who":
		for _, e := range t.people[t.tab].entries {
			if e.id == arg {
				markup.Person(w, page, key, e.user, e.at, e.react)
				return
			}
		}
		w.Start(markup.Div, markup.Data("key", key)).End()
	case "more":
		if r := t.people[arg]; r != nil {
			t.moreRoll(w, p, key, arg, r)
		} else {
			t.moreReplies(w, p, key, arg)
		}
	}
}

func (t *thread) tabs(w *markup.Writer, page *markup.Page) {
	p := page.Printer
	tabs := []markup.Tab{
		{Name: tabReplies, Words: p.T("thread.replies"), Count: -1},
		{Name: tabRenotes, Words: p.T("thread.renotes"), Count: -1},
		{Name: tabReactions, Words: p.T("note.reactions"), Count: -1},
	}
	if n := t.about; n != nil {
		tabs[0].Count, tabs[1].Count = n.RepliesCount, n.RenoteCount
		if b := t.trees[t.shown]; b != nil && !b.more && len(b.ids) > n.RepliesCount {
			tabs[0].Count = len(b.ids)
		}
	}
	markup.Tabs(w, "tabs", p.T("thread.lists"), tabs, t.tab)
}

func (t *thread) moreReplies(w *markup.Writer, p printer, key, to string) {
	b := t.trees[to]
	depth := t.widths[key]
	switch {
	case b == nil:
		markup.More(w, key, p.T("thread.replies.show"), depth, false, true)
	case b.busy && len(b.ids) == 0:
		markup.More(w, key, p.T("page.loading"), depth, true, false)
	case b.failed:
		markup.More(w, key, p.T("page.retry"), depth, false, true)
	case b.more:
		markup.More(w, key, p.T("thread.replies.earlier"), depth, b.busy, true)
	default:
		markup.More(w, key, p.T("thread.replies.none"), depth, false, false)
	}
}

func (t *thread) moreRoll(w *markup.Writer, p printer, key, tab string, r *roll) {
	switch {
	case r.busy:
		markup.More(w, key, p.T("page.loading"), 0, true, false)
	case r.failed:
		markup.More(w, key, p.T("page.retry"), 0, false, true)
	case r.more:
		markup.More(w, key, p.T("page.more"), 0, false, true)
	case len(r.entries) == 0:
		markup.More(w, key, p.T("thread."+tab+".none"), 0, false, false)
	default:
		markup.More(w, key, p.T("page.all"), 0, false, false)
	}
}

func (t *thread) act(act, key, arg string) bool {
	switch act {
	case "tab":
		t.choose(arg)
	case "open":
		if key == t.shown {
			return true
		}
		return false
	case "more":
		if key == "up" {
			before := ""
			if len(t.up) > 0 {
				before = t.up[0]
			}
			t.ancestors(before)
			t.l.refresh("up")
			return true
		}
		what := strings.TrimPrefix(key, "more:")
		if t.people[what] != nil {
			t.roll(what)
			return true
		}
		until := ""
		if b := t.trees[what]; b != nil && len(b.ids) > 0 {
			until = b.ids[0]
		}
		t.replies(what, until)
		t.l.refresh(key)
	default:
		return false
	}
	return true
}

// choose shows another list below the note.
func (t *thread) choose(tab string) {
	if tab != tabReplies && t.people[tab] == nil {
		return
	}
	t.tab = tab
	if r := t.people[tab]; r != nil && !r.asked {
		t.roll(tab)
	}
	t.sync()
	t.l.refresh("tabs")
}

// roll asks for the next page of who renoted or reacted.
func (t *thread) roll(tab string) {
	r := t.people[tab]
	if r.busy {
		return
	}
	r.asked, r.busy = true, true
	params := map[string]any{"noteId": t.shown, "limit": rollPage}
	if n := len(r.entries); n > 0 {
		params["untilId"] = r.entries[n-1].id
	}
	keep := notesOf
	if tab == tabReactions {
		keep = nil
	}
	t.l.ask(t.ctx, "notes/"+tab, params, keep, func(ctx ui.Context, raw []byte, err error) {
		r.busy = false
		n := 0
		if r.failed = err != nil; !r.failed {
			if tab == tabReactions {
				n = t.reactions(r, raw)
			} else {
				n = t.renotes(r, raw)
			}
			r.more = n >= rollPage
		}
		t.sync()
		t.l.refresh("more:" + tab)
	})
	t.l.refresh("more:" + tab)
}

func (t *thread) renotes(r *roll, raw []byte) int {
	list, err := misskey.DecodeNotes(raw)
	if r.failed = err != nil; r.failed {
		return 0
	}
	for i := range list {
		n := &list[i]
		r.entries = append(r.entries, rollEntry{id: n.ID, user: n.User, at: n.CreatedAt, note: !n.IsPureRenote()})
	}
	return len(list)
}

func (t *thread) reactions(r *roll, raw []byte) int {
	var list []misskey.NoteReaction
	if r.failed = json.Unmarshal(raw, &list) != nil; r.failed {
		return 0
	}
	urls := map[string]string{}
	t.s.hub.Look(func(st *store.Store) {
		if v, ok := st.Note(t.src, t.shown); ok {
			for _, re := range v.Reactions {
				urls[re.Key] = re.URL
			}
		}
	})
	for _, e := range list {
		key := misskey.NormalizeReaction(e.Type)
		r.entries = append(r.entries, rollEntry{id: e.ID, user: e.User, at: e.CreatedAt, react: &markup.Reaction{Key: key, URL: urls[key]}})
	}
	return len(list)
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
