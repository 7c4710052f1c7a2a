package i18n

var japanesePeople = map[string]string{
	"channel.mentions": "あなた宛て",
	"channel.direct":   "ダイレクト",

	"add.address":      "アドレスまたは ID",
	"add.need.address": "選ぶか、アドレスまたは ID を入力してください。",
	"add.need.choice":  "選んでください。",
	"add.elsewhere":    "そのアドレスは {0} のものですが、上のサーバーは {1} です。",

	"user.youfollow":  "フォロー中",
	"user.requested":  "リクエスト中",
	"user.in.missing": "{0} にこの名前のユーザーはいません。",
}
