package misskey

import (
	"time"

	"github.com/valyala/fastjson"
)

// Event is the decoded body of a channel's event. It is one of the pointer types of this package, or [Text], [Nothing]
// or [UnknownEvent]; the table of P3.5 and P6.1 says which event brings which:
//
//   - *Note: note of every timeline; mention, reply, renote, edited of main
//   - *Notification: notification, unreadNotification
//   - *User: follow, followed, unfollow, receiveFollowRequest, meUpdated, userAdded, userRemoved
//   - *File, *Folder: fileCreated, fileUpdated, driveFileCreated; folderCreated, folderUpdated
//   - *ChatMessage, *ChatReaction: message, newChatMessage; react, unreact
//   - *MessagingMessage: message of messaging and messagingIndex, messagingMessage, unreadMessagingMessage
//   - IDs, People: read of messaging and messagingIndex; typers
//   - *ServerStats, *QueueStats, *NotesStats, ServerStatsLog, QueueStatsLog, NotesStatsLog: stats and statsLog
//   - *UserStatsEvent: userStatsUpdated
//   - *ReversiEvent: every event of reversi and reversiGame
//   - *AnnouncementEvent, *RegistryUpdate, *UploadFinished, *Signin, *AbuseReport, *PageEvent, *Antenna
//   - Text: the id in fileDeleted, folderDeleted, deleted
//   - Nothing: events that bring no body, such as readAllNotifications
//   - *UnknownEvent: all others, with the body as it came
type Event interface{ event() }

// Text is an event's body that is a bare string, mostly an id.
type Text string

// Nothing is the body of an event that has none.
type Nothing struct{}

// UnknownEvent is an event this package has no type for, or whose body was not what its type promises.
type UnknownEvent struct {
	Channel, Type string
	Raw           Raw
}

// These are past samples, newest first (P3.5).
type (
	ServerStatsLog []ServerStats
	QueueStatsLog  []QueueStats
	NotesStatsLog  []NotesStats
)

// UserStatsEvent is userStatsUpdated of one fork: whose counters changed (P2.8).
//
//misskey:decode
type UserStatsEvent struct {
	UserIDs []string `json:"userIds"`
}

// AnnouncementEvent is announcementCreated, on main or to everybody (P5).
//
//misskey:decode
type AnnouncementEvent struct {
	Announcement Announcement `json:"announcement"`
}

// EmojiEvent is emojiAdded, emojiUpdated or emojiDeleted (P5): one of the two fields is filled.
//
//misskey:decode
type EmojiEvent struct {
	Emoji  *Emoji  `json:"emoji,omitzero"`
	Emojis []Emoji `json:"emojis,omitzero"`
}

// All returns the emojis of the event, however many it brought.
func (e *EmojiEvent) All() []Emoji {
	if e.Emoji != nil {
		return append([]Emoji{*e.Emoji}, e.Emojis...)
	}
	return e.Emojis
}

// RegistryUpdate is registryUpdated (P6.1).
//
//misskey:decode
type RegistryUpdate struct {
	Scope []string `json:"scope"`
	Key   string   `json:"key"`
	Value Raw      `json:"value"`
}

// UploadFinished is urlUploadFinished (P6.1).
//
//misskey:decode
type UploadFinished struct {
	Marker string `json:"marker"`
	File   *File  `json:"file,omitzero"`
}

// Signin is an attempt to sign in, successful or not (P7.8a).
//
//misskey:decode
type Signin struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	IP        string    `json:"ip"`
	Headers   Raw       `json:"headers"`
	Success   bool      `json:"success"`
}

// AbuseReport is newAbuseUserReport of the admin channel (P3.5).
//
//misskey:decode
type AbuseReport struct {
	ID           string `json:"id"`
	TargetUserID string `json:"targetUserId"`
	ReporterID   string `json:"reporterId"`
	Comment      string `json:"comment"`
}

// PageEvent is pageEvent (P6.1).
//
//misskey:decode
type PageEvent struct {
	PageID string `json:"pageId"`
	Event  string `json:"event"`
	Var    Raw    `json:"var"`
	UserID string `json:"userId"`
	User   *User  `json:"user,omitzero"`
}

func (*Note) event()              {}
func (*Notification) event()      {}
func (*User) event()              {}
func (*File) event()              {}
func (*Folder) event()            {}
func (*ChatMessage) event()       {}
func (*ChatReaction) event()      {}
func (*MessagingMessage) event()  {}
func (IDs) event()                {}
func (People) event()             {}
func (*ServerStats) event()       {}
func (*QueueStats) event()        {}
func (ServerStatsLog) event()     {}
func (QueueStatsLog) event()      {}
func (*NotesStats) event()        {}
func (NotesStatsLog) event()      {}
func (*UserStatsEvent) event()    {}
func (*ReversiEvent) event()      {}
func (*AnnouncementEvent) event() {}
func (*EmojiEvent) event()        {}
func (*RegistryUpdate) event()    {}
func (*UploadFinished) event()    {}
func (*Signin) event()            {}
func (*AbuseReport) event()       {}
func (*PageEvent) event()         {}
func (*Antenna) event()           {}
func (Text) event()               {}
func (Nothing) event()            {}
func (*UnknownEvent) event()      {}

