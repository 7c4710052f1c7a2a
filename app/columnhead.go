package app

import (
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/i18n"
	"nagare/app/markup"
	"nagare/app/store"
)

type printer = i18n.Printer

// icon is one of our own icons; the words for it stand beside it or in the label of its button.
func icon(name string) ui.UI {
	return ui.Raw(`<svg class="icon" aria-hidden="true"><use href="#i-` + name + `"></use></svg>`)
}

var channelIcons = map[string]string{
	"homeTimeline": "home", "localTimeline": "planet", "hybridTimeline": "universe", "globalTimeline": "whirl",
	"bubbleTimeline": "world", "hashtag": "hash", "userList": "list", "antenna": "antenna", "channel": "device-tv",
	"roleTimeline": "badge", "main": "bell", "mentions": "at", "direct": "mail", "drive": "cloud", "chats": "messages", "chatUser": "messages", "chatRoom": "messages", "serverStats": "activity", "queueStats": "chart-bar",
}

func channelIcon(channel string) string {
	if i, ok := channelIcons[channel]; ok {
		return i
	}
	return "broadcast"
}

// columnTitle is the name of a column: the channel, and for some what is watched in it.
func columnTitle(p printer, spec store.ColumnSpec) string {
	if spec.Channel == "hashtag" {
		if q := formatParam(spec.Params["q"]); q != "" {
			return "#" + strings.NewReplacer("+", " #", ",", " / #").Replace(q)
		}
	}
	return channelName(p, spec.Channel)
}

func channelName(p printer, channel string) string {
	if t := p.T("channel." + channel); !strings.HasPrefix(t, "channel.") {
		return t
	}
	return channel
}

func (c *column) head(p printer, title string) ui.UI {
	words := p.T("state." + string(c.col.State))
	if c.col.Reason.Code == store.ReasonPolling || c.col.Reason.Code == store.ReasonSocketBlocked {
		words = p.T("state.polling")
	}
	since := words
	if !c.col.Since.IsZero() {
		since = p.T("state.since", words, markup.Clock(p, c.col.Since.Local(), time.Now()))
	}
	now := words
	if c.fills() {
		now = p.T("state.filling")
	}
	rtt := ""
	if c.col.RTT > 0 {
		ms := int(c.rtt().Milliseconds())
		rtt = p.T("state.rtt", max(ms, 1))
		since += " · " + p.T("state.rtt.title", max(ms, 1))
	}
	return ui.Header().Class("columnhead").Body(
		ui.Span().Class("kind").Body(icon(channelIcon(c.col.Spec.Channel))),
		ui.Div().Class("titles").Body(
			ui.H2().Text(title),
			ui.Span().Class("host").Text(c.s.seatName(c.col.Spec)),
		),
		ui.Span().Class("state").Title(since).Body(
			ui.Span().Text(now),
			ui.Span().Class("rtt").Hidden(rtt == "" || c.col.State != store.Live).Text(rtt),
		),
		ui.Button().Class("iconbutton").Title(p.T("column.details")).Aria("label", p.T("column.details")).
			Aria("expanded", strconv.FormatBool(c.details)).OnClick(c.onDetails).Body(icon("dots")),
	)
}

func (c *column) onDetails(ctx ui.Context, e ui.Event) { c.details = !c.details }

