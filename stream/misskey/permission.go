package misskey

// Rights are the levels of permission a person is asked for, in rising order.
type Rights string

// The levels. Each includes those before it.
const (
	// RightsRead: timelines, notifications, lists; nothing is changed in the account's name.
	RightsRead Rights = "read"
	// RightsReact: and reactions, votes, favourites, marking as read.
	RightsReact Rights = "react"
	// RightsAll: and writing, following, muting, files, chat, settings.
	RightsAll Rights = "all"
)

// Permissions returns the permissions that a level asks for (P8.5), in the order to show them. Every level has
// read:account, without which servers refuse the socket (P1.2). Servers drop those they do not know.
func Permissions(r Rights) []string {
	list := []string{"read:account", "read:blocks", "read:mutes", "read:following", "read:favorites", "read:drive",
		"read:notifications", "read:reactions", "read:channels", "read:clip-favorite", "read:federation", "read:chat"}
	if r == RightsReact || r == RightsAll {
		list = append(list, "write:reactions", "write:votes", "write:favorites", "write:notifications")
	}
	if r == RightsAll {
		list = append(list, "write:account", "write:blocks", "write:mutes", "write:following", "write:notes", "write:drive",
			"write:channels", "write:clip-favorite", "write:report-abuse", "write:chat")
	}
	return list
}
