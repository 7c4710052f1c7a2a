//go:build !js

package streamtest

import (
	"strings"
	"time"
)

// resident describes one inhabitant: what they look like and talk about.
type resident struct {
	handle, name string
	lang         string // ja, en
	themes       string // what they talk about, from the phrase books
	about        string
	face         face
	busy         int    // how often they post
	flags        string // bot cat locked hidden mod suspended
}

// residents are the people of the town. The first three are the accounts that
// tests and a newcomer sign in as.
var residents = []resident{
	{"alice", "アリス 🌿", "ja", "any garden cook long cw mfm poll media", "ベランダ菜園と保存食。たまに読書。\n**水やりは朝派** :sprout:", face{"bob", "#ffd9a0", "#f59e7a", "#f6cfb0", "#7a4a32", "#5f9a5b", false, ""}, 5, ""},
	{"bob", "Bob", "en", "any bike sea cook long cw mfm poll media", "Ferries, punctures, soup. He/him.", face{"beard", "#bfe3f2", "#5aa0c4", "#f0c39c", "#b5602f", "#2f5d8a", false, ""}, 5, ""},
	{"carol", "Carol 🌸", "en", "any bird garden photo long mfm poll media", "Up before the birds, asleep before the news.", face{"curly", "#f8d5e4", "#d985ad", "#c98a62", "#3b2620", "#f2c14e", false, ""}, 4, ""},
	{"hinata", "陽向", "ja", "any school music mfm poll media", "高2／吹奏楽（ホルン）／購買の焼きそばパンを守る会", face{"tail", "#fff0a8", "#f7b84b", "#f8d3b4", "#2e2a36", "#3f6fb5", false, ""}, 5, ""},
	{"sora", "そら｜写真", "ja", "any photo night media media", "フィルムと路面電車。#写真", face{"short", "#bcd9f7", "#6d8fd6", "#f3c7a3", "#4a3b34", "#e9edf2", true, ""}, 5, ""},
	{"minato", "湊 :nagare:", "ja", "any dev dev sea code mfm poll", "流れるものを作っています。Go とコーヒー。", face{"short", "#a7e0d3", "#3f9c93", "#efc29a", "#23262e", "#1f5f8b", false, ""}, 6, ""},
	{"yuzu", "柚子🍋", "ja", "cook cook any cw media", "今日なに作ろう。作りすぎたら呼びます", face{"bun", "#fff3a1", "#f1c232", "#f9d8bb", "#5a3826", "#e4572e", false, ""}, 5, ""},
	{"kaede", "楓", "ja", "train train knit any long media poll", "乗り鉄・編み鉄（編み物をする鉄道ファン）", face{"long", "#f7c9a8", "#c8553d", "#f6d0b1", "#8a4b2d", "#7b5ea7", false, ""}, 4, ""},
	{"tama", "たま", "ja", "cat cat cat", "にゃ。", face{"cat", "#cfe7ff", "#8fb7ea", "#fff1e0", "#f0a04b", "#d7263d", false, ""}, 4, "cat"},
	{"ren", "蓮 / Ren", "ja", "dev code any night mfm", "分散システムと銭湯。発言は湯あたり", face{"cap", "#d6d3f2", "#7f78c9", "#f0c6a2", "#2b2b34", "#33386b", true, ""}, 4, ""},
	{"olive", "Olive Hart", "en", "book book any night long cw media", "Librarian. Overdue since 1997.", face{"bun", "#d9ead3", "#7fa97a", "#f4cfb5", "#b9b4ae", "#6b4f8a", true, ""}, 5, ""},
	{"theo", "Theo ∿", "en", "music music any dev mfm poll", "Modular synths, immodular life. #synth", face{"curly", "#e5d4f5", "#8d6bc4", "#8d5a3b", "#1f1a1e", "#e9b44c", false, ""}, 4, ""},
	{"nao", "なお＠原稿中", "ja", "draw draw any night cw media poll", "漫画とらくがき。締切はともだち", face{"bob", "#ffd1d9", "#ef7f93", "#f9dcc6", "#33384a", "#2f3b52", true, ""}, 5, ""},
	{"june", "June Park", "en", "bird photo any garden media mfm", "Wetlands volunteer. Will point at things.", face{"long", "#d2f0e2", "#5fb08d", "#f2cba8", "#201c22", "#c96f4a", false, ""}, 4, ""},
	{"sakurado", "古書 さくら堂", "ja", "shop shop book board media", "橋のたもとの古本屋です。11時ごろ〜日が暮れるまで", face{"books", "#f6e3c5", "#d9a066", "#f2c14e", "#6b8f71", "#b0413e", false, ""}, 3, ""},
	{"gengoro", "源五郎", "ja", "sea train any local long", "元・灯台守。いまは散歩守。", face{"beard", "#c5dbe8", "#6a8caf", "#e8b891", "#e6e3de", "#394b63", false, ""}, 3, ""},
	{"kanri", "管理人（みはり）", "ja", "local any forecast", "このサーバーの管理人です。困ったら声をかけてください", face{"owl", "#cfd8f6", "#5b6fb5", "#f3e3c3", "#8a6a4f", "#33386b", false, ""}, 2, "mod"},
	{"tenki", "町の天気", "ja", "forecast", "空と潮のお知らせをするボットです", face{"sun", "#bfe4fb", "#79b7e8", "#ffffff", "#ffffff", "#f7b32b", false, ""}, 3, "bot"},
	{"jiho", "時報ちゃん", "ja", "chime", "ぽーん。", face{"clock", "#ffe0cc", "#f4a27a", "#fff8ee", "#c8553d", "#3b7ea1", false, ""}, 1, "bot"},
	{"shizuku", "しずく", "ja", "home night knit any", "鍵つき。雨の日に開きます", face{"long", "#d7ddf0", "#8b93c7", "#fae0d0", "#5c6b9c", "#aab4d6", false, ""}, 2, "locked"},
	{"nemu", "ねむ", "ja", "night home", "夜だけ。ログインした人にだけ見えます", face{"rabbit", "#e9defa", "#a88fd8", "#fff", "#fbfaff", "#7f78c9", false, ""}, 1, "hidden"},
	{"mallory", "Mallory", "en", "any", "Gone fishing.", face{"fox", "#e0e0e0", "#9a9a9a", "#fff5e8", "#c96f3a", "#555b66", false, ""}, 0, "suspended"},

	{"mei@hoshi.example", "芽衣 :sparkle:", "ja", "night any music draw media mfm", "星の停留所から。", face{"tail", "#2f3b6b", "#7d6fc0", "#f9d9c3", "#d98e9c", "#f2c14e", false, ""}, 4, ""},
	{"kuro@hoshi.example", "くろ", "ja", "cat cat", "まっくろ。", face{"cat", "#fbe3b5", "#e9b44c", "#8b8794", "#3a3742", "#e5779a", false, ""}, 2, "cat"},
	{"lars@fjord.example", "Lars Vik", "en", "sea any bird photo long", "Boats, knots, and the odd review.", face{"cap", "#d4ecf7", "#4f8fb8", "#f5d0b0", "#d9b26a", "#b0413e", false, ""}, 4, ""},
	{"akari@yuki.example", "あかり ❄️", "ja", "any cook knit garden mfm", "雪国の台所より。", face{"bun", "#e3f1fb", "#9dc3e6", "#fbdcc8", "#6b3f2a", "#c8352b", false, ""}, 4, ""},
	{"devon@tinyworks.example", "Devon (tiny works)", "en", "dev dev code any poll mfm", "Small software, finished. #golang", face{"short", "#ffe3c2", "#e58f5a", "#a8714b", "#221d1f", "#2f7d6b", true, ""}, 4, ""},
	{"museum@gallery.example", "The Smallest Museum", "en", "museum", "One room, open when the light is on.", face{"frame", "#efe6d5", "#b79f7a", "#bcd4e6", "#7a5c3e", "#5f9a7b", false, ""}, 2, "bot"},
	{"priya@lanterns.example", "Priya", "en", "photo any cook media media", "Photographs of places that glow.", face{"long", "#ffcf9a", "#c8553d", "#b97a56", "#241a1d", "#7a3b8f", false, ""}, 4, ""},
}

