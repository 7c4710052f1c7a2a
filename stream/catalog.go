package stream

import (
	"encoding/json"
	"slices"
)

// ChannelInfo is what is known of a channel, over all servers (P3).
type ChannelInfo struct {
	Name string
	// NeedsLogin says that an anonymous socket is refused.
	NeedsLogin bool
	// Permission is the kind an app token must own; empty: none.
	Permission string
	// Shared says that a socket may have it once; the client fans it out.
	Shared bool
	// NoTeardown says that its events go on after it was left (P2.2), so the
	// client keeps it.
	NoTeardown bool
	// Params that it takes.
	Params []Param
	// Events that it sends; a fork may send others.
	Events []string
	// Sends are the types of messages it takes; see [Outgoing].
	Sends []string
	// Backfill is the HTTP endpoint with the same content (P3.4); empty: none.
	Backfill string
	// Policy is the role policy that can switch it off; empty: none.
	Policy string
	// Where says which servers have it; empty: all current ones.
	Where string
}

// Param is a parameter of a channel (P3.2).
type Param struct {
	Name     string
	Type     string // bool, id, string, number, tags
	Required bool
	Default  string // as JSON; empty: none
}

// Timeline says whether the channel's events are notes to be shown in a list.
func (i ChannelInfo) Timeline() bool { return slices.Contains(i.Events, "note") }

// Lookup returns what is known of a channel.
func Lookup(name string) (ChannelInfo, bool) {
	for _, info := range Catalog() {
		if info.Name == name {
			return info, true
		}
	}
	return ChannelInfo{}, false
}

// Catalog returns every known channel: those of current servers, then those of
// forks and of older versions.
func Catalog() []ChannelInfo {
	const account = "read:account"
	flag := func(name string) Param { return Param{Name: name, Type: "bool", Default: "false"} }
	id := func(name string) Param { return Param{Name: name, Type: "id", Required: true} }
	renotes := Param{Name: "withRenotes", Type: "bool", Default: "true"}
	replies, files := flag("withReplies"), flag("withFiles")
	bots := Param{Name: "withBots", Type: "bool", Default: "true"}
	cats, minimize := flag("withCats"), flag("minimize")
	dimension := Param{Name: "dimension", Type: "number"}
	note, stats := []string{"note"}, []string{"stats", "statsLog"}
	log := []string{"requestLog"}
	chat := []string{"message", "deleted", "react", "unreact"}
	timeline := func(name, backfill string, login bool, policy, where string, params ...Param) ChannelInfo {
		info := ChannelInfo{Name: name, NeedsLogin: login, Params: params, Events: note, Backfill: backfill, Policy: policy, Where: where}
		if login {
			info.Permission = account
		}
		return info
	}
	return []ChannelInfo{
		{Name: "main", NeedsLogin: true, Permission: account, Shared: true, NoTeardown: true, Events: MainEvents(), Backfill: "i/notifications"},
		timeline("homeTimeline", "notes/timeline", true, "", "", renotes, files, replies, bots, cats, dimension, minimize, flag("includeForeignReply")),
		timeline("localTimeline", "notes/local-timeline", false, "ltlAvailable", "", renotes, replies, files, bots, cats, dimension, minimize),
		timeline("hybridTimeline", "notes/hybrid-timeline", true, "ltlAvailable", "", renotes, replies, files, bots, cats, dimension, minimize, flag("includeForeignReply")),
		timeline("globalTimeline", "notes/global-timeline", false, "gtlAvailable", "", renotes, files, bots, cats, dimension, minimize),
		// No flag of its own, but it looks for whoever is signed in (P3.1).
		{Name: "userList", NeedsLogin: true, Params: []Param{id("listId"), renotes, files, minimize}, Events: []string{"note", "userAdded", "userRemoved"}, Backfill: "notes/user-list-timeline"},
		timeline("antenna", "antennas/notes", true, "", "v12 and later", id("antennaId"), minimize),
		{Name: "channel", Params: []Param{id("channelId"), dimension, minimize}, Events: []string{"note", "typers"}, Backfill: "channels/timeline", Where: "v12 and later"},
		timeline("hashtag", "notes/search-by-tag", false, "", "", Param{Name: "q", Type: "tags", Required: true}, dimension),
		timeline("roleTimeline", "roles/notes", false, "", "13.12 and later", id("roleId"), dimension, minimize),
		{Name: "drive", NeedsLogin: true, Permission: account, Shared: true, NoTeardown: true, Backfill: "drive/stream",
			Events: []string{"fileCreated", "fileUpdated", "fileDeleted", "folderCreated", "folderUpdated", "folderDeleted"}},
		{Name: "serverStats", Shared: true, Events: stats, Sends: log, Where: "not misskey.io"},
		{Name: "queueStats", Shared: true, Events: stats, Sends: log},
		{Name: "admin", NeedsLogin: true, Permission: "read:admin:stream", Shared: true, NoTeardown: true, Events: []string{"newAbuseUserReport"}},
		{Name: "chatUser", NeedsLogin: true, Permission: "read:chat", Params: []Param{id("otherId")}, Events: chat, Sends: []string{"read"}, Backfill: "chat/messages/user-timeline", Where: "2025.4 and later"},
		{Name: "chatRoom", NeedsLogin: true, Permission: "read:chat", Params: []Param{id("roomId")}, Events: chat, Sends: []string{"read"}, Backfill: "chat/messages/room-timeline", Where: "2025.4 and later"},
		{Name: "reversi", NeedsLogin: true, Permission: account, Shared: true, Events: []string{"matched", "invited"}, Where: "2024.2 and later"},
		// gameId is not marked as required: without one the channel is acknowledged and silent.
		{Name: "reversiGame", Params: []Param{{Name: "gameId", Type: "id"}}, Backfill: "reversi/show-game", Where: "2024.2 and later",
			Events: []string{"changeReadyStates", "updateSettings", "started", "log", "ended", "canceled", "reacted"},
			Sends:  []string{"ready", "updateSettings", "putStone", "claimTimeIsUp", "cancel", "reaction"}},

		// Forks (P3.6).
		timeline("bubbleTimeline", "notes/bubble-timeline", false, "btlAvailable", "CherryPick, Sharkey", renotes, files, bots, cats),
		timeline("vmimiRelayTimeline", "notes/vmimi-relay-timeline", false, "vrtlAvailable", "vmimi", renotes, replies, files, flag("withLocalOnly")),
		timeline("vmimiRelayHybridTimeline", "notes/vmimi-relay-hybrid-timeline", true, "vrtlAvailable", "vmimi", renotes, replies, files, flag("withLocalOnly")),
		timeline("recommendedTimeline", "notes/recommended-timeline", false, "", "Firefish", replies),
		timeline("vkemoRelayTimeline", "", false, "", "one fork", renotes, replies, files),
		timeline("hanamiTimeline", "", false, "", "one fork", renotes, replies, files),
		timeline("hybridAllTimeline", "", true, "", "one fork", renotes, replies, files),
		timeline("yamiTimeline", "", false, "", "one fork", renotes, replies, files),
		timeline("catTimeline", "notes/cat-timeline", false, "", "nekomiya"),
		timeline("modTimeline", "", false, "", "nekomiya"),
		timeline("limitedTimeline", "", false, "", "nekomiya"),
		timeline("mediaTimeline", "", false, "", "nekomiya"),
		timeline("hotTimeline", "", false, "", "meisskey"),
		timeline("locaoTimeline", "", false, "", "meisskey"),
		timeline("anotherTimeline", "", false, "", "meisskey"),
		{Name: "notesStats", Shared: true, Events: stats, Sends: log, Where: "meisskey"},

		// Older versions (P3.6).
		{Name: "messaging", NeedsLogin: true, Params: []Param{{Name: "otherparty", Type: "id"}, {Name: "group", Type: "id"}},
			Events: []string{"message", "read", "deleted", "typers"}, Sends: []string{"read"}, Backfill: "messaging/messages", Where: "v10 to v12, Firefish"},
		{Name: "messagingIndex", NeedsLogin: true, Shared: true, NoTeardown: true, Events: []string{"message", "read"}, Backfill: "messaging/history", Where: "v10 to v12, Firefish"},
		{Name: "gamesReversi", NeedsLogin: true, Shared: true, Events: []string{"matched", "invited"}, Sends: []string{"ping"}, Where: "v10, v11"},
		{Name: "gamesReversiGame", Params: []Param{id("gameId")}, Where: "v10, v11",
			Events: []string{"changeAccepts", "updateSettings", "initForm", "updateForm", "message", "started", "set", "ended", "rescue"},
			Sends:  []string{"accept", "cancelAccept", "updateSettings", "initForm", "updateForm", "message", "set", "check"}},
	}
}

