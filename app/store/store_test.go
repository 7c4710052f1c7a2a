package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nagare/app/store"
)

const src = store.Source("https://a.example")

func withColumn(t testing.TB, s *store.Store, id store.ColumnID, account string) {
	t.Helper()
	s.Apply(store.ColumnAdded{ID: id, Spec: store.ColumnSpec{Channel: "localTimeline", Origin: "https://a.example", AccountID: account}})
}

func arrive(s *store.Store, col store.ColumnID, raw string) store.Changes {
	return s.Apply(store.NoteArrived{Column: col, Note: store.RawNote{Raw: []byte(raw)}, At: at(0)})
}

func shown(s *store.Store, col store.ColumnID) string {
	c, _ := s.Column(col)
	var out []string
	for _, it := range c.Items {
		if it.Gap != nil {
			out = append(out, "|")
		} else {
			out = append(out, it.NoteID)
		}
	}
	return strings.Join(out, " ")
}

func pills(s *store.Store, src store.Source, id string) string {
	v, ok := s.Note(src, id)
	if !ok {
		return "?"
	}
	var out []string
	for _, r := range v.Reactions {
		mine := ""
		if r.Mine {
			mine = "!"
		}
		out = append(out, fmt.Sprint(r.Key, r.Count, mine))
	}
	return strings.Join(out, " ")
}

func update(s *store.Store, src store.Source, id, kind, body string) store.Changes {
	return s.Apply(store.NoteUpdated{Source: src, Raw: []byte(`{"id":"` + id + `","type":"` + kind + `","body":` + body + `}`)})
}

func TestDeletedNotesGoEverywhere(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	withColumn(t, s, 2, "")
	inner := `{"id":"a1","userId":"u","text":"inner"}`
	for _, col := range []store.ColumnID{1, 2} {
		arrive(s, col, inner)
		arrive(s, col, `{"id":"a2","userId":"v","renoteId":"a1","renote":`+inner+`}`)
		arrive(s, col, `{"id":"a3","userId":"v","text":"so","renoteId":"a1","renote":`+inner+`}`)
		arrive(s, col, `{"id":"a4","userId":"v","text":"re","replyId":"a1","reply":`+inner+`}`)
	}
	if got := shown(s, 1); got != "a4 a3 a2 a1" {
		t.Fatalf("shown %s", got)
	}
	ch := update(s, src, "a1", "deleted", `{"deletedAt":"2025-01-01T00:00:00.000Z"}`)
	for _, col := range []store.ColumnID{1, 2} {
		if got := shown(s, col); got != "a4 a3" {
			t.Errorf("column %d shows %s", col, got)
		}
		if cc := ch.Columns[col]; !cc.Items || !slices.Contains(cc.Rows, "a3") || !slices.Contains(cc.Rows, "a4") {
			t.Errorf("column %d: changes %+v", col, cc)
		}
	}
	if v, ok := s.Note(src, "a1"); !ok || !v.Deleted {
		t.Errorf("the quoted note: %+v %v", v, ok)
	}
	if !s.Gone(src, "a1") || s.Gone(src, "a3") {
		t.Errorf("gone: the deleted note %v, one that quotes it %v", s.Gone(src, "a1"), s.Gone(src, "a3"))
	}
	// A page that was asked for before does not bring it back, nor does another frame.
	arrive(s, 1, inner)
	s.Apply(store.Resumed{Column: 1})
	s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{{Raw: []byte(inner)},
		{Raw: []byte(`{"id":"a2","userId":"v","renoteId":"a1","renote":` + inner + `}`)}}})
	if got := shown(s, 1); got != "a4 a3" {
		t.Errorf("then %s", got)
	}
	// On newer servers renotes of nothing stay in the timeline, with null (P7.1).
	arrive(s, 1, `{"id":"a5","userId":"v","renoteId":"a0","renote":null,"text":null,"cw":null,"fileIds":[]}`)
	if got := shown(s, 1); got != "a4 a3" {
		t.Errorf("an orphan is shown: %s", got)
	}
}

