package i18n

// englishLook are the words about how notes and the page look.
var englishLook = map[string]string{
	"settings.theme":    "Colours",
	"settings.light":    "Light",
	"settings.dark":     "Dark",
	"settings.imported": "{0} (imported)",
	"settings.notes":    "Notes",
	"settings.saver":    "Data saver: load pictures only when asked",
	"settings.reveal":   "Show sensitive pictures without a cover",
	"settings.still":    "Nothing moves: no animations, custom emoji stand still",
	"settings.human":    "Cats speak as people do",
	"settings.bare":     "No decorations on avatars",
	"settings.unseen":   "No previews of pages that notes link to",

	"theme.open":       "Import a Misskey theme",
	"theme.code":       "The theme's code (JSON5)",
	"theme.hint":       "Paste what Misskey's theme page calls the theme code. Only its colours are used; it stays on this device.",
	"theme.use":        "Use it",
	"theme.reset":      "Remove it",
	"theme.broken":     "This is no theme: {0}.",
	"theme.why.line":   "line {0} is not JSON5",
	"theme.why.props":  "it has no props",
	"theme.why.colour": "it names no colour that is used here",
	"theme.why.long":   "it is too long",
	"theme.used":       "“{0}” is in use: {1} colours.",
	"theme.adjusted":   "Changed so that text stays readable: {0}.",
	"theme.unknown":    "Not understood and left out: {0}.",
	"theme.removed":    "The imported theme is removed.",
	"theme.failed":     "The importer could not be loaded. Try again when you are online.",

	"note.undated":      "no date",
	"note.heavy":        "Its markup is too heavy to show.",
	"note.written.show": "Show as written",
	"note.written.hide": "Show without markup",
}