var instances = map[string]instance{
	"hoshi.example":     {"hoshi.example", "星の停留所", "misskey", "2025.10.2", "#3b4cca"},
	"fjord.example":     {"fjord.example", "Fjord Social", "mastodon", "4.4.2", "#2f6f8f"},
	"yuki.example":      {"yuki.example", "ゆきどけ", "cherrypick", "4.17.1", "#7fb3d5"},
	"tinyworks.example": {"tinyworks.example", "tiny works", "sharkey", "2025.4.3", "#2f7d6b"},
	"gallery.example":   {"gallery.example", "Gallery Garden", "pixelfed", "0.12.5", "#b08d57"},
	"lanterns.example":  {"lanterns.example", "Lanterns", "iceshrimp", "2025.1.5", "#c8553d"},
}

// populate builds the town: people, roles, emoji, boards, lists, antennas and
// who follows whom.
func (w *World) populate() {
	year := 365 * 24 * time.Hour
	team := &role{name: "町のひと", color: "#2f7d6b", icon: "house", description: "むかしから住んでいる人たち", badge: true, public: true, explorable: true, order: 2}
	keepers := &role{name: "みはり番", color: "#5b6fb5", icon: "owl", description: "困ったときに声をかけられる人", badge: true, public: true, explorable: true, moderator: true, order: 5}
	makers := &role{name: "Makers", color: "#e07a3f", icon: "", description: "People who make things and show them", public: true, explorable: true, order: 1}
	w.roles = []*role{team, keepers, makers}
	for i, r := range w.roles {
		r.at = w.born.Add(-2*year + time.Duration(i)*time.Hour)
		r.id = w.ids.at(r.at)
	}
	for i, r := range residents {
		name, host, _ := strings.Cut(r.handle, "@")
		u := &user{username: name, host: host, name: r.name, description: r.about, face: r.face,
			at: w.born.Add(-year*2 + time.Duration(i*17)*24*time.Hour), banner: i%3 != 2,
			bot: strings.Contains(r.flags, "bot"), cat: strings.Contains(r.flags, "cat"),
			locked: strings.Contains(r.flags, "locked"), hideHistory: strings.Contains(r.flags, "hidden"),
			admin: strings.Contains(r.flags, "mod"), suspended: strings.Contains(r.flags, "suspended")}
		if in, ok := instances[host]; ok {
			u.instance = &in
		}
		switch {
		case i%4 == 1:
			u.fields = [][2]string{{"Home", "the town by the river"}, {"Likes", strings.Fields(r.themes)[0]}}
		case i%4 == 3:
			u.fields = [][2]string{{"好きなもの", "お茶と散歩"}}
			u.location = "川のそば"
		}
		w.addPerson(u)
		if host == "" {
			w.newToken(u, true, nil)
			switch {
			case u.admin:
				u.roles = append(u.roles, keepers, team)
			case i < 16 && i%2 == 0 && !u.cat:
				u.roles = append(u.roles, team)
			}
			if strings.Contains(r.themes, "dev") || strings.Contains(r.themes, "draw") || strings.Contains(r.themes, "music") {
				u.roles = append(u.roles, makers)
			}
		}
		u.active = w.born.Add(-time.Duration(w.rng.IntN(5*24*60)) * time.Minute)
		if host == "" && w.rng.IntN(3) > 0 {
			u.active = w.born
		}
	}
	for i, d := range emojiDrawings {
		at := w.born.Add(-year + time.Duration(i)*time.Hour)
		w.emojis = append(w.emojis, &emoji{id: w.ids.at(at), name: d.name, category: d.category, aliases: d.aliases, sensitive: d.sensitive, art: d.svg()})
	}
	w.befriend()
	w.furnish(year)
}

