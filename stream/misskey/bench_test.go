package misskey_test

import (
	"encoding/json"
	"testing"
	"time"

	"nagare/stream/misskey"
)

// realNotes are the notes of the recorded home timelines, as the socket brought them.
func realNotes(tb testing.TB) (raws [][]byte) {
	for _, f := range frames(tb) {
		var env struct {
			Body struct {
				Type string
				Body json.RawMessage
			}
		}
		if f.From == "misskey-2025.4/home" && json.Unmarshal([]byte(f.Raw), &env) == nil && env.Body.Type == "note" {
			raws = append(raws, env.Body.Body)
		}
	}
	return raws
}

func BenchmarkDecodeNote(b *testing.B) {
	raws := realNotes(b)
	size := 0
	for _, r := range raws {
		size += len(r)
	}
	b.Run("this package", func(b *testing.B) {
		b.SetBytes(int64(size / len(raws)))
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := misskey.DecodeNote(raws[i%len(raws)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("only peeked at", func(b *testing.B) {
		b.SetBytes(int64(size / len(raws)))
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := misskey.PeekNote(raws[i%len(raws)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	// What the same note costs with encoding/json and plain structs of the members a row shows.
	b.Run("encoding json", func(b *testing.B) {
		b.SetBytes(int64(size / len(raws)))
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if err := json.Unmarshal(raws[i%len(raws)], new(plainNote)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkDecodeNoteUpdated(b *testing.B) {
	raw := []byte(`{"id":"atwkamaf9z84003s","type":"reacted","body":{"reaction":":blobcat@.:","emoji":{"name":"blobcat@.","url":"http://127.0.0.1:3000/files/ee801f11"},"userId":"atwjhbymd32h0004"}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := misskey.DecodeNoteUpdated(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCutTimeline(b *testing.B) {
	raw := []byte(answerNamed(b, "misskey-2025.4/notes-timeline-limit100").Body)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if list, err := misskey.RawNotes(raw, misskey.Page{}); err != nil || len(list) == 0 {
			b.Fatal(err)
		}
	}
}

type plainNote struct {
	ID             string     `json:"id"`
	CreatedAt      time.Time  `json:"createdAt"`
	UserID         string     `json:"userId"`
	User           *plainUser `json:"user"`
	Text, CW       *string
	Visibility     string            `json:"visibility"`
	LocalOnly      bool              `json:"localOnly"`
	RenoteCount    int               `json:"renoteCount"`
	RepliesCount   int               `json:"repliesCount"`
	ReactionCount  int               `json:"reactionCount"`
	Reactions      map[string]int    `json:"reactions"`
	ReactionEmojis map[string]string `json:"reactionEmojis"`
	Emojis         map[string]string `json:"emojis"`
	Pairs          []string          `json:"reactionAndUserPairCache"`
	Tags           []string          `json:"tags"`
	FileIDs        []string          `json:"fileIds"`
	Files          []plainFile       `json:"files"`
	ReplyID        string            `json:"replyId"`
	RenoteID       string            `json:"renoteId"`
	Reply          *plainNote        `json:"reply"`
	Renote         *plainNote        `json:"renote"`
	Poll           *struct {
		Multiple  bool
		ExpiresAt time.Time
		Choices   []struct {
			Text    string
			Votes   int
			IsVoted bool
		}
	} `json:"poll"`
}

type plainUser struct {
	ID                string `json:"id"`
	Name              string `json:"name"`
	Username          string `json:"username"`
	Host              string `json:"host"`
	AvatarURL         string `json:"avatarUrl"`
	AvatarBlurhash    string `json:"avatarBlurhash"`
	AvatarDecorations []struct{ ID, URL string }
	IsBot             bool              `json:"isBot"`
	IsCat             bool              `json:"isCat"`
	Emojis            map[string]string `json:"emojis"`
	OnlineStatus      string            `json:"onlineStatus"`
	BadgeRoles        []struct {
		Name, IconURL string
		DisplayOrder  int
	} `json:"badgeRoles"`
}

type plainFile struct {
	ID, Name, Type, MD5, Blurhash, URL, ThumbnailURL, Comment string
	CreatedAt                                                 time.Time
	Size                                                      int64
	IsSensitive                                               bool
	Properties                                                struct{ Width, Height int }
}