func TestCountsOfTheInnerNoteReachEveryRow(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	arrive(s, 1, `{"id":"a2","userId":"v","renoteId":"a1","renote":{"id":"a1","userId":"u","text":"x","reactions":{"👍":2,"like":1}}}`)
	if got := s.Inner(src, "a2"); got != "a1" {
		t.Errorf("inner is %q", got)
	}
	ch := update(s, src, "a1", "reacted", `{"reaction":":neko@other.example:","emoji":{"name":"neko@other.example","url":"https://x/n.webp"},"userId":"w"}`)
	if cc := ch.Columns[1]; !slices.Equal(cc.Rows, []string{"a2"}) || cc.Items || cc.Head {
		t.Errorf("changes %+v", cc)
	}
	if ch := update(s, src, "a1", "reacted", `{"reaction":":neko@other.example:","userId":"w"}`); !ch.Empty() {
		t.Errorf("the same again changes %+v", ch)
	}
	if got := pills(s, src, "a1"); got != "👍3 :neko@other.example:1" {
		t.Errorf("pills %s", got)
	}
	v, _ := s.Note(src, "a1")
	if v.Reactions[1].URL != "https://x/n.webp" || v.Reactions[0].URL != "" {
		t.Errorf("pictures %+v", v.Reactions)
	}
	if got := pills(s, src, "a2"); got != "" {
		t.Errorf("the renote itself has pills %s", got)
	}
}

func TestWhatTheViewerDidIsNotForgotten(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "me")
	mine := store.SourceOf("https://a.example", "me")
	poll := func(voted bool, votes int) string {
		return fmt.Sprintf(`"poll":{"multiple":false,"choices":[{"text":"a","votes":%d,"isVoted":%v},{"text":"b","votes":1,"isVoted":false}]}`, votes, voted)
	}
	s.Apply(store.PageFetched{Column: 1, Notes: []store.RawNote{{Raw: []byte(
		`{"id":"a1","userId":"u","text":"x","reactions":{"👍":1},"myReaction":"👍",` + poll(true, 1) + `}`)}}})
	// The same note streamed, and as a reply of another one: neither knows the viewer (P7.15).
	arrive(s, 1, `{"id":"a1","userId":"u","text":"x","reactions":{"👍":2},`+poll(false, 2)+`}`)
	arrive(s, 1, `{"id":"a9","userId":"u","text":"re","replyId":"a1","reply":{"id":"a1","userId":"u","text":"x","reactions":{"👍":2}}}`)
	v, _ := s.Note(mine, "a1")
	if v.MyReaction != "👍" || pills(s, mine, "a1") != "👍2!" || v.Note.Poll == nil || !v.Poll.Voted || v.Poll.Choices[0].Votes != 2 {
		t.Errorf("%+v %+v", v, v.Poll)
	}
	update(s, mine, "a1", "pollVoted", `{"choice":1,"userId":"w"}`)
	update(s, mine, "a1", "pollVoted", `{"choice":1,"userId":"w"}`)
	if v, _ = s.Note(mine, "a1"); v.Poll.Choices[1].Votes != 2 || v.Poll.Total != 4 {
		t.Errorf("after a vote %+v", v.Poll)
	}
	s.Apply(store.NoteRead{Source: mine, Raw: []byte(`{"id":"a1","userId":"u","text":"x","reactions":{"👍":1},` + poll(false, 1) + `}`), Asked: s.Seq()})
	if v, _ = s.Note(mine, "a1"); v.MyReaction != "" || v.Poll.Voted {
		t.Errorf("a full read says otherwise: %+v", v)
	}
}

