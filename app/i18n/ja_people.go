package i18n

var japanesePeople = map[string]string{
	"channel.mentions": "あなた宛て",
	"channel.direct":   "ダイレクト",
}