// DecodeChannelEvent decodes the body of an event on a channel (P3.5, P6.1). channel is the channel's name, typ the
// event's. It never fails: what is not understood becomes an [UnknownEvent].
func DecodeChannelEvent(channel, typ string, raw []byte) Event {
	return decodeEvent(channel, typ, raw, nil)
}

// DecodeBroadcast decodes the body of an event that every socket gets without joining anything: emojiAdded,
// emojiUpdated, emojiDeleted and announcementCreated (P5). For noteUpdated use [DecodeNoteUpdated].
func DecodeBroadcast(typ string, raw []byte) Event { return decodeEvent("", typ, raw, nil) }

// InspectEvent is [DecodeChannelEvent] with the findings of [Inspect]. channel "" means a broadcast.
func InspectEvent(channel, typ string, raw []byte) (Event, Findings) {
	var f Findings
	return decodeEvent(channel, typ, raw, &f), f
}

func decodeEvent(channel, typ string, raw []byte, f *Findings) Event {
	unknown := &UnknownEvent{Channel: channel, Type: typ, Raw: raw}
	if len(raw) == 0 {
		return Nothing{}
	}
	var out Event
	err := decodeWith(raw, "event", f, func(d *decoder, v *fastjson.Value) error {
		switch v.Type() {
		case fastjson.TypeNull:
			out = Nothing{}
		case fastjson.TypeString:
			var s string
			d.string(v, &s)
			out = Text(s)
		case fastjson.TypeObject:
			if e := newEvent(channel, typ); e != nil {
				e.(entity).decode(d, v)
				out = e
			}
		case fastjson.TypeArray:
			switch {
			case typ == "typers":
				var people People
				decodeSlice(d, v, (*[]User)(&people))
				out = people
			case typ == "read":
				var ids IDs
				d.strings(v, (*[]string)(&ids))
				out = ids
			case typ == "statsLog" && channel == "queueStats":
				var log QueueStatsLog
				decodeSlice(d, v, (*[]QueueStats)(&log))
				out = log
			case typ == "statsLog" && channel == "serverStats":
				var log ServerStatsLog
				decodeSlice(d, v, (*[]ServerStats)(&log))
				out = log
			case typ == "statsLog" && channel == "notesStats":
				var log NotesStatsLog
				decodeSlice(d, v, (*[]NotesStats)(&log))
				out = log
			}
		}
		return nil
	})
	if err != nil || out == nil || missesID(out) {
		// The frame may be reused by its owner; what is handed out must stay.
		unknown.Raw = append(Raw(nil), raw...)
		return unknown
	}
	return out
}

// newEvent returns the empty entity that an event's object body is decoded into, or nil.
func newEvent(channel, typ string) Event {
	switch channel {
	case "reversi", "reversiGame":
		return new(ReversiEvent)
	case "serverStats":
		return new(ServerStats)
	case "queueStats":
		return new(QueueStats)
	case "notesStats":
		return new(NotesStats)
	case "messaging", "messagingIndex":
		if typ == "message" {
			return new(MessagingMessage)
		}
	}
	switch typ {
	case "note", "mention", "reply", "renote", "edited", "unreadMention", "unreadSpecifiedNote":
		return new(Note)
	case "notification", "unreadNotification":
		return new(Notification)
	case "follow", "followed", "unfollow", "receiveFollowRequest", "meUpdated", "userAdded", "userRemoved":
		return new(User)
	case "fileCreated", "fileUpdated", "driveFileCreated":
		return new(File)
	case "folderCreated", "folderUpdated":
		return new(Folder)
	case "message", "newChatMessage":
		return new(ChatMessage)
	case "messagingMessage", "unreadMessagingMessage":
		return new(MessagingMessage)
	case "react", "unreact":
		return new(ChatReaction)
	case "announcementCreated":
		return new(AnnouncementEvent)
	case "emojiAdded", "emojiUpdated", "emojiDeleted":
		return new(EmojiEvent)
	case "userStatsUpdated":
		return new(UserStatsEvent)
	case "registryUpdated":
		return new(RegistryUpdate)
	case "urlUploadFinished":
		return new(UploadFinished)
	case "signin":
		return new(Signin)
	case "newAbuseUserReport":
		return new(AbuseReport)
	case "pageEvent":
		return new(PageEvent)
	case "unreadAntenna", "readAntenna":
		return new(Antenna)
	}
	return nil
}

// missesID reports whether an entity that is nothing without its id came without.
func missesID(e Event) bool {
	switch e := e.(type) {
	case *Note:
		return e.ID == ""
	case *Notification:
		return e.ID == ""
	case *User:
		return e.ID == ""
	case *File:
		return e.ID == ""
	case *Folder:
		return e.ID == ""
	case *ChatMessage:
		return e.ID == ""
	case *MessagingMessage:
		return e.ID == ""
	case *ChatReaction:
		return e.MessageID == ""
	}
	return false
}
