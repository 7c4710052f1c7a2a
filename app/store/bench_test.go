package store_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"nagare/app/store"
)

// realistic is a note of the usual size: about 1.6 kB.
func realistic(id string) []byte {
	return fmt.Appendf(nil, `{"id":%q,"createdAt":"2025-04-10T05:12:33.128Z","userId":"9a11","user":{"id":"9a11","name":"Mia","username":"mia",`+
		`"host":null,"avatarUrl":"https://example.net/a.webp","avatarBlurhash":"eG00","avatarDecorations":[],"isBot":false,"isCat":true,`+
		`"emojis":{},"onlineStatus":"online","badgeRoles":[]},"text":%q,"cw":null,"visibility":"public","localOnly":false,`+
		`"reactionAcceptance":null,"renoteCount":0,"repliesCount":0,"reactionCount":2,"reactions":{"👍":1,":blobcat@.:":1},`+
		`"reactionEmojis":{},"fileIds":[],"files":[],"replyId":null,"renoteId":null}`, id, strings.Repeat("good morning 世界 ", 40))
}

func BenchmarkArrive(b *testing.B) {
	s := store.New(store.Options{})
	withColumn(b, s, 1, "")
	s.Apply(store.Resumed{Column: 1})
	raws := make([][]byte, 4096)
	for i := range raws {
		raws[i] = realistic(idAt(int64(i)*10, 1))
	}
	b.SetBytes(int64(len(raws[0])))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Apply(store.NoteArrived{Column: 1, Note: store.RawNote{Raw: raws[i%len(raws)]}, At: at(int64(i))})
	}
}

func BenchmarkColumnView(b *testing.B) {
	s := store.New(store.Options{})
	withColumn(b, s, 1, "")
	s.Apply(store.Resumed{Column: 1})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Apply(store.NoteArrived{Column: 1, Note: store.RawNote{Raw: rawNote(idAt(int64(i)*10, 1))}, At: at(int64(i))})
		c, _ := s.Column(1)
		s.Note(src, c.Items[0].NoteID)
	}
}

func TestHeapIsFlat(t *testing.T) {
	heap := func(notes int) uint64 {
		s := store.New(store.Options{})
		for col := range 4 {
			withColumn(t, s, store.ColumnID(col+1), "")
			s.Apply(store.Resumed{Column: store.ColumnID(col + 1)})
		}
		for i := range notes {
			id := idAt(int64(i)*10, 1)
			s.Apply(store.NoteArrived{Column: store.ColumnID(i%4 + 1), Note: store.RawNote{Raw: realistic(id)}, At: at(int64(i))})
			if i%3 == 0 {
				s.Note(src, id)
			}
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		n := m.HeapAlloc
		runtime.KeepAlive(s)
		return n
	}
	few, many := heap(2000), heap(10_000)
	t.Logf("heap after 2,000 notes %d kB, after 10,000 %d kB", few>>10, many>>10)
	if many > few+few/5 {
		t.Errorf("heap after 2,000 notes %d kB, after 10,000 %d kB", few>>10, many>>10)
	}
}
