package app

import (
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
	"nagare/app/taking"
)

// column is one column of the deck: its head, what troubles it, and its list of notes. The list is an element that
// go-app never looks into; web/list.js keeps the rows in it and asks for them here.
type column struct {
	ui.Compo

	ID     store.ColumnID
	Index  int
	Last   bool
	Active bool // the one column that a phone shows
	Rev    int  // bumped when the reader's preferences change
	Deck   *deck

	s         *Session
	ctx       ui.Context
	col       store.Column
	server    store.Server
	list      ui.Value
	funcs     []ui.Func
	keys      []string
	fresh     map[string]bool // rows that arrived while the reader watched
	arrived   time.Time       // when the last new row came
	folds     map[string]bool // folds the reader opened, by key and name
	mounted   map[string]bool // rows that stand in the page
	following bool
	unseen    int
	atEnd     bool // the end of the list is near the view
	details   bool
	divider   string // the note that was the newest read when the column opened; "": none, or nothing newer
	looked    look
	shownRTT  time.Duration
	named     string
	chat      bool // it shows conversations (app/chats.go)
	recalled  bool // the divider is known
	placed    bool // the reader was put back where they were
	told      told
	part      columnPart // in the place of a timeline; nil: a timeline
	mutes     verdicts
	hidden    map[string]bool // notes that the mutes leave out
	filling   filling
}

func newColumn(s *Session, d *deck, id store.ColumnID, index int, active bool) *column {
	return &column{s: s, Deck: d, ID: id, Index: index, Active: active, following: true}
}

// CompoID makes go-app give every column an instance of its own.
func (c *column) CompoID() string { return strconv.Itoa(int(c.ID)) }

func (c *column) OnInit() { c.pull() }

// pull takes a snapshot of the column from the store.
func (c *column) pull() {
	c.s.hub.Look(func(st *store.Store) { c.take(st) })
}

func (c *column) take(st *store.Store) {
	if col, ok := st.Column(c.ID); ok {
		c.col = col
		c.server = st.Server(col.Spec.Origin)
	}
}

func (c *column) OnMount(ctx ui.Context) {
	c.ctx = ctx
	c.fresh, c.folds, c.mounted = map[string]bool{}, map[string]bool{}, map[string]bool{}
	if c.s.columns[c.ID] = c; taking.On && isChat(c.col.Spec.Channel) {
		c.chat = true
		return
	}
	el := c.JSValue().Call("querySelector", ".list")
	c.list = ui.Window().Call("nagareList", el, map[string]any{
		"rows":     c.callback(c.onRows),
		"act":      c.callback(c.onAct),
		"visible":  c.callback(c.onVisible),
		"scrolled": c.callback(c.onScrolled),
		"rested":   c.callback(c.onRested),
	})
	c.pull()
	c.s.learnName(c.col.Spec)
	c.part = newPart(c)
	c.sync()
}

func (c *column) OnDismount() {
	delete(c.s.columns, c.ID)
	if c.part != nil {
		c.part.leave()
	}
	if c.list != nil {
		c.list.Call("destroy")
		c.list = nil
	}
	for _, f := range c.funcs {
		f.Release()
	}
	c.funcs = nil
}

// call calls the list unless it is gone: whatever waits for the hub lets others run, who may remove the column.
func (c *column) call(name string, args ...any) {
	if c.list != nil {
		c.list.Call(name, args...)
	}
}

func (c *column) callback(f func(args []ui.Value) any) ui.Func {
	fn := ui.FuncOf(func(_ ui.Value, args []ui.Value) any { return f(args) })
	c.funcs = append(c.funcs, fn)
	return fn
}

// update is called once per frame with what changed. It changes the list at once; the head goes through go-app.
func (c *column) update(ch store.ColumnChange) {
	if c.chat && taking.On {
		c.pull()
		c.tell()
		return
	}
	if c.list == nil {
		return
	}
	var changed []byte
	var refresh []string
	before, was := c.col.Older, c.col.State
	said := c.mutes.forget(&ch)
	onlyRows := ch.OnlyRows()
	c.s.hub.Look(func(st *store.Store) {
		if onlyRows { // the most frequent change of all, a reaction
			c.server = st.Server(c.col.Spec.Origin)
		} else {
			c.take(st)
		}
		page := c.page()
		if ch.All {
			ch.Rows = nil
			for key := range c.mounted {
				ch.Rows = append(ch.Rows, key)
			}
		}
		for _, key := range ch.Rows {
			if !c.mounted[key] {
				continue
			}
			row, ok := c.row(st, key)
			if !ok || ch.IsAnew(key) {
				refresh = append(refresh, key)
				continue
			}
			changed = appendPatches(changed, page, row)
		}
	})
	if ch.Items || said {
		c.sync()
	}
	if len(changed) > 0 {
		c.call("patch", string(changed))
	}
	for _, key := range refresh {
		c.call("refresh", key)
	}
	if onlyRows {
		return
	}
	for _, it := range c.col.Items {
		if it.Gap != nil && c.mounted[gapKey(it.Gap)] {
			c.call("refresh", gapKey(it.Gap))
		}
	}
	if c.col.Older != before {
		c.call("refresh", tailKey)
	}
	if c.col.State == store.Live && was != store.Live {
		c.s.learnName(c.col.Spec)
	}
	if ch.Items || len(ch.Closed) > 0 {
		c.tellGaps(ch.Closed)
	}
	c.older()
	c.tell()
}

