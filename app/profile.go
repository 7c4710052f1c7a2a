package app

import (
	"encoding/json"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// profile is the page of one person as a server knows them: who they are, what they pinned, what they wrote.
type profile struct {
	ui.Compo

	s   *Session
	a   userAddress
	src store.Source
	ctx ui.Context
	l   *pageList

	state  pageState
	user   *misskey.User
	tab    string
	pinned []string
	notes  store.Column // what they wrote, by the chosen tab
}

const (
	tabNotes   = "notes"
	tabAnswers = "replies"
	tabFiles   = "files"
)

func newProfile(s *Session, a userAddress) *profile {
	return &profile{s: s, a: a, state: pageLoading, tab: tabNotes}
}

func (u *profile) CompoID() string {
	return "user " + u.a.Origin + " " + u.a.Username + "@" + u.a.Host
}

func (u *profile) OnMount(ctx ui.Context) {
	u.ctx = ctx
	u.s.entered(u.acct())
	u.s.hearBonds(u, u.bound)
	u.s.whenSignedIn(func() { ctx.Dispatch(u.begin) })
}

// begin starts when it is known who looks.
func (u *profile) begin(ctx ui.Context) {
	u.src = u.s.source(u.a.Origin)
	l := newPageList(u.s, u.src)
	l.note, l.shape, l.own, l.act, l.changed, l.end = u.note, u.shape, u.own, u.act, u.changed, u.older
	u.l = l
	l.mount(u.JSValue().Call("querySelector", ".list"))
	u.load()
}

func (u *profile) OnDismount() {
	u.s.leaveBonds(u)
	if u.l != nil {
		u.l.unmount()
	}
}

func (u *profile) acct() string {
	if u.a.Host != "" {
		return "@" + u.a.Username + "@" + markup.DecodeHost(u.a.Host)
	}
	return "@" + u.a.Username
}

func (u *profile) load() {
	u.state = pageLoading
	u.l.ask(u.ctx, "users/show", u.a.params(), pinnedNotes, func(ctx ui.Context, raw []byte, err error) {
		var user *misskey.User
		if err == nil {
			user, err = misskey.DecodeUser(raw)
		}
		if err != nil {
			u.state = failed(err)
			u.sync()
			return
		}
		u.user, u.state = user, pageHere
		u.l.opened("", user.ID)
		u.pinned = nil
		if user.Detail != nil {
			for i := range user.Detail.PinnedNotes {
				u.pinned = append(u.pinned, user.Detail.PinnedNotes[i].ID)
			}
		}
		u.s.titled(user.DisplayName() + " (" + u.acct() + ")")
		u.open()
	})
}

// params are those of users/show.
func (a userAddress) params() map[string]any {
	p := map[string]any{"username": a.Username, "host": nil}
	if a.Host != "" {
		p["host"] = a.Host
	}
	return p
}

func pinnedNotes(raw []byte) []store.RawNote {
	var u struct {
		PinnedNotes []json.RawMessage `json:"pinnedNotes"`
	}
	if json.Unmarshal(raw, &u) != nil {
		return nil
	}
	notes := make([]store.RawNote, len(u.PinnedNotes))
	for i, n := range u.PinnedNotes {
		notes[i].Raw = n
	}
	return notes
}

// open begins the list of notes that the tab asks for.
func (u *profile) open() {
	params := map[string]any{"userId": u.user.ID}
	switch u.tab {
	case tabAnswers:
		params["withReplies"] = true
	case tabFiles:
		params["withFiles"] = true
	}
	u.notes = store.Column{}
	u.l.follow(u.s.hub.Add(store.ColumnSpec{Channel: "user", Origin: u.src.Origin(), AccountID: u.src.UserID(), Params: params}))
	u.changed(store.ColumnChange{Items: true})
}

// bound hears how somebody's bond to a person changed.
func (u *profile) bound(src store.Source, userID string, is bond) {
	if u.user != nil && u.user.ID == userID && u.src == src {
		is.tell(u.user)
		u.l.refresh("profile")
	}
}

func (u *profile) keys() []string {
	if u.state != pageHere {
		return nil
	}
	keys := []string{"profile", "tabs"}
	if u.tab == tabNotes {
		for _, id := range u.pinned {
			if u.l.hasNote(id) && !u.l.hides("pin:"+id, id) {
				keys = append(keys, "pin:"+id)
			}
		}
	}
	for _, it := range u.notes.Items {
		if it.Gap != nil {
			keys = append(keys, gapKey(it.Gap))
		} else if !u.l.hides(it.NoteID, it.NoteID) {
			keys = append(keys, it.NoteID)
		}
	}
	return append(keys, tailKey)
}

func (u *profile) sync() {
	u.l.set(u.keys())
	u.ctx.Dispatch(nil)
}

func (u *profile) changed(ch store.ColumnChange) {
	before := u.notes
	u.s.hub.Look(func(st *store.Store) {
		if col, ok := st.Column(u.l.also); ok {
			u.notes = col
		}
	})
	u.l.set(u.keys())
	if u.notes.Older != before.Older || u.notes.State != before.State || u.notes.Reason != before.Reason {
		u.l.refresh(tailKey)
	}
	for _, it := range u.notes.Items {
		if it.Gap != nil {
			u.l.refresh(gapKey(it.Gap))
		}
	}
	if ch.Head {
		u.l.refresh("tabs")
		u.ctx.Dispatch(nil)
	}
}

func (u *profile) older() {
	if u.notes.Older == store.OlderMore {
		u.s.hub.Older(u.l.also)
	}
}

func (u *profile) note(key string) string {
	if id, ok := strings.CutPrefix(key, "pin:"); ok {
		return id
	}
	if key == "profile" || key == "tabs" || key == tailKey || strings.Contains(key, ":") {
		return ""
	}
	return key
}

func (u *profile) shape(key string, row *markup.Row) { row.Pinned = strings.HasPrefix(key, "pin:") }

func (u *profile) own(w *markup.Writer, page *markup.Page, key string) {
	p := page.Printer
	switch {
	case key == "profile" && u.user != nil:
		markup.Profile(w, page, key, u.user, u.s.mayFollow(u.src, u.user))
	case key == "tabs":
		markup.Tabs(w, key, p.T("user.lists"), []markup.Tab{
			{Name: tabNotes, Words: p.T("user.notes"), Count: -1},
			{Name: tabAnswers, Words: p.T("user.withreplies"), Count: -1},
			{Name: tabFiles, Words: p.T("user.files"), Count: -1},
		}, u.tab)
	case key == tailKey:
		u.tail(w, p, key)
	default:
		for _, it := range u.notes.Items {
			if it.Gap != nil && gapKey(it.Gap) == key {
				g := it.Gap
				markup.GapRow(w, page, key, markup.Gap{Key: g.Key, State: string(g.State), Cause: string(g.Cause), Since: g.Since, Until: g.Until, Estimate: g.Estimate})
			}
		}
	}
}

func (u *profile) tail(w *markup.Writer, p printer, key string) {
	empty := len(u.notes.Items) == 0
	switch {
	case u.notes.Older == store.OlderFailed, u.notes.Reason.Code != "" && empty && u.notes.Reason.Code != store.ReasonPolling:
		markup.More(w, key, p.T("page.retry"), 0, false, true)
	case u.notes.Older == store.OlderEnd && empty:
		markup.More(w, key, p.T("user.none"), 0, false, false)
	case u.notes.Older == store.OlderEnd:
		markup.More(w, key, p.T("page.all"), 0, false, false)
	case u.notes.Older == store.OlderMore:
		markup.More(w, key, p.T("column.older"), 0, false, true)
	default:
		markup.More(w, key, p.T("page.loading"), 0, true, false)
	}
}

func (u *profile) act(act, key, arg string) bool {
	switch act {
	case "tab":
		if u.tab != arg && (arg == tabNotes || arg == tabAnswers || arg == tabFiles) {
			u.tab = arg
			u.open()
			u.l.refresh("tabs")
		}
	case "more":
		if u.notes.Older == store.OlderMore || u.notes.Older == store.OlderFailed && len(u.notes.Items) > 0 {
			u.s.hub.Older(u.l.also)
		} else {
			u.s.hub.Retry(u.l.also)
		}
	case markup.ActPerson:
		u.s.userMenu(u.src, u.user, u.l.at)
	case markup.ActFollow:
		u.s.follows(u.src, u.user)
	case "gap":
		u.s.hub.FillGap(u.l.also, arg)
	default:
		return false
	}
	return true
}

func (u *profile) Render() ui.UI {
	host := u.s.host(u.a.Origin)
	what := "user"
	if u.state == pageMissing && u.src.UserID() != "" {
		what = "user.in" // nobody is kept from visitors here
	}
	return u.s.pageFrame("userpage", u.acct(), host, u.s.pulse(u.l),
		ui.Div().Class("list").TabIndex(0).Aria("label", u.acct()).Role("region").DataSet("state", string(u.state)),
		ui.Div().Class("overlay").Body(u.s.blank(u.state, what, host, u.serverURL(), u.onRetry)),
	)
}

func (u *profile) serverURL() string { return u.a.Origin + "/" + u.acct() }

func (u *profile) onRetry(ctx ui.Context, e ui.Event) { u.load() }
