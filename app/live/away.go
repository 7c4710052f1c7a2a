package live

import (
	"context"
	"encoding/json"
	"time"

	"nagare/app/mute"
	"nagare/app/notify"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// Way is a way in which an account keeps somebody away.
type Way uint8

// The ways. A server still sends what somebody writes whom the account blocks (P3.3): here that is not shown either.
const (
	Muting Way = iota
	RenoteMuting
	Blocking
	ways
)

// Endpoint lists whom an account keeps away, Name is who it is in an entry, Permission is needed to read it.
func (w Way) Endpoint() string {
	return [ways]string{"mute/list", "renote-mute/list", "blocking/list"}[w]
}
func (w Way) Name() string       { return [ways]string{"mutee", "mutee", "blockee"}[w] }
func (w Way) Permission() string { return [ways]string{"read:mutes", "read:mutes", "read:blocks"}[w] }

// away is whom an account keeps away: in each way by id, until when; zero: for ever.
type away struct {
	people  [ways]map[string]time.Time
	reading int       // lists under way
	since   []keeping // said since they were asked for, so that an answer from before does not undo it
}

type keeping struct {
	way    Way
	userID string
	on     bool
	until  time.Time
}

// KeepAway says that an account mutes or blocks somebody, or does not any more. The server leaves them out from now on;
// this takes away what is here already, or shows it again. undo takes it back.
func (h *Hub) KeepAway(src store.Source, w Way, userID string, on bool, until time.Time) (undo func()) {
	undo = func() {}
	h.withInbox(src, func(b *inbox) {
		was, kept := b.away.people[w][userID]
		b.keep(keeping{w, userID, on, until})
		undo = func() {
			h.withInbox(src, func(b *inbox) { b.keep(keeping{w, userID, kept, was}) })
		}
	})
	return undo
}

func (b *inbox) keep(k keeping) {
	if b.away.reading > 0 {
		b.away.since = append(b.away.since, k)
	}
	b.put(k)
	b.awayChanged()
}

func (b *inbox) put(k keeping) {
	m := b.away.people[k.way]
	if !k.on {
		delete(m, k.userID)
		return
	}
	if m == nil {
		m = map[string]time.Time{}
		b.away.people[k.way] = m
	}
	m[k.userID] = k.until
	if k.until.IsZero() {
		return
	}
	b.s.h.after(k.until.Sub(b.s.h.now()), func() {
		if t, ok := b.away.people[k.way][k.userID]; ok && t.Equal(k.until) {
			delete(b.away.people[k.way], k.userID)
			b.awayChanged()
		}
	})
}

func (b *inbox) awayChanged() {
	b.s.h.remute(b.s.key)
	b.say(notify.Changes{Me: true, Rows: true})
}

func (a *away) rules() (r mute.Rules) {
	for _, w := range []Way{Muting, Blocking} {
		for id := range a.people[w] {
			r.Users = append(r.Users, id)
		}
	}
	for id := range a.people[RenoteMuting] {
		r.Renotes = append(r.Renotes, id)
	}
	return r
}

// readLists reads once who is kept away: the server leaves the muted out of what it sends (P3.3), but not of what is here.
func (b *inbox) readLists() {
	if b.lists || b.ctx == nil {
		return
	}
	b.lists = true
	for w := range ways {
		if b.may(w.Permission()) {
			b.readList(w)
		}
	}
}

func (b *inbox) readList(w Way) {
	b.away.reading++
	api := b.s.api
	b.s.h.background(b.ctx, func(ctx context.Context) func() {
		list, err := Everything(misskey.WithPriority(ctx, misskey.Background), api, w.Endpoint())
		return func() {
			b.away.reading--
			if err == nil {
				b.listed(w, list)
			} else if f := misskey.FaultOf(err); f == misskey.FaultUnreachable || f == misskey.FaultTimeout || f == misskey.FaultServer || f == misskey.FaultRateLimited {
				b.lists = false // asked again when the account is
			}
			if b.away.reading == 0 {
				b.away.since = nil
			}
		}
	})
}

func (b *inbox) listed(w Way, list []json.RawMessage) {
	before := len(b.away.people[w])
	b.away.people[w] = nil
	for _, raw := range list {
		var x struct {
			MuteeID   string     `json:"muteeId"`
			BlockeeID string     `json:"blockeeId"`
			ExpiresAt *time.Time `json:"expiresAt"`
		}
		if json.Unmarshal(raw, &x) != nil || x.MuteeID+x.BlockeeID == "" {
			continue
		}
		k := keeping{way: w, userID: x.MuteeID + x.BlockeeID, on: true}
		if x.ExpiresAt != nil {
			k.until = *x.ExpiresAt
		}
		b.put(k)
	}
	for _, k := range b.away.since {
		if k.way == w {
			b.put(k)
		}
	}
	if before+len(b.away.people[w]) > 0 {
		b.awayChanged()
	}
}

// Sizes of what is read of a list to its end.
const (
	listPage  = 100
	listPages = 30
)

// Everything reads a list page by page to its end, or the newest 3000 entries.
func Everything(ctx context.Context, api *misskey.API, endpoint string) (all []json.RawMessage, err error) {
	params := map[string]any{"limit": listPage}
	for range listPages {
		raw, err := api.Raw(ctx, endpoint, params)
		if err != nil {
			return nil, err
		}
		var page []json.RawMessage
		if err := json.Unmarshal(raw, &page); err != nil {
			return nil, err
		}
		all = append(all, page...)
		var last struct {
			ID string `json:"id"`
		}
		if len(page) < listPage || json.Unmarshal(page[len(page)-1], &last) != nil || last.ID == "" || last.ID == params["untilId"] {
			break
		}
		params["untilId"] = last.ID
	}
	return all, nil
}
