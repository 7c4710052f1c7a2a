package app

import (
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// composer is the dialog in which a note is written. What it shows is in [writing]; its fields and buttons are handled
// by web/compose.js, so it has no handlers of its own.
type composer struct {
	ui.Compo

	S *Session

	ctx  ui.Context
	told ui.Func
}

func (c *composer) OnMount(ctx ui.Context) {
	c.ctx = ctx
	w := c.S.writing()
	w.view = c
	c.told = ui.FuncOf(w.heard)
	w.hand = ui.Window().Call("nagareWriter", c.JSValue(), c.told)
	c.S.onChange[c] = w.redraw
	if w.open {
		w.show()
	}
}

func (c *composer) OnDismount() {
	w := c.S.writing()
	if w.view == c {
		w.view, w.hand = nil, nil
	}
	delete(c.S.onChange, c)
	c.told.Release()
}

func (c *composer) Render() ui.UI {
	w := c.S.writing()
	p := c.S.printer
	title := p.T("compose.title")
	switch {
	case w.d.ReplyID != "":
		title = p.T("compose.title.reply")
	case w.d.QuoteID != "":
		title = p.T("compose.title.quote")
	}
	dialog := ui.Dialog().ID("compose").Class("compose").Aria("label", title).DataSet("phase", string(w.phase))
	if !w.used {
		return dialog
	}
	busy := w.sending()
	return dialog.Aria("busy", strconv.FormatBool(busy)).Body(
		w.head(p, busy),
		ui.Div().Class("composebody").Body(
			ui.Div().Class("composetarget").Hidden(w.reply == nil && w.quote == nil && w.d.ChannelID == "" && w.d.ReplyID == "" && w.d.QuoteID == "").Body(w.target(p)),
			ui.Div().Class("recipients").Hidden(w.d.Visibility != misskey.VisibilitySpecified || w.d.ChannelID != "").Body(w.recipients(p)...),
			ui.Input().Type("text").Class("composecw").DataSet("field", "cw").Hidden(!w.d.HasCW).Placeholder(p.T("compose.cw.hint")).Aria("label", p.T("compose.cw")).Attr("maxlength", "200").ReadOnly(busy),
			ui.Textarea().Class("composetext").ID("compose-text").DataSet("field", "text").Placeholder(w.hint(p)).Aria("label", p.T("compose.text")).
				Aria("autocomplete", "list").Aria("describedby", "compose-count").Attr("rows", "5").ReadOnly(busy),
			ui.Div().Hidden(w.d.Poll == nil).Body(w.poll(p)),
			ui.Div().Hidden(len(w.d.Files)+len(w.queue.List)+len(w.d.Unsent) == 0).Body(w.files(p)),
			ui.Div().Class("composepreview").Hidden(!w.preview).Body(w.previewed(p)),
		),
		w.says(p, busy),
		w.tools(p),
	)
}

func (w *writing) account() accounts.Account {
	a, _ := w.s.book.Get(w.src)
	return a
}

// tool is a button of the dialog, done by web/compose.js.
func tool(p printer, do, name, key string) ui.HTMLButton {
	return ui.Button().Type("button").Class("iconbutton").DataSet("do", do).Title(p.T(key)).Aria("label", p.T(key)).Body(icon(name))
}

func (w *writing) head(p printer, busy bool) ui.UI {
	a := w.account()
	v := visibilityIcon(w.d.Visibility)
	words := p.T("visibility." + string(or(string(w.d.Visibility), "public")))
	if w.d.ChannelID != "" {
		v, words = "device-tv", or(w.d.Channel, p.T("channel.channel"))
	}
	local := ""
	if w.d.LocalOnly && w.d.ChannelID == "" {
		local = p.T("note.localonly")
	}
	send := p.T("compose.send")
	switch {
	case busy:
		send = p.T("compose.sending")
	case w.phase == phaseUnknown:
		send = p.T("compose.check")
	case w.phase == phaseFailed || w.phase == phaseOffline:
		send = p.T("compose.again")
	}
	one := len(w.s.writers()) < 2
	return ui.Header().Class("composehead").Body(
		tool(p, "close", "x", "app.close"),
		ui.Button().Type("button").Class("composeas").DataSet("do", "account").Disabled(one || busy || w.phase == phaseUnknown).Aria("haspopup", "menu").Title(p.T("compose.as.label", a.Acct(w.s.host(a.Origin)))).Body(
			face(a),
			ui.Span().Class("vh").Text(p.T("compose.as")+": "),
			ui.Span().Class("names").Body(ui.Strong().Text(or(a.Name, a.Username)), ui.Small().Text(a.Acct(w.s.host(a.Origin)))),
			ui.Span().Class("caret").Hidden(one).Body(icon("chevron-down")),
		),
		ui.Span().Class("grow"),
		ui.Button().Type("button").Class("button small audience").DataSet("do", "visibility").Disabled(busy).Aria("haspopup", "menu").Aria("label", strings.TrimRight(p.T("compose.visibility.label", words, local), " ,、")).Title(p.T("compose.visibility")).Body(
			icon(v), ui.Span().Class("words").Text(words), ui.Span().Hidden(local == "").Title(local).Body(icon("rocket-off")),
		),
		ui.Button().Type("button").Class("button primary send").DataSet("do", "send").Aria("disabled", strconv.FormatBool(busy || w.phase == phaseWaiting)).Title("Ctrl+Enter").Body(
			icon("send"), ui.Span().Class("words").Text(send),
		),
	)
}

func (w *writing) hint(p printer) string {
	switch {
	case w.d.ReplyID != "":
		return p.T("compose.hint.reply")
	case w.d.QuoteID != "":
		return p.T("compose.hint.quote")
	}
	return p.T("compose.hint")
}

// target shows what is answered to.
func (w *writing) target(p printer) ui.UI {
	n, name := w.reply, "arrow-back-up"
	if n == nil {
		n, name = w.quote, "quote"
	}
	label := p.T("compose.to.reply")
	switch {
	case w.d.QuoteID != "":
		label = p.T("compose.to.quote")
	case w.d.ReplyID == "":
		label, name = p.T("compose.to.channel", or(w.d.Channel, w.d.ChannelID)), "device-tv"
	}
	var m markup.Writer
	m.Start(markup.Div, markup.Class("answered"))
	if n != nil {
		markup.Answered(&m, w.page(), n)
	}
	m.End()
	return ui.Div().Class("composeto").Body(
		ui.Div().Class("line").Body(icon(name), ui.Span().Text(label), ui.Span().Class("grow"), tool(p, "untarget", "x", "compose.untarget")),
		ui.Raw(m.String()),
	)
}

// page is what markup needs to write for the account's server.
func (w *writing) page() *markup.Page {
	var server store.Server
	w.s.hub.Look(func(st *store.Store) { server = st.Server(w.src.Origin()) })
	return &markup.Page{Printer: w.s.printer, Now: time.Now(), Origin: w.src.Origin(), Host: w.s.host(w.src.Origin()),
		Emoji: func(name string) (string, bool) {
			if _, ok := server.Emojis[name]; !ok && server.EmojisKnown {
				return "", false
			}
			u := server.EmojiURL(name)
			return u, u != ""
		}}
}

func (w *writing) recipients(p printer) []ui.UI {
	out := []ui.UI{ui.Span().Class("label").Text(p.T("compose.recipients"))}
	for i, to := range w.d.To {
		out = append(out, ui.Button().Type("button").Class("button small").DataSet("do", "to-remove").DataSet("arg", i).Aria("label", p.T("compose.recipient.remove", or(to.Acct, to.ID))).
			Body(ui.Span().Text(or(to.Acct, to.ID)), icon("x")))
	}
	return append(out, ui.Input().Type("text").DataSet("field", "to").Placeholder(p.T("compose.recipient.hint")).Aria("label", p.T("compose.recipient.add")).Attr("autocapitalize", "none").Attr("spellcheck", "false"))
}

func (w *writing) poll(p printer) ui.UI {
	poll := w.d.Poll
	if poll == nil {
		return ui.Div()
	}
	var rows []ui.UI
	for i := range poll.Choices {
		n := strconv.Itoa(i)
		rows = append(rows, ui.Li().Body(
			ui.Input().Type("text").DataSet("field", "poll."+n).Placeholder(p.T("compose.poll.choice", i+1)).Aria("label", p.T("compose.poll.choice", i+1)).Attr("maxlength", "50"),
			ui.Button().Type("button").Class("iconbutton").DataSet("do", "poll-remove").DataSet("arg", n).Disabled(len(poll.Choices) <= compose.MinChoices).Aria("label", p.T("compose.poll.remove", i+1)).Title(p.T("compose.poll.remove", i+1)).Body(icon("x")),
		))
	}
	var ends []ui.UI
	for _, e := range []string{"never", "1h", "1d", "3d", "7d", "until"} {
		ends = append(ends, ui.Option().Value(e).Selected(e == pollEnd(poll)).Text(p.T("compose.poll.end."+e)))
	}
	return ui.Div().Class("composepoll").Role("group").Aria("label", p.T("compose.poll")).Body(
		ui.Ul().Body(rows...),
		ui.Div().Class("pollopts").Body(
			ui.Button().Type("button").Class("button small").DataSet("do", "poll-add").Disabled(len(poll.Choices) >= compose.MaxChoices).Body(icon("plus"), ui.Span().Text(p.T("compose.poll.add"))),
			ui.Label().Class("checkfield").Body(ui.Input().Type("checkbox").DataSet("field", "poll-multiple"), ui.Span().Text(p.T("compose.poll.multiple"))),
			ui.Label().Class("pollend").Body(ui.Span().Text(p.T("compose.poll.end")), ui.Select().DataSet("field", "poll-end").Body(ends...)),
			ui.Input().Type("datetime-local").DataSet("field", "poll-until").Hidden(poll.Until.IsZero()).Aria("label", p.T("compose.poll.until")).Min(time.Now().Format("2006-01-02T15:04")),
		),
	)
}

// pollEnd is when a poll ends, as one of the choices of the select.
func pollEnd(p *compose.Poll) string {
	switch {
	case !p.Until.IsZero():
		return "until"
	case p.After == time.Hour:
		return "1h"
	case p.After == 24*time.Hour:
		return "1d"
	case p.After == 3*24*time.Hour:
		return "3d"
	case p.After == 7*24*time.Hour:
		return "7d"
	}
	return "never"
}

func setPollEnd(p *compose.Poll, value string, now time.Time) {
	p.Until = time.Time{}
	p.After = map[string]time.Duration{"1h": time.Hour, "1d": 24 * time.Hour, "3d": 3 * 24 * time.Hour, "7d": 7 * 24 * time.Hour}[value]
	if value == "until" {
		p.Until = now.Add(24 * time.Hour).Truncate(time.Minute)
	}
}

func (w *writing) files(p printer) ui.UI {
	var rows []ui.UI
	for i, f := range w.d.Files {
		var thumb ui.UI = icon(fileIcon(f.Type))
		if img, ok := markup.SafeImage(f.Thumb, w.src.Origin()); ok {
			thumb = ui.Img().Src(img.URL()).Alt("").Role("presentation").Attr("referrerpolicy", "no-referrer").Class(map[bool]string{true: "veiled"}[f.Sensitive])
		}
		rows = append(rows, ui.Li().DataSet("file", f.ID).Body(
			ui.Button().Type("button").Class("attached").DataSet("do", "file").DataSet("arg", i).Aria("haspopup", "menu").Title(p.T("compose.file.label", f.Name)).Body(
				thumb,
				ui.Span().Class("tags").Body(
					ui.Span().Class("tag").Hidden(f.Comment == "").Text("ALT"),
					ui.Span().Class("tag").Hidden(!f.Sensitive).Title(p.T("media.sensitive")).Body(icon("eye-off"), ui.Span().Class("vh").Text(p.T("media.sensitive"))),
				),
				ui.Span().Class("fname").Text(f.Name),
			),
		))
	}
	for _, u := range w.queue.List {
		state := p.T("compose.upload.waiting")
		percent := 0
		if u.Size > 0 {
			percent = int(100 * u.Sent / u.Size)
		}
		switch u.State {
		case compose.UploadSending:
			state = strconv.Itoa(percent) + " %"
		case compose.UploadFailed:
			state = w.s.uploadTrouble(u.Err, w.src)
		}
		blob := ui.Span().Class("nothumb").Body(icon(fileIcon(u.Type)))
		var thumb ui.UI = blob
		if strings.HasPrefix(u.Type, "image/") {
			thumb = ui.Img().DataSet("blob", w.blobs()[u.Key]).Alt("").Role("presentation")
		}
		rows = append(rows, ui.Li().Class("uploading").DataSet("upload", u.Key).DataSet("state", int(u.State)).Body(
			ui.Div().Class("attached").Body(thumb, ui.Span().Class("fname").Text(u.Name)),
			ui.Progress().Value(percent).Max(100).Hidden(u.State == compose.UploadFailed).Aria("label", p.T("compose.upload.of", u.Name)),
			ui.Small().Class(map[bool]string{true: "error"}[u.State == compose.UploadFailed]).Text(state),
			ui.Div().Class("uploadacts").Body(
				ui.Button().Type("button").Class("iconbutton").DataSet("do", "upload-retry").DataSet("arg", u.Key).Hidden(u.State != compose.UploadFailed).Aria("label", p.T("compose.upload.retry", u.Name)).Title(p.T("column.retry")).Body(icon("refresh")),
				ui.Button().Type("button").Class("iconbutton").DataSet("do", "upload-cancel").DataSet("arg", u.Key).Aria("label", p.T("compose.upload.cancel", u.Name)).Title(p.T("app.cancel")).Body(icon("x")),
			),
		))
	}
	lost := ""
	if len(w.queue.List) == 0 && len(w.d.Unsent) > 0 {
		lost = p.T("compose.upload.lost", strings.Join(w.d.Unsent, ", "))
	}
	return ui.Div().Class("composefiles").Body(
		ui.Ul().Aria("label", p.T("compose.files")).Hidden(len(rows) == 0).Body(rows...),
		ui.P().Class("lost").Hidden(lost == "").Body(icon("alert-triangle"), ui.Span().Text(lost), ui.Button().Type("button").Class("button small").DataSet("do", "lost").Text(p.T("compose.upload.lost.ok"))),
	)
}

func fileIcon(mime string) string {
	switch kind, _, _ := strings.Cut(mime, "/"); kind {
	case "image":
		return "photo"
	case "video":
		return "movie"
	case "audio":
		return "music"
	}
	return "file"
}

// previewed is the text as it will look.
func (w *writing) previewed(p printer) ui.UI {
	var m markup.Writer
	m.Start(markup.Div, markup.Class("text"))
	if w.preview {
		text := w.d.Text
		if w.d.HasCW && w.d.CW != "" {
			text = w.d.CW + "\n" + text
		}
		if strings.TrimSpace(text) == "" {
			m.Elem(markup.P, p.T("compose.preview.empty"), markup.Class("muted"))
		} else {
			markup.MFM(&m, w.page(), text, markup.Rich{Author: &misskey.User{ID: w.src.UserID(), Username: w.account().Username}})
		}
	}
	m.End()
	return ui.Section().Aria("label", p.T("compose.preview")).Body(ui.H3().Text(p.T("compose.preview")), ui.Raw(m.String()))
}

// says is what stands in the way, and that the note is on its way.
func (w *writing) says(p printer, busy bool) ui.UI {
	words := w.trouble()
	calm := ""
	switch {
	case w.phase == phaseSettling:
		calm = p.T("compose.settling", w.s.host(w.src.Origin()))
	case busy:
		calm = p.T("compose.sending")
	case w.unkept:
		calm = p.T("compose.unkept")
	}
	return ui.Div().Class("composesays").Body(
		ui.P().Class("error").Role("alert").Hidden(words == "").Body(icon("alert-triangle"), ui.Span().Text(words)),
		ui.P().Class("calm").Role("status").Hidden(calm == "").Text(calm),
	)
}

func (w *writing) tools(p printer) ui.UI {
	left := w.limit() - compose.Length(w.d.Text)
	class := "count"
	switch {
	case left < 0:
		class = "count over"
	case left < 100:
		class = "count near"
	}
	toggle := func(do, name, key string, on bool) ui.UI {
		return tool(p, do, name, key).Aria("pressed", strconv.FormatBool(on))
	}
	return ui.Footer().Class("composefoot").Body(
		tool(p, "attach", "photo", "compose.attach"),
		tool(p, "drive", "cloud", "drive.title").Hidden(!w.s.book.Can(w.src, "read:drive")),
		ui.Input().Type("file").Multiple(true).Hidden(true).Aria("hidden", "true").TabIndex(-1),
		toggle("poll", "chart-bar", "compose.poll", w.d.Poll != nil),
		toggle("cw", "eye-off", "compose.cw", w.d.HasCW),
		tool(p, "emoji", "mood-smile", "compose.emoji"),
		tool(p, "mention", "at", "compose.mention"),
		tool(p, "tag", "hash", "compose.tag"),
		toggle("preview", "eye", "compose.preview", w.preview),
		ui.Span().Class("grow"),
		ui.Span().ID("compose-count").Class(class).Title(p.T("compose.left", left)).Body(ui.Span().Class("vh").Text(p.T("compose.left", left)), ui.Span().Aria("hidden", "true").Text(strconv.Itoa(left))),
		tool(p, "discard", "trash", "compose.discard"),
	)
}
