package app

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/live"
	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/store"
)

// pageList is the list of a page over the deck: rows of notes that live as in a column, and rows of the page's own. The
// notes stand on a shelf of the hub, or in a column that only this page shows.
type pageList struct {
	s     *Session
	src   store.Source
	shelf store.ColumnID
	also  store.ColumnID // a column whose notes stand in the list too; 0: none

	// What the page decides. note says which note a row shows, "" for a row of the page's own; shape may change the row
	// of a note; own writes the other rows; act hears clicks the list does not know, and answers whether it did something.
	note    func(key string) string
	shape   func(key string, row *markup.Row)
	own     func(w *markup.Writer, page *markup.Page, key string)
	act     func(act, key, arg string) bool
	changed func(ch store.ColumnChange) // something changed: called once per frame
	end     func()                      // the end of the list is near

	server  store.Server
	col     store.Column // the shelf
	list    ui.Value
	funcs   []ui.Func
	folds   map[string]bool
	mounted map[string]bool
	mutes   verdicts
	spared  spared
	keys    string
	at      ui.Value // the control that was used last; nil: a key did it
}

func newPageList(s *Session, src store.Source) *pageList {
	return &pageList{s: s, src: src, folds: map[string]bool{}, mounted: map[string]bool{}}
}

// mount begins in el, an empty element that go-app does not look into.
func (l *pageList) mount(el ui.Value) {
	l.shelf = l.s.hub.Shelf(l.src)
	l.s.pages[l.shelf] = l
	l.pull()
	l.list = ui.Window().Call("nagareList", el, map[string]any{
		"rows":     l.callback(l.onRows),
		"act":      l.callback(l.onAct),
		"visible":  l.callback(l.onVisible),
		"scrolled": l.callback(l.onScrolled),
		"rested":   l.callback(func([]ui.Value) any { return nil }),
	})
}

// follow makes the notes of a column part of the list, instead of those of another one.
func (l *pageList) follow(id store.ColumnID) {
	if l.also != 0 {
		delete(l.s.pages, l.also)
		l.s.hub.Remove(l.also)
	}
	l.also = id
	if id != 0 {
		l.s.pages[id] = l
	}
}

func (l *pageList) unmount() {
	l.follow(0)
	delete(l.s.pages, l.shelf)
	l.s.hub.Remove(l.shelf)
	if l.list != nil {
		l.list.Call("destroy")
		l.list = nil
	}
	for _, f := range l.funcs {
		f.Release()
	}
	l.funcs = nil
}

func (l *pageList) callback(f func(args []ui.Value) any) ui.Func {
	fn := ui.FuncOf(func(_ ui.Value, args []ui.Value) any { return f(args) })
	l.funcs = append(l.funcs, fn)
	return fn
}

func (l *pageList) pull() {
	l.s.hub.Look(func(st *store.Store) { l.take(st) })
}

func (l *pageList) take(st *store.Store) {
	if col, ok := st.Column(l.shelf); ok {
		l.col = col
	}
	l.server = st.Server(l.src.Origin())
}

// set gives the list its keys. Rows whose key stays are left as they are: see refresh.
func (l *pageList) set(keys []string) {
	if joined := strings.Join(keys, "\n"); joined != l.keys {
		l.keys = joined
		listed(l.list, l.visible, "set", joined)
	}
}

// call calls the list unless it is gone: whatever waits for the hub lets others run, who may close the page.
func (l *pageList) call(name string, args ...any) {
	if l.list != nil {
		l.list.Call(name, args...)
	}
}

// refresh renders a row anew if it stands in the page.
func (l *pageList) refresh(key string) {
	l.call("refresh", key)
}

// show brings a row to the upper edge.
func (l *pageList) show(key string) {
	l.call("show", key, 0)
}

func (l *pageList) redraw() {
	for key := range l.mounted {
		l.refresh(key)
	}
	if l.changed != nil {
		l.changed(store.ColumnChange{Head: true})
	}
}