// panel is what the column can tell about itself, and what can be done with it.
func (c *column) panel(p printer) ui.UI {
	if !c.details {
		return nil
	}
	d := c.col.Details
	now := time.Now()
	rows := [][2]string{
		{p.T("details.state"), p.T("state." + string(c.col.State))},
		{p.T("details.server"), serverName(c.server, c.s.host(c.col.Spec.Origin))},
	}
	if !d.LiveSince.IsZero() {
		rows = append(rows, [2]string{p.T("details.since"), markup.Clock(p, d.LiveSince.Local(), now)})
	}
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	rows = append(rows,
		[2]string{p.T("details.rtt"), latency(c.col.RTT) + " / " + latency(d.MedianRTT)},
		[2]string{p.T("details.frames"), n(d.Frames)},
		[2]string{p.T("details.bytes"), markup.Size(d.Bytes)},
		[2]string{p.T("details.malformed"), n(d.Malformed)},
		[2]string{p.T("details.reconnects"), n(d.Reconnects)},
		[2]string{p.T("details.gaps"), p.T("details.gaps.count", strconv.Itoa(c.gaps()), n(d.GapsClosed))},
		[2]string{p.T("details.overflow"), n(d.Overflow)},
		[2]string{p.T("details.notes"), strconv.Itoa(len(c.col.Items))},
	)
	if n := len(c.hidden); n > 0 {
		rows = append(rows, [2]string{p.T("details.muted"), strconv.Itoa(n)})
	}
	var list []ui.UI
	for _, r := range rows {
		list = append(list, ui.Dt().Text(r[0]), ui.Dd().Text(r[1]))
	}
	return ui.Div().Class("details").Body(
		ui.Dl().Body(list...),
		ui.Label().Class("check").Body(
			ui.Input().Type("checkbox").DataSet("do", "column.stay").Checked(c.col.Spec.Stays).OnChange(c.onStay),
			ui.Span().Text(p.T("column.stay")),
		),
		ui.Div().Class("actions").Body(
			c.action("chevron-left", "column.left", c.onLeft).Disabled(c.Index == 0),
			c.action("chevron-right", "column.right", c.onRight).Disabled(c.Last),
			c.action("refresh", "column.retry", c.onRetry),
			c.action("trash", "column.remove", c.onRemove),
		),
	)
}

func (c *column) action(name, key string, f ui.EventHandler) ui.HTMLButton {
	return ui.Button().Class("button small").DataSet("do", key).OnClick(f).Body(icon(name), ui.Span().Text(c.s.printer.T(key)))
}

func (c *column) onStay(ctx ui.Context, e ui.Event) {
	c.s.hub.Stay(c.ID, ctx.JSSrc().Get("checked").Bool())
	c.pull()
	c.Deck.keep()
}

func (c *column) onLeft(ctx ui.Context, e ui.Event)  { c.Deck.move(c.ID, -1) }
func (c *column) onRight(ctx ui.Context, e ui.Event) { c.Deck.move(c.ID, +1) }
func (c *column) onRetry(ctx ui.Context, e ui.Event) { c.s.hub.Retry(c.ID) }

// onRemove lets the column go and, for some seconds, come back.
func (c *column) onRemove(ctx ui.Context, e ui.Event) {
	d, spec, i := c.Deck, c.col.Spec, c.Index
	p := c.s.printer
	d.remove(c.ID)
	c.s.notice(p.T("column.removed", c.s.columnTitle(spec), c.s.host(spec.Origin)), false, p.T("column.removed.undo"), func() {
		d.ctx.Dispatch(func(ui.Context) { d.restore(spec, i) })
	})
	if e.Get("detail").Int() == 0 { // by the keyboard, whose place is gone
		if undo := ui.Window().Get("document").Call("querySelector", ".sayline:last-child button"); undo.Truthy() {
			undo.Call("focus")
		}
	}
}

// gaps are the holes that the list still has.
func (c *column) gaps() int {
	n := 0
	for _, it := range c.col.Items {
		if it.Gap != nil {
			n++
		}
	}
	return n
}

func latency(d time.Duration) string {
	if d <= 0 {
		return "–"
	}
	return strconv.Itoa(max(1, int(d.Milliseconds()))) + " ms"
}

func serverName(s store.Server, host string) string {
	switch {
	case s.Name != "" && s.Version != "":
		return s.Name + " (" + s.Version + ")"
	case s.Version != "":
		return host + " (" + s.Version + ")"
	}
	return host
}