func TestSourcesAreApart(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	withColumn(t, s, 2, "me")
	mine := store.SourceOf("https://a.example", "me")
	arrive(s, 1, `{"id":"a1","userId":"u","text":"x"}`)
	arrive(s, 2, `{"id":"a1","userId":"u","text":"x"}`)
	s.Apply(store.Reacting{Source: mine, ID: "a1", Reaction: "👍"})
	if pills(s, mine, "a1") != "👍1!" || pills(s, src, "a1") != "" {
		t.Errorf("%s / %s", pills(s, mine, "a1"), pills(s, src, "a1"))
	}
	if mine.Origin() != "https://a.example" || mine.UserID() != "me" || src.UserID() != "" {
		t.Error("source")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{Notes: 50})
	withColumn(t, s, 1, "")
	s.Apply(store.Resumed{Column: 1})
	s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{{Raw: rawNote(idAt(0, 0))}}, Exhausted: true})
	for i := 1; i < 3000; i++ {
		raw := fmt.Sprintf(`{"id":%q,"userId":"u","text":"q","renoteId":%q,"renote":{"id":%q,"userId":"u","text":"x"}}`,
			idAt(int64(i)*10, 2), idAt(int64(i)*10-1, 1), idAt(int64(i)*10-1, 1))
		arrive(s, 1, raw)
		if i%10 == 0 {
			s.Note(src, idAt(int64(i)*10, 2))
		}
	}
	if n := s.Len(); n > 2*60 {
		t.Errorf("%d notes are kept", n)
	}
	c, _ := s.Column(1)
	if len(c.Items) > 60 || c.Older != store.OlderMore {
		t.Errorf("%d items, older %s", len(c.Items), c.Older)
	}
	// Where somebody reads, nothing is cut off.
	deep := c.Items[len(c.Items)-1].NoteID
	s.Apply(store.Shown{Column: 1, IDs: []string{deep}})
	for i := 3000; i < 3100; i++ {
		arrive(s, 1, string(rawNote(idAt(int64(i)*10, 2))))
	}
	if c, _ = s.Column(1); !slices.ContainsFunc(c.Items, func(it store.Item) bool { return it.NoteID == deep }) {
		t.Error("the note somebody reads was trimmed away")
	}
	s.Apply(store.ColumnRemoved{ID: 1})
	if n := s.Len(); n != 0 {
		t.Errorf("%d notes are kept for nobody", n)
	}
}

func TestUnreadAndReadPosition(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	for i := range 5 {
		arrive(s, 1, fmt.Sprintf(`{"id":"a%d","userId":"u","text":"x"}`, i))
	}
	s.Apply(store.Read{Column: 1, NoteID: "a2"})
	s.Apply(store.Read{Column: 1, NoteID: "a1"}) // never back
	if c, _ := s.Column(1); c.LastRead != "a2" || c.Unread != 2 {
		t.Errorf("%s %d", c.LastRead, c.Unread)
	}
}

func TestSnapshotComesBackAsItWas(t *testing.T) {
	t.Parallel()
	a := store.New(store.Options{})
	withColumn(t, a, 1, "")
	page := func(s *store.Store, until string, epoch bool, ids ...string) {
		p := store.PageFetched{Column: 1, Until: until, Older: until != ""}
		if epoch {
			p.Epoch = s.Epoch(1)
		}
		for _, id := range ids {
			p.Notes = append(p.Notes, store.RawNote{Raw: rawNote(id)})
		}
		s.Apply(p)
	}
	a.Apply(store.Resumed{Column: 1, At: at(1)})
	page(a, "", true, "c3", "c2", "c1")
	a.Apply(store.GapOpened{Column: 1, Cause: store.CauseConnectionLost, Since: at(9)})
	a.Apply(store.Resumed{Column: 1, At: at(20)})
	page(a, "", true, "e2", "e1")
	if got := shown(a, 1); got != "e2 e1 | c3 c2 c1" {
		t.Fatalf("before: %s", got)
	}
	snap, ok := a.Snapshot(1, 100)
	if !ok {
		t.Fatal("nothing to keep")
	}
	b := store.New(store.Options{})
	withColumn(t, b, 1, "")
	b.Apply(store.SnapshotLoaded{Column: 1, Snapshot: snap})
	if got := shown(b, 1); got != "| e2 e1 | c3 c2 c1" {
		t.Errorf("after: %s", got)
	}
	b.Apply(store.Resumed{Column: 1, At: at(30)})
	page(b, "", true, "g2", "g1")
	if got := shown(b, 1); got != "g2 g1 | e2 e1 | c3 c2 c1" {
		t.Errorf("live again: %s", got)
	}
	c, _ := b.Column(1)
	if g := c.Items[2].Gap; g.Cause != store.CauseRestart || g.After != "e2" || g.Before != "g1" {
		t.Errorf("gap %+v", g)
	}
	// The other way round: the first page is there before the snapshot.
	d := store.New(store.Options{})
	withColumn(t, d, 1, "")
	d.Apply(store.Resumed{Column: 1, At: at(30)})
	page(d, "", true, "g2", "g1")
	d.Apply(store.SnapshotLoaded{Column: 1, Snapshot: snap})
	if got := shown(d, 1); got != "g2 g1 | e2 e1 | c3 c2 c1" {
		t.Errorf("page first: %s", got)
	}
	// Cut short, inside the gap: nothing is claimed below it.
	short, _ := a.Snapshot(1, 2)
	if short.Bottom != "e1" || len(short.Gaps) != 0 {
		t.Errorf("short %+v", short)
	}
}

