package i18n

var englishPeople = map[string]string{
	"channel.mentions": "Mentions",
	"channel.direct":   "Direct",

	"add.address":      "Its address or id",
	"add.need.address": "Choose one, or type its address or id.",
	"add.need.choice":  "Choose one.",
	"add.elsewhere":    "That address is of {0}, and the server above is {1}.",

	"user.youfollow":  "Following",
	"user.requested":  "Requested",
	"user.in.missing": "{0} knows nobody of this name.",
}
