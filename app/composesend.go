package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// limit is how long the server lets a text be.
func (w *writing) limit() int {
	n := 0
	w.s.hub.Look(func(st *store.Store) { n = st.Server(w.src.Origin()).MaxNoteTextLength })
	if n <= 0 {
		n = compose.DefaultLimit
	}
	return n
}

// send sends the note, or tells what it still lacks. After an attempt without an answer it asks first what became of
// that, so that pressing it again never posts twice.
func (w *writing) send() {
	now := time.Now()
	if w.sending() || w.phase == phaseWaiting && now.Before(w.until) {
		return
	}
	if w.problem = w.d.Check(w.limit(), w.queue.List, now); w.problem != "" {
		w.redraw()
		return
	}
	if online := ui.Window().Get("navigator").Get("onLine"); online.Type() == ui.TypeBoolean && !online.Bool() {
		w.phase, w.err = phaseOffline, nil
		w.save()
		w.redraw()
		return
	}
	before := w.d.Attempt
	w.phase, w.err = phaseSending, nil
	if before != nil {
		w.phase = phaseSettling
	}
	w.redraw()
	src, target, api := w.src, w.d.Target, w.s.hub.API(w.src)
	s := compose.Sending{Server: api, Me: src.UserID(), Now: time.Now, Sleep: pause, Ours: slices.Clone(w.ours),
		Keep: func(a *compose.Attempt) {
			w.d.Attempt = a
			w.save()
			if a != nil && w.phase == phaseSettling {
				w.phase = phaseSending
				w.redraw()
			}
		}}
	note := w.d.Note(now)
	go func() {
		n, err := s.Send(context.Background(), note, before)
		w.sent(src, target, n, err)
	}()
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sent is the outcome of sending.
func (w *writing) sent(src store.Source, t compose.Target, n *misskey.Note, err error) {
	p := w.s.printer
	var earlier *compose.EarlierError
	switch {
	case err == nil:
		w.remember(n)
		if t == (compose.Target{}) || t.ReplyID == "" && t.QuoteID == "" && t.ChannelID == "" {
			w.keepUsual()
		}
		w.reset()
		w.close()
		w.s.sayWith(p.T("compose.sent"), p.T("compose.show"), func() { w.s.openNote(src, n.ID) })
		return
	case errors.As(err, &earlier):
		w.remember(earlier.Note)
		w.phase, w.err = phaseFailed, err
	case errors.Is(err, compose.ErrUnknown):
		w.phase, w.err = phaseUnknown, err
	case refusal.RetryAfter(err) > 0:
		w.rest(time.Duration(refusal.RetryAfter(err))*time.Millisecond, err)
	default:
		w.phase, w.err = phaseFailed, err
	}
	w.redraw()
	if !w.open {
		w.s.notice(w.trouble(), true, p.T("compose.reopen"), w.show)
	}
}

func (w *writing) remember(n *misskey.Note) {
	if n != nil {
		w.ours = append(w.ours, n.ID)
	}
}

// rest waits as long as the server asks, shows how long that still is, and then lets it be tried again.
func (w *writing) rest(d time.Duration, err error) {
	w.phase, w.err, w.until = phaseWaiting, err, time.Now().Add(d)
	until := w.until
	go func() {
		for w.phase == phaseWaiting && w.until == until {
			left := time.Until(until)
			if left <= 0 {
				w.phase = phaseFailed
				w.redraw()
				return
			}
			_ = pause(context.Background(), min(left, time.Second)) // a background context never ends
			w.redraw()
		}
	}()
}

// keepUsual makes the audience of a note the account's default.
func (w *writing) keepUsual() {
	if w.d.Visibility == misskey.VisibilitySpecified {
		return
	}
	u := string(w.d.Visibility)
	if w.d.LocalOnly {
		u += "!"
	}
	if w.s.prefs.Usual[string(w.src)] == u && w.s.prefs.Writer == string(w.src) {
		return
	}
	w.s.change(func(p *Preferences) {
		if p.Usual == nil {
			p.Usual = map[string]string{}
		}
		p.Usual[string(w.src)] = u
		p.Writer = string(w.src)
	})
}

// trouble is what stands in the way, in words; "" when nothing does.
func (w *writing) trouble() string {
	p := w.s.printer
	host := w.s.host(w.src.Origin())
	var earlier *compose.EarlierError
	switch {
	case w.problem != "":
		return p.T("compose.problem."+string(w.problem), w.limit())
	case w.phase == phaseOffline:
		return p.T("compose.offline")
	case w.phase == phaseUnknown && w.err == nil:
		return p.T("compose.unknown.before", host)
	case w.phase == phaseUnknown:
		return p.T("compose.unknown", refusal.Words(p, w.err, host))
	case w.phase == phaseWaiting:
		return p.T("compose.wait", host, refusal.Wait(p, time.Until(w.until)))
	case errors.As(w.err, &earlier):
		return p.T("compose.earlier")
	case w.phase == phaseFailed && refusal.RetryAfter(w.err) > 0:
		return p.T("compose.waited", host)
	case w.phase == phaseFailed:
		return p.T("compose.failed", refusal.Words(p, w.err, host))
	}
	return ""
}

// take puts files into the queue, as chosen, pasted or dropped. Their bytes stay in the browser.
func (w *writing) take(list string) {
	var files []struct {
		Key        int
		Name, Type string
		Size       int64
	}
	if json.Unmarshal([]byte(list), &files) != nil {
		return
	}
	p := w.s.printer
	if !w.s.book.Can(w.src, "write:drive") {
		w.s.notice(p.T("refusal.permission", w.s.host(w.src.Origin())), true, "", nil)
		return
	}
	for _, f := range files {
		if len(w.d.Files)+len(w.queue.List) >= compose.MaxFiles {
			w.s.notice(p.T("compose.problem.files"), true, "", nil)
			w.dropBlob(f.Key)
			continue
		}
		if most := w.maxFile(); most > 0 && f.Size > most {
			w.s.notice(or(f.Name, p.T("media.file"))+": "+p.T("refusal.file-size", w.s.host(w.src.Origin())), true, "", nil)
			w.dropBlob(f.Key)
			continue
		}
		name := f.Name
		if name == "" || strings.HasPrefix(name, "image.") { // what the clipboard calls everything
			name = time.Now().Format("2006-01-02 15-04-05") + extension(f.Type, name)
		}
		key := w.queue.Add(name, f.Type, f.Size, nil)
		w.blobs()[key] = f.Key
	}
	w.uploadNext()
	w.touched()
}

func extension(mime, name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	if kind, ok := strings.CutPrefix(mime, "image/"); ok {
		return "." + strings.TrimSuffix(kind, "+xml")
	}
	return ""
}

// maxFile is the largest file the account may upload, 0 when it is not known.
func (w *writing) maxFile() int64 {
	if w.me == nil || w.me.Me == nil {
		return 0
	}
	return int64(w.me.Me.Policies.Number("maxFileSizeMb", 0) * 1024 * 1024)
}

// blobs maps uploads to the files that web/compose.js holds.
func (w *writing) blobs() map[int]int {
	if w.blobOf == nil {
		w.blobOf = map[int]int{}
	}
	return w.blobOf
}

func (w *writing) dropBlob(key int) {
	if w.hand != nil {
		w.hand.Call("drop", key)
	}
}

// uploadNext begins as many uploads as may run.
func (w *writing) uploadNext() {
	for {
		key := w.queue.Next()
		if key == 0 {
			return
		}
		w.upload(key)
	}
}

func (w *writing) upload(key int) {
	u := w.queue.Get(key)
	src, name := w.src, u.Name
	sensitive := w.me != nil && w.me.Me != nil && w.me.Me.AlwaysMarkNSFW
	ctx, cancel := context.WithCancel(context.Background())
	w.stops[key] = cancel
	blob := blobValue(w.blobs()[key])
	shown := time.Time{}
	go func() {
		f, err := w.s.hub.API(src).Upload(ctx, &misskey.Upload{Name: name, Type: u.Type, Blob: blob, IsSensitive: sensitive, Progress: func(sent, total int64) {
			w.queue.Progress(key, sent, total)
			if now := time.Now(); now.Sub(shown) > 80*time.Millisecond {
				shown = now
				w.redraw()
			}
		}})
		cancelled := ctx.Err() != nil
		cancel()
		delete(w.stops, key)
		if cancelled || w.queue.Get(key) == nil || w.src != src {
			return
		}
		if err != nil {
			w.queue.Failed(key, err)
		} else {
			w.queue.Done(key, f, &w.d)
			w.dropBlob(w.blobs()[key])
			delete(w.blobs(), key)
		}
		w.uploadNext()
		w.touched()
	}()
}

func (w *writing) cancelUpload(key int) {
	w.queue.Cancel(key)
	if stop := w.stops[key]; stop != nil {
		stop()
	}
	delete(w.stops, key)
	w.dropBlob(w.blobs()[key])
	delete(w.blobs(), key)
	w.uploadNext()
}

func (w *writing) giveUpUploads() {
	for len(w.queue.List) > 0 {
		key := w.queue.List[0].Key
		w.queue.List = w.queue.List[1:]
		if stop := w.stops[key]; stop != nil {
			stop()
		}
		w.dropBlob(w.blobs()[key])
	}
	w.stops, w.blobOf = map[int]func(){}, nil
}

// fileMenu is what can be done with an attached file.
func (w *writing) fileMenu(at ui.Value, i int) {
	if i < 0 || i >= len(w.d.Files) {
		return
	}
	f := w.d.Files[i]
	p := w.s.printer
	items := []menuItem{{Head: true, Label: f.Name}}
	if w.s.book.Can(w.src, "write:drive") {
		items = append(items,
			menuItem{Label: p.T("compose.file.edit"), Icon: "edit", do: func() { w.editFile(f) }},
			menuItem{Label: p.T("media.sensitive"), Icon: "eye-off", On: checked(f.Sensitive), do: func() { on := !f.Sensitive; w.changeFile(f.ID, misskey.FileChange{IsSensitive: &on}) }})
	}
	items = append(items,
		menuItem{Label: p.T("compose.file.earlier"), Icon: "chevron-left", Off: i == 0, do: func() { w.moveFile(i, -1) }},
		menuItem{Label: p.T("compose.file.later"), Icon: "chevron-right", Off: i == len(w.d.Files)-1, do: func() { w.moveFile(i, 1) }},
		separator,
		menuItem{Label: p.T("compose.file.remove"), Note: p.T("compose.file.remove.note"), Icon: "x", do: func() {
			w.d.Files = slices.DeleteFunc(w.d.Files, func(o compose.File) bool { return o.ID == f.ID })
			w.touched()
		}})
	w.s.menu(at, f.Name, items)
}

func (w *writing) moveFile(i, by int) {
	if j := i + by; j >= 0 && j < len(w.d.Files) {
		w.d.Files[i], w.d.Files[j] = w.d.Files[j], w.d.Files[i]
		w.touched()
	}
}

// editFile asks for the name of a file and its text for those who cannot see it.
func (w *writing) editFile(f compose.File) {
	w.s.askFile(f, func(c misskey.FileChange) { w.changeFile(f.ID, c) })
}

func (s *Session) askFile(f compose.File, change func(misskey.FileChange)) {
	p := s.printer
	s.ask(question{Title: p.T("compose.file.edit"), Yes: p.T("compose.file.save"), Fields: []questionField{
		{ID: "alt", Label: p.T("compose.file.alt"), Value: f.Comment, Long: true, Max: 512},
		{ID: "name", Label: p.T("compose.file.name"), Value: f.Name, Need: true, Max: 200},
		{ID: "sensitive", Label: p.T("media.sensitive"), Value: map[bool]string{true: "1"}[f.Sensitive], Check: true},
	}}, func(a map[string]string) {
		alt, name, sensitive := a["alt"], strings.TrimSpace(a["name"]), a["sensitive"] == "1"
		change(misskey.FileChange{Name: &name, Comment: &alt, IsSensitive: &sensitive})
	})
}

func (w *writing) changeFile(id string, c misskey.FileChange) {
	src := w.src
	go func() {
		f, err := w.s.hub.API(src).UpdateFile(context.Background(), id, c)
		if err != nil {
			w.s.sayError(w.s.printer.T("compose.file.failed"), err, src.Origin(), func() { w.changeFile(id, c) })
			return
		}
		for i := range w.d.Files {
			if w.d.Files[i].ID == id {
				w.d.Files[i] = compose.FileOf(f)
			}
		}
		w.touched()
	}()
}

// uploadTrouble tells why an upload failed.
func (s *Session) uploadTrouble(err error, src store.Source) string {
	return refusal.Words(s.printer, err, s.host(src.Origin()))
}
