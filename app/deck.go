package app

import (
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
)

// deck is the page of columns, side by side on a desk, one at a time on a phone.
//
// go-app compares children by position. Each column therefore has a slot that it keeps while it lives; the order on the
// screen is made afterwards by moving the slots' elements.
type deck struct {
	ui.Compo

	s      *Session
	ctx    ui.Context
	query  string // of the address the columns come from
	loaded bool
	linked bool               // the columns come from a link and are not kept
	known  []store.ColumnSpec // the columns when they were last kept, or opened
	bad    []string           // columns of the link that could not be read
	order  []store.ColumnID   // as shown
	slots  []store.ColumnID   // as mounted; 0 is a free slot
	active store.ColumnID     // the one a phone shows
	rev    int
	update bool   // a new version is ready
	said   string // the last thing said to the reader
}

func newDeck(s *Session) *deck { return &deck{s: s} }

func (d *deck) OnMount(ctx ui.Context) {
	d.ctx = ctx
	d.s.onChange[d], d.s.deck = d.redraw, d
	d.s.whenSignedIn(func() {
		ctx.Dispatch(func(ctx ui.Context) {
			d.rev++ // who is signed in and the reader's language are known only now
			d.open(ctx)
		})
	})
}

func (d *deck) OnNav(ctx ui.Context) {
	if path := d.s.path(); path != "/" && path != "" {
		return // another page lies over the deck
	}
	if d.loaded && ctx.Page().URL().RawQuery != d.query {
		d.open(ctx)
	}
}

func (d *deck) OnAppUpdate(ctx ui.Context) { d.update = ctx.AppUpdateAvailable() }

func (d *deck) OnDismount() {
	for _, id := range d.order {
		d.s.hub.Remove(id)
	}
	delete(d.s.onChange, d)
	if d.s.deck == d {
		d.s.deck = nil
	}
}

func (d *deck) redraw() {
	d.rev++
	d.ctx.Dispatch(nil)
}

// open makes the columns those of the address, else those kept, else those that the page offers, else the demo's. What is
// among them already goes on.
func (d *deck) open(ctx ui.Context) {
	d.bad, d.loaded = nil, true
	d.query = ctx.Page().URL().RawQuery
	cols, bad := ParseLayout(d.query, d.s.Demo, d.fallback())
	d.linked = len(cols) > 0
	d.bad = bad
	for i := range cols { // a link does not choose the account
		cols[i].AccountID = d.s.book.First(cols[i].Origin)
	}
	if !d.linked {
		cols, _ = ParseLayout(d.s.prefs.Layout, d.s.Demo, d.s.Demo)
	}
	if len(cols) == 0 {
		cols, _ = ParseLayout(d.s.offered, d.s.Demo, d.s.Demo)
	}
	if len(cols) == 0 && d.s.Demo != "" {
		cols = d.s.first()
	}
	active := d.active
	there := d.clear(cols)
	for i, spec := range cols {
		if there[i] != 0 {
			d.order = append(d.order, there[i])
		} else {
			d.append(spec)
		}
	}
	if d.index(active) >= 0 {
		d.active = active
	} else if len(d.order) > 0 {
		d.active = d.order[0]
	}
	d.known = cols
	d.ctx.Defer(d.reorder)
}

// clear removes the columns that are none of cols; it tells which of cols are there.
func (d *deck) clear(cols []store.ColumnSpec) []store.ColumnID {
	there := make([]store.ColumnID, len(cols))
	var gone []store.ColumnID
	d.s.hub.Look(func(st *store.Store) {
		for _, id := range d.order {
			c, ok := st.Column(id)
			name := keptAs(c.Spec, d.s.Demo)
			i := slices.IndexFunc(cols, func(o store.ColumnSpec) bool { return keptAs(o, d.s.Demo) == name })
			if ok && i >= 0 && there[i] == 0 {
				there[i] = id
			} else {
				gone = append(gone, id)
			}
		}
	})
	for _, id := range gone {
		d.s.hub.Remove(id)
		if i := slices.Index(d.slots, id); i >= 0 {
			d.slots[i] = 0
		}
	}
	d.order = nil
	return there
}

// fallback is the server of columns that name none: the demo, else the one watched last.
func (d *deck) fallback() string {
	if d.s.Demo != "" {
		return d.s.Demo
	}
	if len(d.s.prefs.Hosts) > 0 {
		return ParseOrigin(d.s.prefs.Hosts[0], "")
	}
	return ""
}