// update is called once per frame with what changed on the shelf, or in the column.
func (l *pageList) update(ch store.ColumnChange) {
	if l.list == nil {
		return
	}
	changed := map[string]bool{}
	for _, id := range ch.Rows {
		changed[id] = true
	}
	var fresh []byte
	var refresh []string
	l.rules()
	ch.Head = l.mutes.forget(&ch) || ch.Head
	l.s.hub.Look(func(st *store.Store) {
		l.take(st)
		page := l.page()
		for key := range l.mounted {
			id := l.note(key)
			if id == "" || !ch.All && !changed[id] || !ch.IsAnew(id) && l.covered(st, key, id).Level != mute.Show {
				continue
			}
			if row, ok := l.row(st, key, id); ok && !ch.IsAnew(id) {
				fresh = appendPatches(fresh, page, row)
			} else {
				refresh = append(refresh, key)
			}
		}
	})
	if len(fresh) > 0 {
		l.call("patch", string(fresh))
	}
	for _, key := range refresh {
		l.refresh(key)
	}
	if l.changed != nil && l.list != nil {
		l.changed(ch)
	}
}

func (l *pageList) page() *markup.Page {
	return l.s.markupPage(l.src, l.server, func(key, what string) bool { return l.folds[key+" "+what] })
}

func (l *pageList) row(st *store.Store, key, id string) (markup.Row, bool) {
	row, ok := l.s.rowOf(st, l.server, l.src, key, id)
	if ok && l.shape != nil {
		l.shape(key, &row)
	}
	return row, ok
}

func (l *pageList) onRows(args []ui.Value) any {
	keys := strings.Split(args[0].String(), "\n")
	html := make([]any, len(keys))
	l.rules()
	l.s.hub.Look(func(st *store.Store) {
		page := l.page()
		for i, key := range keys {
			var w markup.Writer
			if id := l.note(key); id != "" {
				row, _ := l.row(st, key, id)
				if v := l.covered(st, key, id); v.Level != mute.Show {
					markup.MutedRow(&w, page, row, v.By)
				} else {
					markup.Note(&w, page, row)
				}
			} else {
				l.own(&w, page, key)
			}
			html[i] = w.String()
			l.mounted[key] = true
		}
	})
	return html
}

func (l *pageList) onVisible(args []ui.Value) any {
	l.visible(args[0].String())
	return nil
}

func (l *pageList) visible(joined string) {
	clear(l.mounted)
	var ids []string
	for _, key := range strings.Split(joined, "\n") {
		l.mounted[key] = true
		if id := l.note(key); id != "" {
			ids = append(ids, id)
		}
	}
	l.s.hub.SetVisible(l.shelf, ids)
}

func (l *pageList) onScrolled(args []ui.Value) any {
	if args[2].Bool() && l.end != nil {
		l.end()
	}
	return nil
}

func (l *pageList) onAct(args []ui.Value) any {
	act, key, arg := args[0].String(), args[1].String(), args[2].String()
	l.at = control(args)
	if fold := foldOf(act, arg); fold != "" {
		l.folds[key+" "+fold] = !l.folds[key+" "+fold]
		l.refresh(key)
		return nil
	}
	if act == markup.ActTag { // also of a row that is no note
		l.s.openTag(l.src, arg)
		return nil
	}
	if l.act != nil && l.act(act, key, arg) {
		return nil
	}
	if id := l.note(key); id != "" {
		l.s.noteAct(l.src, id, act, arg, l.at, func(fold string) bool { return l.folds[key+" "+fold] })
	}
	return nil
}

// ask calls an endpoint. Notes that keep finds in the answer are on the shelf when done runs, on the page's own thread.
func (l *pageList) ask(ctx ui.Context, endpoint string, params map[string]any, keep func([]byte) []store.RawNote, done func(ctx ui.Context, raw []byte, err error)) {
	l.s.hub.Shelve(l.shelf, endpoint, params, keep, func(raw []byte, err error) {
		ctx.Dispatch(func(ctx ui.Context) { done(ctx, raw, err) })
	})
}

// hasNote says whether a note can be shown.
func (l *pageList) hasNote(id string) (ok bool) {
	l.s.hub.Look(func(st *store.Store) { ok = st.Has(l.src, id) })
	return ok
}

var notesOf, oneNote = live.Notes, live.OneNote