func TestUnfillableGapSaysSo(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	note := func(id string) store.RawNote { return store.RawNote{Raw: rawNote(id)} }
	s.Apply(store.Resumed{Column: 1, At: at(1)})
	s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{note("b1")}})
	s.Apply(store.GapOpened{Column: 1, Cause: store.CauseHidden, Since: at(9)})
	s.Apply(store.Resumed{Column: 1, At: at(20)})
	s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{note("d1")}})
	c, _ := s.Column(1)
	g := c.Items[1].Gap
	if g == nil || g.State != store.GapOpen || g.Cause != store.CauseHidden {
		t.Fatalf("items %+v", c.Items)
	}
	s.Apply(store.PageAsked{Column: 1, Key: g.Key})
	if c, _ = s.Column(1); c.Items[1].Gap.State != store.GapFilling || c.Filling != 1 {
		t.Errorf("%+v", c.Items[1].Gap)
	}
	s.Apply(store.PageFetched{Column: 1, Key: g.Key, Until: g.Before, Exhausted: true})
	if c, _ = s.Column(1); c.Items[1].Gap.State != store.GapUnfillable {
		t.Errorf("%+v", c.Items[1].Gap)
	}
	// And if it can after all, the gap closes and says so once.
	ch := s.Apply(store.PageFetched{Column: 1, Key: g.Key, Until: g.Before, Notes: []store.RawNote{note("c1"), note("b1")}})
	if got := shown(s, 1); got != "d1 c1 b1" || len(ch.Columns[1].Closed) != 1 {
		t.Errorf("%s, %+v", got, ch.Columns[1])
	}
}

// TestANewestPageThatFailsSaysWhyOnTheGapAboveAll: only the newest page can close a gap that reaches up to now.
func TestANewestPageThatFailsSaysWhyOnTheGapAboveAll(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	page := func(id string) {
		s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{{Raw: rawNote(id)}}})
	}
	reason := func() (codes []store.ReasonCode) {
		c, _ := s.Column(1)
		for _, it := range c.Items {
			if it.Gap != nil {
				codes = append(codes, it.Gap.Reason.Code)
			}
		}
		return codes
	}
	s.Apply(store.Resumed{Column: 1, At: at(1)})
	page("b1")
	s.Apply(store.GapOpened{Column: 1, Cause: store.CauseConnectionLost, Since: at(9), Reason: store.Reason{Code: store.ReasonConnectionLost}})
	s.Apply(store.Resumed{Column: 1, At: at(20)})
	if got := reason(); len(got) != 1 || got[0] != "" {
		t.Errorf("connected again: %q", got)
	}
	s.Apply(store.PageAsked{Column: 1})
	if ch := s.Apply(store.PageFailed{Column: 1, Reason: store.Reason{Code: store.ReasonServerError}}); !ch.Columns[1].Items {
		t.Error("the change is not told")
	}
	if got := reason(); len(got) != 1 || got[0] != store.ReasonServerError {
		t.Errorf("failed: %q", got)
	}
	page("d1")
	if got := reason(); len(got) != 1 || got[0] != "" {
		t.Errorf("a page came: %q", got)
	}
}

