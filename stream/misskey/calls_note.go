package misskey

import (
	"context"
	"strings"
	"time"
)

// Note asks for one note. [CodeNoSuchNote] also means: not visible to this account.
func (a *API) Note(ctx context.Context, id string) (*Note, error) {
	raw, err := a.Raw(ctx, "notes/show", params{"noteId": id})
	if err != nil {
		return nil, err
	}
	n, err := DecodeNote(raw)
	if err != nil {
		return nil, badShape("notes/show", err)
	}
	return n, nil
}

// PartialNote is what [API.PartialNotes] re-reads of a note.
//
//misskey:decode
type PartialNote struct {
	ID             string    `json:"id"`
	Reactions      Reactions `json:"reactions"`
	ReactionEmojis EmojiURLs `json:"reactionEmojis"`
}

// PartialNotes re-reads the reactions of many notes at once (P4.7). Notes that are gone are missing from the answer. On
// servers without this endpoint the error is [FaultNoEndpoint]: then ask for them one by one.
func (a *API) PartialNotes(ctx context.Context, ids []string) ([]PartialNote, error) {
	var all []PartialNote
	for len(ids) > 0 {
		n := min(len(ids), 100)
		page, err := many[PartialNote](ctx, a, "notes/show-partial-bulk", params{"noteIds": ids[:n]})
		if err != nil {
			return all, err
		}
		all, ids = append(all, page...), ids[n:]
	}
	return all, nil
}

// NewNote are the parameters of notes/create (P8.7). Its zero values are left out.
type NewNote struct {
	Text               string     `json:"text,omitzero"`
	CW                 *string    `json:"cw,omitzero"` // at least one character
	Visibility         Visibility `json:"visibility,omitzero"`
	VisibleUserIDs     []string   `json:"visibleUserIds,omitzero"`
	LocalOnly          bool       `json:"localOnly,omitzero"`
	ReactionAcceptance string     `json:"reactionAcceptance,omitzero"`
	ReplyID            string     `json:"replyId,omitzero"`
	RenoteID           string     `json:"renoteId,omitzero"` // with nothing else: a pure renote. Never of a pure renote: use InnerID
	ChannelID          string     `json:"channelId,omitzero"`
	FileIDs            []string   `json:"fileIds,omitzero"`
	Poll               *NewPoll   `json:"poll,omitzero"`
}

// NewPoll is the poll of a [NewNote]: 2 to 10 different choices. At most one of the times is given.
type NewPoll struct {
	Choices      []string `json:"choices"`
	Multiple     bool     `json:"multiple"`
	ExpiresAt    int64    `json:"expiresAt,omitzero"`    // epoch milliseconds
	ExpiredAfter int64    `json:"expiredAfter,omitzero"` // milliseconds
}

// busyTries is how often a request that the server is still busy with is asked about again; uploads at longer intervals.
const (
	busyTries   = 5
	uploadPause = 2 * time.Second
)

// CreateNote writes a note. It is sent once; only when misskey.io says that it is still busy with the identical request
// is that request repeated, which cannot double the note (P8.2). When the error is [FaultUnreachable], [FaultTimeout],
// [FaultCanceled] or [FaultServer] the note may have been written all the same: ask [API.FindWritten] before sending again.
// The same note also arrives by the socket.
func (a *API) CreateNote(ctx context.Context, n NewNote) (*Note, error) {
	for try := 0; ; try++ {
		created, err := one[CreatedNote](ctx, a, "notes/create", n)
		if FaultOf(err) == FaultProcessing && try < busyTries && a.sleep(ctx, time.Second) == nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if created.Note == nil || created.Note.ID == "" {
			return nil, &Error{Endpoint: "notes/create", Fault: FaultNotMisskey, Status: 200, Message: "the server did not show the note it wrote"}
		}
		return created.Note, nil
	}
}

// FindWritten looks whether a note that was sent without an answer was written after all: among the account's newest
// notes the one made since the moment given that has the same text, warning and targets. It returns nil when there is none.
func (a *API) FindWritten(ctx context.Context, me string, n NewNote, since time.Time) (*Note, error) {
	notes, err := many[Note](ctx, a, "users/notes", params{
		"userId": me, "limit": 30, "withReplies": true, "withRenotes": true, "withChannelNotes": true,
	})
	if err != nil {
		return nil, err
	}
	// The server's clock is another one.
	since = since.Add(-5 * time.Minute)
	for i := range notes {
		if w := &notes[i]; !w.CreatedAt.Before(since) && n.wrote(w) {
			return w, nil
		}
	}
	return nil, nil
}

// wrote reports whether w looks like what sending n makes.
func (n *NewNote) wrote(w *Note) bool {
	text, cw := "", ""
	if w.Text != nil {
		text = *w.Text
	}
	if w.CW != nil {
		cw = *w.CW
	}
	if strings.TrimSpace(text) != strings.TrimSpace(n.Text) || (n.CW != nil) != (w.CW != nil) || n.CW != nil && cw != *n.CW ||
		n.ReplyID != w.ReplyID || n.RenoteID != w.RenoteID || n.ChannelID != w.ChannelID ||
		(n.Poll != nil) != (w.Poll != nil) || len(n.FileIDs) != len(w.FileIDs) {
		return false
	}
	for i := range n.FileIDs {
		if n.FileIDs[i] != w.FileIDs[i] {
			return false
		}
	}
	return true
}

