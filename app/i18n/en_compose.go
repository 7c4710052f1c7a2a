package i18n

var englishCompose = map[string]string{
	"compose.title": "Write a note",
}
