package app

import (
	"context"
	"errors"
	"strings"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/accounts"
	"nagare/app/store"
	"nagare/app/taking"
)

// What the session knows of accounts: who is signed in, and how that is kept over a reload.

// loadAccounts reads what the vault kept, then calls those who wait for it.
func (s *Session) loadAccounts() {
	ui.Window().Get("nagareVault").Call("all").Then(func(v ui.Value) {
		records := make([]accounts.Record, 0, v.Length()/2)
		for i := 0; i+1 < v.Length(); i += 2 {
			records = append(records, accounts.Record{Name: v.Index(i).String(), Value: v.Index(i + 1).String()})
		}
		s.book.Load(records)
		s.signedInKnown = true
		if taking.On {
			s.attend()
		}
		s.fetchLater(len(s.book.All()) > 0)
		if taking.On {
			s.learnChats()
		}
		waiting := s.waiting
		s.waiting = nil
		for _, f := range waiting {
			f()
		}
	})
	ui.Window().Call("addEventListener", "nagare:vault", ui.FuncOf(func(ui.Value, []ui.Value) any {
		s.readAgain()
		return nil
	}))
}

// fetchLater fetches, in a quiet moment, what the page did without so far: who reacted, and for who may react the picker.
func (s *Session) fetchLater(picker bool) {
	files := []string{"late/hand.css", "late/people.js"}
	if picker {
		files = append(files, "late/picker.js")
	}
	var fetch ui.Func
	fetch = ui.FuncOf(func(ui.Value, []ui.Value) any {
		fetch.Release()
		s.late(files...)
		return nil
	})
	ui.Window().Call("setTimeout", fetch, 3000)
}

// late fetches scripts and style sheets of ours that were not needed until now; the promise tells whether all came.
func (s *Session) late(files ...string) ui.Value {
	urls := make([]any, len(files))
	for i, f := range files {
		urls[i] = s.asset(f)
	}
	return ui.Window().Call("nagareLate", urls...)
}

// readAgain takes in what another tab changed. Columns of an account that is gone, or of a new one, are made anew by
// loading the page again: then nothing of it is left in memory.
func (s *Session) readAgain() {
	before := s.roster()
	ui.Window().Get("nagareVault").Call("all").Then(func(v ui.Value) {
		records := make([]accounts.Record, 0, v.Length()/2)
		for i := 0; i+1 < v.Length(); i += 2 {
			records = append(records, accounts.Record{Name: v.Index(i).String(), Value: v.Index(i + 1).String()})
		}
		s.book.Load(records)
		after := s.roster()
		for src := range before {
			if !after[src] {
				ui.Window().Get("location").Call("reload")
				return
			}
		}
		s.changed()
	})
}

func (s *Session) roster() map[store.Source]bool {
	m := map[store.Source]bool{}
	for _, a := range s.book.All() {
		m[a.Source()] = true
	}
	return m
}

// whenSignedIn calls f as soon as it is known who is signed in, at once if it is.
func (s *Session) whenSignedIn(f func()) {
	if s.signedInKnown {
		f()
		return
	}
	s.waiting = append(s.waiting, f)
}

// keep lets the vault keep or forget records, in order, then tells whether they outlive the page.
func (s *Session) keep(then func(durable bool), records ...accounts.Record) {
	if len(records) == 0 {
		then(s.durable())
		return
	}
	r, rest := records[0], records[1:]
	vault := ui.Window().Get("nagareVault")
	var p ui.Value
	if r.Value == "" {
		p = vault.Call("remove", r.Name)
	} else {
		p = vault.Call("put", r.Name, r.Value)
	}
	p.Then(func(ui.Value) { s.keep(then, rest...) })
}

// durable reports whether this browser lets us keep anything.
func (s *Session) durable() bool { return ui.Window().Get("nagareVault").Get("durable").Truthy() }

// changed lets every component show that accounts differ.
func (s *Session) changed() {
	for _, f := range s.onChange {
		f()
	}
	for _, c := range s.columns {
		c.redraw()
	}
}

// admit takes a new or renewed account in: its token is kept, the columns of its server become its own, and the app
// begins anew at back, so that nothing goes on with what was before. Where nothing can be kept it goes on without.
func (s *Session) admit(ctx ui.Context, a accounts.Account, t accounts.Token, back string, forget ...accounts.Record) {
	renewed := s.roster()[a.Source()]
	records := append([]accounts.Record{s.book.Put(a, t)}, forget...)
	s.change(func(p *Preferences) {
		s.remember(p, a.Origin)
		if !renewed {
			p.Layout = KeptLayout(SeatLayout(s.own(p), a.Origin, a.UserID), s.Demo)
		}
	})
	s.keep(func(bool) { s.begin(ctx, back) }, records...)
}

