package i18n

// What rows say since.
var japaneseNoteMore = map[string]string{
	"gap.around": "{0} ごろ",
	"mute.said":  "{0}が何かを言いました（{1}）",
}
