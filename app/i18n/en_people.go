package i18n

var englishPeople = map[string]string{
	"channel.mentions": "Mentions",
	"channel.direct":   "Direct",
}
