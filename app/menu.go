package app

import (
	"encoding/json"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/refusal"
)

// Menus, questions and short messages are drawn by web/menu.js; here is what is in them. At most one menu and one
// question are open at a time.

// menuItem is one line of a menu.
type menuItem struct {
	ID     string `json:"id,omitempty"` // unique in its menu; made of the label by [Session.menu] where it is empty
	Label  string `json:"label,omitempty"`
	Note   string `json:"note,omitempty"` // a second line
	Icon   string `json:"icon,omitempty"`
	Hint   string `json:"hint,omitempty"` // the key that does the same
	On     *bool  `json:"on,omitempty"`   // nil: a plain item
	Danger bool   `json:"danger,omitempty"`
	Off    bool   `json:"off,omitempty"`
	More   bool   `json:"more,omitempty"` // leads to another menu in the place of this one
	Sep    bool   `json:"sep,omitempty"`
	Head   bool   `json:"head,omitempty"`
	Href   string `json:"href,omitempty"`

	do func()
}

var separator = menuItem{Sep: true}

func checked(on bool) *bool { return &on }

// menuLayer holds what is open on top of the page.
type menuLayer struct {
	ready            bool
	chosen, answered ui.Func
	acted            ui.Func
	open             ui.Value // handle of the menu; nil: none
	items            []menuItem
	answer           func(map[string]string)
	actions          map[int]func()
	last             int
	serial           int // of the menu opened last
	level            int // how far the open menu is from its first items; late answers for another level are dropped
}

func (s *Session) layer() *menuLayer {
	l := &s.menus
	if l.ready {
		return l
	}
	l.ready = true
	l.actions = map[int]func(){}
	l.chosen = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		id := args[0].String()
		items := l.items
		more := false
		for _, it := range items {
			if it.ID == id && id != "" {
				more = it.More
				if !more {
					l.open, l.items = nil, nil
				}
				if it.do != nil {
					it.do()
				}
				return nil
			}
		}
		l.open, l.items = nil, nil
		return nil
	})
	l.answered = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		f := l.answer
		l.answer = nil
		if raw := args[0].String(); raw != "" && f != nil {
			answers := map[string]string{}
			if json.Unmarshal([]byte(raw), &answers) == nil {
				f(answers)
			}
		}
		return nil
	})
	l.acted = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		n := args[0].Int()
		if f := l.actions[n]; f != nil {
			delete(l.actions, n)
			f()
		}
		return nil
	})
	return l
}

// menu opens a menu at an element; nil is wherever the focus is. label names it for screen readers. What an item does
// runs in an event of the browser and must not block.
func (s *Session) menu(at ui.Value, label string, items []menuItem) {
	l := s.layer()
	if l.open != nil {
		l.open.Call("close")
	}
	l.level = 0
	l.serial++
	spec := l.spec(label, items)
	if at == nil {
		at = ui.Null()
	}
	l.open = ui.Window().Call("nagareMenu", at, spec, l.chosen)
}

// setMenu gives the open menu other items, as after a submenu was chosen or when more is known. It does nothing when the
// menu was closed in between.
func (s *Session) setMenu(label string, items []menuItem) {
	if l := s.layer(); l.open != nil {
		l.open.Call("set", l.spec(label, items))
	}
}

func (l *menuLayer) spec(label string, items []menuItem) string {
	taken := map[string]bool{}
	for i := range items {
		it := &items[i]
		if it.ID == "" && !it.Sep && !it.Head {
			if it.ID = "label " + it.Label; taken[it.ID] { // the same line keeps it while others come and go
				it.ID += " " + strconv.Itoa(i)
			}
		}
		taken[it.ID] = true
	}
	l.items = items
	raw, _ := json.Marshal(struct { // strings and flags always marshal
		Label string     `json:"label"`
		Items []menuItem `json:"items"`
	}{label, items})
	return string(raw)
}

// backItem is the item that leads from a submenu to the menu it came from.
func (s *Session) backItem(do func()) menuItem {
	return menuItem{ID: "back", Label: s.printer.T("menu.back"), Icon: "chevron-left", More: true, do: do}
}

// question is what a dialog asks.
type question struct {
	Title  string          `json:"title"`
	Text   string          `json:"text,omitempty"`
	Yes    string          `json:"yes"`
	No     string          `json:"no"`
	Danger bool            `json:"danger,omitempty"` // the focus begins on No
	Fields []questionField `json:"fields,omitempty"`
}

type questionField struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Value string `json:"value,omitempty"` // "1" ticks a check
	Long  bool   `json:"long,omitempty"`
	Check bool   `json:"check,omitempty"`
	Need  bool   `json:"need,omitempty"` // must not stay empty
	Max   int    `json:"max,omitempty"`
}

// ask asks; yes is called with the answers by field, and not at all when it was not wanted.
func (s *Session) ask(q question, yes func(map[string]string)) {
	if q.No == "" {
		q.No = s.printer.T("app.cancel")
	}
	raw, _ := json.Marshal(q)
	l := s.layer()
	l.answer = yes
	ui.Window().Call("nagareAsk", string(raw), l.answered)
}

// say shows a short message for a moment.
func (s *Session) say(text string) { s.notice(text, false, "", nil) }

// sayWith is say with something to do about it.
func (s *Session) sayWith(text, action string, do func()) { s.notice(text, false, action, do) }

// sayError tells why something failed on a server, and lets it be tried again where again is not nil.
func (s *Session) sayError(what string, err error, origin string, again func()) {
	text := refusal.Words(s.printer, err, s.host(origin))
	if what != "" {
		text = what + " " + text
	}
	action := ""
	if again != nil {
		action = s.printer.T("column.retry")
	}
	s.notice(text, true, action, again)
}

func (s *Session) notice(text string, bad bool, action string, do func()) {
	l := s.layer()
	l.last++
	if do != nil {
		l.actions[l.last] = do
		if l.last > 20 {
			delete(l.actions, l.last-20) // long gone from the screen
		}
	}
	ui.Window().Call("nagareSay", text, bad, action, s.printer.T("app.close"), l.last, l.acted)
}