// MainEvents are the events of the channel main (P6.1), old and of forks included.
func MainEvents() []string {
	return []string{
		"notification", "unreadNotification", "readAllNotifications", "notificationFlushed",
		"mention", "reply", "renote", "follow", "followed", "unfollow", "receiveFollowRequest",
		"meUpdated", "registryUpdated", "driveFileCreated", "urlUploadFinished", "newChatMessage",
		"readAllAnnouncements", "announcementCreated", "myTokenRegenerated", "signin", "pageEvent",
		"unreadAntenna", "readAntenna", "edited",
		"homeUpdated", "unreadMention", "unreadSpecifiedNote", "readAllUnreadMentions",
		"readAllUnreadSpecifiedNotes", "readAllAntennas", "readAllChannels", "unreadChannel",
		"messagingMessage", "unreadMessagingMessage", "readAllMessagingMessages", "reversiInvited", "pollVote",
	}
}

// NoteUpdateTypes are the types of [NoteUpdated] (P4.2), those of forks included.
func NoteUpdateTypes() []string {
	return []string{"reacted", "unreacted", "pollVoted", "deleted", "updated", "replied", "madePrivate", "utageStatusUpdated"}
}

// BroadcastTypes are the frames sent to every socket (P5).
func BroadcastTypes() []string {
	return []string{"emojiAdded", "emojiUpdated", "emojiDeleted", "announcementCreated"}
}

// missingParam returns the name of a required parameter that a spec lacks.
func missingParam(info ChannelInfo, spec ChannelSpec) string {
	var have map[string]json.RawMessage
	for _, p := range info.Params {
		if !p.Required {
			continue
		}
		if have == nil {
			have = map[string]json.RawMessage{}
			if len(spec.Params) > 0 && json.Unmarshal(spec.Params, &have) != nil {
				return p.Name
			}
		}
		if v := have[p.Name]; len(v) == 0 || string(v) == "null" || string(v) == `""` {
			return p.Name
		}
	}
	return ""
}