// TestGoingDeepEndsWithAWord: a reader who goes down and down is told where a column ends, rather than losing at the
// lower end what comes in there, and may go on after having gone up.
func TestGoingDeepEndsWithAWord(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{Notes: 8})
	withColumn(t, s, 1, "")
	s.Apply(store.Resumed{Column: 1, At: at(0)})
	next := int64(10_000)
	page := func(older bool) {
		p := store.PageFetched{Column: 1, Epoch: s.Epoch(1), Older: older}
		if older {
			s.Apply(store.PageAsked{Column: 1, Older: true})
			c, _ := s.Column(1)
			p.Until = c.Items[len(c.Items)-1].NoteID
		}
		for range 10 {
			next--
			p.Notes = append(p.Notes, store.RawNote{Raw: rawNote(idAt(next*1000, 0))})
		}
		s.Apply(p)
	}
	last := func() (string, store.OlderState, int) {
		c, _ := s.Column(1)
		return c.Items[len(c.Items)-1].NoteID, c.Older, len(c.Items)
	}
	page(false)
	for i := 0; ; i++ {
		id, older, n := last()
		if older == store.OlderDeep {
			if n < 190 || n > 230 {
				t.Errorf("it ends after %d notes", n)
			}
			break
		}
		if i > 60 {
			t.Fatalf("%d notes and no word of the end: %s", n, older)
		}
		s.Apply(store.Shown{Column: 1, IDs: []string{id}})
		page(true)
	}
	c, _ := s.Column(1)
	s.Apply(store.Shown{Column: 1, IDs: []string{c.Items[0].NoteID}})
	if _, older, n := last(); older != store.OlderMore || n > 20 {
		t.Errorf("back at the top there are %d notes, older ones: %s", n, older)
	}
}

func TestServersAndTheirEmoji(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	sv := s.Server("https://a.example")
	if sv.Known || sv.EmojiURL("neko") != "https://a.example/emoji/neko.webp" || sv.EmojiURL("../x") != "" {
		t.Errorf("%+v", sv)
	}
	s.Apply(store.ServerRead{Origin: "https://a.example", Meta: store.ServerMeta{Name: "A"}})
	s.Apply(store.EmojisRead{Origin: "https://a.example", Emojis: []store.Emoji{{Name: "neko", URL: "https://x/neko.png"}}})
	before := s.Server("https://a.example")
	ch := s.Apply(store.EmojisChanged{Origin: "https://a.example", Emojis: []store.Emoji{{Name: "inu", URL: "https://x/inu.png"}}, Deleted: []string{"neko"}})
	after := s.Server("https://a.example")
	if before.EmojiURL("neko") != "https://x/neko.png" || len(before.Emojis) != 1 || after.EmojiURL("inu") != "https://x/inu.png" ||
		after.EmojiURL("neko") != "https://a.example/emoji/neko.webp" || after.Name != "A" || !slices.Equal(ch.Servers, []string{"https://a.example"}) {
		t.Errorf("%+v %+v %+v", before, after, ch)
	}
}

func TestEstimateFollowsThePace(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name       string
		apart      int64 // ms between the notes before the gap
		least, max int
	}{
		{"one note each second", 1000, 55, 65},
		{"a burst tells nothing of the minute after it", 0, 0, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := store.New(store.Options{})
			withColumn(t, s, 1, "")
			s.Apply(store.Resumed{Column: 1, At: at(0)})
			p := store.PageFetched{Column: 1, Epoch: s.Epoch(1)}
			for i := range 20 {
				p.Notes = append(p.Notes, store.RawNote{Raw: rawNote(idAt(19_000+int64(i-19)*x.apart+int64(i/10), i))})
			}
			s.Apply(p)
			s.Apply(store.GapOpened{Column: 1, Since: at(19_500)})
			s.Apply(store.Resumed{Column: 1, At: at(80_000)})
			s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{{Raw: rawNote(idAt(79_000, 0))}}})
			c, _ := s.Column(1)
			if g := c.Items[1].Gap; g == nil || g.Estimate < x.least || g.Estimate > x.max {
				t.Errorf("%+v", g)
			}
		})
	}
}

