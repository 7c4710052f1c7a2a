package app

import (
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// viewer shows the pictures and films of a note one at a time, over everything else. Zooming, panning, swiping and the
// way back of the browser are web/soon/viewer.js's; this component says what is to be seen.
type viewer struct {
	ui.Compo

	s     *Session
	ctx   ui.Context
	files []misskey.File
	at    int
	bare  map[int]bool // sensitive files the reader asked for
	page  *markup.Page
	js    ui.Value
	funcs []ui.Func
}

func newViewer(s *Session) *viewer {
	if s.viewer == nil {
		s.viewer = &viewer{s: s}
	}
	return s.viewer
}

func (v *viewer) OnMount(ctx ui.Context) {
	v.ctx = ctx
	v.js = ui.Window().Call("nagareViewer", v.JSValue(), map[string]any{
		"step":   v.callback(func(args []ui.Value) any { v.step(args[0].Int()); return nil }),
		"closed": v.callback(func([]ui.Value) any { v.files = nil; ctx.Dispatch(nil); return nil }),
	})
}

func (v *viewer) callback(f func(args []ui.Value) any) ui.Func {
	fn := ui.FuncOf(func(_ ui.Value, args []ui.Value) any { return f(args) })
	v.funcs = append(v.funcs, fn)
	return fn
}

// view opens the viewer on a file of a note, by its place among markup.Visual; open tells the folds of the note's row.
func (s *Session) view(src store.Source, id, place string, open func(fold string) bool) {
	var n *misskey.Note
	s.hub.Look(func(st *store.Store) {
		if inner := st.Inner(src, id); inner != "" {
			id = inner
		}
		if v, ok := st.Note(src, id); ok {
			n = v.Note
		}
	})
	if n == nil {
		return
	}
	files := n.Files
	if at, quoted := strings.CutPrefix(place, markup.Quoted); quoted && n.Renote != nil {
		files, place = n.Renote.Files, at
		outer := open
		open = func(fold string) bool {
			return outer(markup.FoldMedia + markup.Quoted + strings.TrimPrefix(fold, markup.FoldMedia))
		}
	}
	s.viewFiles(s.markupPage(src, store.Server{}, nil), files, place, open)
}

// viewFiles opens the viewer on files that are at hand.
func (s *Session) viewFiles(page *markup.Page, files []misskey.File, place string, open func(fold string) bool) {
	at, err := strconv.Atoi(place)
	seen := markup.Visual(files, page.Origin)
	if err != nil || at < 0 || at >= len(seen) || s.viewer == nil || s.viewer.js == nil {
		return
	}
	v := s.viewer
	v.page, v.files, v.at, v.bare = page, seen, at, map[int]bool{}
	for i := range seen {
		v.bare[i] = open(markup.FoldMedia+strconv.Itoa(i)) != page.Reveal
	}
	v.js.Call("open")
	v.ctx.Dispatch(v.fresh)
}

// fresh lets the script begin anew with what is on the stage after rendering.
func (v *viewer) fresh(ctx ui.Context) {
	ctx.Defer(func(ui.Context) { v.js.Call("reset") })
}

func (v *viewer) step(by int) {
	if to := v.at + by; to >= 0 && to < len(v.files) {
		v.at = to
		v.ctx.Dispatch(v.fresh)
	}
}

func (v *viewer) Render() ui.UI {
	p := v.s.printer
	dialog := ui.Dialog().ID("viewer").Class("viewer").Aria("label", p.T("viewer.label"))
	if len(v.files) == 0 {
		return dialog
	}
	f := &v.files[v.at]
	many := len(v.files) > 1
	place := p.T("viewer.place", v.at+1, len(v.files))
	covered := f.IsSensitive && !v.bare[v.at]
	address := ""
	if l, ok := markup.SafeLink(f.URL); ok {
		address = l.URL()
	}
	return dialog.Body(
		ui.Div().Class("stage").Body(v.stage(f, covered)),
		ui.Div().Class("vbar").Body(
			v.button("x", "viewer.close", "close", false, v.onClose),
			ui.Span().Class("place").Aria("live", "polite").Text(place),
			ui.Span().Class("grow"),
			v.button("eye-off", "media.hide", "hide", !f.IsSensitive || covered, v.onHide),
			v.button("zoom-in", "viewer.zoom", "zoom", covered || markup.IsVideo(f), v.onZoom),
			ui.A().Class("iconbutton").DataSet("do", "original").Href(address).Target("_blank").Rel("noopener noreferrer nofollow").
				Attr("download", f.Name).Title(p.T("viewer.original", f.Name, markup.Size(f.Size))).Aria("label", p.T("viewer.original", f.Name, markup.Size(f.Size))).
				Body(icon("download")),
		),
		ui.Div().Class("vside prev").Hidden(!many).Body(v.button("chevron-left", "viewer.prev", "prev", v.at == 0, v.onPrev)),
		ui.Div().Class("vside next").Hidden(!many).Body(v.button("chevron-right", "viewer.next", "next", v.at == len(v.files)-1, v.onNext)),
		ui.Div().Class("caption").TabIndex(0).Role("group").Aria("label", p.T("media.alt")).Hidden(f.Comment == "" || covered).Body(ui.P().Text(f.Comment)),
	)
}

func (v *viewer) button(name, key, do string, hidden bool, f ui.EventHandler) ui.UI {
	words := v.s.printer.T(key)
	return ui.Button().Class("iconbutton").DataSet("do", do).Title(words).Aria("label", words).Hidden(hidden).OnClick(f).Body(icon(name))
}

// stage is the file itself, or the cover over it.
func (v *viewer) stage(f *misskey.File, covered bool) ui.UI {
	p := v.s.printer
	if covered {
		return ui.Button().Class("cover").DataSet("do", "reveal").OnClick(v.onReveal).Body(
			icon("eye-off"), ui.B().Text(p.T("media.sensitive")), ui.Span().Text(p.T("media.reveal")))
	}
	page := *v.page
	page.Printer, page.Now = p, time.Now()
	var w markup.Writer
	markup.Stage(&w, &page, f)
	return ui.Raw(w.String())
}

func (v *viewer) onClose(ctx ui.Context, e ui.Event) { v.js.Call("close") }
func (v *viewer) onPrev(ctx ui.Context, e ui.Event)  { v.step(-1) }
func (v *viewer) onNext(ctx ui.Context, e ui.Event)  { v.step(1) }
func (v *viewer) onZoom(ctx ui.Context, e ui.Event)  { v.js.Call("toggle") }

func (v *viewer) onReveal(ctx ui.Context, e ui.Event) {
	v.bare[v.at] = true
	v.fresh(ctx)
}

func (v *viewer) onHide(ctx ui.Context, e ui.Event) { v.bare[v.at] = false }
