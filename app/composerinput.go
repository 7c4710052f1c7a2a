package app

import (
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/store"
)

// What the reader does in the dialog, and how it is kept.

// heard is what web/compose.js tells.
func (w *writing) heard(_ ui.Value, args []ui.Value) any {
	switch args[0].String() {
	case "input":
		w.input(args[1].String(), args[2].String(), args[3].Int(), args[4].Bool())
	case "caret":
		if args[2].Int() == args[3].Int() {
			w.complete(args[1].String(), args[2].Int())
		}
	case "pick":
		w.pick(args[1].Int())
	case "files":
		w.take(args[1].String())
	case "do":
		var at ui.Value
		from, to := 0, 0
		if len(args) > 5 {
			at, from, to = args[3], args[4].Int(), args[5].Int()
		}
		w.do(args[1].String(), args[2].String(), at, from, to)
	}
	return nil
}

// input is a change of a field by the writer.
func (w *writing) input(field, value string, caret int, composing bool) {
	p := w.d.Poll
	switch {
	case field == "text":
		w.d.Text = value
		if !composing {
			w.complete(value, caret)
		}
	case field == "cw":
		w.d.CW = value
	case p == nil:
		return
	case field == "poll-multiple":
		p.Multiple = value == "1"
	case field == "poll-end":
		setPollEnd(p, value, time.Now())
	case field == "poll-until":
		if t, err := time.ParseInLocation("2006-01-02T15:04", value, time.Local); err == nil {
			p.Until = t
		}
	case strings.HasPrefix(field, "poll."):
		if i, err := strconv.Atoi(field[len("poll."):]); err == nil {
			p.Set(i, value)
		}
	}
	w.touched()
}

// touched keeps the draft after every change: nothing is lost when the page dies.
func (w *writing) touched() {
	w.problem = ""
	if w.phase == phaseFailed || w.phase == phaseOffline {
		w.phase, w.err = phaseWriting, nil
	}
	w.save()
	w.redraw()
}

func (w *writing) shelf() compose.Shelf { return compose.Shelf{Storage: pageStorage{}} }

func (w *writing) save() {
	w.d.At = time.Now()
	w.d.Unsent = w.queue.Names()
	if w.d.Untouched(&w.start) {
		w.shelf().Forget(w.src, w.d.Target)
		return
	}
	w.unkept = !w.shelf().Save(w.src, &w.d)
}

// pageStorage is the browser's storage, which never fails loudly (web/page.js).
type pageStorage struct{}

func (pageStorage) Get(k string) string {
	return ui.Window().Get("nagareStorage").Call("get", k).String()
}

func (pageStorage) Set(k, v string) bool {
	return ui.Window().Get("nagareStorage").Call("set", k, v).Bool()
}

func (pageStorage) Remove(k string) { ui.Window().Get("nagareStorage").Call("remove", k) }

// forgetDrafts drops what an account that signs out was writing.
func (s *Session) forgetDrafts(src store.Source) {
	compose.Shelf{Storage: pageStorage{}}.ForgetAccount(src)
	delete(s.selves, src)
}

// do is a click on a button of the dialog, or its key.
func (w *writing) do(what, arg string, at ui.Value, from, to int) {
	i, _ := strconv.Atoi(arg)
	switch what {
	case "close":
		w.close()
		return
	case "send":
		w.send()
		return
	case "discard":
		w.discard()
		return
	case "account":
		w.chooseAccount(at)
		return
	case "visibility":
		w.chooseVisibility(at)
		return
	case "file":
		w.fileMenu(at, i)
		return
	case "drive":
		w.fromDrive()
		return
	case "cw":
		w.d.HasCW = !w.d.HasCW
		w.touched()
		w.focusSoon(map[bool]string{true: "cw", false: "text"}[w.d.HasCW])
		return
	case "local":
		w.d.LocalOnly = !w.d.LocalOnly
	case "poll":
		if w.d.Poll == nil {
			w.d.Poll = compose.NewPoll()
			w.focusSoon("poll.0")
		} else {
			w.d.Poll = nil
			w.focusSoon("text")
		}
	case "poll-add":
		w.addChoice(len(w.d.Poll.Choices) - 1)
	case "poll-next":
		w.addChoice(i)
	case "poll-remove":
		w.d.Poll.Remove(i)
		w.focusSoon("poll." + strconv.Itoa(max(0, min(i, len(w.d.Poll.Choices)-1))))
	case "preview":
		w.preview = !w.preview
	case "emoji":
		w.pickEmoji(from, to)
		return
	case "mention", "tag", "fn":
		w.insert(map[string]string{"mention": "@", "tag": "#", "fn": "$["}[what], from, to)
		return
	case "to":
		w.addressee(arg)
		return
	case "untarget":
		w.leaveTarget()
		return
	case "to-remove":
		if i < len(w.d.To) {
			w.d.To = append(w.d.To[:i:i], w.d.To[i+1:]...)
		}
	case "upload-cancel":
		w.cancelUpload(i)
	case "upload-retry":
		w.queue.Retry(i)
		w.uploadNext()
	case "lost":
		w.d.Unsent = nil
	}
	w.touched()
}

func (w *writing) addChoice(after int) {
	p := w.d.Poll
	if p == nil {
		return
	}
	if after >= len(p.Choices)-1 {
		p.Add()
	}
	w.touched()
	w.focusSoon("poll." + strconv.Itoa(min(after+1, len(p.Choices)-1)))
}

// focusSoon moves the focus once the field is there.
func (w *writing) focusSoon(field string) {
	if w.view != nil {
		w.view.ctx.Dispatch(func(ctx ui.Context) {
			ctx.Defer(func(ui.Context) {
				w.fill()
				w.hand.Call("focus", field, true)
			})
		})
	}
}
