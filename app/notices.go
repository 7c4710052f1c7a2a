package app

import (
	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/markup"
	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// notices are the notifications of an account, in a column.
type notices struct {
	c      *column
	src    store.Source
	filter notify.Filter
	rows   []notify.Row
	hidden int // kept away by mutes
	unread int
	older  notify.State
	why    string
	gap    notify.Gap
	loaded bool
	asked  map[string]request // follow requests of the rows, by user id
	page   *markup.Page
}

type request struct {
	waits  bool
	answer notify.Answer
}

const moreKey = "more"

func newNotices(c *column) *notices {
	n := &notices{c: c, src: c.col.Spec.Source()}
	c.s.late("late/notices.css")
	n.fill()
	return n
}

// fill takes a snapshot of the inbox.
func (n *notices) fill() {
	n.c.s.hub.Inbox(n.src, func(b *notify.Box, m *mute.Set) {
		n.rows, n.hidden = b.Rows(n.filter, m)
		n.unread, n.older, n.why, n.gap, n.loaded = b.Unread(), b.Older(), b.Why(), b.Gap(), b.Loaded()
		n.asked = map[string]request{}
		for _, r := range n.rows {
			if r.N != nil && r.N.Type == misskey.NotifyReceiveRequest {
				waits, _, a := b.Request(r.N.UserID)
				n.asked[r.N.UserID] = request{waits, a}
			}
		}
	})
}

func (n *notices) leave() {}

func (n *notices) keys() []string {
	keys := make([]string, 0, len(n.rows)+1)
	for _, r := range n.rows {
		keys = append(keys, r.Key)
	}
	if len(keys) > 0 {
		keys = append(keys, moreKey)
	}
	return keys
}

func (n *notices) row(w *markup.Writer, page *markup.Page, key string) {
	p := page.Printer
	if key == moreKey {
		n.more(w, p)
		return
	}
	r, ok := notify.Find(n.rows, key)
	switch {
	case !ok:
	case r.Gap:
		state := "open"
		if n.gap.Filling {
			state = "filling"
		}
		markup.GapRow(w, page, key, markup.Gap{Key: key, State: state, Cause: "connection-lost", Since: n.gap.Since})
	default:
		markup.NoticeRow(w, page, n.notice(p, r))
	}
}

func (n *notices) more(w *markup.Writer, p printer) {
	switch n.older {
	case notify.Loading:
		markup.More(w, moreKey, p.T("notices.loading"), 0, true, true)
	case notify.End:
		markup.More(w, moreKey, p.T("notices.end"), 0, false, false)
	case notify.Failed:
		w.Start(markup.Div, markup.Class("tail"), markup.Role("article"), markup.Data("key", moreKey), markup.Tabindex(-1))
		if n.noRight() {
			w.Elem(markup.P, p.T("notices.noright", n.host()))
			login := markup.Href(markup.Own(n.c.s.loginHref(n.src.Origin(), n.src.UserID())))
			w.Elem(markup.A, p.T("accounts.rights"), append(login, markup.Class("button small"), markup.Data("do", "login"))...)
		} else {
			w.Elem(markup.P, n.failed(p))
			w.Elem(markup.Button, p.T("column.retry"), markup.Class("button small"), markup.Data("act", "more"))
		}
		w.End()
	default:
		markup.More(w, moreKey, p.T("notices.more"), 0, false, true)
	}
}

func (n *notices) end() {
	if n.loaded && n.older == notify.More {
		n.c.s.hub.OlderNotifications(n.src)
	}
}

func (n *notices) act(act, key, arg string, at ui.Value) bool {
	s := n.c.s
	r, ok := notify.Find(n.rows, key)
	switch act {
	case "more":
		s.hub.OlderNotifications(n.src)
	case "gap":
		s.hub.RetryNotifications(n.src)
	case markup.FoldMuted:
		n.c.fold(key, act)
	case "accept", "reject":
		s.hub.AnswerRequest(n.src, arg, act == "accept")
	case "join", "ignore":
		s.hub.AnswerInvitation(n.src, arg, act == "join", func(err error) {
			switch {
			case err != nil:
				s.sayError(s.printer.T("notices.invite.failed"), err, n.src.Origin(), nil)
			case act == "join":
				s.say(s.printer.T("notices.invite.joined"))
			}
		})
	case "open":
		switch {
		case !ok || r.N == nil:
		case r.N.Note != nil:
			s.sees(n.src)
			s.navigate(markup.NotePath(subject(r.N).ID, s.host(n.src.Origin())))
		case r.N.User != nil:
			s.sees(n.src)
			s.navigate(markup.UserPath(r.N.User.Username, r.N.User.Host, s.host(n.src.Origin())))
		}
	case markup.ActReply:
		if ok && r.N != nil && r.N.Note != nil {
			s.answer(n.src, r.N.Note, false)
		}
	case "go":
		s.sees(n.src)
	default:
		return false
	}
	return true
}

// bar lets the reader choose what is shown, and says that all of it was seen.
func (n *notices) bar(p printer) ui.UI {
	var options []ui.UI
	for _, f := range notify.Filters() {
		options = append(options, ui.Option().Value(string(f)).Selected(f == n.filter).Text(p.T("notices.filter."+or(string(f), "all"))))
	}
	hidden := ""
	if n.hidden > 0 {
		hidden = p.N("notices.hidden", n.hidden)
	}
	return ui.Div().Class("noticebar").Body(
		ui.Select().Aria("label", p.T("notices.filter")).DataSet("do", "notices.filter").OnChange(n.onFilter, ui.EventScope("notices")).Body(options...),
		ui.Span().Class("grow").Text(hidden),
		ui.Button().Class("button small").DataSet("do", "notices.read").Disabled(n.unread == 0).OnClick(n.onRead, ui.EventScope("notices")).Text(p.T("notices.read")),
		ui.Button().Class("iconbutton").DataSet("do", "notices.settings").Title(p.T("alerts.title")).Aria("label", p.T("alerts.title")).OnClick(n.onSettings, ui.EventScope("notices")).Body(icon("settings")),
	)
}

func (n *notices) onFilter(ctx ui.Context, e ui.Event) {
	n.filter = notify.Filter(ctx.JSSrc().Get("value").String())
	n.fill()
	n.c.resync()
}

func (n *notices) onRead(ctx ui.Context, e ui.Event)     { n.c.s.hub.ReadNotifications(n.src) }
func (n *notices) onSettings(ctx ui.Context, e ui.Event) { n.c.s.alertMenu(n.src, ctx.JSSrc()) }

func (n *notices) blank(p printer) (string, string, ui.UI) {
	switch {
	case n.loaded && n.filter != notify.All:
		return "bell", p.T("notices.none.filter"), nil
	case n.loaded:
		return "bell", p.T("notices.none"), nil
	case n.older == notify.Failed && n.noRight():
		return "lock", p.T("notices.noright", n.host()), ui.A().Class("button primary").DataSet("do", "login").Href(n.c.s.loginHref(n.src.Origin(), n.src.UserID())).Text(p.T("accounts.rights"))
	case n.older == notify.Failed:
		return "alert-triangle", n.failed(p), ui.Button().Class("button").DataSet("do", "notices.retry").OnClick(n.onRetry, ui.EventScope("notices")).Body(icon("refresh"), ui.Span().Text(p.T("column.retry")))
	}
	return "", p.T("notices.loading"), nil
}

func (n *notices) onRetry(ctx ui.Context, e ui.Event) { n.c.s.hub.RetryNotifications(n.src) }

func (n *notices) host() string { return n.c.s.host(n.src.Origin()) }

// noRight reports whether the sign-in does not include reading notifications, as we know it or as the server says.
func (n *notices) noRight() bool {
	return n.why == string(store.ReasonNoPermission) || n.why == string(misskey.FaultPermission)
}

// failed words why a page did not come.
func (n *notices) failed(p printer) string {
	return p.T("notices.failed") + " " + refusal.Words(p, &misskey.Error{Fault: misskey.Fault(n.why)}, n.host())
}

// notice is a row in words.
func (n *notices) notice(p printer, r notify.Row) markup.Notice {
	x := r.N
	k := noticeKinds[x.Type]
	if k.icon == "" {
		k = noticeKind{icon: "bell", key: "notices.other"}
	}
	out := markup.Notice{Key: r.Key, Type: x.Type, At: x.CreatedAt, New: r.New, Icon: k.icon, Words: p.T(k.key, "{0}", x.Type),
		Note: subject(x), Names: func(more int) string { return p.N("notices.others", more) }}
	if r.Muted.Level == mute.Soft {
		out.Muted = r.Muted.By
	}
	emoji := func(note *misskey.Note, key string) markup.Reaction {
		name, host, custom := misskey.SplitReaction(key)
		out := markup.Reaction{Key: key}
		if custom {
			if note != nil {
				out.URL = note.ReactionEmojis[name+"@"+host]
			}
			if out.URL == "" {
				out.URL = n.c.server.EmojiURL(name)
			}
		}
		return out
	}
	for _, m := range r.Members {
		if m.User != nil {
			out.Who = append(out.Who, m.User)
		}
		if m.Reaction != "" {
			out.Reactions = append(out.Reactions, emoji(m.Note, m.Reaction))
		}
		for i := range m.Users {
			out.Who = append(out.Who, &m.Users[i])
		}
		for _, g := range m.Reactions {
			if g.User != nil {
				out.Who = append(out.Who, g.User)
			}
			out.Reactions = append(out.Reactions, emoji(m.Note, g.Reaction))
		}
	}
	switch x.Type {
	case misskey.NotifyMention, misskey.NotifyReply, misskey.NotifyQuote:
		if n.c.s.book.Can(n.src, "write:notes") {
			out.Controls = append(out.Controls, markup.NoticeControl{Act: markup.ActReply, Words: p.T("act.reply"), Icon: "arrow-back-up"})
		}
	case misskey.NotifyReceiveRequest:
		n.requestControls(p, x, &out)
	case misskey.NotifyRequestAccepted:
		out.Text = x.Message
	case misskey.NotifyRoleAssigned:
		if x.Role != nil {
			out.Title, out.Text = x.Role.Name, x.Role.Description
		}
	case misskey.NotifyAchievement:
		out.Title = achievement(p, x.Achievement)
	case misskey.NotifyExportCompleted:
		out.Title = x.ExportedEntity
	case misskey.NotifyLogin, "loginFailed":
		out.Text = x.IP
	case misskey.NotifyApp:
		out.Title, out.Text, out.Link = x.Header, x.Body, x.Link
	case misskey.NotifyChatInvitation:
		if x.Invitation != nil && x.Invitation.Room != nil {
			out.Title = x.Invitation.Room.Name
			if x.Invitation.User != nil && len(out.Who) == 0 {
				out.Who = []*misskey.User{x.Invitation.User}
			}
			if n.c.s.book.Can(n.src, "write:chat") {
				out.Controls = []markup.NoticeControl{{Act: "join", Arg: x.Invitation.Room.ID, Words: p.T("notices.join"), Icon: "check", Primary: true}, {Act: "ignore", Arg: x.Invitation.Room.ID, Words: p.T("notices.ignore"), Icon: "x"}}
			}
		}
	case misskey.NotifyGroupInvited:
		if x.Invitation != nil && x.Invitation.Group != nil {
			out.Title = x.Invitation.Group.Name
		}
	default:
		out.Text = x.Reason
	}
	return out
}

func (n *notices) requestControls(p printer, x *misskey.Notification, out *markup.Notice) {
	r := n.asked[x.UserID]
	switch {
	case r.answer.Failed != "":
		out.Outcome = p.T("notices.request.failed")
	case r.answer.Done && r.answer.Accept:
		out.Outcome = p.T("notices.request.accepted")
	case !r.answer.Pending && !r.waits:
		out.Outcome = p.T("notices.request.answered")
	}
	if r.waits && n.c.s.book.Can(n.src, "write:following") {
		busy := r.answer.Pending
		out.Controls = []markup.NoticeControl{
			{Act: "accept", Arg: x.UserID, Words: p.T("notices.accept"), Icon: "check", Primary: true, Busy: busy},
			{Act: "reject", Arg: x.UserID, Words: p.T("notices.reject"), Icon: "x", Busy: busy},
		}
	}
}

// subject is the note a notification is about: of a renote that of the account, not the renoting one.
func subject(x *misskey.Notification) *misskey.Note {
	if x.Note != nil && x.Note.Renote != nil && x.Note.IsPureRenote() {
		return x.Note.Renote
	}
	return x.Note
}

type noticeKind struct{ icon, key string }

// noticeKinds are all types of protocol section 6.2 and of the forks; what is not among them is shown by its name.
var noticeKinds = map[string]noticeKind{
	misskey.NotifyNote:                {"edit", "notices.note"},
	misskey.NotifyNoteGrouped:         {"edit", "notices.note"},
	misskey.NotifyMention:             {"at", "notices.mention"},
	misskey.NotifyReply:               {"arrow-back-up", "notices.reply"},
	misskey.NotifyRenote:              {"repeat", "notices.renote"},
	misskey.NotifyRenoteGrouped:       {"repeat", "notices.renote"},
	misskey.NotifyQuote:               {"quote", "notices.quote"},
	misskey.NotifyReaction:            {"heart", "notices.reaction"},
	misskey.NotifyReactionGrouped:     {"heart", "notices.reaction"},
	"reaction:groupedByUser":          {"heart", "notices.reaction"},
	misskey.NotifyPollEnded:           {"chart-bar", "notices.poll"},
	"pollVote":                        {"chart-bar", "notices.vote"},
	misskey.NotifyFollow:              {"user", "notices.follow"},
	misskey.NotifyReceiveRequest:      {"lock", "notices.request"},
	misskey.NotifyRequestAccepted:     {"check", "notices.accepted"},
	misskey.NotifyRoleAssigned:        {"badge", "notices.role"},
	misskey.NotifyChatInvitation:      {"messages", "notices.invite"},
	misskey.NotifyAchievement:         {"star", "notices.achievement"},
	misskey.NotifyExportCompleted:     {"download", "notices.export"},
	misskey.NotifyLogin:               {"lock", "notices.login"},
	"followRequestRejected":           {"x", "notices.rejected"},
	"unfollow":                        {"minus", "notices.unfollow"},
	"blocked":                         {"ban", "notices.blocked"},
	"unblocked":                       {"user", "notices.unblocked"},
	"scheduledNoteFailed":             {"alert-triangle", "notices.scheduled.failed"},
	"loginFailed":                     {"alert-triangle", "notices.loginfailed"},
	misskey.NotifyCreateToken:         {"apps", "notices.token"},
	misskey.NotifyApp:                 {"apps", "notices.app"},
	misskey.NotifyTest:                {"bell", "notices.test"},
	misskey.NotifyScheduled:           {"clock", "notices.scheduled"},
	misskey.NotifyScheduledPosted:     {"clock", "notices.scheduled.posted"},
	misskey.NotifyScheduledError:      {"alert-triangle", "notices.scheduled.failed"},
	misskey.NotifyScheduledPostFailed: {"alert-triangle", "notices.scheduled.failed"},
	misskey.NotifySensitiveFlag:       {"eye-off", "notices.sensitive"},
	misskey.NotifyEdited:              {"edit", "notices.edited"},
	misskey.NotifyGroupInvited:        {"users", "notices.group"},
}