func TestHostileNotes(t *testing.T) {
	t.Parallel()
	s := store.New(store.Options{})
	withColumn(t, s, 1, "")
	for _, raw := range []string{
		``, `null`, `[]`, `{}`, `{"id":""}`, `{"id":5}`, `{"id":"a`, `{"id":"a1"`, `{"id":"a\u0031"}`, "{\"id\":\"a\x00\"}",
		strings.Repeat("[", 1_000_000), `{"id":"a1","x":` + strings.Repeat(`{"a":`, 200_000) + `1` + strings.Repeat("}", 200_000) + `}`,
		`{"id":"` + strings.Repeat("a", 1000) + `"}`,
	} {
		arrive(s, 1, raw)
	}
	if c, _ := s.Column(1); len(c.Items) != 0 || c.Details.Malformed != 13 {
		t.Errorf("%d items, %d malformed", len(c.Items), c.Details.Malformed)
	}
	// Circles and lies about what is inside.
	arrive(s, 1, `{"id":"b1","userId":"u","text":"x","renoteId":"b1","renote":{"id":"b1","text":"y"}}`)
	arrive(s, 1, `{"id":"b2","userId":"u","text":"x","renoteId":"b3","renote":{"id":"b3","text":"y","replyId":"b2","reply":{"id":"b2","text":"z"}}}`)
	arrive(s, 1, `{"id":"b3","userId":"u","text":"x","renoteId":"b2","renote":{"id":"b2","text":"y"}}`)
	arrive(s, 1, `{"id":"b4","userId":"u","text":"x","renoteId":"b2","renote":{"id":"other","text":"y"}}`)
	for _, id := range []string{"b1", "b2", "b3", "b4"} {
		if _, ok := s.Note(src, id); !ok {
			t.Errorf("%s is not there", id)
		}
		update(s, src, id, "reacted", `{"reaction":"👍","userId":"u"}`)
		update(s, src, id, "pollVoted", `{"choice":1e9,"userId":"u"}`)
	}
	s.Apply(store.ColumnRemoved{ID: 1})
	if s.Len() != 0 {
		t.Errorf("%d notes are kept for nobody", s.Len())
	}
}

func FuzzApply(f *testing.F) {
	f.Add([]byte(`{"id":"a2","userId":"v","renoteId":"a1","renote":{"id":"a1","text":"x","reactions":{"👍":2}}}`),
		[]byte(`{"id":"a1","type":"reacted","body":{"reaction":"👍","userId":"u"}}`))
	f.Add([]byte(`{"id":"a2","poll":{"choices":[{"text":"a","votes":1}]}}`), []byte(`{"id":"a2","type":"pollVoted","body":{"choice":0,"userId":"u"}}`))
	f.Add([]byte(`{"id":"a1","replyId":"a0","reply":null}`), []byte(`{"id":"a1","type":"deleted","body":{}}`))
	f.Fuzz(func(t *testing.T, raw, upd []byte) {
		s := store.New(store.Options{Notes: 4})
		withColumn(t, s, 1, "me")
		mine := store.SourceOf("https://a.example", "me")
		for range 2 {
			s.Apply(store.NoteArrived{Column: 1, Note: store.RawNote{Raw: slices.Clone(raw)}, At: time.Time{}})
			s.Apply(store.NoteUpdated{Source: mine, Raw: upd})
			s.Apply(store.PageFetched{Column: 1, Epoch: s.Epoch(1), Notes: []store.RawNote{{Raw: raw}, {Raw: upd}}})
			s.Apply(store.NoteRead{Source: mine, Raw: raw, Asked: s.Seq()})
			s.Apply(store.GapOpened{Column: 1})
			c, _ := s.Column(1)
			for _, it := range c.Items {
				if it.Gap == nil {
					if v, ok := s.Note(mine, it.NoteID); ok {
						for _, r := range v.Reactions {
							if r.Count < 1 {
								t.Fatalf("%+v", r)
							}
						}
					}
				}
			}
			if snap, ok := s.Snapshot(1, 3); ok {
				s.Apply(store.SnapshotLoaded{Column: 1, Snapshot: snap})
			}
		}
		s.Apply(store.ColumnRemoved{ID: 1})
		if s.Len() != 0 {
			t.Fatalf("%d notes are kept for nobody", s.Len())
		}
	})
}