// begin opens a place of the app with nothing left of before, as far as that keeps the accounts.
func (s *Session) begin(ctx ui.Context, back string) {
	if s.durable() {
		ui.Window().Get("location").Call("replace", s.href(accounts.SafeBack(back)))
		return
	}
	s.attend()
	ctx.Dispatch(func(ctx ui.Context) { ctx.Navigate(s.href(accounts.SafeBack(back))) })
}

// signOut forgets an account: its token, its columns that need it, and what was cached of them. Columns that anybody may
// see go on without it.
func (s *Session) signOut(ctx ui.Context, src store.Source) {
	s.forgetDrafts(src)
	if taking.On {
		s.chats().drafts(src).Forget()
	}
	s.hub.Attend(src, false) // at once: where nothing can be kept, the page goes on
	var gone []store.ColumnID
	s.hub.Look(func(st *store.Store) {
		for _, id := range st.Columns() {
			if c, ok := st.Column(id); ok && c.Spec.Source() == src {
				gone = append(gone, id)
			}
		}
	})
	for _, id := range gone {
		s.hub.Remove(id) // with what was kept of it
	}
	s.change(func(p *Preferences) {
		cols, _ := ParseLayout(p.Layout, s.Demo, s.Demo)
		p.Layout = KeptLayout(UnseatLayout(cols, src), s.Demo)
		delete(p.Usual, string(src))
		delete(p.Alerts, string(src))
		if p.Writer == string(src) {
			p.Writer = ""
		}
	})
	s.keep(func(bool) {
		ui.Window().Get("nagareShelf").Call("forgetAll", string(src)).Then(func(ui.Value) { s.begin(ctx, "/") })
	}, s.book.Remove(src))
}

// own are the columns that are kept, else the first ones.
func (s *Session) own(p *Preferences) []store.ColumnSpec {
	if cols, _ := ParseLayout(p.Layout, s.Demo, s.Demo); len(cols) > 0 {
		return cols
	}
	return s.first()
}

// first are the columns of who never chose any.
func (s *Session) first() []store.ColumnSpec {
	if s.Demo == "" {
		return nil
	}
	who := s.book.First(s.Demo)
	return []store.ColumnSpec{{Channel: "localTimeline", Origin: s.Demo, AccountID: who}, {Channel: "globalTimeline", Origin: s.Demo, AccountID: who}}
}

// noticeTrouble notes what columns and connections tell about their accounts: a server that no longer knows a token, or froze
// an account.
func (s *Session) noticeTrouble() {
	found := map[store.Source]accounts.Trouble{}
	heard := func(src store.Source, live bool, why store.ReasonCode) {
		switch {
		case why == store.ReasonTokenDead:
			found[src] = accounts.TroubleDead
		case why == store.ReasonSuspended:
			found[src] = accounts.TroubleSuspended
		case live && found[src] == "":
			found[src] = accounts.TroubleNone
		}
	}
	s.hub.Look(func(st *store.Store) {
		for _, id := range st.Columns() {
			if c, ok := st.Column(id); ok && c.Spec.AccountID != "" {
				heard(c.Spec.Source(), c.State == store.Live, c.Reason.Code)
			}
		}
	})
	for _, a := range s.book.All() {
		heard(a.Source(), false, s.hub.Ended(a.Source()).Code) // a connection outlives its token: that it stands says nothing
	}
	for src, t := range found {
		s.noted(s.book.SetTrouble(src, t))
	}
}

// noted keeps what is new about an account and shows it; ok is false when nothing is.
func (s *Session) noted(r accounts.Record, ok bool) {
	if ok {
		s.keep(func(bool) {}, r)
		s.changed()
	}
}

// renewed looks whether an account is still signed in when its token was made anew: that is only the person's own, those
// of apps go on.
func (s *Session) renewed(src store.Source) {
	go func() {
		if t, err := s.book.Check(context.Background(), src); err == nil && t == accounts.TroubleDead {
			s.noted(s.book.SetTrouble(src, accounts.TroubleRegenerated))
		}
	}()
}

// loginHref is the sign-in page, filled in for a server.
func (s *Session) loginHref(origin, userID string) string {
	q := "?host=" + escape(s.host(origin))
	if userID != "" {
		q += "&for=" + escape(userID)
	}
	return s.href("/login" + q)
}

func escape(v string) string {
	return strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "+", "%2B", " ", "%20", "?", "%3F").Replace(v)
}

// failWords tells why a sign-in did not succeed, and what to do.
func (s *Session) failWords(err error) string {
	var f *accounts.Failure
	if !errors.As(err, &f) {
		return s.printer.T("login.fail.other", "")
	}
	host := ""
	if f.Origin != "" {
		host = s.host(f.Origin)
	}
	return s.printer.T("login.fail."+string(f.Code), host, f.Detail)
}

// seatName is a server and the account that looks at it, as shown in the head of a column.
func (s *Session) seatName(spec store.ColumnSpec) string {
	host := s.host(spec.Origin)
	if a, ok := s.book.Get(spec.Source()); ok && spec.AccountID != "" {
		return "@" + a.Username + "@" + host
	}
	return host
}
