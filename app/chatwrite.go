package app

import (
	"context"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/chat"
	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/stream/misskey"
)

// maxChat is how long servers let a message be (P7.10).
const maxChat = 2000

// chatUpload is a file on its way to the drive, to be sent with a message.
type chatUpload struct {
	key     int // of the file that the page holds
	name    string
	kind    string
	percent int
	err     error
	stop    context.CancelFunc
}

// input is a change by the writer. It is kept at once: nothing is lost when the page dies.
func (t *talkPane) input(text string) {
	t.draft.Text = text
	t.save()
	if over := utf8.RuneCountInString(text) > maxChat; over != t.over {
		t.over = over
		t.ctx.Dispatch(nil)
	}
}

func (t *talkPane) save() { t.s.chats().drafts(t.src).Save(t.with, t.draft) }

// keepOut keeps what is on its way with the draft, so that a reload loses and doubles nothing.
func (t *talkPane) keepOut(out []chat.Outgoing) {
	if !t.shown || reflect.DeepEqual(out, t.draft.Out) || len(out)+len(t.draft.Out) == 0 {
		return
	}
	t.draft.Out = out
	t.save()
}

// send sends the message off: from here on it is part of the conversation, and the field is free for the next one.
func (t *talkPane) send() {
	text := t.draft.Text
	if strings.TrimSpace(text) == "" {
		text = ""
	}
	if text == "" && t.draft.File == nil || t.up != nil || t.over {
		return
	}
	if !t.shown { // what was said before must be known, to tell whether a message arrived
		t.s.say(t.s.printer.T("chat.wait"))
		return
	}
	file := t.draft.File
	t.draft.Text, t.draft.File = "", nil
	t.s.hub.Say(t.id, text, file)
	t.hand.Call("write", "")
	t.save()
	t.update()
	t.hand.Call("bottom")
	t.ctx.Dispatch(nil)
}

// whyLost says why a message did not arrive.
func (t *talkPane) whyLost(code string) string {
	p, host := t.s.printer, t.s.host(t.src.Origin())
	if code == chat.Unheard {
		return p.T("chat.unheard")
	}
	e := &misskey.Error{Code: code, Fault: misskey.FaultRefused}
	if words := p.T("refusal."+code, host); !strings.HasPrefix(words, "refusal.") {
		return words
	}
	return refusal.Words(p, e, host)
}

// do is a click on a button around the field.
func (t *talkPane) do(what string, at ui.Value) {
	p := t.s.printer
	switch what {
	case "send":
		t.send()
	case "retry":
		t.retryNow()
	case "emoji":
		t.s.pickReaction(t.src, false, func(e string) {
			if name, host, custom := misskey.SplitReaction(misskey.NormalizeReaction(e)); custom && host == "" {
				e = ":" + name + ":"
			}
			t.hand.Call("insert", e)
		})
	case "attach":
		if !t.s.book.Can(t.src, "write:drive") {
			t.s.notice(p.T("refusal.permission", t.s.host(t.src.Origin())), true, "", nil)
			return
		}
		t.s.menu(at, p.T("compose.attach"), []menuItem{
			{Label: p.T("drive.upload"), Icon: "photo", do: func() { t.hand.Call("choose") }},
			{Label: p.T("drive.title"), Icon: "cloud", Off: !t.s.book.Can(t.src, "read:drive"), do: t.fromDrive},
		})
	case "unfile":
		t.draft.File = nil
		t.stopUpload()
		t.save()
		t.ctx.Dispatch(nil)
		t.hand.Call("focus")
	case "again":
		if u := t.up; u != nil && u.err != nil {
			t.upload(u)
		}
	}
}

// take uploads a file that was chosen, pasted or dropped; a message carries one.
func (t *talkPane) take(list string) {
	var files []struct {
		Key        int
		Name, Type string
	}
	if json.Unmarshal([]byte(list), &files) != nil || len(files) == 0 {
		return
	}
	if !t.s.book.Can(t.src, "write:drive") {
		t.s.notice(t.s.printer.T("refusal.permission", t.s.host(t.src.Origin())), true, "", nil)
		return
	}
	if len(files) > 1 {
		t.s.say(t.s.printer.T("chat.onefile"))
	}
	t.stopUpload()
	f := files[0]
	t.draft.File = nil
	t.upload(&chatUpload{key: f.Key, name: uploadName(f.Name, f.Type, time.Now()), kind: f.Type})
}

