package live

import (
	"context"
	"slices"
	"time"

	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream"
	"nagare/stream/misskey"
)

// Sizes of pages of notifications, and how many are fetched by themselves after an interruption.
const (
	inboxPage   = 40
	inboxMissed = 100
	missedPages = 6
)

// justBefore is how long after the channel went live something may be told as unread, two seconds late, that was there
// before (P6.1).
const justBefore = 5 * time.Second

// inbox is what concerns one account: its main channel, its notifications and its mutes. It is kept while the account is
// attended or a column shows it, also while the page is hidden.
type inbox struct {
	s        *source
	box      notify.Box
	ch       notify.Changes // since the last Inboxes
	attended bool
	columns  int

	ctx      context.Context
	cancel   context.CancelFunc
	main     *stream.Channel
	live     bool
	liveAt   time.Time
	asked    [3]bool // pages under way, by kind
	again    [3]bool // and asked for once more since: what is under way may be older than what is missed
	asking   bool    // i is under way
	askAgain bool    // and what it tells may be old already
	lists    bool    // the lists of whom it keeps away were asked for
	tries    int
	retry    *timer
	meTries  int
	meRetry  *timer

	me   *misskey.User // nil: not read yet
	away away
}

// Attend keeps an account's main channel whether or not a column shows it, or does not any more.
func (h *Hub) Attend(src store.Source, on bool) {
	h.do(func() {
		if src.UserID() == "" || !on && h.inboxes[src] == nil {
			return
		}
		b := h.inbox(src)
		b.attended = on
		b.settle()
	})
}

// Inbox calls f with what concerns an account, and with what it does not want to see. f runs under the hub's lock, as
// that of View. It answers false for an account that is not attended.
func (h *Hub) Inbox(src store.Source, f func(b *notify.Box, m *mute.Set)) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := h.inboxes[src]
	if b == nil {
		return false
	}
	f(&b.box, h.mutes(src))
	return true
}

// Ended is why the connection of an attended account ended for good, with a column for it or without one; zero while it
// did not.
func (h *Hub) Ended(src store.Source) store.Reason {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := h.inboxes[src]
	switch {
	case b == nil:
	case b.s.dead.Code != "":
		return b.s.dead
	case b.s.client != nil && b.s.state.Phase == stream.Closed:
		return closing(b.s.state.Reason)
	}
	return store.Reason{}
}

// Inboxes returns what changed since the last time, for each account.
func (h *Hub) Inboxes() map[store.Source]notify.Changes {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out map[store.Source]notify.Changes
	for src, b := range h.inboxes {
		if b.ch.Empty() {
			continue
		}
		if out == nil {
			out = map[store.Source]notify.Changes{}
		}
		out[src], b.ch = b.ch, notify.Changes{}
	}
	return out
}

// Me is the account itself as its server told last; nil while it is not known.
func (h *Hub) Me(src store.Source) *misskey.User {
	h.mu.Lock()
	defer h.mu.Unlock()
	if b := h.inboxes[src]; b != nil {
		return b.me
	}
	return nil
}

// inbox returns that of an account, made when first asked for.
func (h *Hub) inbox(src store.Source) *inbox {
	if b := h.inboxes[src]; b != nil {
		return b
	}
	b := &inbox{s: h.source(src)}
	if h.inboxes == nil {
		h.inboxes = map[store.Source]*inbox{}
	}
	h.inboxes[src], b.s.inbox = b, b
	return b
}

func (b *inbox) wanted() bool { return b.attended || b.columns > 0 }

// settle begins or ends what the inbox does.
func (b *inbox) settle() {
	switch {
	case b.wanted() && b.ctx == nil:
		b.ctx, b.cancel = context.WithCancel(b.s.h.ctx)
		b.begin()
	case !b.wanted() && b.ctx != nil:
		b.cancel()
		b.ctx, b.asked, b.again, b.asking = nil, [3]bool{}, [3]bool{}, false
		b.meRetry.stop()
		b.lists, b.away.reading, b.away.since = false, 0, nil
		b.retry.stop()
		b.leave()
		b.s.idle()
	}
}

// retryNow asks again for whatever failed or is missing.
func (b *inbox) retryNow() {
	b.tries = 0
	b.join()
	if b.box.Loaded() {
		b.missed(0)
	} else {
		b.newest()
	}
	if b.me == nil {
		b.fetchMe()
	}
}

// begin asks for everything at once; what came before the channel was there is asked for again when it is (law 2).
func (b *inbox) begin() {
	if !b.s.account || b.s.api == nil {
		return
	}
	b.s.h.server(b.s.key.Origin()).describe()
	b.fetchMe()
	b.newest()
	b.join()
}