// befriend decides who follows whom. The three main accounts follow most of
// the town, so that their home timelines live.
func (w *World) befriend() {
	for i, a := range w.people {
		for j, b := range w.people {
			if a == b || a.suspended || b.suspended {
				continue
			}
			main := i < 3 && j < 3
			if main || i < 3 && w.rng.IntN(10) < 7 || i >= 3 && w.rng.IntN(10) < 4 {
				f := w.addFollow(a, b, w.born.Add(-time.Duration(w.rng.IntN(300*24)+1)*time.Hour))
				f.withReplies = w.rng.IntN(4) == 0
			}
		}
	}
}

func (w *World) furnish(year time.Duration) {
	at := w.born.Add(-year)
	for i, b := range []struct{ name, about, color, owner string }{
		{"一杯の時間", "お茶とコーヒーの話。窓ぎわの写真も歓迎です", "#8d6e4a", "sakurado"},
		{"Small tools", "Things that do one thing well", "#2f7d6b", "ren"},
		{"写真部", "週末のお題：**光**", "#5b6fb5", "sora"},
	} {
		w.boards = append(w.boards, &board{id: w.ids.at(at.Add(time.Duration(i) * time.Hour)), at: at, name: b.name, description: b.about, color: b.color, owner: w.person(b.owner), favorites: map[string]bool{}})
	}
	for i, who := range []string{"alice", "bob", "carol"} {
		u := w.person(who)
		u.boards[w.boards[i].id] = true
		l := &userList{id: w.ids.at(at), at: at, owner: u, name: []string{"ご近所さん", "The harbour", "Friends"}[i]}
		for k, m := range []string{"bob", "carol", "hinata", "sora", "lars@fjord.example", "tama", "alice", "olive"} {
			if v := w.person(m); v != u {
				l.members = append(l.members, &member{id: w.ids.at(at.Add(time.Duration(k) * time.Second)), at: at, user: v, withReplies: k%2 == 0})
			}
		}
		w.lists = append(w.lists, l)
		w.antennas = append(w.antennas, &antenna{id: w.ids.at(at), at: at, owner: u, name: []string{"ごはん", "Boats and birds", "Go"}[i], source: "all",
			keywords: [][][]string{{{"おにぎり"}, {"プリン"}, {"カレー"}, {"soup"}, {"bread"}, {"パン"}}, {{"ferry"}, {"heron"}, {"海"}, {"港"}}, {{"golang"}, {"コード"}}}[i], excludes: [][]string{{}}, withReplies: true, users: []string{""}})
	}
	w.person("alice").notifyOf("bob", w)
	w.clips = append(w.clips, &clip{id: w.ids.at(at), at: at, owner: w.person("alice"), name: "あとで読む", description: "ゆっくり読みたいもの", public: true})
	w.talk()
	w.stock()
	w.notices = append(w.notices,
		&announcement{id: w.ids.at(w.born.Add(-72 * time.Hour)), at: w.born.Add(-72 * time.Hour), title: "ようこそ / Welcome", text: "ここはプログラムの中だけにある小さな町です。\nThis town exists only inside the program. Look around, react, write: nothing leaves your computer.", icon: "info", display: "normal"},
		&announcement{id: w.ids.at(w.born.Add(-26 * time.Hour)), at: w.born.Add(-26 * time.Hour), title: "橋の補修が終わりました", text: "西の橋がまた渡れるようになりました。ペンキが乾くまで、手すりにはお気をつけください。", icon: "success", display: "normal"})
}