func (d *deck) append(spec store.ColumnSpec) store.ColumnID {
	id := d.s.hub.Add(spec)
	d.order = append(d.order, id)
	for i, s := range d.slots {
		if s == 0 {
			d.slots[i] = id
			id = 0
			break
		}
	}
	if id != 0 {
		d.slots = append(d.slots, id)
	}
	id = d.order[len(d.order)-1]
	if d.active == 0 || d.index(d.active) < 0 {
		d.active = id
	}
	return id
}

// add is a new column by the reader's wish: it is kept, shown and brought into view.
func (d *deck) add(ctx ui.Context, spec store.ColumnSpec) {
	id := d.append(spec)
	d.active = id
	d.s.change(func(p *Preferences) {
		d.s.remember(p, spec.Origin)
		d.keepIn(p)
	})
	ctx.Defer(func(ctx ui.Context) {
		d.reorder(ctx)
		if el := ui.Window().Get("document").Call("querySelector", `[data-slot="`+slotKey(id)+`"] .list`); el.Truthy() {
			el.Call("scrollIntoView", map[string]any{"inline": "end", "block": "nearest"})
			el.Call("focus", map[string]any{"preventScroll": true})
		}
	})
}

func (d *deck) remove(id store.ColumnID) {
	i := d.index(id)
	if i < 0 {
		return
	}
	d.order = append(d.order[:i:i], d.order[i+1:]...)
	for j, s := range d.slots {
		if s == id {
			d.slots[j] = 0
		}
	}
	d.s.hub.Remove(id)
	if d.active == id {
		d.active = 0
		if len(d.order) > 0 {
			d.active = d.order[min(i, len(d.order)-1)]
		}
	}
	d.keep()
	d.ctx.Dispatch(func(ctx ui.Context) { ctx.Defer(d.reorder) })
}

// restore brings a removed column back to its place, among those that are there now.
func (d *deck) restore(spec store.ColumnSpec, i int) {
	id := d.append(spec)
	last := len(d.order) - 1
	d.order = slices.Insert(d.order[:last:last], min(i, last), id)
	d.active = id
	d.keep()
	d.ctx.Dispatch(func(ctx ui.Context) {
		ctx.Defer(func(ctx ui.Context) {
			d.reorder(ctx)
			d.focus(id, ".list")
		})
	})
}

func (d *deck) move(id store.ColumnID, by int) {
	i := d.index(id)
	j := i + by
	if i < 0 || j < 0 || j >= len(d.order) {
		return
	}
	d.order[i], d.order[j] = d.order[j], d.order[i]
	d.keep()
	d.ctx.Dispatch(func(ctx ui.Context) {
		ctx.Defer(func(ctx ui.Context) {
			d.reorder(ctx)
			button := `[data-do="column.right"]` // what is moved, or off now, loses the focus
			if j > 0 && (by < 0 || j == len(d.order)-1) {
				button = `[data-do="column.left"]`
			}
			d.focus(id, button)
		})
	})
}

// focus puts the keyboard on a part of a column, and the column into view.
func (d *deck) focus(id store.ColumnID, part string) {
	if el := ui.Window().Get("document").Call("querySelector", `[data-slot="`+slotKey(id)+`"] `+part); el.Truthy() {
		el.Call("focus")
	}
}

func (d *deck) index(id store.ColumnID) int {
	for i, o := range d.order {
		if o == id {
			return i
		}
	}
	return -1
}

// keep remembers the columns, unless they came from a link and the reader has not asked for that.
func (d *deck) keep() {
	if !d.linked {
		d.s.change(d.keepIn)
	}
}

// keepIn does to the kept columns what was done to those of this tab since the last time.
func (d *deck) keepIn(p *Preferences) {
	if d.linked {
		return
	}
	demo, now := d.s.Demo, d.specs()
	kept, _ := ParseLayout(p.Layout, demo, demo)
	p.Layout = KeptLayout(mergeColumns(d.known, now, kept, demo), demo)
	d.known = now
}

func (d *deck) layout() string { return FormatLayout(d.specs(), d.s.Demo) }

func (d *deck) specs() []store.ColumnSpec {
	var specs []store.ColumnSpec
	d.s.hub.Look(func(st *store.Store) {
		for _, id := range d.order {
			if c, ok := st.Column(id); ok {
				specs = append(specs, c.Spec)
			}
		}
	})
	return specs
}