// join asks for the main channel on the source's client.
func (b *inbox) join() {
	if b.ctx == nil || b.main != nil || !b.s.account || !b.s.connect() || b.main != nil {
		return
	}
	ch, err := b.s.client.Join(stream.Custom("main", nil), nil)
	if err != nil {
		return
	}
	b.main = ch
	h, ctx := b.s.h, b.ctx
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		h.pump(ctx, ch.Reader(), func(e stream.Event) {
			if b.main == ch {
				b.event(e)
			}
		})
	}()
}

// leave gives the channel up, or notes that its client is gone.
func (b *inbox) leave() {
	if b.main == nil {
		return
	}
	b.main.Leave()
	b.main.Reader().Close()
	b.main = nil
	if b.live {
		b.live = false
		b.interrupted(b.s.h.now())
	}
}

// interrupted says that something may be missed from a moment on, which an answer that is under way does not have.
func (b *inbox) interrupted(since time.Time) {
	b.again[notify.Missed] = b.asked[notify.Missed]
	b.apply(notify.Interrupted{Since: since})
}

// apply changes the box and wakes whoever draws it.
func (b *inbox) apply(e notify.Event) {
	ch := b.box.Apply(e)
	b.say(ch)
}

func (b *inbox) say(ch notify.Changes) {
	if ch.Empty() {
		return
	}
	b.ch.Merge(ch)
	b.s.h.wakeView()
}

func (b *inbox) event(e stream.Event) {
	switch e := e.(type) {
	case stream.Message:
		b.said(e.Type, e.Body)
	case stream.Gap:
		b.interrupted(e.Since)
		if !e.Until.IsZero() && b.live {
			b.missed(0)
		}
	case stream.ChannelStateChanged:
		was := b.live
		b.live = e.To.Delivering()
		if b.live && !was {
			b.tries, b.liveAt = 0, b.s.h.now()
			if b.box.Loaded() && b.box.Len() > 0 {
				if !b.box.Gap().Open { // the first page was asked for before the channel was there
					b.interrupted(e.To.Since)
				}
				b.missed(0)
			} else {
				b.newest()
			}
			b.fetchMe()
		}
	}
}

// said takes in an event of the main channel (P6.1).
func (b *inbox) said(typ string, body []byte) {
	switch typ {
	case "notification":
		if n, err := misskey.DecodeNotification(body); err == nil {
			b.apply(notify.Arrived{N: n})
		}
	case "unreadNotification":
		if n, err := misskey.DecodeNotification(body); err == nil {
			hidden := b.s.h.mutes(b.s.key).JudgeNotification(n).Level == mute.Hard
			b.apply(notify.Unread{N: n, Hidden: hidden})
			if b.asking || b.s.h.now().Sub(b.liveAt) < justBefore { // it may be in the account's count already, or not yet
				b.fetchMe()
			}
		}
	case "readAllNotifications":
		b.askAgain = b.askAgain || b.asking // what is under way was counted before this, maybe
		b.apply(notify.AllRead{})
	case "notificationFlushed":
		b.apply(notify.Flushed{})
	case "meUpdated":
		if u, err := misskey.DecodeUser(body); err == nil {
			b.askAgain = b.askAgain || b.asking // what is under way was answered before this, maybe
			b.meRead(u)
		}
	case "newChatMessage":
		if m, err := misskey.DecodeChatMessage(body); err == nil {
			b.apply(notify.ChatUnread{M: m})
		}
	case "receiveFollowRequest", "mention", "reply", "renote", "unreadMention": // told by a notification too
	default:
		b.say(notify.Changes{Said: []string{typ}})
	}
}

// fetchMe reads the account: flags, mutes, policies (P6.4).
func (b *inbox) fetchMe() {
	if b.asking || b.ctx == nil {
		b.askAgain = true
		return
	}
	b.asking, b.askAgain = true, false
	b.meRetry.stop()
	api := b.s.api
	b.s.h.background(b.ctx, func(ctx context.Context) func() {
		u, err := api.I(misskey.WithPriority(ctx, misskey.Visible))
		return func() {
			b.asking = false
			if b.askAgain {
				b.fetchMe()
				return
			}
			if err == nil {
				b.meTries = 0
				b.meRead(u)
				b.readLists()
				return
			}
			if passes(err) {
				b.meRetry = b.s.h.after(b.wait(&b.meTries), b.fetchMe)
			}
		}
	})
}

// passes says whether a call that failed may succeed later.
func passes(err error) bool {
	switch misskey.FaultOf(err) {
	case misskey.FaultUnreachable, misskey.FaultTimeout, misskey.FaultServer, misskey.FaultRateLimited, misskey.FaultNotMisskey:
		return true
	}
	return false
}