// talk puts a few chats into the past.
func (w *World) talk() {
	alice, bob, carol := w.person("alice"), w.person("bob"), w.person("carol")
	room := &chatRoom{id: w.ids.at(w.born.Add(-50 * time.Hour)), at: w.born.Add(-50 * time.Hour), name: "読書会 / Book club", about: "今月は旅の随筆です", owner: alice, members: []*user{bob, carol, w.person("olive")}, invited: map[*user]string{}}
	w.rooms = append(w.rooms, room)
	for i, x := range []struct {
		from, to *user
		text     string
	}{
		{bob, alice, "Is the book club still on for Saturday?"}, {alice, bob, "はい！14時から、さくら堂の二階です :tea:"}, {bob, alice, "Great. I'll bring the soup. Don't argue."},
		{carol, nil, "I'm on chapter three and already homesick for places I've never been"}, {alice, nil, "わかります…… 地図を見ながら読むと、もっとだめです"}, {w.person("olive"), nil, "As your librarian: yes, you may renew it."},
		{w.person("hinata"), alice, "トマトの苗、ほんとにもらっていいんですか？"},
	} {
		text, at := x.text, w.born.Add(-time.Duration(40-i*4)*time.Hour)
		m := &chatMessage{id: w.ids.at(at), at: at, from: x.from, to: x.to, text: &text, readBy: map[*user]bool{x.from: true, alice: i != 6, bob: true, carol: true}}
		if x.to == nil {
			m.room = room
		}
		w.messages = append(w.messages, m)
	}
	w.messages[1].reactions = append(w.messages[1].reactions, chatReaction{bob, "👍"})
}

func (u *user) notifyOf(who string, w *World) {
	if f := u.following[w.person(who).id]; f != nil {
		f.notify = "normal"
	}
}

func (w *World) packNotice(a *announcement, v view) object {
	o := object{{"id", a.id}, {"createdAt", a.at}, {"updatedAt", nil}, {"text", a.text}, {"title", a.title}, {"imageUrl", nil},
		{"icon", a.icon}, {"display", a.display}, {"needConfirmationToRead", false}}
	if w.flavour == IO2025_4 {
		o = append(o, object{{"needEnrollmentTutorialToRead", false}, {"closeDuration", 0}, {"displayOrder", 0}}...)
	}
	o = append(o, object{{"silence", false}, {"forYou", a.to != nil && v.me == a.to}}...)
	if v.me != nil {
		o.set("isRead", v.me.readNotices[a.id])
	}
	return o
}