func (d *deck) reorder(ctx ui.Context) {
	keys := make([]string, len(d.order))
	for i, id := range d.order {
		keys[i] = slotKey(id)
	}
	if el := ui.Window().GetElementByID("deck"); el.Truthy() {
		ui.Window().Call("nagareReorder", el, strings.Join(keys, "\n"))
	}
}

func slotKey(id store.ColumnID) string { return strconv.Itoa(int(id)) }

func (d *deck) Render() ui.UI {
	p := d.s.printer
	return ui.Div().Class("app").Body(
		ui.A().Class("skip").Href("#deck").Text(p.T("app.skip")),
		d.sidebar(p),
		ui.Div().Class("notices").Role("region").Aria("label", p.T("nav.notices")).Body(d.notices(p)...),
		ui.Main().Class("deck").ID("deck").TabIndex(-1).Aria("label", p.T("nav.columns")).Body(d.columns()...),
		d.bottom(p),
		ui.Div().Class("vh").Role("status").Text(d.said),
		&addDialog{Deck: d, Rev: d.rev},
		&settingsDialog{Deck: d, Rev: d.rev},
		d.accounts(),
		ui.Button().Class("fab").DataSet("do", "compose-phone").Hidden(len(d.s.writers()) == 0).Aria("label", p.T("compose.title")).OnClick(d.onCompose).Body(icon("edit")),
	)
}

func (d *deck) columns() []ui.UI {
	body := []ui.UI{ui.H1().Class("vh").Text("Nagare"), &welcome{Deck: d, Rev: d.rev, Off: !d.loaded || len(d.order) > 0}}
	for _, id := range d.slots {
		slot := ui.Div().Class("slot").Hidden(id == 0)
		if id != 0 {
			c := newColumn(d.s, d, id, d.index(id), id == d.active)
			c.Last = c.Index == len(d.order)-1
			slot = slot.DataSet("slot", slotKey(id)).Body(c)
			if id == d.active {
				slot = slot.Attr("data-active", "true")
			}
		}
		body = append(body, slot)
	}
	return body
}

func (d *deck) notices(p printer) []ui.UI {
	var n []ui.UI
	if d.update {
		n = append(n, ui.Div().Class("notice").Role("status").Body(
			icon("refresh"),
			ui.Span().Text(p.T("app.update")),
			ui.Span().Class("grow"),
			ui.Button().Class("button small primary").ID("reload").OnClick(d.onReload).Text(p.T("app.update.do")),
			ui.Button().Class("button small").OnClick(d.onLater).Text(p.T("app.later")),
		))
	}
	if d.linked {
		n = append(n, ui.Div().Class("notice").Body(
			icon("link"),
			ui.Span().Text(p.T("app.link.notice")),
			ui.Span().Class("grow"),
			d.keeper(p),
			ui.A().Class("button small").Href(d.s.href("/")).Text(p.T("app.link.mine")),
		))
	}
	for _, b := range d.bad {
		n = append(n, ui.Div().Class("notice").Role("status").Body(icon("alert-triangle"), ui.Span().Text(badColumn(p, b, d.s.Demo))))
	}
	return n
}

func (d *deck) onReload(ctx ui.Context, e ui.Event) { ctx.Reload() }
func (d *deck) onLater(ctx ui.Context, e ui.Event)  { d.update = false }

// keeper keeps the columns of a link: beside the reader's own, if there are any.
func (d *deck) keeper(p printer) ui.UI {
	b := ui.Button().Class("button small").DataSet("do", "link.keep").OnClick(d.onKeep)
	if d.s.prefs.Layout == "" {
		return b.Text(p.T("app.link.keep"))
	}
	return b.Title(p.T("app.link.join.title")).Text(p.T("app.link.join"))
}

// onKeep goes to the reader's columns, which those of the link have joined.
func (d *deck) onKeep(ctx ui.Context, e ui.Event) {
	d.s.change(func(p *Preferences) {
		own, _ := ParseLayout(p.Layout, d.s.Demo, d.s.Demo)
		p.Layout = KeptLayout(joinColumns(own, d.specs(), d.s.Demo), d.s.Demo)
	})
	ctx.Navigate(d.s.href("/"))
}