// wait is how long to wait before the next of some tries, spread.
func (b *inbox) wait(tries *int) time.Duration {
	d := min(3*time.Second<<min(*tries, 5), time.Minute)
	*tries++
	return d/2 + time.Duration(b.s.h.o.Rand()*float64(d/2))
}

func (b *inbox) meRead(u *misskey.User) {
	b.me = u
	if u.Me == nil {
		return
	}
	b.s.h.remute(b.s.key)
	b.say(notify.Changes{Me: true})
	b.apply(notify.MeRead{Unread: u.Me.UnreadNotificationsCount, Any: u.Me.HasUnreadNotification, Requests: u.Me.HasPendingReceivedFollowRequest,
		Chat: u.Me.HasUnreadChatMessages || u.Me.HasUnreadMessagingMessage})
	b.requests()
}

// may reports whether the token has a permission, as far as is known.
func (b *inbox) may(permission string) bool {
	return b.s.rights == nil || slices.Contains(b.s.rights, permission)
}

// requests asks who waits to be let in, where anybody does.
func (b *inbox) requests() {
	if b.ctx == nil || !b.box.WantsRequests() {
		return
	}
	api := b.s.api
	b.s.h.background(b.ctx, func(ctx context.Context) func() {
		list, err := api.FollowRequests(misskey.WithPriority(ctx, misskey.Visible), misskey.Page{Limit: 100})
		if err != nil {
			return nil // without the right to know, whoever asked may be answered
		}
		from := make([]string, 0, len(list))
		for _, r := range list {
			if r.Follower != nil {
				from = append(from, r.Follower.ID)
			}
		}
		return func() { b.apply(notify.RequestsRead{From: from}) }
	})
}

// page asks for a part of the list. Nothing is marked as read by that (P6.3).
func (b *inbox) page(kind notify.Page, p misskey.Page, then func(list []misskey.Notification)) {
	if b.asked[kind] || b.ctx == nil {
		b.again[kind] = b.asked[kind] && kind != notify.Older
		return
	}
	if !b.may("read:notifications") {
		b.apply(notify.PageFailed{Kind: kind, Why: string(store.ReasonNoPermission)})
		return
	}
	b.asked[kind], b.again[kind] = true, false
	b.apply(notify.PageAsked{Kind: kind})
	api := b.s.api
	b.s.h.background(b.ctx, func(ctx context.Context) func() {
		list, err := api.Notifications(misskey.WithPriority(ctx, misskey.Visible), p, misskey.NotificationFilter{}, false)
		if err == nil && len(list) == 0 && p.UntilID != "" { // filters run after the window of ids (P3.4)
			p.Limit = 100
			list, err = api.Notifications(ctx, p, misskey.NotificationFilter{}, false)
		}
		return func() {
			b.asked[kind] = false
			if err != nil {
				b.apply(notify.PageFailed{Kind: kind, Why: string(misskey.FaultOf(err))})
				b.later(err)
				return
			}
			old := b.again[kind]
			b.apply(notify.PageFetched{Kind: kind, List: list, Exhausted: len(list) == 0 && !(old && kind == notify.Missed)})
			switch {
			case old && kind == notify.Newest:
				b.newest()
			case old && b.live:
				b.missed(0)
			case !old && then != nil:
				then(list)
			}
			b.wantRequests(list)
		}
	})
}

func (b *inbox) wantRequests(list []misskey.Notification) {
	for i := range list {
		if list[i].Type == misskey.NotifyReceiveRequest {
			b.requests()
			return
		}
	}
}

func (b *inbox) newest() { b.page(notify.Newest, misskey.Page{Limit: inboxPage}, nil) }

// missed asks for what came after the gap's lower edge, oldest first, page by page. An answer without anything newer,
// while the channel delivers, closes it.
func (b *inbox) missed(done int) {
	g := b.box.Gap()
	if !g.Open || done >= missedPages {
		return
	}
	if g.After == "" {
		b.newest()
		return
	}
	b.page(notify.Missed, misskey.Page{SinceID: g.After, Limit: inboxMissed}, func(list []misskey.Notification) {
		if b.live && len(list) > 0 {
			b.missed(done + 1)
		}
	})
}

// later tries again later what failed and may succeed.
func (b *inbox) later(err error) {
	if !passes(err) {
		return
	}
	b.retry.stop()
	b.retry = b.s.h.after(b.wait(&b.tries), func() {
		switch {
		case b.ctx == nil:
		case !b.box.Loaded():
			b.newest()
		case b.live:
			b.missed(0)
		}
	})
}
