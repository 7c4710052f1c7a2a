package app

import (
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/store"
)

// The rows of a column, and what is done in them.

func eventKey(e *store.ChannelEvent) string { return "ev:" + strconv.FormatUint(e.Seq, 10) }

func isNote(key string) bool {
	return key != "" && key != tailKey && key != dividerKey && !strings.Contains(key, ":")
}

func gapKey(g *store.Gap) string { return "gap:" + g.Key }

// page is what the rows of this column share.
func (c *column) page() *markup.Page {
	return c.s.markupPage(c.col.Spec.Source(), c.server, func(key, what string) bool { return c.folds[key+" "+what] })
}

// row looks one row up. It runs inside Look.
func (c *column) row(st *store.Store, key string) (markup.Row, bool) {
	return c.s.rowOf(st, c.server, c.col.Spec.Source(), key, key)
}

// onRows renders the rows that the list wants to mount.
func (c *column) onRows(args []ui.Value) any {
	return c.rows(strings.Split(args[0].String(), "\n"))
}

func (c *column) rows(keys []string) []any {
	html := make([]any, len(keys))
	c.s.hub.Look(func(st *store.Store) {
		page := c.page()
		for i, key := range keys {
			html[i] = c.html(st, page, key)
			c.mounted[key] = true
		}
	})
	return html
}

func (c *column) html(st *store.Store, page *markup.Page, key string) string {
	var w markup.Writer
	switch {
	case c.part != nil:
		c.part.row(&w, page, key)
	case key == tailKey:
		c.tail(&w, page)
	case key == dividerKey:
		w.Elem(markup.Div, page.Printer.T("column.read"), markup.Class("divider"), markup.Role("article"), markup.Data("key", key), markup.Tabindex(-1))
	case strings.HasPrefix(key, "ev:"):
		for i := range c.col.Events {
			if e := &c.col.Events[i]; eventKey(e) == key {
				markup.Event(&w, page, key, e.Type, e.Body, e.At)
			}
		}
	case strings.HasPrefix(key, "gap:"):
		for _, it := range c.col.Items {
			if it.Gap != nil && gapKey(it.Gap) == key {
				g := it.Gap
				markup.GapRow(&w, page, key, markup.Gap{Key: g.Key, State: string(g.State), Cause: string(g.Cause), Since: g.Since, Until: g.Until, Estimate: g.Estimate,
					Why: c.gapWhy(page.Printer, g), RetryAt: g.Reason.RetryAt})
			}
		}
	default:
		row, _ := c.row(st, key)
		if v := c.verdict(st, key); v.Level == mute.Soft && !c.folds[key+" "+markup.FoldMuted] {
			markup.MutedRow(&w, page, row, v.By)
			break
		}
		row.Fresh = c.fresh[key]
		delete(c.fresh, key)
		markup.Note(&w, page, row)
	}
	if w.Len() == 0 {
		w.Start(markup.Div, markup.Data("key", key)).End()
	}
	return w.String()
}

// tail is the row at the end of the list: what is known about older notes.
func (c *column) tail(w *markup.Writer, page *markup.Page) {
	p := page.Printer
	w.Start(markup.Div, markup.Class("tail"), markup.Role("article"), markup.Data("key", tailKey), markup.Data("older", string(c.col.Older)), markup.Tabindex(-1))
	switch c.col.Older {
	case store.OlderLoading:
		w.Text(p.T("column.older.wait"))
	case store.OlderFailed:
		w.Elem(markup.P, p.T("column.older.error"))
		w.Elem(markup.Button, p.T("column.retry"), markup.Class("button small"), markup.Data("act", "older"))
	case store.OlderDeep:
		w.Text(p.T("column.deep"))
	case store.OlderEnd:
		w.Text(p.T("column.end"))
	default:
		w.Elem(markup.Button, p.T("column.older"), markup.Class("button small"), markup.Data("act", "older"))
	}
	w.End()
}

// onAct is a click on something in a row that has a data-act.
func (c *column) onAct(args []ui.Value) any {
	act, key, arg := args[0].String(), args[1].String(), args[2].String()
	if c.part != nil && c.part.act(act, key, arg, control(args)) {
		return nil
	}
	if fold := foldOf(act, arg); fold != "" {
		c.fold(key, fold)
		return nil
	}
	switch act {
	case "gap":
		delete(c.told.failed, arg) // who asks is told again
		c.s.hub.FillGap(c.ID, arg)
	case "older":
		c.s.hub.Older(c.ID)
	default:
		c.s.noteAct(c.col.Spec.Source(), key, act, arg, control(args), func(fold string) bool { return c.folds[key+" "+fold] })
	}
	return nil
}

func (c *column) fold(key, what string) {
	name := key + " " + what
	c.folds[name] = !c.folds[name]
	c.call("refresh", key)
}
