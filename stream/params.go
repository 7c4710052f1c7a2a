package stream

// TimelineParams are the parameters of the timelines (P3.2). The zero value is
// what servers do by default. A server ignores what it does not know.
type TimelineParams struct {
	WithoutRenotes bool // drops pure renotes; quotes stay
	WithReplies    bool // lets replies to other people through
	WithFiles      bool // only notes with an attachment
	WithoutBots    bool // bubble timeline; Sharkey: all
	WithCats       bool // CherryPick: only cats
	WithLocalOnly  bool // vmimi relay timelines
	Dimension      int  // misskey.io; 0: not sent
	// Extra is sent as it is; it wins over the fields above.
	Extra map[string]any
}

func (p TimelineParams) spec(name string, required map[string]any) ChannelSpec {
	m := map[string]any{}
	set := func(on bool, key string, value any) {
		if on {
			m[key] = value
		}
	}
	set(p.WithoutRenotes, "withRenotes", false)
	set(p.WithReplies, "withReplies", true)
	set(p.WithFiles, "withFiles", true)
	set(p.WithoutBots, "withBots", false)
	set(p.WithCats, "withCats", true)
	set(p.WithLocalOnly, "withLocalOnly", true)
	set(p.Dimension != 0, "dimension", p.Dimension)
	for k, v := range p.Extra {
		m[k] = v
	}
	for k, v := range required {
		m[k] = v
	}
	return Custom(name, m)
}

// Main is the account's own events and notifications (P6).
func Main() ChannelSpec { return ChannelSpec{Name: "main"} }

// HomeTimeline is what the account follows.
func HomeTimeline(p TimelineParams) ChannelSpec { return p.spec("homeTimeline", nil) }

// LocalTimeline is the server's own public notes.
func LocalTimeline(p TimelineParams) ChannelSpec { return p.spec("localTimeline", nil) }

// HybridTimeline is home and local together, called social in the interface.
func HybridTimeline(p TimelineParams) ChannelSpec { return p.spec("hybridTimeline", nil) }

// GlobalTimeline is every public note the server knows.
func GlobalTimeline(p TimelineParams) ChannelSpec { return p.spec("globalTimeline", nil) }

// BubbleTimeline is that of servers the administrator chose (CherryPick, Sharkey).
func BubbleTimeline(p TimelineParams) ChannelSpec { return p.spec("bubbleTimeline", nil) }

// OtherTimeline is any other timeline by name, such as a fork's.
func OtherTimeline(name string, p TimelineParams) ChannelSpec { return p.spec(name, nil) }

// UserList is the notes of a list's members.
func UserList(listID string, p TimelineParams) ChannelSpec {
	return p.spec("userList", map[string]any{"listId": listID})
}

// Antenna is what an antenna of the account collects.
func Antenna(antennaID string) ChannelSpec {
	return Custom("antenna", map[string]any{"antennaId": antennaID})
}

// Board is a bulletin board; the protocol calls it channel too.
func Board(channelID string) ChannelSpec {
	return Custom("channel", map[string]any{"channelId": channelID})
}

// Hashtag is the notes with all tags of one of the groups (P3.2), without #.
func Hashtag(anyOf ...[]string) ChannelSpec {
	groups := make([][]string, 0, len(anyOf))
	for _, all := range anyOf {
		if len(all) > 0 { // misskey.io refuses empty groups
			groups = append(groups, all)
		}
	}
	if len(groups) == 0 {
		return ChannelSpec{Name: "hashtag"}
	}
	return Custom("hashtag", map[string]any{"q": groups})
}

// RoleTimeline is the public notes of people with an explorable role.
func RoleTimeline(roleID string) ChannelSpec {
	return Custom("roleTimeline", map[string]any{"roleId": roleID})
}

// Drive is changes of the account's files and folders.
func Drive() ChannelSpec { return ChannelSpec{Name: "drive"} }

// ServerStats is the server's load, if its administrator shows it.
func ServerStats() ChannelSpec { return ChannelSpec{Name: "serverStats"} }

// QueueStats is the state of the server's delivery queues.
func QueueStats() ChannelSpec { return ChannelSpec{Name: "queueStats"} }

// Admin is reports for moderators.
func Admin() ChannelSpec { return ChannelSpec{Name: "admin"} }

// ChatUser is a conversation with one person.
func ChatUser(otherID string) ChannelSpec {
	return Custom("chatUser", map[string]any{"otherId": otherID})
}

// ChatRoom is a conversation in a room.
func ChatRoom(roomID string) ChannelSpec {
	return Custom("chatRoom", map[string]any{"roomId": roomID})
}

// Reversi is the lobby of the game.
func Reversi() ChannelSpec { return ChannelSpec{Name: "reversi"} }

// ReversiGame is one game.
func ReversiGame(gameID string) ChannelSpec {
	return Custom("reversiGame", map[string]any{"gameId": gameID})
}

// Messaging is a conversation on v10 to v12 and Firefish.
func Messaging(otherUserID string) ChannelSpec {
	return Custom("messaging", map[string]any{"otherparty": otherUserID})
}

// MessagingGroup is a group's conversation on v10 to v12 and Firefish.
func MessagingGroup(groupID string) ChannelSpec {
	return Custom("messaging", map[string]any{"group": groupID})
}

// MessagingIndex is every conversation on v10 to v12 and Firefish.
func MessagingIndex() ChannelSpec { return ChannelSpec{Name: "messagingIndex"} }
