package i18n

// englishInspector are the words of the page that shows frames.
var englishInspector = map[string]string{
	"inspector.title":   "Stream inspector",
	"inspector.open":    "Stream inspector",
	"inspector.what":    "Every frame, as it passes. Tokens are left out.",
	"inspector.frames":  "Frames, newest first",
	"inspector.find":    "Search in frames",
	"inspector.way":     "Direction",
	"inspector.ways":    "Both ways",
	"inspector.recv":    "Received",
	"inspector.send":    "Sent",
	"inspector.event":   "Connection",
	"inspector.whose":   "Server or account",
	"inspector.all":     "All",
	"inspector.pause":   "Pause",
	"inspector.resume":  "Go on",
	"inspector.clear":   "Clear",
	"inspector.save":    "Save",
	"inspector.sum":     "{0} frames · {1} received · {2} sent",
	"inspector.lost":    "{0} came too fast to be kept",
	"inspector.old":     "{0} older ones are not kept",
	"inspector.few":     "the newest {0} of {1} are listed",
	"inspector.fresh":   "{0} new",
	"inspector.empty":   "Nothing has passed since this page was opened. Frames of your columns appear here as they come.",
	"inspector.nothing": "No frame fits.",
	"inspector.failed":  "A part of the app did not load.",
}
