package markup_test

import (
	"strings"
	"testing"

	"nagare/app/markup"
	"nagare/stream/misskey"
)

func TestAProfileShowsWhoSomebodyIs(t *testing.T) {
	t.Parallel()
	u, err := misskey.DecodeUser([]byte(`{"id":"u1","name":"Bob","username":"bob","host":null,"isLocked":true,"isBot":true,
		"avatarUrl":"/a.png","avatarDecorations":[{"id":"d","url":"/d.png","angle":0.1,"flipH":true,"offsetX":0.2},{"id":"e","url":"javascript:x","angle":"no"}],
		"description":"I am **bold**, see https://b.example","createdAt":"2024-01-02T03:04:05.000Z","birthday":"2000-02-03","location":"<b>Oslo</b>",
		"fields":[{"name":"site","value":"https://v.example"},{"name":"\"><script>","value":"javascript:alert(1)"}],"verifiedLinks":["https://v.example"],
		"roles":[{"id":"r","name":"town","color":"#00ff00;x:y","iconUrl":"/r.png"},{"id":"s","name":"ok","color":"#0f0"}],
		"notesCount":1234,"followersCount":0,"followersVisibility":"private","followingCount":5,"followingVisibility":"public","bannerUrl":"/b.png","pinnedNoteIds":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	var w markup.Writer
	markup.Profile(&w, &page, "profile", u, false)
	html := w.String()
	for _, s := range []string{
		"@bob@a.example", "<b>bold</b>", "since 2 Jan 2024", "3 Feb 2000", "&lt;b&gt;Oslo", "1.2K", "<b>–</b> <span>Followers", "<b>5</b>",
		`src="https://a.example/b.png"`, `data-css="angle:0.1turn;x:20%;flip:-1"`, `data-css="fg:#0f0"`, "verified", "Approves followers",
	} {
		if !strings.Contains(html, s) {
			t.Errorf("%q is missing in\n\t%s", s, html)
		}
	}
	for _, s := range []string{"<script", `href="javascript`, `src="javascript`, "x:y"} {
		if strings.Contains(html, s) {
			t.Errorf("%q is in\n\t%s", s, html)
		}
	}
	// Without the longer form it shows what there is.
	var small markup.Writer
	u.Detail = nil
	markup.Profile(&small, &page, "profile", u, true)
	markup.Card(&small, &page, u)
}

func TestAProfileTellsWhetherItIsFollowed(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		detail    misskey.UserDetail
		mayFollow bool
		has, not  string
	}{
		"nobody's business":    {misskey.UserDetail{}, false, "", "ollow"},
		"to be followed":       {misskey.UserDetail{}, true, `data-act="follow"`, "Following"},
		"followed":             {misskey.UserDetail{IsFollowing: true}, true, `title="Unfollow"`, "Follow</span>"},
		"asked":                {misskey.UserDetail{HasPendingFollowRequestFromYou: true}, true, `title="Take the follow request back"`, "Following"},
		"blocked":              {misskey.UserDetail{IsBlocking: true}, true, "", `data-act="follow"`},
		"blocking":             {misskey.UserDetail{IsBlocked: true}, true, "", `data-act="follow"`},
		"without the right to": {misskey.UserDetail{IsFollowing: true, IsFollowed: true}, false, "Follows you", `data-act="follow"`},
	} {
		var w markup.Writer
		u := &misskey.User{ID: "u1", Username: "bob", Detail: &x.detail}
		markup.Profile(&w, &page, "profile", u, x.mayFollow)
		head, _, _ := strings.Cut(w.String(), `class="text bio"`)
		if !strings.Contains(head, x.has) || strings.Contains(head, x.not) {
			t.Errorf("%s: %s", name, head)
		}
	}
}