// tell renders the head anew if it differs.
func (c *column) tell() {
	c.tellFilling()
	if now := c.look(); now != c.looked {
		c.looked = now
		c.ctx.Dispatch(nil)
	}
}

// look is all of the column's own state that Render shows: go-app renders again only when it differs, because each
// rendering takes the deck along.
type look struct {
	state   store.ColumnState
	reason  store.Reason
	since   time.Time
	rtt     time.Duration
	blank   bool
	loading bool
	filling bool
	details store.Details
}

func (c *column) look() look {
	l := look{state: c.col.State, reason: c.col.Reason, since: c.col.Since, rtt: c.rtt(), blank: len(c.keys) == 0, loading: c.col.Loading, filling: c.fills()}
	if c.details {
		l.details = c.col.Details
	}
	return l
}

// rtt is the latency that the head shows. It follows the measured one by steps worth reading, because each step renders the
// head anew; while the details are open, which tell it too, it follows exactly.
func (c *column) rtt() time.Duration {
	now := c.col.RTT
	if c.details || now == 0 || c.shownRTT == 0 || (now-c.shownRTT).Abs() >= max(5*time.Millisecond, c.shownRTT/5) {
		c.shownRTT = now
	}
	return c.shownRTT.Round(time.Millisecond)
}

// redraw renders every row in the page anew, as after a change of language.
func (c *column) redraw() {
	if c.list == nil {
		return
	}
	for key := range c.mounted {
		c.call("refresh", key)
	}
	c.ctx.Dispatch(nil)
}

// Keys of rows that are no notes; ids never look like these.
const (
	tailKey    = "tail"
	dividerKey = "read"
)

// onVisible hears which rows stand in the page.
func (c *column) onVisible(args []ui.Value) any {
	c.visible(args[0].String())
	return nil
}

// visible takes note of the rows that stand in the page, about one screen around the view: those are captured.
func (c *column) visible(joined string) {
	keys := strings.Split(joined, "\n")
	clear(c.mounted)
	ids := keys[:0]
	for _, k := range keys {
		c.mounted[k] = true
		if isNote(k) {
			ids = append(ids, k)
		}
	}
	c.s.hub.SetVisible(c.ID, ids)
}

// onScrolled hears whether the list follows what is new, how many notes came since it does not, and whether its end is
// near.
func (c *column) onScrolled(args []ui.Value) any {
	following, unseen := args[0].Bool(), args[1].Int()
	c.atEnd = args[2].Bool()
	c.older()
	if following != c.following || unseen != c.unseen {
		c.following, c.unseen = following, unseen
		c.ctx.Dispatch(nil)
	}
	return nil
}

// older asks for older notes when the reader is near the end of those that are there.
func (c *column) older() {
	if c.atEnd && c.part != nil {
		c.part.end()
		return
	}
	if c.atEnd && c.col.Older == store.OlderMore && len(c.col.Items) > 0 {
		c.s.hub.Older(c.ID)
	}
}

func (c *column) onTop(ctx ui.Context, e ui.Event) {
	c.call("top", true)
}

func (c *column) Render() ui.UI {
	p := c.s.printer
	state := string(c.col.State)
	title := c.s.columnTitle(c.col.Spec)
	chat := taking.On && isChat(c.col.Spec.Channel)
	if chat && c.named != "" {
		title = c.named
	}
	section := ui.Section().Class("column").
		Aria("label", p.T("column.label", title, c.s.host(c.col.Spec.Origin))).
		DataSet("column", c.Index).
		DataSet("channel", c.col.Spec.Channel).
		DataSet("host", c.s.host(c.col.Spec.Origin)).
		DataSet("state", state)
	if c.col.RTT > 0 {
		section = section.DataSet("rtt", c.rtt().Milliseconds())
	}
	if chat {
		return section.Body(
			c.head(p, title),
			ui.Div().Body(c.panel(p)),
			ui.Div().Class("chatbody").Body(c.conversations()),
		)
	}
	role := "feed"
	if len(c.keys) == 0 {
		role = "group" // a feed has articles
	}
	return section.Body(
		c.head(p, title),
		ui.Div().Body(c.panel(p)),
		ui.Div().Body(c.trouble(p)),
		ui.Div().Body(c.partBar(p)),
		ui.Div().Class("listwrap").Body(
			ui.Div().Class("list").TabIndex(0).Role(role).Aria("label", title).Aria("busy", strconv.FormatBool(c.col.Loading)),
			ui.Div().Class("overlay").Body(c.blank(p)),
			ui.Div().Role("status").Body(c.pill(p)),
			c.toldBar(),
		),
	)
}

// pill says how many notes came while the reader is further down.
func (c *column) pill(p printer) ui.UI {
	return ui.If(c.unseen > 0, func() ui.UI {
		return ui.Button().Class("pill").DataSet("unseen", c.unseen).OnClick(c.onTop).Body(icon("arrow-up"), ui.Span().Text(p.N("column.new", c.unseen)))
	})
}
