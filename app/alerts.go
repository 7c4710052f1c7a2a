package app

import (
	"slices"
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// What may disturb the reader: the number in the title and on the app's icon, the system's notifications and a sound,
// the latter two only where they were asked for (late/alert.js).

// alert tells what came in for an account.
func (s *Session) alert(src store.Source, ch notify.Changes) {
	if ch.Head {
		s.count()
	}
	if slices.Contains(ch.Said, "myTokenRegenerated") {
		s.renewed(src)
	}
	if len(ch.Alerts)+len(ch.Chats) == 0 {
		return
	}
	want, now := s.prefs.Alerts[string(src)], time.Now()
	set, _ := s.hub.Mutes(src)
	sound := false
	for _, n := range ch.Alerts {
		muted := set.JudgeNotification(n)
		if muted.Level == mute.Hard { // since it came
			continue
		}
		desktop, tone := want.Wants(notify.FilterOf(n.Type), now)
		sound = sound || tone
		if desktop {
			title, body, path := s.alertWords(src, n, muted)
			s.disturb(title, body, string(src)+n.ID, path)
		}
	}
	for _, m := range ch.Chats {
		if set.JudgeUser(m.FromUserID, m.FromUser).Level != mute.Show { // servers tell of them, the list has them
			continue
		}
		desktop, tone := want.Wants(notify.KindChat, now)
		sound = sound || tone
		if desktop && m.FromUser != nil {
			text := ""
			if m.Text != nil {
				text = *m.Text
			}
			s.disturb(m.FromUser.DisplayName(), text, string(src)+m.ID, "/")
		}
	}
	if sound {
		s.late("late/alert.js").Then(func(ui.Value) { callIf("nagareTone") })
	}
}

// alertWords is a notification in two lines of plain text, and where it leads. What is covered in a list is
// not read out here.
func (s *Session) alertWords(src store.Source, n *misskey.Notification, muted mute.Verdict) (title, body, path string) {
	p, k := s.printer, noticeKinds[n.Type]
	if k.key == "" {
		k.key = "notices.other"
	}
	who := ""
	if n.User != nil {
		who = n.User.DisplayName()
		path = markup.UserPath(n.User.Username, n.User.Host, s.host(src.Origin()))
	}
	title = strings.TrimSpace(p.T(k.key, who, n.Type))
	if x := subject(n); x != nil {
		path = markup.NotePath(x.ID, s.host(src.Origin()))
		switch {
		case muted.Level == mute.Soft:
			body = p.T("mute.soft", muted.By)
		case x.CW != nil:
			body = *x.CW
		case x.Text != nil:
			body = *x.Text
		}
	}
	return title, body, or(path, "/")
}

func (s *Session) disturb(title, body, tag, path string) {
	url, picture := s.href(path), s.asset("icons/icon-192.png")
	s.late("late/alert.js").Then(func(ui.Value) { callIf("nagareAlert", title, body, tag, url, picture) })
}

// callIf calls one of our late scripts, unless it could not be fetched.
func callIf(name string, args ...any) {
	if ui.Window().Get(name).Truthy() {
		ui.Window().Call(name, args...)
	}
}

// count adds up what is unread and shows it in the title, on the bell and on the app's icon.
func (s *Session) count() {
	n, chats := 0, false
	for _, a := range s.book.All() {
		s.hub.Inbox(a.Source(), func(b *notify.Box, _ *mute.Set) {
			n += b.Unread()
			chats = chats || b.ChatUnread() > 0
		})
	}
	if n == s.unread && chats == s.unreadChats {
		return
	}
	if n != s.unread {
		s.unread = n
		s.retitle()
		s.late("late/alert.js").Then(func(ui.Value) { callIf("nagareBadge", n) })
	}
	s.unreadChats = chats
	for _, f := range s.onChange {
		f()
	}
}

// alertMenu is the settings of an account's notifications.
func (s *Session) alertMenu(src store.Source, at ui.Value) {
	s.late("late/alert.js")
	s.menu(at, s.printer.T("alerts.title"), s.alertItems(src))
}

func (s *Session) alertItems(src store.Source) []menuItem {
	p, a := s.printer, s.prefs.Alerts[string(src)]
	again := func() { s.setMenu(p.T("alerts.title"), s.alertItems(src)) }
	set := func(f func(*notify.Alerts)) {
		s.setAlerts(src, f)
		again()
	}
	items := []menuItem{
		{ID: "desktop", Label: p.T("alerts.desktop"), On: checked(a.Desktop), More: true, do: func() {
			if a.Desktop {
				set(func(a *notify.Alerts) { a.Desktop = false })
				return
			}
			ui.Window().Call("nagareMayAlert").Then(func(may ui.Value) {
				if !may.Truthy() {
					s.notice(p.T("alerts.refused"), true, "", nil)
					return
				}
				set(func(a *notify.Alerts) { a.Desktop = true })
			})
		}},
		{ID: "sound", Label: p.T("alerts.sound"), On: checked(a.Sound), More: true, do: func() {
			set(func(a *notify.Alerts) { a.Sound = !a.Sound })
			if !a.Sound {
				callIf("nagareTone")
			}
		}},
		{ID: "quiet", Label: p.T("alerts.quiet"), Note: quietNote(p, a), Icon: "moon", do: func() { s.askQuiet(src) }},
		separator, {Head: true, Label: p.T("alerts.kinds")},
	}
	for _, f := range append(notify.Filters()[1:], notify.KindChat) {
		off := slices.Contains(a.Off, f)
		items = append(items, menuItem{ID: "kind-" + string(f), Label: p.T("notices.filter." + string(f)), On: checked(!off), More: true, do: func() {
			set(func(a *notify.Alerts) {
				a.Off = slices.DeleteFunc(slices.Clone(a.Off), func(x notify.Filter) bool { return x == f })
				if !off {
					a.Off = append(a.Off, f)
				}
			})
		}})
	}
	return append(items, separator, menuItem{ID: "mutes", Label: p.T("mutes.title"), Icon: "volume-off", More: true, do: func() { s.muteMenuFor(src, again) }})
}

func (s *Session) setAlerts(src store.Source, f func(*notify.Alerts)) {
	s.change(func(pr *Preferences) {
		all := map[string]notify.Alerts{}
		for k, v := range pr.Alerts {
			all[k] = v
		}
		a := all[string(src)]
		f(&a)
		all[string(src)] = a
		pr.Alerts = all
	})
}

func quietNote(p printer, a notify.Alerts) string {
	if !a.Quiet {
		return p.T("alerts.quiet.none")
	}
	return p.T("alerts.quiet.span", clock(a.From), clock(a.Until))
}

// askQuiet asks for the quiet hours; empty fields mean none.
func (s *Session) askQuiet(src store.Source) {
	p, a := s.printer, s.prefs.Alerts[string(src)]
	from, until := "", ""
	if a.Quiet {
		from, until = clock(a.From), clock(a.Until)
	}
	s.ask(question{Title: p.T("alerts.quiet"), Text: p.T("alerts.quiet.how"), Yes: p.T("app.save"), Fields: []questionField{
		{ID: "from", Label: p.T("alerts.quiet.from"), Value: from, Max: 5}, {ID: "until", Label: p.T("alerts.quiet.until"), Value: until, Max: 5},
	}}, func(v map[string]string) {
		f, ok := minutes(v["from"])
		u, ok2 := minutes(v["until"])
		empty := strings.TrimSpace(v["from"]+v["until"]) == ""
		if !empty && (!ok || !ok2) {
			s.notice(p.T("alerts.quiet.bad"), true, "", nil)
			return
		}
		s.setAlerts(src, func(a *notify.Alerts) { a.Quiet, a.From, a.Until = !empty, f, u })
	})
}

func clock(m int) string {
	pad := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return pad(m/60) + ":" + pad(m%60)
}

// minutes reads a time of day such as 7:30, 0730 or full-width ２２：００.
func minutes(v string) (int, bool) {
	var digits []int
	colon := -1
	for _, r := range strings.TrimSpace(v) {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, int(r-'0'))
		case r >= '０' && r <= '９':
			digits = append(digits, int(r-'０'))
		case (r == ':' || r == '：' || r == '.') && colon < 0:
			colon = len(digits)
		default:
			return 0, false
		}
	}
	if colon < 0 {
		colon = len(digits)
		if len(digits) > 2 {
			colon -= 2
		}
	}
	number := func(d []int) (n int) {
		for _, x := range d {
			n = 10*n + x
		}
		return n
	}
	if len(digits) == 0 || len(digits) > 4 || colon == 0 || colon > 2 || len(digits)-colon > 2 {
		return 0, false
	}
	h, m := number(digits[:colon]), number(digits[colon:])
	return h*60 + m, h < 24 && m < 60
}
