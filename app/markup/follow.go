package markup

import "nagare/stream/misskey"

// ActFollow is a click to follow the person that a page is about, or no longer to; what the button says tells which.
const ActFollow = "follow"

// follow writes the button that tells whether the reader follows somebody and changes it. Who is blocked, or blocks the
// reader, cannot be followed.
func follow(w *Writer, p *Page, d *misskey.UserDetail) {
	t := p.Printer
	button := func(class, icon, words, does string) {
		w.Start(Button, Class(class), Data("act", ActFollow), Title(does)).Icon(icon).Elem(Span, words)
		if does != "" {
			w.Text(" ").Elem(Span, does, Class("vh"))
		}
		w.End()
	}
	switch {
	case d.IsFollowing:
		button("button follow", "check", t.T("user.youfollow"), t.T("user.unfollow"))
	case d.HasPendingFollowRequestFromYou:
		button("button follow", "clock", t.T("user.requested"), t.T("user.request.cancel"))
	case !d.IsBlocking && !d.IsBlocked:
		button("button primary follow", "plus", t.T("user.follow"), "")
	}
}

// relation tells in a line how somebody and the reader stand to each other, as far as the server tells this reader. both
// is false where a button tells the reader's side.
func relation(w *Writer, p *Page, d *misskey.UserDetail, both bool) {
	t := p.Printer
	var icons, words []string
	add := func(ok bool, icon, key string) {
		if ok {
			icons, words = append(icons, icon), append(words, t.T(key))
		}
	}
	add(d.IsFollowed, "user", "user.follows")
	add(both && d.IsFollowing, "check", "user.youfollow")
	add(both && d.HasPendingFollowRequestFromYou, "clock", "user.requested")
	if len(words) == 0 {
		return
	}
	w.Start(Ul, Class("relation"))
	for i := range words {
		w.Start(Li).Icon(icons[i]).Elem(Span, words[i]).End()
	}
	w.End()
}