// uploadName names what the clipboard calls nothing, or always the same.
func uploadName(name, mime string, now time.Time) string {
	if name == "" || strings.HasPrefix(name, "image.") {
		return now.Format("2006-01-02 15-04-05") + extension(mime, name)
	}
	return name
}

func (t *talkPane) upload(u *chatUpload) {
	ctx, cancel := context.WithCancel(context.Background())
	u.stop, u.err, u.percent = cancel, nil, 0
	t.up = u
	t.ctx.Dispatch(nil)
	go func() {
		f, err := t.s.hub.API(t.src).Upload(ctx, &misskey.Upload{Name: u.name, Type: u.kind, Blob: blobValue(u.key), Progress: func(sent, total int64) {
			if n := int(100 * sent / max(total, 1)); n != u.percent {
				u.percent = n
				t.ctx.Dispatch(nil)
			}
		}})
		if t.up != u {
			return
		}
		if err != nil {
			u.err = err
		} else {
			t.up, t.draft.File = nil, f
			t.save()
		}
		t.ctx.Dispatch(nil)
	}()
}

func (t *talkPane) stopUpload() {
	if u := t.up; u != nil {
		t.up = nil
		u.stop()
	}
}

// writer is the field and what is around it. The field is never rendered with a value: what it holds is the page's.
func (t *talkPane) writer(p printer) ui.UI {
	access := t.s.chats().access[t.src]
	note := ""
	switch access {
	case chatReadonly:
		note = p.T("chat.readonly", t.s.host(t.src.Origin()))
	case chatForbidden:
		note = p.T("chat.forbidden", t.s.host(t.src.Origin()))
	}
	return ui.Div().Class("talkwrite").Body(
		ui.P().Class("talknote").Hidden(note == "").Body(icon("lock"), ui.Span().Text(note)),
		ui.Div().Class("talkfile").Hidden(t.up == nil && t.draft.File == nil).Body(t.attached(p)),
		ui.P().Class("error").Role("alert").Hidden(!t.over).Text(p.T("chat.long", maxChat)),
		ui.Div().Class("talkfield").Hidden(note != "").Body(
			tool(p, "attach", "paperclip", "compose.attach"),
			ui.Input().Type("file").Hidden(true).Aria("hidden", "true").TabIndex(-1),
			ui.Textarea().Class("talktext").Placeholder(p.T("chat.hint")).Aria("label", p.T("chat.text")).Attr("rows", "1").Attr("enterkeyhint", "enter"),
			tool(p, "emoji", "mood-smile", "compose.emoji"),
			ui.Button().Type("button").Class("iconbutton send").DataSet("do", "send").Title(p.T("chat.send.hint")).Aria("label", p.T("chat.send")).Aria("disabled", strconv.FormatBool(t.up != nil || t.over)).Body(icon("send")),
		),
	)
}

// attached is the file that goes with the message.
func (t *talkPane) attached(p printer) ui.UI {
	name, words, failed := "", "", false
	var thumb ui.UI = icon("file")
	if u := t.up; u != nil {
		name, words = u.name, strconv.Itoa(u.percent)+" %"
		thumb = icon(fileIcon(u.kind))
		if failed = u.err != nil; failed {
			words = t.s.uploadTrouble(u.err, t.src)
		}
	} else if f := t.draft.File; f != nil {
		name, words = f.Name, markup.Size(f.Size)
		thumb = icon(fileIcon(f.Type))
		if img, ok := markup.SafeImage(compose.FileOf(f).Thumb, t.src.Origin()); ok {
			thumb = ui.Img().Src(img.URL()).Alt("").Role("presentation").Attr("referrerpolicy", "no-referrer").Class(map[bool]string{true: "veiled"}[f.IsSensitive])
		}
	}
	return ui.Div().Class("line").DataSet("failed", failed).Body(
		ui.Span().Class("thumbbox").Body(thumb),
		ui.Span().Class("fname").Text(name),
		ui.Small().Class(map[bool]string{true: "error"}[failed]).Text(words),
		ui.Button().Type("button").Class("button small").DataSet("do", "again").Hidden(!failed).Text(p.T("column.retry")),
		tool(p, "unfile", "x", "compose.file.remove"),
	)
}
