package app

import (
	"encoding/json"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/compose"
	"nagare/app/i18n"
	"nagare/app/live"
	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream"
	"nagare/stream/misskey"
)

// Session is what all components of one page share: the hub that feeds the store, the reader's preferences and the
// columns on the screen. It lives as long as the page.
//
// Everything that touches it runs on the one thread of the page, so it has no lock. Reading the store goes through
// hub.View; nothing that runs inside calls the browser, because the browser may call back into View.
type Session struct {
	Version string // shown in the settings
	Demo    string // origin of the embedded demo; empty: none is offered
	Base    string // path prefix of the app, without a trailing slash

	hub      *live.Hub
	book     *accounts.Book
	prefs    Preferences
	stored   string // the preferences as this tab last read or wrote them
	printer  i18n.Printer
	columns  map[store.ColumnID]*column
	pages    map[store.ColumnID]*pageList // lists of the page over the deck
	viewers  map[string]store.Source      // who looks at a server's pages, by origin
	viewer   *viewer
	due      bool
	frame    ui.Func
	offered  string // columns that the page offers to who has none
	started  bool
	watched  bool
	still    bool // the reader, or their device, wants nothing to move
	previews previewTable
	onChange map[any]func() // components that show preferences
	assets   map[string]string
	hosts    map[string]string // of origins, as they are shown

	signedInKnown bool // it is known who is signed in
	waiting       []func()
	emojiTables   map[string]*emojiTable
	menus         menuLayer
	picked        ui.Func      // what the picker calls
	picking       func(string) // what is to be done with it

	chat        any                            // *chatting, see taking
	deck        *deck                          // while one is mounted
	write       any                            // *writing, see taking
	selves      map[store.Source]*misskey.User // what servers tell their own users about themselves
	renoted     map[renoteKey]*ownRenote
	lost        map[renoteKey]*compose.Attempt // renotes of which no answer came
	title       string                         // of the page over the deck
	unread      int                            // of all accounts
	unreadChats bool                           // of any account
	muteRev     uint64                         // of the mutes that columns and pages show
	pollEnds    pollEnds
	pollsOver   ui.Func // hears that one ended

	names map[watched]string // of lists and the like; "": asked for
	bonds map[any]bondFunc   // components that show whether people are followed
}

// Preferences are what the reader chose; kept in the browser, never sent anywhere.
type Preferences struct {
	Lang   string   `json:"lang,omitempty"`   // empty: the browser's
	Theme  string   `json:"theme,omitempty"`  // "light", "dark"; empty: the device's
	Layout string   `json:"layout,omitempty"` // the columns, as FormatLayout writes them
	Hosts  []string `json:"hosts,omitempty"`  // servers watched before, newest first
	Saver  bool     `json:"saver,omitempty"`  // pictures of notes are loaded only when asked for
	Reveal bool     `json:"reveal,omitempty"` // sensitive pictures are not covered
	Look

	Alerts map[string]notify.Alerts `json:"alerts,omitempty"` // by account, as a source
	Mutes  mute.Local               `json:"mutes,omitzero"`   // of this device

	Writer string            `json:"writer,omitempty"` // the account that wrote last, as a source
	Usual  map[string]string `json:"usual,omitempty"`  // by account: the audience of its last note; "!" behind it: not federated
}

const prefsKey = "nagare.preferences"

// NewSession starts nothing yet: the hub begins to work with the first column.
func NewSession(hub *live.Hub, book *accounts.Book, version string) *Session {
	return &Session{Version: version, hub: hub, book: book, columns: map[store.ColumnID]*column{}, pages: map[store.ColumnID]*pageList{}, onChange: map[any]func(){}}
}

// start reads what the browser knows. It runs once, when the first component is mounted.
func (s *Session) start() {
	if s.started {
		return
	}
	s.started = true
	w := ui.Window()
	s.Base = strings.TrimRight(ui.Getenv("GOAPP_ROOT_PREFIX"), "/")
	if path := meta("nagare-demo"); path != "" {
		s.Demo = w.Get("location").Get("origin").String() + strings.TrimRight(path, "/")
		s.hosts = nil
	}
	s.previews = previewTable{origin: w.Get("location").Get("origin").String(), known: map[previewKey]*markup.Preview{}}
	s.offered = meta("nagare-layout")
	s.recall()
	s.listenPreferences()
	s.apply()
	s.frame = ui.FuncOf(func(ui.Value, []ui.Value) any {
		s.due = false
		s.flush()
		return nil
	})
	s.pollsOver = ui.FuncOf(func(ui.Value, []ui.Value) any {
		s.endPolls()
		return nil
	})
	s.loadAccounts()
	go s.follow()
	s.life()
	s.times()
	s.listenKeys()
}

// meta is what the page says about itself under a name.
func meta(name string) string {
	m := ui.Window().Get("document").Call("querySelector", `meta[name="`+name+`"]`)
	if !m.Truthy() {
		return ""
	}
	return m.Get("content").String()
}

// apply makes the preferences take effect on the page.
func (s *Session) apply() {
	w := ui.Window()
	lang := i18n.Lang(s.prefs.Lang)
	if lang == "" {
		var preferred []string
		langs := w.Get("navigator").Get("languages")
		for i := 0; langs.Truthy() && i < langs.Length(); i++ {
			preferred = append(preferred, langs.Index(i).String())
		}
		lang = i18n.Detect(preferred)
	}
	s.printer = i18n.Printer{Lang: lang}
	w.Get("document").Get("documentElement").Set("lang", string(lang))
	s.applyLook()
}

