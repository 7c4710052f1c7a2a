package app

import (
	"encoding/json"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/taking"
)

// listenKeys begins to hear the keys of the whole page (landscape 5.1). Those of a row belong to web/list.js.
func (s *Session) listenKeys() {
	ui.Window().Call("nagareKeys", ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		switch args[0].String() {
		case "n", "p":
			if len(s.writers()) == 0 {
				return false
			}
			if taking.On {
				s.compose()
			}
		case "?":
			s.keyHelp()
		default:
			return false
		}
		return true
	}))
}

// keyHelp shows what the keys do.
func (s *Session) keyHelp() {
	type row struct {
		Keys []string `json:"keys"`
		Text string   `json:"text"`
	}
	p := s.printer
	var rows []row
	add := func(keys, text string, args ...any) {
		r := row{Text: p.T(text, args...)}
		if keys != "" {
			r.Keys = strings.Split(keys, " ")
		}
		rows = append(rows, r)
	}
	writes := len(s.writers()) > 0
	add("", "keys.page")
	if writes {
		add("n p", "compose.title")
	}
	add("?", "keys.title")
	add("", "keys.list")
	add("j ↓", "keys.next")
	add("k ↑", "keys.previous")
	add("Home End", "keys.ends")
	add(".", "column.top")
	add("", "keys.note")
	if writes {
		add("r", "act.reply")
		add("q", "act.renote.more")
		add("e a +", "react.add")
		add("c", "act.clip")
	}
	add("m", "act.menu")
	add("o", "keys.media")
	add("v", "keys.fold")
	add("Enter", "keys.open")
	if writes {
		add("", "compose.title")
		add("Ctrl+Enter", "compose.send")
		add("Esc", "keys.close")
	}
	raw, _ := json.Marshal(rows) // strings always marshal
	ui.Window().Call("nagareKeyHelp", p.T("keys.title"), p.T("app.close"), string(raw))
}