func (d *deck) sidebar(p printer) ui.UI {
	return ui.Nav().Class("sidebar").Aria("label", p.T("nav.label")).Body(
		ui.A().Class("brand").Href(d.s.href("/")).Aria("label", "Nagare").Body(
			ui.Img().Src(d.s.asset("icons/icon.svg")).Alt("Nagare").Width(34).Height(34),
		),
		d.tool(p, "edit", "compose.title", "compose", d.onCompose).Hidden(len(d.s.writers()) == 0),
		d.chatButton(p, "iconbutton", "chat"),
		d.tool(p, "plus", "nav.add", "add", d.onAdd),
		ui.Span().Class("grow"),
		d.bell(p, "iconbutton", "notices"),
		d.accountTool(p),
		d.tool(p, "link", "nav.share", "share", d.onShare),
		d.tool(p, "settings", "nav.settings", "settings", d.onSettings),
	)
}

func (d *deck) tool(p printer, name, key, do string, f ui.EventHandler) ui.HTMLButton {
	return ui.Button().Class("iconbutton").DataSet("do", do).Title(p.T(key)).Aria("label", p.T(key)).OnClick(f).Body(icon(name))
}

// bottom is the bar of a phone: one tab a column, then what the sidebar has elsewhere.
func (d *deck) bottom(p printer) ui.UI {
	var tabs []ui.UI
	unread := d.unread()
	d.s.hub.Look(func(st *store.Store) {
		for _, id := range d.order {
			c, _ := st.Column(id)
			title := d.s.columnTitle(c.Spec)
			tabs = append(tabs, ui.Button().Class("tab").DataSet("tab", slotKey(id)).Aria("current", strconv.FormatBool(id == d.active)).
				OnClick(d.onTab, ui.EventScope(id)).
				Body(icon(channelIcon(c.Spec.Channel)), ui.Span().Text(title), badge(p, unread[id]),
					ui.Span().Class("dot").Hidden(c.State != store.Refused && c.State != store.Lost && c.State != store.Offline)))
		}
	})
	if !d.toldByTabs() {
		tabs = append(tabs, d.bell(p, "tab", "notices-phone"))
	}
	tabs = append(tabs, d.chatButton(p, "tab", "chat-phone"))
	for _, t := range []struct {
		icon, key, short, do string
		f                    ui.EventHandler
	}{
		{"plus", "nav.add", "nav.add.short", "add", d.onAdd},
		{"user", "nav.accounts", "nav.accounts", "accounts", d.onAccounts},
		{"settings", "nav.settings", "nav.settings", "settings", d.onSettings},
	} {
		tabs = append(tabs, ui.Button().Class("tab").DataSet("do", t.do+"-phone").Aria("label", p.T(t.key)).OnClick(t.f).Body(icon(t.icon), ui.Span().Text(p.T(t.short))))
	}
	return ui.Nav().Class("bottombar").Aria("label", p.T("nav.columns")).Body(tabs...)
}

func (d *deck) onTab(ctx ui.Context, e ui.Event) {
	n, _ := strconv.Atoi(ctx.JSSrc().Get("dataset").Get("tab").String())
	if d.active == store.ColumnID(n) { // a second touch brings the newest
		if c := d.s.columns[d.active]; c != nil {
			c.onTop(ctx, e)
		}
	}
	d.active = store.ColumnID(n)
}

func (d *deck) onAdd(ctx ui.Context, e ui.Event)      { showDialog("dialog-add") }
func (d *deck) onSettings(ctx ui.Context, e ui.Event) { showDialog("dialog-settings") }

func (d *deck) onShare(ctx ui.Context, e ui.Event) {
	link := ui.Window().Get("location").Get("origin").String() + d.s.href("/") + "?" + d.layout()
	ui.Window().Call("nagareCopy", link).Then(func(ok ui.Value) {
		ctx.Dispatch(func(ui.Context) {
			d.said = d.s.printer.T("nav.share.failed", link)
			if ok.Truthy() {
				d.said = d.s.printer.T("nav.share.done")
			}
		})
	})
}

// showDialog opens one of the page's dialogs; the browser keeps the focus in it and gives it back.
func showDialog(id string) {
	if el := ui.Window().GetElementByID(id); el.Truthy() && !el.Get("open").Bool() {
		el.Call("showModal")
	}
}

func closeDialog(id string) {
	if el := ui.Window().GetElementByID(id); el.Truthy() {
		el.Call("close")
	}
}