// DeleteNote deletes a note of one's own.
func (a *API) DeleteNote(ctx context.Context, id string) error {
	return a.Call(ctx, "notes/delete", params{"noteId": id}, nil)
}

// Unrenote deletes all pure renotes that the account made of a note.
func (a *API) Unrenote(ctx context.Context, id string) error {
	return a.Call(ctx, "notes/unrenote", params{"noteId": id}, nil)
}

// React reacts to a note. reaction may be any form seen on a note; it is sent as [SendableReaction]. A server that does
// not know the emoji, or does not accept it here, stores ❤ without a word: trust the event that comes back (P4.3).
func (a *API) React(ctx context.Context, noteID, reaction string) error {
	return a.Call(ctx, "notes/reactions/create", params{"noteId": noteID, "reaction": SendableReaction(reaction)}, nil)
}

// Unreact takes the account's reaction back. Servers allow it every three seconds and 60 times an hour (P8.7).
func (a *API) Unreact(ctx context.Context, noteID string) error {
	return a.Call(ctx, "notes/reactions/delete", params{"noteId": noteID}, nil)
}

// NoteReactions asks who reacted. reaction "" means all.
func (a *API) NoteReactions(ctx context.Context, noteID, reaction string, p Page) ([]NoteReaction, error) {
	more := params{"noteId": noteID}
	if reaction != "" {
		more["type"] = reaction
	}
	return many[NoteReaction](ctx, a, "notes/reactions", paged(p, more))
}

// Vote votes for a choice of a poll, by its place.
func (a *API) Vote(ctx context.Context, noteID string, choice int) error {
	return a.Call(ctx, "notes/polls/vote", params{"noteId": noteID, "choice": choice}, nil)
}

// NoteState asks what a menu on the note needs to know.
func (a *API) NoteState(ctx context.Context, id string) (*NoteState, error) {
	return one[NoteState](ctx, a, "notes/state", params{"noteId": id})
}

// Favorite puts a note into the favourites, or takes it out.
func (a *API) Favorite(ctx context.Context, noteID string, on bool) error {
	return a.Call(ctx, onOff("notes/favorites", on), params{"noteId": noteID}, nil)
}

// MuteThread silences a thread, or lets it speak again.
func (a *API) MuteThread(ctx context.Context, noteID string, on bool) error {
	return a.Call(ctx, onOff("notes/thread-muting", on), params{"noteId": noteID}, nil)
}

// Pin pins a note of one's own to the profile, or unpins it.
func (a *API) Pin(ctx context.Context, noteID string, on bool) error {
	endpoint := "i/unpin"
	if on {
		endpoint = "i/pin"
	}
	return a.Call(ctx, endpoint, params{"noteId": noteID}, nil)
}

// onOff names the endpoint that begins or ends something.
func onOff(area string, on bool) string {
	if on {
		return area + "/create"
	}
	return area + "/delete"
}

// Favorites asks for a page of the account's favourites, newest first by when they became so; page by their own ids.
func (a *API) Favorites(ctx context.Context, p Page) ([]NoteFavorite, error) {
	return many[NoteFavorite](ctx, a, "i/favorites", paged(p, nil))
}

// Conversation asks for the ancestors of a note, nearest first.
func (a *API) Conversation(ctx context.Context, noteID string, limit int) ([]Note, error) {
	return many[Note](ctx, a, "notes/conversation", params{"noteId": noteID, "limit": limit})
}

// Children asks for the replies to a note and its quotes.
func (a *API) Children(ctx context.Context, noteID string, p Page) ([]Note, error) {
	return many[Note](ctx, a, "notes/children", paged(p, params{"noteId": noteID}))
}

// Renotes asks for the renotes of a note.
func (a *API) Renotes(ctx context.Context, noteID string, p Page) ([]Note, error) {
	return many[Note](ctx, a, "notes/renotes", paged(p, params{"noteId": noteID}))
}

// Clips asks for the account's clips.
func (a *API) Clips(ctx context.Context) ([]Clip, error) {
	return many[Clip](ctx, a, "clips/list", nil)
}

// ClipNote puts a note into a clip, or takes it out.
func (a *API) ClipNote(ctx context.Context, clipID, noteID string, on bool) error {
	endpoint := "clips/remove-note"
	if on {
		endpoint = "clips/add-note"
	}
	return a.Call(ctx, endpoint, params{"clipId": clipID, "noteId": noteID}, nil)
}

// CreateClip makes a clip.
func (a *API) CreateClip(ctx context.Context, name string, public bool) (*Clip, error) {
	return one[Clip](ctx, a, "clips/create", params{"name": name, "isPublic": public})
}

// Translate asks the server to translate a note. It needs [Meta.TranslatorAvailable].
func (a *API) Translate(ctx context.Context, noteID, lang string) (from, text string, err error) {
	var answer struct {
		SourceLang string `json:"sourceLang"`
		Text       string `json:"text"`
	}
	err = a.Call(ctx, "notes/translate", params{"noteId": noteID, "targetLang": lang}, &answer)
	return answer.SourceLang, answer.Text, err
}
