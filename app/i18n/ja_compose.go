package i18n

var japaneseCompose = map[string]string{
	"compose.title": "ノートを書く",
}