// change edits the preferences, keeps them and lets every component show the difference. It edits them as they are kept
// now: another tab may have written since.
func (s *Session) change(f func(*Preferences)) {
	s.recall()
	f(&s.prefs)
	if raw, err := json.Marshal(s.prefs); err == nil {
		storage := ui.Window().Get("nagareStorage")
		storage.Call("set", prefsKey, string(raw))
		s.stored = storage.Call("get", prefsKey).String() // the old ones where there was no room: not another tab's word
	}
	s.apply()
	s.redraw()
}

// recall reads the preferences if they are not those that this tab knows; it tells whether they are others now.
func (s *Session) recall() bool {
	raw := ui.Window().Get("nagareStorage").Call("get", prefsKey).String()
	if raw == "" || raw == s.stored {
		return false
	}
	s.stored = raw
	var p Preferences
	if json.Unmarshal([]byte(raw), &p) != nil {
		return false // what cannot be read is as good as not there
	}
	muted := p.Mutes != s.prefs.Mutes
	s.prefs = p
	if muted {
		s.hub.SetMutes(p.Mutes.Rules())
	}
	return true
}

// listenPreferences hears what other tabs change. The columns on the screen stay: see [deck.keep].
func (s *Session) listenPreferences() {
	ui.Window().Call("addEventListener", "storage", ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		if args[0].Get("key").String() == prefsKey && s.recall() {
			s.apply()
			s.redraw()
		}
		return nil
	}))
}

// redraw shows everything anew, as the preferences have it.
func (s *Session) redraw() {
	for _, f := range s.onChange {
		f()
	}
	for _, c := range s.columns {
		c.redraw()
	}
	for _, l := range s.pages {
		l.redraw()
	}
}

// remember puts a server at the head of those watched before.
func (s *Session) remember(p *Preferences, origin string) {
	host := ShortHost(origin, s.Demo)
	if host == DemoHost {
		return
	}
	hosts := []string{host}
	for _, h := range p.Hosts {
		if h != host && len(hosts) < 8 {
			hosts = append(hosts, h)
		}
	}
	p.Hosts = hosts
}

// follow wakes the page once per frame, however much the hub has to tell. While the tab is hidden there are no frames,
// so nothing is rendered.
func (s *Session) follow() {
	for range s.hub.Ready() {
		if s.due {
			continue
		}
		s.due = true
		ui.Window().Call("nagareFrame", s.frame)
	}
}

// flush gives every column what changed for it since the last frame.
func (s *Session) flush() {
	var changes store.Changes
	s.hub.View(func(_ *store.Store, ch store.Changes) { changes = ch })
	s.tellStorage(changes.Notice)
	s.remute()
	heads := taking.On && s.flushInboxes()
	for id, ch := range changes.Columns {
		if c := s.columns[id]; c != nil {
			c.update(ch)
		}
		if l := s.pages[id]; l != nil {
			l.update(ch)
		}
		heads = heads || ch.Head || ch.Items && s.columns[id] != nil && s.columns[id].col.Spec.Channel == "main"
	}
	if taking.On {
		s.flushChats(changes)
	}
	if heads {
		s.noticeTrouble()
	}
	s.freshEmojis(changes.Servers)
}

// life tells the hub what happens to the page, so that it can rest, and look after its connections when woken.
func (s *Session) life() {
	tell := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		switch args[0].String() {
		case "hidden":
			for _, c := range s.columns {
				c.leave()
			}
			s.hub.Hidden(true)
		case "visible":
			s.hub.Hidden(false)
		case "online":
			s.hub.Wake(stream.WakeOnline)
		case "offline":
			s.hub.Offline()
		case "resumed":
			s.hub.Wake(stream.WakeResumed)
		}
		return nil
	})
	ui.Window().Call("nagareLife", tell)
}

// times keeps the relative times of the page current: one timer for all of them.
func (s *Session) times() {
	word := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		now := time.Now()
		stamps := strings.Split(args[0].String(), "\n")
		for i, t := range stamps {
			stamps[i] = markup.Ago(s.printer, millis(t), now)
		}
		return strings.Join(stamps, "\n")
	})
	tick := ui.FuncOf(func(ui.Value, []ui.Value) any {
		if !ui.Window().Get("document").Get("hidden").Bool() {
			ui.Window().Call("nagareTimes", word)
		}
		return nil
	})
	ui.Window().Call("setInterval", tick, 20_000)
}

func millis(s string) time.Time {
	var n int64
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return time.Time{}
		}
		n = n*10 + int64(s[i]-'0')
	}
	return time.UnixMilli(n)
}

// host is the name a server is shown by.
func (s *Session) host(origin string) string {
	h, known := s.hosts[origin]
	if !known {
		if s.hosts == nil {
			s.hosts = map[string]string{}
		}
		h = ShortHost(origin, s.Demo)
		s.hosts[origin] = h
	}
	return h
}

// href is the address of a page of ours.
func (s *Session) href(path string) string { return s.Base + path }

// path is the address of the page below the prefix.
func (s *Session) path() string {
	return strings.TrimPrefix(ui.Window().URL().Path, s.Base)
}

// asset is the address of a file that the server gives under a name with its hash.
func (s *Session) asset(name string) string {
	if s.assets == nil {
		s.assets = map[string]string{}
		_ = json.Unmarshal([]byte(ui.Getenv("NAGARE_ASSETS")), &s.assets)
	}
	return s.assets[name]
}

// watchAlive lets boot.js find out that the UI goroutine is stuck: each ping must come back as a pong. The first
// caller answers, which is root: it is never dismounted.
func (s *Session) watchAlive(ctx ui.Context) {
	if s.watched {
		return
	}
	s.watched = true
	ui.Window().Set("nagarePing", ui.FuncOf(func(ui.Value, []ui.Value) any {
		ctx.Dispatch(func(ctx ui.Context) {
			ctx.PreventUpdate()
			ui.Window().Call("nagarePong")
		})
		return nil
	}))
}
