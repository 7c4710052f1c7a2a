package live

import (
	"context"
	"errors"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// Sizes of pages.
const (
	firstPage = 30
	olderPage = 40
	fillPage  = 50
)

// pages fetches the newest page of a column and older ones.
type pages struct {
	c      *column
	ok     bool         // the last page came
	fail   store.Reason // why the last one did not
	met    bool         // a page met what the channel delivers
	asked  bool         // a newest page is under way
	epoch  uint64       // of that page; 0: asked for before the channel delivered
	wanted bool         // another one is wanted after it
	olderB bool         // an older page is under way
	tries  int
	retry  *timer
}

func (p *pages) stop() { p.retry.stop() }

// first asks for the newest page as a witness and to have something to show; it is not trusted to reach up to now.
func (p *pages) first() { p.newest(0) }

// head asks for the newest page while the channel delivers: it joins what was there to what comes.
func (p *pages) head() {
	if p.c.hasTimeline {
		p.newest(p.c.h.st.Epoch(p.c.id))
	}
}

// again asks for whichever of the two fits.
func (p *pages) again() {
	if p.c.chState.Delivering() {
		p.head()
	} else if p.c.hasTimeline {
		p.first()
	}
}

func (p *pages) newest(epoch uint64) {
	c, h := p.c, p.c.h
	if p.asked {
		if epoch != 0 && epoch != p.epoch {
			p.wanted = true
		}
		return
	}
	p.retry.stop()
	p.asked, p.epoch, p.wanted = true, epoch, false
	h.apply(store.PageAsked{Column: c.id})
	seq, began, api := h.st.Seq(), h.now(), c.src.api
	h.background(c.ctx, func(ctx context.Context) func() {
		got, err := c.fetch(ctx, api, misskey.Page{Limit: firstPage}, misskey.Visible)
		return func() {
			p.asked = false
			if err != nil {
				p.failed(err)
			} else {
				p.came(got, epoch, seq, began)
			}
			if p.wanted && c.chState.Delivering() {
				p.head()
			}
			c.derive()
		}
	})
}

func (p *pages) came(got answer, epoch, seq uint64, began time.Time) {
	c, h := p.c, p.c.h
	p.ok, p.fail, p.tries = true, store.Reason{}, 0
	rest := store.GapCause("")
	if !p.met { // until the first page that reaches up to now, what is missing above is no interruption
		rest = store.CauseStart
		p.met = epoch != 0 && epoch == h.st.Epoch(c.id)
	}
	c.merge(store.PageFetched{Column: c.id, Epoch: epoch, Notes: got.notes, Exhausted: got.exhausted, Asked: seq, Rest: rest,
		At: h.now()})
	if took := h.now().Sub(began); took > 0 {
		h.apply(store.DetailsSet{ID: c.id, Add: func(d *store.Details) {
			if d.FirstPage == 0 {
				d.FirstPage = took
			}
		}})
	}
	if epoch != 0 && epoch == h.st.Epoch(c.id) {
		c.witness.from(got.notes, began)
	}
	c.src.fill.run()
}

func (p *pages) failed(err error) {
	c, h := p.c, p.c.h
	p.ok, p.fail = false, c.reason(err)
	if lasting(p.fail.Code) {
		h.apply(store.PageFailed{Column: c.id, Reason: p.fail})
		return
	}
	// Later, and spread: many columns fail at the same moment.
	wait := min(2*time.Second<<min(p.tries, 5), time.Minute)
	wait = wait/2 + time.Duration(h.o.Rand()*float64(wait/2))
	if limit := p.fail.RetryAt.Sub(h.now()); !p.fail.RetryAt.IsZero() && limit > wait {
		wait = limit
	}
	p.tries++
	p.fail.RetryAt = h.now().Add(wait)
	h.apply(store.PageFailed{Column: c.id, Reason: p.fail})
	p.retry.stop()
	p.retry = h.after(wait, func() {
		if !h.paused {
			p.again()
		}
	})
}

// older asks for the page below the oldest note.
func (c *column) older() {
	p, h := &c.page, c.h
	view, ok := h.st.Column(c.id)
	if !ok || p.olderB || !c.hasTimeline || c.src.api == nil || view.Older == store.OlderEnd {
		return
	}
	edge := h.st.Edge(c.id)
	if edge.Oldest == "" {
		p.again()
		return
	}
	p.olderB = true
	h.apply(store.PageAsked{Column: c.id, Older: true})
	seq, api := h.st.Seq(), c.src.api
	h.background(c.ctx, func(ctx context.Context) func() {
		got, err := c.fetch(ctx, api, misskey.Page{UntilID: edge.Oldest, Limit: olderPage}, misskey.Visible)
		return func() {
			p.olderB = false
			if err != nil {
				h.apply(store.PageFailed{Column: c.id, Older: true, Reason: c.reason(err)})
				return
			}
			c.merge(store.PageFetched{Column: c.id, Notes: got.notes, Until: edge.Oldest, Exhausted: got.exhausted, Older: true,
				Asked: seq, At: h.now()})
		}
	})
}

// merge takes in a page and has what it lacks looked at.
func (c *column) merge(p store.PageFetched) {
	ch := c.h.apply(p)
	c.src.repairs.doubt(ch.Columns[c.id].Doubt)
}

// answer is a page as it came.
type answer struct {
	notes     []store.RawNote
	exhausted bool // asked twice, nothing came (P3.4)
}

// fetch asks for a page. It runs without the lock.
func (c *column) fetch(ctx context.Context, api *misskey.API, page misskey.Page, prio misskey.Priority) (answer, error) {
	ctx = misskey.WithPriority(ctx, prio)
	from := misskey.TimelineSource{Channel: c.spec.Channel, Params: c.spec.Params}
	for try := 0; ; try++ {
		list, err := api.Timeline(ctx, from, page)
		if err != nil {
			return answer{}, err
		}
		if len(list) > 0 {
			got := answer{notes: make([]store.RawNote, len(list))}
			for i, n := range list {
				got.notes[i] = store.RawNote{ID: n.ID, Raw: n.Raw}
			}
			return got, nil
		}
		if try == 1 {
			return answer{exhausted: true}, nil
		}
		// Filters run after the window of ids, so an empty answer may be one window without anything for us (P3.4): ask
		// again with the largest one.
		page.Limit = 100
	}
}

// reason sorts a failed call into what the column is to say.
func (c *column) reason(err error) store.Reason {
	var e *misskey.Error
	if !errors.As(err, &e) {
		return store.Reason{Code: store.ReasonNoAnswer, Detail: err.Error()}
	}
	r := store.Reason{Detail: e.Code}
	if r.Detail == "" {
		r.Detail = e.Message
	}
	if e.RetryAfter > 0 {
		r.RetryAt = c.h.now().Add(e.RetryAfter)
	}
	anonymous := c.src.token == ""
	switch e.Fault {
	case misskey.FaultUnreachable, misskey.FaultTimeout, misskey.FaultCanceled:
		r.Code = store.ReasonNoAnswer
	case misskey.FaultNotMisskey:
		r.Code = store.ReasonNotMisskey
		if c.h.server(c.spec.Origin).known {
			r.Code = store.ReasonGarbage
		}
	case misskey.FaultTooLarge:
		r.Code = store.ReasonGarbage
	case misskey.FaultNoEndpoint:
		r.Code = store.ReasonUnknownChannel
	case misskey.FaultNeedsLogin:
		r.Code = store.ReasonForbiddenAnonymous
		if c.needsLogin() {
			r.Code = store.ReasonNeedsLogin
		}
	case misskey.FaultPermission:
		r.Code = store.ReasonNoPermission
		if anonymous {
			r.Code = store.ReasonForbiddenAnonymous
		}
	case misskey.FaultDisabled:
		switch e.Code {
		case "LTL_DISABLED":
			r.Code = store.ReasonLTLDisabled
		case "GTL_DISABLED":
			r.Code = store.ReasonGTLDisabled
		default:
			r.Code = store.ReasonTimelineDisabled
		}
	case misskey.FaultTokenDead:
		r.Code = store.ReasonTokenDead
		if anonymous {
			r.Code = store.ReasonForbiddenAnonymous
		}
	case misskey.FaultSuspended:
		r.Code = store.ReasonSuspended
	case misskey.FaultRateLimited, misskey.FaultProcessing:
		r.Code = store.ReasonRateLimited
	case misskey.FaultServer:
		r.Code = store.ReasonServerError
	case misskey.FaultArguments:
		r.Code = store.ReasonBadParams
	default:
		r.Code = store.ReasonHTTP
		if e.Code == misskey.CodeInvalidParam || len(e.Code) > 8 && e.Code[:8] == "NO_SUCH_" {
			r.Code = store.ReasonBadParams
		}
	}
	return r
}

// lasting says whether a reason will not go away by itself. A page of a proxy's in the place of an answer may.
func lasting(code store.ReasonCode) bool {
	return decisive(code) && code != store.ReasonGarbage && code != store.ReasonNotMisskey
}

// decisive says whether a reason is what a column is to say, whatever the socket says (P2.7: an acknowledgement proves
// arrival, not permission).
func decisive(code store.ReasonCode) bool {
	switch code {
	case store.ReasonNone, store.ReasonNoAnswer, store.ReasonServerError, store.ReasonRateLimited:
		return false
	}
	return true
}
