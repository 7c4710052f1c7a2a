package app

import (
	"encoding/json"
	"sync"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/store"
	"nagare/stream"
)

// inspector shows what passes over the sockets, both ways, as it is on the wire. Frames are looked at only while it is
// open, for looking costs. Keeping, searching and saving them is web/late/inspector.js's: what is kept is of no use to Go.
type inspector struct {
	ui.Compo
	s *Session

	ctx    ui.Context
	hand   ui.Value
	failed bool

	mu      sync.Mutex // guards what follows: taps run inside the stream's clients
	open    bool
	waiting []inspected
	size    int // of what waits, bytes
	lost    int
}

// inspected is a frame as the page's script takes it.
type inspected struct {
	At     int64  `json:"t"` // epoch milliseconds
	Source string `json:"src"`
	Dir    string `json:"dir"`
	Socket int    `json:"socket"`
	Size   int    `json:"size"`
	Raw    string `json:"raw"`
}

const (
	inspectEvery = 150 * time.Millisecond // how often what passed is shown
	inspectRoom  = 4 << 20                // bytes that wait at most; more is counted only
)

// anyOf is the value of a choice that leaves nothing out; an empty one go-app would not write.
const anyOf = "any"

func newInspector(s *Session) *inspector { return &inspector{s: s} }

func (i *inspector) CompoID() string { return "inspector" }

// overDeck: the columns' sockets are what is looked at.
func (i *inspector) overDeck() {}

func (i *inspector) OnMount(ctx ui.Context) {
	i.ctx = ctx
	i.s.entered(i.s.printer.T("inspector.title"))
	i.mu.Lock()
	i.open = true
	i.mu.Unlock()
	i.begin()
}

func (i *inspector) OnDismount() {
	i.mu.Lock()
	i.open, i.waiting = false, nil
	i.mu.Unlock()
	i.s.hub.SetTap(nil)
	if i.hand != nil {
		i.hand.Call("end")
	}
}

func (i *inspector) begin() {
	i.s.late("late/inspector.css", "late/inspector.js").Then(func(ok ui.Value) {
		if !i.shown() {
			return
		}
		if i.failed = !ok.Bool(); i.failed {
			i.ctx.Dispatch(nil)
			return
		}
		i.hand = ui.Window().Call("nagareInspector", i.JSValue(), i.words())
		i.s.hub.SetTap(i.tap)
		i.ctx.Dispatch(nil)
	})
}

func (i *inspector) shown() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.open
}

// words are what the script says, with places for what it counts.
func (i *inspector) words() string {
	p := i.s.printer
	raw, _ := json.Marshal(map[string]string{
		"sum": p.T("inspector.sum"), "lost": p.T("inspector.lost"), "old": p.T("inspector.old"), "few": p.T("inspector.few"), "fresh": p.T("inspector.fresh"),
		"pause": p.T("inspector.pause"), "resume": p.T("inspector.resume"), "empty": p.T("inspector.empty"), "nothing": p.T("inspector.nothing"),
		"send": p.T("inspector.send"), "recv": p.T("inspector.recv"), "event": p.T("inspector.event"),
	})
	return string(raw)
}

func (i *inspector) tap(src store.Source) stream.Tap {
	return func(f stream.Frame) {
		i.take(inspected{f.At.UnixMilli(), string(src), f.Dir.String(), f.Socket, f.Size, string(f.Raw)})
	}
}

// whose names a source as the reader knows it.
func (i *inspector) whose(src store.Source) string {
	host := i.s.host(src.Origin())
	if a, ok := i.s.book.Get(src); ok {
		return a.Acct(host)
	}
	return host
}

// take keeps a frame until it is shown.
func (i *inspector) take(f inspected) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !i.open {
		return
	}
	if len(i.waiting) == 0 && i.lost == 0 {
		time.AfterFunc(inspectEvery, func() { i.ctx.Dispatch(i.show) })
	}
	if i.size += len(f.Raw); i.size > inspectRoom {
		i.size -= len(f.Raw)
		i.lost++
		return
	}
	i.waiting = append(i.waiting, f)
}

func (i *inspector) show(ui.Context) {
	i.mu.Lock()
	frames, lost, open := i.waiting, i.lost, i.open
	i.waiting, i.size, i.lost = nil, 0, 0
	i.mu.Unlock()
	if !open || i.hand == nil {
		return
	}
	for n := range frames {
		frames[n].Source = i.whose(store.Source(frames[n].Source))
	}
	raw, err := json.Marshal(frames)
	if err != nil { // strings and numbers always marshal
		return
	}
	i.hand.Call("add", string(raw), lost)
}

func (i *inspector) Render() ui.UI {
	p := i.s.printer
	option := func(value, words string) ui.UI { return ui.Option().Value(value).Text(words) }
	return i.s.pageFrame("inspector", p.T("inspector.title"), p.T("inspector.what"), nil,
		ui.Div().Class("inspectbar").Hidden(i.failed).Body(
			ui.Input().Type("search").Class("grow").DataSet("inspect", "find").Placeholder(p.T("inspector.find")).Aria("label", p.T("inspector.find")).AutoComplete(false),
			ui.Select().DataSet("inspect", "dir").Aria("label", p.T("inspector.way")).Body(
				option(anyOf, p.T("inspector.ways")), option("recv", p.T("inspector.recv")), option("send", p.T("inspector.send")), option("event", p.T("inspector.event"))),
			ui.Select().DataSet("inspect", "src").Aria("label", p.T("inspector.whose")).Body(option(anyOf, p.T("inspector.all"))),
			ui.Button().Type("button").Class("button").DataSet("inspect", "pause").Aria("pressed", "false").Text(p.T("inspector.pause")),
			ui.Button().Type("button").Class("button").DataSet("inspect", "clear").Body(icon("trash"), ui.Span().Text(p.T("inspector.clear"))),
			ui.Button().Type("button").Class("button").DataSet("inspect", "save").Body(icon("download"), ui.Span().Text(p.T("inspector.save"))),
		),
		ui.P().Class("inspectsum"),
		ui.Div().Class("inspected").Role("region").Aria("label", p.T("inspector.frames")).TabIndex(0),
		ui.Div().Class("blank").Role("status").Hidden(!i.failed).Body(
			icon("alert-triangle"), ui.P().Text(p.T("inspector.failed")),
			ui.Div().Class("actions").Body(ui.Button().Class("button primary").OnClick(i.onRetry).Body(icon("refresh"), ui.Span().Text(p.T("page.retry")))),
		),
	)
}

func (i *inspector) onRetry(ctx ui.Context, e ui.Event) { i.begin() }
