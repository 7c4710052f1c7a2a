package i18n

// englishDeckMore are the words about keeping, removing and mending columns.
var englishDeckMore = map[string]string{
	"app.link.join":       "Add to my columns",
	"app.link.join.title": "They are put behind the columns you have",
	"column.removed":      "“{0}” on {1} was removed.",
	"column.removed.undo": "Undo",
	"details.gaps.count":  "{0} open, {1} closed",
	"details.gaps":        "Gaps",
	"reason.bad-host":     "“{0}” is not the address of a server, so its column “{1}” is left out.",
}
