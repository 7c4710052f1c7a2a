package i18n

// What rows say since.
var englishNoteMore = map[string]string{
	"gap.around":       "around {0}",
	"gap.estimate.one": "about {0} note",
	"mute.said":        "{0} said something ({1})",
}
